"""Why a Jacobian is wrong as a whole: sign, factor, axes, only its diagonal, left out."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import permutations
from typing import Any

import numpy as np

from .cases import Block, Case
from .gradient_report import Cause


def pattern(case: Case) -> Iterator[Cause]:
    """Yield the confirmed causes that need the Jacobian alone."""
    if found := list(_sign_and_factor(case)):
        yield from found
        return
    yield from _transposed(case)
    if case.shape == case.output != () and (found := list(_of_a_square(case))):
        yield from found
    else:
        yield from _left_out(case)
        yield from _let_through(case)


def _sign_and_factor(case: Case) -> Iterator[Cause]:
    if case.are(lambda block: 0 * block.right):
        yield Cause("zero", f"{case.name} is 0: nothing flows back from {case.output_name}")
        return
    if case.are(lambda block: -block.right):
        yield Cause("sign", f"{case.name} has the wrong sign")
        return
    known = case.firmest()
    where = np.isfinite(known.tolerance)
    size = float((known.right[where] ** 2).sum())
    factor = float((known.right[where] * known.given[where]).sum() / size) if size else 0.0
    if factor and case.are(lambda block: factor * block.right):
        text = f"{case.name} is {_named(factor)} times the gradient{_meaning(factor, case)}"
        yield Cause("factor", text)


def _named(c: float) -> str:
    for n in range(1, 10_000):
        if math.isclose(c * n, round(c * n), rel_tol=1e-6) and abs(round(c * n)) in (1, n * abs(c)):
            return f"{round(c * n)}/{n}" if n > 1 else str(round(c))
    return f"{c:.6g}"


def _meaning(c: float, case: Case) -> str:
    """Say which number of entries a factor is, if it is one."""
    lengths: list[tuple[str, int]] = []
    for what, shape in (("the output", case.output), (case.name[1:], case.shape)):
        lengths += [(f"axis {axis} of {what}", n) for axis, n in enumerate(shape)]
        lengths.append((what, math.prod(shape)))
    for i, x in enumerate(case.both.args):
        lengths += [(f"axis {a} of {case.both.names[i]}", n) for a, n in enumerate(np.shape(x))]
    for what, n in lengths:
        if n < 2 or c in (2, 0.5):  # a 2 or a 1/2 is a square's more often than a mean's
            continue
        size = f"{n} is the size of {what}"
        if math.isclose(c, 1 / n, rel_tol=1e-6):
            return f": a mean where the sum belongs, or 1/{n} twice? ({size})"
        if math.isclose(c, n, rel_tol=1e-6):
            return f": the 1/{n} of a mean is missing? ({size})"
        if math.isclose(c * c, n, rel_tol=1e-6) or math.isclose(c * c * n, 1, rel_tol=1e-6):
            wrong = "missing" if c > 1 else "there once too often"
            return f": 1/sqrt({n}) is {wrong}? ({size})"
    return ""


def _turns(shape: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Return the ways to order axes of equal lengths anew."""
    found = [p for p in permutations(range(len(shape))) if tuple(shape[a] for a in p) == shape]
    return found[1:]


def _turned(axes: tuple[int, ...]) -> Callable[[Block], Any]:
    return lambda block: np.transpose(block.right, axes)


def _transposed(case: Case) -> Iterator[Cause]:
    n, rank = len(case.shape), len(case.output)
    for axes in _turns(case.shape):
        if case.are(_turned((*axes, *range(n, n + rank)))):
            swapped = "transpose of the gradient" if n == 2 else f"gradient with axes {axes}"
            yield Cause("transposed", f"{case.name} is the {swapped}")
            return
    for axes in _turns(case.output):
        if case.are(_turned((*range(n), *(n + a for a in axes)))):
            text = f"{case.name} takes one axis of the upstream gradient for another (of the same "
            yield Cause("wrong axis", f"{text}size): does it sum over the wrong one?")
            return


def _of_a_square(case: Case) -> Iterator[Cause]:
    n = math.prod(case.shape)
    eye = np.eye(n).reshape(*case.shape, *case.shape)
    name, x, out = case.name, case.name[1:], case.output_name
    if case.are(lambda block: block.right * eye):
        text = f"{name} takes only the diagonal of the Jacobian: every entry of {out} depends on "
        yield Cause("diagonal", f"{text}several entries of {x}")
    text = f"the upstream gradient itself, by the direct path from {x} to {out},"
    if case.are(lambda block: block.right - eye):
        yield Cause("direct path", f"{text} is missing in {name}")
    if case.are(lambda block: block.right + eye):
        yield Cause("direct path", f"{text} is there once too often in {name}")


def last_resorts(case: Case) -> Iterator[Cause]:
    """Yield the confirmed causes that say less than others would."""
    n = math.prod(case.shape)
    if case.shape == case.output and case.are(
        lambda block: block.right.reshape(n, n).T.reshape(block.right.shape)
    ):
        text = f"{case.name} is J u where J^T u is needed: is a matrix in it not transposed?"
        yield Cause("Jacobian transposed", text)
    if case.are(lambda block: 1.0 * (np.abs(block.right) > block.tolerance)):
        text = f"{case.name} adds up the upstream gradient as it is: it lacks the factor that "
        yield Cause("factor missing", f"{text}{case.name[1:]} has in the forward pass")


def _let_through(case: Case) -> Iterator[Cause]:
    """Yield a cause if all that is wrong is at entries by which, or of which, nothing changes."""
    for block in case.blocks:
        there = np.abs(block.right) > 0
        rank = len(case.shape)
        dead = ~there.any(axis=tuple(range(rank, there.ndim)), keepdims=True)
        dead = dead | ~there.any(axis=tuple(range(rank)), keepdims=True)
        if (block.wrong() & ~dead).any():
            return
    text = f"{case.name} lets through what has to stop: the derivative is 0 there, as where "
    yield Cause("mask missing", f"{text}relu is off: is a mask such as x > 0 missing?")


def _left_out(case: Case) -> Iterator[Cause]:
    """Yield a cause if the claim is right but for parts that are 0."""
    if not all(
        (block.is_predicted(np.where(_is_zero(block), 0.0, block.right))) for block in case.blocks
    ):
        return
    block = case.firmest()
    absent = block.wrong()
    rank = len(case.shape)
    by_output = absent.any(axis=tuple(range(rank)))
    used = (np.abs(block.right) > block.tolerance).any(axis=tuple(range(rank)))
    complete = not (~absent & (np.abs(block.right) > block.tolerance))[..., by_output].any()
    if complete and by_output.any() and not by_output[used].all():
        text = f"{case.name} leaves out what flows back from {case.output_name}"
        text += _places(by_output, case.output)
        yield Cause("left out", f"{text}: forgotten, or overwritten where it should be added?")
        return
    count, whole = int(absent.sum()), int((np.abs(block.right) > block.tolerance).sum())
    text = f"{case.name} lacks {count} of the {whole} contributions that add up to it: are they "
    text += "overwritten (= for +=, or += at repeated indices for np.add.at)?"
    yield Cause("overwritten", text)


def _is_zero(block: Block) -> Any:
    return np.abs(block.given) <= block.tolerance


def _places(mask: Any, shape: tuple[int, ...]) -> str:
    """Say at which indices of an axis a mask is true, if that is all that there is to say."""
    for axis in range(len(shape)):
        others = tuple(a for a in range(len(shape)) if a != axis)
        if np.array_equal(mask.any(axis=others), mask.all(axis=others)):
            indices = ", ".join(map(str, np.flatnonzero(mask.any(axis=others))[:8]))
            return f" at index {indices} of axis {axis}"
    return f" at {int(mask.sum())} of its {mask.size} entries"
