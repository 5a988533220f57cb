// Layout, second part: the order of the cells in each column, with few crossings.

/** @typedef {import("./layers.js").Cell} Cell */

const SWEEPS = 24;
const PATIENCE = 6; // sweeps without any gain
const SMALL = 600; // cells up to which neighbours are tried in each other's place

/**
 * Put the cells of each column in an order with few crossings; returns how many are left.
 * Barycentres from the left, then from the right, and so on (Sugiyama); neighbours are exchanged
 * where that helps.  Equal cells keep their order, so that a network's neurons stay in theirs.
 * @param {Cell[][]} columns
 */
export function reduceCrossings(columns) {
  const size = columns.reduce((sum, column) => sum + column.length, 0);
  columns.forEach(number);
  let best = snapshot(columns);
  let idle = 0;
  for (let sweep = 0; sweep < SWEEPS && idle < PATIENCE && best.crossings; sweep++) {
    const fromLeft = sweep % 2 === 0;
    const side = fromLeft ? "left" : "right";
    const others = fromLeft ? columns.slice(1) : columns.slice(0, -1).reverse();
    for (const column of others) sortByBarycentre(column, side);
    if (size <= SMALL) exchangeNeighbours(columns);
    const found = snapshot(columns);
    idle = found.crossings < best.crossings ? 0 : idle + 1;
    if (found.crossings < best.crossings) best = found;
  }
  best.columns.forEach((column, i) => {
    columns[i].splice(0, column.length, ...column);
    number(columns[i]);
  });
  return best.crossings;
}

function snapshot(columns) {
  const copies = columns.map((column) => column.slice());
  return { columns: copies, crossings: columns.reduce((sum, c) => sum + crossingsAfter(c), 0) };
}

/** @param {Cell[]} column */
function number(column) {
  column.forEach((cell, at) => (cell.at = at));
}

function sortByBarycentre(column, side) {
  const weight = new Map(column.map((cell) => [cell, barycentre(cell, cell[side])]));
  column.sort((a, b) => weight.get(a) - weight.get(b) || a.at - b.at);
  number(column);
}

function barycentre(cell, neighbours) {
  if (!neighbours.length) return cell.at;
  return neighbours.reduce((sum, other) => sum + other.at, 0) / neighbours.length;
}

/** The crossings between a column and the next: inversions, counted in a tree of sums. */
function crossingsAfter(column) {
  const ends = column.flatMap((cell) => cell.right.map((other) => other.at).sort((a, b) => a - b));
  const tree = new Int32Array(ends.reduce((a, b) => Math.max(a, b), 0) + 2);
  let crossings = 0;
  ends.forEach((end, before) => {
    let notAbove = 0;
    for (let i = end + 1; i > 0; i -= i & -i) notAbove += tree[i];
    crossings += before - notAbove;
    for (let i = end + 1; i < tree.length; i += i & -i) tree[i]++;
  });
  return crossings;
}

/** Exchange cells with their neighbours wherever that saves crossings. */
function exchangeNeighbours(columns) {
  for (let round = 0, gained = true; gained && round < 8; round++) {
    gained = false;
    for (const column of columns) {
      for (let i = 1; i < column.length; i++) {
        const [a, b] = [column[i - 1], column[i]];
        const now = between(a.left, b.left) + between(a.right, b.right);
        if (!now || between(b.left, a.left) + between(b.right, a.right) >= now) continue;
        [column[i - 1], column[i]] = [b, a];
        [a.at, b.at] = [i, i - 1];
        gained = true;
      }
    }
  }
}

/** The crossings of the edges of two cells, the first above the second. */
function between(above, below) {
  const [ends, others] = [above, below].map((cells) =>
    cells.map((cell) => cell.at).sort((a, b) => a - b),
  );
  let crossings = 0;
  let less = 0;
  for (const end of ends) {
    while (less < others.length && others[less] < end) less++;
    crossings += less;
  }
  return crossings;
}
