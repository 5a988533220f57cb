// The graph in numbers: everything that can be recomputed in the page, from the trace alone.

import { Program, attempt } from "./program.js";

/**
 * The outcome of recomputing: at a domain error `node` is where, `reason` and `message` are why.
 * @typedef {{ok: boolean, node: number|null, reason: string|null, message: string}} Outcome
 *
 * One step of the two passes; a backward step has the numbers of its contribution.
 * @typedef {{pass: "forward"|"seed"|"backward", node: number, slot?: number, input?: number,
 *   upstream?: number, local?: number, contribution?: number, before?: number, after?: number}} Step
 */

/** @type {Outcome} */
const DONE = { ok: true, node: null, reason: null, message: "" };
const WHY = {
  domain: "outside its domain",
  "zero-division": "division by zero",
  overflow: "the result is too large for a float",
  frozen: "it cannot be computed in the page",
};

/** The numbers of a trace, and how they follow from its leaves. */
export class Model {
  /** @param {object} trace */
  constructor(trace) {
    this.trace = trace;
    this.nodes = trace.nodes;
    this.root = trace.root;
    this.steps = trace.steps;
    this.operations = compiled(trace.operations, trace.nodes);
    this.live = [...this.operations.values()].every((op) => op.forward && op.partials);
    this.leaves = ids(this.nodes).filter((id) => this.nodes[id].op === null);
    this.users = usersOf(this.nodes);
    const slots = this.nodes.reduce((sum, node) => sum + node.inputs.length, 0);
    /** Current numbers, by node. */
    this.value = new Float64Array(this.nodes.length);
    this.adjoint = new Float64Array(this.nodes.length);
    this.flatPartials = new Float64Array(slots);
    /** Current local partials, by node and slot. @type {Float64Array[]} */
    this.partials = [];
    this.firstUse = new Int32Array(this.nodes.length);
    let at = 0;
    this.nodes.forEach(({ inputs }, id) => {
      this.firstUse[id] = at;
      this.partials.push(this.flatPartials.subarray(at, (at += inputs.length)));
    });
    this.completedAt = lastSteps(this.steps, this.nodes.length);
    /** How many contributions each node receives. */
    this.usesOf = new Int32Array(this.nodes.length);
    for (const { pass, input } of this.steps) if (pass === "backward") this.usesOf[input] += 1;
    this.reset();
  }

  /** The number of a use: of what a node has in one of its slots. */
  useOf({ node, slot }) {
    return this.firstUse[node] + slot;
  }

  /** Go back to the numbers of the trace. */
  reset() {
    this.nodes.forEach((node, id) => {
      this.value[id] = Number(node.value);
      this.adjoint[id] = Number(node.adjoint);
      this.partials[id].set(node.partials.map(Number));
    });
    this.keep();
  }

  /** Remember the present numbers as good. */
  keep() {
    this.good = [this.value, this.adjoint, this.flatPartials].map((numbers) => numbers.slice());
  }

  /** Go back to the last good numbers, and say what went wrong. */
  refuse(node, reason) {
    [this.value, this.adjoint, this.flatPartials].forEach((numbers, i) => numbers.set(this.good[i]));
    const op = this.operations.get(this.nodes[node].op);
    return { ok: false, node, reason, message: `${op.name}: ${WHY[reason]}` };
  }

  /**
   * Set a leaf and recompute everything.
   * @param {number} id @param {number} number @returns {Outcome}
   */
  setLeaf(id, number) {
    return this.setLeaves(new Map([[id, number]]));
  }

  /** @param {Map<number, number>} numbers @returns {Outcome} */
  setLeaves(numbers) {
    for (const [id, number] of numbers) this.value[id] = number;
    const forward = this.forward();
    return forward.ok ? this.backward() : forward;
  }

  /** Recompute every value from the leaves'. @returns {Outcome} */
  forward() {
    return this.recompute(this.value, 0);
  }

  /**
   * Recompute the values of the nodes from `first` on, into `value`.
   * @param {Float64Array} value @param {number} first @returns {Outcome}
   */
  recompute(value, first) {
    for (let id = first; id < this.nodes.length; id++) {
      const { op, inputs } = this.nodes[id];
      if (op === null) continue;
      const { forward } = this.operations.get(op);
      if (!forward) return this.refuse(id, "frozen");
      const { value: found, reason } = attempt(() => forward.run(0, inputs.map((x) => value[x])));
      if (reason) return this.refuse(id, reason);
      value[id] = found[0];
    }
    return DONE;
  }

  /**
   * Recompute every partial and adjoint.  As in Python a node by which the derivative is 0 passes
   * nothing on, not even 0 times an infinite partial.
   * @returns {Outcome}
   */
  backward() {
    this.adjoint.fill(0);
    this.adjoint[this.root] = 1;
    for (let id = this.nodes.length - 1; id >= 0; id--) {
      const { op, inputs } = this.nodes[id];
      if (op === null) continue;
      const reason = this.differentiate(id);
      if (reason && this.adjoint[id]) return this.refuse(id, reason);
      if (!this.adjoint[id]) continue;
      inputs.forEach((x, slot) => {
        this.adjoint[x] += this.adjoint[id] * this.partials[id][slot];
      });
    }
    this.keep();
    return DONE;
  }

  /** Recompute the partials of one node; NaN and the reason where there are none. */
  differentiate(id) {
    const { op, inputs } = this.nodes[id];
    const { partials } = this.operations.get(op);
    if (!partials) return "frozen";
    const numbers = inputs.map((x) => this.value[x]);
    const { value: found, reason } = attempt(() => partials.run(this.value[id], numbers));
    if (reason) this.partials[id].fill(NaN);
    else this.partials[id].set(found);
    return reason;
  }

  /** (L(x + h) - L(x)) / h for any node x; NaN outside the domain.  Changes nothing. */
  nudge(id, h) {
    const here = this.value.slice();
    const there = this.value.slice();
    there[id] += h;
    if (![here, there].every((value) => this.recompute(value, id + 1).ok)) return NaN;
    return (there[this.root] - here[this.root]) / (there[id] - here[id]);
  }

  /**
   * One step of gradient descent on these leaves: the new L, or NaN where there is none (then
   * nothing has changed).
   * @param {number} rate @param {number[]} leaves
   */
  descend(rate, leaves) {
    const moved = leaves.map((id) => [id, this.value[id] - rate * this.adjoint[id]]);
    return this.setLeaves(new Map(moved)).ok ? this.value[this.root] : NaN;
  }

  /** The steps with the current numbers. @returns {Step[]} */
  stepsNow() {
    const total = new Float64Array(this.nodes.length);
    return this.steps.map((step) => {
      if (step.pass !== "backward") return { pass: step.pass, node: step.node };
      const { pass, node, slot, input } = step;
      const [upstream, local] = [this.adjoint[node], this.partials[node][slot]];
      const contribution = upstream === 0 ? 0 : upstream * local;
      const before = total[input];
      const after = (total[input] += contribution);
      return { pass, node, slot, input, upstream, local, contribution, before, after };
    });
  }

  /**
   * What is known after the first k steps: known[i] whether the value is, seen[i] how far the
   * gradient is (0 no contribution yet, 1 some, 2 all), total[i] the gradient so far, arrived[i] the number of contributions in it.
   * @param {number} k
   */
  stateAt(k, steps = this.stepsNow()) {
    const known = Uint8Array.from(this.nodes, (node) => (node.op === null ? 1 : 0));
    const seen = new Uint8Array(this.nodes.length);
    const total = new Float64Array(this.nodes.length);
    const arrived = new Int32Array(this.nodes.length);
    steps.slice(0, k).forEach((step, i) => {
      if (step.pass === "forward") known[step.node] = 1;
      const towards = step.pass === "backward" ? step.input : step.node;
      if (step.pass === "forward") return;
      arrived[towards] += 1;
      total[towards] = step.pass === "seed" ? 1 : step.after;
      seen[towards] = this.completedAt[towards] <= i ? 2 : 1;
    });
    if (k >= this.steps.length) seen.fill(2);
    return { known, seen, total, arrived };
  }
}

function ids(nodes) {
  return nodes.map((_, id) => id);
}

/** Both programs of each operation, null where the trace has no formula. */
function compiled(operations, nodes) {
  const arity = new Map(nodes.map(({ op, inputs }) => [op, inputs.length]));
  const programs = new Map();
  for (const [key, { name, forward, partials, shared }] of Object.entries(operations)) {
    const program = (trees) => new Program(trees, arity.get(key), shared);
    programs.set(key, {
      name,
      forward: forward && program([forward]),
      partials: partials && program(partials),
    });
  }
  return programs;
}

function usersOf(nodes) {
  /** @type {{node: number, slot: number}[][]} */
  const users = nodes.map(() => []);
  nodes.forEach(({ inputs }, node) => inputs.forEach((x, slot) => users[x].push({ node, slot })));
  return users;
}

/** The last step that changes each node's gradient. @param {Step[]} steps @param {number} count */
function lastSteps(steps, count) {
  const last = new Int32Array(count).fill(-1);
  steps.forEach((step, i) => {
    if (step.pass !== "forward") last[step.pass === "backward" ? step.input : step.node] = i;
  });
  return last;
}
