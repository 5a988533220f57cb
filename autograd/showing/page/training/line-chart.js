/** Curves over the epochs, with a line at the epoch that is shown. */

import { html, setAttribute, setText, svg } from "../dom.js";
import { shown } from "../maths/numbers.js";
import { makeAxis } from "./axes.js";

const CHART = { width: 320, height: 216, left: 48, right: 12, top: 8, bottom: 28 };
const LOG_FROM = 30; // largest by smallest, above which an axis is logarithmic

/** From the smallest to the largest number, and whether the axis is to be logarithmic. */
function rangeOf(series) {
  const all = series.flatMap(({ ys }) => ys.filter(Number.isFinite));
  const positive = all.filter((y) => y > 0);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const least = Math.min(...positive);
  if (low >= 0 && positive.length && high / least > LOG_FROM) return [least, high, true];
  if (!all.length) return [0, 1, false];
  const rim = 0.05 * (high - low || Math.abs(high) || 1);
  return [low >= 0 ? Math.max(0, low - rim) : low - rim, high + rim, false];
}

/** A curve as the data of a path, broken where a number is missing. */
function pathOf({ xs, ys }, across, up, log) {
  let pen = "M";
  return xs
    .map((x, i) => {
      if (!Number.isFinite(ys[i]) || (log && ys[i] <= 0)) {
        pen = "M";
        return "";
      }
      const part = `${pen}${across.place(x).toFixed(1)} ${up.place(ys[i]).toFixed(1)}`;
      pen = "L";
      return part;
    })
    .join("");
}

/**
 * `series` are {name, xs, ys}, `kept` the epochs that can be shown; `choose(epoch)` is called on a click.  Returns {element, render}.
 */
export function makeLineChart({ series, title, about, kept, w, choose }) {
  const last = kept[kept.length - 1];
  const [low, high, log] = rangeOf(series);
  const across = makeAxis(0, Math.max(last, 1), CHART.left, CHART.width - CHART.right, { count: 5 });
  const up = makeAxis(low, high, CHART.height - CHART.bottom, CHART.top, { log });
  const cursor = svg("line.cursor", { y1: CHART.top, y2: CHART.height - CHART.bottom });
  const dots = series.map((_, k) => svg(`circle.dot.series${k % 8}`, { r: 4 }));
  const readings = series.map(() => html("span.reading"));
  const chart = svg(
    "svg.chart",
    { viewBox: `0 0 ${CHART.width} ${CHART.height}`, role: "img", "aria-label": `${title}. ${about}` },
    up.ticks.map((y) => gridLine(up.place(y), shown(y, 3))),
    across.ticks.map((x) =>
      svg("text.tick.middle", { x: across.place(x), y: CHART.height - 8 }, shown(x, 6)),
    ),
    series.map((one, k) =>
      svg(`path.curve.series${k % 8}`, { d: pathOf(one, across, up, log) }),
    ),
    cursor,
    dots,
  );
  chart.addEventListener("click", (event) => {
    const box = chart.getBoundingClientRect();
    choose(across.number(((event.clientX - box.left) / box.width) * CHART.width));
  });
  const keys = series.map(({ name }, k) =>
    html("li", html(`span.key.series${k % 8}`), `${w(name)} `, readings[k]),
  );
  const element = html(
    "figure.card",
    html("figcaption", html("h2", title), html("p.soft", about, log ? ` ${w("log")}` : "")),
    html("div", chart, html("ul.keys", keys)),
  );

  return {
    element,
    render({ at }) {
      const epoch = kept[at];
      setAttribute(cursor, "x1", across.place(epoch));
      setAttribute(cursor, "x2", across.place(epoch));
      series.forEach(({ xs, ys }, k) => {
        const y = ys[xs.indexOf(epoch)];
        const known = Number.isFinite(y) && !(log && y <= 0);
        setText(readings[k], y === undefined ? "" : shown(y));
        setAttribute(dots[k], "visibility", known ? "visible" : "hidden");
        if (!known) return;
        setAttribute(dots[k], "cx", across.place(epoch));
        setAttribute(dots[k], "cy", up.place(y));
      });
    },
  };
}

function gridLine(y, text) {
  return [
    svg("line.grid", { x1: CHART.left, x2: CHART.width - CHART.right, y1: y, y2: y }),
    svg("text.tick.end", { x: CHART.left - 6, y: y + 4 }, text),
  ];
}
