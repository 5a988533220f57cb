/** Draws the face of a node: its name, how it is computed, its value and its gradient. */

import { fill, setAttribute, setText, svg } from "../dom.js";
import {
  COUNT_SIZE,
  FORMULA_SIZE,
  FRAME_TITLE,
  LONGEST_NAME,
  NAME_SIZE,
  NUMBER_SIZE,
  PAD,
  PARTLY_SIZE,
  SHEETS,
  TITLE_SIZE,
  fitting,
} from "./faces.js";
import { SANS, drawnFormula, textWidth } from "./svg-formula.js";

const BLANK = 40; // the length of the line on which a number is still missing
const [FIRST_LINE, SECOND_LINE] = [24, 45]; // baselines
const LAST_LINE = 13; // above the bottom

/** Draws the face of an item at (0, 0); returns {element, update}. */
export function drawFace(item, face) {
  const element = svg(
    "g.node",
    { "data-key": item.key, role: "button", tabindex: "-1" },
    frameOfFace(item, face),
  );
  const update =
    item.kind === "group" ? drawGroup(element, item, face) : drawNode(element, face);
  return { element, update };
}

/** An open group's frame, whose title closes it; `closing` says so of a name. */
export function drawFrame({ key, name }, { x, y, width, height }, closing) {
  const button = { "data-key": key, role: "button", tabindex: "0", "aria-label": closing(name.text) };
  const top = { x, y, width, height: FRAME_TITLE + 12 };
  return svg(
    "g",
    { class: "framed" },
    svg("rect.frameface", { x, y, width, height, rx: 12 }),
    svg(
      "g.frame",
      button,
      svg("rect.framehead", { ...top, rx: 12 }),
      svg("path.opener", { d: `M${x + 12} ${y + 14}h8` }),
      drawnFormula(name.mathml, x + 28, y + 19, FRAME_TITLE, width - 40, "frametitle"),
    ),
  );
}

/** The box; of a group a stack of boxes. */
function frameOfFace({ kind }, { width, height }) {
  const box = (shift, name) => svg(`rect.${name}`, { x: shift, y: shift, width, height, rx: 8 });
  const halo = svg("rect.halo", { x: -4, y: -4, width: width + 8, height: height + 8, rx: 12 });
  const sheets = kind === "group" ? [box(SHEETS, "face.sheet"), box(SHEETS / 2, "face.sheet")] : [];
  return [halo, ...sheets, box(0, "face")];
}

function textAt(name, x, y, anchor, size = NUMBER_SIZE) {
  const font = { "font-size": size, "font-family": SANS, "text-anchor": anchor };
  return svg(`text.${name}`, { x, y, ...font });
}

/** "∂", and "2 of 3" where the sum is not complete. */
function setDel(element, del, partly) {
  const text = partly ? `${del} ${partly}` : del;
  if (element.textContent === text) return;
  const small = { "font-size": PARTLY_SIZE, "font-style": "italic" };
  fill(element, del, partly && svg("tspan", small, ` ${partly}`));
}

/** The longer text where it fits. */
const fittingText = ([long, short], room) =>
  textWidth(long, `${COUNT_SIZE}px ${SANS}`) <= room ? long : short;

function drawGroup(element, item, { width, height, count, hasOutput, gradientRoom }) {
  const counted = textAt("count", PAD, SECOND_LINE - 1, "start", COUNT_SIZE);
  const gradient = textAt("gradient", width - PAD, height - LAST_LINE, "end");
  const del = textAt("gradient.del", PAD, height - LAST_LINE, "start");
  element.append(
    drawnFormula(item.name.mathml, PAD, FIRST_LINE, TITLE_SIZE, LONGEST_NAME, "title"),
    svg("path.opener", { d: `M${width - 20} 18h8m-4 -4v8` }),
    counted,
    del,
    gradient,
  );
  return ({ seen, total, partly, inside }) => {
    setText(counted, inside ? fittingText(inside, width - 2 * PAD) : count);
    setDel(del, hasOutput && seen ? "∂" : "", partly);
    setText(gradient, hasOutput && seen ? fitting(total, gradientRoom) : "");
  };
}

function drawNode(element, face) {
  const right = face.width - PAD;
  const low = face.height - LAST_LINE;
  const blankAt = (y) => svg("path.blank", { d: `M${right - BLANK} ${y + 1}h${BLANK}` });
  const value = textAt("value", right, FIRST_LINE, "end");
  const gradient = textAt("gradient", right, low, "end");
  const del = textAt("gradient.del", PAD + face.beside, low, "start");
  const mark = textAt("mark", PAD, face.beside ? low : SECOND_LINE, "start");
  const blanks = [blankAt(FIRST_LINE), blankAt(low)];
  setText(mark, face.mark);
  element.append(
    drawnFormula(face.title, PAD, FIRST_LINE + 1, NAME_SIZE, LONGEST_NAME, "name"),
    drawnFormula(face.formula, PAD, SECOND_LINE, FORMULA_SIZE, Infinity, "formula"),
    ...[mark, value, del, gradient, ...blanks],
  );

  function gradientText({ seen, total, asked }) {
    if (!seen) return asked ? "?" : "";
    return fitting(total, face.gradientRoom);
  }
  return (facts) => {
    const { known, number, seen, asked } = facts;
    setText(value, face.isNumber || !known ? "" : fitting(number, face.valueRoom));
    setText(gradient, gradientText(facts));
    setDel(del, "∂", facts.partly);
    setAttribute(blanks[0], "visibility", known ? "hidden" : null);
    setAttribute(blanks[1], "visibility", seen || asked ? "hidden" : null);
  };
}
