/** The card of what is selected: a node's sum over its uses, an edge's product, a group's nodes. */

import { fill, html } from "./dom.js";
import { texOfNode, texOfUse, usesInOrder } from "./latex.js";
import { derivative, formula, formulaOf, nameOf, numeral, row, sign } from "./mathml.js";
import { groupsOf } from "./fold.js";

const FEW = 6;

/** A gap to be filled by a later step. */
export const gap = (app) => html("span", { class: "gap", role: "img", "aria-label": app.t("notYet"), title: app.t("notYet") });

const heading = (...children) => html("h3", {}, ...children);
const line = (lead, ...children) => html("div", { class: "equation" }, html("span", { class: "lead" }, lead), html("span", { class: "terms" }, ...children));
const button = (label, action, extra = {}) => html("button", { type: "button", class: "link", on: { click: action }, ...extra }, label);

/** Something about one use of a node: pointing at it lights the edge, a click selects it. */
export function useButton(app, { node, slot }, ...children) {
  const light = (on) => () => app.change({ lit: on ? [{ node, slot }] : [] });
  return html("button", {
    type: "button", class: "term", "data-id": `use-${node}-${slot}-${children[0]?.className ?? ""}`,
    on: {
      pointerenter: light(true), pointerleave: light(false), focus: light(true), blur: light(false),
      click: () => app.selectUse(node, slot),
    },
  }, ...children);
}

const joined = (parts) => parts.flatMap((part, i) => (i ? [formula(sign("+"), { class: "plus" }), part] : [part]));

/** Puts the card of the selection into `panel`. */
export function renderCard(app, panel) {
  const { selected } = app.state;
  if (!selected) return fill(panel, guide(app));
  if (selected.kind === "use") return fill(panel, edgeCard(app, selected));
  if (selected.kind === "edge") return fill(panel, summedCard(app, selected));
  if (selected.kind === "group") return fill(panel, groupCard(app, selected.key));
  return fill(panel, nodeCard(app, selected.id));
}

function guide(app) {
  return html("div", { class: "guide" },
    heading(app.t("guideTitle")),
    html("p", { class: "motto" }, app.t("rule")),
    html("p", {}, app.t("guideChain")), html("p", {}, app.t("guideClick")),
    html("p", { class: "soft" }, app.t("guideKeys"), " ", app.t("wheel")));
}

function title(app, ...children) {
  return html("div", { class: "cardhead" }, html("h2", {}, ...children),
    html("button", { type: "button", class: "tool small", "aria-label": app.t("close"), "data-id": "close", on: { click: () => app.change({ selected: null }) } }, "×"));
}

function nodeCard(app, id) {
  const { model, frame } = app;
  const node = model.nodes[id];
  const known = frame.at.known[id];
  const kind = id === model.root ? app.t("root") : node.op === null ? app.t("leaf") : model.trace.operations[node.op].name.replaceAll("_", " ");
  const definition = node.op === null
    ? [nameOf(model, id), sign("="), numeral(model.value[id])]
    : [nameOf(model, id), sign("="), formulaOf(node.formula.mathml), sign("=")];
  return html("article", { class: "card", "data-node": id },
    title(app, formula(nameOf(model, id)), html("span", { class: "chip" }, kind)),
    node.op === null && !node.label ? null : html("div", { class: "definition" }, formula(definition),
      node.op === null ? null : known ? formula(numeral(model.value[id]), { class: "result" }) : gap(app)),
    gradientSum(app, id),
    node.inputs.length ? inputsOf(app, id) : null,
    html("div", { class: "actions" },
      button(app.t("copyLatex"), () => app.copy(texOfNode(model, id)), { "data-id": "copy" }),
      button(app.t("showPaths"), () => app.change({ panel: "paths" }), { "data-id": "paths" }),
      model.live ? button(app.t("nudgeIt"), () => app.change({ panel: "change" }), { "data-id": "nudge" }) : null,
      foldButtons(app, id)));
}

const foldButtons = (app, id) => app.groupsAround(id).map((key) =>
  button(app.t("foldIt", { group: app.groupName(key).text }), () => app.fold(key), { "data-id": `fold-${key}` }));

/** d root/d node = the sum over its uses: in names, with the local formulas, in numbers. */
function gradientSum(app, id) {
  const { model, frame, state } = app;
  const { root } = model;
  const uses = usesInOrder(model, id);
  const left = formula(derivative(model, root, id));
  const equals = () => formula(sign("="));
  if (id === root) return html("section", {}, heading(app.t("gradient")), line(left, formula([sign("="), numeral(1)])), html("p", { class: "soft" }, app.t("usesNone")));
  if (!uses.length) return html("section", {}, heading(app.t("gradient")), line(left, formula([sign("="), numeral(0)])), html("p", { class: "soft" }, app.t("usesDead", { root: model.nodes[root].name.text })));
  const listed = state.allTerms ? uses : uses.slice(0, FEW);
  const rest = uses.length > listed.length ? html("span", { class: "soft" }, "+ …") : null;
  const terms = (write) => [...joined(listed.map((use) => useButton(app, use, write(use)))), rest];
  const equation = model.nodes[id].equation;
  const complete = frame.at.seen[id] === 2;
  return html("section", { class: "sum" }, heading(app.t("sumTitle")),
    line([left, equals()], ...terms(({ node }) => formula([derivative(model, root, node), sign("·"), derivative(model, node, id)], { class: "names" }))),
    line(equals(), ...terms(({ node, slot }) => formula([derivative(model, root, node), sign("·"), localFormula(model, node, slot)], { class: "locals" }))),
    line(equals(), ...terms((use) => (use.index < state.step
      ? formula([numeral(model.adjoint[use.node], true), sign("×"), numeral(model.partials[use.node][use.slot], true)], { class: "numbers" })
      : gap(app)))),
    line(equals(),
      frame.at.seen[id] ? formula(numeral(frame.at.total[id]), { class: "result gradient" }) : gap(app),
      frame.at.seen[id] === 1 ? html("span", { class: "soft" }, "… ", app.t("partly")) : null,
      complete && equation ? html("span", { class: "number", title: app.t("equation", { number: equation }) }, `(${equation})`) : null),
    uses.length > FEW ? button(state.allTerms ? app.t("usesLess") : app.t("usesMore", { count: uses.length - FEW }), () => app.change({ allTerms: !state.allTerms }), { "data-id": "terms" }) : null);
}

/** A local derivative in the names of the graph, in brackets where it is a sum. */
function localFormula(model, node, slot) {
  const { text, mathml } = model.nodes[node].locals[slot];
  const sum = /[^(\s]\s[+−-]\s/.test(text.replace(/\([^()]*\)/g, "()")) || /^[-−]/.test(text);
  return sum ? row(sign("("), formulaOf(mathml), sign(")")) : formulaOf(mathml);
}

function inputsOf(app, id) {
  const { model, state, frame } = app;
  const node = model.nodes[id];
  const slots = node.inputs.slice(0, node.drawn).map((_, slot) => slot);
  const listed = state.allTerms ? slots : slots.slice(0, FEW);
  return html("section", {}, heading(app.t("inputsTitle")),
    listed.map((slot) => html("div", { class: "equation" }, useButton(app, { node: id, slot },
      formula([derivative(model, id, node.inputs[slot]), sign("="), formulaOf(node.locals[slot].mathml), sign("=")]),
      frame.at.known[id] ? formula(numeral(model.partials[id][slot])) : gap(app)))),
    slots.length > FEW ? button(state.allTerms ? app.t("usesLess") : app.t("usesMore", { count: slots.length - FEW }), () => app.change({ allTerms: !state.allTerms }), { "data-id": "inputs" }) : null);
}

function edgeCard(app, { node, slot }) {
  const { model, frame, state } = app;
  const input = model.nodes[node].inputs[slot];
  const index = model.steps.findIndex((step) => step.pass === "backward" && step.node === node && step.slot === slot);
  const [upstream, local] = [model.adjoint[node], model.partials[node][slot]];
  const seen = frame.at.seen[node] === 2;
  const value = (ready, x, look) => (ready ? formula(numeral(x), { class: look }) : gap(app));
  const part = (name, ...children) => html("div", { class: "part" }, html("span", { class: "soft" }, app.t(name)), html("div", { class: "terms" }, ...children));
  return html("article", { class: "card", "data-use": `${node}/${slot}` },
    title(app, formula([nameOf(model, input), sign("→"), nameOf(model, node)])),
    part("local", formula([derivative(model, node, input), sign("="), formulaOf(model.nodes[node].locals[slot].mathml), sign("=")]), value(frame.at.known[node], local, "result")),
    part("upstream", formula([derivative(model, model.root, node), sign("=")]), value(seen, upstream, "result gradient")),
    part("edgeProduct", formula([derivative(model, model.root, node), sign("·"), derivative(model, node, input), sign("=")]),
      index < state.step && seen ? formula([numeral(upstream, true), sign("×"), numeral(local, true), sign("=")]) : null,
      value(index < state.step && seen, upstream === 0 ? 0 : upstream * local, "result gradient")),
    html("div", { class: "actions" },
      button(app.t("copyLatex"), () => app.copy(texOfUse(model, node, slot)), { "data-id": "copy" }),
      [input, node].map((id) => html("button", { type: "button", class: "link", "data-id": `to-${id}`, on: { click: () => app.selectNode(id) } }, formula(nameOf(model, id))))));
}

function summedCard(app, { key }) {
  const edge = app.edgeOf(key);
  if (!edge) return guide(app);
  const { model, state } = app;
  const uses = state.allTerms ? edge.uses : edge.uses.slice(0, FEW);
  return html("article", { class: "card" },
    title(app, formula([app.itemName(edge.from), sign("→"), app.itemName(edge.to)])),
    html("p", {}, app.t("edgeSummed", { count: edge.uses.length }), " = ", formula(numeral(app.edgeNumber(edge)), { class: "result gradient" })),
    uses.map(({ node, slot }) => html("div", { class: "equation" }, useButton(app, { node, slot },
      formula([nameOf(model, model.nodes[node].inputs[slot]), sign("→"), nameOf(model, node), sign(":"),
        numeral(model.adjoint[node], true), sign("×"), numeral(model.partials[node][slot], true)])))),
    edge.uses.length > FEW ? button(state.allTerms ? app.t("usesLess") : app.t("usesMore", { count: edge.uses.length - FEW }), () => app.change({ allTerms: !state.allTerms }), { "data-id": "terms" }) : null);
}

function groupCard(app, key) {
  const { model, state } = app;
  const group = groupsOf(model).get(key);
  const listed = state.allTerms ? group.members : group.members.slice(0, 4 * FEW);
  return html("article", { class: "card" },
    title(app, formula(formulaOf(app.groupName(key).mathml)), html("span", { class: "chip" }, app.t("groupOf", { count: group.members.length }))),
    html("div", { class: "actions" }, button(app.t("unfoldIt", { group: app.groupName(key).text }), () => app.fold(key), { "data-id": "unfold" })),
    html("div", { class: "members" }, listed.map((id) => html("button", { type: "button", class: "term", "data-id": `to-${id}`, on: { click: () => app.selectNode(id) } }, formula(nameOf(model, id))))));
}
