// A node as a function of its inputs alone: its values and slopes anywhere, and where to look.

import { attempt } from "./program.js";

const NEAREST = 3; // how far the picture reaches at least on either side of the number
const OUTLIERS = 0.04; // of the values at either end, which may be next to a pole

/** The inputs of a node that can be moved, each once: those that are no constants. */
function movable(model, id) {
  const { inputs, drawn } = model.nodes[id];
  const isConstant = (x) => model.nodes[x].op === null && !model.nodes[x].label;
  return [...new Set(inputs.slice(0, drawn))].filter((x) => !isConstant(x));
}

/**
 * The function {inputs, windows, value, slopes} of a node with one or two inputs to move; null for
 * any other, and where the page cannot compute it.  `value(point)` is NaN outside the domain.  Two
 * windows have one scale in a picture that is `aspect` times as wide as high: there a gradient is
 * perpendicular to its level.
 */
export function localFunction(model, id, aspect) {
  const { op, inputs, drawn } = model.nodes[id];
  if (op === null || drawn !== inputs.length) return null;
  const { forward, partials } = model.operations.get(op);
  const moved = movable(model, id);
  if (!forward || !partials || moved.length < 1 || moved.length > 2) return null;
  const numbersAt = (point) =>
    inputs.map((x) => (moved.includes(x) ? point[moved.indexOf(x)] : model.value[x]));

  function value(point) {
    const { value: found } = attempt(() => forward.run(0, numbersAt(point)));
    return found ? found[0] : NaN;
  }

  /** By each of the inputs to move; the uses of one input are added. */
  function slopes(point) {
    const [numbers, z] = [numbersAt(point), value(point)];
    const { value: found } = attempt(() => partials.run(z, numbers));
    if (!found || !Number.isFinite(z)) return moved.map(() => NaN);
    return moved.map((x) => found.reduce((sum, slope, i) => sum + (inputs[i] === x ? slope : 0), 0));
  }
  return { inputs: moved, windows: windowsOf(model, moved, aspect), value, slopes };
}

/** What is seen of each axis: around the number of the trace, so that it rests while one moves. */
function windowsOf(model, inputs, aspect) {
  const middles = inputs.map((x) => Number(model.nodes[x].value));
  const reaches = inputs.map((x, i) => {
    const moved = Math.abs(model.value[x] - middles[i]);
    return Math.max(NEAREST, 1.5 * Math.abs(middles[i]), 1.2 * moved);
  });
  if (inputs.length === 2) {
    const up = Math.max(reaches[1], reaches[0] / aspect);
    reaches.splice(0, 2, up * aspect, up);
  }
  return middles.map((middle, i) => [middle - reaches[i], middle + reaches[i]]);
}

/** So many numbers from one end of a window to the other. */
export const evenly = ([from, to], count) =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));

/** The window in which the values are seen: all but the farthest, and those that must be. */
export function windowOf(values, needed) {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const skip = Math.floor(sorted.length * OUTLIERS);
  const seen = [...sorted.slice(skip, sorted.length - skip), ...needed.filter(Number.isFinite)];
  const [low, high] = [Math.min(...seen), Math.max(...seen)];
  const margin = (high - low) * 0.1 || 1;
  return [low - margin, high + margin];
}

/**
 * The lines on which a grid of values has one level, as pairs of points in units of the grid's
 * steps (marching squares; a cell with a value that is not finite, or that spans more than
 * `widest`, as over a pole, has none).
 */
export function levelLines(grid, level, widest = Infinity) {
  const lines = [];
  const cross = (a, b) => (level - a) / (b - a);
  for (let j = 0; j + 1 < grid.length; j++) {
    for (let i = 0; i + 1 < grid[j].length; i++) {
      const [a, b, c, d] = [grid[j][i], grid[j][i + 1], grid[j + 1][i + 1], grid[j + 1][i]];
      const span = Math.max(a, b, c, d) - Math.min(a, b, c, d);
      if (!(span <= widest) || !Number.isFinite(span)) continue;
      const met = [];
      if (a < level !== b < level) met.push([i + cross(a, b), j]);
      if (b < level !== c < level) met.push([i + 1, j + cross(b, c)]);
      if (d < level !== c < level) met.push([i + cross(d, c), j + 1]);
      if (a < level !== d < level) met.push([i, j + cross(a, d)]);
      for (let k = 0; k + 1 < met.length; k += 2) lines.push([met[k], met[k + 1]]);
    }
  }
  return lines;
}
