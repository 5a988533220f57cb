// Layout, first part: which column each block stands in, and the way of long edges through
// the columns between.

/**
 * A place in a column: a block of the picture, or where a long edge passes (block null).
 * `up` and `down` are the room that it needs above and below its middle.
 * @typedef {{block: object|null, rank: number, up: number, down: number, left: Cell[],
 *   right: Cell[], at: number, y: number}} Cell
 */

const ROOM_OF_EDGE = 7; // above and below a long edge, in pixels

/**
 * The edges, each pointing forward: one that would close a cycle is turned round.
 * @param {number} count @param {{from: number, to: number}[]} edges by number of block
 */
export function acyclic(count, edges) {
  const next = Array.from({ length: count }, () => []);
  edges.forEach((edge) => next[edge.from].push(edge));
  const OPEN = 1;
  const CLOSED = 2;
  const state = new Uint8Array(count);
  const turned = new Set();
  for (let start = 0; start < count; start++) {
    const way = state[start] ? [] : [{ at: start, taken: 0 }];
    while (way.length) {
      const top = way[way.length - 1];
      state[top.at] = OPEN;
      const edge = next[top.at][top.taken++];
      if (!edge) {
        state[top.at] = CLOSED;
        way.pop();
      } else if (state[edge.to] === OPEN) turned.add(edge);
      else if (!state[edge.to]) way.push({ at: edge.to, taken: 0 });
    }
  }
  return edges.map((edge) =>
    turned.has(edge) ? { ...edge, from: edge.to, to: edge.from, turned: true } : edge,
  );
}

/**
 * The column of each block: as far left as its inputs allow; then what has more users than inputs
 * is moved right, next to its first user.  What is `pinned` is in the "first" column or the "last".
 * @param {number} count @param {{from: number, to: number}[]} edges acyclic @param {string[]} pinned
 */
export function ranksOf(count, edges, pinned) {
  const rank = freeRanks(count, edges.filter(({ from }) => pinned[from] !== "first"));
  const shift = pinned.includes("first") ? 1 : 0;
  for (let i = 0; i < count; i++) rank[i] = pinned[i] === "first" ? 0 : rank[i] + shift;
  const last = rank.reduce((most, at, i) => (pinned[i] ? most : Math.max(most, at)), 0) + 1;
  for (let i = 0; i < count; i++) if (pinned[i] === "last") rank[i] = last;
  return rank;
}

function freeRanks(count, edges) {
  const users = Array.from({ length: count }, () => []);
  const inputs = new Int32Array(count);
  for (const { from, to } of edges) {
    users[from].push(to);
    inputs[to]++;
  }
  const rank = new Int32Array(count);
  const waiting = inputs.slice();
  const order = users.map((_, i) => i).filter((i) => !waiting[i]);
  for (const from of order) {
    for (const to of users[from]) {
      rank[to] = Math.max(rank[to], rank[from] + 1);
      if (--waiting[to] === 0) order.push(to);
    }
  }
  for (const i of order.reverse()) {
    if (!users[i].length || users[i].length <= inputs[i]) continue;
    rank[i] = users[i].reduce((least, to) => Math.min(least, rank[to]), Infinity) - 1;
  }
  return rank;
}

/**
 * The columns of cells, and for each edge the cells on its way.
 * @param {object[]} blocks @param {object[]} edges acyclic @param {Int32Array} rank
 * @returns {{columns: Cell[][], chains: Cell[][]}}
 */
export function cellsOf(blocks, edges, rank) {
  /** @type {Cell[][]} */
  const columns = [];
  const cell = (block, at, up, down) => {
    const made = { block, rank: at, up, down, left: [], right: [], at: 0, y: 0 };
    (columns[at] ??= []).push(made);
    return made;
  };
  const own = blocks.map((block, i) => cell(block, rank[i], block.up, block.down));
  const chains = edges.map(({ from, to }) => {
    const way = [own[from]];
    for (let at = rank[from] + 1; at < rank[to]; at++) {
      way.push(cell(null, at, ROOM_OF_EDGE, ROOM_OF_EDGE));
    }
    way.push(own[to]);
    for (let i = 1; i < way.length; i++) {
      way[i].left.push(way[i - 1]);
      way[i - 1].right.push(way[i]);
    }
    return way;
  });
  return { columns: sortedAsRead(columns, own), chains };
}

/** Each column in the order in which its cells are met, following the inputs from the root. */
function sortedAsRead(columns, own) {
  const sorted = columns.map(() => []);
  const met = new Set();
  const stack = own.filter((cell) => !cell.right.length).reverse();
  while (stack.length) {
    const cell = stack.pop();
    if (met.has(cell)) continue;
    met.add(cell);
    sorted[cell.rank].push(cell);
    for (let i = cell.left.length - 1; i >= 0; i--) stack.push(cell.left[i]);
  }
  return sorted;
}
