/** The page: one state, one way to change it, one rendering.  `mount` is the entry. */

import { App } from "./app.js";
import { makeChange } from "./panels/change-panel.js";
import { fill, html, setAttribute, setText } from "./dom.js";
import { makeFigure } from "./figure/figure.js";
import { frameOf } from "./frame.js";
import { listenToKeys, makeHelp } from "./keys.js";
import { fromLink, linkOf } from "./link.js";
import { SVG_STYLES } from "./figure/svg-style.js";
import { Model } from "./maths/model.js";
import { makePanels } from "./panels/panels.js";
import { makePrinting } from "./printing.js";
import { makeToolbar } from "./panels/toolbar.js";
import { makeTransport } from "./panels/transport.js";

const LINK_DELAY = 250; // milliseconds: browsers allow few changes of the address

/**
 * Shows a trace in an element.  Options: `language` ("en", "zh"), `lecture` (it opens for a hall),
 * `link` (the page is by itself: the state is kept in its address, and all keys are its own),
 * `embed` (in an iframe it is the graph and the steps alone), `formula` ({text, form}: what is
 * shown, and where to write another one), `chosen` (called when it is drawn anew, as after a choice),
 * `whole` (the scale down to which the graph is seen whole at first).
 * Returns the app.
 */
export function mount(element, trace, options = {}) {
  const model = new Model(trace);
  const link = fromLink(options.link ? location.hash : "", model);
  const app = new App(model, link.state, options);
  const embedded = Boolean(options.embed) && window.parent !== window;
  element.classList.toggle("embed", embedded);
  const figure = makeFigure(app, element, options.whole);
  const parts = { toolbar: makeToolbar(app), transport: makeTransport(app), help: makeHelp(app) };
  const panels = makePanels(app, makeChange(app));
  const leaving = new AbortController();
  const printing = makePrinting(app, leaving.signal);
  const around = [...Object.values(parts), panels];
  const notice = html("p.notice", { role: "status" });
  const { stage, scene, viewport, camera } = figure;
  app.parts = { element, stage, scene, viewport, camera, toolbar: parts.toolbar, render };
  const main = options.link ? "main.main" : "div.main"; // in a page of others it is not its main part
  fill(
    element,
    html("style", SVG_STYLES),
    parts.toolbar.element,
    html(main, figure.element, parts.transport.element, panels.element, printing.element),
    notice,
    parts.help.element,
  );
  element.classList.add("chainrule");

  function renderAround() {
    app.frame = frameOf(app);
    for (const part of around) part.render();
  }

  function render() {
    const { state } = app;
    setAttribute(element, "data-theme", state.theme);
    element.classList.toggle("lecture", state.lecture);
    element.classList.toggle("picked", embedded && Boolean(state.selected));
    setAttribute(element, "lang", state.language === "zh" ? "zh-CN" : "en");
    if (figure.isStale()) renderAround(); // how much room it has depends on what stands around it
    figure.render();
    app.frame = frameOf(app);
    scene.update(app.frame);
    camera.follow(app.frame);
    for (const part of around) part.render();
    setText(notice, state.notice);
    notice.classList.toggle("shown", Boolean(state.notice));
    if (options.link) keepLink(app);
    options.chosen?.();
  }

  for (const [id, x] of link.leaves) model.setLeaf(id, x);
  listenToKeys(app, options.link ? document : element, leaving.signal);
  app.unmount = () => {
    leaving.abort();
    app.passes.stop();
    clearTimeout(app.kept.linking);
  };
  render();
  return app;
}

/** Writes the state into the address, a moment after the last change. */
function keepLink(app) {
  clearTimeout(app.kept.linking);
  app.kept.linking = setTimeout(() => {
    const link = linkOf(app);
    if (link !== location.hash.slice(1)) history.replaceState(null, "", `#${link}`);
  }, LINK_DELAY);
}
