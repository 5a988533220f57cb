/** What is said of an equation: its sides as maths with their signs, why, and how it is put right. */

import { button, html } from "../dom.js";
import { formula, formulaOf, sign } from "../maths/mathml.js";
import { shown } from "../maths/numbers.js";
import { pointsWords, STATES_OF_QUESTIONS } from "./exercise-card.js";
import { lookOfSign } from "./lab-marks.js";

/** Maths as the check sets it; what could not be read stands as it was written. */
export function setMaths(source) {
  if (source.startsWith("<math>")) return formula(formulaOf(source.slice(6, -7)));
  const inert = document.createElement("template");
  inert.innerHTML = source;
  return html("code", inert.content.textContent);
}

/** An equation in one line, each side coloured by its verdict. */
export function chainOf({ members }) {
  return html(
    "span.chain",
    members.map(({ relation, maths, mark }) =>
      html(
        `span.labside.${lookOfSign(mark)}`,
        relation ? formula(sign(relation), { class: "relation" }) : null,
        maths ? setMaths(maths) : html("span.blank"),
      ),
    ),
  );
}

/** The sentences of one side: [word, text], a formula under a caret keeping its columns. */
function sentencesOf({ told }) {
  return told.map(([, text]) => {
    const [first, ...rest] = text.split("\n");
    return html("p.why", { lang: "en" }, first, rest.length ? html("pre", rest.join("\n")) : null);
  });
}

function witnessOf({ witness }, t) {
  if (!witness) return null;
  const point = Object.entries(witness.leaves).map(([name, x]) => `${name} = ${shown(x, 4)}`);
  const [claimed, real] = [witness.claimed, witness.true].map((x) => shown(Number(x), 5));
  if (!point.length || point.length > 8) return null;
  return html("p.soft.witness", t("atPoint", { point: point.join(", "), claimed, true: real }));
}

/** What puts a side right, where it stands now: the text around it may have changed. */
const presentEdits = (lab, { number }, k) => () => lab.marks.equations[number].members[k].repair.edits;

/** What it is to become, and what puts it there: `edits` gives the edits, [] where there are none. */
export function repairLine(lab, id, edits, ...maths) {
  return html(
    "p.repair",
    html("span.soft", lab.t("becomes")),
    ...maths,
    edits().length ? button("mend", id, () => lab.moves.mend(edits()), lab.t("mend")) : null,
  );
}

/** The sides of an equation that something is said of, with what puts each right. */
export function reasonsOf(lab, equation) {
  return equation.members.map((member, k) => {
    const { repair } = member;
    if (!member.told.length && !repair) return null;
    return html(
      `div.reason.${lookOfSign(member.mark)}`,
      sentencesOf(member),
      repair && repairLine(lab, `mend-${equation.number}-${k}`, presentEdits(lab, equation, k), setMaths(repair.maths)),
      witnessOf(member, lab.t),
    );
  });
}

const STATE_WORDS = {
  ...STATES_OF_QUESTIONS,
  "right-if": "statusRightIf",
  unreadable: "statusUnread",
  "unknown-name": "statusOpen",
  "no-valid-point": "statusOpen",
  expected: "statusExpected",
  unexpected: "statusUnexpected",
};

/** The status of an equation in the reader's language. */
export const statusWords = (lab, { status }) => lab.t(STATE_WORDS[status] ?? "statusSilent");

/** Where an equation stands: "line 3", in a file that is taken in "part.tex, line 3". */
export function lineWords(lab, { file, line }) {
  return [file, lab.t("line", { line })].filter(Boolean).join(lab.language === "zh" ? "，" : ", ");
}

/** The first sentence of what is wrong with an equation. */
export function firstReason({ members }) {
  const told = members.find((member) => member.told.length)?.told[0];
  return told ? told[1].split("\n")[0] : "";
}

/** How many equations are right, wrong, ...: the verdict on the whole. */
export function verdictWords(lab, marks) {
  const { counts, judged, equations } = marks;
  if (!equations.length) return lab.t("nothing");
  if (marks.exercise) return pointsWords(lab, marks);
  const open = (counts["unknown-name"] ?? 0) + (counts["no-valid-point"] ?? 0);
  const { right, wrong, unreadable, expected, unexpected } = counts;
  const found = { right, wrong, expected, unexpected, "right-if": counts["right-if"], unreadable, open };
  if (marks.ok && !expected) return lab.t("allRight", { count: judged });
  const list = Object.entries(found)
    .filter(([, count]) => count)
    .map(([key, count]) => lab.t(key, { count }));
  if (!list.length) return lab.t("unjudged");
  return lab.t("counted", { count: judged, list: list.join(lab.language === "zh" ? "，" : ", ") });
}
