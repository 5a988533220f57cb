r"""Updates that go on: w := w - \eta \nabla J = w - \eta X^T (X w - y) says what \nabla J is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from .chains import Formula
from .tree import Derivative, Name, Sum
from .walked import walk


def with_followed(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas, what follows such an update as a chain of its own."""
    return [part for formula in formulas for part in _parted(formula)]


def _parted(formula: Formula) -> Iterator[Formula]:
    first, *others = formula.members
    starts = [m.tree.terms[0] for m in others if isinstance(m.tree, Sum)]
    same = bool(starts) and isinstance(starts[0], Name) and all(x == starts[0] for x in starts)
    if not (
        len(others) > 1 and len(starts) == len(others) and same
        and isinstance(first.tree, Name) and first.tree.base == getattr(starts[0], "base", "")
        and any(isinstance(part, Derivative) for part in walk(others[0].tree))
    ):  # fmt: skip
        yield formula
        return
    ends = others[0].start + len(others[0].text)
    yield replace(formula, members=formula.members[:2], latex=formula.latex[:ends])
    whole = replace(others[0], relation="")
    line = formula.line + formula.latex[: whole.start].count("\n")
    yield replace(formula, id="", latex=formula.latex[whole.start :].strip(), line=line,
                  members=(whole, *others[1:]))  # fmt: skip
