/** The head of the lab: where to begin, sharing, taking away, language, light and dark, keys. */

import { button, fill, html, icon, setAttribute, setText } from "../dom.js";
import { nameControl } from "../panels/transport.js";
import { LANGUAGES } from "../sentences.js";
import { shareText, takeText } from "./lab-taking.js";

const KEYS_OF_LAB = [
  [["F8", "Shift F8"], "keyNext"],
  [["Alt Enter"], "keyMend"],
  [["Alt G"], "keyGraph"],
  [["Ctrl Space"], "keyNames"],
  [["Ctrl Z"], "keyUndo"],
  [["Alt 1", "Alt 2", "Alt 3"], "keyPanes"],
  [["Esc"], "keyLeave"],
];

/** A menu under a button: `items` are [key, action]. */
function menuUnder(lab, key, name, items) {
  const menu = html("details.menu", {
    on: { focusout: (event) => menu.contains(event.relatedTarget) || (menu.open = false) },
  });
  const summary = html("summary.tool", icon(name));
  nameControl(summary, lab.t(key));
  const act = (action) => () => {
    menu.open = false;
    action();
  };
  const buttons = items.map(([item, action]) => button("item", item, act(action), lab.t(item)));
  menu.append(summary, html("div.items", buttons));
  return menu;
}

/** The dialog of keys. */
function helpOf(lab) {
  const rows = KEYS_OF_LAB.map(([keys, about]) => [
    html("dt", keys.map((key) => html("kbd", key))),
    html("dd", lab.t(about)),
  ]);
  return html(
    "form",
    { method: "dialog" },
    html("h2", lab.t("help")),
    html("dl", rows),
    html("button.primary", { value: "close" }, lab.t("close")),
  );
}

/** Returns {element, help, render, say}. */
export function makeHead(lab) {
  const brand = html("h1.labbrand");
  const file = html("span.soft.filename");
  const saved = html("span.soft.saved", { role: "status" });
  const lessons = html("select.lessons", {
    on: { change: () => beginWith(lessons.value) },
  });
  const tools = html("div.tools");

  function beginWith(choice) {
    lessons.value = "";
    if (choice === "exercises") lab.exercises.open();
    else lab.begin(choice);
  }

  const element = html(
    "header.toolbar.labhead-bar",
    html("div.brand", brand, file, saved),
    tools,
  );
  const help = html("dialog", {
    on: { click: (event) => event.target === help && help.close() },
  });

  function render() {
    const { t } = lab;
    setText(brand, `Chainrule ${t("lab")}`);
    setText(file, lab.host.name);
    const titled = lab.lessons.map(({ name, text }) => {
      const [first] = (text[lab.language] ?? text.en).split("\n");
      return html("option", { value: name }, first.replace(/^#+\s*/, ""));
    });
    fill(
      lessons,
      html("option", { value: "", disabled: true }, t("lessons")),
      html("option", { value: "-" }, t("newPage")),
      html("option", { value: "exercises" }, t("exercises")),
      html("optgroup", { label: t("lessonsGroup") }, titled),
    );
    lessons.value = "";
    setAttribute(lessons, "aria-label", t("lessons"));
    const language = html(
      "select.language",
      { "aria-label": t("language"), on: { change: () => lab.speak(language.value) } },
      Object.entries(LANGUAGES).map(([code, name]) => html("option", { value: code, lang: code }, name)),
    );
    language.value = lab.language;
    const share = button("tool.sharelink", "share", () => shareText(lab), icon("open"));
    const theme = button("tool.theme", "theme", () => lab.toggleTheme(), icon("theme"));
    const keys = button("tool.help", "help", () => help.showModal(), icon("help"));
    nameControl(share, `${t("share")}: ${t("shareHint")}`);
    nameControl(theme, t("theme"));
    nameControl(keys, t("help"));
    const own = lab.host.isPage ? [lessons, share] : []; // a notebook has its own text, and no link
    const forms = ["asMarkdown", "asLatex", "asReport", "asTest"];
    const take = menuUnder(lab, "take", "save", forms.map((form) => [form, () => takeText(lab, form)]));
    fill(tools, ...own, take, language, theme, keys);
    fill(help, helpOf(lab));
  }
  return { element, help, render, say: (text) => setText(saved, text) };
}
