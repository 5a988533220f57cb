r"""Sums over all outputs, \sum_{k \in outputs} and \sum_{k \in Downstream(j)}, are over every k."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula
from .rewritten import all_rewritten
from .tree import BigSum, Call, Compare

_ALL = re.compile(r"(?i)(?:\\text\{)?(?:outputs?|downstream)\}?")


def with_all_outputs(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with such sums over all that the index counts."""

    def change(part: Any) -> Any:
        of_all = isinstance(part, BigSum) and _is_of_all(part.condition)
        return replace(part, condition=None) if of_all else part

    return all_rewritten(formulas, change)


def _is_of_all(condition: Any) -> bool:
    """Whether it says that something is one of the outputs."""
    if not isinstance(condition, Compare) or condition.sign != "in":
        return False
    whole = condition.right
    label = whole.function if isinstance(whole, Call) else getattr(whole, "base", "")
    return bool(_ALL.fullmatch(label))
