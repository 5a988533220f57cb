/** The verdicts: every equation as it was read, its sign, and what is said of it. */

import { button, html, refill, setText } from "../dom.js";
import { formula, sign } from "../maths/mathml.js";
import { inOrderOfQuestions, makeExerciseCard } from "./exercise-card.js";
import { lookOfSign } from "./lab-marks.js";
import { chainOf, lineWords, reasonsOf, repairLine, setMaths, statusWords, verdictWords } from "./told.js";

const URGENCY = ["✗", "~", "?", "✓", "·"];

/** What is to be put right comes first; the rest in the order of the document. */
const byUrgency = (equations) =>
  [...equations].sort((a, b) => URGENCY.indexOf(a.mark) - URGENCY.indexOf(b.mark));

/** The look of the verdict on the whole; an exercise is not wrong while it is being done. */
function lookOfWhole({ ok, counts, exercise }) {
  const isWrong = !exercise && (counts.wrong || counts.unexpected);
  return ok ? "right" : isWrong ? "wrong" : "";
}

/** Returns {element, render, point}: `point` brings equations into sight and marks them. */
export function makeVerdicts(lab) {
  const head = html("p.verdict");
  const said = html("p.soft.chosen-words", { lang: "en" });
  const list = html("ol.equations");
  const exercise = makeExerciseCard(lab);
  const element = html("section.verdicts", { tabindex: "0" }, head, exercise.element, said, list);
  let cards = new Map(); // of an equation by its number, of a repair by its name: {key, made}

  /** The card of what is told: that of before where it says the same, wherever it stands now. */
  function card(id, told, make) {
    const key = JSON.stringify(told, (name, value) => (name === "place" ? null : value));
    const before = cards.get(id);
    return { key, made: before?.key === key ? before.made : make() };
  }

  const equationCard = (equation) => {
    const { number } = equation;
    const told = [lab.language, answered(number), equation];
    return [number, card(number, told, () => newCard(equation))];
  };

  const forwardCard = (change, k) => {
    const id = `forward-${k}`;
    return [id, card(id, [lab.language, change], () => forward(change, k))];
  };

  /** The question of an exercise that an equation answers: its name, what is given for it. */
  function answered(number) {
    const question = lab.marks.exercise?.questions.find(({ equations }) => equations.includes(number));
    return question ? { name: question.name, points: `${question.points}/${question.of}` } : null;
  }

  function newCard(equation) {
    const { number, id, mark } = equation;
    const where = lineWords(lab, equation);
    const question = answered(number);
    const quiet = question ? "" : "≔";
    const look = lookOfSign(mark);
    const title = `${id} ${where}: ${statusWords(lab, equation)}`;
    const made = html(
      `li.verdictcard.${look}`,
      html(
        "div.row.cardline",
        html("span.sign", { title, "aria-hidden": "true" }, mark === "·" ? quiet : mark),
        question && html("span.asknumber", { "aria-hidden": "true" }, question.name),
        html("button.chainbutton", {
          type: "button",
          "data-id": `equation-${number}`,
          "aria-label": title,
          on: { click: () => lab.moves.follow(number) },
        }, chainOf(equation)),
        question && html("span.points", question.points),
        button("link.toline", `line-${number}`, () => lab.moves.writeAt(number), where),
      ),
      reasonsOf(lab, equation),
    );
    return made;
  }

  function forward(change, k) {
    const told = { right: change.right, of: change.of, before: change.rightBefore };
    const equal = ([left, right]) => [setMaths(left), formula(sign("=")), setMaths(right)];
    return html(
      "li.verdictcard.wrong.forward",
      html("p", html("strong", lab.t("forwardWrong")), " ", lab.t("forwardThen", told)),
      repairLine(lab, `forward-${k}`, () => lab.marks.repairs[k].edits, ...equal(change.after)),
    );
  }

  function render() {
    const { marks } = lab;
    const repairs = (marks?.repairs ?? []).map(forwardCard);
    cards = new Map([...(marks?.equations ?? []).map(equationCard), ...repairs]);
    setText(head, lab.message || (marks ? verdictWords(lab, marks) : lab.t("checking")));
    head.className = `verdict ${marks && !lab.message ? lookOfWhole(marks) : ""}`;
    setText(said, marks ? marks.told.join(" ") : "");
    const active = document.activeElement;
    const id = list.contains(active) ? active.dataset.id : null;
    exercise.render();
    const ordered = marks?.exercise ? inOrderOfQuestions(marks) : byUrgency(marks?.equations ?? []);
    const made = ordered.map(({ number }) => cards.get(number).made);
    refill(list, repairs.map(([, one]) => one.made), made);
    if (id) list.querySelector(`[data-id="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
  }

  /** Marks the cards of some equations; the first comes into sight. */
  function point(numbers) {
    for (const [number, { made }] of cards) made.classList.toggle("pointed", numbers.includes(number));
    const first = cards.get(numbers[0])?.made;
    if (!first) return;
    const [inner, outer] = [first.getBoundingClientRect(), element.getBoundingClientRect()];
    if (inner.top < outer.top || inner.bottom > outer.bottom)
      element.scrollTop += inner.top - outer.top - 56;
  }
  return { element, render, point };
}
