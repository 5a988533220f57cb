/** The lines of the source as they are drawn: text in colours, with the marks in it. */

import { html } from "../dom.js";
import { worstLook } from "./lab-marks.js";

const SIGN_OF = { right: "✓", wrong: "✗", partly: "~", open: "?" };

/** What stands in one line of each of several lists of places, cut to it. */
function inLine(items, start, end) {
  return items.filter((item) => item.start < end && item.end > start);
}

/** The places in a line at which what is drawn changes. */
function cutsOf(start, end, ...lists) {
  const cuts = new Set([start, end]);
  for (const item of lists.flat()) {
    if (item.start > start && item.start < end) cuts.add(item.start);
    if (item.end > start && item.end < end) cuts.add(item.end);
  }
  return [...cuts].sort((a, b) => a - b);
}

function classesOf(at, pieces, marks, lit) {
  const piece = pieces.find((one) => one.start <= at && at < one.end);
  const mark = marks.find((one) => one.start <= at && at < one.end);
  const classes = piece ? [`src-${piece.kind}`] : [];
  if (mark) classes.push("mark", mark.look, mark.relation ? "relation" : "member");
  if (mark?.stale) classes.push("stale");
  if (lit.some((one) => one.start <= at && at < one.end)) classes.push("bracket");
  return { classes, mark };
}

/** Describes one line: its text, the runs of it that look alike, the sign in the margin. */
function describedLine(text, start, end, pieces, marks, lit) {
  const here = [inLine(pieces, start, end), inLine(marks, start, end), inLine(lit, start, end)];
  const cuts = cutsOf(start, end, ...here);
  const runs = cuts.slice(0, -1).map((at, i) => {
    const { classes, mark } = classesOf(at, ...here);
    const said = text.slice(at, cuts[i + 1]);
    const bare = mark?.relation && !said.trim();
    return { said, classes: bare ? [] : classes, of: mark ? `${mark.equation}/${mark.member}` : "" };
  });
  const members = here[1].filter((mark) => !mark.relation);
  const look = worstLook(members.map((mark) => mark.look));
  return { runs, look, stale: members.some((mark) => mark.stale) };
}

function builtLine({ runs, look, stale }) {
  const sign = SIGN_OF[look] ?? "";
  return html(
    `div.src${look ? `.${look}` : ""}${stale ? ".stale" : ""}`,
    html("span.margin", sign),
    runs.map(({ said, classes, of }) =>
      classes.length ? html(["span", ...classes].join("."), { "data-of": of || null }, said) : said,
    ),
    "\n",
  );
}

/** Draws the lines of a text in an element, anew where they have changed: `draw(text, ...)`. */
export function makeLines(element) {
  let drawn = [];
  return function draw(text, pieces, marks, lit) {
    let start = 0;
    const lines = text.split("\n").map((line) => {
      const end = start + line.length;
      const described = describedLine(text, start, end, pieces, marks, lit);
      start = end + 1;
      return { described, key: JSON.stringify(described) };
    });
    let head = 0;
    while (head < Math.min(drawn.length, lines.length) && drawn[head].key === lines[head].key)
      head += 1;
    let tail = 0;
    while (
      tail < Math.min(drawn.length, lines.length) - head &&
      drawn.at(-1 - tail).key === lines.at(-1 - tail).key
    )
      tail += 1;
    const gone = drawn.slice(head, drawn.length - tail);
    const come = lines.slice(head, lines.length - tail).map(({ described, key }) => ({
      key,
      element: builtLine(described),
    }));
    const after = drawn[drawn.length - tail]?.element ?? null;
    for (const { element: old } of gone) old.remove();
    for (const { element: made } of come) element.insertBefore(made, after);
    drawn = [...drawn.slice(0, head), ...come, ...drawn.slice(drawn.length - tail)];
  };
}

/** The box of a place of the text, where it is drawn; null where it is not. */
export function boxOfPlace(element, text, place) {
  const number = text.slice(0, place).split("\n").length - 1;
  const line = element.children[number];
  if (!line) return null;
  let left = place - (text.lastIndexOf("\n", place - 1) + 1);
  const nodes = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
    if (node.parentElement.classList.contains("margin")) continue;
    if (left < node.data.length) {
      const range = document.createRange();
      range.setStart(node, left);
      range.setEnd(node, left);
      return range.getClientRects()[0] ?? line.getBoundingClientRect();
    }
    left -= node.data.length;
  }
  return line.getBoundingClientRect();
}
