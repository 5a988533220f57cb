"""Which piece of a formula is wrong, found by value.

A member that depends linearly on one of its pieces is right if that piece is multiplied by a
certain number, in each place another.  Two values of the member give that number; then the
quantities of the document are searched for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isnan, nan

from ..meaning.rewriting import replace_at
from ..reading.tree import Expression, Number, Product, Sum
from .trial import EFFORT, Trial, free_pieces


@dataclass(frozen=True)
class Piece:
    """A part of the member, and by what it would have to be multiplied to make it right.

    tree, inside  the part; where it is a run of factors, the product that they stand in
    own           its own values, None where it has none in the shape of the whole
    """

    tree: Expression
    inside: Expression
    factor: list[float]
    own: list[float] | None
    whole: bool

    @property
    def wanted(self) -> list[float] | None:
        """What it would have to be."""
        return [x * y for x, y in zip(self.own, self.factor, strict=True)] if self.own else None


def pieces(trial: Trial) -> Iterator[Piece]:
    """Yield the parts of a member, the whole first, each with what would make it right."""
    before = trial.claimed
    for part, around in runs(trial.tree) if before is not None else ():
        assert before is not None
        doubled = changed(trial.tree, part, around, Product((Number(2.0), part), ("",)))
        after = trial.flat(doubled)
        factor = _wanted(before, after, trial.true) if after is not None else []
        if factor and not all(map(isnan, factor)):
            yield Piece(part, around, factor, trial.flat(part), part is trial.tree)


def smallest(trial: Trial) -> str:
    """Return the smallest part that holds all that might be replaced; "" if that is the whole."""
    trial.allow(EFFORT // 4)
    spans = [piece.tree.span for piece in pieces(trial) if piece.tree is not trial.tree]
    inner = [s for s in spans if not any(s != x and s[0] <= x[0] and x[1] <= s[1] for x in spans)]
    if not inner:
        return ""
    first, last = min(x[0] for x in inner), max(x[1] for x in inner)
    holding = [s for s in spans if s[0] <= first and last <= s[1]]
    best = min(holding, key=lambda s: s[1] - s[0], default=None)
    return trial.source[slice(*best)] if best else ""


def gaps(trial: Trial) -> Iterator[tuple[Expression, list[float]]]:
    """Yield the parts of a member, the whole first, each with what added to it makes it right."""
    before = trial.claimed
    for part, around in runs(trial.tree) if before is not None else ():
        assert before is not None
        one_more = Sum((part, Number(1.0)))
        after = trial.flat(changed(trial.tree, part, around, one_more))
        factor = _wanted(before, after, trial.true) if after is not None else []
        if factor and not all(map(isnan, factor)):
            yield part, [x - 1 for x in factor]


def runs(tree: Expression) -> Iterator[tuple[Expression, Expression]]:
    """Yield each part, or run of factors, and what it is a part or a run of."""
    for part in free_pieces(tree):
        yield part, part
        factors = part.factors if isinstance(part, Product) else ()
        for length in range(len(factors) - 1, 1, -1):
            for i in range(len(factors) - length + 1):
                run = factors[i : i + length]
                span = run[0].span[0], run[-1].span[1]
                yield Product(run, part.signs[i : i + length - 1], span), part  # type: ignore[union-attr]


def changed(tree: Expression, part: Expression, around: Expression, new: Expression) -> Expression:
    """Return the tree with a part, or a run of the factors of a product, replaced."""
    if part is not around:
        assert isinstance(around, Product)
        assert isinstance(part, Product)
        i = next(k for k, x in enumerate(around.factors) if x is part.factors[0])
        j = i + len(part.factors)
        factors = (*around.factors[:i], new, *around.factors[j:])
        signs = (*around.signs[:i], *around.signs[j - 1 :])
        new = Product(factors, signs)
    changed: Expression = replace_at(tree, around, new)
    return changed


def _wanted(before: Sequence[float], after: Sequence[float], true: Sequence[float]) -> list[float]:
    """Return by what a part would have to be multiplied; nan where any number will do."""
    factor = []
    for x, y, t in zip(before, after, true, strict=True):
        slope = y - x
        if isnan(slope):
            factor.append(nan)
        elif abs(slope) > 1e-12 * max(1.0, abs(x)):
            factor.append(1 + (t - x) / slope)
        elif abs(t - x) > 1e-9 * max(abs(t), abs(x)):
            return []
        else:
            factor.append(nan)
    return factor
