/** The camera: keeps the present step in sight until the reader moves the figure. */

import { LEGIBLE_SCALE } from "./viewport.js";

const HALL_HEIGHT = 500; // of the page at scale 1, as a hall can read it

/** The smallest box around boxes of the world. */
function around(boxes) {
  const [left, top] = ["x", "y"].map((side) => Math.min(...boxes.map((box) => box[side])));
  const right = Math.max(...boxes.map(({ x, width }) => x + width));
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Returns {follows, follow, forget, release, resume, whole, bring}. */
export function makeCamera(app, viewport, scene) {
  let follows = true;
  let last = null;

  /** The boxes of what the step is about: where it happens first. */
  function boxesOf({ pass, node, input }) {
    const ids = pass === "backward" ? [input, node] : [node];
    return ids.map((id) => scene.boxOf(app.keyOf.get(id))).filter(Boolean);
  }

  /** After a rendering: brings the step into sight if it is another one; for a hall goes near. */
  function follow({ current }) {
    if (current === last) return;
    last = current;
    if (!follows) return;
    const boxes = current ? boxesOf(current) : [];
    const { lecture } = app.state;
    if (!boxes.length) return lecture ? viewport.begin() : undefined;
    const box = around(boxes);
    const both = viewport.canHold(box, LEGIBLE_SCALE) ? box : boxes[0];
    if (!lecture) return viewport.show(both);
    return viewport.near(both, app.parts.element.getBoundingClientRect().height / HALL_HEIGHT);
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
    /** Has the present step be brought into sight again. */
    forget() {
      last = null;
    },
    resume() {
      last = null;
      setFollows(true);
    },
    /** Brings nodes into sight, all of them, as near as that allows. */
    bring(ids) {
      const boxes = ids.map((id) => scene.boxOf(app.keyOf.get(id))).filter(Boolean);
      if (boxes.length && !viewport.sees(around(boxes))) viewport.near(around(boxes), 1);
    },
    whole() {
      viewport.fit();
      setFollows(true);
    },
  };
}
