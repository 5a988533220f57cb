// Trees, as the trace writes formulas, made into short programs: no eval, no new Function.

import { DomainError, PRIMITIVES } from "./primitives.js";

/**
 * A formula: a number; "z", the result; ["x", i], input i; ["s", i], the shared formula i; or
 * [primitive, tree, ...].
 * @typedef {number | string | ["x" | "s", number] | [string, ...Tree[]]} Tree
 */

/** One call of a primitive: registers in, register out. */
class Call {
  /** @param {(...numbers: number[]) => number} f @param {number[]} from @param {number} to */
  constructor(f, from, to) {
    this.f = f;
    this.from = from;
    this.to = to;
  }

  /** @param {number[]} registers */
  run(registers) {
    const { f, from } = this;
    if (from.length === 1) registers[this.to] = f(registers[from[0]]);
    else if (from.length === 2) registers[this.to] = f(registers[from[0]], registers[from[1]]);
    else registers[this.to] = f(...from.map((at) => registers[at]));
  }
}

/**
 * Some formulas of the same result and inputs, compiled once to be run often.
 *
 * A program is a list of calls between registers: register 0 is z, then come the inputs, then
 * the constants and results.  What several formulas have in common is computed once.
 */
export class Program {
  /**
   * @param {Tree[]} trees @param {number} arity the number of inputs
   * @param {Tree[]} [shared] what the trees have in common, each of formulas before it
   */
  constructor(trees, arity, shared = []) {
    /** @type {number[]} */
    this.registers = new Array(1 + arity).fill(0);
    /** @type {Call[]} */
    this.calls = [];
    /** @type {Map<string, number>} */
    this.known = new Map();
    this.arity = arity;
    /** @type {number[]} */
    this.shared = [];
    for (const tree of shared) this.shared.push(this.place(tree));
    this.outputs = trees.map((tree) => this.place(tree));
    this.calls = needed(this.calls, this.outputs);
  }

  /** The register that will hold a tree's number. @param {Tree} tree @returns {number} */
  place(tree) {
    if (tree === "z") return 0;
    if (!Array.isArray(tree)) return this.register(`${tree}`, (to) => this.constant(to, tree));
    if (tree[0] === "x") return 1 + Number(tree[1]);
    if (tree[0] === "s") return this.shared[Number(tree[1])];
    const [name, ...parts] = tree;
    const f = PRIMITIVES[name];
    if (!f) throw new RangeError(`no primitive ${JSON.stringify(name)}`);
    const from = parts.map((part) => this.place(/** @type {Tree} */ (part)));
    return this.register(`${name} ${from.join()}`, (to) => this.calls.push(new Call(f, from, to)));
  }

  /** @param {string} key @param {(to: number) => void} fill */
  register(key, fill) {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const to = this.registers.push(0) - 1;
    this.known.set(key, to);
    fill(to);
    return to;
  }

  /** @param {number} to @param {number|string} number "Infinity" and "NaN" are written as words */
  constant(to, number) {
    this.registers[to] = Number(number);
  }

  /**
   * Compute the formulas; the result is theirs until the next run.
   * @param {number} z @param {ArrayLike<number>} inputs
   */
  run(z, inputs) {
    const { registers } = this;
    registers[0] = z;
    for (let i = 0; i < this.arity; i++) registers[1 + i] = inputs[i];
    for (const call of this.calls) call.run(registers);
    return this.outputs.map((at) => registers[at]);
  }
}

/** The calls on which the outputs depend. @param {Call[]} calls @param {number[]} outputs */
function needed(calls, outputs) {
  const wanted = new Set(outputs);
  const kept = [];
  for (const call of calls.slice().reverse()) {
    if (!wanted.has(call.to)) continue;
    call.from.forEach((at) => wanted.add(at));
    kept.push(call);
  }
  return kept.reverse();
}

/** The number of one formula. @param {Tree} tree @param {number} z @param {number[]} inputs */
export function evaluate(tree, z, inputs) {
  return new Program([tree], inputs.length).run(z, inputs)[0];
}

/** Run a program, or tell why it has no value. @template T @param {() => T} computation */
export function attempt(computation) {
  try {
    return { value: computation(), reason: null };
  } catch (error) {
    if (error instanceof DomainError) return { value: null, reason: error.reason };
    throw error;
  }
}
