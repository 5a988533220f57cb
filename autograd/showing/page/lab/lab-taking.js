/** What is taken away from the lab: a link that holds the text, and files to keep. */

import { fragmentOf } from "./share.js";
import { asLatex, asTest, giveFile } from "./take-away.js";

/** Copies a link to the text. */
export async function shareText(lab) {
  const fragment = await fragmentOf(lab.editor.text, lab.kind);
  if (fragment === null) return lab.note(lab.t("tooLong"));
  history.replaceState(null, "", `#${fragment}`);
  try {
    await navigator.clipboard.writeText(location.href);
    return lab.note(lab.t("copied"));
  } catch {
    return lab.note(lab.t("notCopied"));
  }
}

/** Gives the reader the text as a file of that form. */
export async function takeText(lab, form) {
  const { text } = lab.editor;
  const { kind } = lab;
  if (form === "asMarkdown") giveFile(`derivation.${kind}`, text);
  else if (form === "asLatex") giveFile("derivation.tex", asLatex(text, kind));
  else if (form === "asTest") giveFile("test_derivation.py", asTest(text, kind));
  else {
    const found = await lab.checker.ask({ do: "export", form: "html", text, kind });
    if (found.text) giveFile("derivation.html", found.text, "text/html");
    else lab.note(lab.t("failed", { why: found.error ?? "" }));
  }
}
