// The quiz: is an answer right, and if not, which mistake explains it?
//
// A number is judged by the digits that were given.  A formula is judged at the present numbers
// and at others near them, so that it is not right, nor explained, by chance.

import { FormulaError, namesOf, parse } from "./formula-reader.js";
import { Model } from "./model.js";
import { Program, attempt } from "./program.js";

/**
 * `kind` is "right", "unreadable", "unknown-name", "circular", "coarse", "chance" (a formula that
 * is right at these numbers only), "near", "unexplained" or a kind of mistake; `message` is the
 * key of its sentence, to be filled with `numbers`.
 * @typedef {{right: boolean, kind: string, message: string, numbers: object}} Verdict
 *
 * @typedef {import("./model.js").Step & {ask?: "gradient"}} Question  a backward step: what does
 *   it contribute?  or with `ask`: what is the whole gradient of its input?
 */

const ROUNDING = 1e-3; // relative: what comes of computing with the digits that are shown
const SAME = 1e-9; // relative: two formulas agree
const NEAR = 0.05; // relative: hardly a mistake of reasoning

/**
 * The mistakes, the likeliest first: what each would give, from what is known at a step; several
 * where it can be made in several ways, each with the numbers or names that its sentence needs.
 * @type {[string, (facts: object) => (number | {value: number})[]][]}
 */
export const MISTAKES = [
  ["wrong-sign", ({ truth }) => [-truth]],
  ["only-one-use", ({ asksAll, uses }) => (asksAll ? uses : [])],
  ["forgot-upstream", ({ local }) => [local]],
  ["forgot-local", ({ upstream }) => [upstream]],
  ["all-uses", ({ asksAll, gradient }) => (asksAll ? [] : [gradient])],
  ["running-total", ({ asksAll, after }) => (asksAll ? [] : [after])],
  ["upside-down", ({ upstream, local }) => [upstream / local, local / upstream, 1 / (upstream * local)]],
  ["added", ({ upstream, local }) => [upstream + local]],
  ["other-input", ({ others }) => others],
  ["value-for-derivative", ({ upstream, values }) => values.flatMap((x) => [x, upstream * x])],
  ["other-use", ({ uses }) => uses],
  ["other-gradient", ({ gradients }) => gradients],
  ["factor", ({ truth }) => [2, 0.5].map((factor) => ({ value: factor * truth, factor }))],
  ["twice", ({ truth, upstream, local }) => [truth * upstream, truth * local]],
];

/**
 * Judge an answer to a backward step.
 * @param {Model} model @param {Question} step with its present numbers
 * @param {number|string} answer a number, or a formula in the names of the graph
 * @returns {Verdict}
 */
export function judge(model, step, answer) {
  try {
    const { tree, atoms, literals } = parse(String(answer), namesOf(model));
    if (atoms.some(({ of, wrt }) => asksFor(model, step, of, wrt))) return verdict("circular");
    const points = atoms.length ? [model, ...pointsNear(model)] : [model];
    const guesses = points.map((point) => valueAt(point, tree, atoms));
    const facts = points.map((point) => factsAt(point, step));
    if (atoms.length) return ofFormula(guesses, facts, literals);
    return ofNumber(guesses[0], facts[0], plainNumber(String(answer)));
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    return verdict(error.kind, { found: error.found });
  }
}

/** @returns {Verdict} */
function verdict(kind, numbers = {}) {
  const word = kind.replace(/(^|-)(.)/g, (_, dash, letter) => letter.toUpperCase());
  return { right: kind === "right", kind, message: `quiz${word}`, numbers };
}

/** Whether a derivative in an answer is the one that was asked for, or its factor unexplained. */
function asksFor(model, step, of, wrt) {
  return wrt === step.input && (of === model.root || of === step.node);
}

/**
 * Judge what a formula gives at several points.
 * @param {number[]} guesses @param {object[]} facts of the same points
 * @param {string[]} literals the numbers in it
 */
function ofFormula(guesses, facts, literals) {
  const agree = (values, within) => guesses.every((guess, i) => close(guess, values[i], within));
  const truths = facts.map(({ truth }) => truth);
  if (agree(truths, SAME)) return verdict("right");
  const here = close(guesses[0], truths[0], ROUNDING);
  const rounded = literals.some((digits) => digits.includes("."));
  if (here && rounded) return verdict("right"); // numbers in place of names: right here
  if (here) return verdict("chance");
  return explained(facts, (values) => agree(values, SAME)) ?? unexplained(guesses[0], truths[0]);
}

/**
 * Judge a number: right to half a unit of its last digit, if it has two at least.
 * @param {number} guess @param {object} facts @param {{digits: number, half: number}|null} plain
 *   null for what was to be calculated, such as 0.3 * 0.5
 */
function ofNumber(guess, facts, plain) {
  const { truth } = facts;
  if (close(guess, truth, SAME)) return verdict("right");
  if (close(guess, truth, ROUNDING) || Math.abs(guess - truth) <= (plain?.half ?? 0)) {
    if (!plain || plain.digits > 1) return verdict("right");
    if (guess !== 0) return verdict("coarse", { truth });
  }
  return explained([facts], ([value]) => close(guess, value, ROUNDING)) ?? unexplained(guess, truth);
}

/** The first mistake that gives these answers at all points; null if none does. */
function explained(facts, agrees) {
  for (const [kind, results] of MISTAKES) {
    const tables = facts.map((fact) => results(fact).map((x) => (x.value === undefined ? { value: x } : x)));
    for (let i = 0; i < tables[0].length; i++) {
      const values = tables.map((table) => table[i].value);
      const wrong = values.some((value, at) => value && !close(value, facts[at].truth, SAME));
      const { truth, upstream, local } = facts[0];
      if (wrong && agrees(values)) return verdict(kind, { truth, upstream, local, ...tables[0][i] });
    }
  }
  return null;
}

/** @returns {Verdict} */
function unexplained(guess, truth) {
  return verdict(close(guess, truth, NEAR) ? "near" : "unexplained", { answer: guess });
}

/** Whether two numbers agree, to a relative difference; NaN agrees with nothing. */
function close(a, b, within) {
  return Math.abs(a - b) <= within * Math.max(Math.abs(a), Math.abs(b)) + 1e-300;
}

/** The number's digits, and half a unit of the last; null for what is not a plain number. */
function plainNumber(text) {
  const match = /^[-−+]?(\d*)\.?(\d*)(?:e([-+]?\d+))?$/i.exec(text.trim());
  if (!match) return null;
  const [, whole, fraction, exponent = "0"] = match;
  const digits = (whole + fraction).replace(/^0+/, "").length;
  return { digits, half: 0.5 * 10 ** (Number(exponent) - fraction.length) };
}

/** What is known at a step, at the present numbers of a model. */
function factsAt(model, step) {
  const { node, slot, input } = step;
  const product = (user) => model.adjoint[user.node] * model.partials[user.node][user.slot];
  const isDrawn = (user) => user.slot < model.nodes[user.node].drawn;
  const [upstream, local] = [model.adjoint[node], model.partials[node][slot]];
  const asksAll = step.ask === "gradient";
  const gradient = model.adjoint[input];
  const { inputs, drawn } = model.nodes[node];
  const before = model.stepsNow().find((s) => s.node === node && s.slot === slot)?.before ?? 0;
  return {
    upstream, local, asksAll, gradient,
    truth: asksAll ? gradient : upstream * local,
    after: before + upstream * local,
    uses: model.users[input].filter(isDrawn).map(product),
    values: [model.value[node], model.value[input]],
    others: inputs.slice(0, drawn).map((other, at) => ({
      value: upstream * model.partials[node][at],
      name: model.nodes[other].name.text,
    })),
    gradients: model.nodes.map(({ name }, id) => ({ value: model.adjoint[id], name: name.text })),
  };
}

/** The formula's number at the present numbers of a model; NaN outside its domain. */
function valueAt(model, tree, atoms) {
  const numbers = atoms.map(({ of, wrt }) => (of === null ? model.value[wrt] : slope(model, of, wrt)));
  const { value } = attempt(() => new Program([tree], atoms.length).run(0, numbers));
  return value ? value[0] : NaN;
}

/** D of/d wrt for any two nodes. */
function slope(model, of, wrt) {
  const found = new Float64Array(model.nodes.length);
  found[wrt] = 1;
  for (let id = wrt + 1; id <= of; id++) {
    model.nodes[id].inputs.forEach((x, slot) => {
      if (found[x]) found[id] += model.partials[id][slot] * found[x];
    });
  }
  return found[of];
}

/** Two copies of a model at numbers near its own; none if it cannot be recomputed. */
function pointsNear(model) {
  if (!model.live) return [];
  return [0.1, 0.17].map((far) => {
    const copy = new Model(model.trace);
    for (let reach = far; reach > 1e-4; reach /= 2) {
      const moved = model.leaves.map((id, i) => {
        const by = reach * Math.sin(1 + 7.3 * i); // any numbers will do
        return [id, model.value[id] * (1 + by) + by / 10];
      });
      if (copy.setLeaves(new Map(moved)).ok) break;
    }
    return copy;
  });
}
