"""Read the loss of a document as that of one sample, as a sum or as a mean over samples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from ..meaning.errors import FAILURES
from ..meaning.law import is_numeric
from ..meaning.tensor import close_tensors, shape_of
from ..meaning.world import World
from ..reading.tree import Number
from ..report.result import GOOD, RIGHT, RIGHT_IF, Report
from .forms import is_chain
from .verdicts import TOLERANCE, ModelClaim

KINDS = ("per sample", "sum", "mean", "mix")
SAMPLES, POINTS = 3, 3


def readings(claims: Sequence[ModelClaim]) -> dict[str, int]:
    """Return how many claims hold under each reading of the loss.

    "per sample": L is one sample's.  "sum", "mean": the loss is over all samples, the derivative
    by a parameter is the sum of the formula over the samples, as in a matrix product.  "mix": the
    mean for parameters, one sample's L for the other nodes.
    """
    return {kind: sum(_holds(claim, kind) for claim in claims) for kind in KINDS}


def judge_of_samples(report: Report, claims: Mapping[int, ModelClaim], letter: str) -> None:
    """Let a report be about the loss of several samples, of which the document says it has m.

    The mean, the mean for parameters and one sample's loss for the rest, or the sum: as most
    claims hold.  What is wrong for one sample and right so is right; what is right for one sample
    alone needs m = 1.
    """
    about = {n: claim for n, claim in claims.items() if claim.is_about_derivative}
    counts = readings(list(about.values()))
    reading = max(("mean", "mix", "sum"), key=counts.__getitem__)
    for number, claim in about.items():
        members = report.equations[number].members
        if not claim.model.may_have_samples or len(members) != len(claim.trees):
            continue
        for member, tree in zip(members, claim.trees, strict=True):
            if _agrees(claim, tree, reading) or (reading == "sum" and claim.holds(tree)):
                if member.status not in GOOD:
                    member.status, member.condition, member.witness = RIGHT, "", None
                    member.explanations = []
                    member.note = f"{'sum' if reading == 'sum' else 'mean'} over {letter} samples"
            elif member.status == RIGHT and tree is not claim.anchor:
                member.status, member.condition = RIGHT_IF, f"{letter} = 1"


def all_hold(claim: ModelClaim) -> bool:
    """Whether every member is right; decimal numbers are about another point, the author's."""
    return all(map(claim.holds, _judged(claim)))


def _judged(claim: ModelClaim) -> list[Any]:
    return [tree for tree in claim.trees if not is_numeric(tree) or _is_whole(tree)]


def _is_whole(tree: Any) -> bool:
    return isinstance(tree, Number) and not tree.decimals


def _holds(claim: ModelClaim, kind: str) -> bool:
    if kind == "per sample" or not claim.model.may_have_samples:
        return all_hold(claim)
    if kind == "sum" and all_hold(claim):
        return True
    return all(_agrees(claim, tree, kind) for tree in _judged(claim))


def _agrees(claim: ModelClaim, tree: Any, kind: str) -> bool:
    """Whether a member is right in a reading; derivatives are alike in all of them."""
    if is_chain(tree) or (kind == "mix" and not claim.is_about_parameter):
        return claim.holds(tree)
    weight = 1.0 if kind == "sum" else 1 / SAMPLES
    try:
        points = [w for w in claim.model.points() if _has_value(claim, tree, w)]
        return bool(points) and all(
            _agrees_at(claim, tree, world, weight) for world in islice(points, POINTS)
        )
    except FAILURES:
        return False


def _agrees_at(claim: ModelClaim, tree: Any, world: World, weight: float) -> bool:
    worlds = [world, *world.samples(SAMPLES - 1)] if claim.is_about_parameter else [world]
    for env in claim.envs:
        claimed = [claim.value(tree, w, env) for w in worlds]
        true = [weight * claim.value(claim.anchor, w, env) for w in worlds]
        if shape_of(claimed[0]) or not close_tensors(sum(claimed), sum(true), TOLERANCE):
            return False
    return True


def _has_value(claim: ModelClaim, tree: Any, world: World) -> bool:
    try:
        for env in claim.envs:
            claim.value(tree, world, env), claim.value(claim.anchor, world, env)
    except ArithmeticError:
        return False
    return True
