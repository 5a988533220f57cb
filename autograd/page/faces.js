/** The face of a node: its name, how it is computed, its value and the root's derivative by it. */

import { setAttribute, setText, svg } from "./dom.js";
import { drawnFormula, glyphRuns, runsWidth, SANS, textWidth } from "./glyphs.js";
import { shown } from "./numbers.js";

const NAME_SIZE = 19;
const TITLE_SIZE = 16;
const FORMULA_SIZE = 13;
const NUMBER_SIZE = 13;
const NUMBER_FONT = `${NUMBER_SIZE}px ${SANS}`;
const LONGEST_FORMULA = 168;
const LONGEST_NAME = 200;
const PAD = 10;
const LONGEST_MARK = 30;
const onGrid = (x) => Math.ceil(x / 8) * 8;

/** Numbers on a face have the digits that fit. */
function fitting(x, room) {
  for (const digits of [4, 3, 2]) {
    const text = shown(x, digits);
    if (textWidth(text, NUMBER_FONT) <= room) return text;
  }
  return shown(x, 1);
}

/** What is written on an item of the visible graph, and the room that it takes. */
export function faceOf(model, item, detailed, words) {
  if (item.kind === "group") return groupFace(item, words);
  const { id } = item;
  const node = model.nodes[id];
  const number = node.op === null && !node.label;
  const nameWidth = Math.min(runsWidth(glyphRuns(node.name.mathml), NAME_SIZE), LONGEST_NAME);
  const operation = node.op === null ? null : model.trace.operations[node.op];
  const formulaWidth = operation ? runsWidth(glyphRuns(node.formula.mathml), FORMULA_SIZE) : 0;
  const formula = operation && detailed && formulaWidth <= LONGEST_FORMULA;
  const mark = operation && !formula ? operation.symbol : "";
  const markWidth = mark ? textWidth(mark, NUMBER_FONT) : 0;
  const beside = markWidth && markWidth <= LONGEST_MARK ? markWidth + 8 : 0;
  const value = number ? 0 : Math.max(32, textWidth(shown(model.value[id]), NUMBER_FONT));
  const gradient = Math.max(48, textWidth(shown(model.adjoint[id]), NUMBER_FONT));
  const middle = formula ? formulaWidth : beside ? 0 : markWidth;
  const width = onGrid(Math.max(nameWidth + 10 + value, middle, beside + 14 + gradient) + 2 * PAD);
  return { kind: "node", node, number, formula, mark, beside, width, height: middle ? 80 : 56,
    valueRoom: width - 2 * PAD - nameWidth - 6, gradientRoom: width - 2 * PAD - 14 - beside };
}

function groupFace(item, words) {
  const parent = item.parent ? `${item.parent} · ` : "";
  const count = parent + words("groupOf", { count: item.members.length });
  const title = Math.min(runsWidth(glyphRuns(item.name.mathml), TITLE_SIZE), LONGEST_NAME);
  const numbers = item.id === null ? 0 : 80;
  const width = onGrid(Math.max(title + 20, textWidth(count, `12px ${SANS}`) + 12, numbers) + 2 * PAD);
  return { kind: "group", count, width, height: item.id === null ? 56 : 80, room: width - 2 * PAD - 14 };
}

/** Draws the face of an item at (0, 0); returns {element, update}. */
export function drawFace(item, face) {
  return face.kind === "group" ? drawGroup(item, face) : drawNode(item, face);
}

function frame(item, face, kind) {
  const { width, height } = face;
  return svg("g", { class: `node ${kind}`, "data-key": item.key, role: "button", tabindex: "-1" },
    svg("rect", { class: "halo", x: -4, y: -4, width: width + 8, height: height + 8, rx: 12 }),
    kind === "group" ? [8, 4].map((shift) =>
      svg("rect", { class: "face sheet", x: shift, y: shift, width, height, rx: 8 })) : null,
    svg("rect", { class: "face", width, height, rx: 8 }));
}

function drawGroup(item, face) {
  const element = frame(item, face, "group");
  const right = face.width - PAD;
  const output = item.id !== null;
  const text = (name, y) => svg("text", { class: name, x: right, y, "font-size": NUMBER_SIZE, "font-family": SANS, "text-anchor": "end" });
  const value = text("value", face.height - 13);
  const count = svg("text", { class: "count", x: PAD, y: 44, "font-size": 12, "font-family": SANS }, face.count);
  element.append(
    drawnFormula(item.name.mathml, PAD, 24, TITLE_SIZE, { class: "title" }),
    svg("path", { class: "opener", d: `M${face.width - 20} 18h8m-4 -4v8` }),
    count, value,
  );
  const gradient = output ? svg("text", { class: "gradient", x: PAD, y: face.height - 13, "font-size": NUMBER_SIZE, "font-family": SANS }) : null;
  if (output) element.append(gradient);

  function update({ number, seen, total }) {
    if (output) setText(gradient, seen ? `∂ ${fitting(total, face.room)}` : "");
  }
  return { element, update };
}

function drawNode(item, face) {
  const { node, width, height } = face;
  const right = width - PAD;
  const low = height - 13;
  const text = (name, x, y, anchor) => svg("text",
    { class: name, x, y, "font-size": NUMBER_SIZE, "font-family": SANS, "text-anchor": anchor });
  const kind = node.op === null ? "leaf" : "inner";
  const element = frame(item, face, kind);
  const value = text("value", right, 24, "end");
  const gradient = text("gradient", right, low, "end");
  const del = text("gradient del", PAD + face.beside, low, "start");
  setText(del, "∂");
  const blanks = [24, low].map((y) => svg("path", { class: "blank", d: `M${right - 40} ${y + 1}h40` }));
  element.append(drawnFormula(node.name.mathml, PAD, 25, NAME_SIZE, { class: "name" }));
  if (face.formula) element.append(drawnFormula(node.formula.mathml, PAD, 46, FORMULA_SIZE, { class: "formula" }));
  if (face.mark) {
    const mark = text("mark", PAD, face.beside ? low : 45, "start");
    setText(mark, face.mark);
    element.append(mark);
  }
  element.append(value, blanks[0], del, gradient, blanks[1]);

  /** state: {known, value, seen: 0|1|2, total, hidden} */
  function update({ known, number, seen, total, asked }) {
    setText(value, face.number || !known ? "" : fitting(number, face.valueRoom));
    setText(gradient, seen ? fitting(total, face.gradientRoom) + (seen === 1 ? "…" : "") : asked ? "?" : "");
    setAttribute(blanks[0], "visibility", known ? "hidden" : null);
    setAttribute(blanks[1], "visibility", seen || asked ? "hidden" : null);
  }
  return { element, update };
}
