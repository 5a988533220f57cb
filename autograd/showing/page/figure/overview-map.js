/** A small map of the whole figure, while only a part of it is in sight. */

import { html, setAttribute, svg } from "../dom.js";

const WIDEST = 168;
const HIGHEST = 96; // pixels

/** `go(x, y)` is called with the point of the world that is to come into the middle. */
export function makeMap(go) {
  const nodes = svg("path.mapnodes");
  const window = svg("rect.mapview");
  const picture = svg("svg", { "aria-hidden": "true" }, nodes, window);
  const element = html("div.map", { hidden: true }, picture);
  let world = { width: 1, height: 1 };

  function goTo(event) {
    const box = picture.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    go((x / box.width) * world.width, (y / box.height) * world.height);
  }
  element.addEventListener("pointerdown", goTo);
  element.addEventListener("pointermove", (event) => event.buttons && goTo(event));

  /** Draws the nodes, as {x, y, width, height} by key. */
  function build(boxes) {
    const d = [...boxes.values()].map(
      ({ x, y, width, height }) => `M${x | 0} ${y | 0}h${width | 0}v${height | 0}h${-width | 0}z`,
    );
    setAttribute(nodes, "d", d.join(""));
  }

  /** Shows which part of the figure is in sight. */
  function move({ x, y, scale: shown, width, height, content }) {
    const whole = x >= -1 && y >= -1;
    const inSight =
      whole && content.width * shown + x <= width + 1 && content.height * shown + y <= height + 1;
    element.hidden = inSight;
    if (inSight) return;
    world = content;
    const scale = Math.min(WIDEST / content.width, HIGHEST / content.height);
    setAttribute(picture, "width", content.width * scale);
    setAttribute(picture, "height", content.height * scale);
    setAttribute(picture, "viewBox", `0 0 ${content.width} ${content.height}`);
    const sides = { x: -x / shown, y: -y / shown, width: width / shown, height: height / shown };
    for (const [side, length] of Object.entries(sides)) setAttribute(window, side, length);
  }
  return { element, build, move };
}
