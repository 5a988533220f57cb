/** Ctrl and wheel, drag, two fingers: what a reader does to the figure. */

/**
 * Zooms and pans as the pointers over `stage` say.
 * @param {{view: object, zoom: Function, pan: Function}} viewport
 * @returns {{onReader: (listener: () => void) => void}} who is told when the reader has moved it
 */
export function followGestures(stage, { view, zoom, pan }) {
  let moved = () => {};
  const fingers = new Map();
  let spread = 0;

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
      moved();
      spread = now.spread;
    } else if (fingers.size === 1 && (event.pointerType === "mouse" || !view.fitted)) {
      const [dx, dy] = [event.clientX - last.x, event.clientY - last.y];
      if (!dx && !dy) return;
      pan(dx, dy);
      moved();
    }
  });
  for (const name of ["pointerup", "pointercancel", "pointerleave"]) {
    stage.addEventListener(name, (event) => fingers.delete(event.pointerId));
  }
  const onReader = (listener) => {
    moved = listener;
  };
  return { onReader };
}
