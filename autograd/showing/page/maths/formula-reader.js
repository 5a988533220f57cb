// Formulas as people type them, read into trees: no eval.
//
//     parse("dL/dz_2 w_2", namesOf(model))     ["mul", ["x", 0], ["x", 1]] and its two atoms
//
// A product may be written without a sign; a name as its label, as it is shown, or as plain text
// (w_{1,12}, w₁,₁₂, w112).  Known are the built-in operations, and f'(x) for those of the graph.

import { PRIMITIVES } from "./primitives.js";

/**
 * @typedef {{of: number|null, wrt: number}} Atom  a node's value (of null), or d of/d wrt
 * @typedef {{nodes: Map<string, number>, longest: string[], operations: object,
 *   spellings: Map<string, string>}} Names
 */

/** A formula cannot be read; `kind` says why, `found` what stands there. */
export class FormulaError extends Error {
  /** @param {"unreadable"|"unknown-name"} kind @param {string} found */
  constructor(kind, found) {
    super(`${kind}: ${found}`);
    this.kind = kind;
    this.found = found;
  }
}

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const WORD = /[\p{L}\p{Nd}_₀-₉]/u;

/** The names by which the nodes of a model can be called. @returns {Names} */
export function namesOf(model) {
  const exact = new Map();
  const loose = new Map();
  model.nodes.forEach(({ label, name }, id) => {
    for (const text of [label, name.text, name.latex]) {
      if (!text || /^[-\d.]/.test(text)) continue; // a number is not a name
      exact.set(text, id);
      for (const plain of [text.replace(/[{}]/g, ""), text.replace(/[_^{},\\ ]/g, "")]) {
        loose.set(plain, loose.has(plain) && loose.get(plain) !== id ? null : id); // null: of two
      }
    }
  });
  const nodes = new Map([...[...loose].filter(([, id]) => id !== null), ...exact]);
  const longest = [...nodes.keys()].sort((a, b) => b.length - a.length);
  const operations = Object.fromEntries(
    Object.values(model.trace.operations).map((op) => [op.name, op]),
  );
  return { nodes, longest, operations, spellings: new Map(Object.entries(model.trace.spellings)) };
}

/**
 * Read a formula.
 * @param {string} text @param {Names} names
 * @returns {{tree: import("./program.js").Tree, atoms: Atom[], literals: string[]}} the tree's
 *   ["x", i] is the i-th atom; `literals` are the numbers as they were written
 */
export function parse(text, names) {
  const reader = new Reader(text, names);
  const tree = reader.sum();
  if (reader.at < reader.text.length) throw reader.unreadable();
  return { tree, atoms: reader.atoms, literals: reader.literals };
}

class Reader {
  constructor(text, names) {
    this.text = text.replace(/[−–]/g, "-").replace(/\*\*/g, "^").replace(/[·×∗]|\\cdot/g, "*");
    this.text = this.text.replace(/÷/g, "/").replace(/[’′]/g, "'").trim();
    this.names = names;
    this.at = 0;
    /** @type {Atom[]} */
    this.atoms = [];
    /** @type {string[]} */
    this.literals = [];
  }

  get rest() {
    return this.text.slice(this.at);
  }

  unreadable() {
    const word = /^\p{L}[\p{L}\p{Nd}_₀-₉]*/u.exec(this.rest);
    if (word) return new FormulaError("unknown-name", word[0]);
    return new FormulaError("unreadable", this.rest.slice(0, 12) || "…");
  }

  /** Take what the pattern matches here, and the space after it. @param {RegExp} pattern */
  take(pattern) {
    const match = pattern.exec(this.rest);
    if (!match || match.index > 0) return null;
    this.at += match[0].length;
    this.at += /^\s*/.exec(this.rest)[0].length;
    return match[0];
  }

  sum() {
    let tree = this.product();
    for (let sign = this.take(/^[+-]/); sign; sign = this.take(/^[+-]/)) {
      tree = [sign === "+" ? "add" : "sub", tree, this.product()];
    }
    return tree;
  }

  product() {
    let tree = this.signed();
    while (this.rest && !/^[-+),=]/.test(this.rest)) {
      const divided = this.take(/^[*/]/) === "/";
      tree = [divided ? "div" : "mul", tree, this.signed()];
    }
    return tree;
  }

  signed() {
    if (this.take(/^-/)) return ["neg", this.signed()];
    return this.take(/^\+/) ? this.signed() : this.power();
  }

  power() {
    const base = this.atom();
    const raised = this.take(/^[⁰¹²³⁴⁵⁶⁷⁸⁹]+/);
    if (raised) return ["power", base, Number([...raised].map((c) => SUPERSCRIPTS.indexOf(c)).join(""))];
    return this.take(/^\^/) ? ["power", base, this.signed()] : base;
  }

  atom() {
    const number = this.take(/^(\d+\.?\d*|\.\d+)(e[-+]?\d+)?/i);
    if (number) {
      this.literals.push(number);
      return Number(number);
    }
    if (/^[([{]/.test(this.rest)) return this.bracketed()[0];
    const derivative = this.derivative();
    if (derivative) return derivative;
    const id = this.name();
    if (id !== null) return this.placed({ of: null, wrt: id });
    return this.call();
  }

  /** What is between brackets, comma by comma. */
  bracketed() {
    this.take(/^[([{]/);
    const parts = [this.sum()];
    while (this.take(/^,/)) parts.push(this.sum());
    if (!this.take(/^[)\]}]/)) throw this.unreadable();
    return parts;
  }

  placed(atom) {
    const known = this.atoms.findIndex(({ of, wrt }) => of === atom.of && wrt === atom.wrt);
    return ["x", known < 0 ? this.atoms.push(atom) - 1 : known];
  }

  /** The node whose name stands here, the longest that fits; null if there is none. */
  name() {
    const { rest, names } = this;
    const ends = (name) => !WORD.test(name.at(-1)) || !WORD.test(rest.charAt(name.length));
    const found = names.longest.find((name) => rest.startsWith(name) && ends(name));
    if (found === undefined) return null;
    this.at += found.length;
    this.take(/^/);
    return names.nodes.get(found);
  }

  /** D of/d wrt, if that is what stands here. */
  derivative() {
    const start = this.at;
    const part = () => (this.take(/^(d|∂|\\partial)/) ? this.name() : null);
    const of = part();
    const wrt = of !== null && this.take(/^\//) ? part() : null;
    if (wrt !== null) return this.placed({ of, wrt });
    this.at = start;
    return null;
  }

  /** A function's name, perhaps with a prime, and its inputs. */
  call() {
    const start = this.at;
    const word = this.take(/^\\?[\p{L}_]\w*/u)?.replace("\\", "");
    const name = this.names.spellings.get(word) ?? word;
    const primed = this.take(/^'/);
    if (!word || !Object.hasOwn(PRIMITIVES, name) || (primed && !this.names.operations[name])) {
      this.at = start;
      throw this.unreadable();
    }
    const inputs = /^[([{]/.test(this.rest) ? this.bracketed() : [this.power()];
    if (!primed) return [name, ...inputs];
    const { partials, shared } = this.names.operations[name];
    return filledIn(partials[0], [name, ...inputs], inputs, shared);
  }
}

/** A tree with its z, inputs and shared parts replaced by trees. */
function filledIn(tree, z, inputs, shared) {
  if (tree === "z") return z;
  if (!Array.isArray(tree)) return tree;
  if (tree[0] === "x") return inputs[tree[1]];
  if (tree[0] === "s") return filledIn(shared[tree[1]], z, inputs, shared);
  return [tree[0], ...tree.slice(1).map((part) => filledIn(part, z, inputs, shared))];
}
