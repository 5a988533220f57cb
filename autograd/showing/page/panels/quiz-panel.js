/** The quiz: the gradients are hidden, and each contribution is asked for in its turn. */

import { symbolsOf } from "./card-parts.js";
import { button, fill, html } from "../dom.js";
import { derivative, formula, sign } from "../maths/mathml.js";
import { asFactor, shown } from "../maths/numbers.js";
import { judge } from "../maths/quiz-judge.js";

/** The first step from `from` on that is asked: each contribution, or those of the author's sheet. */
function nextAsked({ steps, trace }, from) {
  const asked = ({ pass }, i) =>
    i >= from && (trace.quiz ? trace.quiz.some(({ step }) => step === i) : pass === "backward");
  const found = steps.findIndex(asked);
  return found < 0 ? steps.length : found;
}

/** The question that is asked now, or null where none is left. */
function askedStep({ frame, state, model }) {
  const step = frame.steps[state.step];
  if (nextAsked(model, state.step) !== state.step || !step) return null;
  return { ...step, ask: model.trace.quiz?.find((one) => one.step === state.step).ask };
}

/** To the beginning of a quiz: just before the first question. */
function begin(app) {
  const quiz = { right: 0, asked: 0, missed: false, feedback: null };
  app.passes.stop();
  app.change({ step: nextAsked(app.model, 0), stepped: true, selected: null, quiz });
}

/** The score after an answer: only the first answer to a question counts. */
function scored({ right, asked, missed }, isRight) {
  return { right: right + (isRight && !missed ? 1 : 0), asked: asked + (missed ? 0 : 1) };
}

function answer(app, text) {
  const { quiz } = app.state;
  const step = askedStep(app);
  if (!text.trim()) return;
  const { right, message, numbers } = judge(app.model, step, text);
  if (right) return goOn(app, step, true, app.t("quizRight"));
  const places = Object.entries(numbers).map(([name, x]) => [
    name,
    typeof x === "number" ? shown(x) : x,
  ]);
  const feedback = { right: false, text: app.t(message, Object.fromEntries(places)) };
  return app.change({ quiz: { ...scored(quiz, false), missed: true, feedback } });
}

/** To the next question, with the solution of this one. */
function goOn(app, step, isRight, lead) {
  const { upstream, local, contribution, ask, before, after } = step;
  const product = `${asFactor(upstream)} × ${asFactor(local)} = ${shown(contribution)}`;
  const sum = ask && before ? `; ${shown(before)} + ${asFactor(contribution)} = ${shown(after)}` : "";
  const solution = `${product}${sum}`;
  const feedback = { right: true, text: `${lead} ${solution}` };
  const quiz = { ...scored(app.state.quiz, isRight), missed: false, feedback };
  app.change({ step: nextAsked(app.model, app.state.step + 1), selected: null, quiz });
}

/** Puts the quiz into `panel`. */
export function renderQuiz(app, panel) {
  const { t, state } = app;
  const { quiz } = state;
  if (!quiz) {
    const start = button("primary", "start", () => begin(app), t("quizStart"));
    return fill(panel, html("div.quizpanel", html("p", t("quizIntro")), start));
  }
  const step = askedStep(app);
  return fill(
    panel,
    html(
      "div.quizpanel",
      quiz.feedback ? remark(quiz.feedback) : null,
      step ? question(app, step) : html("p", t("quizDone")),
      html("p.score", t("quizScore", { right: quiz.right, asked: quiz.asked })),
      button("link", "stop", () => app.change({ quiz: null }), t("quizStop")),
    ),
  );
}

function remark({ right, text }) {
  const mark = html("b", { "aria-hidden": "true" }, right ? "✓ " : "✗ ");
  return html(`p.feedback.${right ? "right" : "wrong"}`, { role: "status" }, mark, text);
}

function question(app, step) {
  const { model, t } = app;
  const { node, input, ask } = step;
  const nameText = (id) => model.nodes[id].name.text;
  const field = html("input.answer", {
    ...{ type: "text", "data-id": "answer" },
    ...{ autocomplete: "off", autocapitalize: "off", spellcheck: "false" },
    ...{ "aria-label": t("quizAnswer"), placeholder: t("quizAnswer") },
  });
  const submit = (event) => {
    event.preventDefault();
    answer(app, field.value);
  };
  const giveUp = () => goOn(app, step, false, "");
  return html(
    "form",
    { on: { submit } },
    html("p", t(ask ? "quizAskSum" : "quizAsk", { node: nameText(node), input: nameText(input) })),
    html(
      "div.equation",
      formula([
        ...(ask ? [derivative(model, model.root, input)] : symbolsOf(model, node, input)),
        sign("="),
      ]),
      html("span.asked", "?"),
    ),
    html("div.row", field, html("button.primary", { "data-id": "check" }, t("quizCheck"))),
    button("link", "show", giveUp, t("quizShow")),
  );
}
