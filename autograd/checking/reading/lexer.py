r"""Cut a formula into tokens, LaTeX and Python alike: `\frac{y}{a_2}`, `y / a2`, `y÷a₂`.

Which letters make one name is decided here.  A run of letters is one name if it is known (a
function, a Greek letter's name, a base in `known`) or has three letters or more, such as `loss`;
else each letter is a name, so that `ax` is a x.  One letter before a known word stands alone, as
in `dtheta` and `ylog`; so does the d of `dL` and `dz`.

A subscript without braces is a run of digits, or letters as authors mean them: `_new` is one
subscript of three letters or more, `_ij` one of index letters, but `a_iy` is a_i y.  Digits that
follow a letter directly are a subscript as well: `w2`, `z12`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from ...engine.labels import GREEK
from .notation import (
    COMMANDS,
    ELSES,
    FUNCTIONS,
    IFS,
    IGNORED,
    LETTERS,
    MARKS,
    ONES,
    PROSE,
    SIGNS,
    STYLES,
    WORDS,
)
from .wide_words import says_no_more, words_between
from .words import ends_in_e, is_latex, is_mixed

DIGITS = "0123456789"
CALLED = frozenset({"CE", "KL", "BN", "LN", "FC", "NN", "log1p", "expm1", "arctan2", "atan2"})
"""Names of functions that are no one name unless a bracket follows."""
_CONDITIONAL = {"if": r"\if", "otherwise": r"\else", "else": r"\else"}
OPERATORS = frozenset({"grad", "hess"})
"""Words that are derivatives of what follows: grad_w (a'w), hess f(w)."""
_OPERAND = re.compile(r"(?:_[A-Za-z]\w*)?\s+(?:[A-Za-z]|\((?=[^()]*\)\s*(?:=|$)))")
_INDICES = frozenset("hijklmno")
_SUMMED = re.compile(
    r"\s*(?:_\s*\{?\s*[ijklmnt](?![A-Za-z0-9])[^}]*\}?|[ᵢⱼₖₗₘₙₜ](?:₌[₀₁])?\s*[ᴺᵀⁿᵐ]?)\s*[\w(\[\\∂|‖]"
)
_JOINED = re.compile(r"(d?)([A-Za-z]{2,}_(?![h-o]{1,3}\b)[A-Za-z]{2,}\w*)(?![\w(])")
"""A name of code that begins with a function's: exp_scores, dlog_probs."""
_BRACKET = re.compile(r"\s*[(\[]")
_TOKEN = re.compile(
    r"""
    (?P<space>   \s+ | ~ | \\(?: [\s,;:!>] | \Z ) | \\(?:left|right|middle) \s* \.
               | \b (?:np|numpy|math|torch|tf) \. (?=[A-Za-z])                     )
  | (?P<gap>     \\(?:hspace|vspace|hskip|mspace|phantom) \*? \s* \{ [^{}]{0,40} \}      )
  | (?P<env>     \\(?:begin|end) \s* \{ \s* [A-Za-z]+ \*? \s* \}                   )
  | (?P<special> \\(?:mathbb|mathds|mathbbm|mathbf|boldsymbol|bm|pmb|bold|mathrm|textbf|bf)
                 (?: \s* \{ \s* 1 \s* \} | \s* 1 (?!\d) )
               | \\(?:mathbb|mathds|mathbbm) (?: \s* \{ \s* [ERIPN] \s* \} | \s* [ERIPN] )
               | \\(?:mathrm|operatorname) \*? \s* \{ \s* E \s* \}
               | \\arg \s* \\(?:max|min) (?![A-Za-z])
               | \\(?:operatorname|mathop|mathrm|text) \*? \s*
                 \{ \s* (?:\\rm\s*)? arg \s* (?:\\[ ,;!])? \s* (?:max|min) \s* \}          )
  | (?P<text>    \\(?:text|mathrm|textrm|textit|textbf|textsc|textsf|texttt|mathtt|mbox|mathit
                 |mathsf|operatorname) \*? \s* \{ (?: [^{}\\$] | \\_ ){0,200} \}
                 | \{ \s* \\(?:rm|sf|tt) \s+ [^{}\\$]{0,200} \}                      )
  | (?P<command> \\\\ (?: \[ -?\d [^\]]{0,9} \] )? | \\(?: [A-Za-z]+ | . )         )
  | (?P<number>  (?: \d+ \{ , \} \d+ | \d+ (?:\.\d+)? | (?<![\w)}\]]) \.\d+ )
                 (?: [eE] [+-]? \d{1,3} (?![\w.]) )?                               )
  | (?P<known>   (?<![A-Za-z]) (?: KNOWN ) (?![A-Za-z0-9])                         )
  | (?P<over>    (?<![A-Za-z]) d \d? [A-Za-z]+ \d* (?: _ | \s* / \s* ) d (?=[A-Za-z])    )
  | (?P<marked>  [^\W\d_] [\u0300-\u036f\u20d7]                                    )
  | (?P<word>    [A-Za-z]+ (?![\u0300-\u036f\u20d7]) \d*                           )
  | (?P<greek>   [\u0391-\u03f5] \d*                                               )
  | (?P<sub>     _ \s* (?: \d+ | [A-Za-z]+ \d* )                                   )
  | (?P<turned>  \.T (?!\w) | \.(?:sum|mean|var|std|dot) (?=\()                     )
  | (?P<sign>    \*\* | \.\* | == | != | := | -> | => | <- | \.\.\.+ | \|\| | ∣∣ | [<>]=?
                 | [-+*/@=,;:()\[\]{}^_'|&!]                                        )
  | (?P<other>   .                                                                 )
    """.replace(
        "KNOWN", "|".join(word for word in FUNCTIONS if not word.isalpha() and word[0] != "\\")
    ),
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A token: its kind, its text as `notation` calls it, its place in the source.

    kind  "number", "word" (a base), "sub" (a subscript's text), "command", "sign", "begin" and
          "end" (of an environment), "unknown", and "stop" after the last
    """

    kind: str
    text: str
    start: int
    end: int


def tokens(
    text: str, known: frozenset[str] = frozenset(), apart: frozenset[str] = frozenset()
) -> Iterator[Token]:
    """Yield the tokens of a formula, then one of kind "stop"; what is not known is "unknown".

    known  words that are one name
    apart  runs of letters that are products: xyz where x, y and z are names
    """
    lexer, place = _Lexer(known, apart, is_latex(text)), 0
    styled = -1  # where the style of the next token begins
    while place < len(text):
        match = _TOKEN.match(text, place)
        assert match is not None  # the last alternative takes any character
        if match.lastgroup == "space":
            place = match.end()
            continue
        if match[0] in STYLES:
            styled = place if styled < 0 else styled
        found = list(getattr(lexer, f"read_{match.lastgroup}")(match))
        if found and styled >= 0:
            found[0], styled = found[0]._replace(start=styled), -1
        yield from found
        place = found[-1].end if found else match.end()
    yield Token("stop", "", len(text), len(text))


_GAP_BEFORE = re.compile(r"(?:\\q?quad|\\ |~|(?<!\\),)\s*$")
_WIDE_BEFORE = re.compile(r"(?:\\q?quad|&\s*&)\s*$")
_ROW_ENDS = re.compile(r"\s*(?:\\\\|\\end\b|$)")
_GAP_AFTER = re.compile(r"\s*(?:\\q?quad|\\ |~|:)")


_UNDERSCORED = re.compile(r"([A-Za-z]+)\\_([A-Za-z0-9]+)")
_WORDS_OF_CHINESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]+")
_OPERATED_BEFORE = re.compile(r"(?:[-+*/=_^({\[|]|\\(?!q?quad)[a-z]+)\s*$")
_OPERATED_AFTER = re.compile(r"\s*(?:[-+*/=_^)}\]|:]|\\(?:approx|leftarrow|cdot|times)|$)")


class _Lexer:
    """What each group of the pattern is read as, by the method of its name.

    A method may take less than the group: the rest is matched again.
    """

    def __init__(self, known: frozenset[str], apart: frozenset[str], latex: bool) -> None:
        self.known, self.apart, self.latex = known, apart, latex
        self.words = WORDS | known

    def read_number(self, match: re.Match[str]) -> Iterator[Token]:
        yield Token("number", match[0].replace("{,}", "."), *match.span())

    def read_turned(self, match: re.Match[str]) -> Iterator[Token]:
        yield Token("sign", match[0], *match.span())

    def read_gap(self, match: re.Match[str]) -> Iterator[Token]:
        yield Token("sign", r"\quad", *match.span())

    def read_env(self, match: re.Match[str]) -> Iterator[Token]:
        kind, name = match[0][1:-1].split("{")
        yield Token(kind.strip(), name.strip().rstrip("*"), *match.span())

    def read_text(self, match: re.Match[str]) -> Iterator[Token]:
        r"""`\text{new}` is a word; longer prose only separates."""
        word = re.sub(r"^\\[a-z]+", "", match[0].partition("{")[2][:-1].strip()).strip()
        word = re.sub(r"^(?:np|numpy|torch|tf)\.(?=\w+$)", "", word)
        if joined := _UNDERSCORED.fullmatch(word):  # \text{inv\_std}
            yield Token("word", _base(joined[1]), *match.span())
            yield Token("sub", joined[2].replace("\\_", "_"), match.end(), match.end())
            return
        gaps = match.string[: match.start()], match.string[match.end() :]
        sign = _separating(word) or (r"\prose" if _is_between_gaps(word, *gaps) else "")
        yield Token("sign" if sign else "word", sign or _base(word), *match.span())

    def read_special(self, match: re.Match[str]) -> Iterator[Token]:
        r"""`\mathbf{1}`, `\mathbb{E}`, `\arg\max` are words."""
        letters = re.sub(r"\\[A-Za-z]+\s*", "", match[0]).strip("{} \t\r\n")
        word = ONES if letters == "1" else rf"\mathbb{{{letters}}}"
        if "arg" in match[0]:
            word = "argmax" if "max" in match[0] else "argmin"
        yield Token("word", word, *match.span())

    def read_command(self, match: re.Match[str]) -> Iterator[Token]:
        source = r"\\" if match[0].startswith(r"\\") else match[0]
        name = SIGNS.get(source, source)
        if name[1:] in GREEK and name != r"\partial":
            yield Token("word", name, *match.span())
        elif name in COMMANDS:
            yield Token("command", name, *match.span())
        elif name[1:] in FUNCTIONS or name == "T":
            yield Token("word", name.lstrip("\\"), *match.span())
        elif name not in IGNORED and name not in STYLES:
            kind = "sign" if source in SIGNS or source == r"\\" else "unknown"
            yield Token(kind, name, *match.span())

    def read_sign(self, match: re.Match[str]) -> Iterator[Token]:
        text = "..." if match[0].startswith("...") else SIGNS.get(match[0], match[0])
        yield Token("sign", text, *match.span())

    def read_word(self, match: re.Match[str]) -> Iterator[Token]:
        run, place = match[0].rstrip(DIGITS), match.start()
        if match[0] in OPERATORS and not self.latex and _OPERAND.match(match.string, match.end()):
            yield Token("command", r"\nabla", *match.span())
            if match[0] == "hess":
                yield Token("sign", "^", match.end(), match.end())
                yield Token("number", "2", match.end(), match.end())
            return
        joined = None if self.latex else _JOINED.match(match.string, place)
        if joined and joined[2].partition("_")[0] in FUNCTIONS:
            if joined[1]:
                yield Token("word", "d", place, place + 1)
            yield Token("word", joined[2], *joined.span(2))
            return
        if match[0] in self.known and run != match[0]:  # z1, where z1[i] stands
            yield Token("word", match[0], *match.span())
            return
        if match[0][:1] == "d" and match[0][1:] in self.known and run != match[0]:
            yield Token("word", "d", place, place + 1)
            yield Token("word", match[0][1:], place + 1, match.end())
            return
        gaps = match.string[: match.start()], match.string[match.end() :]
        if self.latex and run in PROSE | IFS and _is_between_gaps(run, *gaps):  # \quad si \quad
            yield Token("sign", r"\if" if run in IFS else r"\prose", *match.span())
            return
        if run in _CONDITIONAL and run == match[0]:
            yield Token("sign", _CONDITIONAL[run], *match.span())
            return
        if self.is_one_above(match, run):
            yield Token("word", run[0], place, place + 1)
            return
        if self.ends_in_e(match, run):
            for word in (*self.split(run[:-1]), "e"):
                yield Token("word", _base(word), place, place := place + len(word))
            return
        called = match.string[match.end() : match.end() + 1] == "("
        for word in [match[0]] if called and match[0] in CALLED else self.split(run):
            yield Token("word", _base(word), place, place := place + len(word))
        if place < match.end() and not (called and match[0] in CALLED):
            yield Token("sub", match[0][len(run) :], place, match.end())

    read_known = read_word

    def split(self, run: str) -> list[str]:
        """Return the names that a run of letters is made of."""
        if len(run) == 1 or (run in self.words and run not in self.apart):
            return [run]
        if run[0] == "d" and run[1:] in self.words - self.apart:
            return [run[0], run[1:]]
        if run in self.apart or (self.latex and is_mixed(run)):
            return list(run)
        if run[1:] in self.words or (run[0] == "d" and len(run) == 2):
            return [run[0], run[1:]]
        return [run] if len(run) > 2 else list(run)

    def is_one_above(self, match: re.Match[str], run: str) -> bool:
        """Whether only the first letter of a run is an exponent: X^TXw, as TeX has it."""
        above = match.string[match.start() - 1 : match.start()] == "^" and len(run) > 1
        return above and run not in self.words and (self.latex or run[0] == "T")

    def ends_in_e(self, match: re.Match[str], run: str) -> bool:
        """Whether a run of letters ends in the e of an exponential: yXe^{-z}."""
        new = self.latex and run == match[0] and run not in self.words
        return new and ends_in_e(run, match.string, match.end())

    def read_over(self, match: re.Match[str]) -> Iterator[Token]:
        """`dloss/dw` and `dL_dw`: here the d of a longer name stands alone as well."""
        whole = match[0][:-1].rstrip("_/ \t\r\n")
        order = len(whole) > 2 and whole[1].isdigit()
        name = whole[1 + order :]
        name = name if name in self.known else name.rstrip(DIGITS)
        start = match.start() + 1 + order
        place, slash = start + len(name), match.start() + len(whole)
        yield Token("word", "d", match.start(), match.start() + 1)
        if order:
            yield Token("sign", "^", start - 1, start - 1)
            yield Token("number", whole[1], start - 1, start)
        yield Token("word", _base(name), start, place)
        if place < slash:
            yield Token("sub", match.string[place:slash], place, slash)
        yield Token("sign", "/", slash, match.end() - 1)
        yield Token("word", "d", match.end() - 1, match.end())

    def read_sub(self, match: re.Match[str]) -> Iterator[Token]:
        run = match[0].lstrip("_ \t\r\n")
        letters = run.rstrip(DIGITS)
        longer = len(letters) > 2 and letters[1:] not in self.words
        twice = match.string[match.end() : match.end() + 1] == "_"  # W_hh_{t-1}
        whole = len(letters) < 2 or longer or (set(letters) <= _INDICES and not twice)
        taken = run if whole else run[0]
        yield Token("sub", _base(taken), match.start(), match.end() - len(run) + len(taken))

    def read_greek(self, match: re.Match[str]) -> Iterator[Token]:
        """δ1 is a letter with its subscript."""
        start, end = match.span()
        over_all = "Σ" not in self.known and _BRACKET.match(match.string, end)
        if match[0] == "Σ" and (over_all or _SUMMED.match(match.string, end)):
            yield Token("command", r"\sum", start, end)
            return
        letter = LETTERS.get(match[0][0], "")
        yield Token("word" if letter else "unknown", letter or match[0][0], start, start + 1)
        if end > start + 1:
            yield Token("sub", match[0][1:], start + 1, end)

    def read_marked(self, match: re.Match[str]) -> Iterator[Token]:
        r"""A letter with an accent of Unicode: ŷ is `\hat{y}`."""
        form = unicodedata.normalize("NFD", match[0])
        if form[1] in MARKS:
            yield Token("command", MARKS[form[1]], *match.span())
            yield Token("word", LETTERS.get(form[0], form[0]), *match.span())
        else:
            yield Token("unknown", match[0], *match.span())

    def read_other(self, match: re.Match[str]) -> Iterator[Token]:
        """A character outside ASCII: a sign, a letter, a small raised or lowered one."""
        character, span = match[0], match.span()
        if words := words_between(match.string, match.start()):
            sign = r"\quad" if says_no_more(words) else _separating(words)
            yield Token("sign", sign, span[0], span[0] + len(words))
            return
        chinese = _WORDS_OF_CHINESE.match(match.string, match.start())
        if chinese:  # z = w x, 所以 dz/dx = w
            aside = _is_aside(chinese)
            kind, text = ("sign", r"\prose") if aside else ("unknown", chinese[0])
            yield Token(kind, text, *chinese.span())
            return
        form = unicodedata.decomposition(character).split(" ")
        if form[0] in ("<sub>", "<super>"):
            yield from self.small(match, form[0])
        elif character in SIGNS:
            name = SIGNS[character]
            kind = "command" if name in COMMANDS else "word" if name == "T" else "sign"
            yield Token(kind, name, *span)
        elif form[0] == "<fraction>":  # ½
            above, _, below = unicodedata.normalize("NFKC", character).partition("⁄")
            for text in ("(", above, "/", below, ")"):
                yield Token("number" if text.isdigit() else "sign", text, *span)
        elif form[0] == "<wide>":  # full-width, as in Chinese text
            plain = unicodedata.normalize("NFKC", character)
            kind = "number" if plain.isdigit() else "word" if plain.isalpha() else "sign"
            yield Token(kind, SIGNS.get(plain, plain), *span)
        elif form[0] == "<font>":  # a mathematical letter, as PDF files have it
            plain = unicodedata.normalize("NFKC", character)
            yield Token("word", LETTERS.get(plain, plain), *span)
        elif len(unicodedata.normalize("NFD", character)) == 2:
            yield from self.read_marked(match)
        else:
            yield Token("unknown", character, *span)

    def small(self, match: re.Match[str], tag: str) -> Iterator[Token]:
        """`w₂` is w_2, `a⁽ˡ⁾` is a^{(l)}: the run of small characters that starts here."""
        start = match.start()
        near = match.string[start : start + 200]
        run = "".join(takewhile(lambda c: unicodedata.decomposition(c).startswith(tag), near))
        plain = unicodedata.normalize("NFKC", run).replace("−", "-")
        span = start, start + len(run)
        if tag == "<sub>":
            yield Token("sub", plain, *span)
            return
        inside = [Token(kind, text, *span) for kind, text, _, _ in tokens(plain, self.known)]
        yield from (Token("sign", "^", *span), Token("sign", "{", *span))
        yield from (*inside[:-1], Token("sign", "}", *span))


def _separating(text: str) -> str:
    r"""Return what a text stands for: \if before a condition, \prose, a space; "" for a name."""
    words = text.lower().strip(" :,.;").split()
    if words and words[0] in IFS:
        return r"\if"
    if words and words[0] in ELSES:
        return r"\else"
    if text in FUNCTIONS:
        return ""
    plain = bool(re.fullmatch(r"[A-Za-z]+\d*|\w", text)) and not text.isdecimal()
    if plain and text.lower() not in PROSE:
        return ""
    return r"\prose" if re.search(r"[^\W\d_]", text) else r"\quad"


def _is_between_gaps(word: str, before: str, after: str) -> bool:
    r"""Whether a word stands alone between formulas, `x = 5 \qquad \text{hence} \qquad y = 3`.

    Or at the end of a row, as a remark does: `= 2x && \text{split} \\`.
    """
    if not word.islower():
        return False
    if _WIDE_BEFORE.search(before) and _ROW_ENDS.match(after):
        return True
    return bool(_GAP_BEFORE.search(before) and _GAP_AFTER.match(after))


def _is_aside(words: re.Match[str]) -> bool:
    """Whether words without a command stand between formulas, and are no name in one."""
    before, after = words.string[: words.start()], words.string[words.end() :]
    return not _OPERATED_BEFORE.search(before) and not _OPERATED_AFTER.match(after)


def _base(word: str) -> str:
    r"""Return the base that a word is: "theta" is `\theta`."""
    return "\\" + word if word in GREEK and word != "partial" else word
