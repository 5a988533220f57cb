/** The lab: what you write on the left, marked as you type; its graph on the right. */

import { button, fill, html, setAttribute, setText } from "../dom.js";
import { firstLanguage } from "../sentences.js";
import { makeCompletion } from "./completion.js";
import { makeChecker } from "./lab-checker.js";
import { makeFile } from "./lab-file.js";
import { makeGraphPane } from "./lab-graph.js";
import { makeHead } from "./lab-head.js";
import { markAt } from "./lab-marks.js";
import { makeMessage } from "./lab-message.js";
import { labSentence } from "./lab-words.js";
import { fragmentOf, textOfFragment } from "./share.js";
import { makeEditor } from "./source-editor.js";
import { asLatex, asTest, giveFile } from "./take-away.js";
import { firstReason, verdictWords } from "./told.js";
import { makeVerdicts } from "./verdict-list.js";

const CHECK_DELAY = 80; // milliseconds after the last key
const KEEP_DELAY = 800;
const KEPT_TEXT = "chainrule-lab";
const LAB_PANES = ["write", "verdicts", "graph"];

/** What the browser keeps between two visits; it may refuse. */
const keeping = {
  get() {
    try {
      return JSON.parse(localStorage.getItem(KEPT_TEXT)) ?? {};
    } catch {
      return {};
    }
  },
  put(part) {
    try {
      localStorage.setItem(KEPT_TEXT, JSON.stringify({ ...keeping.get(), ...part }));
    } catch {
      // private windows keep nothing
    }
  },
};

class Lab {
  constructor(element) {
    const kept = keeping.get();
    this.element = element;
    this.isLocal = element.dataset.checks === "local";
    this.name = element.dataset.name;
    this.language = kept.language ?? firstLanguage(null);
    this.theme = kept.theme ?? null;
    this.kind = "md";
    this.lessons = [];
    this.marks = null; // of the last check
    this.message = ""; // instead of a verdict: what keeps it
    this.file = null;
    this.checker = makeChecker(this.isLocal, (part) => {
      const percent = Math.round(100 * part);
      this.tell(percent < 100 ? "loading" : "starting", { part: percent });
    });
    this.checked = null; // the text of the last check
    this.timer = 0;
    this.isChecking = false;
    this.build();
  }

  t = (key, places) => labSentence(this.language, key, places);

  build() {
    this.editor = makeEditor({
      change: () => this.changed(),
      caret: (place) => this.moved(place),
      pick: (mark) => mark && this.follow(mark.equation, true),
      point: (mark, box) => this.said.point(mark, box),
      key: (event) => this.completion.key(event) || this.key(event),
    });
    this.completion = makeCompletion(this.editor);
    this.said = makeMessage(this);
    this.verdicts = makeVerdicts(this);
    this.graph = makeGraphPane(this, (node, numbers) => this.toldAbout(node, numbers));
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
        "main.labmain",
        html("div.left", writing, this.verdicts.element),
        this.graph.element,
        this.completion.element,
        this.said.element,
      ),
      this.status,
      this.notice,
      this.head.help,
    );
    document.addEventListener("keydown", (event) => this.keyAnywhere(event));
    this.openPane("write", false);
    this.dress();
  }

  /** All that depends on the language and the theme. */
  dress() {
    setAttribute(document.documentElement, "lang", this.language === "zh" ? "zh-CN" : "en");
    setAttribute(this.element, "data-theme", this.theme);
    this.editor.name(this.t("editor"));
    setAttribute(this.verdicts.element, "aria-label", this.t("verdicts"));
    setAttribute(this.graph.element, "aria-label", this.t("graph"));
    setAttribute(this.tabs, "aria-label", this.t("panes"));
    [...this.tabs.children].forEach((tab, i) => setText(tab, this.t(LAB_PANES[i])));
    this.head.render();
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
    keeping.put({ language });
    this.dress();
  }

  toggleTheme() {
    const dark = this.theme ? this.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    this.theme = dark ? "light" : "dark";
    keeping.put({ theme: this.theme });
    this.dress();
  }

  // --- the text ---

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
    const text = lesson ? (lesson.text[this.language] ?? lesson.text.en) : "";
    if (this.file) this.editor.replace([0, this.editor.text.length], text);
    else this.load(text, "md");
    this.head.render();
    this.editor.field.focus();
  }

  changed(byHand = true) {
    if (byHand) {
      this.said.close();
      this.completion.offer(this.marks?.names ?? []);
      this.file?.changed();
    }
    clearTimeout(this.keepTimer);
    if (!this.file) this.keepTimer = setTimeout(() => keeping.put({ text: this.editor.text, kind: this.kind }), KEEP_DELAY);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.check(), byHand ? CHECK_DELAY : 0);
  }

  // --- the check ---

  /** Tells what keeps a verdict, or "" that nothing does. */
  tell(key, places) {
    this.message = key ? this.t(key, places) : "";
    this.verdicts.render();
  }

  async check() {
    if (this.isChecking || this.editor.text === this.checked) return;
    this.isChecking = true;
    const { text } = this.editor;
    const request = { text, kind: this.kind };
    let found;
    try {
      found = await this.checker.ask({ do: "check", ...request });
    } catch (error) {
      found = { error: error.message };
    }
    this.checked = text;
    this.isChecking = false;
    if (this.editor.text !== text) {
      this.check();
      if (found.marks) return;
    }
    this.show(found, request);
  }

  show(found, request) {
    if (!found.marks) {
      if (found.late) this.tell("late", { limit: found.late });
      else this.tell("failed", { why: found.error });
      setText(this.status, this.message);
      return;
    }
    this.marks = found.marks;
    this.editor.mark(found.marks.equations);
    this.tell("");
    this.announce();
    performance.mark("chainrule-verdict");
    if (!this.isLocal && !this.isKept) this.keepOffline();
    this.drawGraph(request);
  }

  /** Has the browser keep the folder's files, once there is a verdict: it needs no network then. */
  keepOffline() {
    this.isKept = true;
    navigator.serviceWorker?.register("lab-service-worker.js").catch(() => {});
  }

  async drawGraph(request) {
    const { graph } = await this.checker.ask({ do: "graph", ...request }).catch(() => ({}));
    if (this.editor.text === request.text) this.graph.show(graph ?? null);
  }

  /** What a screen reader says when the verdict has changed. */
  announce() {
    const verdict = verdictWords(this, this.marks);
    const first = this.marks.equations.find(({ mark }) => mark === "✗" || mark === "~");
    const said = first && firstReason(first);
    setText(this.status, said ? this.t("announce", { verdict, line: first.line, said }) : verdict);
  }

  // --- between text, verdicts and graph ---

  moved(place) {
    const mark = markAt(this.editor.marks, place);
    this.verdicts.point(mark ? [mark.equation] : []);
  }

  /** Shows what an equation is about in the graph; on a narrow screen only where that is asked for. */
  follow(number, stay = false) {
    this.verdicts.point([number]);
    if (this.graph.follow(number) && !stay) this.openPane("graph", false);
  }

  toldAbout(node, numbers) {
    this.verdicts.point(numbers);
    const ids = numbers.map((number) => this.marks?.equations[number]?.id).filter(Boolean);
    if (ids.length) setText(this.status, this.t("aboutNode", { node, list: ids.join(", ") }));
  }

  /** Puts something right: edits of the text, the last place first. */
  mend(edits) {
    this.said.close();
    for (const { place, text } of [...edits].sort((a, b) => b.place[0] - a.place[0]))
      this.editor.replace(place, text);
    this.note(this.t("mended"));
  }

  note(text) {
    setText(this.notice, text);
    this.notice.classList.add("shown");
    clearTimeout(this.noticeTimer);
    this.noticeTimer = setTimeout(() => this.notice.classList.remove("shown"), 3000);
  }

  /** To the next side that is not right, or the one before; its message opens. */
  next(way) {
    const bad = this.editor.marks.filter((mark) => !mark.relation && ["wrong", "partly", "open"].includes(mark.look));
    if (!bad.length) return this.note(this.t("noProblem"));
    const caret = this.editor.caret;
    const after = bad.filter(({ start }) => start > caret);
    const before = bad.filter(({ start }) => start < caret);
    const mark = way > 0 ? (after[0] ?? bad[0]) : (before.at(-1) ?? bad.at(-1));
    this.editor.select([mark.start, mark.end]);
    return this.open(mark);
  }

  open(mark) {
    const equation = this.marks?.equations[mark?.equation];
    if (equation) this.said.show(equation, this.editor.boxAt(mark.start));
  }

  // --- keys ---

  key(event) {
    const { key, altKey, ctrlKey } = event;
    const here = () => markAt(this.editor.marks, this.editor.caret);
    const equation = () => this.marks?.equations[here()?.equation];
    if (key === "F8") this.next(event.shiftKey ? -1 : 1);
    else if (altKey && key === "Enter") {
      const repair = equation()?.members.find((member) => member.repair?.edits.length)?.repair;
      if (repair) this.mend(repair.edits);
    } else if (altKey && key === "g") this.follow(here()?.equation);
    else if (ctrlKey && key === " ") this.completion.offer(this.marks?.names ?? [], true);
    else return false;
    event.preventDefault();
    return true;
  }

  keyAnywhere(event) {
    const pane = event.altKey && LAB_PANES[Number(event.key) - 1];
    if (pane) {
      event.preventDefault();
      this.openPane(pane);
    } else if (event.key === "Escape") {
      this.said.close();
      this.completion.close();
    }
  }

  // --- taking away ---

  async share() {
    const fragment = await fragmentOf(this.editor.text, this.kind);
    if (fragment === null) return this.note(this.t("tooLong"));
    history.replaceState(null, "", `#${fragment}`);
    try {
      await navigator.clipboard.writeText(location.href);
      return this.note(this.t("copied"));
    } catch {
      return this.note(this.t("notCopied"));
    }
  }

  async take(form) {
    const { text } = this.editor;
    if (form === "asMarkdown") giveFile(`derivation.${this.kind}`, text);
    else if (form === "asLatex") giveFile("derivation.tex", asLatex(text, this.kind));
    else if (form === "asTest") giveFile("test_derivation.py", asTest(text, this.kind));
    else {
      const found = await this.checker.ask({ do: "export", form: "html", text, kind: this.kind });
      if (found.text) giveFile("derivation.html", found.text, "text/html");
      else this.note(this.t("failed", { why: found.error ?? "" }));
    }
  }

  // --- the file on this machine ---

  openFile() {
    const say = (key, places) => this.head.say(this.t(key, { name: this.name, ...places }));
    this.file = makeFile(() => this.editor.text, {
      loaded: (text, kind) => this.load(text, kind),
      followed: (text) => this.editor.follow(text),
      saved: () => say("saved"),
      saving: () => say("saving"),
      failed: (why) => say("unsaved", { why }),
      gone: () => this.note(this.t("gone")),
      conflict: (found) => this.decide(found),
    });
    return this.file.open();
  }

  /** Both the file and the text here have changed: which one is it to be? */
  decide(found) {
    const choose = (take) => () => {
      this.ask.hidden = true;
      take(found);
    };
    fill(
      this.ask,
      html("span", this.t("conflict", { name: this.name })),
      button("mend", "mine", choose(this.file.keepMine), this.t("keepMine")),
      button("mend", "theirs", choose(this.file.takeTheirs), this.t("takeTheirs")),
    );
    this.ask.hidden = false;
  }

  async start() {
    const lessons = fetch("lessons.json").then((answer) => answer.json());
    if (this.name) await this.openFile();
    const linked = this.name ? null : await textOfFragment(location.hash);
    const kept = keeping.get();
    if (linked) this.load(linked.text, linked.kind);
    else if (!this.name && kept.text) this.load(kept.text, kept.kind ?? "md");
    if (!linked && location.hash.includes("text=")) this.note(this.t("badLink"));
    this.lessons = await lessons;
    this.head.render();
    if (!this.name && !this.editor.text) this.begin(this.lessons[0]?.name);
    performance.mark("chainrule-ready");
  }
}

/** Shows the lab in an element; returns it. */
export function mountLab(element) {
  const lab = new Lab(element);
  globalThis.chainruleLab = lab;
  lab.start();
  return lab;
}
