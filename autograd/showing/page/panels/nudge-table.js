/** The nudge: difference quotients that approach the gradient as h becomes smaller. */

import { html } from "../dom.js";
import { shown } from "../maths/numbers.js";
import { nodeChooser } from "./paths-panel.js";

const NUDGES = [1, 0.1, 0.01, 1e-3, 1e-4, 1e-5, 1e-6];

const rowOf = (tag, texts) => html("tr", ...texts.map((text) => html(tag, text)));

/** What the panel shows of nudging a node. */
export function nudgeTable(app, target) {
  const { model, t } = app;
  const gradient = model.adjoint[target];
  const row = (h) => {
    const quotient = model.nudge(target, h);
    return rowOf("td", [shown(h), shown(quotient, 6), shown(quotient - gradient, 2)]);
  };
  const last = rowOf("td", ["h → 0", shown(gradient, 6), t("gradient")]);
  last.classList.add("total");
  return [
    html(
      "p",
      t("nudgeText", { node: model.nodes[target].name.text }),
      " ",
      nodeChooser(app, target),
    ),
    html(
      "table.nudges",
      html("thead", rowOf("th", ["h", t("quotient"), t("error")])),
      html("tbody", ...(model.live ? NUDGES.map(row) : []), last),
    ),
  ];
}
