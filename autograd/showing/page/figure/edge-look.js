/** How each edge looks in a frame: its classes, its number, how thick it is. */

import { shown } from "../maths/numbers.js";
import { edgeNumber, useKey } from "./scene.js";

const THICKEST = 6; // pixels

const flowOver = ({ uses }, flow) =>
  uses.reduce((sum, { node, slot }) => sum + (flow.get(useKey(node, slot)) ?? 0), 0);

/** The keys of the uses that have passed their contribution on, while there are more to come. */
function passedUses({ state }, { steps, done }) {
  const passed = new Set();
  for (const { pass, node, slot } of done ? [] : steps.slice(0, state.step)) {
    if (pass === "backward") passed.add(useKey(node, slot));
  }
  return passed;
}

/** A function from an edge of the visible graph to {classes, text, width}. */
export function edgeLooks(app, frame) {
  const { state, model, graph } = app;
  const { at, current, done, flow } = frame;
  const { selected } = state;
  const passed = passedUses(app, frame);
  const lit = new Set(state.lit.map(({ node, slot }) => useKey(node, slot)));
  const largest = flow
    ? Math.max(1e-300, ...graph.edges.map((edge) => Math.abs(flowOver(edge, flow))))
    : 1;

  const isCurrent = ({ node, slot }) => node === current.node && slot === current.slot;
  const isSelected = ({ node, slot }) => node === selected.node && slot === selected.slot;
  const tests = {
    unknown: ({ uses }) => !uses.some(({ node }) => at.known[node]),
    passed: ({ uses }) => uses.some(({ node, slot }) => passed.has(useKey(node, slot))),
    feeding: ({ uses }) =>
      current?.pass === "forward" && uses.some(({ node }) => node === current.node),
    active: ({ uses }) => current?.pass === "backward" && uses.some(isCurrent),
    flow: (edge) => flow && carries(edge),
    negative: (edge) => flow && carries(edge) && flowOver(edge, flow) < 0,
    dim: (edge) => (flow ? !carries(edge) : frame.searching),
    chosen: ({ key, uses }) =>
      selected?.kind === "use" ? uses.some(isSelected) : selected?.key === key,
    lit: ({ key, uses }) =>
      key === state.hover || uses.some(({ node, slot }) => lit.has(useKey(node, slot))),
  };
  const carries = ({ uses }) => uses.some(({ node, slot }) => flow.has(useKey(node, slot)));

  function textOf(edge) {
    if (flow && carries(edge)) return shown(flowOver(edge, flow));
    if (edge.uses.length > 1) return done ? `Σ ${shown(edgeNumber(model, edge))}` : "";
    return at.known[edge.uses[0].node] ? shown(edgeNumber(model, edge)) : "";
  }
  return (edge) => ({
    classes: Object.keys(tests)
      .filter((name) => tests[name](edge))
      .join(" "),
    text: textOf(edge),
    width:
      flow && carries(edge) ? 1 + ((THICKEST - 1) * Math.abs(flowOver(edge, flow))) / largest : 0,
  });
}
