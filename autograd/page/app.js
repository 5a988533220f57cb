/** The page: one state, one way to change it, one rendering. `mount` is the entry. */

import { makeApp } from "./actions.js";
import { LARGE_GRAPH, arrange, variantsOf } from "./arrange.js";
import { fill, html, icon, setAttribute, setText } from "./dom.js";
import { renderCard } from "./card.js";
import { makeChange } from "./change.js";
import { frameOf } from "./frame.js";
import { listenToKeys, makeHelp } from "./keys.js";
import { fromLink, linkOf } from "./link.js";
import { SVG_STYLES } from "./looks.js";
import { formula, nameOf } from "./mathml.js";
import { Model } from "./model.js";
import { renderPaths } from "./pathpanel.js";
import { renderQuiz } from "./quizpanel.js";
import { makeScene } from "./scene.js";
import { renderTable } from "./tablepanel.js";
import { makeToolbar } from "./toolbar.js";
import { makeTransport } from "./transport.js";
import { makeViewport } from "./viewport.js";

const PANEL_RENDERERS = { card: renderCard, paths: renderPaths, change: null, quiz: renderQuiz, table: renderTable };

const ONE_COLUMN = 860; // pixels, as in the stylesheet

/**
 * Shows a trace in an element.  Options: `language` ("en", "zh"), `link` (keep the state in the
 * page's address).  Returns the app: {state, change, ...}.
 */
export function mount(element, trace, options = {}) {
  const model = new Model(trace);
  const link = fromLink(options.link ? location.hash : "", model);
  const app = makeApp(model, { ...options, ...link.state });
  const scene = makeScene((kind, key) => app.pick(kind, key), (kind, key) => app.point(kind, key), () => viewport.view);
  const stage = html("div", { class: "stage" }, scene.element);
  const viewport = makeViewport(stage, scene.world, (scale) => {
    stage.classList.toggle("far", scale < 0.42);
    stage.classList.toggle("farther", scale <= 0.25);
    scene.moved();
  });
  const toolbar = makeToolbar(app);
  const transport = makeTransport(app);
  const change = makeChange(app);
  const help = makeHelp(app);
  const panels = makePanels(app, change);
  const notice = html("p", { class: "notice", role: "status" });
  const caption = html("p", { class: "figcaption" });
  const zooms = ["plus", "minus", "fit"].map((name) => html("button", { type: "button", class: "tool small", on: { click: () => ({ plus: () => viewport.zoom(1.25), minus: () => viewport.zoom(0.8), fit: () => viewport.fit() })[name]() } }, icon(name)));
  const figure = html("figure", { class: "figure" }, stage, html("div", { class: "zooms" }, zooms), html("figcaption", {}, caption));
  fill(element, html("style", {}, SVG_STYLES), toolbar.element,
    html("main", { class: "main" }, figure, transport.element, panels.element), notice, help.element);
  element.classList.add("chainrule");
  Object.assign(app, { element, scene, stage, viewport, toolbar, render, rebuild });

  let builtFor = "";
  let room = { width: 0, height: 0 };

  /** The rooms that the figure can have: with the panel at its side, or below it where that fits. */
  function rooms() {
    const { width, height } = element.getBoundingClientRect();
    const stageRoom = () => {
      const box = stage.getBoundingClientRect();
      return { width: Math.max(box.width - 48, 200), height: Math.max(box.height - 48, 200) };
    };
    element.classList.remove("below");
    const beside = stageRoom();
    if (width <= ONE_COLUMN || height < 600 || app.graph.nodes.length > LARGE_GRAPH) return [beside];
    element.classList.add("below");
    return [beside, stageRoom()];
  }

  /** Lays the visible graph out anew, where it is seen largest. */
  function rebuild() {
    const variants = variantsOf(model, app.graph, app.t);
    const found = rooms().map((one) => ({ room: one, ...arrange(app.graph, one, variants) }));
    const below = found.length > 1 && Math.min(found[1].scale, 1.25) > Math.min(found[0].scale, 1.25);
    element.classList.toggle("below", below);
    const arranged = found[Number(below)];
    room = arranged.room;
    scene.build(model, app.graph, arranged);
    viewport.fit({ width: arranged.width, height: arranged.height });
    kindOfFigure(arranged.down ? "wayDown" : "wayRight");
  }

  function kindOfFigure(way) {
    app.way = way;
    setAttribute(scene.element, "aria-label", app.t("figure", { root: app.rootName, nodes: model.nodes.length, edges: model.nodes.reduce((sum, node) => sum + node.drawn, 0), way: app.t(way) }));
  }

  function render() {
    const { state } = app;
    setAttribute(element, "data-theme", state.theme);
    setAttribute(element, "lang", state.language === "zh" ? "zh-CN" : "en");
    const wanted = `${state.folds} ${state.language}`;
    if (wanted !== builtFor) {
      builtFor = wanted;
      fill(caption, captionOf(app));
      rebuild();
      for (const [i, key] of ["zoomIn", "zoomOut", "zoomFit"].entries()) {
        setAttribute(zooms[i], "aria-label", app.t(key));
        setAttribute(zooms[i], "title", app.t(key));
      }
    }
    app.frame = frameOf(app);
    scene.update(app.frame);
    setText(notice, state.notice);
    notice.classList.toggle("shown", Boolean(state.notice));
    toolbar.render();
    transport.render();
    panels.render();
    help.render();
    if (options.link) keepLink(app);
  }

  for (const [id, x] of link.leaves) model.setLeaf(id, x);
  listenToKeys(app, element);
  render();
  new ResizeObserver(() => {
    const { width, height } = stage.getBoundingClientRect();
    if (Math.abs(width - 48 - room.width) < 2 && Math.abs(height - 48 - room.height) < 2) return;
    rebuild();
    render();
  }).observe(stage);
  return app;
}

/** The legend of the figure, with the root's name as maths. */
function captionOf(app) {
  const [before, after] = app.t("caption", { root: "\n" }).split("\n");
  return [before, formula(nameOf(app.model, app.model.root)), after, " ", app.t("rule")];
}

/** Writes the state into the address, a moment after the last change. */
function keepLink(app) {
  clearTimeout(app.kept.linking);
  app.kept.linking = setTimeout(() => {
    const link = linkOf(app);
    if (link !== location.hash.slice(1)) history.replaceState(null, "", `#${link}`);
  }, 250);
}

/** The tabs at the side: each panel is drawn anew only when something that it shows has changed. */
function makePanels(app, change) {
  const names = Object.keys(PANEL_RENDERERS);
  const tabs = names.map((name) => html("button", { type: "button", role: "tab", class: "tab", "data-panel": name,
    on: { click: () => app.openPanel(name), keydown: (event) => moveTab(event, name) } }));
  const body = html("div", { class: "panel", role: "tabpanel", tabindex: "-1" });
  const list = html("div", { class: "tabs", role: "tablist" }, tabs);
  const element = html("aside", { class: "side" }, list, body);
  let shownFor = "";

  function moveTab(event, name) {
    const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    const to = (names.indexOf(name) + way + names.length) % names.length;
    app.openPanel(names[to]);
    tabs[to].focus();
  }

  function render() {
    const { state, t } = app;
    setAttribute(list, "aria-label", t("panels"));
    names.forEach((name, i) => {
      setText(tabs[i], t(name));
      setAttribute(tabs[i], "aria-selected", String(state.panel === name));
      setAttribute(tabs[i], "tabindex", state.panel === name ? "0" : "-1");
    });
    setAttribute(body, "aria-label", t(state.panel));
    if (state.panel === "change") {
      if (body.firstChild !== change.element) fill(body, change.element);
      shownFor = "";
      return change.render();
    }
    const { panel, selected, step, revision, language, allTerms, quiz, folds } = state;
    const now = JSON.stringify([panel, selected, step, revision, language, allTerms, quiz, folds]);
    if (now !== shownFor) {
      shownFor = now;
      app.keepFocus(body, () => PANEL_RENDERERS[panel](app, body));
    }
    return undefined;
  }
  return { element, render };
}
