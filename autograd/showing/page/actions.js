/** The app: the state and everything that can be done to it. */

import { addChoosing } from "./choosing.js";
import { addFolding } from "./folding.js";
import { formulaOf } from "./mathml.js";
import { edgeNumber } from "./scene.js";
import { firstState } from "./state.js";
import { sentence } from "./strings.js";
import { addTaking } from "./taking.js";

const PACE = 1400; // milliseconds a step
const LOSSES = 400; // that are remembered

/** The app of a model; `given` is what a link has of the state. */
export function makeApp(model, given, language) {
  const state = firstState(model, given, language);
  const app = { model, state, kept: {}, frame: null, rootName: model.nodes[model.root].name.text };

  app.t = (key, places) => sentence(state.language, key, places);
  app.caption = () => `${app.t("caption", { root: app.rootName })} ${app.t("rule")}`;
  app.edgeNumber = (edge) => edgeNumber(model, edge);
  app.itemName = (key) => formulaOf(app.itemOf(key).name.mathml);

  /** The key of what the Tab key comes to in the figure: what is selected, else the root. */
  app.focusKey = () => {
    const { selected } = state;
    if (selected?.kind === "group") return selected.key;
    return app.keyOf.get(selected?.kind === "node" ? selected.id : model.root);
  };

  /** Changes the state and renders it: the only way to do either. */
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

  /** Rebuilds what is in a container; the control that had the focus has it again. */
  app.keepFocus = (container, build) => {
    const active = document.activeElement;
    const id = container.contains(active) ? active.dataset.id : null;
    build();
    if (!id) return;
    const controls = [...container.querySelectorAll("[data-id]")];
    controls.find((control) => control.dataset.id === id)?.focus({ preventScroll: true });
  };

  addStepping(app);
  addNumbers(app);
  addFolding(app);
  addChoosing(app);
  addTaking(app);
  app.regraph();
  return app;
}

/** Steps, and playing them. */
function addStepping(app) {
  const { model, state } = app;
  const last = model.steps.length;
  let timer = 0;

  app.stop = () => {
    clearTimeout(timer);
    state.playing = false;
  };
  app.goTo = (step) => {
    app.stop();
    app.change({ step: Math.min(Math.max(step, 0), last), stepped: true });
  };
  app.play = () => {
    if (state.playing) {
      app.stop();
      return app.change({});
    }
    const tick = () => {
      const step = state.step + 1;
      if (step < last) timer = setTimeout(tick, PACE / state.speed);
      app.change({ step, stepped: true, playing: step < last });
    };
    timer = setTimeout(tick, PACE / state.speed / 2);
    return app.change({ step: state.step === last ? 0 : state.step, stepped: true, playing: true });
  };
}

/** New numbers on the leaves. */
function addNumbers(app) {
  const { model, state } = app;
  const loss = () => model.value[model.root];

  const renumbered = (losses, message = "") =>
    app.change({ revision: state.revision + 1, losses, stepped: true, message });
  const outside = (message) => app.t("outside", { message });

  app.setLeaf = (id, x) => {
    if (!Number.isFinite(x)) return;
    const { ok, message } = model.setLeaf(id, x);
    renumbered([loss()], ok ? "" : outside(message));
  };
  app.descend = (count) => {
    const losses = [...state.losses];
    for (let i = 0; i < count; i++) {
      const found = model.descend(state.rate, [...state.trained]);
      if (!Number.isFinite(found)) return renumbered(losses, outside(app.rootName));
      losses.push(found);
    }
    return renumbered(losses.slice(-LOSSES));
  };
  app.train = (id, on) => {
    if (on) state.trained.add(id);
    else state.trained.delete(id);
    app.change({});
  };
  app.reset = () => {
    model.reset();
    renumbered([loss()]);
  };
}
