"""How notes differ in what they mean: each habit is taken where more of a document is right so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..meaning.company import is_about_matrices
from ..meaning.index import bound_letters
from ..meaning.law import Law
from ..meaning.model import Model
from ..meaning.step_losses import STEP
from ..reading.tree import BigSum, Derivative, Transpose
from ..reading.walked import names, walk

HABITS: tuple[dict[str, Any], ...] = (
    {"rows": False}, {"denominator": True}, {"row_gradients": True}, {"by_entries": True},
    {"stars": True}, {"dots_by_entries": True},
)  # fmt: skip
FREE = {"last", "rows", "dots_by_entries", "alone"}
"""The habits that one equation is enough for; of the others a single one may as well be wrong."""

Count = Callable[[Model], tuple[int, int]]
"""How many members hold in a reading, and of how many."""
Gains = Callable[[Model, Model, int], bool]
"""Whether so many members, at least, hold in another reading and not in the first."""


def settled(model: Model, count: Count, gains: Gains) -> Model:
    """Return a model with the habits in which most of its claims hold.

    What does not hold is tried first: most habits put nothing right, which a few members show.
    """
    right, of = count(model)
    if right == of:
        return model
    columns = frozenset(_columns(model))
    options = [*HABITS, *_flips(model, columns)]
    if model.row_gradients:
        options.append({"row_gradients": False})
    if not any(is_about_matrices(p) for t in model.trees for p in walk(t)):
        options = [h for h in options if "flipped" in h]
    if any((slope := model.slope(n)) and model.samples_beside(slope[1]) > 1
           for t in model.trees for n in names(t)):  # fmt: skip
        options += [{"alone": True}, {"alone": True, "rows": not model.rows}]
    if any(map(is_delta_of(model), model.trees)):
        options.append({"downhill": True})
    named = {s[0] for s in model.free_losses} - {model.LOSS}
    free = model.loss.base == model.LOSS or not all(x.startswith(STEP) for x in named)
    if model.indices.steps and (free or model.further_paths) and not _sums_steps(model):
        options += [{"last": 1}, {"last": 1, "dots_by_entries": True}]
    for habit in options:
        if right == of:
            break
        told_by_letters = habit.get("flipped") == columns
        more = 1 + (not habit.keys() & FREE and not told_by_letters)
        if gains(model, model.anew(**habit), more):
            other = model.with_habits(**habit)
            better, _ = count(other)
            if better >= right + more:
                model, right = other, better
    return model


def is_delta_of(model: Model) -> Callable[[Any], bool]:
    r"""Return whether a \delta stands in a formula that is a derivative, or its opposite."""
    return lambda tree: any(n.base == r"\delta" and model.slope(n) for n in names(tree))


def told(model: Model) -> list[str]:
    """Return what was chosen where notes differ, in sentences."""
    found = {
        "samples are the columns of matrices": not model.rows,
        "the derivative of a vector by a vector has its rows by the variable": model.denominator,
        "gradients are rows": model.row_gradients,
        r"\delta is minus the derivative": model.downhill,
        "products are taken entry by entry": model.by_entries,
        "* is the product entry by entry": model.stars,
        "derivatives with the number of a sample are of its own loss": model.alone,
        r"\cdot between vectors is the product entry by entry": model.dots_by_entries,
    }
    flipped = [f"the two indices of {base} are column and row" for base in sorted(model.flipped)]
    return [*(sentence for sentence, holds in found.items() if holds), *flipped]


def calls_rows(law: Law) -> bool:
    r"""Whether it says \delta^T = \partial E/\partial z: the gradient is a row then."""
    body = law.body
    return isinstance(body, Transpose) and isinstance(body.of, Derivative)


def _sums_steps(model: Model) -> bool:
    """Whether there is a sum over steps, or up to one: of which there are several then."""
    sums = (p for t in model.trees for p in walk(t) if isinstance(p, BigSum))
    ends = ({*bound_letters(p), *(n.base for n in names(p.upper))} for p in sums)
    return any(found & model.indices.steps for found in ends)


def _flips(model: Model, columns: frozenset[str]) -> list[dict[str, Any]]:
    double = {s[0] for s, counts in model.counts.items() if 2 in counts and 0 in counts}
    found = [{"flipped": frozenset(x)} for x in (double, columns) if x]
    return found[: 1 + (found[1:] != found[:1])]


def _columns(model: Model) -> set[str]:
    """Return the bases of which one index alone is the second of two: w_k beside w_{dk}."""
    alone: dict[str, set[str]] = {}
    first: dict[str, set[str]] = {}
    second: dict[str, set[str]] = {}
    for n in names(tuple(model.trees)):
        match model.use(n).entries:
            case (index,):
                alone.setdefault(n.base, set()).add(index.letter)
            case (row, column):
                first.setdefault(n.base, set()).add(row.letter)
                second.setdefault(n.base, set()).add(column.letter)
    return {x for x, letters in alone.items()
            if letters & second.get(x, set()) and not letters & first[x]}  # fmt: skip
