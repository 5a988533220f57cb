/** The lab as a page of its own: its file, its link, what the browser keeps, its lessons. */

import { firstLanguage } from "../sentences.js";
import { makeChecker } from "./lab-checker.js";
import { makeDisk } from "./lab-disk.js";
import { keepParts, keptParts, progressKept } from "./lab-keeping.js";
import { makeOffline } from "./lab-offline.js";
import { Lab } from "./lab.js";
import { textOfFragment } from "./share.js";

const KEEP_DELAY = 800; // milliseconds after the last change

/** Begins with the file, the text in the link, that of the last visit, or the first lesson. */
async function startLab(lab) {
  const { name } = lab.host;
  const lessons = fetch("lessons.json").then((answer) => answer.json());
  if (name) {
    lab.file = makeDisk(lab);
    await lab.file.open();
  }
  const linked = name ? null : await textOfFragment(location.hash);
  const kept = keptParts();
  if (linked) lab.load(linked.text, linked.kind);
  else if (!name && kept.text) lab.load(kept.text, kept.kind ?? "md");
  if (!linked && location.hash.includes("text=")) lab.note(lab.t("badLink"));
  lab.lessons = await lessons;
  lab.head.render();
  if (!name && !lab.editor.text) lab.begin(lab.lessons[0]?.name);
  performance.mark("chainrule-ready");
}

/** Shows the lab in an element; returns it. */
export function mountLab(element) {
  const isLocal = element.dataset.checks === "local";
  const kept = keptParts();
  let keeping = 0;
  const keepText = () => keepParts({ text: lab.editor.text, kind: lab.kind });
  const offline = isLocal ? null : makeOffline();
  const host = {
    checker: makeChecker(isLocal, {
      before: offline?.begun,
      progress(part) {
        const percent = Math.round(100 * part);
        lab.marking.tell(percent < 100 ? "loading" : "starting", { part: percent });
      },
      restarting: () => lab.note(lab.t("restarting")),
    }),
    language: kept.language ?? firstLanguage(null),
    theme: kept.theme ?? null,
    name: element.dataset.name,
    keys: document,
    isPage: true,
    lessons: [],
    progress: progressKept,
    keep: keepParts,
    edited(byHand) {
      if (byHand) lab.file?.changed();
      clearTimeout(keeping);
      if (!lab.file) keeping = setTimeout(keepText, KEEP_DELAY);
    },
    judged: () => offline?.keepAll(), // now there is time: no network is needed then
  };
  const lab = new Lab(element, host);
  globalThis.chainruleLab = lab;
  addEventListener("pagehide", () => (lab.file ? lab.file.finish() : keeping && keepText()));
  startLab(lab);
  return lab;
}
