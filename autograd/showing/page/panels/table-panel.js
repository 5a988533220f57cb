/** The same content as text: the nodes, and the contributions in the order of the steps. */

import { gap } from "./card-parts.js";
import { button, fill, html } from "../dom.js";
import { formula, formulaOf, nameOf, numeral, sign } from "../maths/mathml.js";

const ROWS = 150;

/** Puts both tables into `panel`. */
export function renderTable(app, panel) {
  fill(panel, html("div.tablepanel", nodesTable(app), contributionsTable(app)));
}

/** A table of as many rows as can be read; `rowOf` makes {cells, chosen} of an item. */
function tableOf({ t }, caption, heads, items, rowOf) {
  const rows = items.slice(0, ROWS).map((item) => {
    const { cells, chosen } = rowOf(item);
    return html(chosen ? "tr.chosen" : "tr", ...cells.map((cell) => html("td", cell)));
  });
  const head = heads.map((key) => html("th", { scope: "col" }, t(key)));
  const more = t("tableMore", { shown: ROWS, count: items.length });
  return html(
    "div.scroll",
    { tabindex: "0" },
    html(
      "table",
      html("caption", t(caption)),
      html("thead", html("tr", ...head)),
      html("tbody", ...rows),
    ),
    items.length > ROWS ? html("p.soft", more) : null,
  );
}

const numberCell = (app, ready, x, look = "") =>
  ready ? formula(numeral(x), { class: look }) : gap(app);

function nodesTable(app) {
  const { model, frame, state, t } = app;
  const { known, seen, total } = frame.at;
  const ids = model.nodes.map((_, id) => id);
  return tableOf(
    app,
    "tableNodes",
    ["tableNode", "tableFormula", "value", "gradient"],
    ids,
    (id) => {
      const node = model.nodes[id];
      const choose = () => app.change({ selected: { kind: "node", id } });
      const cells = [
        button("term", `row-${id}`, choose, formula(nameOf(model, id))),
        node.op === null ? html("span.soft", t("leaf")) : formula(formulaOf(node.formula.mathml)),
        numberCell(app, known[id], model.value[id]),
        numberCell(app, seen[id], total[id], "gradient"),
      ];
      return { cells, chosen: state.selected?.kind === "node" && state.selected.id === id };
    },
  );
}

function contributionsTable(app) {
  const { model, frame, state } = app;
  const heads = ["tableStep", "tableInto", "edgeProduct", "contribution", "total"];
  const numbered = frame.steps.map((step, index) => ({ step, index }));
  const backward = numbered.filter(({ step }) => step.pass === "backward");
  return tableOf(app, "tableEdges", heads, backward, ({ step, index }) => {
    const ready = index < frame.until;
    const product = [numeral(step.upstream, true), sign("×"), numeral(step.local, true)];
    const cells = [
      button("term", `step-${index}`, () => app.passes.goTo(index + 1), String(index + 1)),
      formula([nameOf(model, step.node), sign("→"), nameOf(model, step.input)]),
      ready ? formula(product) : gap(app),
      numberCell(app, ready, step.contribution, "gradient"),
      numberCell(app, ready, step.after, "gradient"),
    ];
    return { cells, chosen: index === state.step - 1 };
  });
}
