/** What the step that was taken last has done: as a sentence, and as an equation. */

import { gap } from "./card-parts.js";
import { html } from "../dom.js";
import { derivative, formula, formulaOf, nameOf, numeral, sign } from "../maths/mathml.js";
import { shown } from "../maths/numbers.js";

/** The sentence; what a screen reader says of a step. */
export function narration(app) {
  const { model, frame, t, rootName } = app;
  const { step, done, overview } = frame;
  if (overview) return t("sayOverview", { root: rootName });
  if (!step) return t("sayStart");
  const node = model.nodes[step.node].name.text;
  const says = {
    forward: () => t("sayForward", { node, value: shown(model.value[step.node]) }),
    seed: () => t("saySeed", { root: rootName }),
    backward: () => sayContribution(app, step, node),
  };
  return says[step.pass]() + (done ? ` ${t("sayDone")}` : "");
}

/** The sentence about a contribution, and how many of them there are so far. */
function sayContribution(app, step, node) {
  const { frame, t } = app;
  const key = frame.isFirst(step) ? "sayFirst" : "sayBackward";
  const [arrived, uses] = [frame.at.arrived[step.input], app.model.usesOf[step.input]];
  const rest = arrived < uses ? ` ${t("sayPartly", { arrived, uses })}` : "";
  return t(key, { node, ...factsOf(app, step) }) + rest;
}

/** What the sentence about a contribution needs. */
function factsOf({ model }, step) {
  const { upstream, local, contribution, before, after } = step;
  return {
    input: model.nodes[step.input].name.text,
    upstream: shown(upstream),
    local: shown(local),
    contribution: shown(contribution),
    before: shown(before),
    after: shown(after),
  };
}

/** The equation, in pieces that may wrap. */
export function stepEquation(app) {
  const { frame, t } = app;
  if (frame.overview) return [html("span.soft", t("overview"))];
  if (!frame.step && app.state.lecture && app.note()) return []; // the teacher's words say more
  if (!frame.step) return [html("span.soft", t("start"))];
  return { forward: forwardPieces, seed: seedPieces, backward: backwardPieces }[frame.step.pass](
    app,
    frame.step,
  );
}

function forwardPieces({ model }, { node }) {
  const written = [nameOf(model, node), sign("="), formulaOf(model.nodes[node].formula.mathml)];
  const value = [sign("="), numeral(model.value[node])];
  return [formula(written), formula(value, { class: "result value" })];
}

function seedPieces({ model }, { node }) {
  const symbols = [derivative(model, node, node), sign("=")];
  return [formula(symbols), formula(numeral(1), { class: "result gradient" })];
}

function backwardPieces(app, step) {
  const { model, t } = app;
  const { node, input, upstream, local, contribution } = step;
  const part = (name, ...inner) => html(`span.piece.${name}`, { title: t(name) }, formula(inner));
  const equals = () => formula(sign("="));
  const symbols = [
    ...[derivative(model, model.root, input), sign("+=")],
    ...[derivative(model, model.root, node), sign("·"), derivative(model, node, input)],
  ];
  return [
    formula(symbols),
    html(
      "span.nobreak",
      equals(),
      part("upstream", numeral(upstream, true)),
      formula(sign("×")),
      part("local", numeral(local, true)),
    ),
    html("span.nobreak", equals(), part("contribution", numeral(contribution))),
    app.state.lecture && model.usesOf[input] === 1 ? null : runningTotal(app, step),
  ];
}

function runningTotal(app, step) {
  return html(
    "span.running",
    html("span.soft", app.t("total")),
    app.frame.isFirst(step) ? gap(app) : formula(numeral(step.before)),
    formula(sign("→")),
    formula(numeral(step.after), { class: "result gradient" }),
  );
}
