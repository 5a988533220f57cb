/** The points of an exercise: one field for each question, what is remarked, what helps. */

import { button, fill, html } from "../dom.js";
import { lookOfSign } from "./lab-marks.js";

export const STATES_OF_QUESTIONS = {
  right: "statusRight",
  partly: "statePartly",
  carried: "stateCarried",
  wrong: "statusWrong",
  unsure: "stateUnsure",
  missing: "stateMissing",
};

/** The equations of an exercise: the answers in the order of the questions, then the others. */
export function inOrderOfQuestions({ equations, exercise }) {
  const asked = exercise.questions.flatMap((question) => question.equations);
  const others = equations.filter(({ number }) => !asked.includes(number));
  return [...new Set(asked)].map((number) => equations[number]).concat(others);
}

/** How many points there are. */
export function pointsWords(lab, { exercise: { points, of }, ok }) {
  return lab.t(ok ? "allPoints" : "points", { points, of });
}

/** Returns {element, render}. */
export function makeExerciseCard(lab) {
  const element = html("div.exercisecard", { hidden: true });

  function field({ name, about, state, mark, points, of, equations }) {
    const words = lab.t("question", { name, about, state: lab.t(STATES_OF_QUESTIONS[state]), points, of });
    const go = () => lab.moves.writeAt(equations[0]);
    const made = button(`question.${lookOfSign(mark)}`, `question-${name}`, go, name, html("span.sign", mark === "·" ? "" : mark));
    made.setAttribute("aria-label", words);
    made.title = words;
    made.disabled = !equations.length;
    return made;
  }

  function render() {
    const exercise = lab.marks?.exercise;
    element.hidden = !exercise;
    if (!exercise) return;
    const { t } = lab;
    const id = element.contains(document.activeElement) ? document.activeElement.dataset.id : null;
    fill(
      element,
      html("div.questions", { role: "group", "aria-label": t("questions") }, exercise.questions.map(field)),
      exercise.remarks.map((remark) => html("p.remark", { lang: "en" }, remark)),
      html("p.soft", t("exerciseHelp")),
      html(
        "p.row",
        button("link", "again", () => lab.exercises.again(exercise), t("again")),
        lab.host.progress && button("link", "other", () => lab.exercises.open(), t("another")),
      ),
    );
    if (id) element.querySelector(`[data-id="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
  }
  return { element, render };
}
