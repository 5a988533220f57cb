/** The lab in a cell of a notebook: its kernel checks; the text is the widget's own. */

import { html, setAttribute } from "../dom.js";
import { firstLanguage } from "../sentences.js";
import { inTurn } from "./lab-checker.js";
import { Lab } from "./lab.js";

const KERNEL_PATIENCE = 30000;

/** The kernel, which answers messages; what it says where it does not is asked of `silent`. */
function overKernel(model, silent) {
  const waiting = new Map();
  let count = 0;
  model.on("msg:custom", ({ id, answer }) => {
    waiting.get(id)?.(answer);
    waiting.delete(id);
  });
  return {
    ask: (request) =>
      new Promise((resolve) => {
        const id = `${Math.random()} ${(count += 1)}`; // several cells may show the same lab
        const ended = setTimeout(() => resolve({ error: silent() }), KERNEL_PATIENCE);
        waiting.set(id, (answer) => {
          clearTimeout(ended);
          resolve(answer);
        });
        model.send({ id, request });
      }),
  };
}

/** Shows the lab of a widget's model in a cell; returns what ends it. */
export function renderLab(model, cell) {
  const element = html("section.lab.chainrule");

  /**
   * Tells the kernel the text at each change, so that the next cell reads it: as a message, for
   * changes of a model wait until it is idle.
   */
  function tell() {
    const { text } = lab.editor;
    if (model.get("text") === text) return;
    model.set("text", text);
    model.send({ text });
  }

  const host = {
    checker: inTurn(overKernel(model, () => lab.t("silent"))),
    language: firstLanguage(model.get("language")),
    theme: null,
    name: "",
    keys: element,
    isPage: false,
    lessons: [],
    progress: null,
    keep() {},
    edited: tell,
    judged() {},
  };
  const lab = new Lab(element, host);
  const follow = () => model.get("text") !== lab.editor.text && lab.editor.follow(model.get("text"));
  setAttribute(element, "aria-label", lab.t("lab"));
  element.addEventListener("keydown", (event) => event.stopPropagation()); // the notebook's keys are others
  cell.append(element);
  lab.load(model.get("text"), model.get("kind"));
  model.on("change:text", follow);
  return () => {
    model.off("change:text", follow);
    lab.graph.show(null);
  };
}
