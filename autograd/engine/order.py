"""Orders of a graph's nodes, each before or after its inputs.

Nothing here recurses, so depth is limited by memory alone, and nothing depends on hash order, so
orders are the same from run to run.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any


def interior(root: Any) -> list[Any]:
    """Return the nodes below `root` that have inputs, `root` first, each before its inputs."""
    return ordered(root)[0]


def ordered(root: Any) -> tuple[list[Any], bool]:
    """Return `interior(root)`, and whether any node below has a gradient already.

    Breadth first is an order, and the fastest, as long as no node is met again; then depth first.
    Whether there are gradients is looked up on the way: a walk of its own would cost three times
    as much.
    """
    found = [root] if root.op else []
    seen = set(found)
    push, mark = found.append, seen.add
    graded = bool(root.grad)
    for node in found:  # which grows as we go
        left, right = node.left, node.right
        if left is None:
            for x in right:
                if x.grad:
                    graded = True
                if x.op is not None:
                    if x not in seen:
                        mark(x)
                        push(x)
                    elif x is not found[-1]:  # it may have been passed: breadth first is no order
                        return _depth_first(root)
            continue
        if left.grad:
            graded = True
        if left.op is not None:
            if left not in seen:
                mark(left)
                push(left)
            elif left is not found[-1]:
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
    """Return what `ordered` does, for a graph in which nodes have several uses."""
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
    """Return `root` and every node below it, leaves too, each after its inputs.

    >>> from autograd import Value, topological_order
    >>> x = Value(2.0, "x")
    >>> [v.label or v.op.name for v in topological_order(x * x + Value(1.0, "b"))]
    ['x', 'mul', 'b', 'add']
    """
    order = reversed(interior(root))
    return list(dict.fromkeys(v for node in order for v in (*node.inputs, node))) or [root]


def leading_to(order: Sequence[Any], wrt: Iterable[Any]) -> set[Any]:
    """Return `wrt` and those nodes of the order (each before its inputs) that depend on them."""
    found = set(wrt)
    for node in reversed(order):
        if not found.isdisjoint(node.inputs):
            found.add(node)
    return found
