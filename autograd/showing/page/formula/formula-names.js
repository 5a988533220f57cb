// What begins with a name in a formula: names with their scripts, and calls of functions.

import { FormulaError } from "../maths/formula-reader.js";

/** What has an inverse that is written as a power: \sin^{-1} x is the arc sine, and no 1 / \sin x. */
const INVERTIBLE = /^(sin|cos|tan)h?$/;

/** The label of a name: w_2, w_{12}, \hat{y}^{(2)}. */
export function labelOf({ base, sub, layer }) {
  const low = sub ? `_${sub.length > 1 ? `{${sub}}` : sub}` : "";
  return base + low + (layer ? `^{(${layer})}` : "");
}

/** The tokens of a side of a formula, and what is read of names; `FormulaGrammar` reads the rest. */
export class FormulaNames {
  constructor(tokens, spellings) {
    this.tokens = tokens;
    this.spellings = spellings;
    this.place = 0;
    this.bars = 0;
  }

  get next() {
    return this.tokens[this.place];
  }

  at(...texts) {
    return this.next.kind === "sign" && texts.includes(this.next.text);
  }

  accept(...texts) {
    return this.at(...texts) ? this.tokens[this.place++] : null;
  }

  fail() {
    throw new FormulaError("unreadable", this.next.text || "…");
  }

  expect(text) {
    return this.accept(text) ?? this.fail();
  }

  accented(accent) {
    const { name } = this.argument();
    if (!name || name.sub || name.layer) this.fail();
    return this.scripted({ ...name, base: `\\${accent}{${name.base}}` });
  }

  named() {
    const { text, end } = this.tokens[this.place++];
    if (text === "e" && this.at("^", "**")) {
      this.place += 1;
      return { call: "exp", parts: [this.exponent()] };
    }
    const sub = this.next.kind === "sub" ? this.next.text : "";
    if (sub && this.spellings.has(text + sub)) {
      this.place += 1;
      return this.called(text + sub);
    }
    if (text === "log" && this.at("_") && this.tokens[this.place + 1].text === "{") return this.logarithm();
    if (this.isFunction(text) && !sub && !this.at("_")) return this.called(text);
    const isCall = this.at("(") && end === this.next.start && /^[A-Za-z]{2,}$/.test(text);
    if (isCall) throw new FormulaError("unknown-name", text);
    return this.scripted({ base: text, sub: "", layer: "" });
  }

  isFunction(text) {
    return this.spellings.has(text.replace("\\", ""));
  }

  /** log_{10} x */
  logarithm() {
    this.place += 2;
    const spelt = `log${this.tokens[this.place].text}`;
    this.place += 1;
    this.expect("}");
    return this.spellings.has(spelt) ? this.called(spelt) : this.fail();
  }

  /** A name with its scripts: a subscript, a layer as ^{(2)}; other powers come after it. */
  scripted(name) {
    const found = { ...name };
    for (;;) {
      if (this.next.kind === "sub") found.sub += this.tokens[this.place++].text;
      else if (this.accept("_")) found.sub += this.accept("{") ? this.textTo("}") : this.one();
      else if (this.isLayer()) found.layer += this.layer();
      else return { name: found };
    }
  }

  one() {
    const { kind, text } = this.next;
    if (!["word", "number"].includes(kind)) this.fail();
    this.place += 1;
    return text;
  }

  /** The text up to a bracket, of a subscript. */
  textTo(bracket) {
    let text = "";
    while (!this.accept(bracket)) {
      if (this.next.kind === "stop" || this.at("{", "^", "_")) this.fail();
      text += this.tokens[this.place++].text;
    }
    return text || this.fail();
  }

  isLayer() {
    const [first, second] = [1, 2].map((far) => this.tokens[this.place + far]?.text);
    return this.at("^") && (first === "(" || (first === "{" && second === "("));
  }

  layer() {
    this.place += 1;
    const braced = this.accept("{");
    this.expect("(");
    const text = this.textTo(")");
    if (braced) this.expect("}");
    return text;
  }

  called(text) {
    const raised = this.at("^", "**") ? (this.place++, this.exponent()) : null;
    const isInverse = raised?.op === "neg" && raised.parts[0] === 1;
    const power = isInverse ? null : raised;
    const named = this.spellings.get(text.replace("\\", ""));
    if (isInverse && !INVERTIBLE.test(named)) this.fail();
    const canonical = isInverse ? `a${named}` : named;
    let parts = null;
    if (this.accept("(")) parts = this.listed();
    else if (this.at("[")) this.fail();
    else if (this.beginsFactor()) parts = [this.bareArgument()];
    else if (text === "\\sigma" && power === null) return this.scripted({ base: text, sub: "", layer: "" });
    else this.fail();
    const call = { call: canonical, parts };
    return power === null ? call : { op: "power", parts: [call, power] };
  }

  listed() {
    const parts = [this.expression()];
    while (this.accept(",")) parts.push(this.expression());
    this.expect(")");
    return parts;
  }

  /** What a function without brackets takes: log 2 a b; of cos x \Delta t it is x alone. */
  bareArgument() {
    let tree = this.factor();
    const goesOn = (text) => text !== "\\Delta" && !this.isFunction(text);
    while (this.next.kind === "number" || (this.next.kind === "word" && goesOn(this.next.text))) {
      tree = { op: "mul", parts: [tree, this.factor()] };
    }
    return tree;
  }
}
