/** The check of what stands in the editor: when it is asked for, and what is shown of its answer. */

import { setText } from "../dom.js";
import { firstReason, lineWords, verdictWords } from "./told.js";

const CHECK_DELAY = 80; // milliseconds after the last key

/** Returns {soon, tell}: `soon` asks after a moment, `tell` says what keeps a verdict. */
export function makeMarking(lab) {
  let timer = 0;
  let isChecking = false;

  /** Tells what keeps a verdict, or "" that nothing does. */
  function tell(key, places) {
    lab.message = key ? lab.t(key, places) : "";
    lab.verdicts.render();
  }

  async function check() {
    if (isChecking || lab.editor.text === lab.checked) return;
    isChecking = true;
    const { text } = lab.editor;
    const request = { text, kind: lab.kind };
    let found;
    try {
      found = await lab.checker.ask({ do: "check", ...request });
    } catch (error) {
      found = { error: error.message };
    }
    lab.checked = text;
    isChecking = false;
    if (lab.editor.text !== text) {
      check();
      if (found.marks) return;
    }
    show(found, request);
  }

  function show(found, request) {
    if (!found.marks) {
      if (found.late) tell("late", { limit: found.late });
      else if (found.ended) tell(found.over ? "over" : "ended", { why: found.ended });
      else tell("failed", { why: found.error });
      setText(lab.status, lab.message);
      return;
    }
    lab.marks = found.marks;
    lab.editor.mark(found.marks.equations);
    if (found.marks.exercise) lab.exercises.keep(found.marks.exercise, request.text);
    tell("");
    announce();
    performance.mark("chainrule-verdict");
    lab.host.judged();
    drawGraph(request);
  }

  async function drawGraph(request) {
    const { graph } = await lab.checker.ask({ do: "graph", ...request }).catch(() => ({}));
    if (lab.editor.text === request.text) lab.graph.show(graph ?? null);
  }

  /** What a screen reader says when the verdict has changed. */
  function announce() {
    const verdict = verdictWords(lab, lab.marks);
    const first = lab.marks.equations.find(({ mark }) => mark === "✗" || mark === "~");
    const said = first && firstReason(first);
    const whole = said ? lab.t("announce", { verdict, where: lineWords(lab, first), said }) : verdict;
    setText(lab.status, whole);
  }

  return {
    tell,
    soon(byHand) {
      clearTimeout(timer);
      timer = setTimeout(check, byHand ? CHECK_DELAY : 0);
    },
  };
}
