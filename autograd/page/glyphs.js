/** Formulas as SVG text: runs of upright and slanted characters with small scripts. */

import { svg } from "./dom.js";
import { parsedFormula } from "./mathml.js";

export const SERIF = '"STIX Two Text", "Libertinus Serif", "Cambria", "Times New Roman", "Liberation Serif", "Songti SC", "Noto Serif CJK SC", serif';
export const SANS = '"Inter", "Segoe UI", "Helvetica Neue", "Noto Sans", "Liberation Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", system-ui, sans-serif';
const SCRIPT_SIZE = 0.7;
const RAISE = 0.44;
const LOWER = 0.26;
const runsBySource = new Map();
const MANY_WIDTHS = 5000;
const widthsOfFont = new Map();
let ruler = null;

/** Width in pixels of text in a font such as `italic 20px serif`. */
export function textWidth(text, font) {
  let widths = widthsOfFont.get(font);
  if (!widths || widths.size > MANY_WIDTHS) widthsOfFont.set(font, (widths = new Map()));
  let width = widths.get(text);
  if (width === undefined) {
    ruler ??= document.createElement("canvas").getContext("2d");
    if (ruler.font !== font) ruler.font = font;
    widths.set(text, (width = ruler.measureText(text).width));
  }
  return width;
}

function spacedSign(text) {
  if ("+−-=".includes(text)) return ` ${text === "-" ? "−" : text} `;
  return { "⁢": "\u2009", "\u2062": "\u2009", "⋅": "\u2009·\u2009", "·": "\u2009·\u2009", ",": ", " }[text] ?? text;
}

const composite = (element) => element.children.length > 1;

/** Appends the runs of one MathML element: {text, slanted, level, over}; level -1 below, 1 above. */
function collectRuns(element, level, runs) {
  const inner = [...element.children];
  const put = (text, slanted = false) => runs.push({ text, slanted, level, over: false });
  const bracket = (child) => {
    if (composite(child)) put("(");
    collectRuns(child, level, runs);
    if (composite(child)) put(")");
  };
  switch (element.localName) {
    case "mi":
      return put(element.textContent, [...element.textContent].length === 1 && element.getAttribute("mathvariant") !== "normal");
    case "mo":
      return put(level ? element.textContent : spacedSign(element.textContent));
    case "msub": case "msup": case "msubsup": case "munder": case "munderover":
      collectRuns(inner[0], level, runs);
      inner.slice(1).forEach((script, i) => {
        const from = runs.length;
        collectRuns(script, element.localName.startsWith("msup") || i === 1 ? 1 : -1, runs);
        if (i === 1 && runs[from]) runs[from].over = true;
      });
      return undefined;
    case "mover":
      collectRuns(inner[0], level, runs);
      return put({ "^": "\u0302", "ˆ": "\u0302", "¯": "\u0304", "~": "\u0303", "˜": "\u0303", "˙": "\u0307", "→": "\u20d7" }[inner[1].textContent] ?? inner[1].textContent, true);
    case "mfrac":
      bracket(inner[0]);
      put("\u2009/\u2009");
      return bracket(inner[1]);
    case "msqrt":
      put("√(");
      inner.forEach((child) => collectRuns(child, level, runs));
      return put(")");
    case "mspace":
      return put("\u2009");
    default:
      if (!inner.length) return element.textContent ? put(element.textContent) : undefined;
      inner.forEach((child) => collectRuns(child, level, runs));
  }
}

/** The runs of a MathML source, spaces at its ends taken away. */
export function glyphRuns(source) {
  if (!runsBySource.has(source)) {
    const runs = [];
    collectRuns(parsedFormula(source), 0, runs);
    if (runs.length) {
      runs[0].text = runs[0].text.trimStart();
      runs[runs.length - 1].text = runs[runs.length - 1].text.trimEnd();
    }
    runsBySource.set(source, runs);
  }
  return runsBySource.get(source);
}

const runFont = (run, size) => `${run.slanted ? "italic " : ""}${run.level ? size * SCRIPT_SIZE : size}px ${SERIF}`;

/** Places the runs: each with its x from the start and the width of all. */
function measured(runs, size) {
  let x = 0;
  let scripts = 0;
  const placed = runs.map((run, i) => {
    if (run.level && !(runs[i - 1]?.level && !run.over)) scripts = run.over ? scripts : x;
    if (run.over) x = scripts;
    const width = textWidth(run.text, runFont(run, size));
    const start = x;
    x += width;
    return { ...run, x: start, end: x };
  });
  return { placed, width: Math.max(0, ...placed.map((run) => run.end)) };
}

export const runsWidth = (runs, size) => measured(runs, size).width;

/** An SVG text element of a formula with its baseline at (x, y). */
export function drawnFormula(source, x, y, size, attributes = {}) {
  const { placed } = measured(glyphRuns(source), size);
  return svg("text", { x, y, "font-size": size, "font-family": SERIF, ...attributes },
    placed.map((run) => svg("tspan", {
      x: (x + run.x).toFixed(1),
      y: (y - run.level * size * (run.level > 0 ? RAISE : LOWER)).toFixed(1),
      "font-size": run.level ? (size * SCRIPT_SIZE).toFixed(1) : null,
      "font-style": run.slanted ? "italic" : null,
    }, run.text)));
}
