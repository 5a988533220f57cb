/** Two inputs as a plane: the data, and behind them what the network says at the epoch shown. */

import { html, setAttribute, svg } from "../dom.js";
import { numberFrom, shown } from "../maths/numbers.js";
import { makeAxis } from "./axes.js";
import { paintField, readField } from "./field.js";

const SQUARE = { size: 320, left: 48, right: 12, top: 8, bottom: 28 };
const MARKS = [
  "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
  "M-3.6-3.6h7.2v7.2h-7.2z",
  "M0-4.6L4.6 3.4H-4.6z",
  "M0-5L5 0L0 5L-5 0z",
  "M0 4.6L4.6-3.4H-4.6z",
  "M-5-1.6h3.4v-3.4h3.2v3.4h3.4v3.2h-3.4v3.4h-3.2v-3.4h-3.4z",
];

const COLOURS = ["paper", "ink", ...Array.from({ length: 8 }, (_, k) => `series-${k}`)].map(
  (name) => `--${name}`,
);

/** Returns {element, render}. */
export function makePlane(run, w, choose) {
  const { plane, samples } = run;
  const [low, high] = [plane.low, plane.high].map((pair) => pair.map(numberFrom));
  const targets = plane.targets.map(numberFrom);
  const isClasses = plane.classes.length > 0;
  const across = makeAxis(low[0], high[0], SQUARE.left, SQUARE.size - SQUARE.right);
  const up = makeAxis(low[1], high[1], SQUARE.size - SQUARE.bottom, SQUARE.top);
  const fields = plane.fields.map((packed) => readField(packed));
  const image = svg("image", {
    ...{ x: SQUARE.left, y: SQUARE.top, width: SQUARE.size - SQUARE.left - SQUARE.right, height: SQUARE.size - SQUARE.top - SQUARE.bottom },
    preserveAspectRatio: "none",
  });
  const ring = svg("circle.ring", { r: 8 });
  const [least, most] = [Math.min(...targets), Math.max(...targets)];
  /** From the colour of the lowest over the paper's to that of the highest. */
  function amountOf(target) {
    const share = (2 * (target - least)) / (most - least || 1) - 1;
    const full = `${(100 * Math.abs(share)).toFixed(0)}%`;
    return `--mark: color-mix(in srgb, var(--series-${Number(share > 0)}) ${full}, var(--paper))`;
  }
  const points = samples.map(([x], k) => {
    const place = `translate(${across.place(numberFrom(x[0]))} ${up.place(numberFrom(x[1]))})`;
    const look = isClasses ? `series${targets[k] % 8}` : "amount";
    return svg(`path.point.${look}`, {
      d: MARKS[isClasses ? targets[k] % MARKS.length : 0],
      transform: place,
      "data-sample": k,
      style: isClasses ? null : amountOf(targets[k]),
    });
  });
  const title = w("plane");
  const about = w(isClasses ? "planeAbout" : "fieldAbout");
  const picture = svg(
    "svg.chart.plane",
    { viewBox: `0 0 ${SQUARE.size} ${SQUARE.size}`, role: "img", "aria-label": `${title}. ${about}` },
    image,
    points,
    ring,
    across.ticks.map((x) => svg("text.tick.middle", { x: across.place(x), y: SQUARE.size - 10 }, shown(x, 3))),
    up.ticks.map((y) => svg("text.tick.end", { x: SQUARE.left - 6, y: up.place(y) + 4 }, shown(y, 3))),
  );
  picture.addEventListener("click", (event) => {
    const sample = event.target.closest("[data-sample]")?.dataset.sample;
    if (sample !== undefined && run.inputs.length) choose(Number(sample));
  });
  const keyOf = (name, k) => {
    const box = { viewBox: "-7 -7 14 14", "aria-hidden": "true" };
    const path = svg("path", { d: MARKS[k % MARKS.length] });
    return html("li", svg(`svg.mark.series${k % 8}`, box, path), name);
  };
  const keys = isClasses
    ? plane.classes.map(keyOf)
    : html("li", shown(least, 3), html("span.amounts"), shown(most, 3));
  const element = html(
    "figure.card",
    html("figcaption", html("h2", title), html("p.soft", about, html("span.pick", run.inputs.length ? ` ${w("pick")}` : ""))),
    html(
      "div",
      picture,
      html("ul.keys", keys, html("li.soft", `→ ${plane.names[0]}, ↑ ${plane.names[1]}`)),
    ),
  );
  let painted = "";

  return {
    element,
    render({ at, sample }) {
      const look = getComputedStyle(picture);
      const colours = COLOURS.map((name) => look.getPropertyValue(name).trim());
      const wanted = `${at} ${colours}`;
      const range = isClasses ? null : [least, most];
      if (wanted !== painted)
        setAttribute(image, "href", paintField(fields[at], plane.side, colours, range));
      painted = wanted;
      setAttribute(ring, "transform", points[sample].getAttribute("transform"));
      setAttribute(ring, "visibility", run.trace && run.inputs.length ? "visible" : "hidden");
    },
  };
}
