"""Which rows are sums of products: add, mul, dot, affine, and any that comes tomorrow.

Where the partials of a row are other inputs of it, or numbers, the row is the sum of the products
of these pairs: d(xy)/dx = y and d(cx)/dx = c.  It may have a constant besides, or have told less
than the truth (a step function has slope 0), so that some numbers have to confirm it.
"""

from __future__ import annotations

import random

from ..engine.operation import Op
from ..formulas.symbol import Symbol

Product = tuple[float, int, int | None]
"""A coefficient, and the places of one or two inputs."""


def products_of(op: Op, n: int) -> list[Product] | None:
    """Return a row of n inputs as a sum of products; None if it is something else."""
    xs = [Symbol(f"x_{i}") for i in range(n)]
    place = {x: i for i, x in enumerate(xs)}
    try:
        partials = op.partials(Symbol("z"), *xs)
    except (TypeError, ValueError, ArithmeticError):
        return None
    if len(partials) != n:
        return None
    found: list[Product] = []
    for i, p in enumerate(partials):
        slope = p.value if isinstance(p, Symbol) else float(p)
        if slope is not None:
            found.append((slope, i, None))
        elif p not in place or place[p] == i or partials[place[p]] is not xs[i]:
            return None
        elif place[p] > i:
            found.append((1.0, i, place[p]))
    return found if _is_confirmed(op, n, found) else None


def _is_confirmed(op: Op, n: int, products: list[Product]) -> bool:
    rng = random.Random(n)
    for _ in range(3):
        point = [rng.uniform(0.5, 2.0) * rng.choice((-1, 1)) for _ in range(n)]
        terms = [c * point[i] * (1.0 if j is None else point[j]) for c, i, j in products]
        try:
            value = op.forward(*point)
        except (ArithmeticError, ValueError):
            return False
        if not abs(value - sum(terms)) <= 1e-13 * sum(map(abs, terms)):
            return False
    return True
