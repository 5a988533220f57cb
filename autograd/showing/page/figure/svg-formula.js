/** Formulas as SVG text: measured, and drawn with slanted letters and small scripts. */

import { svg } from "../dom.js";
import { runsOfFormula } from "./formula-runs.js";

export const SERIF =
  '"STIX Two Text", "Libertinus Serif", "Cambria", "Times New Roman", "Liberation Serif", ' +
  '"Songti SC", "Noto Serif CJK SC", serif';
export const SANS =
  '"Inter", "Segoe UI", "Helvetica Neue", "Noto Sans", "Liberation Sans", "PingFang SC", ' +
  '"Microsoft YaHei", "Noto Sans CJK SC", system-ui, sans-serif';

const SCRIPT = 0.7; // the size of scripts
const [LOWER, RAISE] = [0.26, 0.44]; // how far they are off the line
const MEASURED = 100; // pixels: at this size each character is measured once
const CLUSTER = /.\p{M}*/gsu; // a character with the accents on it
const widthsOfFont = new Map();
const laidOut = new Map();
let ruler = null;

/** Width in pixels of text in a font such as `italic 20px serif`: that of its characters. */
export function textWidth(text, font) {
  const [size] = font.match(/[\d.]+(?=px)/);
  const measured = font.replace(size, MEASURED);
  let widths = widthsOfFont.get(measured);
  if (!widths) widthsOfFont.set(measured, (widths = new Map()));
  let sum = 0;
  for (const [cluster] of text.matchAll(CLUSTER)) {
    if (!widths.has(cluster)) widths.set(cluster, widthAtOnce(cluster, measured));
    sum += widths.get(cluster);
  }
  return (sum * size) / MEASURED;
}

function widthAtOnce(text, font) {
  ruler ??= document.createElement("canvas").getContext("2d");
  if (ruler.font !== font) ruler.font = font;
  return ruler.measureText(text).width;
}

/** The font of a run, as a canvas wants it. */
function fontOf({ slanted, level }, size) {
  return `${slanted ? "italic " : ""}${level ? size * SCRIPT : size}px ${SERIF}`;
}

/** The runs in their places: a raised script stands over the lowered one before it. */
function layOut(source, size) {
  const key = `${size} ${source}`;
  if (laidOut.has(key)) return laidOut.get(key);
  let [x, width, lowFrom] = [0, 0, 0];
  let before = 0;
  const runs = runsOfFormula(source).map((run) => {
    if (run.level < 0 && before === 0) lowFrom = x;
    if (run.level > 0 && before < 0) x = lowFrom;
    if (run.level === 0) x = width;
    before = run.level;
    const placed = { ...run, x, end: x + textWidth(run.text, fontOf(run, size)) };
    x = placed.end;
    width = Math.max(width, x);
    return placed;
  });
  laidOut.set(key, { runs, width });
  return laidOut.get(key);
}

/** Width in pixels of a formula. */
export const formulaWidth = (source, size) => layOut(source, size).width;

/** The runs that fit into `room`, the last of them cut short. */
function cutTo(runs, size, room) {
  const whole = runs.filter(({ end }) => end <= room);
  const first = runs.find(({ end }) => end > room);
  let { text } = first;
  const fits = () => first.x + textWidth(`${text}…`, fontOf(first, size)) <= room;
  while (text && !fits()) text = text.slice(0, -1);
  return [...whole, { ...first, text: `${text}…` }];
}

/** An SVG text of a formula, its baseline at (x, y), cut short where it is wider than `room`. */
export function drawnFormula(source, x, y, size, room, name) {
  const { runs, width } = layOut(source, size);
  const shift = (level) => level * size * (level > 0 ? RAISE : LOWER);
  const spans = (width > room ? cutTo(runs, size, room) : runs).map((run) =>
    svg(
      "tspan",
      {
        x: (x + run.x).toFixed(1),
        y: (y - shift(run.level)).toFixed(1),
        "font-size": run.level ? (size * SCRIPT).toFixed(1) : null,
        "font-style": run.slanted ? "italic" : null,
      },
      run.text,
    ),
  );
  return svg(`text.${name}`, { x, y, "font-size": size, "font-family": SERIF }, ...spans);
}
