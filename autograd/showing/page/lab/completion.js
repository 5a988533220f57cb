/** Completion: the document's own names, and commands, in a list under the caret. */

import { fill, html, placeAt, setAttribute } from "../dom.js";

const COMMANDS_OFFERED = (
  "partial frac sigma sum log exp tanh cdot odot text tag begin end alpha beta gamma delta epsilon " +
  "theta lambda mu eta hat bar mathbf mathbb operatorname left right quad times approx nabla sqrt " +
  "sin cos max min prod top infty forall in neq leq geq phi psi omega rho tau aligned align"
).split(" ");
const PARTIAL = "\\frac{\\partial L}{\\partial }";
const LISTED_AT_MOST = 8;

/** What may complete the word before the caret: {start, word, choices}. */
function offers(text, caret, names, asked) {
  const [, word] = /(\\?[A-Za-z][\w{}^]*|\\)?$/.exec(text.slice(Math.max(0, caret - 40), caret));
  if (!word && !asked) return null;
  const from = caret - (word ?? "").length;
  if (word?.startsWith("\\")) {
    const found = COMMANDS_OFFERED.map((name) => `\\${name}`).filter((name) => name.startsWith(word));
    const own = names.filter((name) => name.startsWith(word) && name !== word);
    if (word.length < 3 && !asked) return null;
    return { from, choices: [...new Set([...own, ...found])].filter((name) => name !== word) };
  }
  if (!asked) return null;
  const own = names.filter((name) => name.startsWith(word ?? "") && name !== word);
  return { from, choices: word ? own : [PARTIAL, ...own] };
}

/** Returns {element, offer, key, close}; `key` is true where the key was the list's. */
export function makeCompletion(editor) {
  const element = html("ul.completion", { role: "listbox", id: "lab-completion", hidden: true });
  let open = null;
  let chosen = 0;

  function close() {
    open = null;
    element.hidden = true;
    setAttribute(editor.field, "aria-activedescendant", null);
    setAttribute(editor.field, "aria-controls", null);
  }

  function take(choice) {
    const { from } = open;
    close();
    editor.replace([from, editor.caret], choice);
    if (choice === PARTIAL) editor.field.setSelectionRange(editor.caret - 1, editor.caret - 1);
  }

  function render() {
    fill(
      element,
      open.choices.map((choice, i) =>
        html(
          "li",
          {
            role: "option",
            id: `lab-choice-${i}`,
            "aria-selected": String(i === chosen),
            on: { pointerdown: (event) => (event.preventDefault(), take(choice)) },
          },
          choice,
        ),
      ),
    );
    const box = editor.boxAt(open.from);
    element.hidden = false;
    placeAt(element, Math.min(box.left, window.innerWidth - 240), box.bottom + 4);
    setAttribute(editor.field, "aria-controls", "lab-completion");
    setAttribute(editor.field, "aria-activedescendant", `lab-choice-${chosen}`);
  }

  function offer(names, asked = false) {
    const found = offers(editor.text, editor.caret, names, asked);
    if (!found?.choices.length) return close();
    open = { ...found, choices: found.choices.slice(0, LISTED_AT_MOST) };
    chosen = 0;
    return render();
  }

  /** Takes the keys of the list while it is open. */
  function key(event) {
    if (!open || event.isComposing) return false;
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (way) {
      chosen = (chosen + way + open.choices.length) % open.choices.length;
      render();
    } else if (event.key === "Enter" || event.key === "Tab") take(open.choices[chosen]);
    else if (event.key === "Escape") close();
    else return false;
    event.preventDefault();
    return true;
  }
  return { element, offer, key, close };
}
