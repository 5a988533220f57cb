/** The panels at the side, and the tabs that choose among them. */

import { renderCard } from "./selection-card.js";
import { fill, html, setAttribute, setText } from "../dom.js";
import { renderPaths } from "./paths-panel.js";
import { renderQuiz } from "./quiz-panel.js";
import { renderTable } from "./table-panel.js";

const PANEL_RENDERERS = {
  card: renderCard,
  paths: renderPaths,
  change: null,
  quiz: renderQuiz,
  table: renderTable,
};

/** The tabs at the side: each panel is drawn anew only when something that it shows has changed. */
export function makePanels(app, change) {
  const names = Object.keys(PANEL_RENDERERS);
  const tabs = names.map((name) =>
    html("button", {
      type: "button",
      role: "tab",
      class: "tab",
      "data-panel": name,
      on: { click: () => app.openPanel(name), keydown: (event) => moveTab(event, name) },
    }),
  );
  const body = html("div.panel", { role: "tabpanel", tabindex: "-1" });
  const title = html("h2.sr");
  const list = html("div.tabs", { role: "tablist" }, tabs);
  const element = html("aside.side", title, list, body);
  let shownFor = "";

  function moveTab(event, name) {
    const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    const to = (names.indexOf(name) + way + names.length) % names.length;
    app.openPanel(names[to]);
    tabs[to].focus();
  }

  function render() {
    const { state, t } = app;
    setAttribute(list, "aria-label", t("panels"));
    setText(title, t("panels"));
    names.forEach((name, i) => {
      setText(tabs[i], t(name));
      setAttribute(tabs[i], "aria-selected", String(state.panel === name));
      setAttribute(tabs[i], "tabindex", state.panel === name ? "0" : "-1");
    });
    setAttribute(body, "aria-label", t(state.panel));
    if (state.panel === "change") {
      if (body.firstChild !== change.element) fill(body, change.element);
      shownFor = "";
      return change.render();
    }
    const { panel, selected, step, revision, language, allTerms, quiz, folds } = state;
    const now = JSON.stringify([panel, selected, step, revision, language, allTerms, quiz, folds]);
    if (now !== shownFor) {
      shownFor = now;
      app.keepFocus(body, () => PANEL_RENDERERS[panel](app, body));
    }
    return undefined;
  }
  return { element, render };
}
