/** The message at a side of an equation: on hover, or by keyboard; what puts it right is in it. */

import { fill, html, placeAt } from "../dom.js";
import { lookOfSign } from "./lab-marks.js";
import { chainOf, reasonsOf, statusWords } from "./told.js";

const HOVER_DELAY = 250; // milliseconds before it opens, and before it closes
const MESSAGE_WIDTH = 420;

/** Returns {element, point, show, close, isOpen}. */
export function makeMessage(lab) {
  const element = html("div.labmessage", { role: "tooltip", hidden: true });
  let timer = 0;
  let shownFor = "";

  function close() {
    clearTimeout(timer);
    element.hidden = true;
    shownFor = "";
  }

  /** Shows what is said of an equation beside a box. */
  function show(equation, box) {
    const told = reasonsOf(lab, equation);
    fill(
      element,
      html(
        `p.labhead.${lookOfSign(equation.mark)}`,
        html("strong", `${equation.mark === "·" ? "≔" : equation.mark} ${equation.id}`),
        ` ${statusWords(lab, equation)}`,
      ),
      html("p.formula", chainOf(equation)),
      told,
    );
    element.hidden = false;
    const around = lab.element.getBoundingClientRect();
    const [right, bottom] = [Math.min(innerWidth, around.right), Math.min(innerHeight, around.bottom)];
    const height = element.offsetHeight;
    const left = Math.min(box.left, right - MESSAGE_WIDTH - 16);
    const below = box.bottom + 6 + height < bottom;
    const top = below ? box.bottom + 6 : Math.max(8, box.top - 6 - height);
    placeAt(element, Math.max(around.left + 8, left), top);
  }

  /** After the pointer has come over a mark, or has left it. */
  function point(mark, box) {
    const key = mark ? String(mark.equation) : "";
    if (key === shownFor) return;
    clearTimeout(timer);
    const equation = mark && lab.marks?.equations[mark.equation];
    const open = () => {
      if (!equation || equation.mark === "·") return close();
      shownFor = key;
      return show(equation, box);
    };
    timer = setTimeout(open, HOVER_DELAY);
  }

  element.addEventListener("pointerenter", () => clearTimeout(timer));
  element.addEventListener("pointerleave", () => {
    timer = setTimeout(close, HOVER_DELAY);
  });
  return {
    element,
    point,
    show,
    close,
    get isOpen() {
      return !element.hidden;
    },
  };
}
