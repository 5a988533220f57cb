/** The number of an edge, and how it is written. */

import { shown } from "../maths/numbers.js";

const CANCELLED = 1e-14; // relative: of a sum only the rounding is left

/** The number of an edge: its local derivative, or what several uses contribute together. */
export function edgeNumber(model, { uses }) {
  if (uses.length === 1) return model.partials[uses[0].node][uses[0].slot];
  let [sum, size] = [0, 0];
  for (const { node, slot } of uses) {
    const term = model.adjoint[node] === 0 ? 0 : model.adjoint[node] * model.partials[node][slot];
    sum += term;
    size += Math.abs(term);
  }
  return Math.abs(sum) <= CANCELLED * uses.length * size ? 0 : sum;
}

/** The number as it stands beside the edge: a sum of contributions is marked. */
export function edgeText(model, edge) {
  const text = shown(edgeNumber(model, edge));
  return edge.uses.length > 1 ? `Σ ${text}` : text;
}
