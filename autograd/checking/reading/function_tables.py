r"""Tables of functions with their derivatives: each row is an exercise of its own.

    | name     | $f(x)$         | derivative              |     | Function  | Derivative |
    |----------|----------------|-------------------------|     |-----------|------------|
    | softplus | $\ln(1 + e^x)$ | $f'(x) = \sigma(x)$     |     | $\sin x$  | $\cos x$   |

A row is read as f(x) = \ln(1 + e^x) and f'(x) = \sigma(x), where it does not say so itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_LINE = re.compile(r"^[ \t]*\|(?P<cells>[^\n]+)\|[ \t]*$", re.MULTILINE)
_RULE = re.compile(r"[-:| \t]+")
_CELL = re.compile(r"(?:\$[^$\n]*\$|`[^`\n]*`|\\\||[^|\n$`])+")
_PRIMES = r"(?:'|′|\^\{?\\prime\}?)"
_ARGUMENT = r"\(\s*(?P<by>[a-z])\s*\)"
_FUNCTION = re.compile(
    r"(?:the\s+)?(?:functions?|definition|formula|equation|activation|funktion|fonction|función"
    rf"|函数|公式|表达式|定义|原函数|(?P<name>[a-zA-Z]){_ARGUMENT}|y)", re.IGNORECASE
)  # fmt: skip
_DERIVATIVE = re.compile(
    r"(?:(?:its|the|first)\s+)?(?:derivatives?|ableitung|dérivée|derivada|导数|导函数"
    rf"|(?P<name>[a-zA-Z]){_PRIMES}(?:{_ARGUMENT})?"
    r"|\\[dt]?frac\{d[a-z]\}\{dx\}|d[a-z]/dx)(?:\s*\S{1,8})?", re.IGNORECASE
)  # fmt: skip
"""What stands over a column of functions, and over one of their derivatives."""
_GIVEN = re.compile(r"(?P<left>[^=|]+?)\s*=\s*(?:\\[a-zA-Z]+|[fgh])(?:\^\{?\w+\}?)?\s*\([^()=]*\)")
"""What stands over functions that are told of a quantity: a = \\sigma(z)."""
_HEAD = re.compile(rf"\s*(?P<name>\\?[a-zA-Z]+)\s*{_ARGUMENT}\s*=")
_SLOPE = re.compile(rf"\s*(?P<name>\\?[a-zA-Z]+)\s*{_PRIMES}\s*{_ARGUMENT}\s*=")
_NO_LETTER = re.compile(r"\\[A-Za-z]+|[A-Za-z]{3,}|[^a-z]")
_OTHER = re.compile(r"\\text\b|\\top|\^T|[;；$]|=.*=")
_WORD = re.compile(r"[^\W\d_]{2,}")
_CALLED = {"exp", "ln", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "sqrt", "max", "min",
           "arctan", "arcsin", "arccos", "atan", "abs", "sigmoid", "relu", "softplus"}  # fmt: skip


class _Cell(NamedTuple):
    """What a cell says, and where; whether the whole of it is marked as a formula."""

    place: int
    text: str
    is_marked: bool

    @property
    def is_formula(self) -> bool:
        """Whether it is one formula, without words."""
        words = () if self.is_marked else {*_WORD.findall(self.text)} - _CALLED
        return bool(self.text) and not words and not _OTHER.search(self.text)


class Row(NamedTuple):
    """A row: where it begins and ends, the function and its derivative as equations."""

    start: int
    end: int
    function: tuple[int, str]
    derivative: tuple[int, str]


def function_rows(text: str) -> list[Row]:
    """Return the rows of such tables in a text."""
    found: list[Row] = []
    table: list[re.Match[str]] = []
    for line in [*_LINE.finditer(text), None]:
        if table and (line is None or line.start() != table[-1].end() + 1):
            found += _rows(table)
            table = []
        table += [line] if line else []
    return found


def with_function_rows(
    rows: Sequence[Row], found: Sequence[tuple[int, str]]
) -> list[tuple[int, str]]:
    """Return the formulas of a text, with those of rows instead of what stands in their cells."""
    said = [pair for row in rows for pair in (row.function, row.derivative)]
    places = {place for place, _ in said}
    return sorted([*((at, one) for at, one in found if at not in places), *said])


def _rows(table: Sequence[re.Match[str]]) -> Iterator[Row]:
    """Yield the rows of a table if one column has functions, and one their derivatives."""
    if len(table) < 3 or not _RULE.fullmatch(table[1]["cells"]):
        return
    heads = [cell.text for cell in _cells(table[0])]
    slopes = [i for i, head in enumerate(heads) if _DERIVATIVE.fullmatch(head)]
    given = [i for i, head in enumerate(heads) if _GIVEN.fullmatch(head)]
    functions = given or [i for i, head in enumerate(heads) if _FUNCTION.fullmatch(head)]
    if len(slopes) != 1 or not functions or functions[-1] >= slopes[0]:
        return
    over = _FUNCTION.fullmatch(heads[functions[-1]]), _DERIVATIVE.fullmatch(heads[slopes[0]])
    whole = _GIVEN.fullmatch(heads[functions[-1]]) if given else None
    named = next((x["name"] for x in over if x and x["name"]), "f")
    by = next((x["by"] for x in over if x and x["by"]), "")
    for line in table[2:]:
        cells = _cells(line)
        if len(cells) == len(heads):
            pair = cells[functions[-1]], cells[slopes[0]]
            row = _of(line, *pair, whole["left"]) if whole else _row(line, *pair, named, by)
            yield from [row] if row else []


def _cells(line: re.Match[str]) -> list[_Cell]:
    """Return the cells of a line without what marks them as formulas or code."""
    found = []
    for cell in _CELL.finditer(line["cells"]):
        text = cell[0].strip()
        bare = re.fullmatch(r"\$([^$]*)\$|`([^`]*)`|\*\*([^*]*)\*\*", text)
        inner = next(x for x in bare.groups() if x is not None) if bare else text
        at = line.start("cells") + cell.start() + cell[0].index(inner) if inner else line.start()
        found.append(_Cell(at, inner, text.startswith("$")))
    return found


def _of(line: re.Match[str], function: _Cell, slope: _Cell, left: str) -> Row | None:
    """Return what a row says of a quantity that the head names; None where it has no derivative."""
    if not (function.is_formula and slope.is_formula and "=" in slope.text):
        return None
    told = f"{left} = {function.text}"
    return Row(line.start(), line.end(), (function.place, told), (slope.place, slope.text))


def _row(line: re.Match[str], function: _Cell, slope: _Cell, named: str, by: str) -> Row | None:
    """Return what a row says, None where it is not sure of what variable, or has words."""
    if not (function.is_formula and slope.is_formula):
        return None
    head, said = _HEAD.match(function.text), _SLOPE.match(slope.text)
    if ("=" in function.text and not head) or ("=" in slope.text and not said):
        return None
    letters = {*_NO_LETTER.sub("", function.text)} - {"e"}
    lone = "x" if "x" in letters else min(letters) if len(letters) == 1 else ""
    variable = next((x["by"] for x in (head, said) if x), by if by in letters else lone)
    name = head["name"] if head else said["name"] if said and len(said["name"]) == 1 else named
    if variable in ("", name):
        return None
    told = function.text if head else f"{name}({variable}) = {function.text}"
    claim = slope.text if said else f"{name}'({variable}) = {slope.text}"
    return Row(line.start(), line.end(), (function.place, told), (slope.place, claim))
