"""The forward and the reverse sweep over a graph, and the local derivatives on its way.

A graph is its nodes: each has `.data`, `.grad`, `.op` (its row, None for a leaf) and `.inputs`,
and where it has a row the numbers that it was computed with, from which all derivatives are taken.
Nothing here recurses, so depth is limited by memory alone, and nothing depends on hash order,
so results are the same to the last bit from run to run.
"""

from __future__ import annotations

import math
import operator
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, repeat
from threading import RLock
from typing import Any

from .deferred import partials_in
from .order import interior, leading_to, ordered
from .recorded_numbers import described, recorded

_one_at_a_time = RLock()  # threads may share parameters, and a sweep writes to their .grad
if hasattr(os, "register_at_fork"):  # a child must not wait for a sweep of a thread it has not
    os.register_at_fork(
        before=_one_at_a_time.acquire,
        after_in_parent=_one_at_a_time.release,
        after_in_child=_one_at_a_time.release,
    )


def assign(nodes: Iterable[Any], attributes: Iterable[str], values: Iterable[Any]) -> None:
    """Set an attribute of each of many nodes in one call of C code: no Ctrl-C can divide it."""
    deque(map(setattr, nodes, attributes, values), maxlen=0)


def local_partials(node: Any, slots: Sequence[int] | None = None) -> tuple[float, ...]:
    """Return d(node)/d(input) for each input of `node`, at the point at which it was computed.

    If only those in some slots are asked for, the others are NaN where they do not exist.
    A DomainError where one does not exist; a TypeError where a user's own row gives no partials.
    """
    data = recorded(node)
    try:
        partials = node.op.partials(node.z, *data)
    except (ArithmeticError, ValueError) as error:
        if slots is not None and len(slots) < len(data):
            partials = _some_partials(node, slots, data, error)
        else:
            shown = described(node.inputs, data)
            raise node.op.failure(shown, error, what="the derivative of ") from None
    if not isinstance(partials, (tuple, list)) or len(partials) != len(node.inputs):
        raise TypeError(
            f"{node.op}: its partials must be one number for each of its {len(node.inputs)} inputs"
        )
    return tuple(partials)


def _some_partials(
    node: Any, slots: Sequence[int], data: Sequence[float], error: Exception
) -> list[float]:
    try:
        found = partials_in(slots, node.op, node.z, data)
    except (ArithmeticError, ValueError) as missing:
        error = missing
    except Exception:  # a user's function may fail in any way when it is given no numbers
        found = {}
    else:
        return [found.get(i, math.nan) for i in range(len(data))]
    shown = described(node.inputs, data)
    wrt = " and ".join(shown[i] for i in slots)
    raise node.op.failure(shown, error, what=f"the derivative by {wrt} of ") from None


def _touched(root: Any, order: Sequence[Any]) -> list[Any]:
    """Return every node that a sweep of this order writes to, some more than once."""
    return [root, *[x for node in order for x in node.inputs]]


def accumulate(root: Any, seed: float) -> None:
    """Add d(root)/d(node), times `seed`, to the `.grad` of every node below `root`.

    It is the derivative at the point at which the graph was computed, whatever `.data` holds now.
    The `.grad` fields themselves are the sweep's buffer: what they held is put aside first and
    added at the end, so that the sweep does not depend on it; on any error it is put back.
    """
    with _one_at_a_time:
        order, graded = ordered(root)
        before = [v.grad for v in _touched(root, order)] if graded else None
        node = root
        try:
            if before:
                assign(_touched(root, order), repeat("grad"), repeat(0.0))
            root.grad = seed
            for node in order:
                g = node.grad
                if not g:
                    continue  # it passes nothing on, not even 0 times an infinite partial
                left, right = node.left, node.right
                if left is None:
                    partials = node.op.partials(node.z, *node.x)
                    if len(partials) != len(right):
                        raise ValueError("wrong number of partials")
                    for x, p in zip(right, partials):  # noqa: B905  (just checked; it is slower)
                        x.grad += g * p
                elif right is None:
                    (p,) = node.op.partials(node.z, node.x)
                    left.grad += g * p
                else:
                    p, q = node.op.partials(node.z, node.x, node.y)
                    left.grad += g * p
                    right.grad += g * q
            if before:
                for v, grad in dict(zip(_touched(root, order), before, strict=True)).items():
                    v.grad += grad
        except BaseException as error:
            assign(_touched(root, order), repeat("grad"), before or repeat(0.0))
            if isinstance(error, (ArithmeticError, ValueError, TypeError)):
                local_partials(node)  # to say what is wrong with them
            raise


def reverse(
    order: Iterable[Any],
    adjoint: dict[Any, Any],
    contributions: Callable[[Any, Any], Iterable[tuple[Any, Any]]],
    added: Callable[[Any, Any], Any] = operator.add,
) -> dict[Any, Any]:
    """Apply the chain rule: from each node pass contributions on to its inputs, and add them up.

    order          the nodes, each before its inputs
    adjoint        {root: seed}, of any type; it is filled with what has arrived at each node
    contributions  (node, its adjoint) -> pairs (input, upstream * local); the next pair is asked
                   for when the last is added
    added          how two adjoints are added

    With floats the sweep gives numbers, with Values graphs, with lists samples or terms.
    `accumulate` is the same for floats alone, with `.grad` as the buffer, four times as fast.
    """
    for node in order:
        if node in adjoint:
            for x, c in contributions(node, adjoint[node]):
                adjoint[x] = added(adjoint[x], c) if x in adjoint else c
    return adjoint


def adjoints(
    root: Any,
    wrt: Iterable[Any],
    contributions: Callable[[Any, Any, Sequence[int]], Iterable[Any]],
) -> dict[Any, Any]:
    """Return {node: d(root)/d(node)} for the nodes between `root` and those of `wrt`.

    `contributions(node, g, slots)` gives g times the local partial (None for nothing) by the
    inputs in these slots: those that lead to `wrt`.  No other partial is needed.
    """
    order = interior(root)
    relevant = leading_to(order, wrt)

    def passed_on(node: Any, g: Any) -> Iterator[tuple[Any, Any]]:
        slots = [i for i, x in enumerate(node.inputs) if x in relevant]
        if slots:
            for i, c in zip(slots, contributions(node, g, slots), strict=True):
                if c is not None:
                    yield node.inputs[i], c

    return reverse(order, {root: 1.0}, passed_on)


_NUMBERS = ("data", "z", "x", "y")


def recompute(root: Any) -> None:
    """Compute `.data` of every node below `root` anew from its leaves, or on any error of none."""
    order = interior(root)[::-1]
    before = [getattr(v, name) for name in _NUMBERS for v in order]
    node = root
    try:
        for node in order:
            left, right = node.left, node.right
            if left is None:
                node.x = x = tuple([v.data for v in right])
                node.data = node.z = node.op.forward(*x)
            elif right is None:
                node.x = x = left.data
                node.data = node.z = node.op.forward(x)
            else:
                node.x = x = left.data
                node.y = y = right.data
                node.data = node.z = node.op.forward(x, y)
    except BaseException as error:
        shown = described(node.inputs)
        names = chain.from_iterable([repeat(name, len(order)) for name in _NUMBERS])
        assign(order * len(_NUMBERS), names, before)
        if isinstance(error, (ArithmeticError, ValueError)):
            raise node.op.failure(shown, error) from None
        raise
