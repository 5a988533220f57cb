// Paths: multiply along a path, add across paths.
//
// A graph of a few dozen nodes can have more paths than anyone can list; their number, their sum
// and the flow over each edge are exact all the same: one sweep up and one down.

/**
 * One way from the root down: `slots[i]` is the input taken at `nodes[i]`, `factors[i]` the local
 * derivative there.
 * @typedef {{nodes: number[], slots: number[], factors: number[], product: number}} Path
 */

/** All paths from the root of a model down to one node, with its present numbers. */
class Paths {
  /** @param {import("./model.js").Model} model @param {number} target */
  constructor(model, target) {
    this.model = model;
    this.target = target;
    const count = model.nodes.length;
    /** Ways from each node down to the target, and the sum of their products. */
    this.ways = new Float64Array(count);
    const below = new Float64Array(count);
    this.ways[target] = below[target] = 1;
    for (let id = target + 1; id < count; id++) {
      this.edges(id).forEach(({ input, factor }) => {
        this.ways[id] += this.ways[input];
        below[id] += factor * below[input];
      });
    }
    this.count = this.ways[model.root];
    this.total = below[model.root];
    this.flow = this.flows(below);
  }

  /** The edges of a node by which the target is reached. */
  edges(id) {
    const { inputs, drawn } = this.model.nodes[id];
    if (id === this.target) return [];
    return inputs
      .slice(0, drawn)
      .map((input, slot) => ({ input, slot, factor: this.model.partials[id][slot] }))
      .filter(({ input }) => this.ways[input] > 0);
  }

  /** For each use, by its number, the sum of the products of the paths over it. */
  flows(below) {
    const above = new Float64Array(this.model.nodes.length);
    above[this.model.root] = 1;
    /** @type {Map<number, number>} */
    const flow = new Map();
    for (let id = this.model.root; id > this.target; id--) {
      for (const { input, slot, factor } of this.ways[id] ? this.edges(id) : []) {
        above[input] += above[id] * factor;
        flow.set(this.model.useOf({ node: id, slot }), above[id] * factor * below[input]);
      }
    }
    return flow;
  }

  /** The first `max` paths. @returns {Path[]} */
  list(max) {
    const found = [];
    const way = this.count ? [{ id: this.model.root, edges: this.edges(this.model.root), next: 0 }] : [];
    while (way.length && found.length < max) {
      const top = way[way.length - 1];
      if (top.id === this.target) found.push(pathAlong(way));
      const edge = top.edges[top.next++];
      if (edge) way.push({ id: edge.input, edges: this.edges(edge.input), next: 0 });
      else way.pop();
    }
    return found;
  }
}

/** @returns {Path} */
function pathAlong(way) {
  const taken = way.slice(0, -1).map(({ edges, next }) => edges[next - 1]);
  const factors = taken.map(({ factor }) => factor);
  return {
    nodes: way.map(({ id }) => id),
    slots: taken.map(({ slot }) => slot),
    factors,
    product: factors.reduce((product, factor) => product * factor, 1),
  };
}

/**
 * The paths from the root down to a node: `count` (exact up to 2^53), `total` (the sum of their
 * products, the gradient), `flow` (over each use, by its number), `list(max)`.
 * @param {import("./model.js").Model} model @param {number} id
 */
export function pathsTo(model, id) {
  return new Paths(model, id);
}
