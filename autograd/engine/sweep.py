"""Walks over a graph: topological order, the forward and the reverse sweep.

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

    Breadth first is an order, and the fastest, as long as no node is met again and none has many
    inputs; then depth first.  Whether there are gradients is looked up on the way: a walk of its
    own would cost three times as much.
    """
    found = [root] if root.op else []
    seen = set(found)
    push, mark = found.append, seen.add
    graded = bool(root.grad)
    for node in found:  # which grows as we go
        left, right = node.left, node.right
        if left is None:
            return _depth_first(root)
        if left.grad:
            graded = True
        if left.op is not None:
            if left not in seen:
                mark(left)
                push(left)
            elif left is not found[-1]:  # it may have been passed: breadth first is no order
                return _depth_first(root)
        if right is not None:
            if right.grad:
                graded = True
            if right.op is not None:
                if right not in seen:
                    mark(right)
                    push(right)
                elif right is not found[-1]:
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
            if node.op is None:
                continue
            left, right = node.left, node.right
            if left is None:
                if all_done(right):
                    order.append(node)
                else:
                    push(node)
                    push(None)
                    extend(right)
            elif left in done and (right is None or right in done):
                order.append(node)
            else:
                push(node)
                push(None)
                push(left)
                if right is not None:
                    push(right)
    order.reverse()
    return order, graded


def below(root: Any) -> list[Any]:
    """Return `root` and every node below it, leaves too, each after its inputs."""
    order = reversed(interior(root))
    return list(dict.fromkeys(v for node in order for v in (*node.inputs, node))) or [root]


def assign(nodes: Iterable[Any], attributes: Iterable[str], values: Iterable[Any]) -> None:
    """Set an attribute of each of many nodes in one call of C code: no Ctrl-C can divide it."""
    deque(map(setattr, nodes, attributes, values), maxlen=0)


def recorded(node: Any) -> tuple[float, ...]:
    """Return the numbers of its inputs with which a node was computed."""
    if node.left is None:
        held: tuple[float, ...] = node.x
        return held
    return (node.x,) if node.right is None else (node.x, node.y)


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
        order, graded = _ordered(root)
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


def leading_to(order: Sequence[Any], wrt: Iterable[Any]) -> set[Any]:
    """Return `wrt` and those nodes of the order (each before its inputs) that depend on them."""
    found = set(wrt)
    for node in reversed(order):
        if not found.isdisjoint(node.inputs):
            found.add(node)
    return found


class StaleError(RuntimeError):
    """A number was changed after a graph was computed from it, and what is asked for needs both."""


def check_recorded(node: Any, where: str) -> None:
    """Raise a StaleError if a number that the node was computed with is another by now."""
    for x, number in zip((*node.inputs, node), (*recorded(node), node.z), strict=True):
        if _differ(x.data, number):
            name = x.label or (f"a result of {x.op.name}" if x.op else "an input")
            raise StaleError(
                f"{where}: {name} was {number!r} when {node.label or f'{node.op.name} of it'} was "
                f"computed, and is {x.data!r} by now: call .forward() first"
            )


def _differ(x: float, y: float) -> bool:
    return x is not y and x != y and (x == x or y == y)


def numbers(order: Sequence[Any]) -> dict[Any, float]:
    """Return {node: its number} for all nodes of an order, as they were when it was computed.

    A StaleError if an input was changed between two of its uses.
    """
    found: dict[Any, float] = {node: node.z for node in order}
    for node in order:
        for x, number in zip(node.inputs, recorded(node), strict=True):
            if _differ(found.setdefault(x, number), number):
                raise StaleError(
                    f"{x.label or 'a number'} was {number!r} in one place of this graph and "
                    f"{found[x]!r} in another: it was changed between; call .forward() first"
                )
    return found


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


def described(nodes: Iterable[Any], numbers: Iterable[float] | None = None) -> list[str]:
    """Return each node as "label = number", for messages; its present number if none is given."""
    pairs = [(v, v.data) for v in nodes] if numbers is None else zip(nodes, numbers, strict=True)
    return [f"{v.label} = {x!r}" if v.label else repr(x) for v, x in pairs]
