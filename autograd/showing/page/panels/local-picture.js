/** The local derivative as a picture: a curve with its tangent, or contours with their gradient. */

import { heading } from "./card-parts.js";
import { fill, html, setAttribute, svg } from "../dom.js";
import { drawnFormula, formulaWidth } from "../figure/svg-formula.js";
import { levelLines, localFunction, evenly, windowOf } from "../maths/local-function.js";
import { moveByKey } from "./leaf-row.js";
import { derivative, formula, nameOf, numeral, sign } from "../maths/mathml.js";
import { shown } from "../maths/numbers.js";

const [WIDE, HIGH, ROOM] = [280, 176, 18]; // pixels; room below and at the left for the names
const ASPECT = (WIDE - 2 - ROOM) / (HIGH - ROOM - 2);
const SAMPLES = 141;
const NOTCH_COUNT = 50; // from the middle of a slider to its end, by arrow key
const GRID = 30; // even: the point is within a cell
const CONTOURS = 9;
const LONGEST_ARROW = 52;
const AXIS_NAME = 14;

const axisScale = ([from, to], low, high) => (x) => low + ((x - from) / (to - from)) * (high - low);
const lineThrough = (points) =>
  points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");

/** The section of a card with the picture; null where a node has none. */
export function localPicture(app, id) {
  const { model, frame, t } = app;
  const f = frame.at.known[id] ? localFunction(model, id, ASPECT) : null;
  if (!f) return null;
  const here = f.inputs.map((x) => model.value[x]);
  const draw = f.inputs.length === 1 ? drawCurve : drawContours;
  const picture = svg("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img" });
  const told = html("div.terms");
  const sliders = f.inputs.map((x, i) => localSlider(model, x, f.windows[i], here[i], update));
  const marks = draw(app, id, f, here, picture);

  function update() {
    const point = sliders.map(({ input }) => Number(input.value));
    const slopes = f.slopes(point);
    marks(point, slopes);
    const places = { node: model.nodes[id].name.text, value: shown(f.value(point)) };
    const inputs = f.inputs.map((x, i) => `${model.nodes[x].name.text} = ${shown(point[i])}`);
    const spoken = { ...places, at: inputs.join(", "), slopes: slopes.map((x) => shown(x)).join(", ") };
    setAttribute(picture, "aria-label", t("pictureSpoken", spoken));
    fill(
      told,
      ...f.inputs.map((x, i) => formula([derivative(model, id, x), sign("="), numeral(slopes[i])])),
    );
  }
  update();
  return html(
    "section.nearby",
    heading(t(f.inputs.length === 1 ? "tangentTitle" : "contourTitle")),
    picture,
    ...sliders.map(({ element }) => element),
    told,
  );
}

/** A slider that moves the point of the picture, and nothing else. */
function localSlider(model, x, [min, max], value, update) {
  const about = { min, max, step: "any", value, "aria-label": model.nodes[x].name.text };
  const input = html("input", {
    ...{ type: "range", "data-id": `local-${x}`, ...about },
    on: {
      input: update,
      keydown: (event) => moveByKey(event, input, (max - min) / 2 / NOTCH_COUNT),
    },
  });
  return { input, element: html("label.row", formula(nameOf(model, x)), input) };
}

/** The name of an axis at its end. */
function axisName(model, id, x, y) {
  const { mathml } = model.nodes[id].name;
  return drawnFormula(mathml, x === "end" ? WIDE - formulaWidth(mathml, AXIS_NAME) - 2 : x, y, AXIS_NAME, 90, "axisname");
}

function frameOfPicture(model, [below, left]) {
  return [
    svg("path.axis", { d: `M${ROOM} 2V${HIGH - ROOM}H${WIDE - 2}` }),
    axisName(model, below, "end", HIGH - 4),
    axisName(model, left, 2, 12),
  ];
}

/** Below a window -1, above it 1, inside 0. */
const sideOf = (y, [low, high]) => (y < low ? -1 : y > high ? 1 : 0);

/** A curve; returns what puts the point and the tangent at a place. */
function drawCurve({ model }, id, f, here, picture) {
  const [window] = f.windows;
  const xs = evenly(window, SAMPLES);
  const values = xs.map((x) => f.value([x]));
  const toX = axisScale(window, ROOM, WIDE - 2);
  const seen = windowOf(values, [f.value(here)]);
  const toY = axisScale(seen, HIGH - ROOM, 2);
  const runs = [[]];
  values.forEach((y, i) => {
    const jumps = i && sideOf(y, seen) * sideOf(values[i - 1], seen) < 0; // over a pole
    if (!Number.isFinite(y) || jumps) runs.push([]);
    if (Number.isFinite(y)) runs.at(-1).push([toX(xs[i]), toY(y)]);
  });
  const tangent = svg("path.tangent");
  const dot = svg("circle.point", { r: 4.5 });
  const clip = svg("svg", { x: 0, y: 0, width: WIDE, height: HIGH - ROOM });
  clip.append(svg("path.curve", { d: runs.map(lineThrough).join("") }), tangent, dot);
  const zero = seen[0] < 0 && seen[1] > 0 ? svg("path.zero", { d: `M${ROOM} ${toY(0)}H${WIDE}` }) : "";
  picture.append(...frameOfPicture(model, [f.inputs[0], id]), zero, clip);

  return ([x], [slope]) => {
    const y = f.value([x]);
    const line = window.map((end) => [toX(end), toY(y + slope * (end - x))]);
    setAttribute(tangent, "d", line.flat().every(Number.isFinite) ? lineThrough(line) : "");
    setAttribute(dot, "visibility", Number.isFinite(y) ? null : "hidden");
    if (!Number.isFinite(y)) return;
    setAttribute(dot, "cx", toX(x));
    setAttribute(dot, "cy", toY(y));
  };
}

/** Contours; returns what puts the point, its level and its gradient at a place. */
function drawContours({ model }, id, f, here, picture) {
  const [across, up] = f.windows.map((window) => evenly(window, GRID));
  const grid = up.map((v) => across.map((u) => f.value([u, v])));
  const toX = axisScale([0, GRID - 1], ROOM, WIDE - 2);
  const toY = axisScale([0, GRID - 1], HIGH - ROOM, 2);
  const [pointX, pointY] = [axisScale(f.windows[0], ROOM, WIDE - 2), axisScale(f.windows[1], HIGH - ROOM, 2)];
  const [low, high] = windowOf(grid.flat(), []);
  const drawn = (level) =>
    levelLines(grid, level, high - low).map((line) => lineThrough(line.map(([i, j]) => [toX(i), toY(j)]))).join("");
  const levels = evenly([low, high], CONTOURS + 2).slice(1, -1);
  const own = svg("path.level.here");
  const arrow = svg("path.tangent");
  const dot = svg("circle.point", { r: 4.5 });
  const lines = levels.map((level) => svg("path.level", { d: drawn(level) }));
  picture.append(...frameOfPicture(model, f.inputs), ...lines, own, arrow, dot);
  const steepest = Math.max(1e-300, ...f.slopes(here).map(Math.abs).filter(Number.isFinite));

  return (point, slopes) => {
    const [x, y] = [pointX(point[0]), pointY(point[1])];
    setAttribute(dot, "cx", x);
    setAttribute(dot, "cy", y);
    setAttribute(own, "d", drawn(f.value(point)));
    setAttribute(arrow, "d", arrowFrom([x, y], slopes.map((slope) => slope / steepest)));
  };
}

/** An arrow along a gradient, its length in units of the steepest slope; "" for none. */
function arrowFrom([x, y], [du, dv]) {
  const size = Math.hypot(du, dv);
  if (!Number.isFinite(size) || size < 1e-9) return "";
  const length = Math.min(size, 1.5) * LONGEST_ARROW;
  const [ux, uy] = [du / size, -dv / size];
  const [tx, ty] = [x + ux * length, y + uy * length];
  const barb = (side) => [tx - 8 * ux + side * 4 * uy, ty - 8 * uy - side * 4 * ux];
  return lineThrough([[x, y], [tx, ty]]) + lineThrough([barb(1), [tx, ty], barb(-1)]);
}
