/** The figure: nodes and edges as SVG, built once for each arrangement, then only updated. */

import { LABEL_SIZE, placed } from "../layout/arrange.js";
import { arrowData, backArrowData, pathData, piecesThrough } from "../layout/curves.js";
import { setAttribute, setText, svg } from "../dom.js";
import { edgeText } from "./edge-number.js";
import { drawFace, drawFrame } from "./face-drawing.js";
import { SANS } from "./svg-formula.js";
import { makeTravel } from "./travel.js";

const MANY_ITEMS = 150; // nodes of which only those in sight are written
const WRITTEN_SCALE = 0.25; // the scale below which numbers are not shown

/**
 * `pick(kind, key)` is called on a click, `point(kind, key)` when the pointer is over an edge;
 * `sightOf()` tells the scale and shift of the figure, and the size of the stage.
 */
export function makeScene(pick, point, sightOf) {
  const layers = ["edges", "labels", "nodes", "tokens"].map((name) => svg("g", { class: name }));
  const frames = svg("g.frames");
  const world = svg("g.world", frames, layers);
  const element = svg("svg.scene", { role: "group" }, world);
  const travel = makeTravel(layers[3]);
  let items = new Map();
  let lines = new Map();
  let arranged = null;
  let shownFrame = null;
  let waiting = false;
  let focusKey = null; // of the node that the Tab key comes to

  const keyAt = (event) => {
    const hit = event.target.closest?.("[data-key]");
    return hit ? [kindOfElement(hit), hit.dataset.key] : null;
  };
  let pressed = null;
  element.addEventListener("pointerdown", (event) => {
    pressed = [event.clientX, event.clientY];
  });
  element.addEventListener("click", (event) => {
    const dragged =
      pressed && Math.hypot(event.clientX - pressed[0], event.clientY - pressed[1]) > 5;
    if (!dragged) pick(...(keyAt(event) ?? ["nothing", null]));
  });
  element.addEventListener("dblclick", (event) => {
    const [kind, key] = keyAt(event) ?? [];
    if (kind === "node") pick("open", key);
  });
  element.addEventListener("pointerover", (event) => point(...(keyAt(event) ?? ["nothing", null])));
  element.addEventListener("pointerleave", () => point("nothing", null));

  /** Draws the graph anew as it has been arranged; `closing` says what a click on a frame does. */
  function build(model, graph, arrangement, closing) {
    arranged = arrangement;
    const texts = new Map(graph.edges.map((edge) => [edge.key, edgeText(model, edge)]));
    const places = placed(arranged, texts);
    items = new Map();
    lines = new Map();
    for (const item of graph.nodes) {
      const drawn = drawFace(item, arranged.faces.get(item.key));
      const { x, y } = arranged.boxes.get(item.key);
      drawn.element.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
      items.set(item.key, { item, kind: kindOf(model, item), ...drawn });
    }
    for (const edge of graph.edges)
      lines.set(edge.key, drawEdge(edge, arranged, places.get(edge.key)));
    focusKey = null;
    frames.replaceChildren(
      ...graph.frames.map((frame) => drawFrame(frame, arranged.frames.get(frame.key), closing)),
    );
    layers[0].replaceChildren(...[...lines.values()].map((line) => line.element));
    layers[1].replaceChildren(...[...lines.values()].map((line) => line.label));
    layers[2].replaceChildren(...[...items.values()].map((node) => node.element));
  }

  /** Brings all that is drawn to this frame; in a large graph what is out of sight may wait. */
  function update(frame, everything = false) {
    shownFrame = frame;
    const sight = everything || items.size <= MANY_ITEMS ? () => true : inSight();
    waiting = false;
    if (focusKey !== frame.focusKey) {
      items.get(focusKey)?.element.setAttribute("tabindex", "-1");
      items.get((focusKey = frame.focusKey))?.element.setAttribute("tabindex", "0");
    }
    for (const [key, drawn] of items) {
      const look = frame.lookOfNode(drawn.item);
      if (drawn.look !== look) {
        drawn.look = look;
        setAttribute(drawn.element, "class", `node ${drawn.kind} ${look}`);
      }
      if (sight(arranged.boxes.get(key))) updateNode(frame, drawn);
      else waiting = true;
    }
    for (const line of lines.values()) {
      const { classes, width } = frame.lookOfEdge(line.edge);
      if (line.look !== classes) {
        line.look = classes;
        setAttribute(line.element, "class", `edge ${classes}`);
        setAttribute(line.label, "class", `label ${line.clear ? "" : "crowded"} ${classes}`);
      }
      const thick = Math.round(width * 2) / 2;
      if (line.thick !== thick) {
        line.thick = thick;
        line.path.style.strokeWidth = thick ? `${thick}px` : "";
      }
      if (sight({ x: line.place.x, y: line.place.y, width: 0, height: 0 })) {
        setText(line.text, frame.textOfEdge(line.edge));
        setAttribute(line.element, "aria-label", frame.edgeLabel(line.edge));
      }
    }
    travel.show(frame, lines, arranged);
  }

  /** Whether a box of the world is on the stage, and large enough to be read. */
  function inSight() {
    const { scale, x, y, width, height } = sightOf();
    const on = (from, length, shift, room) =>
      (from + length) * scale + shift > 0 && from * scale + shift < room;
    return (box) =>
      scale > WRITTEN_SCALE && on(box.x, box.width, x, width) && on(box.y, box.height, y, height);
  }

  return {
    element,
    world,
    build,
    update,
    /** After a move: writes what has come into sight. */
    moved: () => waiting && update(shownFrame),
    boxOf: (key) => arranged?.boxes.get(key) ?? arranged?.frames.get(key),
    elementOf: (key) => (items.get(key) ?? lines.get(key))?.element,
    get arranged() {
      return arranged;
    },
  };
}

/** What an element of the figure shows: a "node", an "edge", a "frame". */
export function kindOfElement({ classList }) {
  return ["node", "frame"].find((kind) => classList.contains(kind)) ?? "edge";
}

/** What a node is, as classes: a group, a leaf, computed; the root. */
function kindOf(model, item) {
  const kind =
    item.kind === "group" ? "group" : model.nodes[item.id].op === null ? "leaf" : "inner";
  return item.members.includes(model.root) ? `${kind} root` : kind;
}

/** Writes the numbers of a node. */
function updateNode({ model, at, asked, nodeLabel, partlyOf, insideOf }, { item, element, update }) {
  const { id } = item;
  const known = id !== null && Boolean(at.known[id]);
  setAttribute(element, "aria-label", nodeLabel(item));
  update({
    known,
    number: id === null ? 0 : model.value[id],
    seen: id === null ? 0 : at.seen[id],
    total: id === null ? 0 : at.total[id],
    asked: asked === id,
    partly: id !== null && at.seen[id] === 1 ? partlyOf(id) : "",
    inside: item.kind === "group" ? insideOf(item) : null,
  });
}

function drawEdge(edge, arranged, place) {
  const pieces = arranged.pieces.get(edge.key);
  const whole = piecesThrough(arranged.points.get(edge.key), arranged.down);
  const path = svg("path.line", { d: pathData(pieces) });
  const element = svg(
    "g.edge",
    { "data-key": edge.key, role: "button", tabindex: "-1" },
    svg("path.hit", { d: pathData(pieces) }),
    path,
    svg("path.arrow", { d: arrowData(whole, arranged.down) }),
    svg("path.back", { d: backArrowData(whole, arranged.down) }),
  );
  const text = svg("text", {
    x: place.x.toFixed(1),
    y: (place.y + 4).toFixed(1),
    "font-size": LABEL_SIZE,
    "font-family": SANS,
    "text-anchor": "middle",
  });
  const label = svg("g.label", { "data-key": edge.key }, text);
  return { edge, element, label, path, text, place, clear: place.clear };
}
