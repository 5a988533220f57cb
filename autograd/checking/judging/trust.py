"""What keeps a claim that does not hold from being called wrong: what the text leaves open."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ..meaning.company import is_about_matrices
from ..meaning.errors import FAILURES
from ..meaning.functions import FUNCTIONS
from ..meaning.index import TOPS, bound_letters, parts_of
from ..meaning.law import is_numeric, label_of
from ..meaning.rules import letters_of
from ..meaning.tensor import entries_of, plain, shape_of
from ..reading.rewritten import rewritten
from ..reading.small_changes import is_change
from ..reading.tree import (
    BigSum,
    Call,
    Compare,
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
from ..report.result import NO_POINT, RIGHT, UNKNOWN, WRONG
from .absorbed import step_of
from .conditions import open_functions
from .direct import may_be_immediate
from .open_derivatives import open_derivative
from .open_losses import part_unsaid, which_loss
from .verdicts import TOLERANCE, ModelClaim, Verdict, suggestion


def untrusted(claim: ModelClaim, tree: Any, found: Verdict) -> Verdict:
    """Return what is found of a member that does not hold: wrong only where nothing is open."""
    if found.status != WRONG:
        return found
    if label := claim.model.obstacle(claim.trees):
        return Verdict(UNKNOWN, f"the equation that defines {label} could not be read", label)
    if found.pair is None and found.said and claim.model.shaping.bad_laws:
        return Verdict(NO_POINT, "the shapes of the forward equations do not fit together")
    if found.pair is None and found.said and _is_of_entries_alone(claim):
        return Verdict(UNKNOWN, "whether an argument is a number or all entries is not said")
    unknown = [x for side in (tree, claim.anchor) for x in claim.unknown(side)
               if x != step_of(claim)]  # fmt: skip
    if unknown:
        near = suggestion(unknown[0], claim.model)
        said = f"{unknown[0]} is not a name of this derivation{near}"
        return Verdict(UNKNOWN, said, unknown[0])
    said = (
        _changed_anew(claim)
        or _of_event(claim, tree)
        or which_loss(claim, tree)
        or _open_value(claim, tree)
        or _unused_function(claim, tree)
        or _superscripts(claim, tree)
        or _expectation(claim, tree)
        or _named_later(claim, tree)
        or _step_unsaid(claim, tree)
        or _immediate(claim, tree)
        or _lone_prime((tree, *(law.body for law in claim.model.laws)))
        or _natural(claim, tree)
        or _bare_argument(claim, tree)
        or _inverted(claim)
        or _letter_with_a_meaning(claim, tree)
        or _size_or_index(claim, tree)
        or _left_of_sum(claim, tree)
        or _untold(claim, tree)
        or _entry_unsaid(claim, tree)
        or part_unsaid(claim, tree)
        or open_derivative(claim, tree)
        or _of_each_entry(found)
    )
    return Verdict(UNKNOWN, said) if said else found


def _is_of_entries_alone(claim: ModelClaim) -> bool:
    """Whether a function is taken of x_i alone, f(x_i, b), and no formula has matrices."""
    model = claim.model
    formal = {x for law in model.laws for x in law.arguments}
    taken = any(
        isinstance(part, Call) and model.law_of(part.function) is not None
        and any(isinstance(x, Name) and x.sub and x.base in formal for x in part.arguments)
        for tree in model.trees for part in walk(tree)
    )  # fmt: skip
    return taken and not any(is_about_matrices(p) for tree in model.trees for p in walk(tree))


def _changed_anew(claim: ModelClaim) -> str:
    """Return what is said where dy = d(e^x) says by the way what y is, and elsewhere it is not."""
    match claim.trees:
        case [Call() as first, Call() as second, *_] if is_change(first) and is_change(second):
            of, other = first.arguments[0], second.arguments[0]
            if isinstance(of, Name) and not isinstance(other, Name) and not claim.holds(second):
                return f"whether {of.label} is meant as elsewhere, is not said"
    return ""


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


def _of_event(claim: ModelClaim, tree: Any) -> str:
    """Return what is said where the probability of an event stands, P(y = 1 | x), and no law."""
    events = {part.function for part in walk((tree, claim.anchor)) if isinstance(part, Call)
              and any(isinstance(x, Compare) for x in part.arguments)}  # fmt: skip
    for function in open_functions(claim.model, (tree, claim.anchor)):
        if function in events:
            return f"how probable the events are that {function} is of is not said"
    return ""


def _unused_function(claim: ModelClaim, tree: Any) -> str:
    """Return what is said where a function stands of which no equation says or uses anything."""
    said = [x for law in claim.model.laws for x in (law.body, law.excess) if x is not None]
    used = {p.function for x in said for p in walk(x) if isinstance(p, Call)}
    inside, other = _slopes_and_calls(tree), _slopes_and_calls(claim.anchor)
    used |= {f for f in inside[0] if all(x.count(f) == y.count(f) for x, y in (inside, other))}
    for function in open_functions(claim.model, (tree, claim.anchor)):
        if function not in used and function not in claim.model.values_at:
            return f"what the function {function} is, is not said"
    return ""


def _slopes_and_calls(tree: Any) -> tuple[list[str], list[str]]:
    r"""Return the functions that are differentiated, and all that stand, each as often as it does.

    Where a side has slopes of a function alone, it may be any loss: f_z \epsilon is of any f.
    """
    parts = list(walk(tree))
    slopes = [p.of.function for p in parts if isinstance(p, Derivative) and isinstance(p.of, Call)]
    return slopes, [p.function for p in parts if isinstance(p, Call)]


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

    holds = _holds_if(claim, tree, natural)
    return "whether the logarithm is the natural one is not said" if holds else ""


def _bare_argument(claim: ModelClaim, tree: Any) -> str:
    r"""Return what is said where a member holds if \cos a t, without brackets, is \cos(a) t."""

    def narrow(part: Any) -> Any:
        match part:
            case Call(arguments=(Product(factors=(first, *others)) as of,)) if (
                part.span[1] == of.span[1] > 0
            ):
                return Product((replace(part, arguments=(first,)), *others), of.signs)
        return part

    sides = (tree, claim.anchor, *(law.body for law in claim.model.laws))
    bare = any(rewritten(side, narrow) is not side for side in sides)
    holds = bare and _holds_if(claim, tree, narrow)
    return "how far a function without brackets goes is not said" if holds else ""


def _holds_if(claim: ModelClaim, tree: Any, change: Callable[[Any], Any]) -> bool:
    """Whether a member is right where parts of it, and of the laws, mean what `change` returns."""
    model = claim.model
    laws = [replace(law, body=rewritten(law.body, change)) for law in model.laws]
    try:
        return claim.within(model.with_laws(laws)).verdict(rewritten(tree, change)).status == RIGHT
    except FAILURES:
        return False


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


def _left_of_sum(claim: ModelClaim, tree: Any) -> str:
    r"""Return what is said where the letter of a sum of the chain stands outside of it, too.

    In a_k b_{ki} + \sum_{k \ne i} a_k b_{ki} the first k may be i: so it is if it then holds.
    """
    bound = {x for side in claim.trees for part in walk(side)
             if isinstance(part, BigSum) for x in bound_letters(part)}  # fmt: skip
    free = {x for env in claim.envs for x in env} - {*letters_of([claim.anchor], claim.model)}
    for letter in sorted(free & bound):
        cases: dict[Any, list[bool]] = defaultdict(list)
        try:
            for pair in claim.pairs(tree):
                holds = claim.agree(tree, pair)
                for other, value in pair.env.items():
                    if other == letter:
                        cases[value].append(holds)
                    elif value == pair.env[letter]:
                        cases[other].append(holds)
        except FAILURES:
            continue
        if any(map(all, cases.values())):
            return f"what {letter} is outside of the sum is not said"
    return ""


def _of_each_entry(found: Verdict) -> str:
    r"""Return what is said of a number that every entry is: \partial\mu/\partial x = 1/D."""
    if found.pair is None or shape_of(found.pair.claimed) or not shape_of(found.pair.true):
        return ""
    of = found.pair.claimed, *entries_of(found.pair.true)
    alike = all(abs(plain(x) - plain(of[0])) <= TOLERANCE for x in of)
    return "whether each entry of the derivative is meant is not said" if alike else ""


def _entry_unsaid(claim: ModelClaim, tree: Any) -> str:
    """Return what is said of x_{ij} that no equation has, where X is a matrix of the text."""
    laws = tuple(law.body for law in claim.model.laws)
    wholes = {n.base for n in names(laws)}
    entries = {n.base for n in names(laws) if len(parts_of(n.sub)) == 2}
    for name in names((tree, claim.anchor)):
        entry = len(parts_of(name.sub)) == 2 and len(name.base) == 1 and name.base.islower()
        if entry and name.base.upper() in wholes and name.base not in entries:
            return f"whether {name.label} is an entry of {name.base.upper()} is not said"
    return ""


def _untold(claim: ModelClaim, tree: Any) -> str:
    """Return what is said where a size stands that no equation has: N, where there are m."""
    for name in names((tree, claim.anchor)):
        if claim.model.is_constant(name) and claim.model.is_untold(name.label):
            return f"what {name.label} counts is not said"
    return ""
