"""Walks over a graph: topological order, the forward and the reverse sweep.

A graph is its nodes: each has `.data`, `.grad`, `.op` (its row, None for a leaf) and `.inputs`.
Nothing here recurses, so depth is limited by memory alone, and nothing depends on hash order,
so results are the same to the last bit from run to run.
"""

from __future__ import annotations

import math
import operator
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat
from threading import RLock
from typing import Any

from .deferred import partials_in
from .operation import BUILT_IN

_one_at_a_time = RLock()  # threads may share parameters, and a sweep writes to their .grad
if hasattr(os, "register_at_fork"):  # a child must not wait for a sweep of a thread it has not
    os.register_at_fork(
        before=_one_at_a_time.acquire,
        after_in_parent=_one_at_a_time.release,
        after_in_child=_one_at_a_time.release,
    )


def interior(root: Any) -> list[Any]:
    """Return the nodes below `root` that have inputs, `root` first, each before its inputs."""
    return _ordered(root)[0]


def _ordered(root: Any) -> tuple[list[Any], bool]:
    """Return `interior(root)`, and whether any node below has a gradient already.

    Breadth first is an order, and the fastest, as long as no node is met again; then depth first.
    Whether there are gradients is looked up on the way: a walk of its own would cost three times
    as much.
    """
    found = [root] if root.inputs else []
    seen = set(found)
    push, mark = found.append, seen.add
    graded = bool(root.grad)
    for node in found:  # which grows as we go
        for x in node.inputs:
            if x.grad:
                graded = True
            if x.inputs:
                if x not in seen:
                    mark(x)
                    push(x)
                elif x is not found[-1]:  # it may have been passed: breadth first is no order
                    return _depth_first(root)
    return found, graded


def _depth_first(root: Any) -> tuple[list[Any], bool]:
    """Return what `_ordered` does, for a graph in which nodes have several uses."""
    order: list[Any] = []
    done: set[Any] = set()
    stack = [root]
    pop, push, extend = stack.pop, stack.append, stack.extend
    mark, all_done = done.add, done.issuperset
    graded = False
    while stack:
        node = pop()
        if node is None:  # all that is below the next node is in order
            order.append(pop())
        elif node not in done:
            mark(node)
            if node.grad:
                graded = True
            inputs = node.inputs
            if inputs and all_done(inputs):  # as for the neurons of a layer, but for the first
                order.append(node)
            elif inputs:
                push(node)
                push(None)
                extend(inputs)
    order.reverse()
    return order, graded


def below(root: Any) -> list[Any]:
    """Return `root` and every node below it, leaves too, each after its inputs."""
    order = reversed(interior(root))
    return list(dict.fromkeys(v for node in order for v in (*node.inputs, node))) or [root]


def assign(nodes: Iterable[Any], attribute: str, values: Iterable[float]) -> None:
    """Set an attribute of many nodes in one call of C code, which a Ctrl-C cannot divide."""
    deque(map(setattr, nodes, repeat(attribute), values), maxlen=0)


def local_partials(node: Any, slots: Sequence[int] | None = None) -> tuple[float, ...]:
    """Return d(node)/d(input) for each input of `node`, at its inputs' data.

    If only those in some slots are asked for, the others are NaN where they do not exist.
    A DomainError where one does not exist; a TypeError where a user's own row gives no partials.
    """
    data = [x.data for x in node.inputs]
    try:
        partials = node.op.partials(node.data, *data)
    except (ArithmeticError, ValueError) as error:
        if slots is not None and len(slots) < len(data):
            partials = _some_partials(node, slots, data, error)
        else:
            shown = described(node.inputs)
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
        found = partials_in(slots, node.op, node.data, data)
    except (ArithmeticError, ValueError) as missing:
        error = missing
    except Exception:  # a user's function may fail in any way when it is given no numbers
        found = {}
    else:
        return [found.get(i, math.nan) for i in range(len(data))]
    shown = described(node.inputs)
    wrt = " and ".join(shown[i] for i in slots)
    raise node.op.failure(shown, error, what=f"the derivative by {wrt} of ") from None


def _touched(root: Any, order: Sequence[Any]) -> list[Any]:
    """Return every node that a sweep of this order writes to, some more than once."""
    return [root, *[x for node in order for x in node.inputs]]


def accumulate(root: Any, seed: float) -> None:
    """Add d(root)/d(node), times `seed`, to the `.grad` of every node below `root`.

    The `.grad` fields themselves are the sweep's buffer: what they held is put aside first and
    added at the end, so that the sweep does not depend on it; on any error it is put back.
    """
    with _one_at_a_time:
        order, graded = _ordered(root)
        if order:
            check_recorded(order[-1])
        before = [v.grad for v in _touched(root, order)] if graded else None
        node = root
        try:
            if before:
                assign(_touched(root, order), "grad", repeat(0.0))
            root.grad = seed
            for node in order:
                g = node.grad
                if not g:
                    continue  # it passes nothing on, not even 0 times an infinite partial
                inputs = node.inputs
                if len(inputs) == 2:  # the commonest case, unrolled: it saves a third
                    x, y = inputs
                    p, q = node.op.partials(node.data, x.data, y.data)
                    x.grad += g * p
                    y.grad += g * q
                elif len(inputs) == 1:
                    (x,) = inputs
                    (p,) = node.op.partials(node.data, x.data)
                    x.grad += g * p
                else:
                    partials = node.op.partials(node.data, *[x.data for x in inputs])
                    if len(partials) != len(inputs):
                        raise ValueError("wrong number of partials")
                    for x, p in zip(inputs, partials):  # noqa: B905  (just checked; it is slower)
                        x.grad += g * p
            if before:
                for v, grad in dict(zip(_touched(root, order), before, strict=True)).items():
                    v.grad += grad
        except BaseException as error:
            assign(_touched(root, order), "grad", before or repeat(0.0))
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


def leading_to(order: Sequence[Any], wrt: Iterable[Any]) -> set[Any]:
    """Return `wrt` and those nodes of the order (each before its inputs) that depend on them."""
    found = set(wrt)
    for node in reversed(order):
        if not found.isdisjoint(node.inputs):
            found.add(node)
    return found


class StaleError(RuntimeError):
    """A number was changed after a graph was computed from it."""


def check_recorded(node: Any) -> None:
    """Raise a StaleError if a built-in row gives another number at its inputs' present data."""
    if node.op.family is None and node.op.name not in BUILT_IN:
        return  # a user's function may be a random one
    try:
        z = node.op.forward(*[x.data for x in node.inputs])
    except (ArithmeticError, ValueError):
        z = math.nan
    if z != node.data and (z == z or node.data == node.data):
        name = node.label or f"{node.op.name} of"
        raise StaleError(
            f"backward: {name} ({', '.join(described(node.inputs)[:4])}) was recorded as "
            f"{node.data!r}, but is {z!r} by now: .data was changed after; call .forward() first"
        )


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


def recompute(root: Any) -> None:
    """Compute `.data` of every node below `root` anew from its leaves, or on any error of none."""
    order = interior(root)[::-1]
    before = [node.data for node in order]
    node = root
    try:
        for node in order:
            node.data = node.op.forward(*[x.data for x in node.inputs])
    except BaseException as error:
        shown = described(node.inputs)
        assign(order, "data", before)
        if isinstance(error, (ArithmeticError, ValueError)):
            raise node.op.failure(shown, error) from None
        raise


def described(nodes: Iterable[Any]) -> list[str]:
    """Return each node as "label = number", for messages."""
    return [f"{v.label} = {v.data!r}" if v.label else repr(v.data) for v in nodes]
