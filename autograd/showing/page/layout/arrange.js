/** Fits the visible graph into the room there is: how much faces say, which way data flows. */

import { edgeText } from "../figure/edge-number.js";
import { FRAME_TITLE, faceOf } from "../figure/faces.js";
import { framedLayout } from "./frames.js";
import { piecesThrough, shortened } from "./curves.js";
import { placeLabels } from "./edge-labels.js";
import { SANS, formulaWidth, textWidth } from "../figure/svg-formula.js";

const READABLE_SCALE = 0.8;
const WORTH_TURNING = 1.2;
const WORTH_BREAKING = 1.4; // times as large must be what is worth it
export const LARGE_GRAPH = 150;
export const LABEL_SIZE = 13;
const LABEL_HEIGHT = 13;
const TITLE_ROOM = 56; // pixels beside a frame's title
const MARGIN = 16; // pixels around a picture in which a label may stand
const DENSEST = 0.55; // of a room that nodes and the space around them ever fill
const BROKEN_FROM = 2; // times the length of a line: shorter pictures are not broken into lines

/** The layout of a variant for a length of line; the same for all lengths that do not break it. */
function layoutOf(graph, variant, length) {
  const { faces, down, labels } = variant;
  const size = (key) => {
    const { width, height } = faces.get(key);
    return down ? { width: height, height: width } : { width, height };
  };
  const labelWidth = (from, to) => {
    const width = labels.get(`${from}>${to}`) ?? 0;
    return down || !width ? 0 : width + (faces.get(from).sheets ?? 0);
  };
  const titleWidth = (key) =>
    formulaWidth(graph.frames.find((one) => one.key === key).name.mathml, FRAME_TITLE) + TITLE_ROOM;
  const options = { labelWidth, titleWidth, down };
  variant.unbroken ??= framedLayout(graph, size, { ...options, width: Infinity });
  if (variant.unbroken.width <= BROKEN_FROM * length) return variant.unbroken;
  return framedLayout(graph, size, { ...options, width: length });
}

/** One arrangement: the faces' sizes, laid out to the right or downward. */
function attemptLayout(graph, room, variant) {
  const { faces, detailed, down } = variant;
  const laid = layoutOf(graph, variant, down ? room.height : room.width);
  const turned = ([x, y]) => (down ? [y, x] : [x, y]);
  const boxes = new Map(
    [...laid.nodes].map(([key, at]) => {
      const [x, y] = turned([at.x, at.y]);
      const { width, height } = faces.get(key);
      return [key, { x, y, width, height }];
    }),
  );
  const points = new Map([...laid.edges].map(([key, line]) => [key, line.map(turned)]));
  const wanted = new Map([...laid.labels].map(([key, at]) => [key, turned(at)]));
  const [width, height] = turned([laid.width, laid.height]);
  const pieces = new Map(
    [...points].map(([key, line]) => [key, piecesThrough(shortened(line, down), down)]),
  );
  const frames = new Map(
    [...laid.frames].map(([key, at]) => {
      const [x, y] = turned([at.x, at.y]);
      const [wide, high] = turned([at.width, at.height]);
      return [key, { x, y, width: wide, height: high }];
    }),
  );
  const broken = laid !== variant.unbroken;
  return { faces, boxes, frames, points, pieces, wanted, width, height, detailed, down, broken };
}

const widthOfLabel = (text) => textWidth(text, `${LABEL_SIZE}px ${SANS}`);

/** The width of the widest label between two nodes, by "from>to". */
function labelWidths(model, graph) {
  const widths = new Map();
  for (const edge of graph.edges) {
    const key = `${edge.from}>${edge.to}`;
    widths.set(key, Math.max(widths.get(key) ?? 0, widthOfLabel(edgeText(model, edge))));
  }
  return widths;
}

const scaleIn = (room, { width, height }) => Math.min(room.width / width, room.height / height);

/** The arrangements to be tried, in order: with formulas or without, to the right or downward. */
export function variantsOf(model, graph, words) {
  const faces = (detailed) =>
    new Map(graph.nodes.map((item) => [item.key, faceOf(model, item, detailed, words)]));
  const labels = labelWidths(model, graph);
  const plain = { faces: faces(false), detailed: false, labels };
  if (graph.nodes.length > LARGE_GRAPH) return [{ ...plain, down: false }];
  const full = { faces: faces(true), detailed: true, labels };
  return [false, true].flatMap((down) => [
    { ...full, down },
    { ...plain, down },
  ]);
}

/** Whether the faces could be seen at a scale in one of the rooms: it costs no layout. */
export function couldFit([{ faces }], rooms, scale) {
  const area = [...faces.values()].reduce(
    (sum, { width, height }) => sum + (width + 100) * (height + 16),
    0,
  );
  return rooms.some((room) => area * scale * scale < DENSEST * room.width * room.height);
}

/** How much larger one must be than another, if it is turned or broken and the other is not. */
const pricePaid = (found, best) =>
  (found.down && !best.down ? WORTH_TURNING : 1) * (found.broken && !best.broken ? WORTH_BREAKING : 1);

/** The arrangement for a room: the first that is readable, else the least small. */
export function arrange(graph, room, variants) {
  let best = null;
  for (const variant of variants) {
    const found = attemptLayout(graph, room, variant);
    found.scale = scaleIn(room, found);
    if (!best || found.scale > best.scale * pricePaid(found, best)) best = found;
    if (best.scale >= READABLE_SCALE) break;
  }
  return best;
}

/** Where the numbers of the edges go; `texts` is a Map from edge to what it says. */
export function placed(arranged, texts) {
  const edges = [...texts].map(([key, text]) => ({
    key,
    pieces: arranged.pieces.get(key),
    wanted: arranged.wanted.get(key),
    size: { width: Math.max(26, widthOfLabel(text)) + 6, height: LABEL_HEIGHT },
  }));
  const boxes = [...arranged.boxes].map(([key, { x, y, width, height }]) => {
    const { sheets = 0 } = arranged.faces.get(key);
    return { left: x, top: y, right: x + width + sheets, bottom: y + height + sheets };
  });
  for (const { x, y, width } of arranged.frames.values()) {
    boxes.push({ left: x, top: y, right: x + width, bottom: y + FRAME_TITLE + 8 }); // its title
  }
  const places = placeLabels(edges, boxes);
  for (const { key, size } of edges) { // none leaves the picture by more than its margin
    const place = places.get(key);
    const least = size.width / 2 - MARGIN;
    place.x = Math.min(Math.max(place.x, least), Math.max(arranged.width - least, least));
  }
  return places;
}
