/** Where the numbers of the edges stand: beside their edge, clear of nodes, numbers, other edges. */

import { pointAt } from "./curves.js";

const PLACES = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.19, 0.81];
const MANY_EDGES = 260;
const COMPARED = 10; // points of each piece of a curve that are compared
const BESIDE = 2; // pixels between a number and its edge

const overlap = (a, b, gap = 0) =>
  Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left) + gap) *
  Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) + gap);

const boxAt = ([x, y], { width, height }) => ({
  left: x - width / 2,
  right: x + width / 2,
  top: y - height / 2,
  bottom: y + height / 2,
});

const holds = (box, [x, y]) =>
  x > box.left - 2 && x < box.right + 2 && y > box.top - 1 && y < box.bottom + 1;

/** The middle of a label beside a curve at t: on its upper side, or on its lower. */
function besideCurve(pieces, t, { width, height }, side) {
  const [p, q] = [pointAt(pieces, Math.max(t - 0.02, 0)), pointAt(pieces, Math.min(t + 0.02, 1))];
  const [dx, dy] = [q[0] - p[0], q[1] - p[1]];
  const length = Math.hypot(dx, dy) || 1;
  let normal = [dy / length, -dx / length];
  if (normal[1] > 0) normal = normal.map((k) => -k);
  const off = (Math.abs(normal[0]) * width + Math.abs(normal[1]) * height) / 2 + BESIDE;
  const [x, y] = pointAt(pieces, t);
  return [x + side * off * normal[0], y + side * off * normal[1]];
}

/** The t at which a curve comes nearest to a point. */
function nearest(pieces, [x, y]) {
  const count = COMPARED * pieces.length;
  const far = Array.from({ length: count + 1 }, (_, i) => {
    const [px, py] = pointAt(pieces, i / count);
    return Math.hypot(px - x, py - y);
  });
  return far.indexOf(Math.min(...far)) / count;
}

/** Points along a curve, and their `bounds`. */
function sampled(pieces) {
  const points = Array.from({ length: 25 }, (_, i) => pointAt(pieces, i / 24));
  const [xs, ys] = [0, 1].map((k) => points.map((point) => point[k]));
  points.bounds = {
    left: Math.min(...xs),
    right: Math.max(...xs),
    top: Math.min(...ys),
    bottom: Math.max(...ys),
  };
  return points;
}

/**
 * Chooses a point on each edge for its label.
 * `edges`: [{key, pieces, wanted, size: {width, height}}], `wanted` being the point that the layout
 * has kept free, if it has one; `boxes`: the nodes' {left, top, right, bottom}.
 * Returns a Map from key to {x, y, clear}; not `clear` where no place is free, or where the layout
 * has none because too many edges come together.
 */
export function placeLabels(edges, boxes) {
  const crowded = edges.length > MANY_EDGES;
  const samples = crowded ? [] : edges.map((edge) => sampled(edge.pieces));
  const taken = [];
  const chosen = new Map();
  edges.forEach((edge, self) => {
    let best = null;
    for (const [t, side, strangeness] of placesOn(edge, crowded ? null : samples[self])) {
      if (best && best.cost <= strangeness) break;
      const [x, y] = besideCurve(edge.pieces, t, edge.size, side);
      const box = boxAt([x, y], edge.size);
      let cost = strangeness;
      let hit = 0;
      for (const other of boxes) hit += overlap(box, other, 1);
      for (const other of taken) hit += overlap(box, other, 1);
      samples.forEach((points, i) => {
        if (
          overlap(box, points.bounds, 3) &&
          points.some((point) => holds(box, point))
        )
          cost += 2;
      });
      cost += hit * 10;
      if (!best || cost < best.cost)
        best = { x, y, box, cost, clear: hit === 0 && edge.wanted !== undefined };
    }
    if (best.clear) taken.push(best.box);
    chosen.set(edge.key, best);
  });
  return chosen;
}

/** Places on an edge to be tried, each with its side and how strange it is, the best first. */
function placesOn({ pieces, wanted }, points) {
  if (!points) return [[wanted ? nearest(pieces, wanted) : PLACES[0], 1, 0]];
  const first = wanted ? [nearest(pieces, wanted), 1, 0] : null;
  const below = wanted ? [first[0], -1, 0.3] : null;
  const along = PLACES.flatMap((t) => [
    [t, 1, 1 + Math.abs(t - 0.5)],
    [t, -1, 1.2 + Math.abs(t - 0.5)],
  ]);
  return wanted ? [first, below, ...along] : along;
}
