"""Judge claims at random points against the engine's own derivatives.

The points are not nice: 0.3 < |x| < 1.4 with random signs, targets in (0.1, 0.9), m = 3 samples.
On nice points half of all wrong derivations look right.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from ...engine.operation import DomainError
from ...engine.value import Value
from ..meaning.build import CONSTANTS, DATA, TARGETS, Forward, Model, points
from ..meaning.evaluate import MeaningError, Scope, derivative_named, evaluate, magnitude, names_in
from ..reading.tree import (
    Call,
    Derivative,
    Expression,
    Formula,
    Name,
    Number,
    Prime,
    Product,
    Unread,
)

COUNT, SAMPLES, TOLERANCE = 6, 3, 1e-9
Point = Sequence[Scope]


class Claim:
    """An equality chain about a derivative (or between values), ready to be judged.

    anchor  the member that says what is claimed about: `dL/dw_2`; else the first member
    """

    def __init__(self, formula: Formula) -> None:
        self.formula = formula
        self.trees = formula.trees
        about = [t for t in self.trees if isinstance(t, Derivative)]
        self.anchor: Expression = about[0] if about else self.trees[0]

    @property
    def is_about_derivative(self) -> bool:
        """Whether it claims what a derivative is."""
        return isinstance(self.anchor, Derivative)

    def truth(self, scope: Scope) -> float:
        """The value that every member should have."""
        self.enter(scope)
        return float(evaluate(self.anchor, scope))

    def value(self, tree: Expression, scope: Scope) -> float:
        """The value of a member."""
        self.enter(scope)
        return float(evaluate(tree, scope))

    def enter(self, scope: Scope) -> None:
        """Tell the scope what a lone prime is a derivative by."""
        anchor = self.anchor
        scope.variable = anchor.by if isinstance(anchor, Derivative) else self._free(scope)

    def _free(self, scope: Scope) -> Name | None:
        about = derivative_named(self.anchor, scope) if isinstance(self.anchor, Name) else None
        return Name(about) if about else None

    def about_parameter(self, scope: Scope) -> bool:
        """Whether it is a derivative by a leaf that all samples share."""
        self.enter(scope)
        if scope.variable is None:
            return False
        label = scope.resolve(scope.variable)
        return scope.nodes[label].op is None and label not in DATA


def close(claimed: float, true: float, size: float = 0.0) -> bool:
    """Whether two numbers agree up to rounding, relative to the size of what was added up."""
    scale = max(abs(claimed), abs(true), size)
    return math.isfinite(claimed) and abs(claimed - true) <= TOLERANCE * scale


def agrees(claim: Claim, tree: Expression, point: Point, reading: str = "per sample") -> bool:
    """Whether a member is right at one point, with the loss read as `reading` says.

    "per sample": L is one sample's.  "sum", "mean": the loss is over all samples, the derivative
    by a parameter is the sum of the formula over the samples, as in a matrix product.  "mix": the
    mean for parameters, one sample's L for the other nodes.
    """
    first = point[0]
    if reading == "mix":
        reading = "mean" if claim.about_parameter(first) else "per sample"
    if reading == "per sample":
        size = magnitude(tree, first) if not _is_chain(tree) else 0.0
        return close(claim.value(tree, first), claim.truth(first), size)
    if _is_chain(tree):
        return agrees(claim, tree, point)
    weight = 1 / len(point) if reading == "mean" else 1.0
    if not claim.about_parameter(first):
        return close(claim.value(tree, first), weight * claim.truth(first))
    claimed = [claim.value(tree, scope) for scope in point]
    true = [weight * claim.truth(scope) for scope in point]
    return close(sum(claimed), sum(true), sum(map(abs, claimed)))


def _is_chain(tree: Expression) -> bool:
    """Whether a member is derivatives and products of them only: right in every reading alike."""
    match tree:
        case Derivative() | Prime():
            return True
        case Product():
            return all(_is_chain(factor) for factor in tree.factors)
        case _:
            return False


def holds(claim: Claim, tree: Expression, at: Sequence[Point], reading: str = "per sample") -> bool:
    """Whether a member is right at all points; False too where it has no value."""
    try:
        return bool(at) and all(agrees(claim, tree, point, reading) for point in at)
    except (MeaningError, DomainError, OverflowError, TypeError):
        return False


def all_hold(claim: Claim, at: Sequence[Point], reading: str = "per sample") -> bool:
    """Whether every member is right; decimal numbers are about another point, the author's."""
    whole = len(claim.trees) == len(claim.formula.members)
    judged = (tree for tree in claim.trees if not is_numeric(tree) or _is_whole(tree))
    return whole and all(holds(claim, tree, at, reading) for tree in judged)


def _is_whole(tree: Expression) -> bool:
    return isinstance(tree, Number) and not tree.decimals


def readings(claims: Sequence[Claim], at: Sequence[Point]) -> dict[str, int]:
    """Return how many claims hold under each reading of the loss."""
    kinds = ("per sample", "sum", "mean", "mix")
    return {kind: sum(all_hold(claim, at, kind) for claim in claims) for kind in kinds}


def condition(claim: Claim, tree: Expression, model: Model) -> str:
    """Return what a member needs to be right, "" if nothing known helps: "m = 1"."""
    special: list[tuple[str, int, Callable[[Scope], None]]] = [
        ("m = 1", 1, lambda _: None),
        ("y is 0 or 1", SAMPLES, _hard_labels),
        ("the targets add up to 1", SAMPLES, _one_label),
    ]
    for name, m, change in special:
        at = points(model, COUNT, m, seed=11, lone=True)
        try:
            for point in at:
                for scope in point:
                    change(scope)
        except DomainError:
            continue
        if holds(claim, tree, at):
            return name
    return ""


def _targets(scope: Scope) -> list[Value]:
    found = scope.nodes.items()
    return [v for label, v in found if v.op is None and label.split("_")[0] in TARGETS]


def _hard_labels(scope: Scope) -> None:
    _set_targets(scope, [float(v.data > 0.5) for v in _targets(scope)])


def _one_label(scope: Scope) -> None:
    """Make several targets add up to 1, as those of a softmax do."""
    values = [v.data for v in _targets(scope)]
    if len(values) > 1:
        _set_targets(scope, [value / sum(values) for value in values])


def _set_targets(scope: Scope, values: Sequence[float]) -> None:
    for node, value in zip(_targets(scope), values, strict=True):
        node.data = value
    if scope.loss in scope.nodes:
        scope.nodes[scope.loss].forward()


def repairs_of_forward(forward: Forward, claims: Sequence[Claim]) -> list[tuple[str, Forward, int]]:
    """Return one-name changes of the forward pass under which more claims hold, best first.

    Each is the label whose equation changes, the changed equations, and how many claims hold.
    It must put right two claims at least: a single one that is wrong is wrong itself.
    """
    from ..mending.edits import renamed

    at = points(forward, 2, SAMPLES, seed=3, lone=True)
    before = sum(all_hold(claim, at) for claim in claims)
    found: list[tuple[str, Forward, int]] = []
    if len(claims) < before + 2:
        return found
    for definition in forward.definitions:
        for body in renamed(definition.body, [*forward.labels, *forward.leaves()]):
            changed = forward.replaced(definition.label, body)
            try:
                trial = points(changed, 1, SAMPLES, seed=3, lone=True)
                if _many_hold(claims, trial, before + 2):
                    sure = points(changed, COUNT, SAMPLES, seed=5, lone=True)
                    right = sum(all_hold(claim, sure) for claim in claims)
                    found += [(definition.label, changed, right)] if right >= before + 2 else []
            except MeaningError:
                continue
    found.sort(key=lambda change: -change[2])
    return [change for change in found if change[2] == found[0][2]]


def _many_hold(claims: Sequence[Claim], at: Sequence[Point], least: int) -> bool:
    """Whether so many claims hold at least; done as soon as too many do not."""
    spare = len(claims) - least
    for claim in claims:
        spare -= not all_hold(claim, at)
        if spare < 0:
            return False
    return True


def is_numeric(tree: Expression) -> bool:
    """Whether a member is plain arithmetic: numbers and functions, no names."""
    return not any(True for _ in names_in(tree)) and not isinstance(tree, (Derivative, Prime))


def free_argument(formula: Formula) -> Name | None:
    r"""Return x of a general rule: \sigma'(x) = \sigma(x) (1 - \sigma(x)), (x^2)' = 2 x."""
    match formula.members[0].tree:
        case Call(arguments=(Name() as x,)):
            return x
        case Derivative(of=of, wrt=(Name() as x,)) if not isinstance(of, Name):
            trees = [m.tree for m in formula.members if not isinstance(m.tree, Unread)]
            others = {n.label for tree in trees for n in names_in(tree)} - {x.label, *CONSTANTS}
            return x if not others else None
    return None
