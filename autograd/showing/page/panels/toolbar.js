/** The head of the page: what is shown, search, folding, language, light and dark, export, help. */

import { button, fill, html, icon, setText } from "../dom.js";
import { MANUAL_LEVEL } from "../folds.js";
import { formula, nameOf } from "../maths/mathml.js";
import { shown } from "../maths/numbers.js";
import { LANGUAGES } from "../sentences.js";
import { nameControl } from "./transport.js";

/** A list to choose from, its options still to come. */
function chooser(look, choose) {
  const select = html(`select.${look}`, { on: { change: () => choose(select.value) } });
  return select;
}

/** Returns {element, render, focusSearch}. */
export function makeToolbar(app) {
  const search = html("input.search", {
    type: "search",
    on: {
      input: () => app.change({ query: search.value }),
      keydown: (event) => event.key === "Enter" && app.selection.nextFound(event.shiftKey ? -1 : 1),
    },
  });
  const found = html("output.found");
  const level = chooser("level", (name) => app.folds.toLevel(name));
  const language = chooser("language", (code) => app.change({ language: code }));
  const theme = button("tool.theme", "theme", () => app.toggleTheme(), icon("theme"));
  const lecture = button("tool.enter", "lecture", () => app.toggleLecture(), icon("lecture"));
  const help = button("tool.help", "help", () => app.change({ help: true }), icon("help"));
  const menu = html("details.menu", {
    on: { focusout: (event) => menu.contains(event.relatedTarget) || (menu.open = false) },
  });
  const title = html("h1");
  const result = html("span.result.value");
  const tools = [html("label.find", search, found), level, language, lecture, theme, menu, help];
  const element = html(
    "header.toolbar",
    html("div.brand", title, result),
    app.formula?.form,
    html("div.tools", ...tools),
  );
  let shownFor = "";

  /** All that depends on the language alone. */
  function dress() {
    const { t, state } = app;
    fill(title, ...titleOf(app));
    const named = { search, fold: level, language, lecture, theme, help };
    for (const [key, control] of Object.entries(named)) nameControl(control, t(key));
    search.placeholder = t("search");
    const levels = app.folds.levels();
    const levelOption = (name) => {
      const own = name === MANUAL_LEVEL; // shown where groups were folded one by one
      return html("option", { value: name, disabled: own }, `${t("fold")}: ${t(name)}`);
    };
    fill(level, ...levels.map(levelOption));
    level.hidden = levels.length < 2;
    const languages = Object.entries(LANGUAGES);
    fill(
      language,
      ...languages.map(([code, name]) => html("option", { value: code, lang: code }, name)),
    );
    language.value = state.language;
    fill(menu, ...menuOf(app, menu));
  }

  function render() {
    const { state, model, frame, t } = app;
    if (shownFor !== state.language) {
      shownFor = state.language;
      dress();
    }
    level.value = state.level;
    if (search.value !== state.query) search.value = state.query;
    setText(found, state.query ? t("found", { count: frame.found.length }) : "");
    setText(result, frame.at.known[model.root] ? `= ${shown(model.value[model.root], 6)}` : "");
  }
  return { element, render, focusSearch: () => search.focus() };
}

/** The root's name as maths, and the author's title where it is another. */
function titleOf({ model }) {
  const { label, name } = model.nodes[model.root];
  const { title } = model.trace;
  const hidden = { "aria-hidden": "true" };
  const own = ![label, name.text, name.latex].includes(title);
  return [
    html("span.sr", title),
    formula(nameOf(model, model.root), hidden),
    own ? html("span.subtitle", hidden, title) : null,
  ];
}

function menuOf(app, menu) {
  const { t } = app;
  const items = {
    saveSvg: () => app.copies.save("svg"),
    savePng: () => app.copies.save("png"),
    saveLatex: () => app.copies.save("tex"),
    saveLink: () => app.copies.link(),
  };
  const summary = html("summary.tool", icon("save"));
  nameControl(summary, t("save"));
  const itemButton = ([key, action]) => {
    const act = () => {
      menu.open = false;
      action();
    };
    return button("item", key, act, t(key));
  };
  return [summary, html("div.items", ...Object.entries(items).map(itemButton))];
}
