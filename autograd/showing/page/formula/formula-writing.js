// Names and numbers as text, LaTeX and MathML, and what a row of the catalogue is with them.

import { GREEK_LETTERS } from "./formula-lexer.js";

const LOW_SIGNS = new Map([..."0123456789+-=()aehijklmnoprstuvx"].map((c, i) => [c, [..."₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"][i]]));
const HIGH_SIGNS = new Map([..."0123456789+-=()abcdefghijklmnoprstuvwxyz"].map((c, i) => [c, [..."⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"][i]]));
const ACCENT_SIGNS = { hat: ["\u0302", "^"], bar: ["\u0304", "¯"], tilde: ["\u0303", "~"], dot: ["\u0307", "˙"], vec: ["\u20d7", "→"] };

const letterOf = (word) => word.replace(/\\([A-Za-z]+)/g, (whole, name) => GREEK_LETTERS.get(name) ?? whole);

/** The accent and the bare word of a base. */
function accentOf(base) {
  const [, accent, inside] = /^\\(\w+)\{(.*)\}$/.exec(base) ?? [null, "", base];
  return [ACCENT_SIGNS[accent], letterOf(inside)];
}

/** The base of a name in Unicode, as names of nodes without a label must not have it. */
export function baseText(name) {
  const [over, word] = accentOf(name.base);
  return over ? [...word].map((c) => c + over[0]).join("") : word;
}

function smallText(script, alphabet, mark) {
  if (!script) return "";
  if ([...script].every((c) => alphabet.has(c) || c === ",")) return [...script].map((c) => alphabet.get(c) ?? c).join("");
  return [...script].length === 1 ? mark + script : `${mark}{${script}}`;
}

function scriptMathml(script) {
  const pieces = script.match(/\p{L}[\p{L}\d]*|\d+(?:\.\d+)?|./gu) ?? [];
  const items = pieces.map((piece) => {
    if (/^\d/.test(piece)) return `<mn>${piece}</mn>`;
    return /^\p{L}/u.test(piece) ? `<mi>${piece}</mi>` : `<mo>${piece.replace("-", "−")}</mo>`;
  });
  return items.length === 1 ? items[0] : `<mrow>${items.join("")}</mrow>`;
}

/** A name {base, sub, layer} in the three notations. */
export function writtenName(name) {
  const [over, word] = accentOf(name.base);
  const { sub } = name;
  const layer = name.layer && `(${name.layer})`;
  const base = over ? `<mover accent="true"><mi>${word}</mi><mo>${over[1]}</mo></mover>` : `<mi>${word}</mi>`;
  const scripts = [sub, layer].filter(Boolean).map((script) => scriptMathml(letterOf(script))).join("");
  const tag = sub && layer ? "msubsup" : sub ? "msub" : "msup";
  return {
    text: baseText(name) + smallText(letterOf(sub), LOW_SIGNS, "_") + smallText(letterOf(layer), HIGH_SIGNS, "^"),
    latex: name.base + (sub && `_{${sub}}`) + (layer && `^{${layer}}`),
    mathml: scripts ? `<${tag}>${base}${scripts}</${tag}>` : base,
  };
}

const signedMathml = (text) => (text[0] === "-" ? `<mrow><mo>−</mo><mn>${text.slice(1)}</mn></mrow>` : `<mn>${text}</mn>`);

/** A number in the three notations, with six digits at most. */
export function writtenNumber(x) {
  const size = Math.abs(x);
  if (x === 0 || (size >= 1e-4 && size < 1e6)) {
    const text = String(Number(x.toPrecision(6)));
    return { text, latex: text, mathml: signedMathml(text) };
  }
  const [mantissa, power] = x.toExponential(5).split("e");
  const [digits, exponent] = [String(Number(mantissa)), String(Number(power))];
  const raised = [...exponent].map((c) => HIGH_SIGNS.get(c)).join("");
  const factor = digits === "1" ? "" : digits;
  const low = factor ? `<mtext>${factor} · 10</mtext>` : "<mn>10</mn>";
  return {
    text: `${factor && `${factor} · `}10${raised}`,
    latex: `${factor && `${factor} \\cdot `}10^{${exponent}}`,
    mathml: `<msup>${low}${signedMathml(exponent)}</msup>`,
  };
}

/** MathML with a name in the place of a mark; of a power of w_1 the scripts stand over each other. */
function withName(template, mark, mathml) {
  const scripts = /^<msub>(.*)<\/msub>$/.exec(mathml);
  const power = new RegExp(`<msup>${mark}((?:(?!<msup>).)*?)</msup>`, "g");
  const joined = scripts ? template.replace(power, `<msubsup>${scripts[1]}$1</msubsup>`) : template;
  return joined.replaceAll(mark, mathml);
}

/**
 * A form of the catalogue with names and numbers in the place of its marks.
 * @param {object} catalogue @param {string[]} form in the three notations
 * @param {{number: number|null, written: object}[]} inputs @param {object} result
 */
export function filledForm(catalogue, form, inputs, result) {
  const [text, latex, mathml] = form;
  const letters = [...catalogue.inputs];
  const number = inputs.find((input) => input.number !== null);
  const size = number && writtenNumber(Math.abs(number.number));
  const replaced = (template, kind) => {
    let filled = template;
    const put = (mark, written) => {
      if (kind === "mathml") filled = withName(filled, `<mi>${mark}</mi>`, written.mathml);
      else filled = filled.replaceAll(mark, written[kind]);
    };
    inputs.forEach(({ written }, i) => put(letters[i], written));
    put(catalogue.result, result);
    if (!size) return filled;
    const sentinel = kind === "mathml" ? `<mn>${catalogue.number}</mn>` : catalogue.number;
    return filled.replaceAll(sentinel, size[kind]);
  };
  return { text: replaced(text, "text"), latex: replaced(latex, "latex"), mathml: replaced(mathml, "mathml") };
}
