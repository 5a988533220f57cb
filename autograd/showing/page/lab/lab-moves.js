/** Between text, verdicts and graph: what is pointed at, what is put right, the keys for it. */

import { setText } from "../dom.js";
import { blankAfter } from "./lab-exercises.js";
import { markAt } from "./lab-marks.js";

const LOOKS_OF_TROUBLE = ["wrong", "partly", "open"];

/** Returns {moved, follow, pick, writeAt, toldAbout, mend, key, keyAnywhere}. */
export function makeMoves(lab) {
  const markHere = () => markAt(lab.editor.marks, lab.editor.caret);

  function moved(place) {
    const mark = markAt(lab.editor.marks, place);
    lab.verdicts.point(mark ? [mark.equation] : []);
  }

  /** Shows what an equation is about in the graph; on a narrow screen only where that is asked for. */
  function follow(number, stay = false) {
    lab.verdicts.point([number]);
    if (lab.graph.follow(number) && !stay) lab.openPane("graph", false);
  }

  /** After a click or a tap in the text: its path, and what is said of what is not right. */
  function pick(mark) {
    const equation = mark && lab.marks?.equations[mark.equation];
    if (equation && LOOKS_OF_TROUBLE.includes(mark.look))
      lab.said.show(equation, lab.editor.boxAt(mark.start));
    else lab.said.close();
    if (equation) follow(mark.equation, true);
  }

  /** Goes to an equation in the text; of one that is not written yet to where it is to be. */
  function writeAt(number) {
    const { place, status } = lab.marks.equations[number];
    lab.openPane("write", false);
    lab.editor.select((status === "missing" && blankAfter(lab.editor.text, place[1])) || place);
  }

  function toldAbout(node, numbers) {
    lab.verdicts.point(numbers);
    const ids = numbers.map((number) => lab.marks?.equations[number]?.id).filter(Boolean);
    if (ids.length) setText(lab.status, lab.t("aboutNode", { node, list: ids.join(", ") }));
  }

  /** Puts something right: edits of the text, the last place first. */
  function mend(edits) {
    lab.said.close();
    for (const { place, text } of [...edits].sort((a, b) => b.place[0] - a.place[0]))
      lab.editor.replace(place, text);
    lab.note(lab.t("mended"));
  }

  function mendHere() {
    const members = lab.marks?.equations[markHere()?.equation]?.members ?? [];
    const repair = members.find((member) => member.repair?.edits.length)?.repair;
    if (repair) mend(repair.edits);
  }

  /** To the next side that is not right, or the one before; its message opens. */
  function next(way) {
    const bad = lab.editor.marks.filter((mark) => !mark.relation && LOOKS_OF_TROUBLE.includes(mark.look));
    if (!bad.length) return lab.note(lab.t("noProblem"));
    const { caret } = lab.editor;
    const after = bad.filter(({ start }) => start > caret);
    const before = bad.filter(({ start }) => start < caret);
    const mark = way > 0 ? (after[0] ?? bad[0]) : (before.at(-1) ?? bad.at(-1));
    lab.editor.select([mark.start, mark.end]);
    const equation = lab.marks?.equations[mark.equation];
    return equation && lab.said.show(equation, lab.editor.boxAt(mark.start));
  }

  /** Takes a key of the editor; true where it was one of these. */
  function key(event) {
    const { altKey, ctrlKey } = event;
    if (event.key === "F8") next(event.shiftKey ? -1 : 1);
    else if (altKey && event.key === "Enter") mendHere();
    else if (altKey && event.key === "g") follow(markHere()?.equation);
    else if (ctrlKey && event.key === " ") lab.completion.offer(lab.marks?.names ?? [], true);
    else return false;
    event.preventDefault();
    return true;
  }

  function keyAnywhere(event) {
    const pane = event.altKey && lab.panes[Number(event.key) - 1];
    if (pane) {
      event.preventDefault();
      lab.openPane(pane);
    } else if (event.key === "Escape") {
      lab.said.close();
      lab.completion.close();
    }
  }

  return { moved, follow, pick, writeAt, toldAbout, mend, key, keyAnywhere };
}
