/** How each edge looks in a frame: its classes, its number, how thick it is. */

import { shown } from "../maths/numbers.js";
import { edgeNumber, edgeText } from "./edge-number.js";

const [THINNEST, THICKEST] = [1.25, 5.5]; // pixels
const DECADES = 4;

const flowOver = ({ uses }, flow) =>
  uses.reduce((sum, { at }) => sum + (flow.get(at) ?? 0), 0);

/** The contribution over each use that has passed it on, by its number. */
function passedOn({ model, steps, until, allPassed }) {
  if (until === steps.length) return allPassed;
  const passed = new Map();
  for (let i = 0; i < until; i++) {
    const step = steps[i];
    if (step.pass === "backward") passed.set(model.useOf(step), step.contribution);
  }
  return passed;
}

/** The thickness of a contribution in pixels: on a log scale, four powers of ten below the largest. */
function thickness(contribution, largest) {
  const decades = Math.log10(Math.abs(contribution) / largest);
  const part = Math.min(Math.max(1 + decades / DECADES, 0), 1);
  return THINNEST + (THICKEST - THINNEST) * (part || 0);
}

/** The thickness of a share. */
const share = (x, largest) =>
  THINNEST + ((THICKEST - THINNEST) * Math.abs(x)) / largest;

const largestOf = (numbers) => Math.max(1e-300, ...numbers.map(Math.abs));

/** Functions from an edge of the visible graph: to {classes, width}, to its number as text. */
export function edgeLooks(app, frame) {
  const { state, model, graph } = app;
  const { at, current, done, flow } = frame;
  const { selected } = state;
  const passed = passedOn(frame);
  const lit = new Set(state.lit.map((use) => model.useOf(use)));
  const carried = flow ?? passed;
  const largest = largestOf(graph.edges.map((edge) => flowOver(edge, flow ?? frame.allPassed)));

  const isCurrent = ({ node, slot }) => node === current.node && slot === current.slot;
  const isSelected = ({ node, slot }) => node === selected.node && slot === selected.slot;
  const tests = {
    unknown: ({ uses }) => !uses.some(({ node }) => at.known[node]),
    passed: (edge) => !flow && carries(edge),
    feeding: ({ uses }) =>
      current?.pass === "forward" && uses.some(({ node }) => node === current.node),
    minus: (edge) => flowOver(edge, carried) < 0,
    active: ({ uses }) => current?.pass === "backward" && uses.some(isCurrent),
    flow: (edge) => flow && carries(edge),
    dim: (edge) => (flow ? !carries(edge) : frame.searching),
    chosen: ({ key, uses }) =>
      selected?.kind === "use" ? uses.some(isSelected) : selected?.key === key,
    lit: ({ key, uses }) =>
      key === state.hover || uses.some(({ at }) => lit.has(at)),
  };
  const carries = ({ uses }) => uses.some(({ at }) => carried.has(at));

  function textOf(edge) {
    if (flow && carries(edge)) return shown(flowOver(edge, flow));
    if (edge.uses.length > 1) return done ? edgeText(model, edge) : "";
    return at.known[edge.uses[0].node] ? edgeText(model, edge) : "";
  }
  // the shares of one sum are compared with each other, all gradients by their powers of ten
  const widthOf = (x) => (flow ? share(x, largest) : thickness(x, largest));
  const lookOf = (edge) => ({
    classes: Object.keys(tests)
      .filter((name) => tests[name](edge))
      .join(" "),
    width: carries(edge) ? widthOf(flowOver(edge, carried)) : 0,
  });
  return { lookOf, textOf };
}

/** What a screen reader says of an edge. */
export function edgeLabel({ t, frame, model, graph }, edge) {
  const name = (key) => graph.names.get(key);
  const places = { from: name(edge.from), to: name(edge.to) };
  if (edge.uses.length > 1) {
    const x = frame.done ? shown(edgeNumber(model, edge)) : t("notYet");
    return t("edgeSpokenSum", { ...places, count: edge.uses.length, x });
  }
  const [{ node, slot }] = edge.uses;
  const { known, seen } = frame.at;
  const local = known[node] ? shown(model.partials[node][slot]) : t("notYet");
  const upstream = seen[node] === 2 ? shown(model.adjoint[node]) : t("notYet");
  return t("edgeSpoken", { ...places, local, upstream });
}
