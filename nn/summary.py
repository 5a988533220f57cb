"""A network's layers as a table: what each is, its width, its parameters."""

from __future__ import annotations

from typing import Any


def summary(model: Any) -> str:
    """Return the table as text."""
    children = getattr(model, "layers", None) or [model]
    rows = [("layer", "parameters"), *((repr(m), f"{len(m.parameters()):,}") for m in children)]
    wide, narrow = (max(len(row[i]) for row in rows) for i in (0, 1))
    lines = [f"{left:<{wide}}  {right:>{narrow}}" for left, right in rows]
    rule = "─" * (wide + 2 + narrow)
    total = f"{'in all':<{wide}}  {len(model.parameters()):>{narrow},}"
    return "\n".join([lines[0], rule, *lines[1:], rule, total])
