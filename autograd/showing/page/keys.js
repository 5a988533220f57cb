/** The keyboard: every control has a key, and the help lists them. */

import { fill, html } from "./dom.js";
import { kindOfElement } from "./figure/scene.js";

const PANELS = { c: "card", p: "paths", v: "change", z: "quiz", t: "table" };

/** What the help shows: keys, and the sentence about them. */
const KEY_HELP = [
  [["←", "→"], "keyStep"],
  [["Home", "End"], "keyEnds"],
  [["Space"], "keyPlay"],
  [["n", "b"], "keyWalk"],
  [["e", "r"], "keyEdge"],
  [["f"], "keyFold"],
  [["+", "−", "0"], "keyZoom"],
  [["/"], "keySearch"],
  [["c", "p", "v", "z", "t"], "keyPanels"],
  [["y"], "keyCopy"],
  [["d", "l"], "keyLook"],
  [["m"], "keyLecture"],
  [["Esc"], "keyClose"],
  [["?"], "keyHelp"],
];

/** What each key does. */
function actionsOf(app) {
  const actions = {
    ArrowRight: () => app.passes.goTo(app.state.step + 1),
    ArrowLeft: () => app.passes.goTo(app.state.step - 1),
    PageDown: () => app.passes.goTo(app.state.step + 1), // what a clicker sends
    PageUp: () => app.passes.goTo(app.state.step - 1),
    Home: () => app.passes.goTo(0),
    End: () => app.passes.goTo(app.model.steps.length),
    " ": () => app.passes.play(),
    n: () => app.selection.walk(1),
    b: () => app.selection.walk(-1),
    e: () => app.selection.walkEdge(1),
    r: () => app.selection.walkEdge(-1),
    f: () => app.folds.toggleSelected(),
    y: () => app.copies.selected(),
    "+": () => app.parts.viewport.zoom(1.25),
    "=": () => app.parts.viewport.zoom(1.25),
    "-": () => app.parts.viewport.zoom(0.8),
    0: () => app.parts.camera.whole(),
    "/": () => app.parts.toolbar.focusSearch(),
    d: () => app.toggleTheme(),
    m: () => app.toggleLecture(),
    l: () => app.change({ language: app.state.language === "en" ? "zh" : "en" }),
    "?": () => app.change({ help: !app.state.help }),
    Escape: () => app.leave(),
  };
  for (const [key, panel] of Object.entries(PANELS)) actions[key] = () => app.openPanel(panel);
  return actions;
}

/** Whether the key is for the element itself: text fields keep theirs, controls their own. */
function keptBy(target, key) {
  const tag = target.localName;
  if (key === "Escape") return false;
  if (tag === "select" || (tag === "input" && ["text", "search", "number"].includes(target.type)))
    return true;
  if (tag === "input")
    return key.startsWith("Arrow") || key === "Home" || key === "End" || key === " ";
  return ["button", "summary", "a"].includes(tag) && key === " ";
}

/** Listens on the page's element until the signal comes. */
export function listenToKeys(app, element, signal) {
  const actions = actionsOf(app);
  const listen = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const node = event.target.closest?.(".scene [data-key]");
    if (node && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      app.selection.pick(kindOfElement(node), node.dataset.key);
    } else if (Object.hasOwn(actions, event.key) && !keptBy(event.target, event.key)) {
      event.preventDefault();
      actions[event.key]();
    }
  };
  element.addEventListener("keydown", listen, { signal });
}

/** The list of keys; a dialog. Returns {element, render}. */
export function makeHelp(app) {
  const element = html("dialog", {
    on: {
      close: () => app.state.help && app.change({ help: false }),
      click: (event) => event.target === element && app.change({ help: false }),
    },
  });
  let language = "";
  function render() {
    const { state, t } = app;
    if (language !== state.language) {
      language = state.language;
      fill(
        element,
        html(
          "form",
          { method: "dialog" },
          html("h2", t("help")),
          html(
            "dl",
            KEY_HELP.map(([keys, about]) => [
              html(
                "dt",
                keys.map((key) => html("kbd", key)),
              ),
              html("dd", t(about)),
            ]),
          ),
          html("p.soft", t("wheel")),
          html("button.primary", { value: "close" }, t("close")),
        ),
      );
    }
    if (state.help && !element.open) element.showModal();
    if (!state.help && element.open) element.close();
  }
  return { element, render };
}
