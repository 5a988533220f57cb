/** The figure: the scene on its stage, the buttons that zoom it, its legend; laid out to fit. */

import { LARGE_GRAPH, arrange, variantsOf } from "../layout/arrange.js";
import { button, fill, html, icon, setAttribute } from "../dom.js";
import { formula, nameOf } from "../maths/mathml.js";
import { makeScene } from "./scene.js";
import { STAGE_MARGIN, makeViewport } from "./viewport.js";

const ONE_COLUMN = 860; // pixels, as in the stylesheet
const LOWEST = 600; // pixels below which there is no room under the figure
const LARGEST_SCALE = 1.25;
const [FAR, FARTHER] = [0.42, 0.25]; // scales at which labels, then numbers, are left out

/** Returns {element, stage, scene, viewport, render}; `page` is the element of the whole. */
export function makeFigure(app, page) {
  const scene = makeScene(
    (kind, key) => app.selection.pick(kind, key),
    (kind, key) => app.selection.point(kind, key),
    () => viewport.view,
  );
  const stage = html("div.stage", scene.element);
  const viewport = makeViewport(stage, scene.world, (scale) => {
    stage.classList.toggle("far", scale < FAR);
    stage.classList.toggle("farther", scale <= FARTHER);
    scene.moved();
  });
  const zooms = {
    zoomIn: button("tool.small", "", () => viewport.zoom(1.25), icon("plus")),
    zoomOut: button("tool.small", "", () => viewport.zoom(0.8), icon("minus")),
    zoomFit: button("tool.small", "", () => viewport.fit(), icon("fit")),
  };
  const caption = html("p.figcaption");
  const element = html(
    "figure.figure",
    stage,
    html("div.zooms", ...Object.values(zooms)),
    html("figcaption", caption),
  );
  let room = { width: 0, height: 0 };
  let builtFor = "";

  function roomNow() {
    const { width, height } = stage.getBoundingClientRect();
    return {
      width: Math.max(width - 2 * STAGE_MARGIN, 200),
      height: Math.max(height - 2 * STAGE_MARGIN, 200),
    };
  }

  /** The rooms to choose from: with the panel beside the figure, and below it where that fits. */
  function rooms() {
    const { width, height } = page.getBoundingClientRect();
    page.classList.remove("below");
    const beside = roomNow();
    if (width <= ONE_COLUMN || height < LOWEST || app.graph.nodes.length > LARGE_GRAPH) {
      return [beside];
    }
    page.classList.add("below");
    return [beside, roomNow()];
  }

  /** Lays the visible graph out anew, where it is seen largest. */
  function rebuild() {
    const variants = variantsOf(app.model, app.graph, app.t);
    const found = rooms().map((one) => ({ room: one, ...arrange(app.graph, one, variants) }));
    const scales = found.map(({ scale }) => Math.min(scale, LARGEST_SCALE));
    const below = scales.length > 1 && scales[1] > scales[0];
    page.classList.toggle("below", below);
    const arranged = found[Number(below)];
    room = arranged.room;
    scene.build(app.model, app.graph, arranged);
    viewport.fit({ width: arranged.width, height: arranged.height });
    setAttribute(scene.element, "aria-label", description(app, arranged.down));
  }

  function render() {
    const { state, t } = app;
    const wanted = `${state.folds} ${state.language}`;
    if (wanted !== builtFor) {
      builtFor = wanted;
      fill(caption, legend(app));
      rebuild();
      for (const [key, zoom] of Object.entries(zooms)) {
        setAttribute(zoom, "aria-label", t(key));
        setAttribute(zoom, "title", t(key));
      }
    }
  }

  new ResizeObserver(() => {
    const { width, height } = roomNow();
    if (Math.abs(width - room.width) < 2 && Math.abs(height - room.height) < 2) return;
    rebuild();
    app.render();
  }).observe(stage);
  return { element, stage, scene, viewport, render };
}

/** The legend, with the root's name as maths. */
function legend({ model, t }) {
  const [before, after] = t("caption", { root: "\n" }).split("\n");
  return [before, formula(nameOf(model, model.root)), after, " ", t("rule")];
}

/** What a screen reader says of the whole figure. */
function description({ model, rootName, t }, down) {
  const edges = model.nodes.reduce((sum, { drawn }) => sum + drawn, 0);
  const way = t(down ? "wayDown" : "wayRight");
  return t("figure", { root: rootName, nodes: model.nodes.length, edges, way });
}
