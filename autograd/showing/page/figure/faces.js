/** The face of a node: what is written on it, and the room that it takes. */

import { SANS, formulaWidth, textWidth } from "./svg-formula.js";
import { shown } from "../maths/numbers.js";

export const NAME_SIZE = 19;
export const TITLE_SIZE = 16;
export const FORMULA_SIZE = 13;
export const NUMBER_SIZE = 13;
export const COUNT_SIZE = 13;
export const FRAME_TITLE = 14;
export const PAD = 10;
export const LONGEST_NAME = 200;
export const SHEETS = 8; // that the sheets of a group's stack stick out below and at the right

export const PARTLY_SIZE = 13;
const PARTLY_FONT = `italic ${PARTLY_SIZE}px ${SANS}`;
const NUMBER_FONT = `${NUMBER_SIZE}px ${SANS}`;
const LONGEST_FORMULA = 168;
const LONGEST_MARK = 30; // a longer sign of an operation has a line of its own
const [TWO_LINES, THREE_LINES] = [56, 80];
const [LEAST_VALUE, LEAST_GRADIENT] = [32, 48]; // room for numbers that may become longer
const LEAST_GROUP = 68; // room for the name of a node inside
const DEL = 14; // the width of "∂ "

const onGrid = (x) => Math.ceil(x / 8) * 8;
const numberWidth = (x) => textWidth(shown(x), NUMBER_FONT);

/** The number with as many digits as there is room for. */
export function fitting(x, room) {
  const texts = [4, 3, 2, 1].map((digits) => shown(x, digits));
  return texts.find((text) => textWidth(text, NUMBER_FONT) <= room) ?? texts[3];
}

/**
 * The face of an item of the visible graph: its size and what it says.  With `detailed` it says
 * how the node is computed, if that is short; else the sign of the operation.
 */
export function faceOf(model, item, detailed, words) {
  if (item.kind === "group") return groupFace(model, item, words);
  return nodeFace(model, item.id, detailed, words);
}

/** The width of "∂ 2 of 3", which a sum of several contributions bears until it is complete. */
function delWidth(model, id, words) {
  const uses = id === null ? 0 : model.usesOf[id];
  if (uses < 2) return DEL;
  return DEL + textWidth(words("partlyShort", { arrived: uses, uses }), PARTLY_FONT) + 6;
}

function nodeFace(model, id, detailed, words) {
  const del = delWidth(model, id, words);
  const node = model.nodes[id];
  const isNumber = node.op === null && !node.label; // what is seen is its value
  const title = isNumber ? node.formula.mathml : node.name.mathml;
  const name = Math.min(formulaWidth(title, NAME_SIZE), LONGEST_NAME);
  const value = isNumber ? 0 : Math.max(LEAST_VALUE, numberWidth(model.value[id]));
  const gradient = Math.max(LEAST_GRADIENT, numberWidth(model.adjoint[id]));
  const { formula, mark } = computing(model, node, detailed);
  const markWidth = textWidth(mark, NUMBER_FONT);
  const beside = mark && markWidth <= LONGEST_MARK ? markWidth + 8 : 0;
  const middle = formula ? formulaWidth(formula, FORMULA_SIZE) : beside ? 0 : markWidth;
  const content = Math.max(name + PAD + value, middle, beside + del + gradient);
  const width = onGrid(content + 2 * PAD);
  return {
    width,
    height: middle ? THREE_LINES : TWO_LINES,
    isNumber,
    title,
    formula,
    mark,
    beside,
    valueRoom: width - 2 * PAD - name - 6,
    gradientRoom: width - 2 * PAD - del - beside,
  };
}

/** How a node is computed: its formula, if that is wanted and short, or its operation's sign. */
function computing(model, node, detailed) {
  if (node.op === null) return { formula: "", mark: "" };
  const { mathml } = node.formula;
  const fits = detailed && formulaWidth(mathml, FORMULA_SIZE) <= LONGEST_FORMULA;
  return fits
    ? { formula: mathml, mark: "" }
    : { formula: "", mark: model.trace.operations[node.op].symbol };
}

function groupFace(model, item, words) {
  const own = item.parent && !item.name.text.startsWith(item.parent.replace(/s$/, ""));
  const parent = own ? `${item.parent} · ` : "";
  const count = parent + (item.repeated || words("groupOf", { count: item.members.length }));
  const title = Math.min(formulaWidth(item.name.mathml, TITLE_SIZE), LONGEST_NAME) + 20;
  const hasOutput = item.id !== null;
  const del = delWidth(model, item.id, words);
  const numbers = hasOutput ? del + LEAST_GRADIENT : 0;
  const content = Math.max(LEAST_GROUP, title, textWidth(count, `${COUNT_SIZE}px ${SANS}`), numbers);
  const width = onGrid(content + 2 * PAD);
  const height = hasOutput ? THREE_LINES : TWO_LINES;
  return { width, height, sheets: SHEETS, count, hasOutput, gradientRoom: width - 2 * PAD - del };
}
