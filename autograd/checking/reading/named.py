r"""Derivatives that the prose names: "write $g$ for the incoming $\partial L/\partial y$"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .notation import FUNCTIONS

_DERIVATIVE = re.compile(
    r"\\[A-Za-z]*(?:deriv|part|pd|dv|diff|grad)[A-Za-z]*\s*\{|\\partial|\\nabla|∂|∇|\bd\w+\s*/\s*d\w|\\frac\s*\{\s*(?:\\mathrm\{d\}|d)"
)
_NAMES = re.compile(
    r"(?:\b(?:write|let|use|abbreviate|denote by|with)|记|令|设|用|以)\s*$", re.IGNORECASE
)
_AS = re.compile(
    r"\s*(?:(?:to )?denot\w+|for|be|stands? for|表示|代表|为)(?![A-Za-z-])[^$=.;:\n]{0,40}"
)
_ANY = re.compile(r"\b(?:write|abbreviate)\s*$", re.IGNORECASE)
_STANDS = re.compile(r"\s*(?:denotes|stands for|abbreviates|都?(?:代表|表示|是指|指的是))\s*")
_MADE = re.compile(r"\\sum|\\frac|\\exp|\\sqrt|\\sigma\s*\(")
"""What a formula has that says what something is."""
_SHORT = re.compile(
    r"\s*(?:is|be|are|as) (?:short|shorthand|an? abbreviation|written) for\s*|\s*是\s*"
)
_NAMED = re.compile(
    r"(?:\b(?:denote|call|write|abbreviate)(?: the \w+)?|记|把|将)\s*$", re.IGNORECASE
)
_BY = re.compile(r"\s*(?:by|as|记为|记作|记成|为|写作)\s*(?:the \w+ )?")
_NAME = re.compile(r"\s*\\?[A-Za-z]+(?:\{[A-Za-z]\})?(?:[_^](?:\w|\{[^{}]{1,8}\})){0,2}\s*")
_GRADIENT = re.compile(r"\s*(?:\\nabla|∇)\s*\\?[A-Za-z]+(?:[_^](?:\w|\{[^{}]{1,8}\})){0,2}\s*")
"""A derivative that does not say of what: \\nabla a_{ij}."""
_BELOW = re.compile(r"[_^]\{[^{}]*\}")
_CELLS = re.compile(r"[ \t]*\|[ \t]*")
_FORMULA = re.compile(r"\$[^$|]*[A-Za-z][^$|]*\$")
_WHOLE = re.compile(
    r"\\[dt]?frac\s*\{\s*(?:\\partial|d|\\mathrm\s*\{?\s*d\s*\}?)\s*\^?\d?\s*(?:[^{}]|\{[^{}]*\})*\}\s*"
    r"\{\s*(?:\\partial|d|\\mathrm\s*\{?\s*d\s*\}?)\s*(?:[^{}]|\{[^{}]*\})*\}"
    r"|(?:\\nabla|∇)_?(?:\w|\\[a-z]+|\{[^{}]*\})\s*\w+|(?:\\partial|∂|d)\s*(?:\w+|\\[a-z]+(?:\{\w+\}|\s\w)?)\s*/\s*(?:\\partial|∂|d)\s*"
    r"[\w\\^_{}()]+"
)
"""A derivative by itself, as in the first cell of a row: the next says what it is."""

_WORDS_CELL = re.compile(r"[ \t]*\|[ \t]*(?:[^\W\d_][\w-]*,?[ \t]+){0,5}")
_COMPUTED = re.compile(
    r"\\(?:sum|log|ln|exp|tanh|d?frac)\b|(?:\\sigma|\}|[A-Za-z]{3})\s*\([^()]*[a-z]"
)
_SIZED = re.compile(r"\\times|\\mathbb|\\in\b|\\R\b")
_OF_SLOPES = re.compile(r"deriv|grad|slope|partial|dériv|ableit|导|梯度|'", re.IGNORECASE)
_REACH = 30
_IN_LINE = re.compile(
    r"\b[Ww]rite\s+(?P<name>[^\W\d_]\w{0,5})\s+for\s+"
    r"(?P<what>[^\s,.;:=]+(?:\s+[-+*/]\s+[^\s,.;:=]+)*)(?=[\s,.;:]|$)"
)


def with_named(text: str, found: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return the formulas of a text, a derivative and the name that prose gives it as one."""
    listed: list[tuple[int, str]] = []
    skip = False
    following = [*found[1:], (len(text), "")][: len(found)]
    for (at, one), (after, other) in zip(found, following, strict=True):
        if skip:
            skip = False
            continue
        before = text[max(0, at - _REACH) : at].rstrip("$\\( ")
        between = text[at + len(one) : after].strip("$\\() ")
        plain = "=" not in _BELOW.sub("", one + other) and bool(one.strip() and other.strip())
        row = plain and (
            _is_row(text, (at, one), (after, other)) or _defines(text, (at, one), (after, other))
        )
        if row or (plain and _is_named(before, between, one, other)):
            listed.append((at, f"{one} = {other}"))
            skip = True
        elif plain and _NAMED.search(before) and _BY.fullmatch(between) and (
            _DERIVATIVE.search(one) and not _DERIVATIVE.search(other)
        ):  # fmt: skip
            listed.append((at, f"{other} = {one}"))
            skip = True
        else:
            listed.append((at, one))
    return listed


def _is_row(text: str, one: tuple[int, str], other: tuple[int, str]) -> bool:
    """Whether a derivative and what it is stand in cells of a row, and nothing more of it."""
    (at, derivative), (after, said) = one, other
    between = text[at + len(derivative) : after].strip("$\\() ")
    before = text[:at].rpartition("\n")[2]
    ended = text[after + len(said) :].partition("\n")[0]
    return bool(
        _CELLS.fullmatch(between)
        and before.rstrip("$\\( ").endswith("|")
        and _WHOLE.fullmatch(derivative.strip())
        and not _WHOLE.fullmatch(said.strip())
        and not _DERIVATIVE.search(before)
        and not _FORMULA.search(ended)  # what else stands there is of other cases
    )


def _defines(text: str, one: tuple[int, str], other: tuple[int, str]) -> bool:
    """Whether a row says by which formula a name is computed, words before it or none."""
    (at, name), (after, said) = one, other
    between = text[at + len(name) : after].strip("$\\() ")
    before = text[:at].rpartition("\n")[2].rstrip("$\\( ")
    ended = text[after + len(said) :].partition("\n")[0]
    return bool(
        _CELLS.fullmatch(before)
        and _WORDS_CELL.fullmatch(f"{between} ")
        and _NAME.fullmatch(name)
        and name.strip().lstrip("\\") not in FUNCTIONS
        and name.strip() not in said
        and _COMPUTED.search(said)
        and not _SIZED.search(said)
        and not _FORMULA.search(ended)
        and not _OF_SLOPES.search(_head_of_table(text, at))
    )


def _head_of_table(text: str, place: int) -> str:
    """Return the first row of the table that a place is in."""
    rows = text[max(0, place - 5000) : place].split("\n")
    start = next((n for n in range(len(rows) - 1, -1, -1) if "|" not in rows[n]), -1)
    return rows[start + 1] if start + 1 < len(rows) else ""


def _is_named(before: str, between: str, name: str, derivative: str) -> bool:
    """Whether a name and a derivative stand in "write ... for the incoming ..."."""
    spoken = (_NAMES.search(before) and _AS.fullmatch(between)) or _SHORT.fullmatch(between)
    if _ANY.search(before) and between == "for" and _NAME.fullmatch(name):
        return True
    if _STANDS.fullmatch(between) and _NAME.fullmatch(name) and _MADE.search(derivative):
        return True
    if (spoken or _STANDS.fullmatch(between)) and _GRADIENT.fullmatch(name) and "=" not in name:
        return _WHOLE.fullmatch(derivative.strip()) is not None
    return bool(spoken and _DERIVATIVE.search(derivative) and not _DERIVATIVE.search(name))


def named_in(line: str) -> Iterator[tuple[int, str]]:
    """Yield g = dR/dz for "write g for dR/dz" in a line without markup, with its place."""
    for said in _IN_LINE.finditer(line):
        if _DERIVATIVE.search(said["what"]):
            yield said.start("name"), f"{said['name']} = {said['what']}"
