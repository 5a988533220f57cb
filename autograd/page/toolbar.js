/** The head of the page: what is shown, search, folding, language, light and dark, export, help. */

import { fill, html, icon, setAttribute, setText } from "./dom.js";
import { formula, nameOf } from "./mathml.js";
import { shown } from "./numbers.js";
import { LANGUAGES } from "./strings.js";

/** Returns {element, render, focusSearch}. */
export function makeToolbar(app) {
  const search = html("input", { type: "search", class: "search", on: {
    input: () => app.change({ query: search.value }),
    keydown: (event) => event.key === "Enter" && app.nextFound(event.shiftKey ? -1 : 1),
  } });
  const found = html("output", { class: "found" });
  const level = html("select", { class: "level", on: { change: () => app.foldTo(level.value) } });
  const language = html("select", { class: "language", on: { change: () => app.change({ language: language.value }) } },
    Object.entries(LANGUAGES).map(([code, name]) => html("option", { value: code, lang: code }, name)));
  const tool = (name, action) => html("button", { type: "button", class: `tool ${name}`, on: { click: action } }, icon(name));
  const theme = tool("theme", () => app.toggleTheme());
  const help = tool("help", () => app.change({ help: true }));
  const items = { saveSvg: () => app.save("svg"), savePng: () => app.save("png"), saveLatex: () => app.save("tex"), saveLink: () => app.copyLink() };
  const menu = html("details", { class: "menu", on: { focusout: (event) => menu.contains(event.relatedTarget) || (menu.open = false) } });
  const title = html("h1", {});
  const result = html("span", { class: "result value" });
  const element = html("header", { class: "toolbar" },
    html("div", { class: "brand" }, title, result),
    html("div", { class: "tools" }, html("label", { class: "find" }, search, found), level, language, theme, menu, help));
  let shownFor = "";

  function dress() {
    const { t, model } = app;
    fill(title, html("span", { class: "sr" }, model.trace.title), formula(nameOf(model, model.root), { "aria-hidden": "true" }));
    const { label, name } = model.nodes[model.root];
    if (![label, name.text, name.latex].includes(model.trace.title)) title.append(html("span", { class: "subtitle", "aria-hidden": "true" }, model.trace.title));
    for (const [element_, key] of [[search, "search"], [level, "fold"], [language, "language"], [theme, "theme"], [help, "help"]]) {
      setAttribute(element_, "aria-label", t(key));
      setAttribute(element_, "title", t(key));
    }
    setAttribute(search, "placeholder", t("search"));
    const levels = app.foldLevels();
    fill(level, levels.map((name) => html("option", { value: name, disabled: name === "foldOwn" }, `${t("fold")}: ${t(name)}`)));
    level.hidden = levels.length < 2;
    fill(menu, html("summary", { class: "tool", "aria-label": t("save"), title: t("save") }, icon("save")),
      html("div", { class: "items" }, Object.entries(items).map(([key, action]) =>
        html("button", { type: "button", on: { click: () => { menu.open = false; action(); } } }, t(key)))));
    language.value = app.state.language;
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
