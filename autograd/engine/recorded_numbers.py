"""The numbers that a graph was computed with, and what is said when they have changed since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any


def recorded(node: Any) -> tuple[float, ...]:
    """Return the numbers of its inputs with which a node was computed."""
    if node.left is None:
        held: tuple[float, ...] = node.x
        return held
    return (node.x,) if node.right is None else (node.x, node.y)


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


def _differ(x: float, y: float) -> bool:
    return x is not y and x != y and (x == x or y == y)


def described(nodes: Iterable[Any], numbers: Iterable[float] | None = None) -> list[str]:
    """Return each node as "label = number", for messages; its present number if none is given."""
    pairs = [(v, v.data) for v in nodes] if numbers is None else zip(nodes, numbers, strict=True)
    return [f"{v.label} = {x!r}" if v.label else repr(x) for v, x in pairs]
