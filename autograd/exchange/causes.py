"""Why a gradient is wrong: each hypothesis is tried, and told where it holds at every point."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from .cases import Block, Case
from .causes_of_arguments import other_arguments
from .causes_of_factors import varying_factor
from .causes_of_paths import paths
from .causes_of_pattern import last_resorts, pattern
from .causes_of_shape import Repair, repairs, too_much_summed
from .gradient_report import Cause
from .passes import Pass
from .samples import Claim, Sample

ENOUGH = 3


def causes(both: Pass, argnum: int, samples: list[Sample]) -> list[Cause]:
    """Return why the gradient by an arg is wrong, the likeliest cause first."""
    claims = [s.claims[argnum] for s in samples]
    given = [c for c in claims if c is not None]
    name, shape = f"d{both.names[argnum]}", samples[0].args[argnum].shape
    if given[0].shape == shape:
        found = list(_of_the_upstream(both, argnum, samples))
        return found or _of_the_jacobian(_cases(both, argnum, samples, lambda j: j))
    if any(c.shape != given[0].shape for c in given):
        return [Cause("wrong shape", f"the shape of {name} changes with its values")]
    found = []
    for cause, repair in repairs(given[0].shape, shape, name):
        cases = _cases(both, argnum, samples, repair)
        if not any(case.wrong for case in cases):
            return [cause]
        if not found:
            further = _of_the_jacobian(cases)
            found = [cause._replace(text=f"{cause.text}; and then: {c.text}") for c in further]
    for cause, summed in too_much_summed(given[0].shape, shape, name):
        if all(
            np.allclose(c.jacobian, summed(s.truth[argnum].value.reshape(*shape, -1)), rtol=1e-6)
            for s, c in zip(samples, given, strict=True)
        ):
            return [cause]
    text = f"{name} has shape {given[0].shape}: it has to have shape {shape}"
    return [*found[:ENOUGH], Cause("wrong shape", text)]


def is_wrong(both: Pass, argnum: int, samples: list[Sample]) -> bool:
    """Whether the gradient by an arg is wrong at any point."""
    for s in samples:
        claim = s.claims[argnum]
        if claim is not None and claim.shape != s.args[argnum].shape:
            return True
    return any(_of_the_upstream(both, argnum, samples)) or any(
        case.wrong for case in _cases(both, argnum, samples, lambda j: j)
    )


def _cases(both: Pass, argnum: int, samples: list[Sample], repair: Repair) -> list[Case]:
    """Return a case for each output."""
    found, start = [], 0
    for k, output in enumerate(both.shapes):
        columns = slice(start, start + int(np.prod(output)))
        start = columns.stop
        blocks = [b for s in samples if (b := _block(s, argnum, repair, columns, output))]
        found.append(Case(both, argnum, k, blocks))
    return found


def _block(
    s: Sample, argnum: int, repair: Repair, columns: slice, output: tuple[int, ...]
) -> Block | None:
    claim, truth = s.claims[argnum], s.truth[argnum]
    if claim is None:
        return None
    shape = (*s.args[argnum].shape, *output)
    trusted = s.trusted(argnum)
    limit = np.where(trusted, s.tolerance(argnum), np.inf)[:, columns].reshape(shape)
    right = np.where(trusted, truth.value, 0.0)[:, columns].reshape(shape)
    given = repair(claim.jacobian)[..., columns].reshape(shape)
    return Block(np.where(np.isfinite(limit), given, 0.0), right, limit, s)


def _of_the_jacobian(cases: list[Case]) -> list[Cause]:
    """Return the causes by way of each output that is wrong; what is the same is said once."""
    wrong = [case for case in cases if case.wrong]
    found: dict[Cause, None] = {}
    for case in wrong:
        for cause in _first(case):
            by = f" (by way of {case.output_name})" if len(cases) > 1 else ""
            if by and not any(c.kind == cause.kind for c in found):
                cause = cause._replace(text=f"{cause.text}{by}")
            if not any(c.kind == cause.kind and len(wrong) > 1 for c in found):
                found[cause] = None
    return list(found)


def _first(case: Case) -> list[Cause]:
    """Return the causes of the first sort that has any: the plainest."""
    if any(not np.isfinite(block.given).all() for block in case.blocks):
        text = f"{case.name} is not finite (inf or NaN) where the gradient is: overflow, 0 / 0?"
        return [Cause("not finite", text)]
    for sort in (pattern, varying_factor, paths, other_arguments, last_resorts):
        if found := list(sort(case)):
            return found[:ENOUGH]
    return []


def _of_the_upstream(both: Pass, argnum: int, samples: list[Sample]) -> Iterator[Cause]:
    """Yield a cause if the claim does not depend on the upstream gradient, or not linearly."""
    name = f"d{both.names[argnum]}"
    constant = [_constant(s, argnum) for s in samples]
    if not any(c is not None and c[0] for c in constant):
        return
    flat = all(s.claims[argnum] is None or _is_flat(s, argnum) for s in samples)
    if flat and all(c is not None and c[1] for c in constant):
        text = f"{name} ignores the upstream gradient: it is the gradient for an upstream of ones, "
        yield Cause("upstream ignored", f"{text}and has to be multiplied by it")
    elif flat:
        yield Cause("upstream ignored", f"{name} does not depend on the upstream gradient")
    elif (term := _term(both, argnum, samples)) is not None:
        text = f"{name} has {term} too much, whatever the upstream gradient: weight decay?"
        yield Cause("term", text)
    else:
        text = f"{name} is not linear in the upstream gradient: it has to be J^T u"
        yield Cause("not linear", text)


def _constant(s: Sample, argnum: int) -> tuple[bool, bool] | None:
    """Whether the claim is not linear in u; whether for u = 0 it is the gradient for u = 1."""
    claim = s.claims[argnum]
    if claim is None:
        return None
    limit = np.where(s.trusted(argnum), s.tolerance(argnum), np.inf).sum(axis=1)
    size = np.abs(claim.jacobian).sum(axis=-1) + np.abs(claim.constant)
    off = bool((np.abs(claim.constant) > s.rounding * size).any()) or not claim.linear
    right = np.where(s.trusted(argnum), s.truth[argnum].value, 0.0).sum(axis=1)
    ones = claim.constant.size == right.size and bool(
        (np.abs(claim.constant.ravel() - right) <= limit).all()
    )
    return off, ones


def _is_flat(s: Sample, argnum: int) -> bool:
    claim: Claim | None = s.claims[argnum]
    assert claim is not None
    largest = float(s.tolerance(argnum).max(initial=0.0)) * 4
    return claim.linear and bool(np.abs(claim.jacobian).max(initial=0.0) <= largest)


def _term(both: Pass, argnum: int, samples: list[Sample]) -> str | None:
    """Return which arg, times which number, the claim for an upstream gradient of 0 is."""
    for i in both.argnums:
        ratios: list[Any] = []
        for s in samples:
            claim, x = s.claims[argnum], s.args[i]
            if claim is None or claim.shape != x.shape or not np.any(x):
                break
            if not np.any(claim.constant):
                return None
            c = float((claim.constant * x).sum() / (x * x).sum())
            ratios.append(c if np.allclose(claim.constant, c * x, rtol=1e-6) else np.nan)
        else:
            if ratios and np.allclose(ratios, ratios[0], rtol=1e-6):
                return f"{ratios[0]:.6g} {both.names[i]}"
    return None
