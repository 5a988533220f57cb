/** The file on this machine in the lab: what is said of it, and who decides where two differ. */

import { button, fill, html } from "../dom.js";
import { makeFile } from "./lab-file.js";

/** Makes the file of the lab, which keeps it and the editor the same. */
export function makeDisk(lab) {
  const { name } = lab.host;
  const say = (key, places) => lab.head.say(lab.t(key, { name, ...places }));

  /** Both the file and the text here have changed: which one is it to be? */
  function decide(found) {
    const choose = (take) => () => {
      lab.ask.hidden = true;
      take(found);
    };
    fill(
      lab.ask,
      html("span", lab.t("conflict", { name })),
      button("mend", "mine", choose(file.keepMine), lab.t("keepMine")),
      button("mend", "theirs", choose(file.takeTheirs), lab.t("takeTheirs")),
    );
    lab.ask.hidden = false;
  }

  const file = makeFile(() => lab.editor.text, {
    loaded: (text, kind) => lab.load(text, kind),
    followed: (text) => lab.editor.follow(text),
    saved: () => say("saved"),
    saving: () => say("saving"),
    failed: (why) => say("unsaved", { why }),
    gone: () => lab.note(lab.t("gone")),
    conflict: decide,
  });
  return file;
}
