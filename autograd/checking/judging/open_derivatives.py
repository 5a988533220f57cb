"""What a text leaves open of a derivative, so that what does not hold of it is not called wrong."""

from __future__ import annotations

from typing import Any

from ..meaning.errors import FAILURES
from ..meaning.index import SURE_LOSSES
from ..meaning.law import is_numeric, variables
from ..meaning.model import Model
from ..meaning.tensor import entries_of
from ..reading.tree import (
    Call,
    Derivative,
    Indicator,
    Matrix,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Transpose,
)
from ..reading.walked import names, walk
from ..report.result import RIGHT
from .branches import has_sides
from .conditions import open_functions
from .forms import decimals_of, is_chain
from .habits import is_delta_of
from .verdicts import ModelClaim

_KINKED = ("max", "min", "abs", "relu", "leaky_relu")
MANY_POINTS = 30
"""At so many points one is on either side of a kink."""


def open_derivative(claim: ModelClaim, tree: Any) -> str:
    """Return what is not said of the derivatives of a claim; "" where nothing is open."""
    return (
        _differential(claim, tree)
        or _nothing_ties(claim, tree)
        or _by_unknown(claim, tree)
        or _directly_too(claim, tree)
        or _open_slope(claim, tree)
        or _layout(claim, tree)
        or _sign(claim, tree)
        or _on_one_side(claim, tree)
        or _held(claim, tree)
        or _by_each_entry(claim, tree)
        or _bare_links(claim, tree)
    )


def _differential(claim: ModelClaim, tree: Any) -> str:
    """Return what is said of dJ = tr(G^T dW): there dJ is a small change, no derivative."""
    anchor, model = claim.anchor, claim.model
    slope = model.slope(anchor) if isinstance(anchor, Name) else None
    of_loss = slope is not None and (slope[1].base in SURE_LOSSES or slope[0] == slope[1])
    if of_loss and isinstance(anchor, Name) and any(map(model.slope, names(tree))):
        return f"{anchor.label} is a small change here, not a derivative"
    return ""


def _nothing_ties(claim: ModelClaim, tree: Any) -> str:
    """Return what is said where a derivative is zero since no equation leads to the variable."""
    exact = is_numeric(tree) and not decimals_of(tree)
    anchor = claim.anchor
    if isinstance(anchor, Name):  # G_{ij}, which is put for a derivative
        symbol = claim.model.indices.use(anchor).symbol
        anchor = next((x.body for x in claim.model.laws if x.use.symbol == symbol), anchor)
    if not isinstance(anchor, Derivative) or exact or not claim.model.laws:
        return ""
    try:
        pairs = list(claim.pairs(claim.anchor))
    except FAILURES:
        return ""
    if not pairs or any(any(entries_of(pair.true)) for pair in pairs):
        return ""
    return "no equation that was read leads from it to the variable of the derivative"


def _by_unknown(claim: ModelClaim, tree: Any) -> str:
    """Return what is said where a side has a derivative by what no equation speaks of."""
    model = claim.model
    said = tuple(x for law in model.laws for x in (law.target, law.body, law.excess) if x)
    known = {model.indices.use(n).symbol for n in names((*said, claim.anchor))}
    known |= {t for x, t in model.moving.items() if not model.is_loss(x)}
    formal = {x for law in model.laws for x in law.arguments}
    slopes = [p for p in walk(tree) if isinstance(p, Derivative)] if said else []
    for by in (v for p in slopes for v in p.wrt if isinstance(v, Name) and v.base):
        if by.label not in formal and model.indices.use(by).symbol not in known:
            return f"what {by.label} is, is not said"
    return ""


def _layout(claim: ModelClaim, tree: Any) -> str:
    """Return what is said of what is right transposed, where no other claim tells the layout.

    Some texts have a row for each thing by which is differentiated, others a column; of some the
    gradients are rows.
    """
    model = claim.model
    said = "whether a Jacobian has its rows by what is differentiated is not said"
    if _is_put_together(claim.anchor) and not isinstance(tree, Name):
        return said if claim.holds(Transpose(tree)) else ""
    if _holds_alone(claim, tree, model.with_habits(denominator=not model.denominator)):
        return said
    if _holds_alone(claim, tree, model.with_habits(row_gradients=not model.row_gradients)):
        return "whether gradients are rows or columns is not said"
    return ""


def _sign(claim: ModelClaim, tree: Any) -> str:
    r"""Return what is said where \delta may be minus the derivative, and no other claim tells."""
    model = claim.model
    if not is_delta_of(model)((claim.anchor, tree)):
        return ""
    other = model.with_habits(downhill=not model.downhill)
    said = r"whether \delta is the derivative or minus it is not said"
    return said if _holds_alone(claim, tree, other) else ""


def _holds_alone(claim: ModelClaim, tree: Any, other: Model) -> bool:
    """Whether a member holds in another reading, and no other claim is against that."""
    try:
        if claim.within(other).verdict(tree).status != RIGHT:
            return False
        for trees in claim.model.claims:
            one = ModelClaim(trees, claim.model)
            there = one.within(other)
            for part in one.trees:
                if tree not in trees and one.holds(part) and not there.holds(part):
                    return False
    except FAILURES:
        return False
    return True


def _is_put_together(tree: Any) -> bool:
    """Whether it is a Jacobian whose entries the text does not write as derivatives."""
    return isinstance(tree, Matrix) and all(
        isinstance(x, Derivative) and x.span == tree.span for row in tree.rows for x in row
    )


def _directly_too(claim: ModelClaim, tree: Any) -> str:
    r"""Return what is said of dF/dt = ... + \partial F/\partial t, where nothing says what F is."""
    anchor = claim.anchor
    if not isinstance(anchor, Derivative) or not isinstance(anchor.of, Name):
        return ""
    if not claim.model.is_loss(claim.model.use(anchor.of).symbol):
        return ""
    again = any(isinstance(part, Derivative) and (part.of, part.wrt) == (anchor.of, anchor.wrt)
                for part in walk(tree))  # fmt: skip
    return f"{anchor.of.label} may be of what it is differentiated by directly too" if again else ""


def _open_slope(claim: ModelClaim, tree: Any) -> str:
    """Return what is said where a derivative stands in a formula of what no equation gives."""
    use = claim.model.indices.use
    known = {use(n).symbol for law in claim.model.laws for n in names(law.body)}
    known |= {use(n).symbol for n in names(claim.anchor)}  # a loss may be any
    for part in walk(tree):
        if isinstance(part, Derivative) and isinstance(part.of, Name):
            symbol = use(part.of).symbol
            by = {use(v).symbol for v in variables(part) if isinstance(v, Name)}
            if claim.model.is_leaf(symbol) and symbol not in known | by:
                return f"what {part.of.label} is made of, is not said"
    return ""


def _on_one_side(claim: ModelClaim, tree: Any) -> str:
    """Return what is said where a derivative is 0 on one side of a kink, as of max(0, z)."""
    primed = isinstance(claim.anchor, Call) and claim.anchor.primes
    if not (primed or isinstance(claim.anchor, Derivative)):
        return ""
    try:
        if is_numeric(tree):
            pairs = list(claim.pairs(tree, count=MANY_POINTS))
            laws = claim.model.laws
            kinked = any(
                isinstance(p, Call) and p.function in _KINKED
                for p in walk(tuple(x.body for x in laws))
            )
            if not (kinked or has_sides(laws)):
                pairs = [p for p in pairs if not any(entries_of(p.claimed))]
            held = [claim.agree(tree, pair) for pair in pairs]
        elif any(map(_has_factor_one, walk(tree))):  # the slope of max(0, z) where z > 0
            held = [claim.agree(tree, pair) for pair in claim.pairs(tree, count=MANY_POINTS)]
        else:
            return ""
    except FAILURES:
        return ""
    if any(held) and not all(held):
        return "it holds on one side of a kink only, and on which is not said in a formula"
    return ""


def _held(claim: ModelClaim, tree: Any) -> str:
    r"""Return what is said where a claim is right if what is solved for stays as it is.

    F_x of F(x, y) is so where F = 0 makes y a function of x, and \partial J/\partial y where
    \theta = (X^T X)^{-1} X^T y is the best.
    """
    model = claim.model
    solved = [law for law in model.laws if law.excess is not None or _inverts(law.body)]
    if not solved or not isinstance(claim.anchor, Derivative):
        return ""
    try:
        kept = [law for law in model.laws if law not in solved]
        if not claim.within(model.with_laws(kept, same_shapes=True)).holds(tree):
            return ""
    except FAILURES:
        return ""
    return f"whether {solved[0].label} stays as it is, is not said"


def _inverts(body: Any) -> bool:
    """Whether a formula inverts a matrix by its sign: (X^T X)^{-1}."""
    return any(
        isinstance(part, Power) and part.exponent == Negative(Number(1.0)) for part in walk(body)
    )


def _by_each_entry(claim: ModelClaim, tree: Any) -> str:
    r"""Return what is said of I + f'(x), where x is a vector and nothing says what f is of it."""
    opened = set(open_functions(claim.model, (tree, claim.anchor)))
    primed = [p.function for p in walk(tree) if isinstance(p, Call) and p.primes]
    whole = any(isinstance(p, Name) and p.label == "I" for p in walk(tree))
    if whole and any(function in opened for function in primed):
        return f"whether {primed[0]} is taken of each entry is not said"
    return ""


def _has_factor_one(part: Any) -> bool:
    """Whether it is a product with a 1 that is written out: (a - y) * 1 * x; not 1[z > 0]."""
    return isinstance(part, Product) and Number(1.0) in part.factors and not any(
        isinstance(x, Indicator) for x in part.factors
    )  # fmt: skip


def _bare_links(claim: ModelClaim, tree: Any) -> str:
    """Return what is said of a chain rule without the indices that all else has: dL/dz dz/dw."""
    if not isinstance(tree, Product) or not is_chain(tree):
        return ""
    indices = claim.model.indices
    by_entries = {x.use.symbol for x in claim.model.laws if x.use.entries}
    for name in names(tree):
        use = indices.use(name)
        if use.symbol in by_entries and not use.entries:
            return f"the chain rule has no indices here: which {name.label} is meant is not said"
    return ""
