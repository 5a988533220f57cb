// Layout: blocks.  A leaf with one user (a weight, a bias, a target) stands just before it, above
// or below the lane by which the edges from the columns before come in.  User, leaves and lane
// are one block; only blocks are put into columns and into order.

/**
 * @typedef {{key: string, x: number, y: number, width: number, height: number}} Box
 * @typedef {{box: Box, at: number, y: number}} Seat  y: of its middle, from that of the main box
 * @typedef {{main: Box, seats: Seat[], seatWidth: number, up: number, down: number}} Block
 */

export const SPACING = {
  row: 16, // between the blocks of a column
  seat: 8, // between the leaves of a block
  port: 14, // between edges where they come in, with room for a label on each ...
  labelled: 6, // ... up to so many; more of them come in close together, without labels
  fan: 46, // the height of these
  stub: 66, // before a node, where the labels of its edges are
  widestStub: 92, // where labels are long
  bend: 16, // of it, where they turn to the node
  crossing: [20, 48], // at least and at most, for the edges between two columns to change places
  margin: 16, // around the picture
  gutter: 22, // between two lines of a broken picture
};

/** How far apart so many edges are where they come in to a node. @param {number} count */
export function fanStep(count) {
  return count <= SPACING.labelled ? SPACING.port : SPACING.fan / count;
}

/**
 * The blocks, and for each node the number of its block.
 * @param {Box[]} boxes @param {{key: string, from: number, to: number}[]} edges
 */
export function blocksOf(boxes, edges) {
  const inputs = boxes.map(() => []);
  const users = boxes.map(() => new Set());
  for (const { from, to } of edges) {
    inputs[to].push(from);
    users[from].add(to);
  }
  const isFree = (at) => !boxes[at].pinned;
  const isSeated = boxes.map(
    (_, at) => isFree(at) && !inputs[at].length && users[at].size === 1 && isFree([...users[at]][0]),
  );
  const keys = new Map(edges.map(({ key, from, to }) => [`${from}>${to}`, key]));
  const arrival = (frame, from, to) => frame.arrives.get(keys.get(`${from}>${to}`)) ?? 0;
  /** @type {Block[]} */
  const blocks = [];
  const blockOf = new Int32Array(boxes.length);
  boxes.forEach((box, at) => {
    if (isSeated[at]) return;
    const seated = [...new Set(inputs[at].filter((from) => isSeated[from]))];
    if (box.arrives) seated.sort((a, b) => arrival(box, a, at) - arrival(box, b, at));
    const lane = inputs[at].filter((from) => !isSeated[from]).length;
    const block = blockAround(box, seated.map((from) => ({ box: boxes[from], at: from, y: 0 })), lane);
    for (const i of [at, ...seated]) blockOf[i] = blocks.length;
    blocks.push(block);
  });
  return { blocks, blockOf };
}

/** @param {Box} main @param {Seat[]} seats @param {number} lane how many edges come in between */
function blockAround(main, seats, lane) {
  const half = lane ? (lane * fanStep(lane)) / 2 + SPACING.seat : 0;
  const above = lane ? upperHalf(seats) : seats.length;
  let y = lane ? -half - stacked(seats.slice(0, above)) : -stacked(seats) / 2;
  seats.forEach((seat, i) => {
    if (i === above) y = half;
    seat.y = y + (SPACING.seat + seat.box.height) / 2;
    y += SPACING.seat + seat.box.height;
  });
  const ends = seats.map((seat) => [seat.y - seat.box.height / 2, seat.y + seat.box.height / 2]);
  const reach = Math.max(main.height / 2, lane ? half - SPACING.seat : 0);
  return {
    main,
    seats,
    seatWidth: Math.max(0, ...seats.map(({ box }) => box.width)),
    up: Math.max(reach, ...ends.map(([top]) => -top)),
    down: Math.max(reach, ...ends.map(([, bottom]) => bottom)),
  };
}

function stacked(seats) {
  return seats.reduce((sum, { box }) => sum + box.height + SPACING.seat, 0);
}

/** How many of the seats to put above the lane, so that it is in the middle. */
function upperHalf(seats) {
  const whole = stacked(seats);
  let best = 0;
  for (let k = 1; k <= seats.length; k++) {
    const uneven = (count) => Math.abs(whole - 2 * stacked(seats.slice(0, count)));
    if (uneven(k) <= uneven(best)) best = k;
  }
  return seats.length === 1 ? 0 : best;
}
