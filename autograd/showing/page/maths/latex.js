/** The same sums and products in LaTeX. */

import { texFactor, texNumber } from "./numbers.js";

const texName = ({ nodes }, id) => nodes[id].name.latex;

const texDerivative = (model, of, wrt) =>
  `\\frac{\\partial ${texName(model, of)}}{\\partial ${texName(model, wrt)}}`;

/** dL/dz dz/dx in symbols. */
const texSymbols = (model, node, input) =>
  `${texDerivative(model, model.root, node)} ${texDerivative(model, node, input)}`;

/** dL/dz dz/dx in numbers. */
const texProduct = (upstream, local) => `${texFactor(upstream)} \\cdot ${texFactor(local)}`;

/** The uses of a node through which the root depends on it, in the order of the steps. */
export function usesInOrder(model, id) {
  return model.steps.flatMap(({ pass, input, node, slot }, index) =>
    pass === "backward" && input === id ? [{ node, slot, index }] : [],
  );
}

/** d root/d node: in symbols, in numbers, the result. */
export function texOfNode(model, id) {
  const left = texDerivative(model, model.root, id);
  const result = texNumber(model.adjoint[id]);
  const uses = usesInOrder(model, id);
  if (!uses.length) return `${left} = ${result}`;
  const symbols = uses.map(({ node }) => texSymbols(model, node, id));
  const numbers = uses.map(({ node, slot }) =>
    texProduct(model.adjoint[node], model.partials[node][slot]),
  );
  const { equation } = model.nodes[id];
  const tag = equation ? ` \\tag{${equation}}` : "";
  return `${left} = ${symbols.join(" + ")} = ${numbers.join(" + ")} = ${result}${tag}`;
}

/** One edge: local, upstream, product. */
export function texOfUse(model, node, slot) {
  const input = model.nodes[node].inputs[slot];
  const [upstream, local] = [model.adjoint[node], model.partials[node][slot]];
  const numbers = `${texProduct(upstream, local)} = ${texNumber(upstream * local)}`;
  return `${texSymbols(model, node, input)} = ${numbers}`;
}

/** One step as a line of an align* environment. */
function texOfStep(model, { pass, node, input, upstream, local, contribution }) {
  if (pass === "forward") {
    const { latex } = model.nodes[node].formula;
    return `${texName(model, node)} &= ${latex} = ${texNumber(model.value[node])}`;
  }
  if (pass === "seed") return `${texDerivative(model, node, node)} &= 1`;
  const left = texDerivative(model, model.root, input);
  const numbers = `${texProduct(upstream, local)} = ${texNumber(contribution)}`;
  return `${left} &\\mathrel{+}= ${texSymbols(model, node, input)} = ${numbers}`;
}

/** All steps as an align* environment: first the values, then the contributions. */
export function texOfSteps(model) {
  const lines = model.stepsNow().map((step) => texOfStep(model, step));
  return `\\begin{align*}\n${lines.join(" \\\\\n")}\n\\end{align*}\n`;
}
