// The grammar of formulas of one's own, by recursive descent: tokens -> a tree.
//
//     expression  term (("+" | "-") term)*
//     term        "-"* product
//     product     factor ("*" | "/" | nothing, factor)*    from left to right: a/b c is (a/b) c
//     factor      atom, its powers
//     atom        number | name | call | bracket | \frac | \sqrt | |x|
//
// It accepts what `formula()` accepts of scalar formulas; a table of cases is run by both.

import { ACCENT_NAMES, formulaTokens } from "./formula-lexer.js";
import { FormulaNames } from "./formula-names.js";
import { FormulaError } from "../maths/formula-reader.js";

/**
 * A tree: a number; {name}; {op, parts} with "add", "sub", "mul", "div", "neg", "power"; or
 * {call, parts}.
 * @typedef {number | {name: object} | {op: string, parts: Tree[]} | {call: string, parts: Tree[]}} Tree
 */

/** The parts of a text, each {defines, tree}: `z = w x + b; (z - y)^2`. */
export function formulaParts(text, spellings) {
  return text.replace(/\.\s*$/, "").split(";").map((part) => {
    const tokens = formulaTokens(part, spellings);
    const sides = [[]];
    for (const token of tokens) {
      if (token.kind === "sign" && token.text === "=") sides.push([]);
      else sides.at(-1).push(token);
    }
    if (sides.length > 2) throw new FormulaError("unreadable", part.trim());
    const stop = tokens.at(-1);
    const trees = sides.map((side) => new FormulaGrammar([...side.filter((t) => t !== stop), stop], spellings).whole());
    if (trees.length === 1) return { defines: null, tree: trees[0] };
    if (!trees[0].name) throw new FormulaError("unreadable", part.trim());
    return { defines: trees[0].name, tree: trees[1] };
  });
}

class FormulaGrammar extends FormulaNames {
  whole() {
    const tree = this.expression();
    return this.next.kind === "stop" ? tree : this.fail();
  }

  expression() {
    let tree = this.term();
    for (let sign = this.accept("+", "-"); sign; sign = this.accept("+", "-")) {
      const term = this.term();
      const minus = sign.text === "-";
      if (!minus && term.op === "neg") tree = { op: "sub", parts: [tree, term.parts[0]] }; // x + -y
      else tree = { op: minus ? "sub" : "add", parts: [tree, term] };
    }
    return tree;
  }

  term() {
    if (this.accept("-")) return { op: "neg", parts: [this.term()] };
    return this.accept("+") ? this.term() : this.product();
  }

  product() {
    let tree = this.factor();
    let last = tree;
    for (;;) {
      const divides = this.at("/");
      if (divides || this.at("*")) {
        this.place += 1;
        last = this.signedFactor();
      } else if (this.beginsFactor()) {
        if (this.next.kind === "number" && typeof last === "number") this.fail();
        last = this.factor();
      } else return tree;
      tree = { op: divides ? "div" : "mul", parts: [tree, last] };
    }
  }

  signedFactor() {
    return this.accept("-") ? { op: "neg", parts: [this.signedFactor()] } : this.factor();
  }

  beginsFactor() {
    if (this.at("|")) return this.bars === 0;
    return this.at("(", "[", "{") || ["number", "word", "command"].includes(this.next.kind);
  }

  factor() {
    let tree = this.atom();
    if (tree.name && this.isLayer()) tree = this.scripted(tree.name);
    while (this.at("^", "**")) tree = this.powerOf(tree);
    return tree;
  }

  powerOf(tree) {
    this.place += 1;
    return this.isTransposed() ? tree : { op: "power", parts: [tree, this.exponent()] };
  }

  /** Whether ^T stands here: of a number that is the number itself. */
  isTransposed() {
    const length = this.at("{") && this.tokens[this.place + 2]?.text === "}" ? 3 : 1;
    if (this.tokens[this.place + (length === 3 ? 1 : 0)].text !== "T") return false;
    this.place += length;
    return true;
  }

  exponent() {
    if (this.accept("-")) return { op: "neg", parts: [this.exponent()] };
    if (this.next.kind === "word" && this.spellings.has(this.next.text)) this.fail();
    return this.beginsFactor() ? this.atom() : this.fail();
  }

  atom() {
    const { kind, text } = this.next;
    if (kind === "number") return this.number();
    if (kind === "word") return this.named();
    if (kind === "command") return this.command();
    if (this.accept("(")) return this.closing(this.expression(), ")");
    if (this.accept("[")) return this.closing(this.expression(), "]");
    if (this.accept("{")) return this.group();
    return text === "|" && !this.bars ? this.absolute() : this.fail();
  }

  closing(tree, bracket) {
    this.expect(bracket);
    return tree;
  }

  number() {
    const x = Number(this.tokens[this.place].text);
    if (!Number.isFinite(x)) this.fail();
    this.place += 1;
    return x;
  }

  /** What stands in braces; a name takes the scripts that follow. */
  group() {
    const tree = this.closing(this.expression(), "}");
    return tree.name ? this.scripted(tree.name) : tree;
  }

  absolute() {
    this.place += 1;
    this.bars += 1;
    const tree = this.expression();
    this.expect("|");
    this.bars -= 1;
    return { call: "absolute", parts: [tree] };
  }

  command() {
    const { text } = this.tokens[this.place++];
    if (ACCENT_NAMES.includes(text)) return this.accented(text);
    if (text === "frac") return { op: "div", parts: [this.side(), this.side()] };
    if (!this.accept("[")) return { call: "sqrt", parts: [this.argument()] };
    const root = this.closing(this.expression(), "]");
    return { op: "power", parts: [this.argument(), { op: "div", parts: [1, root] }] };
  }

  /** A side of \frac: what stands in braces, or one digit, name or bracket, as TeX takes it. */
  side() {
    const token = this.next;
    if (token.kind !== "number" || !/^\d\d+$/.test(token.text)) return this.argument();
    this.tokens[this.place] = { ...token, text: token.text.slice(1) };
    return Number(token.text[0]);
  }

  argument() {
    if (this.accept("{")) return this.closing(this.expression(), "}");
    if (this.next.kind === "word") return { name: { base: this.tokens[this.place++].text, sub: "", layer: "" } };
    return this.beginsFactor() ? this.atom() : this.fail();
  }
}
