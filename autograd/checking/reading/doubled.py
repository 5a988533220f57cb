r"""Find formulas in text that has lost its delimiters.

Copying from a page leaves each formula there two or three times: as it looks, one sign after the
other, then as LaTeX, then often once more as it looks:

    z 1 = w 1 x + b 1 z_1 = w_1 x + b_1 z1=w1x+b1

Without commands, braces and spaces the first two are the same row of signs.  So a formula is
found as a row of signs around an `=` that is repeated at once, and whose second copy is LaTeX.

Other lines are searched for arithmetic, `sigmoid(0.71) ≈ 0.67`: what stands around a relation sign
and can be read, if there is a number with a decimal point in it.  One repair is made: where the
sign between two decimals was lost, `0.60.57`, it is put back, since nothing else can be meant.
If nothing is doubled, whole lines may be formulas: see `plain`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...engine.labels import GREEK
from .chains import Formula, Unread
from .named import named_in
from .notation import COMMANDS, FUNCTIONS, LETTERS, MATRICES, RELATIONS, SIGNS
from .parser import read_formula
from .plain import defined_by, line_formulas, logical_lines
from .spoken_slopes import said_in
from .tables import row_formulas
from .tree import Matrix

LONGEST, MOST_RELATIONS, MOST_TWINS = 2_000, 300, 12
_PIECE = re.compile(
    r"\\tag\*?\{(?P<tag>[^{}]*)\}|\\(?P<env>begin|end)\{(?P<name>\w+)\*?\}|\\[A-Za-z]+|\\?.",
    re.DOTALL,
)
_ARRANGING = re.compile(r"[\s{}_^&\u200b-\u200d\u2060\ufeff]|\\[^A-Za-z|{}]")
_UNSEEN = COMMANDS - {r"\partial", r"\sum", r"\nabla"} | {r"\quad"}
_MARKUP = re.compile(r"[\\_{}]")
_WORDS = sorted((word for word in FUNCTIONS if word[0] != "\\"), key=len, reverse=True)
_ARITHMETIC = re.compile(
    rf"(?:[0-9.+\-−*×·/^()\[\],'=≈\s]"
    rf"|(?<![A-Za-z_])(?:[A-Za-zα-ω][0-9₀-₉]*|{'|'.join(_WORDS)})(?![A-Za-z_]))+"
)
_LOST_SIGN = re.compile(r"(?<![\w.])\d+\.\d{2,}(?:\.\d{2,})*\.\d+(?![\w.])")


class Sign(NamedTuple):
    """A sign that is seen, and the place of what it is written with."""

    text: str
    start: int
    end: int


def doubled_formulas(text: str) -> Iterator[tuple[int, str]]:
    """Yield the formulas of a text without delimiters, in LaTeX or as plain arithmetic.

    Where nothing at all is doubled, a whole line may be a formula.
    """
    lines = list(logical_lines(text))
    copies = [list(_repeated(line)) for line in lines]
    place, defined = 0, set[str]()
    for line, found in zip(lines, copies, strict=True):
        if not found and not any(copies):
            found = [*line_formulas(line, defined), *row_formulas(line, defined), *named_in(line)]
            ends = [(start, start + len(text)) for start, text in found]
            found += [(start, text) for start, text in said_in(line)
                      if not any(a <= start < b for a, b in ends)]  # fmt: skip
            defined.update(defined_by(text) for _, text in found)
        if not found and not _MARKUP.search(line.replace("sigmoid_derivative", "")):
            found = list(_arithmetic(line))
        for start, latex in found:
            yield place + start, latex
        place += len(line)


def _signs(line: str) -> Iterator[Sign]:
    r"""Yield the signs that a reader sees, the same for `σ ( z 1 )` and `\sigma(z_1)`."""
    for match in _PIECE.finditer(line):
        text, (start, end) = match[0], match.span()
        name = SIGNS.get(text, LETTERS.get(text, text))
        if match["tag"] is not None:
            seen = [SIGNS.get(c, c) for c in f"({match['tag'].strip('()')})" if not c.isspace()]
        elif match["env"]:
            bracket = "(" if match["env"] == "begin" else ")"
            seen = [bracket] if match["name"] in MATRICES else []
        elif _ARRANGING.fullmatch(text) or name in _UNSEEN:
            seen = []
        elif name[1:] in FUNCTIONS and text[0] == "\\":
            seen = list(name[1:])
        elif text[0] != "\\" or text in SIGNS or name in COMMANDS or name[1:] in GREEK:
            seen = [name]
        else:
            seen = []
        for sign in seen:
            yield Sign(sign, start, end)


def _repeated(line: str) -> Iterator[tuple[int, str]]:
    """Yield the LaTeX copies of formulas that stand twice in a line, with their places."""
    signs = list(_signs(line))
    relations = [place for place, sign in enumerate(signs) if sign.text in RELATIONS]
    done = 0
    for number, first in enumerate(relations[:MOST_RELATIONS]):
        for twin in relations[number + 1 : number + 1 + MOST_TWINS]:
            if first < done or signs[first].text != signs[twin].text:
                continue
            if copy := _copy(line, signs, first, twin - first, done):
                start, end, done = copy
                yield start, line[start:end]


def _copy(
    line: str, signs: list[Sign], at: int, period: int, done: int
) -> tuple[int, int, int] | None:
    """Return the LaTeX in which the signs around `at` are repeated a period later, or None.

    It is given as its place, its end, and the number of signs up to there.  Where it begins is
    known from the space before and after it, and from the first copy, which has no markup.
    """

    def same(place: int) -> bool:
        return signs[place].text == signs[place + period].text

    last = min(at + period, len(signs) - period)
    if period > LONGEST:
        return None
    first, end = at, at
    while first > max(done, at - period + 1) and same(first - 1):
        first -= 1
    while end < last and same(end):
        end += 1
    found = None
    for begin in range(first, end - period + 1):
        middle, after = begin + period, begin + 2 * period
        stop = signs[after].start if after < len(signs) else len(line)
        start = signs[middle - 1].end
        if not line[start : start + 1].isspace():
            continue
        look, latex = line[signs[begin].start : start], line[start:stop]
        spaced = latex[-1:].isspace() or stop == len(line)
        is_latex = _MARKUP.search(latex) or look.count(" ") > latex.strip().count(" ")
        if not spaced or _MARKUP.search(look) or not is_latex:
            continue
        start += len(latex) - len(latex.lstrip())
        copy = start, start + len(latex.strip()), after
        if _is_readable(line[copy[0] : copy[1]]):
            return copy
        found = found or copy
    return found


def _is_readable(latex: str) -> bool:
    return not any(isinstance(member.tree, Unread) for member in read_formula(latex).members)


def _arithmetic(line: str) -> Iterator[tuple[int, str]]:
    """Yield the chains of a line that are written as plain arithmetic, with their places."""
    for match in _ARITHMETIC.finditer(line):
        text = match[0].lstrip(" \t\n,=≈").rstrip(" \t\n,.=≈")
        start = match.start() + match[0].find(text)
        if text.endswith("(") and text.count("(") > text.count(")"):
            text = text[:-1].rstrip()
        if "." not in text or _is_torn(line, start, start + len(text)):
            continue
        formula = read_formula(_LOST_SIGN.sub(_with_signs, text))
        if len(formula.members) > 1 and _is_readable(formula.latex):
            for entry in _entries(formula):
                yield start, entry


def _is_torn(line: str, start: int, end: int) -> bool:
    """Whether the words around belong to the formula: `rate2 = 0.5`, `rate - 0.5 = 0.1`."""
    before, after = line[:start].rstrip(), line[end : end + 1]
    adjacent = (len(before) == start and before[-1:].isalnum()) or before[-1:] == "_"
    operator = line[start] in "+-−*×·/^)" and before[-1:].isalnum()
    return adjacent or operator or after.isalnum() or after == "_"


def _with_signs(match: re.Match[str]) -> str:
    """`0.60.57` is 0.6 * 0.57: every digit before a point but the first begins a number."""
    first, *middle, last = match[0].split(".")
    parts = [f"{part[:-1]} * {part[-1]}" for part in middle]
    return ".".join([first, *parts, last])


def _entries(formula: Formula) -> Iterator[str]:
    """Yield an equation of lists, [a, b] = [c, d], entry by entry: a = c, b = d."""
    rows: list[list[str]] = []
    for member in formula.members:
        tree = member.tree
        if not isinstance(tree, Matrix) or len(tree.rows) > 1:
            yield formula.latex
            return
        rows.append([member.text[slice(*entry.span)] for entry in tree.rows[0]])
    signs = [member.relation for member in formula.members]
    if len({len(row) for row in rows}) > 1:
        yield formula.latex
        return
    for entry in zip(*rows, strict=True):
        yield " ".join(f"{sign} {text}".strip() for sign, text in zip(signs, entry, strict=True))
