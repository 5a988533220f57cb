/** Formulas as runs of characters: upright or slanted, on the line, raised or lowered. */

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
const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const PIECE = /<(\/?)(\w+)[^>]*?(\/?)>|([^<]+)/g;

/** Text without the references of XML. */
const plain = (text) =>
  text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name) return NAMED[name] ?? whole;
    return String.fromCodePoint(hex ? parseInt(hex, 16) : Number(decimal));
  });

/** The elements of a MathML source as plain data: a document of them takes ten times as long. */
function elementsOf(source) {
  const open = [{ tag: "mrow", text: "", children: [] }];
  for (const [, closes, tag, alone, text] of source.matchAll(PIECE)) {
    const element = { tag, text: "", children: [] };
    if (text) for (const one of open) one.text += plain(text);
    else if (closes) open.pop();
    else {
      open[open.length - 1].children.push(element);
      if (!alone) open.push(element);
    }
  }
  return open[0];
}

/** How each element is read: (its children, itself, level, put), level -1 low, 1 high. */
const READERS = {
  mi: (_, { text }, level, put) => put(text, level, [...text].length === 1),
  mo: (_, { text }, level, put) =>
    put(level ? text : (SPACED[text] ?? text), level),
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
    put(COMBINING[accent.text] ?? accent.text, level, true);
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
  const { tag, text, children } = element;
  const reader = READERS[tag];
  if (reader) reader(children, element, level, put);
  else if (children.length) for (const child of children) read(child, level, put);
  else put(text, level);
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
  read(elementsOf(source), 0, put);
  if (runs.length) {
    runs[0].text = runs[0].text.trimStart();
    runs[runs.length - 1].text = runs[runs.length - 1].text.trimEnd();
  }
  return runs;
}
