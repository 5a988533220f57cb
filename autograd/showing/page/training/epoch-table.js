/** The kept epochs as a table: their losses, and the sizes of their gradients. */

import { button, html, setAttribute } from "../dom.js";
import { shown } from "../maths/numbers.js";

/** Returns {element, render}. */
export function makeEpochTable(run, curves, sizes, w, choose) {
  const columns = [
    ...curves.map(({ name, xs, ys }) => ({ head: w(name), at: (epoch) => ys[xs.indexOf(epoch)] })),
    ...sizes.map(({ name, ys }) => ({
      head: `${w("gradientOf")} ${w(name)}`,
      at: (epoch) => ys[run.kept.indexOf(epoch)],
    })),
  ];
  const rows = run.kept.map((epoch, i) =>
    html(
      "tr",
      html(
        "th",
        { scope: "row" },
        button("link", `epoch ${epoch}`, () => choose(epoch), i ? String(epoch) : w("start")),
      ),
      columns.map(({ at }) => html("td", at(epoch) === undefined ? "" : shown(at(epoch)))),
    ),
  );
  const head = [w("epoch"), ...columns.map((column) => column.head)].map((text) =>
    html("th", { scope: "col" }, text),
  );
  const element = html(
    "details.epochtable",
    html("summary", w("table")),
    html("div.scroll", { tabindex: "0" }, html("table", html("thead", html("tr", head)), html("tbody", rows))),
  );
  return {
    element,
    render({ at }) {
      rows.forEach((row, i) => setAttribute(row, "class", i === at ? "chosen" : null));
    },
  };
}
