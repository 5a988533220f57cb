// Layout, last part: the line of each edge, and the place of its label.

import { fanStep, SPACING } from "./blocks.js";

/** @typedef {[number, number]} Point */

/**
 * The lines of all edges by key, each from its first node to its second, and the middle of each
 * label for which there is room.  An edge ends in a level stretch, on which its label stands, and a bend to the node.
 * @param {object[]} edges @param {import("./blocks.js").Box[]} boxes placed
 * @param {Map<object, import("./layers.js").Cell[]>} ways the cells of each edge between blocks
 * @param {object} frame from `placeColumns`
 */
export function routeEdges(edges, boxes, ways, frame) {
  const ports = portsOf(edges, boxes, ways, frame);
  const starts = startsOf(edges, boxes, ways);
  const lines = new Map();
  const labels = new Map();
  for (const edge of edges) {
    const [from, to] = [boxes[edge.from], boxes[edge.to]];
    const start = [from.x + from.width, starts.get(edge)];
    const { port, level, labelled } = ports.get(edge);
    const way = ways.get(edge);
    const line = way
      ? [start, ...departure(way, start, frame), ...passage(way, frame),
         ...arrival(way, to, level, frame), [to.x, port]]
      : [start, [to.x, port]];
    const middle = way ? [to.x - SPACING.bend - 23, level] : along(start, [to.x, port], 0.36);
    if (labelled) labels.set(edge.key, middle);
    lines.set(edge.key, edge.turned ? line.reverse() : line);
  }
  return { lines, labels };
}

/** @param {Point} a @param {Point} b @param {number} t */
function along(a, b, t) {
  return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
}

/** Where each edge ends: the height of its port at the node, and of its level stretch before. */
function portsOf(edges, boxes, ways, frame) {
  const before = (edge) => {
    const way = ways.get(edge);
    if (way) return way[way.length - 2].y;
    return boxes[edge.from].y + boxes[edge.from].height / 2;
  };
  const ports = new Map();
  for (const arriving of grouped(edges, (edge) => edge.to).values()) {
    const box = boxes[arriving[0].to];
    const middle = box.y + box.height / 2;
    const seated = arriving.filter((edge) => !ways.has(edge));
    const lane = arriving.filter((edge) => ways.has(edge));
    const order = (list) => list.sort((a, b) => before(a) - before(b));
    const above = lane.length ? order(seated).filter((edge) => before(edge) < middle) : order(seated);
    const all = [...above, ...order(lane), ...seated.slice(above.length)];
    // the lane's ports are in the middle, where its edges come straight
    const centre = lane.length ? above.length + (lane.length - 1) / 2 : (all.length - 1) / 2;
    const reach = Math.max(centre, all.length - 1 - centre);
    const step = reach ? Math.min(SPACING.port, (box.height / 2 - 6) / reach) : 0;
    all.forEach((edge, i) => {
      const port = middle + (i - centre) * step;
      const level = middle + (i - centre) * fanStep(lane.length);
      const labelled = !ways.has(edge) || lane.length <= SPACING.labelled;
      const own = box.arrives?.get(edge.key); // at a frame
      if (own === undefined) ports.set(edge, { port, level, labelled });
      else ports.set(edge, { port: box.y + own, level, labelled: false });
    });
  }
  return ports;
}

/** The height at which each edge begins: in the order in which they go on. */
function startsOf(edges, boxes, ways) {
  const starts = new Map();
  const after = (edge) => {
    const way = ways.get(edge);
    return way ? way[1].y : boxes[edge.to].y;
  };
  for (const leaving of grouped(edges, (edge) => edge.from).values()) {
    const box = boxes[leaving[0].from];
    leaving.sort((a, b) => after(a) - after(b));
    const step = Math.min(6, (box.height - 16) / leaving.length);
    leaving.forEach((edge, i) => {
      const spread = box.height / 2 + (i - (leaving.length - 1) / 2) * step;
      starts.set(edge, box.y + (box.leaves?.get(edge.key) ?? spread));
    });
  }
  return starts;
}

function grouped(edges, key) {
  const groups = new Map();
  for (const edge of edges) {
    if (!groups.has(key(edge))) groups.set(key(edge), []);
    groups.get(key(edge)).push(edge);
  }
  return groups;
}

/** Level to the end of the column, past wider nodes above and below. */
function departure(way, [x, y], frame) {
  const { right } = frame.places[way[0].rank];
  return x < right ? [[right, y]] : [];
}

/** The points on the way, through the columns between: level where nodes stand. */
function passage(way, frame) {
  const points = [];
  for (let i = 0; i < way.length - 1; i++) {
    const [cell, next] = [way[i], way[i + 1]];
    const [here, there] = [frame.places[cell.rank], frame.places[next.rank]];
    if (!cell.block) points.push([here.left, cell.y], [here.right, cell.y]);
    if (here.band !== there.band) points.push(...lineBreak(cell, next, there, frame));
  }
  return points;
}

/** From the end of a line to the beginning of the next, through the room between them. */
function lineBreak(cell, next, there, frame) {
  const aside = SPACING.bend;
  const between = frame.tops[there.band] - SPACING.gutter;
  return [
    [frame.right + aside, cell.y],
    [frame.right + aside, between],
    [frame.margin - aside, between],
    [frame.margin - aside, next.y],
  ];
}

/** Level along the lane, then to the node; to a port straight. */
function arrival(way, box, level, frame) {
  if (box.pinned) return [];
  const { left } = frame.places[way[way.length - 1].rank];
  return [[left - SPACING.seat, level], [box.x - SPACING.bend, level]];
}
