/** What one rendering shows, worked out from the state: what is known, found, flowing. */

import { edgeLabel, edgeLooks } from "./figure/edge-look.js";
import { nodeLabel, nodeLooks } from "./figure/node-look.js";
import { pathTarget } from "./panels/paths-panel.js";
import { pathsTo } from "./maths/paths.js";
import { findNodes } from "./search.js";

/** The uses that bring the first contribution to a node: before them there is no total. */
function firstContributions(model) {
  const first = new Map();
  for (const step of model.steps) {
    if (step.pass === "backward" && !first.has(step.input)) first.set(step.input, model.useOf(step));
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

/** The contribution over each use once both passes are done, by its number. */
function contributionsOf(model, steps) {
  const backward = steps.filter(({ pass }) => pass === "backward");
  return new Map(backward.map((step) => [model.useOf(step), step.contribution]));
}

/** What a folded group says of the step that happens in it, in many words and in few; null where none does. */
function insideOf(app, { current }, { members }) {
  if (!current) return null;
  const id = current.input ?? current.node;
  if (!members.includes(id)) return null;
  const node = app.model.nodes[id].name.text;
  return [app.t("inside", { node }), node];
}

/** The frame of the present state. */
export function frameOf(app) {
  const { state, model } = app;
  const steps = kept(app, "steps", state.revision, () => model.stepsNow());
  const first = kept(app, "first", "", () => firstContributions(model));
  const ids = kept(app, "ids", "", () => model.nodes.map((_, id) => id));
  const overview = !state.stepped; // the whole picture, before the reader has moved
  const until = overview ? steps.length : state.step;
  const done = until === steps.length;
  const step = state.step ? steps[state.step - 1] : null;
  const asked =
    state.quiz && steps[state.step]?.pass === "backward" ? steps[state.step].input : null;
  const frame = {
    model,
    steps,
    at: model.stateAt(until, steps),
    step,
    current: overview ? null : step,
    until,
    done,
    overview,
    asked,
    searching: Boolean(state.query.trim()),
    found: findNodes(model, ids, state.query),
    speed: state.speed,
    flow: flowOf(app),
    allPassed: kept(app, "passed", state.revision, () => contributionsOf(model, steps)),
    focusKey: app.focusKey(),
    isFirst: (step) => first.get(step.input) === model.useOf(step),
    edgeLabel: (edge) => edgeLabel(app, edge),
    nodeLabel: (item) => nodeLabel(app, item),
    partlyOf: (id) =>
      app.t("partlyShort", { arrived: frame.at.arrived[id], uses: model.usesOf[id] }),
    insideOf: (item) => insideOf(app, frame, item),
  };
  frame.lookOfNode = nodeLooks(app, frame);
  const { lookOf, textOf } = edgeLooks(app, frame);
  Object.assign(frame, { lookOfEdge: lookOf, textOfEdge: textOf });
  return frame;
}
