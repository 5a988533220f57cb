/** The quiz: the gradients are hidden, and each contribution is asked for in its turn. */

import { fill, html } from "./dom.js";
import { derivative, formula, nameOf, numeral, sign } from "./mathml.js";
import { judge } from "./quiz.js";
import { sentence } from "./strings.js";
import { asFactor, shown } from "./numbers.js";

/** The step that is asked for next, or null. */
export function askedStep(app) {
  const { model, state } = app;
  if (!state.quiz) return null;
  const step = app.frame.steps[state.step];
  return step?.pass === "backward" ? step : null;
}

/** The state at the beginning of a quiz: just before the first contribution. */
export function quizBegins(model) {
  const seed = model.steps.findIndex((step) => step.pass === "seed");
  return { step: seed + 1, panel: "quiz", playing: false, quiz: { right: 0, asked: 0, feedback: null, missed: false } };
}

/** What is said about a wrong answer, its numbers written out. */
function remark(app, verdict) {
  const places = Object.fromEntries(Object.entries(verdict.numbers ?? {}).map(([name, x]) =>
    [name, typeof x === "number" ? shown(x) : x]));
  return sentence(app.state.language, verdict.message, places);
}

function answer(app, text) {
  const step = askedStep(app);
  const { quiz } = app.state;
  if (!step || !text.trim()) return;
  const verdict = judge(app.model, step, text);
  const asked = quiz.asked + (quiz.missed ? 0 : 1);
  if (!verdict.right) {
    app.change({ quiz: { ...quiz, asked, missed: true, feedback: { right: false, text: remark(app, verdict) } } });
    return;
  }
  pass(app, step, { right: quiz.right + (quiz.missed ? 0 : 1), asked }, app.t("quizRight"));
}

/** Goes on to the next question, with the solution of this one. */
function pass(app, step, score, lead) {
  const solution = `${lead} ${asFactor(step.upstream)} × ${asFactor(step.local)} = ${shown(step.contribution)}`;
  app.change({ step: app.state.step + 1, selected: null, quiz: { ...score, missed: false, feedback: { right: true, text: solution } } });
}

/** Puts the quiz into `panel`. */
export function renderQuiz(app, panel) {
  const { t, state } = app;
  const { quiz } = state;
  if (!quiz) {
    return fill(panel, html("div", { class: "quizpanel" }, html("p", {}, t("quizIntro")),
      html("button", { type: "button", class: "primary", "data-id": "start", on: { click: () => app.change({ ...quizBegins(app.model), selected: null }) } }, t("quizStart"))));
  }
  const step = askedStep(app);
  return fill(panel, html("div", { class: "quizpanel" },
    quiz.feedback ? html("p", { class: quiz.feedback.right ? "feedback right" : "feedback wrong", role: "status" },
      html("b", { "aria-hidden": "true" }, quiz.feedback.right ? "✓ " : "✗ "), quiz.feedback.text) : null,
    step ? question(app, step) : html("p", {}, t("quizDone")),
    html("p", { class: "score" }, t("quizScore", { right: quiz.right, asked: quiz.asked })),
    html("button", { type: "button", class: "link", "data-id": "stop", on: { click: () => app.change({ quiz: null }) } }, t("quizStop"))));
}

function question(app, step) {
  const { model, t, state } = app;
  const { node, input } = step;
  const text = (id) => model.nodes[id].name.text;
  const field = html("input", { type: "text", class: "answer", "data-id": "answer", autocomplete: "off", autocapitalize: "off", spellcheck: "false", "aria-label": t("quizAnswer"), placeholder: t("quizAnswer") });
  const submit = (event) => { event.preventDefault(); answer(app, field.value); };
  return html("form", { on: { submit } },
    html("p", {}, t("quizAsk", { node: text(node), input: text(input) })),
    html("div", { class: "equation" }, formula([derivative(model, model.root, node), sign("·"), derivative(model, node, input), sign("=")]), html("span", { class: "asked" }, "?")),
    html("div", { class: "row" }, field, html("button", { class: "primary", "data-id": "check" }, t("quizCheck"))),
    html("button", { type: "button", class: "link", "data-id": "show", on: { click: () => pass(app, step, { right: state.quiz.right, asked: state.quiz.asked + (state.quiz.missed ? 0 : 1) }, t("quizIs", { value: shown(step.contribution) })) } }, t("quizShow")));
}
