/** What cards are made of: lines of equations, uses to point at, gaps to be filled, buttons. */

import { button, html, math, spoken } from "../dom.js";
import { derivative, formula, formulaOf, nameOf, row, sign } from "../maths/mathml.js";

const FEW = 6;

/** A gap to be filled by a later step. */
export function gap(app) {
  const text = app.t("notYet");
  return html("span.gap", { role: "img", "aria-label": text, title: text });
}

export const heading = (text) => html("h3", text);

/** A line of an equation: what stands before its sign, and its terms. */
export const line = (lead, ...terms) =>
  html("div.equation", html("span.lead", lead), html("span.terms", ...terms));

/** The head of a card, with its way out. */
export function cardHead(app, ...children) {
  const close = button("tool.small", "close", () => app.change({ selected: null }), "×");
  close.setAttribute("aria-label", app.t("close"));
  const title = html("h2", ...children);
  title.setAttribute("aria-label", spoken(title));
  return html("div.cardhead", title, close);
}

/** A button that chooses a node, written as its name. */
export const nodeButton = (app, look, id, name) =>
  button(look, `to-${id}`, () => app.selection.node(id), formula(name));

/** Something about one use of a node: pointing at it lights the edge, a click selects it. */
export function useButton(app, { node, slot }, kind, ...children) {
  const element = button(
    "term",
    `use-${node}-${slot}-${kind}`,
    () => app.selection.use(node, slot),
    ...children,
  );
  for (const event of ["pointerenter", "focus"]) {
    element.addEventListener(event, () => app.change({ lit: [{ node, slot }] }));
  }
  for (const event of ["pointerleave", "blur"]) {
    element.addEventListener(event, () => app.change({ lit: [] }));
  }
  return element;
}

/** The first few of a list, or all of it once they are asked for. */
export const someOf = (app, all) => (app.state.allTerms ? all : all.slice(0, FEW));

/** The button that asks for all of a long list, or for few again. */
export function moreButton(app, all) {
  if (all.length <= FEW) return null;
  const { allTerms } = app.state;
  const text = allTerms ? app.t("usesLess") : app.t("usesMore", { count: all.length - FEW });
  return button("link", "more", () => app.change({ allTerms: !allTerms }), text);
}

/** dL/dz · dz/dx, in symbols. */
export const symbolsOf = (model, node, input) => [
  derivative(model, model.root, node),
  sign("·"),
  derivative(model, node, input),
];

/** A local derivative in the names of the graph; of an extreme in words. */
export function localOf({ model, t }, node, slot) {
  const { op, inputs, locals } = model.nodes[node];
  const { picks } = model.trace.operations[op];
  if (!picks) return formulaOf(locals[slot].mathml);
  const words = t("localPicks", { x: "\n", picks: t(picks) }).split("\n");
  const [before, after] = words.map((text) => math("mtext", text.replace(/^ | $/g, "\u00a0")));
  return row(before, nameOf(model, inputs[slot]), after);
}

/** The same as a factor: in brackets where it is a sum, or words. */
export function localFactor(app, node, slot) {
  const { model } = app;
  const { text } = model.nodes[node].locals[slot];
  const bare = text.replace(/\([^()]*\)/g, "()");
  const isSum = /[^(\s]\s[+−-]\s/.test(bare) || /^[-−]/.test(text) || /\swhere\s/.test(text);
  const written = localOf(app, node, slot);
  return isSum ? row(sign("("), written, sign(")")) : written;
}
