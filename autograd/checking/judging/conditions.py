"""What a member that does not hold needs to be right: that g is the sigmoid, m = 1, M = M^T."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from typing import Any

from ..meaning.definitions import DEFINITION, Definitions
from ..meaning.drawn import apart
from ..meaning.errors import FAILURES
from ..meaning.functions import FUNCTIONS
from ..meaning.index import TARGETS
from ..meaning.law import label_of
from ..meaning.model import COUNT, Model
from ..meaning.tensor import close_tensors
from ..reading import parser
from ..reading.small_changes import is_change
from ..reading.tree import Call, Compare, Name, Number, name_of
from ..reading.walked import names, walk
from .branches import one_case
from .numbers import value_of
from .verdicts import TOLERANCE, ModelClaim

ACTIVATIONS = {"sigma": "sigmoid", "tanh": "tanh"}
COUNTS = ("m", "n", "N")
SEVERAL = 4
_IGNORED = re.compile(
    r"(?:ignor|neglect|leav\w+ out|vernachlässig|néglig|omit|忽略|不考虑)[^.。]*", re.IGNORECASE
)
_TOLD = re.compile(r"\$\s*(\\?[A-Za-z]+)\s*=\s*([01])\s*\$")


def needed(claim: ModelClaim, tree: Any, prose: str = "") -> str:
    """Return the condition under which a member is right, "" if none that is tried is one."""
    model = claim.model
    for function in dict.fromkeys(open_functions(model, (tree, claim.anchor))):
        for name, said in ACTIVATIONS.items():
            if _holds(claim, tree, activation=name):
                return f"{function} is the {said}"
    bases = {n.base for t in model.trees for n in names(t)}
    for size in COUNTS:
        if size in bases & {n.base for n in names(tree)} and _holds(claim, tree, sizes={size: 1}):
            return f"{size} = 1"
    for label in sorted({n.label for n in names(tree)}):
        for other in model.shaping.named if model.is_untold(label) else ():
            if other.isalpha() and _holds(claim, tree, sizes={label: SEVERAL, other: SEVERAL}):
                return f"{label} = {other}"
    if not model.normalised and _holds(claim, tree, normalised=True):
        return "the targets add up to 1"
    target = _target(claim)
    if target and _holds(claim, tree, hard=True):
        return f"{target} is 0 or 1"
    if target and _holds(claim, tree, signed=True):
        return f"{target} is 1 or -1"
    for n in dict.fromkeys(names(tree)):
        use = model.indices.use(n)
        if not use.family and _is_square_leaf(model, use.symbol):
            label = label_of(use.symbol)
            if _holds(claim, tree, symmetric=model.symmetric | {label}):
                return f"{label} = {label}^T"
    square = [label_of(s) for s, _ in list(model.shaping.wholes) if _is_square_leaf(model, s)]
    if len(square) > 1 and _holds(claim, tree, symmetric=model.symmetric | {*square}):
        return f"{', '.join(square)} are symmetric"
    return one_case(claim, tree, prose)


def _target(claim: ModelClaim) -> str:
    """Return what targets are called: y, or t beside a loss; "" if t of f'(t) is none."""
    if any(n.base in TARGETS for n in _variables(claim)):
        return ""
    model = claim.model
    called = {n.base for tree in model.trees for n in names(tree)} & model.targets
    losses = any(model.is_loss(law.use.symbol) for law in model.laws)
    return next((x for x in (*TARGETS, *sorted(called)) if x in called
                 and (losses or x in "yY")), "")  # fmt: skip


def _variables(claim: ModelClaim) -> Iterator[Name]:
    """Yield what a claim takes its derivative by: x of dL/dx, t of f'(t)."""
    if isinstance(claim.variable, Name):
        yield claim.variable
    if isinstance(claim.anchor, Call) and claim.anchor.primes:
        yield from names(claim.anchor.arguments)


def given_in_a_case(definitions: Definitions, tree: Any) -> str:
    r"""Return what a formula speaks of that is defined for j \ne y_i alone; "" if nothing is."""
    kinds = zip(definitions.formulas, definitions.kinds, strict=True)
    heads = {f.trees[0].base for f, kind in kinds if kind == DEFINITION
             and isinstance(f.trees[0], Name) and any(
                 isinstance(c, Compare) and c.sign == "!=" and isinstance(c.left, Name)
                 and c.left.base in f.trees[0].sub for c in f.conditions)}  # fmt: skip
    return next((n.label for n in names(tree) if n.base in heads), "")


def told_beside(prose: str) -> list[tuple[Name, Any]]:
    """Return what the words beside a formula ignore, as 0 or 1: "ignore them ($a = 1$)"."""
    said = " ".join(_IGNORED.findall(prose))
    return [(name_of(name), Number(float(value))) for name, value in _TOLD.findall(said)]


def holds_at(claim: ModelClaim, tree: Any, point: Sequence[tuple[Name, Any]]) -> str:
    """Return x = 2, the numbers for which a text says that a member is right; "" if it is not."""
    rng = random.Random(5)
    seen = 0
    try:
        numbers = {name.label: value_of(x) for name, x in point}
        for _ in range(COUNT if point else 0):
            world = claim.model.world(apart(rng), numbers)
            for env in claim.envs:
                true = claim.value(claim.anchor, world, env)
                if not close_tensors(claim.value(tree, world, env), true, TOLERANCE):
                    return ""
                seen += 1
    except FAILURES:
        return ""
    return ", ".join(f"{name.label} = {parser.write(x)}" for name, x in point) if seen else ""


def _is_square_leaf(model: Model, symbol: Any) -> bool:
    shape = model.shape(symbol, ())
    return len(shape) == 2 and shape[0] == shape[1] > 1 and model.is_leaf(symbol)


def _holds(claim: ModelClaim, tree: Any, **habits: Any) -> bool:
    """Whether a member is right in another reading, in which the truth is not always the same."""
    other = claim.within(claim.model.with_habits(**habits))
    try:
        return other.holds(tree) and not other.is_constant
    except FAILURES:
        return False


def open_functions(model: Model, trees: Sequence[Any]) -> Iterator[str]:
    """Yield the functions in the laws and in some formulas that may be any."""
    for tree in (*(law.body for law in model.laws), *trees):
        sets = {id(part.right) for part in walk(tree)
                if isinstance(part, Compare) and part.sign in ("in", "not in")}  # fmt: skip
        for part in walk(tree):
            if (
                isinstance(part, Call)
                and not is_change(part)
                and id(part) not in sets
                and part.function not in FUNCTIONS
                and model.function(part.function, len(part.arguments)) is None
                and model.may_be_any(part.function)
            ):
                yield part.function
