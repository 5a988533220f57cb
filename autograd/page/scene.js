/** The figure: nodes and edges as SVG, built once for each arrangement, then only updated. */

import { placed } from "./arrange.js";
import { arrowData, pathData, piecesThrough } from "./curves.js";
import { setAttribute, setText, svg } from "./dom.js";
import { drawFace } from "./faces.js";
import { SANS } from "./glyphs.js";
import { shown } from "./numbers.js";

export const useKey = (node, slot) => `${node}/${slot}`;

/** The number that an edge shows: its local derivative, or what several uses contribute together. */
export function edgeNumber(model, edge) {
  if (edge.uses.length === 1) return model.partials[edge.uses[0].node][edge.uses[0].slot];
  return edge.uses.reduce((sum, { node, slot }) =>
    sum + (model.adjoint[node] === 0 ? 0 : model.adjoint[node] * model.partials[node][slot]), 0);
}

/** `pick(kind, key)` is called on a click, `point(kind, key)` when the pointer is over an edge. */
export function makeScene(pick, point) {
  const layers = ["edges", "labels", "nodes"].map((name) => svg("g", { class: name }));
  const world = svg("g", { class: "world" }, layers);
  const element = svg("svg", { class: "scene", role: "group" }, world);
  let items = new Map();
  let lines = new Map();
  let arranged = null;

  const keyAt = (event) => {
    const hit = event.target.closest?.("[data-key]");
    return hit ? [hit.classList.contains("node") ? "node" : "edge", hit.dataset.key] : null;
  };
  let pressed = null;
  element.addEventListener("pointerdown", (event) => { pressed = [event.clientX, event.clientY]; });
  element.addEventListener("click", (event) => {
    const dragged = pressed && Math.hypot(event.clientX - pressed[0], event.clientY - pressed[1]) > 5;
    if (!dragged) pick(...(keyAt(event) ?? ["nothing", null]));
  });
  element.addEventListener("dblclick", (event) => {
    const [kind, key] = keyAt(event) ?? [];
    if (kind === "node") pick("open", key);
  });
  element.addEventListener("pointerover", (event) => point(...(keyAt(event) ?? ["nothing", null])));
  element.addEventListener("pointerleave", () => point("nothing", null));

  /** Draws the graph anew as it has been arranged. */
  function build(model, graph, arrangement) {
    arranged = arrangement;
    const texts = new Map(graph.edges.map((edge) => [edge.key, shown(edgeNumber(model, edge))]));
    const places = placed(arranged, texts);
    items = new Map();
    lines = new Map();
    for (const item of graph.nodes) {
      const drawn = drawFace(item, arranged.faces.get(item.key));
      const { x, y } = arranged.boxes.get(item.key);
      drawn.element.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
      drawn.element.classList.toggle("root", item.members.includes(model.root));
      items.set(item.key, { item, ...drawn });
    }
    for (const edge of graph.edges) lines.set(edge.key, drawEdge(edge, arranged, places.get(edge.key)));
    layers[0].replaceChildren(...[...lines.values()].map((line) => line.element));
    layers[1].replaceChildren(...[...lines.values()].map((line) => line.label));
    layers[2].replaceChildren(...[...items.values()].map((node) => node.element));
  }

  /** Brings all that is drawn to this frame. */
  function update(frame) {
    const { model, at, lookOf, edgeLook } = frame;
    for (const { item, element: node, update: show } of items.values()) {
      const id = item.id;
      const known = id !== null && Boolean(at.known[id]);
      const seen = id === null ? 0 : at.seen[id];
      show({ known, number: id === null ? 0 : model.value[id], seen, total: id === null ? 0 : at.total[id], asked: frame.asked === id });
      const look = lookOf(item);
      setAttribute(node, "class", `node ${item.kind === "group" ? "group" : model.nodes[id].op === null ? "leaf" : "inner"}${item.members.includes(model.root) ? " root" : ""}${known || id === null ? "" : " unknown"}${look}`);
      setAttribute(node, "aria-label", frame.nodeLabel(item));
      setAttribute(node, "tabindex", frame.focusKey === item.key ? "0" : "-1");
    }
    for (const { edge, element: line, label, path, text, clear } of lines.values()) {
      const look = edgeLook(edge);
      setAttribute(line, "class", `edge${look.classes}`);
      setAttribute(label, "class", `label${clear ? "" : " crowded"}${look.classes}`);
      path.style.strokeWidth = look.width ? `${look.width}px` : "";
      setText(text, look.text);
    }
  }

  return { element, world, build, update,
    boxOf: (key) => arranged?.boxes.get(key),
    elementOf: (key) => items.get(key)?.element,
    get arranged() { return arranged; } };
}

function drawEdge(edge, arranged, place) {
  const pieces = arranged.pieces.get(edge.key);
  const whole = piecesThrough(arranged.points.get(edge.key), arranged.down);
  const path = svg("path", { class: "line", d: pathData(pieces) });
  const element = svg("g", { class: "edge", "data-key": edge.key },
    svg("path", { class: "hit", d: pathData(pieces) }),
    path,
    svg("path", { class: "arrow", d: arrowData(whole, arranged.down) }));
  const text = svg("text", { x: place.x.toFixed(1), y: (place.y + 4).toFixed(1), "font-size": 12,
    "font-family": SANS, "text-anchor": "middle" });
  const label = svg("g", { class: "label", "data-key": edge.key }, text);
  return { edge, element, label, path, text, clear: place.clear };
}
