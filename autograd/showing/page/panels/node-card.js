/** The card of a node: what it is, its gradient as the sum over its uses, its local derivatives. */

import {
  cardHead,
  gap,
  heading,
  line,
  localFactor,
  localOf,
  moreButton,
  someOf,
  symbolsOf,
  useButton,
} from "./card-parts.js";
import { button, html } from "../dom.js";
import { localPicture } from "./local-picture.js";
import { texOfNode, usesInOrder } from "../maths/latex.js";
import { derivative, formula, formulaOf, nameOf, numeral, sign } from "../maths/mathml.js";

/** The card of node `id`. */
export function nodeCard(app, id) {
  const { model } = app;
  const node = model.nodes[id];
  return html(
    "article.card",
    { "data-node": id },
    cardHead(app, formula(nameOf(model, id)), html("span.chip", kindOfNode(app, id))),
    definition(app, id),
    gradientSum(app, id),
    node.op === null ? null : localsOf(app, id),
    localPicture(app, id),
    html("div.actions", actionsFor(app, id)),
  );
}

function kindOfNode({ model, t }, id) {
  const { op } = model.nodes[id];
  if (id === model.root) return t("root");
  return op === null ? t("leaf") : model.trace.operations[op].name.replaceAll("_", " ");
}

function actionsFor(app, id) {
  const { model, t } = app;
  const folds = app.folds.around(id).map((key) => {
    const text = t("foldIt", { group: app.folds.nameOf(key).text });
    return button("link", `fold-${key}`, () => app.folds.toggle(key), text);
  });
  return [
    button("link", "copy", () => app.copies.copy(texOfNode(model, id)), t("copyLatex")),
    button("link", "paths", () => app.change({ panel: "paths" }), t("showPaths")),
    model.live
      ? button("link", "nudge", () => app.change({ panel: "change" }), t("nudgeIt"))
      : null,
    folds,
  ];
}

/** z = w x + b = 0.41, or x = 0.5. */
function definition({ model, frame, t }, id) {
  const node = model.nodes[id];
  const begins = [nameOf(model, id), sign("=")];
  if (node.op !== null) begins.push(formulaOf(node.formula.mathml), sign("="));
  const value = frame.at.known[id]
    ? formula(numeral(model.value[id]), { class: "result" })
    : gap({ t });
  return html("div.definition", { tabindex: "0" }, formula(begins), value);
}

/** d root/d node = the sum over its uses: in symbols, with the local formulas, in numbers. */
function gradientSum(app, id) {
  const { model, t } = app;
  const uses = usesInOrder(model, id);
  if (id === model.root) return constantGradient(app, id, 1, t("usesNone"));
  if (!uses.length) return constantGradient(app, id, 0, t("usesDead", { root: app.rootName }));
  return html(
    "section.sum",
    heading(t("sumTitle")),
    sumLines(app, id, uses),
    moreButton(app, uses),
  );
}

function constantGradient({ model, t }, id, x, why) {
  const equation = line(
    formula(derivative(model, model.root, id)),
    formula([sign("="), numeral(x)]),
  );
  return html("section", heading(t("gradient")), equation, html("p.soft", why));
}

function sumLines(app, id, uses) {
  const { model, frame } = app;
  const listed = someOf(app, uses);
  const rest = uses.length > listed.length ? html("span.soft", "+ …") : null;
  const equals = () => formula(sign("="));
  const terms = (kind, write) => {
    const parts = listed.map((use) => useButton(app, use, kind, write(use)));
    return [...parts.flatMap((part, i) => (i ? [plusSign(), part] : [part])), rest];
  };
  const symbols = ({ node }) => formula(symbolsOf(model, node, id), { class: "names" });
  const withLocals = ({ node, slot }) =>
    formula([derivative(model, model.root, node), sign("·"), localFactor(app, node, slot)]);
  const inNumbers = ({ node, slot, index }) =>
    index < frame.until ? productOf(model, node, slot) : gap(app);
  return [
    line([formula(derivative(model, model.root, id)), equals()], ...terms("names", symbols)),
    line(equals(), ...terms("locals", withLocals)),
    line(equals(), ...terms("numbers", inNumbers)),
    line(equals(), ...resultOf(app, id)),
  ];
}

const plusSign = () => formula(sign("+"), { class: "plus" });

function productOf(model, node, slot) {
  const [upstream, local] = [model.adjoint[node], model.partials[node][slot]];
  const product = [numeral(upstream, true), sign("×"), numeral(local, true)];
  return formula(product, { class: "numbers" });
}

const arrivalsOf = ({ frame, model }, id) => ({
  arrived: frame.at.arrived[id],
  uses: model.usesOf[id],
});

/** The sum so far, and the number of the text's equation where the sum is complete. */
function resultOf(app, id) {
  const { frame, t } = app;
  const { seen, total } = frame.at;
  const number = app.model.nodes[id].equation;
  return [
    seen[id] ? formula(numeral(total[id]), { class: "result gradient" }) : gap(app),
    seen[id] === 1 ? html("span.soft.partly", t("partly", arrivalsOf(app, id))) : null,
    seen[id] === 2 && number
      ? html("span.number", { title: t("equation", { number }) }, `(${number})`)
      : null,
  ];
}

function localsOf(app, id) {
  const { model, frame, t } = app;
  const node = model.nodes[id];
  const slots = node.inputs.slice(0, node.drawn).map((_, slot) => slot);
  const equation = (slot) => {
    const symbols = [derivative(model, id, node.inputs[slot]), sign("="), localOf(app, id, slot)];
    const number = frame.at.known[id] ? formula(numeral(model.partials[id][slot])) : gap(app);
    const value = html("span.nobreak", formula(sign("=")), number);
    return useButton(app, { node: id, slot }, "local", formula(symbols), value);
  };
  return html(
    "section",
    heading(t("inputsTitle")),
    someOf(app, slots).map((slot) => html("div.equation", equation(slot))),
    moreButton(app, slots),
  );
}
