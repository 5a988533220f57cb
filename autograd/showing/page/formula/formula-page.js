/** The page of a formula of one's own: it is typed, its graph is built here, without Python. */

import { html, setText } from "../dom.js";
import { FormulaError } from "../maths/formula-reader.js";
import { mount } from "../mount.js";
import { firstLanguage } from "../sentences.js";
import { CONSTANTS } from "./formula-graph.js";
import { OutsideDomain, traceOfFormula } from "./formula-trace.js";

const NUMBERS = [0.5, 2, 1, 0.8, 0.3, 1.5, 0.6, 1.2]; // of names, by turns, until they are moved
const WORDS = {
  formula: ["Formula", "公式"],
  show: ["Show", "显示"],
  hint: ["any name is a number you can move: z = w x + b; L = (sigmoid(z) - y)^2", "任何名称都是可调节的数：z = w x + b; L = (sigmoid(z) - y)^2"],
  unreadable: ["I cannot read this from “{found}” on.", "从“{found}”起无法读懂。"],
  unknown: ["There is no function “{found}”.", "没有函数“{found}”。"],
  outside: ["It has no value at these numbers: {message}.", "在这些数值处没有定义：{message}。"],
};

/**
 * Shows the graph of a formula in an element, and a field in which to write another one.  `given`
 * is {catalogue, formula, numbers}: the operation table, what to begin with, numbers by label.
 */
export function mountFormula(element, given, options = {}) {
  const numbers = new Map(Object.entries(given.numbers));
  let app = null;
  const w = (key, places = {}) => {
    const language = app?.state.language ?? firstLanguage(options.language);
    const text = WORDS[key][language === "zh" ? 1 : 0];
    return text.replace(/\{(\w+)\}/g, (_, name) => places[name]);
  };
  const field = html("input.typed", {
    type: "text",
    ...{ spellcheck: "false", autocomplete: "off", autocapitalize: "off", maxlength: 2000 },
  });
  const message = html("p.refused", { role: "alert" });
  const button = html("button.primary", { type: "submit" });
  const form = html("form.own", { on: { submit: (event) => submit(event) } }, field, button, message);

  function numberOf(label) {
    if (label in CONSTANTS && !numbers.has(label)) return undefined;
    if (!numbers.has(label)) numbers.set(label, NUMBERS[numbers.size % NUMBERS.length]);
    return numbers.get(label);
  }

  /** Why a formula cannot be shown; an error of another kind is thrown on. */
  function reasonOf(error) {
    if (error instanceof OutsideDomain) return w("outside", { message: error.message });
    if (!(error instanceof FormulaError)) throw error;
    return w(error.kind === "unknown-name" ? "unknown" : "unreadable", { found: error.found });
  }

  function submit(event) {
    event.preventDefault();
    if (app) rememberNumbers(app.model, numbers);
    if (show(field.value)) {
      history.replaceState(null, "", `#${new URLSearchParams({ formula: field.value })}`);
    }
  }

  /** Shows a formula, with the link's state if that is wanted; false where it cannot be, and why. */
  function show(text, link = false) {
    let trace = null;
    try {
      trace = traceOfFormula(text, given.catalogue, numberOf);
    } catch (error) {
      setText(message, reasonOf(error));
      field.setAttribute("aria-invalid", "true");
      return false;
    }
    const focused = document.activeElement;
    app?.unmount();
    if (!link) history.replaceState(null, "", location.pathname);
    app = mount(element, trace, { ...options, formula: { text, form }, language: app?.state.language ?? options.language });
    dress();
    if (form.contains(focused)) focused.focus();
    return true;
  }

  function dress() {
    setText(message, "");
    field.removeAttribute("aria-invalid");
    field.setAttribute("aria-label", w("formula"));
    field.placeholder = w("hint");
    setText(button, w("show"));
  }

  const linked = new URLSearchParams(location.hash.slice(1)).get("formula");
  field.value = linked ?? given.formula;
  if (!show(field.value, true)) {
    const why = message.textContent;
    show(given.formula);
    setText(message, why);
  }
  return {
    get app() {
      return app;
    },
  };
}

/** The numbers of a graph's leaves by label: those that a reader has moved stay. */
function rememberNumbers(model, numbers) {
  for (const id of model.leaves) {
    if (model.nodes[id].label) numbers.set(model.nodes[id].label, model.value[id]);
  }
}
