/** The page on paper: light, the whole figure, the step's formula, the table; no controls. */

import { html } from "./dom.js";
import { renderTable } from "./panels/table-panel.js";

/** Returns {element}: what is on paper alone; `signal` ends it. */
export function makePrinting(app, signal) {
  const element = html("section.printed");
  const media = matchMedia("print");
  let isOnPaper = false;
  let room = null;

  function onPaper(printing) {
    if (printing === isOnPaper) return;
    isOnPaper = printing;
    const { scene, stage } = app.parts;
    const { width, height } = scene.arranged;
    if (printing) {
      room = scene.world.getAttribute("transform");
      scene.update(app.frame, true);
      scene.element.setAttribute("viewBox", `0 0 ${width} ${height}`);
      stage.style.setProperty("--shape", width / height);
      scene.world.removeAttribute("transform");
      renderTable(app, element);
    } else {
      scene.element.removeAttribute("viewBox");
      scene.world.setAttribute("transform", room);
      element.replaceChildren();
    }
  }
  media.addEventListener("change", () => onPaper(media.matches), { signal });
  addEventListener("beforeprint", () => onPaper(true), { signal }); // before the pages are counted
  addEventListener("afterprint", () => onPaper(false), { signal });
  return { element };
}
