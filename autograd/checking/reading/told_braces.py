r"""What braces below a part of a formula call it: \underbrace{a - y}_{e} says e = a - y.

It is one more equation where the name stands behind it only, and nothing else gives it: of an x
that stood before, \underbrace{\partial z/\partial w}_{x} says no more than what that comes to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_BRACE = re.compile(r"\\(?:under|over)brace\s*(?=\{)")
_ACCENT = r"\\(?:hat|tilde|bar|vec|mathbf|boldsymbol|bm|mathcal)\s*(?:\{\\?[A-Za-z]+\}|\s[A-Za-z])"
_SCRIPT = r"(?:\s*[_^]\s*(?:\{[^{}]*\}|\w|\\[a-z]+))*"
_NAME = re.compile(rf"\s*(?:=|:=|\\equiv)?\s*((?:{_ACCENT}|\\?[A-Za-z]+){_SCRIPT})\s*")
_SIGN = re.compile(r"\s*[_^]\s*(?=\{)")
_PLAIN = re.compile(r"\s*[_^]\s*(\\[A-Za-z]+|[A-Za-z])")
_COMMAND = re.compile(r"\\[A-Za-z]+")
_WORDS = re.compile(r"\\(?:text|mathrm|textbf|mbox|operatorname)|^[A-Za-z]{3,}$")


def with_braces(found: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return the formulas of a text with an equation for each name that a brace gives."""
    if not any(_BRACE.search(formula) for _, formula in found):
        return list(found)
    rest = [_bare(_without_labels(formula)) for _, formula in found]
    listed: list[tuple[int, str]] = []
    for number, (at, formula) in enumerate(found):
        told = dict(_told(formula))
        before, after = rest[:number], rest[number:]
        listed += [(at, f"{x} = {of}") for x, of in told.items() if _is_new(x, before, after)]
        listed.append((at, formula))
    return listed


def _labels(formula: str) -> Iterator[tuple[int, int, str, str]]:
    """Yield where the label of a brace begins and ends, the label, and what it is of."""
    for brace in _BRACE.finditer(formula):
        of = _group(formula, brace.end())
        ends = brace.end() + len(of) + 2
        if sign := _SIGN.match(formula, ends):
            label = _group(formula, sign.end())
            yield ends, sign.end() + len(label) + 2, label, of
        elif plain := _PLAIN.match(formula, ends):
            yield ends, plain.end(), plain[1], of


def _told(formula: str) -> Iterator[tuple[str, str]]:
    """Yield the names that braces give in a formula, and what of."""
    for _, _, label, of in _labels(formula):
        name = _NAME.fullmatch(label)
        if name and not _WORDS.search(name[1]) and not re.search(r"\\\\|&|=", of):
            yield name[1].strip(), of.strip()


def _without_labels(formula: str) -> str:
    for start, end, _, _ in reversed(list(_labels(formula))):
        formula = formula[:start] + formula[end:]
    return formula


def _group(text: str, start: int) -> str:
    """Return what stands between the brace at a place and the one that closes it, "" if none."""
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] == "{") - (text[place] == "}")
        if not depth:
            return text[start + 1 : place]
    return ""


def _is_new(name: str, before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether a name stands from a formula on and not before, and begins no equation."""
    spelt = re.escape(_bare(name))
    stands = re.compile(rf"(?<![A-Za-z\\_^{{]){spelt}(?![A-Za-z_^])")
    begins = re.compile(rf"\W*{spelt}(?:\([^()]*\))?&?:?=")
    said = _bare(name)
    known = any(said in x if said[0] == "\\" else said in _COMMAND.sub(" ", x) for x in before)
    known = known or any(map(begins.match, after))
    return not known and any(map(stands.search, after))


def _bare(text: str) -> str:
    r"""Return a formula without spaces, \hat{y} as \haty."""
    return re.sub(
        r"\s+", "", re.sub(r"(\\(?:hat|tilde|bar|vec))\s*\{\s*(\\?[A-Za-z]+)\s*\}", r"\1\2", text)
    )
