r"""Displays in which every line is an equation of its own, though no \\ parts them.

```math
\mu = \frac{1}{m} \sum_i x_i
\hat{x}_i = x_i - \mu
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

_RELATION = re.compile(r"(?<![<>!:=\\])(?::=|=)(?!=)|\\(?:leftarrow|gets|approx)(?![A-Za-z])")
_SCRIPT = r"(?:\s*[_^]\s*(?:\{(?:[^{}]|\{[^{}]*\})*\}|\\?[A-Za-z0-9]+|\*))*"
_NAME = rf"(?:\\[A-Za-z]+\s*\{{\\?[A-Za-z]+\}}|\\?[A-Za-z]+){_SCRIPT}"
_SIDE = re.compile(rf"\s*(?:{_NAME}(?:\s*\([^()=]*\))?|\\d?frac\s*\{{\s*(?:\\partial|d)\b.*)\s*")
_SLOPE_LAST = re.compile(rf"\\d?frac\s*\{{\s*\\partial\s*{_NAME}\s*\}}\s*\{{\s*\\partial\s*"
                         rf"({_NAME})\s*\}}\s*$")  # fmt: skip
_SLOPE_FIRST = re.compile(rf"\s*\\d?frac\s*\{{\s*\\partial\s*({_NAME})\s*\}}")
_OPEN = re.compile(r"(?:[-+*/,(\[{=]|\\(?:cdot|times|odot|circ|left|quad|qquad))\s*$")


def line_by_line(found: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return the formulas, those apart of which every line is an equation."""
    listed: list[tuple[int, str]] = []
    for at, formula in found:
        listed += _lines(at, formula) if _is_by_lines(formula) else [(at, formula)]
    return listed


def _lines(at: int, formula: str) -> Iterator[tuple[int, str]]:
    place = 0
    for line in formula.splitlines(keepends=True):
        if line.strip():
            yield at + place + len(line) - len(line.lstrip()), line.strip()
        place += len(line)


def _is_by_lines(formula: str) -> bool:
    lines = [line.strip() for line in formula.strip().splitlines() if line.strip()]
    if len(lines) < 2 or "\\\\" in formula or "&" in formula or "\\begin" in formula:
        return False
    return all(map(_is_equation, lines)) and not any(
        _goes_on(before, line) for before, line in pairwise(lines)
    )


def _is_equation(line: str) -> bool:
    """Whether a line has a name or a derivative on its left, and is closed."""
    sign = _RELATION.search(line)
    if sign is None or _OPEN.search(line) or line.count("{") != line.count("}"):
        return False
    closed = all(line.count(a) == line.count(b) for a, b in ("()", "[]"))
    return closed and _SIDE.fullmatch(line[: sign.start()]) is not None


def _goes_on(before: str, line: str) -> bool:
    r"""Whether a line is a chain's next factor: ... = \frac{\partial L}{\partial z} over to z."""
    last, first = _SLOPE_LAST.search(before), _SLOPE_FIRST.match(line)
    return last is not None and first is not None and last[1].strip() == first[1].strip()
