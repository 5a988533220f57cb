/** The figure: the scene on its stage, the buttons that zoom it, its legend; laid out to fit. */

import { LARGE_GRAPH, arrange, couldFit, variantsOf } from "../layout/arrange.js";
import { button, fill, html, icon, setAttribute } from "../dom.js";
import { formula, nameOf } from "../maths/mathml.js";
import { makeCamera } from "./camera.js";
import { makeMap } from "./overview-map.js";
import { pathTarget } from "../panels/paths-panel.js";
import { makeScene } from "./scene.js";
import { foldLadder, meanLittle } from "../maths/default-folds.js";
import { LEGIBLE_SCALE, STAGE_MARGIN, makeViewport } from "./viewport.js";

const ONE_COLUMN = 860; // pixels, as in the stylesheet
const LOWEST = 600; // pixels below which there is no room under the figure
const LARGEST_SCALE = 1.25;
const LARGEST_IN_HALL = 3;
const WORTH_A_MAP = 0.4; // a graph without parts is folded only where it would be smaller
const [FAR, FARTHER] = [0.42, 0.25]; // scales at which labels, then numbers, are left out

/**
 * Returns {element, stage, scene, viewport, camera, render, isStale}; `page` is the element of the
 * whole, `least` the scale below which the figure opens at its beginning.
 */
export function makeFigure(app, page, least) {
  const scene = makeScene(
    (kind, key) => app.selection.pick(kind, key),
    (kind, key) => app.selection.point(kind, key),
    () => viewport.view,
  );
  const stage = html("div.stage", scene.element);
  let map = null;
  const viewport = makeViewport(stage, scene.world, (scale) => {
    stage.classList.toggle("far", scale < FAR);
    stage.classList.toggle("farther", scale <= FARTHER);
    scene.moved();
    map?.move(viewport.view);
  }, least);
  const camera = makeCamera(app, viewport, scene);
  map = makeMap((x, y) => {
    camera.release();
    viewport.centre(x, y);
  });
  const follow = button("tool.small.follow", "", () => camera.resume(), icon("follow"));
  const zooms = {
    zoomIn: button("tool.small", "", () => viewport.zoom(1.25), icon("plus")),
    zoomOut: button("tool.small", "", () => viewport.zoom(0.8), icon("minus")),
    zoomFit: button("tool.small", "", () => camera.whole(), icon("fit")),
    follow,
  };
  const alone = page.classList.contains("embed") ? linkOut() : null;
  const caption = html("p.figcaption");
  const element = html(
    "figure.figure",
    stage,
    map.element,
    html("div.zooms", ...Object.values(zooms), alone),
    html("figcaption", caption),
  );
  let room = { width: 0, height: 0 };
  let builtFor = "";
  let captionFor = "";

  function roomNow() {
    const whole = stage.getBoundingClientRect();
    return {
      whole,
      width: Math.max(whole.width - 2 * STAGE_MARGIN, 200),
      height: Math.max(whole.height - 2 * STAGE_MARGIN, 200),
    };
  }

  /** The rooms to choose from: with the panel beside the figure, and below it where that fits. */
  function rooms() {
    const { width, height } = page.getBoundingClientRect();
    page.classList.remove("below");
    const beside = roomNow();
    if (app.state.lecture || alone) return [beside];
    if (width <= ONE_COLUMN || height < LOWEST || app.graph.nodes.length > LARGE_GRAPH) {
      return [beside];
    }
    page.classList.add("below");
    return [beside, roomNow()];
  }

  /** The visible graph laid out in the room where it is seen largest. */
  function inBestRoom(roomsNow, variants = variantsOf(app.model, app.graph, app.t)) {
    const found = roomsNow.map((one) => ({ room: one, ...arrange(app.graph, one, variants) }));
    const scales = found.map(({ scale }) => Math.min(scale, LARGEST_SCALE));
    const below = scales.length > 1 && scales[1] > scales[0];
    return { ...found[Number(below)], below };
  }

  /** The layout; at the level "what fits" with the finest folds with which all can be read. */
  function laidOut() {
    const roomsNow = rooms();
    if (app.state.level !== "foldAuto") return inBestRoom(roomsNow);
    const rungs = foldLadder(app.model);
    const enough = meanLittle(app.model) ? WORTH_A_MAP : LEGIBLE_SCALE;
    let best = null;
    for (const folded of rungs) {
      app.folds.show(folded);
      const variants = variantsOf(app.model, app.graph, app.t);
      const last = folded === rungs[rungs.length - 1];
      if (!last && !couldFit(variants, roomsNow, enough)) continue;
      const found = { ...inBestRoom(roomsNow, variants), folded };
      if (!best || found.scale > best.scale) best = found;
      if (best.scale >= enough) break;
    }
    app.folds.show(best.folded);
    return best;
  }

  /** Lays the visible graph out anew; what is too large to be read whole opens at its beginning.
 */
  function rebuild() {
    const arranged = laidOut();
    page.classList.toggle("below", arranged.below);
    room = arranged.room;
    scene.build(app.model, app.graph, arranged, (name) => app.t("foldIt", { group: name }));
    const { width, height } = arranged;
    const largest = app.state.lecture ? LARGEST_IN_HALL : LARGEST_SCALE;
    viewport.open({ width, height }, largest, room.whole); // measured before the scene was built
    camera.forget();
    map.build(arranged.boxes);
    setAttribute(scene.element, "aria-label", description(app, arranged.down));
  }

  const wanted = ({ folds, language, lecture }) => `${folds} ${language} ${lecture}`;

  function renderCaption() {
    const { panel, language } = app.state;
    const sums = app.graph.edges.some(({ uses }) => uses.length > 1);
    const about = `${panel === "paths" ? pathTarget(app) : ""} ${sums} ${language}`;
    if (about === captionFor) return;
    captionFor = about;
    fill(caption, legend(app, sums));
  }

  function render() {
    const { state, t } = app;
    renderCaption();
    if (wanted(state) !== builtFor) {
      builtFor = wanted(state);
      rebuild();
      const named = alone ? { ...zooms, openAlone: alone } : zooms;
      for (const [key, zoom] of Object.entries(named)) {
        setAttribute(zoom, "aria-label", t(key));
        setAttribute(zoom, "title", t(key));
      }
    }
    renderCaption();
    follow.hidden = camera.follows;
  }

  new ResizeObserver(() => {
    const { width, height } = roomNow();
    if (!stage.isConnected || matchMedia("print").matches) return; // on paper the picture is scaled
    if (Math.abs(width - room.width) < 2 && Math.abs(height - room.height) < 2) return;
    rebuild();
    app.parts.render();
  }).observe(stage);
  const isStale = () => wanted(app.state) !== builtFor;
  return { element, stage, scene, viewport, camera, render, isStale };
}

/** The legend, with names as maths: of all gradients, or of the paths to one node. */
function legend(app, sums) {
  const { model, state, t } = app;
  const named = (key, places) =>
    t(key, Object.fromEntries(Object.keys(places).map((name) => [name, `\n${name}\n`])))
      .split("\n")
      .map((part, i) => (i % 2 ? formula(nameOf(model, places[part])) : part));
  const lines = ["plus", "minus"].map((look, i) =>
    html("span.linekey", swatch(look), t(["signPlus", "signMinus"][i])),
  );
  const about = [named("caption", { root: model.root }), sums ? ` ${t("captionSums")} ` : " "];
  if (state.panel !== "paths") return [...about, ...lines];
  return [named("captionPaths", { root: model.root, node: pathTarget(app) }), " ", ...lines];
}

/** From an iframe to the page by itself. */
function linkOut() {
  const address = { href: location.href.split("#")[0], target: "_blank", rel: "noopener" };
  return html("a.tool.small", address, icon("open"));
}

/** A short line as the edges are drawn. */
const swatch = (look) => html(`span.swatch.${look}`, { "aria-hidden": "true" });

/** What a screen reader says of the whole figure. */
function description({ model, rootName, t }, down) {
  const edges = model.nodes.reduce((sum, { drawn }) => sum + drawn, 0);
  const way = t(down ? "wayDown" : "wayRight");
  return t("figure", { root: rootName, nodes: model.nodes.length, edges, way });
}
