/** Taking away: copies as LaTeX, a link to the state, pictures. */

import { saveAs } from "./export.js";
import { texOfNode, texOfSteps, texOfUse } from "./latex.js";
import { linkOf } from "./link.js";

/** Gives the app what it needs of taking away. */
export function addTaking(app) {
  const { model, state } = app;

  app.copy = async (text) => {
    let notice = app.t("copied");
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      notice = copiedByHand(text, app.element) ? notice : app.t("copyFailed");
    }
    app.change({ notice });
    clearTimeout(app.kept.noticing);
    app.kept.noticing = setTimeout(() => app.change({ notice: "" }), 2500);
  };
  app.copySelected = () => {
    const { selected } = state;
    if (selected?.kind === "node") return app.copy(texOfNode(model, selected.id));
    if (selected?.kind === "use") return app.copy(texOfUse(model, selected.node, selected.slot));
    return app.copy(texOfSteps(model));
  };
  app.copyLink = () => app.copy(`${location.href.split("#")[0]}#${linkOf(app)}`);
  app.save = (format) => saveAs(app, format);
  app.toggleTheme = () => {
    const dark = state.theme
      ? state.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    app.change({ theme: dark ? "light" : "dark" });
  };
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
