"""A tree with some of its parts changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any


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
