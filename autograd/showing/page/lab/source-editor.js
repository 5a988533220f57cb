/**
 * The editor: a text field of the browser, so that typing, input methods, undo and screen readers
 * are its own, over the same text in colours, which carries the marks.
 */

import { html, setAttribute } from "../dom.js";
import { markAt, marksOf, shiftedMarks } from "./lab-marks.js";
import { colouredPieces, matchedBrackets } from "./source-colours.js";
import { boxOfPlace, makeLines } from "./source-lines.js";

/**
 * Makes the editor.  `on` is told: change(), caret(place), pick(mark) after a click, point(mark,
 * box) when the pointer is over a mark or leaves it, key(event) before a key is the field's.
 */
export function makeEditor(on) {
  const field = html("textarea.field", {
    spellcheck: "false",
    autocomplete: "off",
    autocapitalize: "off",
    wrap: "soft",
  });
  const drawn = html("div.drawn", { "aria-hidden": "true" });
  const paper = html("div.paper", html("div.sheet", drawn, field));
  const element = html("div.editor", paper);
  const draw = makeLines(drawn);
  let text = "";
  let kind = "md";
  let marks = [];

  function render() {
    const caret = field.selectionStart === field.selectionEnd ? field.selectionStart : -1;
    const focused = document.activeElement === field;
    const pair = focused && caret >= 0 ? matchedBrackets(text, caret) : null;
    const lit = (pair ?? []).map((at) => ({ start: at, end: at + 1 }));
    draw(text, colouredPieces(text, kind), marks, lit);
  }

  function changed() {
    if (field.value === text) return;
    marks = shiftedMarks(marks, text, field.value);
    text = field.value;
    render();
    on.change();
  }

  /** The mark under the pointer: the field lies over what is drawn. */
  function markUnder({ clientX, clientY }) {
    const all = document.elementsFromPoint(clientX, clientY);
    const span = all.find((one) => one.dataset?.of && drawn.contains(one));
    if (!span) return [null, null];
    const [equation, member] = span.dataset.of.split("/").map(Number);
    return [{ equation, member }, span.getBoundingClientRect()];
  }

  field.addEventListener("input", changed);
  field.addEventListener("click", () => on.pick(markAt(marks, field.selectionStart)));
  field.addEventListener("pointermove", (event) => on.point(...markUnder(event)));
  field.addEventListener("pointerleave", () => on.point(null, null));
  field.addEventListener("keydown", (event) => on.key(event));
  field.addEventListener("blur", render);
  document.addEventListener("selectionchange", () => {
    if (document.activeElement !== field) return;
    render();
    on.caret(field.selectionStart);
  });

  return {
    element,
    field,
    get text() {
      return text;
    },
    get caret() {
      return field.selectionStart;
    },
    get marks() {
      return marks;
    },
    /** Puts another text in the place of all; it cannot be taken back. */
    load(given, itsKind) {
      kind = itsKind;
      marks = [];
      field.value = given;
      text = field.value;
      field.setSelectionRange(0, 0);
      paper.scrollTop = 0;
      render();
    },
    /** Another version of the same text, as the disk has it: the caret stays. */
    follow(given) {
      const { selectionStart: start, selectionEnd: end, value: before } = field;
      field.value = given;
      const same = given.slice(0, start) === before.slice(0, start);
      const shift = same ? 0 : given.length - before.length;
      field.setSelectionRange(Math.max(0, start + shift), Math.max(0, end + shift));
      changed();
    },
    mark(equations) {
      marks = marksOf(equations);
      render();
    },
    /** Replaces a part as if it were typed: the browser's own undo takes it back. */
    replace([start, end], given) {
      field.focus();
      field.setSelectionRange(start, end);
      if (!document.execCommand("insertText", false, given)) {
        field.setRangeText(given, start, end, "end");
        changed();
      }
    },
    /** Selects a part and brings it into sight. */
    select([start, end]) {
      field.focus({ preventScroll: true });
      field.setSelectionRange(start, end);
      const box = boxOfPlace(drawn, text, start);
      const frame = paper.getBoundingClientRect();
      if (box && (box.top < frame.top + 24 || box.bottom > frame.bottom - 48))
        paper.scrollTop += box.top - frame.top - frame.height / 3;
      render();
      on.caret(start);
    },
    boxAt: (place) => boxOfPlace(drawn, text, place),
    name(label) {
      setAttribute(field, "aria-label", label);
    },
    render,
  };
}
