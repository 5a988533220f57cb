/** Formulas as runs of characters: upright or slanted, on the line, raised or lowered. */

import { parsedFormula } from "../maths/mathml.js";

/** Signs as they stand in a line of text, with the space around them. */
const SPACED = {
  "+": " + ",
  "−": " − ",
  "-": " − ",
  "=": " = ",
  ",": ", ",
  "·": "\u2009·\u2009",
  "⋅": "\u2009·\u2009",
  "\u2062": "\u2009", // invisible times
};
/** Accents above a letter, as the characters that combine with it. */
const COMBINING = {
  "^": "\u0302",
  ˆ: "\u0302",
  "¯": "\u0304",
  "~": "\u0303",
  "˜": "\u0303",
  "˙": "\u0307",
  "¨": "\u0308",
  "→": "\u20d7",
};
const THIN = "\u2009";

/** How each element is read: (its children, itself, level, put), level -1 low, 1 high. */
const READERS = {
  mi: (_, { textContent }, level, put) => put(textContent, level, [...textContent].length === 1),
  mo: (_, { textContent }, level, put) =>
    put(level ? textContent : (SPACED[textContent] ?? textContent), level),
  msub: ([base, low], _, level, put) => {
    read(base, level, put);
    read(low, -1, put);
  },
  msup: ([base, high], _, level, put) => {
    read(base, level, put);
    read(high, 1, put);
  },
  msubsup: ([base, low, high], _, level, put) => {
    read(base, level, put);
    read(low, -1, put);
    read(high, 1, put);
  },
  mover: ([base, accent], _, level, put) => {
    read(base, level, put);
    put(COMBINING[accent.textContent] ?? accent.textContent, level, true);
  },
  mfrac: ([above, below], _, level, put) => {
    readPart(above, level, put);
    put(`${THIN}/${THIN}`, level);
    readPart(below, level, put);
  },
  msqrt: (children, _, level, put) => {
    put("√(", level);
    for (const child of children) read(child, level, put);
    put(")", level);
  },
  mspace: (_children, _, level, put) => put(THIN, level),
};
READERS.munder = READERS.msub;
READERS.munderover = READERS.msubsup;

function read(element, level, put) {
  const children = [...element.children];
  const reader = READERS[element.localName];
  if (reader) reader(children, element, level, put);
  else if (children.length) for (const child of children) read(child, level, put);
  else put(element.textContent, level);
}

/** What stands above or below a fraction's bar, in brackets if it has several parts. */
function readPart(element, level, put) {
  const several = element.children.length > 1;
  if (several) put("(", level);
  read(element, level, put);
  if (several) put(")", level);
}

/** The runs of a MathML source: {text, level, slanted}, without spaces at its ends. */
export function runsOfFormula(source) {
  const runs = [];
  const put = (text, level, slanted = false) => text && runs.push({ text, level, slanted });
  read(parsedFormula(source), 0, put);
  if (runs.length) {
    runs[0].text = runs[0].text.trimStart();
    runs[runs.length - 1].text = runs[runs.length - 1].text.trimEnd();
  }
  return runs;
}
