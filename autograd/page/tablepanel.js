/** The same content as text: the nodes, and the contributions in the order of the steps. */

import { fill, html } from "./dom.js";
import { gap } from "./card.js";
import { formula, formulaOf, nameOf, numeral, sign } from "./mathml.js";

const ROWS = 150;

const cells = (tag, contents) => html("tr", {}, contents.map((content) => html(tag, tag === "th" ? { scope: "col" } : {}, content)));

function tableOf(caption, heads, rows, more) {
  return html("div", { class: "scroll", tabindex: "0" },
    html("table", {}, html("caption", {}, caption), html("thead", {}, cells("th", heads)), html("tbody", {}, rows)),
    more);
}

/** Puts both tables into `panel`. */
export function renderTable(app, panel) {
  const { model, frame, state, t } = app;
  const number = (ready, x, look = "") => (ready ? formula(numeral(x), { class: look }) : gap(app));
  const more = (count) => (count > ROWS ? html("p", { class: "soft" }, t("tableMore", { shown: ROWS, count })) : null);
  const link = (id) => html("button", { type: "button", class: "term", "data-id": `row-${id}`, on: { click: () => app.change({ selected: { kind: "node", id } }) } }, formula(nameOf(model, id)));
  const nodes = model.nodes.slice(0, ROWS).map((node, id) => {
    const row = cells("td", [link(id), node.op === null ? html("span", { class: "soft" }, t("leaf")) : formula(formulaOf(node.formula.mathml)),
      number(frame.at.known[id], model.value[id]), number(frame.at.seen[id], frame.at.total[id], "gradient")]);
    row.classList.toggle("chosen", state.selected?.kind === "node" && state.selected.id === id);
    return row;
  });
  const backward = frame.steps.flatMap((step, index) => (step.pass === "backward" ? [{ step, index }] : []));
  const contributions = backward.slice(0, ROWS).map(({ step, index }) => {
    const ready = index < state.step;
    const go = html("button", { type: "button", class: "term", "data-id": `step-${index}`, "aria-label": `${t("tableStep")} ${index + 1}`, on: { click: () => app.goTo(index + 1) } }, String(index + 1));
    const row = cells("td", [go, formula([nameOf(model, step.node), sign("→"), nameOf(model, step.input)]),
      ready ? formula([numeral(step.upstream, true), sign("×"), numeral(step.local, true)]) : gap(app),
      number(ready, step.contribution, "gradient"), number(ready, step.after, "gradient")]);
    row.classList.toggle("chosen", index === state.step - 1);
    return row;
  });
  fill(panel, html("div", { class: "tablepanel" },
    tableOf(t("tableNodes"), [t("tableNode"), t("tableFormula"), t("value"), t("gradient")], nodes, more(model.nodes.length)),
    tableOf(t("tableEdges"), [t("tableStep"), t("tableInto"), t("edgeProduct"), t("contribution"), t("total")], contributions, more(backward.length))));
}
