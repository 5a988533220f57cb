/** What one rendering shows, worked out from the state: what is known, found, flowing. */

import { edgeLooks } from "./figure/edge-look.js";
import { nodeLabel, nodeLooks } from "./figure/node-look.js";
import { pathTarget } from "./panels/paths-panel.js";
import { pathsTo } from "./maths/paths.js";
import { useKey } from "./figure/scene.js";
import { findNodes } from "./search.js";

/** The uses that bring the first contribution to a node: before them there is no total. */
function firstContributions(model) {
  const first = new Map();
  for (const { pass, input, node, slot } of model.steps) {
    if (pass === "backward" && !first.has(input)) first.set(input, useKey(node, slot));
  }
  return first;
}

/** What is worked out anew only when `when` changes. */
function kept(app, name, when, find) {
  const last = app.kept[name];
  if (last?.when === when) return last.value;
  const value = find();
  app.kept[name] = { when, value };
  return value;
}

/** The flow over each use on the paths to the target, while the panel of paths is open. */
function flowOf(app) {
  const { state, model } = app;
  if (state.panel !== "paths") return null;
  const target = pathTarget(app);
  return kept(app, "flow", `${target} ${state.revision}`, () => pathsTo(model, target).flow);
}

/** The frame of the present state. */
export function frameOf(app) {
  const { state, model } = app;
  const steps = kept(app, "steps", state.revision, () => model.stepsNow());
  const first = kept(app, "first", "", () => firstContributions(model));
  const ids = kept(app, "ids", "", () => model.nodes.map((_, id) => id));
  const done = state.step === steps.length;
  const overview = done && !state.stepped; // the whole picture, before the reader has moved
  const step = state.step ? steps[state.step - 1] : null;
  const asked =
    state.quiz && steps[state.step]?.pass === "backward" ? steps[state.step].input : null;
  const frame = {
    model,
    steps,
    at: model.stateAt(state.step),
    step,
    current: overview ? null : step,
    done,
    overview,
    asked,
    searching: Boolean(state.query.trim()),
    found: findNodes(model, ids, state.query),
    flow: flowOf(app),
    focusKey: app.focusKey(),
    isFirst: ({ input, node, slot }) => first.get(input) === useKey(node, slot),
    nodeLabel: (item) => nodeLabel(app, item),
  };
  frame.lookOfNode = nodeLooks(app, frame);
  frame.lookOfEdge = edgeLooks(app, frame);
  return frame;
}
