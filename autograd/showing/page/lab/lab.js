/** The lab: what you write on the left, marked as you type; its graph on the right. */

import { button, fill, html, setAttribute, setText } from "../dom.js";
import { makeCompletion } from "./completion.js";
import { makeExercises } from "./lab-exercises.js";
import { makeGraphPane } from "./lab-graph.js";
import { makeHead } from "./lab-head.js";
import { makeMarking } from "./lab-marking.js";
import { makeMessage } from "./lab-message.js";
import { makeMoves } from "./lab-moves.js";
import { labSentence } from "./lab-words.js";
import { makeEditor } from "./source-editor.js";
import { makeVerdicts } from "./verdict-list.js";

const LAB_PANES = ["write", "verdicts", "graph"];
const NOTICE_TIME = 3000;

/**
 * The lab in an element.  `host` is what it stands in: {checker: who checks, language, theme: to
 * begin with, name: that of the file, keys: what hears its keys, isPage: whether the page is its
 * own, lessons: [{name, text}], progress: of exercises, null where none is kept, keep(parts),
 * edited(byHand), judged()}.
 */
export class Lab {
  constructor(element, host) {
    this.element = element;
    this.host = host;
    this.checker = host.checker;
    this.language = host.language;
    this.theme = host.theme;
    this.lessons = host.lessons;
    this.panes = LAB_PANES;
    this.kind = "md";
    this.marks = null; // of the last check
    this.checked = null; // the text of the last check
    this.message = ""; // instead of a verdict: what keeps it
    this.file = null;
    this.build();
  }

  t = (key, places) => labSentence(this.language, key, places);

  build() {
    this.moves = makeMoves(this);
    this.marking = makeMarking(this);
    this.editor = makeEditor({
      change: () => this.changed(),
      caret: (place) => this.moves.moved(place),
      pick: (mark) => this.moves.pick(mark),
      point: (mark, box) => this.said.point(mark, box),
      key: (event) => this.completion.key(event) || this.moves.key(event),
    });
    this.completion = makeCompletion(this.editor);
    this.said = makeMessage(this);
    this.verdicts = makeVerdicts(this);
    this.graph = makeGraphPane(this, this.moves.toldAbout);
    this.exercises = makeExercises(this);
    this.head = makeHead(this);
    this.status = html("p.sr", { role: "status" });
    this.notice = html("p.notice", { role: "status" });
    this.ask = html("div.labask", { role: "alert", hidden: true });
    this.tabs = html(
      "nav.labtabs",
      LAB_PANES.map((pane) => button("labtab", pane, () => this.openPane(pane))),
    );
    const writing = html("section.writing", this.ask, this.editor.element);
    fill(
      this.element,
      this.head.element,
      this.tabs,
      html(
        this.host.isPage ? "main.labmain" : "div.labmain",
        html("div.left", writing, this.verdicts.element),
        this.graph.element,
        this.completion.element,
        this.said.element,
      ),
      this.status,
      this.notice,
      this.head.help,
      this.exercises.element,
    );
    this.host.keys.addEventListener("keydown", this.moves.keyAnywhere);
    this.openPane("write", false);
    this.dress();
  }

  /** All that depends on the language and the theme. */
  dress() {
    const speaking = this.host.isPage ? document.documentElement : this.element;
    setAttribute(speaking, "lang", this.language === "zh" ? "zh-CN" : "en");
    setAttribute(this.element, "data-theme", this.theme);
    this.editor.name(this.t("editor"));
    setAttribute(this.verdicts.element, "aria-label", this.t("verdicts"));
    setAttribute(this.graph.element, "aria-label", this.t("graph"));
    setAttribute(this.tabs, "aria-label", this.t("panes"));
    [...this.tabs.children].forEach((tab, i) => setText(tab, this.t(LAB_PANES[i])));
    this.head.render();
    this.exercises.render();
    this.verdicts.render();
    this.graph.restyle();
  }

  /** On a narrow screen one pane is seen at a time. */
  openPane(pane, focus = true) {
    setAttribute(this.element, "data-pane", pane);
    for (const tab of this.tabs.children)
      setAttribute(tab, "aria-pressed", String(tab.dataset.id === pane));
    if (!focus) return;
    if (pane === "write") this.editor.field.focus();
    else if (pane === "verdicts") this.verdicts.element.focus();
    else this.graph.element.querySelector(".scene [tabindex='0']")?.focus();
  }

  speak(language) {
    this.language = language;
    this.host.keep({ language });
    this.dress();
  }

  toggleTheme() {
    const dark = this.theme ? this.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    this.theme = dark ? "light" : "dark";
    this.host.keep({ theme: this.theme });
    this.dress();
  }

  load(text, kind) {
    this.kind = kind;
    this.marks = null;
    this.checked = null;
    this.editor.load(text, kind);
    this.changed(false);
  }

  /** Begins with a lesson, or with an empty page. */
  begin(name) {
    const lesson = this.lessons.find((one) => one.name === name);
    this.write(lesson ? (lesson.text[this.language] ?? lesson.text.en) : "");
  }

  /** Puts another text in the place of all: in a file it can be taken back. */
  write(text) {
    if (this.file) this.editor.replace([0, this.editor.text.length], text);
    else this.load(text, "md");
    this.head.render();
    this.editor.field.focus();
  }

  changed(byHand = true) {
    if (byHand) {
      this.said.close();
      this.completion.offer(this.marks?.names ?? []);
    }
    this.host.edited(byHand);
    this.marking.soon(byHand);
  }

  note(text) {
    setText(this.notice, text);
    this.notice.classList.add("shown");
    clearTimeout(this.noticeTimer);
    this.noticeTimer = setTimeout(() => this.notice.classList.remove("shown"), NOTICE_TIME);
  }
}
