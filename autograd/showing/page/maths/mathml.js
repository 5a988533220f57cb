/** Formulas as MathML: those of the trace, made safe, and those put together here. */

import { math } from "../dom.js";
import { shown } from "./numbers.js";

const MATH_TAGS = new Set(
  (
    "mrow mi mn mo ms mtext mspace msub msup msubsup mover munder munderover mfrac msqrt mroot " +
    "mstyle mpadded mphantom mtable mtr mtd"
  ).split(" "),
);
const MATH_ATTRIBUTES = [
  "mathvariant",
  "stretchy",
  "fence",
  "separator",
  "accent",
  "lspace",
  "rspace",
  "width",
  "displaystyle",
  "form",
];
const parsedMath = new Map();
let inert = null;

/** Copies what is MathML and nothing else: no links, styles, scripts or handlers. */
function safeCopy(node) {
  if (node.nodeType === Node.TEXT_NODE) return document.createTextNode(node.data);
  if (node.nodeType !== Node.ELEMENT_NODE) return null;
  const children = [...node.childNodes].map(safeCopy);
  if (!MATH_TAGS.has(node.localName)) return math("mrow", ...children);
  const copy = math(node.localName, {}, ...children);
  for (const name of MATH_ATTRIBUTES) {
    if (node.hasAttribute(name)) copy.setAttribute(name, node.getAttribute(name));
  }
  return copy;
}

/** A piece of the trace's MathML, made safe once; it is not to be changed or put anywhere. */
export function parsedFormula(source) {
  let parsed = parsedMath.get(source);
  if (!parsed) {
    inert ??= document.createElement("template"); // what is in it is neither loaded nor run
    inert.innerHTML = `<math>${source}</math>`;
    parsed = math("mrow", ...[...inert.content.childNodes].map(safeCopy));
    parsedMath.set(source, parsed);
  }
  return parsed;
}

/** A piece of the trace's MathML as an element of its own. */
export const formulaOf = (source) => parsedFormula(source).cloneNode(true);

/** The display name of a node. */
export const nameOf = (model, id) => formulaOf(model.nodes[id].name.mathml);

export const sign = (text) => math("mo", text);
const prefix = (text) => math("mo", { form: "prefix", lspace: "0", rspace: "0" }, text);
export const row = (...children) => math("mrow", ...children);

/** A number, in brackets where a sign would meet another. */
export function numeral(x, bracketed = false, digits = 4) {
  const text = shown(x, digits);
  const negative = text.startsWith("−");
  const number = negative ? row(prefix("−"), math("mn", text.slice(1))) : math("mn", text);
  return bracketed && negative ? row(sign("("), number, sign(")")) : number;
}

/** ∂L/∂w as a fraction. */
export function derivative(model, of, wrt) {
  const above = row(prefix("∂"), nameOf(model, of));
  const below = row(prefix("∂"), nameOf(model, wrt));
  const fraction = math("mfrac", above, below);
  return math("mstyle", { displaystyle: "true" }, fraction);
}

/** A formula that stands in a line of text; its language keeps the fonts of maths everywhere. */
export function formula(children, attributes = {}) {
  return math("math", { lang: "en", ...attributes }, ...[children].flat());
}
