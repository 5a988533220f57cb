// Layout, third part: how far down each cell stands.

/** @typedef {import("./layers.js").Cell} Cell */

const PASSES = 20;

/**
 * Set `y`, the middle of each cell, so that edges are short and long edges straight, and cells of
 * a column are at least `gap` apart.
 * @param {Cell[][]} columns @param {number} gap
 */
export function placeCells(columns, gap) {
  for (const column of columns) settle(column, column.map(() => 0), column.map(() => 1), gap);
  for (let pass = 0; pass < PASSES; pass++) {
    const sides = pass < PASSES / 2 ? [pass % 2 ? "right" : "left"] : ["left", "right"];
    const order = pass % 2 ? columns.slice().reverse() : columns;
    for (const column of order) {
      const pulls = column.map((cell) => pull(cell, sides.flatMap((side) => cell[side])));
      settle(column, pulls.map(({ y }) => y), pulls.map(({ weight }) => weight), gap);
    }
  }
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
  if (!left.block && !right.block) return 8;
  const only = left.right.length === 1 && right.left.length === 1;
  return only ? 4 : 1 / Math.max(left.right.length, right.left.length);
}

/**
 * Place the cells of a column as near to where they are wanted as their order and room allow:
 * least squares, by pooling neighbours that would overlap (isotonic regression).
 */
function settle(column, wanted, weights, gap) {
  const pools = [];
  let offset = 0;
  column.forEach((cell, i) => {
    if (i) offset += column[i - 1].down + gap + cell.up;
    let pool = { at: wanted[i] - offset, weight: weights[i], cells: [[cell, offset]] };
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
