r"""What a text says to come from the step after: "$\Gamma$, the part from the next step"."""

from __future__ import annotations

import re

from ..reading import parser
from ..reading.tree import Name

_STEP = (
    r"(?:(?:next|later|following|subsequent|future)\s+(?:time[- ]?)?(?:step|cell|state)s?"
    r"|from the future|(?:pas|instant)s?(?: de temps)? suivants?"
    r"|下一(?:个)?(?:时刻|时间步|步)|后面(?:的)?时刻)"
)
_SAID = re.compile(
    rf"(?:\$|\\\()\s*(?P<name>\\?[A-Za-z]+)\s*(?:\$|\\\))[^$.;]{{1,40}}"
    rf"(?:(?:\$|\\\()[^$]{{1,60}}(?:\$|\\\))[^$.;]{{0,40}})?{_STEP}",
    re.IGNORECASE,
)
_PART = re.compile(
    r"part|gradient|error|contribution|derivative|dériv|erreur|梯度|误差|部分", re.IGNORECASE
)
_REACH = 20


def upstream(prose: str) -> frozenset[str]:
    """Return the labels of the gradients that a text says to arrive from the step after."""
    found = set()
    for match in _SAID.finditer(prose):
        if _PART.search(prose[match.start() : match.end() + _REACH]):
            (first, *_) = parser.read_formula(match["name"]).members
            if isinstance(first.tree, Name):
                found.add(first.tree.label)
    return frozenset(found)
