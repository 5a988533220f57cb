r"""The point that prose gives to a function: $f(x, y) = x^2 y$ at $(2, 1.5)$."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEAD = re.compile(r"\s*[A-Za-z]\w*\s*\(([^()=]{1,60})\)\s*=(?![^=]*=)")
_NUMBER = r"\s*(-?\s*\d+(?:\.\d+)?(?:/\d+)?)\s*"
_POINT = re.compile(rf"\s*(?:\\left)?\(((?:{_NUMBER}(?:,|;))+{_NUMBER})(?:\\right)?\)\s*")
_SET = re.compile(
    rf"\s*(?:\\left)?\((?P<names>[A-Za-z]\w*(?:\s*,\s*[A-Za-z]\w*)+)(?:\\right)?\)\s*="
    rf"\s*(?:\\left)?\((?P<numbers>(?:{_NUMBER},)+{_NUMBER})(?:\\right)?\)[\s.,;]*"
)
"""(x, y) = (3, 4): numbers for several names at once."""
_BARE = re.compile(
    r"[\s$\\)]*(?:at(?: the)?(?: point)?|im Punkt|au point|en(?: el punto)?|在点?)\s+"
    rf"\(((?:{_NUMBER}(?:,|;))+{_NUMBER})\)"
)
_AT = re.compile(
    r"[\s$,.;:\\)]*(?:evaluated |taken |we stand )?"
    r"(?:at|in|at the point|au point|en|en el punto|im Punkt|an der Stelle|在(?:点)?|于(?:点)?)"
    r"\s*[$\\(]*",
    re.IGNORECASE,
)


def with_points(text: str, found: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return the formulas of a text, with x = 2, y = 1.5 where a point follows a function."""
    listed: list[tuple[int, str]] = []
    for number, (at, one) in enumerate(found):
        if settings := _settings(one):
            listed += [(at, setting) for setting in settings]
            continue
        listed.append((at, one))
        head = _HEAD.match(one)
        if not head:
            continue
        after, point = found[number + 1] if number + 1 < len(found) else (len(text), "")
        numbers = _POINT.fullmatch(re.sub(r"\\[ ,;!]", " ", point))
        bare = _BARE.match(text, at + len(one))
        if bare:
            numbers, after = bare, bare.start(1)
        if numbers and (bare or _AT.fullmatch(text[at + len(one) : after])):
            names = [name.strip() for name in head[1].split(",")]
            values = re.split("[,;]", numbers[1])
            if len(names) == len(values):
                pairs = zip(names, values, strict=True)
                listed += [(after, f"{name} = {value.strip()}") for name, value in pairs]
    return listed


def _settings(formula: str) -> list[str]:
    """Return x = 3 and y = 4 for (x, y) = (3, 4)."""
    match = _SET.fullmatch(re.sub(r"\\[ ,;!]", " ", formula))
    if match is None:
        return []
    names, numbers = match["names"].split(","), match["numbers"].split(",")
    pairs = zip(names, numbers, strict=False) if len(names) == len(numbers) else ()
    return [f"{name.strip()} = {number.strip()}" for name, number in pairs]
