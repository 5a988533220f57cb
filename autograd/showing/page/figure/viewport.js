/** Zoom and pan of the figure: Ctrl and wheel, drag, two fingers, buttons; fit to begin with. */

const CLOSEST = 4;
const FARTHEST = 0.04;
export const STAGE_MARGIN = 24; // around the figure, in pixels

/** Moves `world` inside `stage`; `onMove` is told the scale after each change. */
export function makeViewport(stage, world, onMove) {
  const view = { x: 0, y: 0, scale: 1, fitted: true, width: 1, height: 1 };
  let content = { width: 1, height: 1 };
  const fingers = new Map();
  let spread = 0;

  function apply() {
    world.setAttribute(
      "transform",
      `translate(${view.x.toFixed(2)} ${view.y.toFixed(2)}) scale(${view.scale.toFixed(4)})`,
    );
    stage.style.touchAction = view.fitted ? "pan-y" : "none";
    onMove(view.scale);
  }

  function fit(size = content) {
    content = size;
    const { width, height } = stage.getBoundingClientRect();
    Object.assign(view, { width, height });
    const scale = Math.min(
      (width - 2 * STAGE_MARGIN) / size.width,
      (height - 2 * STAGE_MARGIN) / size.height,
      1.25,
    );
    view.scale = Math.max(scale, FARTHEST);
    view.x = (width - size.width * view.scale) / 2;
    view.y = (height - size.height * view.scale) / 2;
    view.fitted = true;
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
    const gap = (from, to, room) => (from < 0 ? 16 - from : to > room ? room - to - 16 : 0);
    const [left, top] = [box.x * view.scale + view.x, box.y * view.scale + view.y];
    const dx = gap(left, left + box.width * view.scale, width);
    const dy = gap(top, top + box.height * view.scale, height);
    if (dx || dy) pan(dx, dy);
  }

  const middle = () => {
    const [a, b] = [...fingers.values()];
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, spread: Math.hypot(a.x - b.x, a.y - b.y) };
  };
  stage.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(Math.exp(-event.deltaY / 300), { x: event.clientX, y: event.clientY });
    },
    { passive: false },
  );
  stage.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    spread = fingers.size === 2 ? middle().spread : 0;
  });
  stage.addEventListener("pointermove", (event) => {
    const last = fingers.get(event.pointerId);
    if (!last) return;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (fingers.size === 2) {
      const now = middle();
      if (spread) zoom(now.spread / spread, now);
      spread = now.spread;
    } else if (fingers.size === 1 && (event.pointerType === "mouse" || !view.fitted)) {
      const [dx, dy] = [event.clientX - last.x, event.clientY - last.y];
      if (dx || dy) pan(dx, dy);
    }
  });
  for (const name of ["pointerup", "pointercancel", "pointerleave"]) {
    stage.addEventListener(name, (event) => fingers.delete(event.pointerId));
  }
  return { view, fit, zoom, pan, show };
}
