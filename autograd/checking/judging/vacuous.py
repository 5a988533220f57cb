"""What keeps a claim that holds from being called right: it was tried on too little to tell."""

from __future__ import annotations

from typing import Any

from ..meaning.errors import FAILURES
from ..meaning.index import TARGETS, summed_letters
from ..meaning.law import is_numeric, variables
from ..meaning.laws import LAST
from ..meaning.model import Model
from ..meaning.quantities import MATRIX
from ..meaning.rules import letters_of
from ..meaning.tensor import entries_of, shape_of
from ..reading.tree import Derivative, Name, Negative, Sum, Transpose
from ..reading.walked import names, walk
from ..report.result import RIGHT
from .forms import is_chain
from .verdicts import ModelClaim

OF_ITS_OWN = 9
"""The seed of points at which nothing but the one claim is asked."""


def vacuous(claim: ModelClaim, tree: Any) -> str:
    """Return what is said of a member that holds and would hold of others as well; "" of none."""
    if tree is claim.anchor:
        return ""
    return (
        _of_one_value(claim, tree)
        or _of_one_step(claim, tree)
        or _of_zeros(claim, tree)
        or _of_numbers(claim, tree)
        or _of_heads(claim, tree)
    )


def _of_one_value(claim: ModelClaim, tree: Any) -> str:
    """Return what is said where an index has a single value: no sum is told from its term."""
    model = claim.model
    alone: set[str] = set()
    if any(world.lone for world in model.points()):
        claim.verdict(tree, OF_ITS_OWN)
        points = model.points(OF_ITS_OWN)
        ever = set().union(*(world.lone for world in points))
        more = set().union(*(world.several for world in points))  # \sum_{m=0}^i, but at i = 0
        alone = {letter for letter, _ in ever - more}
    values = {x: {env[x] for env in claim.envs if x in env} for x in letters_of(claim.trees, model)}
    free = {x for x, found in values.items() if len(found) == 1} - model.fixed_letters
    open_ = (alone | free) - model.indices.steps
    return f"what {min(open_)} counts is not said" if open_ else ""


def _of_one_step(claim: ModelClaim, tree: Any) -> str:
    """Return what is said where steps are summed, was tried with one step, and fails with more."""
    model = claim.model
    if model.last > 1 or not model.indices.steps:
        return ""
    added = set(letters_of([tree], model)) - set(letters_of([claim.anchor], model))
    over = claim.trees if not added & model.indices.steps else model.trees
    if not summed_letters(tuple(over)) & model.indices.steps:
        return ""
    try:
        longer = claim.within(model.anew(last=LAST)).verdict(tree)
    except FAILURES:
        return ""
    return "" if longer.status == RIGHT else "it holds of one step; of more it is open"


def _of_zeros(claim: ModelClaim, tree: Any) -> str:
    """Return what is said where a derivative in a formula is 0 as no equation leads to it."""
    for part in () if is_chain(tree) else walk(tree):
        if not isinstance(part, Derivative) or part is tree or _is_apart(claim, tree, part):
            continue
        if is_numeric(part.of):  # d/dx[4]
            continue
        try:
            moves = any(any(entries_of(claim.value(part, pair.world, pair.env)))
                        for pair in claim.pairs(tree))  # fmt: skip
        except FAILURES:
            continue
        if not moves:
            return "no equation that was read leads from it to the variable of a derivative"
    return ""


def _is_apart(claim: ModelClaim, tree: Any, part: Derivative) -> bool:
    r"""Whether the equations say that one thing does not depend on the other.

    That is: it is made like what does depend on it, as h_2 = g(w_{12} x) beside h_1 = g(w_{11} x),
    or it is a target that is subtracted, as in \partial o / \partial w - \partial t / \partial w.
    """
    model, use = claim.model, claim.model.indices.use
    by = {use(v).symbol for v in variables(part) if isinstance(v, Name)}
    made_of_it = {law.use.symbol[0] for law in model.laws
                  if any(use(n).symbol in by for n in names(law.body))}  # fmt: skip
    found = [use(n).symbol for n in names(part.of)]
    if any(not model.is_leaf(symbol) and symbol[0] in made_of_it for symbol in found):
        return True
    target = isinstance(part.of, Name) and model.is_leaf(found[0]) and found[0][0] in TARGETS
    return target and any(
        isinstance(one, Sum)
        and Negative(part) in one.terms
        and any(isinstance(x, Derivative) for x in one.terms)
        for one in walk(tree)
    )


def _of_numbers(claim: ModelClaim, tree: Any) -> str:
    """Return what is said where other claims made a matrix a number: alone it must hold too."""
    label = _number_for_matrix(claim)
    if not label:
        return ""
    try:
        alone = claim.within(claim.model.asked_only(claim.trees))
        holds = alone.verdict(tree).status == RIGHT and not _number_for_matrix(alone)
    except FAILURES:
        holds = False
    return "" if holds else f"it was tried with {label} a number alone"


def _of_heads(claim: ModelClaim, tree: Any) -> str:
    """Return what is said where H_h^T G for W_h, of the head h, was tried with W_h a number."""
    by, model = claim.variable, claim.model
    if not (isinstance(by, Name) and _is_of_one(by, model)):
        return ""
    turned = (p.of for t in model.trees for p in walk(t) if isinstance(p, Transpose))
    if not any(isinstance(of, Name) and _is_of_one(of, model) for of in turned):
        return ""
    try:
        pair = next(iter(claim.pairs(tree)))
        number = not shape_of(claim.value(by, pair.world, pair.env))
    except (*FAILURES, StopIteration):
        return ""
    return f"it was tried with {by.label} a number alone" if number else ""


def _is_of_one(name: Name, model: Model) -> bool:
    """Whether it is a capital with one index, a matrix for each or an entry."""
    return name.base[:1].isupper() and len(model.use(name).entries) == 1


def _number_for_matrix(claim: ModelClaim) -> str:
    """Return the label of a matrix that has one row and one column, though nothing says so."""
    model = claim.model
    shaping, kinds = model.shaping, model.kinds or {}
    for name in names(tuple(claim.trees)):
        symbol = model.use(name).symbol
        whole = shaping.wholes.get((symbol, ()))
        given = model.is_leaf(symbol) and symbol not in shaping.declared
        meant = given and kinds.get(symbol) == MATRIX
        if meant and whole and all(shaping.value(size) == 1 for size in whole):
            return name.label
    return ""
