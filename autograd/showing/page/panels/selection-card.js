/** The card of what is selected: a node, an edge, a group; or how to read the figure. */

import {
  cardHead,
  gap,
  heading,
  localOf,
  moreButton,
  nodeButton,
  someOf,
  symbolsOf,
  useButton,
} from "./card-parts.js";
import { button, fill, html } from "../dom.js";
import { groupsOf } from "../maths/groups.js";
import { texOfUse } from "../maths/latex.js";
import { derivative, formula, formulaOf, nameOf, numeral, sign } from "../maths/mathml.js";
import { nodeCard } from "./node-card.js";

/** Puts the card of the selection into `panel`. */
export function renderCard(app, panel) {
  const { selected } = app.state;
  const cards = {
    node: ({ id }) => nodeCard(app, id),
    use: (use) => edgeCard(app, use),
    edge: ({ key }) => summedCard(app, key),
    group: ({ key }) => groupCard(app, key),
  };
  const { current } = app.frame;
  if (selected) fill(panel, cards[selected.kind](selected));
  else fill(panel, current ? nodeCard(app, current.input ?? current.node) : guide(app));
}

function guide(app) {
  const { t } = app;
  return html(
    "div.guide",
    heading(t("guideTitle")),
    html("p.motto", t("rule")),
    html("p", t("guideChain")),
    exampleOf(app),
    html("p", t("guideClick")),
    html("p.soft", t("guideKeys"), " ", t("wheel")),
  );
}

/** A product of this graph, to be found again in the figure; null where there is none worth it. */
function exampleOf(app) {
  const { model, frame, t } = app;
  const isTelling = ({ pass, node, input, upstream, local }) =>
    pass === "backward" && node !== model.root && model.usesOf[input] === 1 &&
    model.nodes[input].op !== null && Math.abs(upstream) !== 1 && Math.abs(local) !== 1;
  const step = frame.steps.find(isTelling);
  if (!step) return null;
  const { node, input, upstream, local, contribution } = step;
  return html(
    "div.example",
    { tabindex: "0", role: "group", "aria-label": t("example") },
    formula([
      ...[derivative(model, model.root, input), sign("=")],
      ...[...symbolsOf(model, node, input), sign("=")],
    ]),
    html(
      "span.nobreak",
      formula([numeral(upstream, true), sign("×"), numeral(local, true), sign("=")]),
      formula(numeral(contribution), { class: "result gradient" }),
    ),
  );
}

/** One edge: its local derivative, what comes from upstream, their product. */
function edgeCard(app, { node, slot }) {
  const { model, frame, t } = app;
  const input = model.nodes[node].inputs[slot];
  const index = model.steps.findIndex(
    (step) => step.pass === "backward" && step.node === node && step.slot === slot,
  );
  const [upstream, local] = [model.adjoint[node], model.partials[node][slot]];
  const seen = frame.at.seen[node] === 2;
  const passed = seen && index < frame.until;
  const value = (ready, x, look) => (ready ? formula(numeral(x), { class: look }) : gap(app));
  const part = (name, ...children) =>
    html("div.part", html("span.soft", t(name)), html("div.terms", ...children));
  const localSymbols = [
    derivative(model, node, input),
    sign("="),
    localOf(app, node, slot),
    sign("="),
  ];
  const numbers = [numeral(upstream, true), sign("×"), numeral(local, true), sign("=")];
  return html(
    "article.card",
    cardHead(app, formula([nameOf(model, input), sign("→"), nameOf(model, node)])),
    part("local", formula(localSymbols), value(frame.at.known[node], local, "result")),
    part(
      "upstream",
      formula([derivative(model, model.root, node), sign("=")]),
      value(seen, upstream, "result gradient"),
    ),
    part(
      "edgeProduct",
      formula([...symbolsOf(model, node, input), sign("=")]),
      passed ? formula(numbers) : null,
      value(passed, upstream === 0 ? 0 : upstream * local, "result gradient"),
    ),
    html(
      "div.actions",
      button("link", "copy", () => app.copies.copy(texOfUse(model, node, slot)), t("copyLatex")),
      [input, node].map((id) => nodeButton(app, "link", id, nameOf(model, id))),
    ),
  );
}

/** An edge to or from a group: the sum of what its uses contribute. */
function summedCard(app, key) {
  const edge = app.edgeOf(key);
  if (!edge) return guide(app);
  const { model, t } = app;
  const contribution = ({ node, slot }) =>
    formula([
      nameOf(model, model.nodes[node].inputs[slot]),
      sign("→"),
      nameOf(model, node),
      sign(":"),
      numeral(model.adjoint[node], true),
      sign("×"),
      numeral(model.partials[node][slot], true),
    ]);
  return html(
    "article.card",
    cardHead(app, formula([app.itemName(edge.from), sign("→"), app.itemName(edge.to)])),
    html(
      "p",
      t("edgeSummed", { count: edge.uses.length }),
      " = ",
      formula(numeral(app.edgeNumber(edge)), { class: "result gradient" }),
    ),
    someOf(app, edge.uses).map((use) =>
      html("div.equation", useButton(app, use, "sum", contribution(use))),
    ),
    moreButton(app, edge.uses),
  );
}

function groupCard(app, key) {
  const { model, t } = app;
  const { members } = groupsOf(model).get(key);
  const name = app.folds.nameOf(key);
  return html(
    "article.card",
    cardHead(
      app,
      formula(formulaOf(name.mathml)),
      html("span.chip", t("groupOf", { count: members.length })),
    ),
    html(
      "div.actions",
      button("link", "unfold", () => app.folds.toggle(key), t("unfoldIt", { group: name.text })),
    ),
    html(
      "div.members",
      someOf(app, members).map((id) => nodeButton(app, "term", id, nameOf(model, id))),
    ),
    moreButton(app, members),
  );
}
