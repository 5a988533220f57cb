/** The source in colours: what is a command, a number, a sign, a heading, prose. */

const BLOCKS = /(?<fence>^(?:```|~~~)[^\n]*$)|(?<heading>^#{1,6} [^\n]*$|\\(?:sub)*section\*?\{[^{}\n]*\})/;
const REMARK = { md: /(?<comment><!--[\s\S]*?-->)/, tex: /(?<comment>(?<!\\)%[^\n]*)/ };
const PIECES =
  /(?<code>`[^`\n]+`)|(?<dollar>\$\$|\$|\\\[|\\\]|\\\(|\\\))|(?<around>\\(?:begin|end)\{[a-z]+\*?\})|(?<command>\\(?:[A-Za-z]+|[^\n]))|(?<number>\d+(?:\.\d+)?)|(?<brace>[{}^_&])/;

/** What may have a colour in a document of that kind: comments are written in different ways. */
function tokensOf(kind) {
  const parts = [BLOCKS, REMARK[kind], PIECES].filter(Boolean);
  return new RegExp(parts.map(({ source }) => source).join("|"), "gm");
}

const OPENS = new Set(["$$", "$", "\\[", "\\("]);

/**
 * The pieces of a text that have a colour, in order: {start, end, kind}.  In Markdown and LaTeX
 * numbers, signs and commands are coloured inside of maths alone.
 */
export function colouredPieces(text, kind) {
  const found = [];
  let inside = kind === "txt" ? "all" : "";
  for (const match of text.matchAll(tokensOf(kind))) {
    const [name] = Object.entries(match.groups).find(([, value]) => value !== undefined);
    const piece = { start: match.index, end: match.index + match[0].length, kind: name };
    if (name === "dollar" && inside !== "all") {
      if (!inside && OPENS.has(match[0])) inside = match[0];
      else if (inside) inside = "";
    }
    if (name === "around" && kind !== "txt") inside = match[0].startsWith("\\begin") ? "begin" : "";
    if (["command", "number", "brace"].includes(name) && !inside) continue;
    found.push(piece);
  }
  return found;
}

const PAIRS = { "(": ")", "[": "]", "{": "}" };

/** The two brackets that belong together where one stands beside the caret; null where none does. */
export function matchedBrackets(text, caret) {
  for (const at of [caret - 1, caret]) {
    const here = text[at];
    const closing = PAIRS[here];
    const opening = Object.keys(PAIRS).find((key) => PAIRS[key] === here);
    if (!closing && !opening) continue;
    const other = closing ?? opening;
    const way = closing ? 1 : -1;
    let depth = 0;
    for (let i = at; i >= 0 && i < text.length && Math.abs(i - at) < 4000; i += way) {
      if (text[i] === here) depth += 1;
      else if (text[i] === other) depth -= 1;
      if (depth === 0) return [at, i];
    }
  }
  return null;
}
