r"""Sets that a text defines: $S$ is the set of points with $y_i z_i < 1$; S = \{i : y_i z_i < 1\}.

A sum over i \in S is then one over all i for which that holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula, Unread
from .declared import Words
from .parser import read_formulas
from .rewritten import all_rewritten
from .tree import Compare, Indicator, Name
from .walked import names

_NAME = r"(?P<{}>\\?[A-Za-z]+(?:\{{[A-Za-z]\}})?(?:_\w)?)"
_SAID = re.compile(
    r"\$\s*" + _NAME.format("name") + r"\s*\$\s*"
    r"(?:is|be|denotes?|for|stands for|collects?|contains?|:|,|=|为|是|表示)?\s*"
    r"(?:the |all |a )?(?:set |index set |subset |indices |collection )?"
    r"(?:of |consisting of )?(?:the |all )?(?:those |active |violating )*"
    r"(?:points?|samples?|examples?|indices|observations?|support vectors?|data)?\s*"
    r"(?:\$\s*[a-z]\s*\$\s*)?"
    r"(?:with|where|for which|such that|satisfying|that satisfy|that have|having|满足)\s*"
    r"\$(?P<condition>[^$=]*(?:<|>|\\l[et]\w*|\\g[et]\w*|\\neq?)[^$=]*)\$"
)
_BUILT = re.compile(
    _NAME.format("name")
    + r"\s*:?=\s*(?:\\left\s*)?\\\{\s*(?P<letter>[a-z])\s*(?:\\in[^:|]{1,30}?)?"
    r"\s*(?::|\\mid|\||\\(?:,|;)\s*\|)\s*"
    r"(?P<condition>[^$]{3,120}?)(?:\\right\s*)?\\\}"
)
_OPPOSITE = {"<": ">=", ">": "<=", "<=": ">", ">=": "<", "=": "!=", "!=": "="}


def with_sets(text: str, formulas: Sequence[Formula], words: Words) -> list[Formula]:
    """Return the formulas of a text with what it says of its sets for "belongs to them"."""
    told: dict[str, Compare] = {}
    for said in (*_SAID.finditer(text), *_BUILT.finditer(text)):
        condition = _condition(said["condition"], words)
        head = read_formulas(said["name"], 1, *words)
        name = head[0].members[0].tree if head else None
        if condition is not None and isinstance(name, Name):
            told.setdefault(name.label, condition)
    if not told:
        return list(formulas)
    found = [_as_set(formula, told) for formula in formulas]
    return all_rewritten(found, lambda part: _told(part, told))


def _as_set(formula: Formula, told: Mapping[str, Compare]) -> Formula:
    """Return the definition of a set as one, which is no claim about a derivation."""
    first, *others = formula.members
    label = first.tree.label if isinstance(first.tree, Name) else ""
    if label not in told or not _BUILT.search(formula.latex):
        return formula
    said = tuple(replace(member, tree=Indicator(told[label])) for member in others)
    return replace(formula, members=(first, *said), aside="a set")


def _condition(latex: str, words: Words) -> Compare | None:
    """Return what a text asks of what belongs to a set, None if it is not understood."""
    found = read_formulas(rf"\mathbb{{1}}[{latex}]", 1, *words)
    tree = found[0].members[0].tree if len(found) == 1 else Unread("", 0)
    if isinstance(tree, Indicator) and isinstance(tree.condition, Compare):
        return tree.condition if tree.condition.sign in _OPPOSITE else None
    return None


def _told(part: Any, told: Mapping[str, Compare]) -> Any:
    r"""Return y_i z_i < 1 for i \in S, where that is the letter of the condition."""
    match part:
        case Compare("in" | "not in" as sign, Name(sub="", layer="") as i, Name() as of):
            condition = told.get(of.label)
            if condition is None or not any(i.base in n.sub or i.base in n.layer
                                            for n in names(condition)):  # fmt: skip
                return part
            signed = condition.sign if sign == "in" else _OPPOSITE[condition.sign]
            return replace(condition, sign=signed, span=part.span)
    return part
