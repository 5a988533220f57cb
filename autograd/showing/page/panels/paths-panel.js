/** The panel of paths: every way from the root down to a node, and what it carries. */

import { button, fill, html } from "../dom.js";
import { derivative, formula, nameOf, numeral, sign } from "../maths/mathml.js";
import { pathsTo } from "../maths/paths.js";

const LISTED = 12;
const CHOICES = 400; // in larger graphs one chooses in the figure, or by search

/** A list to choose the node from that a panel is about. */
export function nodeChooser(app, chosen) {
  const { nodes, root } = app.model;
  const all = nodes.map((_, id) => id).filter((id) => id !== root);
  const ids = nodes.length > CHOICES || chosen === root ? [chosen] : all;
  const option = (id) =>
    html("option", { value: id, selected: id === chosen }, nodes[id].name.text);
  const choose = () => app.selection.node(Number(select.value));
  const select = html("select", { "data-id": "chooser", on: { change: choose } }, ids.map(option));
  select.setAttribute("aria-label", app.t("card"));
  return select;
}

/** The node that panels are about: the selected one, else the first leaf that is used. */
export function pathTarget({ model, state }) {
  const { selected } = state;
  if (selected?.kind === "node") return selected.id;
  if (selected?.kind === "use") return model.nodes[selected.node].inputs[selected.slot];
  return model.leaves.find((id) => model.users[id].length) ?? model.root;
}

/** Puts the paths of the target into `panel`. */
export function renderPaths(app, panel) {
  const { t, rootName } = app;
  const target = pathTarget(app);
  const found = pathsTo(app.model, target);
  fill(
    panel,
    html(
      "div.pathpanel",
      html("p", t("pathsOf", { root: rootName }), " ", nodeChooser(app, target)),
      html("p.motto", t("rule")),
      found.count ? pathList(app, found, target) : html("p", t("pathsNone", { root: rootName })),
      html("p.soft", t("pathsFlow")),
    ),
  );
}

function pathList(app, found, target) {
  const { model, t } = app;
  const listed = found.list(LISTED);
  const count = found.count.toLocaleString("en", { maximumSignificantDigits: 6 });
  const total = [derivative(model, model.root, target), sign("="), numeral(found.total)];
  return [
    html("h3", found.count === 1 ? t("pathsOne") : t("pathsCount", { count })),
    html("ol.pathlist", ...listed.map((path) => html("li", pathButton(app, path)))),
    found.count > listed.length ? html("p.soft", t("pathsMore", { count: listed.length })) : null,
    html(
      "div.equation.total",
      html("span.soft", t("pathsSum")),
      formula(total, { class: "result gradient" }),
    ),
  ];
}

/** A path: its nodes, its factors, its product; pointing at it lights its edges. */
function pathButton(app, { nodes, slots, factors, product }) {
  const { model } = app;
  const uses = slots.map((slot, i) => ({ node: nodes[i], slot }));
  const between = (mark, parts) =>
    parts.flatMap((part, i) => (i ? [formula(sign(mark)), formula(part)] : [formula(part)]));
  const names = nodes.map((id) => nameOf(model, id));
  const numbers = factors.map((x) => numeral(x, true));
  const result = formula(numeral(product), { class: "result gradient" });
  const light = (lit) => app.change({ lit });
  const element = button(
    "term.path",
    `path-${nodes.join("-")}-${slots.join("-")}`,
    () => light(uses),
    html("span", ...between("→", names)),
    html("span", ...between("×", numbers), formula(sign("=")), result),
  );
  for (const event of ["pointerenter", "focus"]) element.addEventListener(event, () => light(uses));
  for (const event of ["pointerleave", "blur"]) element.addEventListener(event, () => light([]));
  return element;
}
