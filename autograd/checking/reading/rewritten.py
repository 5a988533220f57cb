"""Trees, and those of formulas, with some of their parts changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from .chains import Formula, Unread


def rewritten(tree: Any, change: Callable[[Any], Any]) -> Any:
    """Return a tree with each part, the innermost first, as `change` gives it.

    What nothing is changed in is the very same object.
    """
    if isinstance(tree, tuple):
        parts = tuple(rewritten(x, change) for x in tree)
        return parts if any(x is not y for x, y in zip(parts, tree, strict=True)) else tree
    if not hasattr(tree, "span"):
        return tree
    changes = {}
    for field in tree.__slots__:
        before = getattr(tree, field)
        after = rewritten(before, change) if field != "span" else before
        if after is not before:
            changes[field] = after
    return change(replace(tree, **changes) if changes else tree)


def with_trees(formula: Formula, change: Callable[[Any], Any]) -> Formula:
    """Return a formula with each side that was read as `change` gives it."""
    members = (m if isinstance(m.tree, Unread) else replace(m, tree=change(m.tree))
               for m in formula.members)  # fmt: skip
    return replace(formula, members=tuple(members))


def all_rewritten(formulas: Iterable[Formula], change: Callable[[Any], Any]) -> list[Formula]:
    """Return formulas with each part, the innermost first, as `change` gives it."""
    return [with_trees(f, lambda tree: rewritten(tree, change)) for f in formulas]
