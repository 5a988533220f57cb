/** The page on paper: light, the whole figure, the step's formula, the table; no controls. */

import { html } from "./dom.js";
import { renderTable } from "./panels/table-panel.js";

/** Returns {element}: what is on paper alone. */
export function makePrinting(app) {
  const element = html("section.printed");
  const media = matchMedia("print");
  let room = null;

  function onPaper(printing) {
    const { scene } = app.parts;
    const { width, height } = scene.arranged;
    if (printing) {
      room = scene.world.getAttribute("transform");
      scene.update(app.frame, true);
      scene.element.setAttribute("viewBox", `0 0 ${width} ${height}`);
      scene.world.removeAttribute("transform");
      renderTable(app, element);
    } else if (room) {
      scene.element.removeAttribute("viewBox");
      scene.world.setAttribute("transform", room);
      element.replaceChildren();
    }
  }
  media.addEventListener("change", () => onPaper(media.matches));
  return { element };
}
