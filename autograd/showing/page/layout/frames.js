// Layout with frames: an open group is laid out by itself, and stands as one box in what is around
// it.  An edge that crosses a frame goes through a port, a place on the frame's side, and is the
// sum of its legs: out of its own frames, over to the other's, and in.

import { layout } from "./layout.js";

const TITLE = 22; // pixels above what is in a frame, beside the margin of every layout
const PORT = { width: 1, height: 16 };

/**
 * Lays out a graph with `frames`, [{key, parent}], a frame after the one that it is in; each node
 * has the key of its innermost `frame` or null.  Takes and returns what `layout` does, and
 * `frames`, a Map from key to box.  `titleWidth` tells how wide a frame must be; `down` that
 * the picture will be turned.
 */
export function framedLayout(graph, size, options) {
  if (!graph.frames?.length) return { ...layout(graph, size, options), frames: new Map() };
  const scopes = scopesOf(graph, options.labelWidth ?? (() => 0));
  const laid = new Map();
  const sizeIn = (key) => laid.get(key)?.size ?? (key[0] === "<" || key[0] === ">" ? portSize(key) : size(key));
  for (const { key } of graph.frames.slice().reverse()) {
    const inside = layoutOfScope(scopes.get(key), sizeIn, Infinity);
    laid.set(key, { ...inside, size: frameSize(scopes.get(key), inside, options, key) });
  }
  laid.set(null, layoutOfScope(scopes.get(null), sizeIn, options.width));
  return composed(graph, scopes, laid, options.down);
}

const portSize = (key) => ({ ...PORT, pinned: key[0] === "<" ? "first" : "last" });

function layoutOfScope({ items, lines, labels }, size, width) {
  const labelWidth = (from, to) => labels.get(`${from}>${to}`) ?? 0;
  return layout({ nodes: items, edges: [...lines.values()] }, size, { width, labelWidth });
}

/** The room above what is in a frame; a turned picture's above is at the left. */
const shiftOf = (down) => (down ? [TITLE, 0] : [0, TITLE]);

/** The size of a frame, and where lines reach its sides. */
function frameSize({ ports }, { nodes, width, height }, { down, titleWidth }, key) {
  const [dx, dy] = shiftOf(down);
  const least = titleWidth(key);
  const middles = (side) =>
    new Map(ports[side].map(([port, line]) => [line, nodes.get(port).y + PORT.height / 2 + dy]));
  return {
    width: Math.max(width + dx, down ? 0 : least),
    height: Math.max(height + dy, down ? least : 0),
    isFrame: true,
    arrives: middles("in"),
    leaves: middles("out"),
  };
}

/**
 * For each frame, and null for the whole: the items in it (nodes, frames, its ports), the lines
 * between them by key, the widths of their labels, the lines at its ports from outside.
 * Each edge gets its `legs`, [scope, line].
 */
function scopesOf(graph, labelWidth) {
  const parents = new Map(graph.frames.map(({ key, parent }) => [key, parent]));
  const scope = () => ({ items: [], lines: new Map(), labels: new Map(), ports: { in: [], out: [] } });
  const scopes = new Map([null, ...parents.keys()].map((key) => [key, scope()]));
  const ways = new Map(); // of each node: itself, its frames from the inside out, null
  for (const { key, frame } of graph.nodes) {
    const way = [key];
    for (let at = frame; at !== null; at = parents.get(at)) way.push(at);
    ways.set(key, [...way, null]);
    scopes.get(frame).items.push({ key });
  }
  for (const [key, parent] of parents) scopes.get(parent).items.push({ key });

  const portIn = (key, side, port, line) => {
    const { items, ports } = scopes.get(key);
    if (!items.some((item) => item.key === port)) items.push({ key: port });
    if (!ports[side].some((one) => one[1] === line)) ports[side].push([port, line]);
  };
  for (const edge of graph.edges) {
    const [up, down] = [ways.get(edge.from), ways.get(edge.to)];
    const common = up.slice(1).find((key) => down.includes(key, 1));
    const [out, into] = [up.indexOf(common, 1), down.indexOf(common, 1)];
    const lineOf = (from, to) => (to === edge.to ? edge.key : `${edge.from}: ${from}>${to}`);
    edge.legs = [];
    const leg = (key, from, to) => {
      const line = lineOf(from, to);
      scopes.get(key).lines.set(line, { key: line, from, to });
      edge.legs.push([key, line]);
      return line;
    };
    for (let i = 1; i < out; i++) leg(up[i], up[i - 1], `>${edge.from}`);
    const middle = leg(common, up[out - 1], down[into - 1]);
    for (let i = into - 1; i >= 1; i--) leg(down[i], `<${edge.from}`, down[i - 1]);
    for (let i = 1; i < out; i++) {
      portIn(up[i], "out", `>${edge.from}`, i + 1 < out ? lineOf(up[i], `>${edge.from}`) : middle);
    }
    for (let i = into - 1; i >= 1; i--) {
      const before = i + 1 < into ? lineOf(`<${edge.from}`, down[i]) : middle;
      portIn(down[i], "in", `<${edge.from}`, before);
    }
    const [last] = edge.legs[edge.legs.length - 1];
    const { from, to } = scopes.get(last).lines.get(edge.key);
    const { labels } = scopes.get(last);
    const wide = Math.max(labels.get(`${from}>${to}`) ?? 0, labelWidth(edge.from, edge.to));
    labels.set(`${from}>${to}`, wide);
  }
  return scopes;
}

/** All scopes put together, from the outside in. */
function composed(graph, scopes, laid, down) {
  const at = new Map([[null, [0, 0]]]);
  const [nodes, frames] = [new Map(), new Map()];
  const inner = shiftOf(down);
  const whole = laid.get(null);
  let crossings = whole.crossings;
  const absolute = (key, { x, y, width, height }) => {
    const [dx, dy] = at.get(key);
    return { x: x + dx, y: y + dy, width, height };
  };
  for (const { key, parent } of graph.frames) {
    const box = absolute(parent, laid.get(parent).nodes.get(key));
    frames.set(key, box);
    at.set(key, [box.x + inner[0], box.y + inner[1]]);
    crossings += laid.get(key).crossings;
  }
  for (const { key, frame } of graph.nodes) nodes.set(key, absolute(frame, laid.get(frame).nodes.get(key)));
  const moved = (key, [x, y]) => [x + at.get(key)[0], y + at.get(key)[1]];
  const [edges, labels] = [new Map(), new Map()];
  for (const { key, legs } of graph.edges) {
    edges.set(key, legs.flatMap(([scope, line]) => laid.get(scope).edges.get(line).map((p) => moved(scope, p))));
    const [last] = legs[legs.length - 1];
    const label = laid.get(last).labels.get(key);
    if (label) labels.set(key, moved(last, label));
  }
  return { nodes, frames, edges, labels, width: whole.width, height: whole.height, crossings };
}
