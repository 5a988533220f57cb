// Where everything stands: columns from left to right, as data flows; a network looks like the
// network of the textbook.

import { placeColumns } from "./bands.js";
import { blocksOf, SPACING } from "./blocks.js";
import { acyclic, cellsOf, ranksOf } from "./layers.js";
import { reduceCrossings } from "./crossings.js";
import { placeCells } from "./heights.js";
import { routeEdges } from "./lines.js";

/**
 * Lay out a graph as `visible` gives it.
 *
 * Boxes are given by their top left corner.  An edge is a line through points from the right side
 * of its first node to the left side of its second; `labels` has a place for a short label on
 * each.  A long chain is broken into lines of about `width` pixels.
 * @param {{nodes: {key: string}[], edges: {key: string, from: string, to: string}[]}} graph
 * @param {(key: string) => {width: number, height: number, pinned?: string}} size of a node, in
 *   pixels; `pinned` to the "first" column or the "last"; of a frame also where lines reach it
 * @param {{width?: number, labelWidth?: (from: string, to: string) => number}} [options]
 */
export function layout(graph, size, { width = 1000, labelWidth = () => 0 } = {}) {
  const place = new Map(graph.nodes.map(({ key }, at) => [key, at]));
  const edges = acyclic(
    graph.nodes.length,
    graph.edges.map(({ key, from, to }) => ({ key, from: place.get(from), to: place.get(to) })),
  );
  const boxes = graph.nodes.map(({ key }) => ({ key, x: 0, y: 0, ...size(key) }));
  const { blocks, blockOf } = blocksOf(boxes, edges);
  const outer = edges.filter(({ from, to }) => blockOf[from] !== blockOf[to]);
  const links = outer.map(({ from, to }) => ({ from: blockOf[from], to: blockOf[to] }));
  const pinned = blocks.map(({ main }) => main.pinned);
  const { columns, chains } = cellsOf(blocks, links, ranksOf(blocks.length, links, pinned));
  const crossings = reduceCrossings(columns);
  placeCells(columns, SPACING.row);
  const frame = placeColumns(columns, width, labelWidth);
  for (const cell of columns.flat()) placeBoxes(cell, frame.places[cell.rank]);
  const ways = new Map(outer.map((edge, i) => [edge, chains[i]]));
  const { lines, labels } = routeEdges(edges, boxes, ways, frame);
  const nodes = new Map(boxes.map(({ key, x, y, width, height }) => [key, { x, y, width, height }]));
  return { nodes, edges: lines, labels, width: frame.width, height: frame.height, crossings };
}

/** Put the boxes of a block where its cell is; nothing to do where an edge passes. */
function placeBoxes({ block, y }, { seatRight, nodeLeft, right }) {
  if (!block) return;
  const { main, seats } = block;
  main.x = nodeLeft + (right - nodeLeft - main.width) / 2;
  main.y = y - main.height / 2;
  for (const seat of seats) {
    seat.box.x = seatRight - seat.box.width;
    seat.box.y = y + seat.y - seat.box.height / 2;
  }
}
