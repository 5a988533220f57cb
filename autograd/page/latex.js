/** The same sums and products in LaTeX. */

import { texFactor, texNumber } from "./numbers.js";

const texName = (model, id) => model.nodes[id].name.latex;
const texDerivative = (model, of, wrt) =>
  `\\frac{\\partial ${texName(model, of)}}{\\partial ${texName(model, wrt)}}`;

/** The uses of a node through which the root depends on it, in the order of the steps. */
export function usesInOrder(model, id) {
  return model.steps.flatMap((step, index) =>
    step.pass === "backward" && step.input === id ? [{ node: step.node, slot: step.slot, index }] : []);
}

/** d root/d node: in symbols, in numbers, the result. */
export function texOfNode(model, id) {
  const { root } = model;
  const left = texDerivative(model, root, id);
  const uses = usesInOrder(model, id);
  if (!uses.length) return `${left} = ${texNumber(model.adjoint[id])}`;
  const symbols = uses.map(({ node }) => `${texDerivative(model, root, node)} ${texDerivative(model, node, id)}`);
  const numbers = uses.map(({ node, slot }) =>
    `${texFactor(model.adjoint[node])} \\cdot ${texFactor(model.partials[node][slot])}`);
  const tag = model.nodes[id].equation;
  return `${left} = ${symbols.join(" + ")} = ${numbers.join(" + ")} = ${texNumber(model.adjoint[id])}${tag ? ` \\tag{${tag}}` : ""}`;
}

/** One edge: local, upstream, product. */
export function texOfUse(model, node, slot) {
  const input = model.nodes[node].inputs[slot];
  const [upstream, local] = [model.adjoint[node], model.partials[node][slot]];
  return `${texDerivative(model, model.root, node)} ${texDerivative(model, node, input)} = ` +
    `${texFactor(upstream)} \\cdot ${texFactor(local)} = ${texNumber(upstream * local)}`;
}

/** All steps as an align* environment: first the values, then the contributions. */
export function texOfSteps(model) {
  const lines = model.stepsNow().map((step) => {
    const { node, input } = step;
    if (step.pass === "forward") {
      return `${texName(model, node)} &= ${model.nodes[node].formula.latex} = ${texNumber(model.value[node])}`;
    }
    if (step.pass === "seed") return `${texDerivative(model, node, node)} &= 1`;
    const left = texDerivative(model, model.root, input);
    return `${left} &\\mathrel{+}= ${texDerivative(model, model.root, node)} ${texDerivative(model, node, input)} = ` +
      `${texFactor(step.upstream)} \\cdot ${texFactor(step.local)} = ${texNumber(step.contribution)}`;
  });
  return `\\begin{align*}\n${lines.join(" \\\\\n")}\n\\end{align*}\n`;
}
