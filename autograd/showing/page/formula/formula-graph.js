// From the trees of a formula to a graph: a list of nodes, each after its inputs.

import { labelOf } from "./formula-names.js";
import { FormulaError } from "../maths/formula-reader.js";
import { Program, attempt } from "../maths/program.js";

/**
 * A node: what it is called, how it is computed, or its number.
 * @typedef {{name: object|null, row: string|null, count: string, inputs: object[], number: number|null}} Built
 */

/** Functions that are written in other rows. */
const DERIVED = {
  square: (apply, x) => apply("mul", [x, x]),
  sec: (apply, x) => apply("div", [1, apply("cos", [x])]),
  csc: (apply, x) => apply("div", [1, apply("sin", [x])]),
  cot: (apply, x) => apply("div", [1, apply("tan", [x])]),
  sech: (apply, x) => apply("div", [1, apply("cosh", [x])]),
  dot: (apply, x, y) => apply("mul", [x, y]),
  sigma: (apply, x) => apply("sigmoid", [x]),
};
export const DERIVED_NAMES = Object.keys(DERIVED);

/** What a name means that nobody has given a number. */
export const CONSTANTS = { "\\pi": Math.PI };

/**
 * The graph of a formula's parts; `numberOf(label)` is asked for each name, and may give none
 * (undefined) for a constant.
 * @returns {Built} the root
 */
export function builtGraph(parts, catalogue, numberOf) {
  return new GraphBuilder(catalogue, numberOf).root(parts);
}

class GraphBuilder {
  constructor(catalogue, numberOf) {
    this.catalogue = catalogue;
    this.numberOf = numberOf;
    this.nodes = new Map();
  }

  root(parts) {
    let root = null;
    for (const { defines, tree } of parts) {
      const found = this.value(tree);
      root = typeof found === "number" ? leaf(found, null) : found;
      if (!defines) continue;
      if (root.name) root = this.applied("identity", [root]);
      root.name = defines;
      this.nodes.set(labelOf(defines), root);
    }
    root.name ??= { base: ["f", "F", "root"].find((name) => !this.nodes.has(name)), sub: "", layer: "" };
    return root;
  }

  /** A number, or a node. */
  value(tree) {
    if (typeof tree === "number") return tree;
    if (tree.name) return this.named(tree.name);
    const parts = tree.parts.map((part) => this.value(part));
    if (tree.call) return this.called(tree.call, parts);
    return tree.op === "power" ? this.power(...parts) : this.applied(tree.op, parts);
  }

  named(name) {
    const label = labelOf(name);
    if (this.nodes.has(label)) return this.nodes.get(label);
    const number = this.numberOf(label);
    if (number === undefined) return CONSTANTS[label];
    this.nodes.set(label, leaf(number, name));
    return this.nodes.get(label);
  }

  /** A power by a plain number is a row of its own, x^2; other powers are of two inputs. */
  power(base, exponent) {
    const { rows } = this.catalogue;
    if (typeof exponent === "number" && rows[`power_by ${exponent}`]) return this.applied(`power_by ${exponent}`, [base]);
    return this.applied("power", [base, exponent]);
  }

  called(row, parts) {
    const derived = DERIVED[row];
    if (derived?.length === parts.length + 1) return derived((op, xs) => this.applied(op, xs), ...parts);
    if (this.catalogue.rows[row]?.[parts.length]) return this.applied(row, parts);
    throw new FormulaError("unreadable", `${row}(`);
  }

  /** A row with its inputs: a node, or a number where all of them are numbers. */
  applied(row, parts) {
    const { entry } = this.catalogue.rows[row][parts.length];
    if (parts.every((part) => typeof part === "number")) return numberOfEntry(entry, parts, row);
    const inputs = parts.map((part) => (typeof part === "number" ? leaf(part, null) : part));
    return { name: null, row, count: String(parts.length), inputs, number: null };
  }
}

const leaf = (number, name) => ({ name, row: null, count: "", inputs: [], number });

function numberOfEntry({ forward, shared }, numbers, row) {
  const { value } = attempt(() => new Program([forward], numbers.length, shared).run(0, numbers));
  if (!value) throw new FormulaError("unreadable", row);
  return value[0];
}

/** The nodes in the order of a trace, layer by layer, each leaf before its first user; and back. */
export function inTraceOrder(root) {
  const interior = reachable(root);
  if (!interior.length) return { nodes: [root], backward: [] };
  const waiting = new Map(interior.map((node) => [node, 0]));
  for (const { inputs } of interior) {
    for (const x of inputs) if (x.row) waiting.set(x, waiting.get(x) + 1);
  }
  const [order, ready] = [[], [root]];
  while (ready.length) {
    const node = ready.shift();
    order.push(node);
    for (const x of node.inputs) {
      if (!x.row) continue;
      waiting.set(x, waiting.get(x) - 1);
      if (!waiting.get(x)) ready.push(x);
    }
  }
  const height = new Map();
  for (const node of [...order].reverse()) {
    height.set(node, 1 + Math.max(...node.inputs.map((x) => height.get(x) ?? 0)));
  }
  const upwards = [...order].sort((a, b) => height.get(a) - height.get(b));
  return { nodes: [...new Set(upwards.flatMap((node) => [...node.inputs, node]))], backward: order };
}

/** The computed nodes that a root depends on. */
function reachable(root) {
  const found = new Set();
  const stack = [root];
  while (stack.length) {
    const node = stack.pop();
    if (!node.row || found.has(node)) continue;
    found.add(node);
    stack.push(...node.inputs);
  }
  return [...found];
}
