r"""Functions that prose gives by cases: "where $H(x) = 1$ if $x > 0$, and $0$ if $x < 0$"."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEAD = re.compile(r"\s*(\\?[A-Za-z]+(?:_\w|_\{\w+\})?\s*\(\s*(\\?[A-Za-z])\s*\))\s*(?:=([^=]+))?")
_GAP = re.compile(r"(?:[\s$]|\\[()])+")
_EDGE = "[ $]?"
"""A space, or where a formula begins or ends, as `_flat` has both."""
_IF = r"(?:if|for|when|where|whenever|si|pour|quand|wenn|für|falls|cuando|para|当|若|如果|[(（])"
_ELSE = (
    r"(?:otherwise|else(?:where)?|sinon|ailleurs|sonst|en (?:otro )?caso contrario|si no|altrimenti"
    r"|否则|其他)"
)
_AND = r"[ ,;，；)）时]{0,4}(?:(?:and|or|but|et|ou|und|y|e|而|且)\b[ ,]{0,2})?"
_IS = r"(?:(?:is|equals|vaut|est|ist|es|vale|为|取) ?)"
_CONDITION = r"([^$=]{0,20}(?:[<>]|\\[lg](?:e|eq|eqslant|t)(?![a-z]))=?[^$=]{1,39})(?=\$)"
_VALUE = (
    r"(?:\\?[A-Za-z]+(?:_\w)? ?\( ?\\?[A-Za-z] ?\) ?= ?)?([^$=,，;；（）]{0,59}[^$=,，;；（）\s])"
)
_SAID = re.compile(rf"{_EDGE}{_IS}{_EDGE}{_VALUE}(?=\$| {_IF})")
_FIRST = re.compile(rf"{_EDGE}[,，]? ?{_IF}{_EDGE}{_CONDITION}{_EDGE}")
_BEGINS = rf"{_EDGE}{_AND}{_IS}?{_EDGE}"
_NEXT = (
    re.compile(rf"{_EDGE}{_AND}{_ELSE}[ ,:，]{{0,3}}{_IS}?{_EDGE}{_VALUE}(?=\$|[.,;。，；] )"),
    re.compile(rf"{_BEGINS}{_VALUE}{_EDGE}[,，]? ?{_IF}{_EDGE}{_CONDITION}"),
    re.compile(rf"{_BEGINS}{_VALUE}{_EDGE}[,，]? ?{_ELSE}"),
)
_REACH = 250


def with_cases(text: str, found: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    r"""Return the formulas of a text, a function that is given by cases as one formula with them.

    What the cases are made of, $x > 0$ and $0$, is not listed by itself.
    """
    listed: list[tuple[int, str]] = []
    done = 0
    for at, one in found:
        if at < done:
            continue
        rows, stop = _rows(text, at, one)
        if rows:
            cases = r" \\ ".join(f"{value} & {condition}" for value, condition in rows)
            head = one.partition("=")[0].strip()
            listed.append((at, rf"{head} = \begin{{cases}} {cases} \end{{cases}}"))
            done = stop
        else:
            listed.append((at, one))
    return listed


def _rows(text: str, at: int, one: str) -> tuple[list[tuple[str, str]], int]:
    """Return two values with their conditions that a formula begins with, and where they end."""
    head = _HEAD.fullmatch(one)
    if head is None:
        return [], at
    flat, places = _flat(text, at + len(one))
    place, value = 0, head[3]
    if value is None and (said := _SAID.match(flat)):
        value, place = said[1], said.end()
    first = _FIRST.match(flat, place)
    if value is None or first is None or head[2] not in first[1]:
        return [], at
    for pattern in _NEXT:
        if second := pattern.match(flat, first.end()):
            condition = second[2] if pattern.groups > 1 else r"\text{otherwise}"
            if pattern.groups == 1 or head[2] in condition:
                return [(value, first[1]), (second[1], condition)], places[second.end()]
    return [], at


def _flat(text: str, start: int) -> tuple[str, list[int]]:
    """Return the text after a place, each gap one space, or $ at an edge, and where it stands."""
    flat, places = "", []
    while start < len(text) and len(flat) < _REACH:
        gap = _GAP.match(text, start)
        places.append(start)
        flat += text[start] if not gap else " " if gap[0].isspace() else "$"
        start = gap.end() if gap else start + 1
    return flat, [*places, start]
