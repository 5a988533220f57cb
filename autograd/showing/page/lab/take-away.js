/** The document as a file to keep: Markdown, LaTeX, a test for pytest. */

const FRAGILE = { "#": "\\section*", "##": "\\subsection*", "###": "\\subsubsection*" };

/** Markdown as LaTeX: headings and displayed maths; the rest is text. */
export function asLatex(text, kind) {
  if (kind === "tex" && text.includes("\\begin{document}")) return text;
  const body =
    kind === "tex"
      ? text
      : text
          .replace(/^(#{1,3}) (.*)$/gm, (_, marks, title) => `${FRAGILE[marks]}{${title}}`)
          .replace(/\$\$([\s\S]*?)\$\$/g, (_, inside) => `\\begin{equation*}${inside}\\end{equation*}`);
  return `\\documentclass{article}\n\\usepackage{amsmath, amssymb}\n\\begin{document}\n\n${body.trim()}\n\n\\end{document}\n`;
}

/** A test that the derivation holds. */
export function asTest(text, kind) {
  const lines = text.split("\n").map((line) => `    ${JSON.stringify(`${line}\n`)}`);
  return [
    `"""The derivation holds.  pip install chainrule pytest; pytest test_derivation.py"""`,
    ...["", "import autograd", "", "TEXT = (", ...lines, ")", "", ""],
    "def test_derivation():",
    `    report = autograd.check_text(TEXT, kind="${kind}")`,
    `    assert report.ok, f"\\n{report}"`,
    "",
  ].join("\n");
}

/** Gives the reader a file. */
export function giveFile(name, content, type = "text/plain") {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
