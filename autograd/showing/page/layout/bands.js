// Layout, fourth part: how far right each column stands.  A long chain is broken into lines, as
// text is, where a single edge goes on to the next line.

import { SPACING } from "./blocks.js";

/** @typedef {import("./layers.js").Cell} Cell */
/**
 * Where a column is: its left and right end, those of its nodes and leaves, and its line.
 * @typedef {{left: number, seatRight: number, nodeLeft: number, right: number, band: number}} Place
 */

const LABEL_ROOM = 10; // pixels beside a label, for the arrow
const LONG_PICTURE = 2; // times the width wanted: only then is a picture broken

/**
 * Give each column its place and each cell its line's distance from the top.
 * @param {Cell[][]} columns @param {number} width wanted, in pixels
 * @param {(from: string, to: string) => number} labelWidth of the label between two nodes
 */
export function placeColumns(columns, width, labelWidth) {
  const parts = columns.map((column, rank) => partsOf(column, columns[rank - 1], labelWidth));
  const bands = bandsOf(parts, columns, width);
  const margin = bands.length > 1 ? SPACING.margin + SPACING.bend : SPACING.margin;
  /** @type {Place[]} */
  const places = [];
  const tops = [];
  let bottom = SPACING.margin;
  let right = 0;
  bands.forEach(({ first, last }, band) => {
    const cells = columns.slice(first, last + 1).flat();
    const top = Math.min(...cells.map((cell) => cell.y - cell.up));
    for (const cell of cells) cell.y += bottom - top;
    tops.push(bottom);
    bottom = Math.max(...cells.map((cell) => cell.y + cell.down)) + 2 * SPACING.gutter;
    let x = margin;
    for (let rank = first; rank <= last; rank++) {
      const { crossing, seats, stub, nodes } = parts[rank];
      const left = x + (rank > first ? crossing : 0);
      const seatRight = left + seats;
      const nodeLeft = seatRight + (seats || rank > first || band ? stub : 0);
      x = nodeLeft + nodes;
      places.push({ left, seatRight, nodeLeft, right: x, band });
    }
    right = Math.max(right, x);
  });
  return {
    places,
    tops,
    margin,
    right,
    width: right + margin,
    height: bottom - 2 * SPACING.gutter + SPACING.margin,
  };
}

/** The widths of a column's parts: the gap before it, its leaves, its nodes. */
function partsOf(column, before, labelWidth) {
  const edges = before ? edgesAfter(before) : 0;
  const [least, most] = SPACING.crossing;
  const blocks = column.map(({ block }) => block).filter(Boolean);
  const seats = Math.max(0, ...blocks.map((block) => block.seatWidth));
  return {
    crossing: edges > 1 || seats ? Math.min(most, least + 4 * edges) : SPACING.seat,
    seats,
    stub: stubOf(column, blocks, labelWidth),
    nodes: Math.max(0, ...blocks.map((block) => block.main.width)),
  };
}

/** The room before the nodes for the labels of their edges: none at a port, little at a frame. */
function stubOf(column, blocks, labelWidth) {
  if (blocks.length && blocks.every(({ main }) => main.pinned)) return 0;
  if (blocks.length && blocks.every(({ main }) => main.isFrame)) return 2 * SPACING.bend + SPACING.seat;
  return Math.min(Math.max(SPACING.stub, widestLabel(column, labelWidth)), SPACING.widestStub);
}

/** The room that the labels need of edges that come from the column before. */
function widestLabel(column, labelWidth) {
  const widths = column.flatMap(({ block, left }) =>
    left.map((from) => (block && from.block ? labelWidth(from.block.main.key, block.main.key) : 0)),
  );
  return Math.max(0, ...widths) + LABEL_ROOM;
}

/** The lines: each the columns from `first` to `last`. */
function bandsOf(parts, columns, width) {
  const widths = parts.map((part) => part.crossing + part.seats + part.stub + part.nodes);
  const one = [{ first: 0, last: parts.length - 1 }];
  const sum = (first, last) => widths.slice(first, last + 1).reduce((a, b) => a + b, 0);
  if (sum(0, parts.length - 1) < LONG_PICTURE * width) return one;
  const bands = [];
  let first = 0;
  while (first < parts.length) {
    let last = first;
    for (let rank = first; rank < parts.length && sum(first, rank) <= width; rank++) {
      if (edgesAfter(columns[rank]) <= 1) last = rank;
    }
    if (edgesAfter(columns[last]) > 1) return one; // it cannot be broken in good places
    bands.push({ first, last });
    first = last + 1;
  }
  return bands;
}

function edgesAfter(column) {
  return column.reduce((sum, cell) => sum + cell.right.length, 0);
}
