/** The panel of paths: every way from the root down to a node, and what it carries. */

import { fill, html } from "./dom.js";
import { derivative, formula, nameOf, numeral, sign } from "./mathml.js";
import { pathsTo } from "./paths.js";

const LISTED = 12;

/** A list of the graph's nodes to choose from. */
export function nodeChooser(app, ids, chosen, choose) {
  const { model } = app;
  const select = html("select", { "data-id": "chooser", on: { change: () => choose(Number(select.value)) } },
    ids.map((id) => html("option", { value: id, selected: id === chosen }, model.nodes[id].name.text)));
  return select;
}

/** The node whose paths are shown: the selected one, else the first leaf that the root depends on. */
export function pathTarget(app) {
  const { selected } = app.state;
  if (selected?.kind === "node") return selected.id;
  if (selected?.kind === "use") return app.model.nodes[selected.node].inputs[selected.slot];
  return app.model.leaves.find((id) => app.model.users[id].length) ?? app.model.root;
}

/** Puts the paths of the target into `panel`. */
export function renderPaths(app, panel) {
  const { model, t } = app;
  const target = pathTarget(app);
  const found = pathsTo(model, target);
  const rootName = model.nodes[model.root].name.text;
  const choices = model.nodes.length > 400 ? [target] : model.nodes.map((_, id) => id).filter((id) => id !== model.root && (model.nodes[id].label || model.nodes[id].op !== null));
  const listed = found.list(LISTED);
  const count = found.count;
  const many = count === 1 ? t("pathsOne") : t("pathsCount", { count: count.toLocaleString("en", { maximumSignificantDigits: 6 }) });
  fill(panel, html("div", { class: "pathpanel" },
    html("div", { class: "row" }, html("label", {}, t("pathsOf", { root: rootName }), " ", nodeChooser(app, choices.includes(target) ? choices : [target, ...choices], target, (id) => app.selectNode(id)))),
    html("p", { class: "motto" }, t("rule")),
    count ? html("h3", {}, many) : html("p", {}, t("pathsNone", { root: rootName })),
    html("ol", { class: "pathlist" }, listed.map((path) => html("li", {}, pathButton(app, path)))),
    count > listed.length ? html("p", { class: "soft" }, t("pathsMore", { count: listed.length })) : null,
    count ? html("div", { class: "equation total" }, html("span", { class: "soft" }, t("pathsSum")),
      formula([derivative(model, model.root, target), sign("="), numeral(found.total)], { class: "result gradient" })) : null,
    html("p", { class: "soft" }, t("pathsFlow"))));
}

function pathButton(app, { nodes, slots, factors, product }) {
  const { model } = app;
  const uses = slots.map((slot, i) => ({ node: nodes[i], slot }));
  const light = (lit) => () => app.change({ lit });
  const names = nodes.flatMap((id, i) => (i ? [sign("→"), nameOf(model, id)] : [nameOf(model, id)]));
  const numbers = factors.flatMap((x, i) => (i ? [sign("×"), numeral(x, true)] : [numeral(x, true)]));
  return html("button", { type: "button", class: "term path", "data-id": `path-${nodes.join("-")}-${slots.join("-")}`,
    on: { pointerenter: light(uses), pointerleave: light([]), focus: light(uses), blur: light([]) } },
    html("span", {}, names.map((piece) => formula(piece))),
    html("span", {}, numbers.map((piece) => formula(piece)), formula(sign("=")), formula(numeral(product), { class: "result gradient" })));
}
