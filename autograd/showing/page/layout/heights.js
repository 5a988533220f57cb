// Layout, third part: how far down each cell stands.

/** @typedef {import("./layers.js").Cell} Cell */

const PASSES = 20;
const ROUNDS = 30;
const STRAIGHT = 4; // the stiffness from which an edge is to be straight

/**
 * Set `y`, the middle of each cell, so that edges are short, long edges straight, and cells of a
 * column at least `gap` apart.
 * @param {Cell[][]} columns @param {number} gap
 */
export function placeCells(columns, gap) {
  for (const column of columns) settle(column, column.map(() => ({ y: 0, weight: 1 })), gap);
  for (let pass = 0; pass < PASSES; pass++) {
    const sides = pass < PASSES / 2 ? [pass % 2 ? "right" : "left"] : ["left", "right"];
    const order = pass % 2 ? columns.slice().reverse() : columns;
    for (const column of order) {
      settle(column, column.map((cell) => pull(cell, sides.flatMap((side) => cell[side]))), gap);
    }
  }
  straighten(columns, gap);
}

/**
 * Give the cells of each straight run one height: by turns they take the mean of their run, and
 * make room again in their columns (projections on two convex sets, which come to a point of both).
 */
function straighten(columns, gap) {
  const runs = runsOf(columns);
  for (let round = 0; round < ROUNDS; round++) {
    const means = new Map();
    for (const run of runs) {
      const y = run.reduce((sum, cell) => sum + cell.y, 0) / run.length;
      for (const cell of run) means.set(cell, { y, weight: run.length > 1 ? 1 : 0.2 });
    }
    for (const column of columns) settle(column, column.map((cell) => means.get(cell)), gap);
  }
}

/** The cells in runs that are to be straight; of two that cross, the lower one is broken. */
function runsOf(columns) {
  const runOf = new Map();
  for (const column of columns) {
    let lowest = -1;
    for (const cell of column) {
      if (!runOf.has(cell)) runOf.set(cell, [cell]);
      const [next] = cell.right;
      if (!next || cell.right.length > 1 || stiffnessOf(cell, next) < STRAIGHT) continue;
      if (next.at <= lowest) continue;
      lowest = next.at;
      const run = runOf.get(cell);
      run.push(next);
      runOf.set(next, run);
    }
  }
  return new Set(runOf.values());
}

/** Where its neighbours want a cell, and how much. */
function pull(cell, neighbours) {
  let weight = 0;
  let sum = 0;
  for (const other of neighbours) {
    const stiffness = stiffnessOf(cell, other);
    weight += stiffness;
    sum += stiffness * other.y;
  }
  return weight ? { y: sum / weight, weight } : { y: cell.y, weight: 0.1 };
}

/** Long edges are straight, and so is what leads from one node to one other alone. */
function stiffnessOf(cell, other) {
  const [left, right] = cell.rank < other.rank ? [cell, other] : [other, cell];
  if (!left.block && !right.block) return 2 * STRAIGHT;
  const only = left.right.length === 1 && right.left.length === 1;
  return only ? STRAIGHT : 1 / Math.max(left.right.length, right.left.length);
}

/**
 * Place the cells of a column as near to where they are wanted as their order and room allow:
 * least squares, by pooling neighbours that would overlap (isotonic regression).
 */
function settle(column, wanted, gap) {
  const pools = [];
  let offset = 0;
  column.forEach((cell, i) => {
    if (i) offset += column[i - 1].down + gap + cell.up;
    let pool = { at: wanted[i].y - offset, weight: wanted[i].weight, cells: [[cell, offset]] };
    while (pools.length && pools[pools.length - 1].at >= pool.at) pool = merged(pools.pop(), pool);
    pools.push(pool);
  });
  for (const { at, cells } of pools) {
    for (const [cell, below] of cells) cell.y = at + below;
  }
}

function merged(first, second) {
  const weight = first.weight + second.weight;
  const at = (first.at * first.weight + second.at * second.weight) / weight;
  for (const cell of second.cells) first.cells.push(cell);
  return { at, weight, cells: first.cells };
}
