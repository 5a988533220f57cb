// A formula as people type it, cut into tokens: LaTeX and Python alike, as `formula()` reads them.
//
// A run of letters is one name if it is known or has three letters or more, such as loss; else each
// letter is a name, so that wx is w x.  Digits right after a letter are its subscript: w2, z12.

import { FormulaError } from "../maths/formula-reader.js";

const GREEK_NAMES = (
  "alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ iota ι " +
  "kappa κ lambda λ mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ upsilon υ phi φ varphi φ chi " +
  "χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω " +
  "ell ℓ"
).split(" ");
/** The letter of each command: {theta: "θ"}. */
export const GREEK_LETTERS = new Map(
  GREEK_NAMES.flatMap((name, i) => (i % 2 ? [] : [[name, GREEK_NAMES[i + 1]]])),
);
const COMMAND_OF = new Map([...GREEK_LETTERS].reverse().map(([name, letter]) => [letter, name]));
const COMBINED = { "\u0302": "hat", "\u0304": "bar", "\u0303": "tilde", "\u0307": "dot", "\u20d7": "vec" };
export const ACCENT_NAMES = Object.values(COMBINED);
const LOWERED = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ";
const RAISED_ONES = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ";
const FRACTIONS = { "½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3" };
const SIGN_COMMANDS = { cdot: "*", times: "*", ast: "*", div: "/", lbrace: "(", rbrace: ")", "{": "(", "}": ")", lvert: "|", rvert: "|", vert: "|", quad: "", qquad: "" };
const STYLE_COMMANDS = ["mathbf", "boldsymbol", "bm", "mathcal", "displaystyle", "big", "Big", "bigl", "bigr"];
const INDEX_LETTERS = /^[h-o]+$/;
/** Derivatives and norms, which are read in Python alone. */
const UNREAD = /(?<![A-Za-z])d\d?[A-Za-z]+\d*(?:_|\s*\/\s*)d(?=[A-Za-z])|\\frac\s*\{\s*d[^}]*\}\s*\{\s*d|\|\||'/;
const PATTERN = new RegExp(
  [
    String.raw`(?<space>\s+|~|&|\\[\s,;:!>]|\\(?:left|right)(?![A-Za-z])|\b(?:np|numpy|math|torch|tf)\.(?=[A-Za-z]))`,
    String.raw`\\(?:text|mathrm|textrm|textit|mathit|mathsf|operatorname)\*?\s*\{(?<worded>[^{}\\$]{0,200})\}`,
    String.raw`\\(?<command>[A-Za-z]+|.)`,
    String.raw`(?<number>(?:\d+\{,\}\d+|\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d{1,3}(?![\w.]))?)`,
    String.raw`(?<marked>\p{L}[\u0302\u0303\u0304\u0307\u20d7])`,
    String.raw`(?<word>(?:KNOWN)(?![A-Za-z0-9])|[A-Za-z]+(?![\u0300-\u036f\u20d7])\d*)`,
    String.raw`(?<greek>[\u0391-\u03f5ℓ])(?<greekSub>\d*)`,
    String.raw`_[_\s]*(?<sub>\d+|[A-Za-z]+\d*)`,
    String.raw`(?<turned>\.T(?!\w))`,
    String.raw`(?<sign>\*\*|==|:=|[-+*/=,()[\]{}^_'|])`,
    String.raw`(?<lowered>[${LOWERED}]+)|(?<raised>[${RAISED_ONES}]+)|(?<fraction>[½¼¾⅓⅔])`,
    String.raw`(?<product>[·×∗⋅])|(?<minus>[−–])|(?<divided>÷)`,
  ].join("|"),
  "uy",
);

/** The tokens {kind, text, start, end} of one part, then one of kind "stop". */
export function formulaTokens(source, spellings) {
  const text = source.normalize("NFD");
  const unread = UNREAD.exec(text);
  if (unread) throw new FormulaError("unreadable", unread[0]);
  return new FormulaLexer(text, spellings).tokens();
}

class FormulaLexer {
  constructor(text, spellings) {
    this.text = text;
    this.spellings = spellings;
    const known = [...spellings.keys()].filter((word) => /^\w*[\d_]\w*$/.test(word));
    this.pattern = new RegExp(PATTERN.source.replace("KNOWN", known.join("|") || "(?!)"), "uy");
    this.found = [];
  }

  tokens() {
    const { text, pattern } = this;
    for (let place = 0; place < text.length; place = pattern.lastIndex) {
      pattern.lastIndex = place;
      const match = pattern.exec(text);
      if (!match) throw new FormulaError("unreadable", text.slice(place, place + 12));
      const [[kind, inside]] = Object.entries(match.groups).filter(([, part]) => part !== undefined);
      const end = this[kind](inside, place, match);
      if (end !== undefined) pattern.lastIndex = end;
    }
    this.put("stop", "", text.length, text.length);
    return this.found;
  }

  put(kind, text, start, end) {
    this.found.push({ kind, text, start, end });
  }

  space() {}

  /** \text{new} is a word; \operatorname{relu} a function. */
  worded(inside, start, { 0: whole }) {
    const word = inside.trim();
    if (!/^[A-Za-z]+\d*$/.test(word) && !this.spellings.has(word)) throw new FormulaError("unreadable", whole);
    this.put("word", GREEK_LETTERS.has(word) ? `\\${word}` : word, start, start + whole.length);
  }

  command(name, start, { 0: whole }) {
    const end = start + whole.length;
    if (name in SIGN_COMMANDS) {
      const written = SIGN_COMMANDS[name];
      if (written) this.put("sign", written, start, end);
      return undefined;
    }
    if (STYLE_COMMANDS.includes(name)) return undefined;
    if (ACCENT_NAMES.includes(name) || name === "frac" || name === "sqrt")
      return this.put("command", name, start, end);
    if (GREEK_LETTERS.has(name)) return this.put("word", `\\${name}`, start, end);
    if (this.spellings.has(name)) return this.put("word", name, start, end);
    throw new FormulaError("unreadable", whole);
  }

  number(written, start) {
    this.put("number", written.replace("{,}", "."), start, start + written.length);
  }

  marked(pair, start) {
    this.put("command", COMBINED[pair[1]], start, start);
    this.put("word", this.base(pair[0]), start, start + 2);
  }

  word(whole, start) {
    const end = start + whole.length;
    if (this.spellings.has(whole)) return this.put("word", this.base(whole), start, end);
    const run = whole.replace(/\d+$/, "");
    let place = start;
    for (const word of this.split(run, end)) this.put("word", this.base(word), place, (place += word.length));
    if (place < end) this.put("sub", this.text.slice(place, end), place, end);
    return undefined;
  }

  /** The names that a run of letters is made of. */
  split(run, end) {
    const isWord = (word) => this.spellings.has(word) || GREEK_LETTERS.has(word);
    if (run.length === 1 || isWord(run)) return [run];
    const isLatex = /\\|\^\{|_\{/.test(this.text);
    const exponential = isLatex && run.length <= 4 && /^e\^\s*\{?\s*[-\\a-z]/.test(run.at(-1) + this.text.slice(end));
    if (exponential) return [...this.split(run.slice(0, -1), -1), "e"];
    if (isLatex && run.length <= 4 && /(?<!d)[a-z][A-Z](?![a-z]{2})|[A-Z][a-z][A-Z]/.test(run)) return [...run];
    if (run[0] === "d" && (run.length === 2 || isWord(run.slice(1)))) return [run]; // dx, dtheta
    if (isWord(run.slice(1))) return [run[0], run.slice(1)];
    return run.length > 2 ? [run] : [...run];
  }

  base(word) {
    if (COMMAND_OF.has(word)) return `\\${COMMAND_OF.get(word)}`;
    if (word[0] === "d" && GREEK_LETTERS.has(word.slice(1))) return `d\\${word.slice(1)}`;
    return GREEK_LETTERS.has(word) ? `\\${word}` : word;
  }

  greek(letter, start, { groups: { greekSub } }) {
    if (!COMMAND_OF.has(letter)) throw new FormulaError("unreadable", letter);
    this.put("word", this.base(letter), start, start + 1);
    if (greekSub) this.put("sub", greekSub, start + 1, start + 1 + greekSub.length);
  }

  /** `_new` is one subscript, `_ij` one of index letters; but `a_iy` is a_i y. */
  sub(run, start, { 0: whole }) {
    const letters = run.replace(/\d+$/, "");
    const isWord = this.spellings.has(letters.slice(1)) || GREEK_LETTERS.has(letters.slice(1));
    const isOne = letters.length < 2 || (letters.length > 2 && !isWord) || INDEX_LETTERS.test(letters);
    const taken = isOne ? run : run[0];
    const end = start + whole.length - run.length + taken.length;
    this.put("sub", taken, start, end);
    return end;
  }

  turned() {} // the transpose of a number is the number

  sign(sign, start) {
    this.put("sign", { ":=": "=", "==": "=" }[sign] ?? sign, start, start + sign.length);
  }

  lowered(run, start) {
    this.put("sub", run.normalize("NFKC").replace("−", "-"), start, start + run.length);
  }

  raised(run, start) {
    this.put("sign", "^", start, start);
    this.put("sign", "{", start, start);
    const plain = run.normalize("NFKC").replace("−", "-");
    for (const token of new FormulaLexer(plain, this.spellings).tokens().slice(0, -1)) {
      this.put(token.kind, token.text, start, start);
    }
    this.put("sign", "}", start, start + run.length);
  }

  fraction(sign, start) {
    const [above, below] = FRACTIONS[sign].split("/");
    const inside = [["sign", "("], ["number", above], ["sign", "/"], ["number", below], ["sign", ")"]];
    for (const [kind, text] of inside) this.put(kind, text, start, start + 1);
  }

  product(_, start) {
    this.put("sign", "*", start, start + 1);
  }

  minus(_, start) {
    this.put("sign", "-", start, start + 1);
  }

  divided(_, start) {
    this.put("sign", "/", start, start + 1);
  }
}
