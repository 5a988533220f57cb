"""What keeps a claim that does not hold from being called wrong: what the text leaves open."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from ..meaning.errors import FAILURES
from ..meaning.functions import FUNCTIONS
from ..meaning.index import SURE_LOSSES, TOPS
from ..meaning.law import is_numeric, label_of, variables
from ..meaning.tensor import entries_of, plain, shape_of
from ..reading.rewritten import rewritten
from ..reading.tree import (
    BigSum,
    Call,
    Derivative,
    Name,
    Negative,
    Number,
    Power,
    Prime,
    Product,
    Sum,
)  # fmt: skip
from ..reading.walked import names, walk
from ..report.result import NO_POINT, RIGHT, UNKNOWN, WRONG, Member
from .absorbed import step_of
from .conditions import open_functions
from .direct import may_be_immediate
from .forms import decimals_of, is_chain
from .verdicts import ModelClaim, Verdict, suggestion

MANY_POINTS = 30
"""At so many points one is on either side of a kink."""
MANY, MOST = 7, 0.85
"""Of so many other claims this share must hold, or a misreading is likelier than a slip."""
UNEXPLAINED = {"unexplained", "shapes"}
"""The kinds of explanation that say no more than that a member does not hold."""


def doubt(found: Verdict, result: Member, right: int, of: int) -> str:
    """Return what is said of a member that is wrong as it is read, where the reading may be.

    Nine in ten slips of people are of kinds that are known, of misreadings hardly one: what no
    kind explains is wrong only among much that holds, or where all is about numbers.
    found      the verdict that it is wrong
    right, of  how many of the claims in its scope hold, itself among these
    """
    if found.pair and not any(map(shape_of, found.pair.world.leaves.values())):
        return ""
    kinds = {e.kind for e in result.explanations} - UNEXPLAINED
    if kinds - (set() if result.witness else {"zero"}):
        return ""
    if of > MANY and right >= MOST * (of - 1):
        return ""
    return "it does not hold as it is read, but no common slip explains that: it may be misread"


def untrusted(claim: ModelClaim, tree: Any, found: Verdict) -> Verdict:
    """Return what is found of a member that does not hold: wrong only where nothing is open."""
    if found.status != WRONG:
        return found
    if label := claim.model.obstacle(claim.trees):
        return Verdict(UNKNOWN, f"the equation that defines {label} could not be read", label)
    if found.pair is None and found.said and claim.model.shaping.bad_laws:
        return Verdict(NO_POINT, "the shapes of the forward equations do not fit together")
    unknown = [x for side in (tree, claim.anchor) for x in claim.unknown(side)
               if x != step_of(claim)]  # fmt: skip
    if unknown:
        near = suggestion(unknown[0], claim.model)
        said = f"{unknown[0]} is not a name of this derivation{near}"
        return Verdict(UNKNOWN, said, unknown[0])
    said = (
        _open_value(claim, tree)
        or _unused_function(claim, tree)
        or _superscripts(claim, tree)
        or _expectation(claim, tree)
        or _named_later(claim, tree)
        or _step_unsaid(claim, tree)
        or _immediate(claim, tree)
        or _lone_prime((tree, *(law.body for law in claim.model.laws)))
        or _natural(claim, tree)
        or _inverted(claim)
        or _letter_with_a_meaning(claim, tree)
        or _size_or_index(claim, tree)
        or _untold(claim, tree)
        or _differential(claim, tree)
        or _nothing_ties(claim, tree)
        or _open_slope(claim, tree)
        or _layout(claim, tree)
        or _on_one_side(claim, tree)
        or _bare_links(claim, tree)
    )
    return Verdict(UNKNOWN, said) if said else found


def _open_value(claim: ModelClaim, tree: Any) -> str:
    """Return what is said where f(2) or f'(2) stands and no formula gives f."""
    at_numbers = any(
        isinstance(part, Call) and part.arguments and all(map(is_numeric, part.arguments))
        and part.function not in FUNCTIONS
        for part in (*walk(tree), *walk(claim.anchor))
    )  # fmt: skip
    for function in open_functions(claim.model, (tree, claim.anchor)) if at_numbers else ():
        if function in claim.model.values_at and claim.is_constant and claim.is_same(tree):
            continue
        return f"no formula says what {function} is, so its value at a number is open"
    return ""


def _unused_function(claim: ModelClaim, tree: Any) -> str:
    """Return what is said where a function stands of which no equation says or uses anything."""
    used = {p.function for law in claim.model.laws for p in walk(law.body) if isinstance(p, Call)}
    for function in open_functions(claim.model, (tree, claim.anchor)):
        if function not in used and function not in claim.model.values_at:
            return f"what the function {function} is, is not said"
    return ""


def _superscripts(claim: ModelClaim, tree: Any) -> str:
    """Return what is said where several letters stand above a name: O^{ib}."""
    for part in walk((tree, claim.anchor)):
        match part:
            case Power(base=Name(base=base), exponent=Name() as above) if base[:1].isupper():
                if claim.model.is_letter(above):
                    return f"what the letters above {base} count is not said"
    for name in (*names(tree), *names(claim.anchor)):
        if re.search(r"\^[a-z]{2,}$", claim.model.indices.use(name).symbol[1]):
            return f"what the letters above {name.base} count is not said"
    return ""


def _expectation(claim: ModelClaim, tree: Any) -> str:
    """Return what is said where the mean of something is taken that has no samples."""
    for part in (*walk(tree), *walk(claim.anchor)):
        if isinstance(part, BigSum) and part.kind == "mean" and not part.index:
            return "over what the mean is taken is not said"
        means = isinstance(part, Product) and any(map(_is_mean, part.factors, part.factors[1:]))
        if means and not any(law.label == "E" for law in claim.model.laws):
            return "over what the mean E(...) is taken is not said"
    return ""


def _is_mean(factor: Any, following: Any) -> bool:
    """Whether two factors are an E and a bracket after it: the mean of what stands in that."""
    bracket = isinstance(following, (Derivative, Sum, Negative, Product))
    return isinstance(factor, Name) and factor.label == "E" and bracket


def _named_later(claim: ModelClaim, tree: Any) -> str:
    """Return what is said where a name of a derivative is used before it is given to one."""
    for name in (*names(tree), *names(claim.anchor)) if claim.order is not None else ():
        for law in claim.model.laws:
            late = law.order > (claim.order or 0) and isinstance(law.body, Derivative)
            if late and law.use.symbol == claim.model.indices.use(name).symbol:
                return (
                    f"{name.label} is said to be a derivative only later, and may be another here"
                )
    return ""


def _natural(claim: ModelClaim, tree: Any) -> str:
    r"""Return what is said where a member holds if \lg is the natural logarithm, as some write."""
    model = claim.model
    if not any(isinstance(part, Call) and part.function == "log10" for law in model.laws
               for part in walk(law.body)):  # fmt: skip
        return ""

    def natural(part: Any) -> Any:
        ten = isinstance(part, Call) and part.function == "log10"
        return replace(part, function="log") if ten else part

    laws = [replace(law, body=rewritten(law.body, natural)) for law in model.laws]
    try:
        if claim.within(model.with_laws(laws)).verdict(rewritten(tree, natural)).status == RIGHT:
            return "whether the logarithm is the natural one is not said"
    except FAILURES:
        pass
    return ""


def _inverted(claim: ModelClaim) -> str:
    """Return what is said of a derivative by an inverse, of what is given by what it inverts."""
    by, laws = claim.variable, claim.model.laws
    label = by.label if isinstance(by, Name) else ""
    match next((law.body for law in laws if law.label == label), None):
        case Power(base=Name() as of, exponent=Negative(of=Number(value=1.0)) | Number(value=-1.0)):
            both = (law for law in laws if law.label != label)
            if any(n.label == of.label for law in both for n in names(law.body)):
                return f"whether {of.label} is given, or {label}, is not said"
    return ""


def _step_unsaid(claim: ModelClaim, tree: Any) -> str:
    """Return what is said where g_s is a derivative of some E_t, of which t it does not say."""
    model = claim.model
    used = {model.indices.use(n).symbol for n in (*names(tree), *names(claim.anchor))}
    for law in model.laws:
        if isinstance(law.body, Derivative) and law.use.symbol in used:
            inside = {x for n in names(law.body) for i in model.indices.use(n).family
                      for x, _ in i.letters}  # fmt: skip
            own = {x for i in law.use.family for x, _ in i.letters}
            for letter in sorted((inside & model.indices.steps) - own - set(TOPS)) if own else ():
                return f"of which {letter} {law.label} is, its name does not say"
    return ""


def _immediate(claim: ModelClaim, tree: Any) -> str:
    """Return what is said where a derivative in a sum over steps may be the immediate one."""
    if not may_be_immediate(claim, tree):
        return ""
    return "whether the derivative in the sum over steps is the immediate one is not said"


def _lone_prime(tree: Any) -> str:
    """Return what is said where X' may be a derivative or a name of its own."""
    for part in walk(tree):
        if isinstance(part, Prime) and isinstance(part.of, Name):
            return f"{part.of.label}' may be a derivative or a name: its definition was not found"
    return ""


def _letter_with_a_meaning(claim: ModelClaim, tree: Any) -> str:
    """Return what is said where an index letter is a quantity too: o in W_o and o_t."""
    letters = {letter for env in claim.envs for letter in env}
    defined = {label_of(law.use.symbol) for law in claim.model.laws}
    used = {name.base for name in (*names(tree), *names(claim.anchor))}
    for letter in sorted(letters & defined & used):
        return f"{letter} is a quantity here, and an index too"
    return ""


def _on_one_side(claim: ModelClaim, tree: Any) -> str:
    """Return what is said where a derivative is 0 on one side of a kink, as of max(0, z)."""
    if not isinstance(claim.anchor, Derivative):
        return ""
    try:
        if is_numeric(tree):
            pairs = [
                p for p in claim.pairs(tree, count=MANY_POINTS) if not any(entries_of(p.claimed))
            ]
            held = [not any(map(plain, entries_of(pair.true))) for pair in pairs]
        elif any(map(_has_factor_one, walk(tree))):  # the slope of max(0, z) where z > 0
            held = [claim.agree(tree, pair) for pair in claim.pairs(tree, count=MANY_POINTS)]
        else:
            return ""
    except FAILURES:
        return ""
    if any(held) and not all(held):
        return "it holds on one side of a kink only, and on which is not said in a formula"
    return ""


def _has_factor_one(part: Any) -> bool:
    """Whether it is a product with a 1 that is written out: (a - y) * 1 * x."""
    return isinstance(part, Product) and Number(1.0) in part.factors


def _size_or_index(claim: ModelClaim, tree: Any) -> str:
    """Return what is said where an index letter only stands by itself, as a size does."""
    indices = claim.model.indices
    used = list(names((tree, claim.anchor)))
    below = {x for n in used for i in (*indices.use(n).family, *indices.use(n).entries)
             for x, _ in i.letters}  # fmt: skip
    bare = {n.label for n in used} & {n.label for x in claim.model.laws for n in names(x.body)}
    for letter in sorted({letter for env in claim.envs for letter in env} & bare - below):
        return f"{letter} may be a size here, or an index"
    return ""


def _untold(claim: ModelClaim, tree: Any) -> str:
    """Return what is said where a size stands that no equation has: N, where there are m."""
    for name in names((tree, claim.anchor)):
        if claim.model.is_constant(name) and claim.model.is_untold(name.label):
            return f"what {name.label} counts is not said"
    return ""


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


def _layout(claim: ModelClaim, tree: Any) -> str:
    """Return what is said of a Jacobian that is right transposed, where no other tells the layout.

    Some texts have a row for each thing by which is differentiated, others a column.
    """
    model = claim.model
    other = model.with_habits(denominator=not model.denominator)
    try:
        if claim.within(other).verdict(tree).status != RIGHT:
            return ""
        for trees in model.claims:
            one = ModelClaim(trees, model)
            there = one.within(other)
            for part in one.trees:
                if tree not in trees and one.holds(part) and not there.holds(part):
                    return ""
    except FAILURES:
        return ""
    return "whether a Jacobian has its rows by what is differentiated is not said"


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
