/** The state of the page, and all that can be done to it. */

import { groupsOf, revealed } from "./fold.js";
import { addFolding, foldsAt } from "./folding.js";
import { edgeNumber } from "./scene.js";
import { formulaOf } from "./mathml.js";
import { linkOf } from "./link.js";
import { saveAs } from "./export.js";
import { firstLanguage, sentence } from "./strings.js";
import { texOfNode, texOfSteps, texOfUse } from "./latex.js";
import { trainedLeaves } from "./change.js";

const PACE = 1400; // milliseconds a step

/** The app of a model: its state, and actions that change it and have it rendered. */
export function makeApp(model, given) {
  const level = given.level ?? "foldAuto";
  const state = {
    step: model.steps.length, stepped: given.step !== undefined, playing: false, speed: 1, selected: null, panel: "card",
    level, folded: foldsAt(model, level), folds: 0, lit: [], hover: null, query: "", leafQuery: "",
    theme: null, language: firstLanguage(given.language), chosenLanguage: false, allTerms: false,
    revision: 0, rate: 0.5, losses: [model.value[model.root]], trained: new Set(trainedLeaves(model)),
    message: "", notice: "", quiz: null, help: false,
    ...Object.fromEntries(Object.entries(given).filter(([key, x]) => key !== "language" && key !== "link" && x !== undefined)),
  };
  const app = { model, state, kept: {}, frame: null, rootName: model.nodes[model.root].name.text };
  let timer = 0;

  app.t = (key, places) => sentence(state.language, key, places);
  app.caption = () => `${app.t("caption", { root: app.rootName })} ${app.t("rule")}`;
  app.edgeNumber = (edge) => edgeNumber(model, edge);
  app.itemName = (key) => formulaOf(app.itemOf(key).name.mathml);
  app.focusKey = () => {
    const { selected } = state;
    return (selected?.kind === "node" && app.keyOf.get(selected.id)) || (selected?.kind === "group" && selected.key) || app.keyOf.get(model.root);
  };

  /** Changes the state and renders it. */
  app.change = (part) => {
    if ("language" in part) state.chosenLanguage = true;
    if ("selected" in part) state.allTerms = false;
    Object.assign(state, part);
    if ("folded" in part || "language" in part) {
      state.folds += 1;
      app.regraph();
    }
    app.render();
  };

  // --- the passes ---
  const stop = () => {
    clearTimeout(timer);
    state.playing = false;
  };
  app.goTo = (step) => {
    stop();
    app.change({ step: Math.min(Math.max(step, 0), model.steps.length), stepped: true });
  };
  app.play = () => {
    if (state.playing) {
      stop();
      return app.change({});
    }
    if (state.step === model.steps.length) state.step = 0;
    const tick = () => {
      timer = setTimeout(tick, PACE / state.speed);
      app.change({ step: state.step + 1, stepped: true });
      if (state.step === model.steps.length) {
        clearTimeout(timer);
        app.change({ playing: false });
      }
    };
    timer = setTimeout(tick, PACE / state.speed / 2);
    return app.change({ playing: true, stepped: true });
  };

  // --- choosing ---
  const unfoldFor = (ids) => {
    const folded = ids.reduce((folds, id) => revealed(model, folds, id), state.folded);
    return folded.size === state.folded.size ? {} : { folded, level: "foldOwn" };
  };
  const keyShown = (key) => {
    const box = app.scene.boxOf(key);
    if (box) app.viewport.show(box);
  };
  app.selectNode = (id) => {
    app.change({ selected: { kind: "node", id }, lit: [], ...unfoldFor([id]) });
    keyShown(app.keyOf.get(id));
  };
  app.selectUse = (node, slot) => app.change({ selected: { kind: "use", node, slot }, lit: [], panel: "card", ...unfoldFor([node, model.nodes[node].inputs[slot]]) });
  app.activate = (key) => {
    const item = app.itemOf(key);
    if (!item) return;
    if (item.kind === "group") app.change({ selected: { kind: "group", key }, lit: [], panel: "card" });
    else app.change({ selected: { kind: "node", id: item.id }, lit: [], panel: ["paths", "change", "table"].includes(state.panel) ? state.panel : "card" });
  };
  app.pick = (kind, key) => {
    if (kind === "node") return app.activate(key);
    if (kind === "open" && groupsOf(model).has(key)) return app.fold(key);
    if (kind === "nothing") return state.selected && state.panel === "card" ? app.change({ selected: null }) : undefined;
    const edge = app.edgeOf(key);
    if (!edge) return undefined;
    return edge.uses.length === 1 ? app.selectUse(edge.uses[0].node, edge.uses[0].slot) : app.change({ selected: { kind: "edge", key }, lit: [], panel: "card" });
  };
  app.point = (kind, key) => {
    const hover = kind === "edge" ? key : null;
    if (hover !== state.hover) app.change({ hover });
  };
  app.walk = (way) => {
    const { nodes } = app.graph;
    const at = nodes.findIndex(({ key }) => key === app.focusKey());
    const next = nodes[state.selected ? (at + way + nodes.length) % nodes.length : way > 0 ? 0 : nodes.length - 1];
    app.activate(next.key);
    keyShown(next.key);
    app.scene.elementOf(next.key)?.focus();
  };
  app.walkEdge = (way) => {
    const { selected } = state;
    const id = selected?.kind === "node" ? selected.id : selected?.around ?? model.root;
    const around = [...model.nodes[id].inputs.slice(0, model.nodes[id].drawn).map((_, slot) => ({ node: id, slot })), ...model.users[id]];
    if (!around.length) return;
    const at = selected?.kind === "use" ? around.findIndex(({ node, slot }) => node === selected.node && slot === selected.slot) : way > 0 ? -1 : 0;
    const next = around[(at + way + around.length) % around.length];
    app.change({ selected: { kind: "use", ...next, around: id }, lit: [], panel: "card" });
  };
  app.nextFound = (way) => {
    const { found } = app.frame;
    if (!found.length) return;
    const at = state.selected?.kind === "node" ? found.indexOf(state.selected.id) : -1;
    app.selectNode(found[(at + way + found.length) % found.length]);
  };
  app.openPanel = (panel) => app.change({ panel, lit: [] });
  app.escape = () => {
    stop();
    app.change({ help: false, selected: null, query: "", lit: [] });
  };

  // --- numbers ---
  const moved = (outcome, losses) => app.change({
    revision: state.revision + 1, losses, stepped: true,
    message: outcome.ok ? "" : app.t("outside", { message: outcome.message }),
  });
  app.setLeaf = (id, x) => {
    if (!Number.isFinite(x)) return undefined;
    const outcome = model.setLeaf(id, x);
    return moved(outcome, [model.value[model.root]]);
  };
  app.descend = (count) => {
    const losses = [...state.losses];
    let outcome = { ok: true };
    for (let i = 0; i < count && outcome.ok; i++) {
      const loss = model.descend(state.rate, [...state.trained]);
      outcome = { ok: Number.isFinite(loss), message: app.rootName };
      if (outcome.ok) losses.push(loss);
    }
    return moved(outcome, losses.slice(-400));
  };
  app.train = (id, on) => {
    if (on) state.trained.add(id);
    else state.trained.delete(id);
    app.change({});
  };
  app.reset = () => {
    model.reset();
    moved({ ok: true }, [model.value[model.root]]);
  };

  // --- taking away ---
  app.copy = async (text) => {
    let notice = app.t("copied");
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      notice = copiedByHand(text, app.element) ? notice : app.t("copyFailed");
    }
    app.change({ notice });
    clearTimeout(app.kept.noticing);
    app.kept.noticing = setTimeout(() => app.change({ notice: "" }), 2500);
  };
  app.copySelected = () => {
    const { selected } = state;
    if (selected?.kind === "node") return app.copy(texOfNode(model, selected.id));
    if (selected?.kind === "use") return app.copy(texOfUse(model, selected.node, selected.slot));
    return app.copy(texOfSteps(model));
  };
  app.copyLink = () => app.copy(`${location.href.split("#")[0]}#${linkOf(app)}`);
  app.save = (format) => saveAs(app, format);
  app.toggleTheme = () => {
    const dark = state.theme ? state.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    app.change({ theme: dark ? "light" : "dark" });
  };

  /** Rebuilds what is in a container; the control that had the focus has it again. */
  app.keepFocus = (container, build) => {
    const active = document.activeElement;
    const id = container.contains(active) ? active.dataset.id : null;
    build();
    if (!id) return;
    const again = [...container.querySelectorAll("[data-id]")].find((element) => element.dataset.id === id);
    again?.focus({ preventScroll: true });
  };

  addFolding(app);
  app.regraph();
  return app;
}

/** Copying without the clipboard interface, which pages opened from a file may lack. */
function copiedByHand(text, element) {
  const field = document.createElement("textarea");
  field.value = text;
  element.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  return copied;
}
