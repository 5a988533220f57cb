/** The camera: keeps the present step in sight until the reader moves the figure. */

import { LEGIBLE_SCALE } from "./viewport.js";

/** The smallest box around boxes of the world. */
function around(boxes) {
  const [left, top] = ["x", "y"].map((side) => Math.min(...boxes.map((box) => box[side])));
  const right = Math.max(...boxes.map(({ x, width }) => x + width));
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Returns {follows, follow, release, resume, whole}. */
export function makeCamera(app, viewport, scene) {
  let follows = true;
  let last = null;

  /** The boxes of what the step is about: where it happens first. */
  function boxesOf({ pass, node, input }) {
    const ids = pass === "backward" ? [input, node] : [node];
    return ids.map((id) => scene.boxOf(app.keyOf.get(id))).filter(Boolean);
  }

  /** After a rendering: brings the step into sight if it is another one. */
  function follow({ current }) {
    if (!current || current === last) return;
    last = current;
    if (!follows) return;
    const boxes = boxesOf(current);
    if (!boxes.length) return;
    const box = around(boxes);
    viewport.show(viewport.canHold(box, LEGIBLE_SCALE) ? box : boxes[0]);
  }

  function setFollows(wanted) {
    if (follows === wanted) return;
    follows = wanted;
    app.change({});
  }

  viewport.onReader(() => setFollows(false));
  return {
    get follows() {
      return follows;
    },
    follow,
    release: () => setFollows(false),
    resume() {
      last = null;
      setFollows(true);
    },
    whole() {
      viewport.fit();
      setFollows(true);
    },
  };
}
