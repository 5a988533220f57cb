/** Zoom and pan of the figure: Ctrl and wheel, drag, two fingers, buttons; fit to begin with. */

import { followGestures } from "./gestures.js";

const CLOSEST = 4;
const FARTHEST = 0.04;
export const STAGE_MARGIN = 24; // around the figure, in pixels
export const LEGIBLE_SCALE = 0.7; // the smallest text, 13 pixels, is 9 pixels high
const GLIDE = 350; // milliseconds
const CLEARANCE = 32; // pixels around what is brought into sight

/**
 * Moves `world` inside `stage`; `onMove` is told the scale after each change.  A figure that is
 * smaller than `least` as a whole opens at its beginning.
 */
export function makeViewport(stage, world, onMove, least = LEGIBLE_SCALE) {
  const content = { width: 1, height: 1, largest: 1.25 };
  const view = { x: 0, y: 0, scale: 1, fitted: true, width: 1, height: 1, content };
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let gliding = 0;

  function apply() {
    world.setAttribute(
      "transform",
      `translate(${view.x.toFixed(2)} ${view.y.toFixed(2)}) scale(${view.scale.toFixed(4)})`,
    );
    stage.style.touchAction = view.fitted ? "pan-y" : "none";
    onMove(view.scale);
  }

  /** The scale at which a box fills the stage, up to the largest. */
  const fittingScale = (width, height, box, margin) =>
    Math.min(
      (width - 2 * margin) / box.width,
      (height - 2 * margin) / box.height,
      content.largest,
    );

  function fit({ width, height } = stage.getBoundingClientRect()) {
    const size = content;
    cancelAnimationFrame(gliding);
    Object.assign(view, { width, height });
    view.scale = Math.max(fittingScale(width, height, size, STAGE_MARGIN), FARTHEST);
    view.x = (width - size.width * view.scale) / 2;
    view.y = (height - size.height * view.scale) / 2;
    view.fitted = true;
    apply();
  }

  /**
   * Opens a figure of this size, at most so large, on a stage of this size: whole if it can be read
   * so, else its beginning.
   */
  function open(size, largest, room) {
    Object.assign(content, size, { largest });
    begin(room);
  }

  function begin(room) {
    fit(room);
    if (view.scale >= least) return;
    const { width, height } = view;
    const size = content;
    view.scale = LEGIBLE_SCALE;
    const start = (length, room) =>
      length * view.scale <= room ? (room - length * view.scale) / 2 : STAGE_MARGIN;
    view.x = start(size.width, width);
    view.y =
      size.width > size.height
        ? (height - size.height * view.scale) / 2
        : start(size.height, height);
    apply();
  }

  /** Whether a box of the world can be seen whole, at this scale at least. */
  const canHold = (box, scale) =>
    box.width * Math.max(scale, view.scale) + 2 * CLEARANCE <= view.width &&
    box.height * Math.max(scale, view.scale) + 2 * CLEARANCE <= view.height;

  /** Whether a box of the world is seen whole now. */
  function sees(box) {
    const { width, height } = stage.getBoundingClientRect();
    const [left, top] = [box.x * view.scale + view.x, box.y * view.scale + view.y];
    const [right, bottom] = [left + box.width * view.scale, top + box.height * view.scale];
    return left >= 0 && top >= 0 && right <= width && bottom <= height;
  }

  /** Moves to a place: smoothly, or by a cut where motion is not wanted. */
  function glide(x, y, scale = view.scale) {
    cancelAnimationFrame(gliding);
    view.fitted = false;
    const from = { x: view.x, y: view.y, scale: view.scale };
    const begin = performance.now();
    const move = (now) => {
      const t = calm.matches ? 1 : Math.min(Math.max((now - begin) / GLIDE, 0), 1);
      const eased = t * t * (3 - 2 * t);
      view.x = from.x + (x - from.x) * eased;
      view.y = from.y + (y - from.y) * eased;
      view.scale = from.scale + (scale - from.scale) * eased;
      apply();
      if (t < 1) gliding = requestAnimationFrame(move);
    };
    move(begin);
  }

  /** Goes near to a box of the world, up to a scale; nowhere beyond the figure, nor farther than all. */
  function near(box, wanted) {
    const { width, height } = stage.getBoundingClientRect();
    const whole = fittingScale(width, height, content, STAGE_MARGIN);
    const close = Math.min(fittingScale(width, height, box, 2 * CLEARANCE), wanted);
    const scale = Math.max(whole, close);
    const along = (length, from, size, room) => {
      const free = room - length * scale;
      if (free >= 2 * STAGE_MARGIN) return free / 2;
      const middle = room / 2 - (from + size / 2) * scale;
      return Math.max(Math.min(middle, STAGE_MARGIN), free - STAGE_MARGIN);
    };
    const x = along(content.width, box.x, box.width, width);
    const y = along(content.height, box.y, box.height, height);
    glide(x, y, scale);
  }

  /** Brings a point of the world into the middle. */
  function centre(x, y) {
    cancelAnimationFrame(gliding);
    view.x = view.width / 2 - x * view.scale;
    view.y = view.height / 2 - y * view.scale;
    view.fitted = false;
    apply();
  }

  /** Zooms by a factor about a point of the stage, its middle if none is given. */
  function zoom(factor, at = null) {
    const box = stage.getBoundingClientRect();
    const [x, y] = at ? [at.x - box.left, at.y - box.top] : [box.width / 2, box.height / 2];
    const scale = Math.min(CLOSEST, Math.max(FARTHEST, view.scale * factor));
    view.x = x - ((x - view.x) * scale) / view.scale;
    view.y = y - ((y - view.y) * scale) / view.scale;
    view.scale = scale;
    view.fitted = false;
    apply();
  }

  function pan(dx, dy) {
    view.x += dx;
    view.y += dy;
    view.fitted = false;
    apply();
  }

  /** Moves as little as is needed to bring a box of the world into the stage. */
  function show(box) {
    const { width, height } = stage.getBoundingClientRect();
    const gap = (from, to, room) => {
      const clear = Math.max(Math.min(CLEARANCE, (room - (to - from)) / 2), 0);
      return from < 0 ? clear - from : to > room ? room - to - clear : 0;
    };
    const [left, top] = [box.x * view.scale + view.x, box.y * view.scale + view.y];
    const dx = gap(left, left + box.width * view.scale, width);
    const dy = gap(top, top + box.height * view.scale, height);
    if (dx || dy) glide(view.x + dx, view.y + dy);
  }

  const { onReader } = followGestures(stage, { view, zoom, pan });
  return { view, fit, open, begin, zoom, show, sees, near, centre, canHold, onReader };
}
