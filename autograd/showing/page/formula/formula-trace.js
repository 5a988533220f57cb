// The graph of a formula as a trace: what Python's `trace(formula(...))` is, without its groups.

import { formulaParts } from "./formula-grammar.js";
import { labelOf } from "./formula-names.js";
import { DERIVED_NAMES, builtGraph, inTraceOrder } from "./formula-graph.js";
import { baseText, filledForm, writtenName, writtenNumber } from "./formula-writing.js";
import { Model } from "../maths/model.js";

/** A formula has no value at its numbers. */
export class OutsideDomain extends Error {}

/**
 * The trace of a formula at the numbers that `numberOf(label)` gives.
 * @throws {FormulaError} what cannot be read @throws {OutsideDomain} where it has no value
 */
export function traceOfFormula(text, catalogue, numberOf) {
  const spelt = [...Object.entries(catalogue.calls), ...DERIVED_NAMES.map((name) => [name, name])];
  const root = builtGraph(formulaParts(text, new Map(spelt)), catalogue, numberOf);
  const { nodes, backward } = inTraceOrder(root);
  const place = new Map(nodes.map((node, id) => [node, id]));
  const { operations, keys } = operationsOf(nodes, catalogue);
  const [computed, constant] = letters(nodes);
  const names = nodes.map((node, id) => {
    if (node.name) return writtenName(node.name);
    return writtenName({ base: node.row ? computed : constant, sub: String(id), layer: "" });
  });
  const shownAs = (node) => {
    const isNumber = !node.row && !node.name;
    const written = isNumber ? writtenNumber(node.number) : names[place.get(node)];
    return { number: isNumber ? node.number : null, written };
  };
  const trace = {
    ...{ format: "chainrule-trace", version: 1, root: place.get(root), title: names[place.get(root)].text },
    blocks: false,
    nodes: nodes.map((node, id) => ({
      label: node.name ? labelOf(node.name) : "",
      name: names[id],
      inputs: node.inputs.map((x) => place.get(x)),
      ...{ drawn: node.inputs.length, value: node.number ?? 0, adjoint: 0, partials: node.inputs.map(() => 0) },
      ...writtenOf(node, catalogue, node.inputs.map(shownAs), names[id]),
      ...{ equation: null, op: keys[id], group: [] },
    })),
    ...{ operations, spellings: catalogue.spellings },
    steps: stepsOf(nodes, backward, place),
  };
  return withNumbers(trace);
}

/** The letters of what has no name: of nodes that are computed, and of numbers. */
function letters(nodes) {
  const taken = new Set(nodes.filter(({ name }) => name).map(({ name }) => baseText(name)));
  const free = (choice, last) => [...choice].find((c) => !taken.has(c)) ?? last;
  return [free("vuqsh", "node"), free("ckrj", "const")];
}

/** How a node is computed, and its local derivatives, in the names of the graph. */
function writtenOf(node, catalogue, inputs, name) {
  if (!node.row) return { formula: writtenNumber(node.number), locals: [] };
  const { written } = catalogue.rows[node.row][node.count];
  const kinds = inputs.map(({ number }) => (number === null ? "n" : number < 0 ? "m" : "p")).join("");
  const form = written[kinds] ?? written["n".repeat(kinds.length)];
  const filled = (one) => filledForm(catalogue, one, inputs, name);
  return { formula: filled(form.formula), locals: form.locals.map(filled) };
}

/** The entry of each row that is used, by keys, and the key of each node. */
function operationsOf(nodes, catalogue) {
  const operations = {};
  const known = new Map();
  const keys = nodes.map(({ row, count }) => {
    if (!row) return null;
    const id = `${row}/${count}`;
    if (!known.has(id)) {
      const { entry } = catalogue.rows[row][count];
      const first = entry.name in operations ? `${entry.name}/${count}` : entry.name;
      let key = first;
      for (let i = 2; key in operations; i++) key = `${first} ${i}`;
      operations[key] = entry;
      known.set(id, key);
    }
    return known.get(id);
  });
  return { operations, keys };
}

function stepsOf(nodes, backward, place) {
  const ids = [...nodes.keys()];
  return [
    ...ids.filter((id) => nodes[id].row).map((node) => ({ pass: "forward", node })),
    { pass: "seed", node: nodes.length - 1 },
    ...backward.flatMap((node) =>
      node.inputs.map((x, slot) => ({ pass: "backward", node: place.get(node), slot, input: place.get(x) })),
    ),
  ];
}

/** The trace with its values and derivatives, as the page itself computes them. */
function withNumbers(trace) {
  const model = new Model(trace);
  const forward = model.forward();
  const { ok, message } = forward.ok ? model.backward() : forward;
  if (!ok) throw new OutsideDomain(message);
  trace.nodes.forEach((node, id) => {
    node.value = model.value[id];
    node.adjoint = model.adjoint[id];
    node.partials = [...model.partials[id]];
  });
  return trace;
}
