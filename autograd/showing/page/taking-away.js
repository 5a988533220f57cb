/** What a reader takes away: copies as LaTeX, a link to the state, pictures. */

import { saveAs } from "./figure/picture-export.js";
import { texOfNode, texOfSteps, texOfUse } from "./maths/latex.js";
import { linkOf } from "./link.js";

const NOTICE = 2500; // milliseconds

export class Copies {
  constructor(app) {
    this.app = app;
    this.timer = 0;
  }

  async copy(text) {
    const { app } = this;
    let notice = app.t("copied");
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      notice = copiedByHand(text, app.parts.element) ? notice : app.t("copyFailed");
    }
    app.change({ notice });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => app.change({ notice: "" }), NOTICE);
  }

  /** What is selected as LaTeX, or all steps. */
  selected() {
    const { model, state } = this.app;
    const { selected } = state;
    if (selected?.kind === "node") return this.copy(texOfNode(model, selected.id));
    if (selected?.kind === "use") return this.copy(texOfUse(model, selected.node, selected.slot));
    return this.copy(texOfSteps(model));
  }

  link() {
    return this.copy(`${location.href.split("#")[0]}#${linkOf(this.app)}`);
  }

  save(format) {
    return saveAs(this.app, format);
  }
}

/** Copying without the clipboard interface, which pages opened from a file may lack. */
function copiedByHand(text, element) {
  const field = document.createElement("textarea");
  field.value = text;
  element.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  return copied;
}
