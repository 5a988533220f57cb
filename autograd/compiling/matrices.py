"""Finding matrices: Scalars that combine the same rows become one product.

Each function takes the Scalars of one level, adds blocks for those that it knows what to do with,
and returns the others.
"""

from __future__ import annotations

from collections.abc import Sequence

from .blocks import Array, View
from .primitives import is_extreme
from .scalars import OVER, Scalar, is_weighted
from .storage import Storage


def products(storage: Storage, scalars: Sequence[Scalar]) -> list[Scalar]:
    """Take out the sums of w x over the same x: a matrix of weights, times the x."""
    clusters: dict[frozenset[Scalar], list[tuple[Scalar, dict[Scalar, Scalar]]]] = {}
    left = []
    for s in scalars:
        weights = _weights(s)
        if len(weights) > 1:
            clusters.setdefault(frozenset(weights), []).append((s, weights))
        else:
            left.append(s)
    for among, members in clusters.items():
        xs = sorted(among, key=storage.key)
        if len(members) == 1 and _scattered(storage, xs):
            left.append(members[0][0])
            continue
        placed = all(w in storage for _, weights in members for w in weights.values())
        if placed:  # then as they lie already: rather gather the x
            xs.sort(key=lambda x: storage.key(members[0][1][x]))
        rows = [(s, [weights[x] for x in xs]) for s, weights in members]
        if placed:
            rows.sort(key=lambda pair: [storage.key(w) for w in pair[1]])
        matrix = _matrix(storage, [row for _, row in rows])
        vector = storage.gathered(xs)
        members_in_order = [s for s, _ in rows]
        out = storage.new(members_in_order, batch=True)
        storage.add("product", out, members_in_order[0], matrix, vector)
    return left


def _weights(s: Scalar) -> dict[Scalar, Scalar]:
    """Return {x: w} of a sum of w x; nothing for what is not one, or has an x twice."""
    found: dict[Scalar, Scalar] = {}
    for term in s.terms:
        if not is_weighted(term):
            return {}
        _, a, b = term
        assert a is not None and b is not None  # noqa: PT018  (as is_weighted found)
        w, x = (b, a) if a.batch else (a, b)
        found[x] = w
    return found if len(found) == len(s.terms) else {}


def _scattered(storage: Storage, xs: Sequence[Scalar]) -> bool:
    """Whether to copy some x together costs more than to take them one by one."""
    return len(xs) < 8 and not storage.is_run(xs)


def _matrix(storage: Storage, rows: Sequence[Sequence[Scalar]]) -> View:
    """Return a matrix as it lies in the weights; turned round if it does so."""
    height, width = len(rows), len(rows[0])
    entries = [w for row in rows for w in row]
    turned = [row[j] for j in range(width) for row in rows]
    if not storage.is_run(entries) and storage.is_run(turned):
        return storage.gathered(turned)._replace(shape=(width, height), turned=True)
    return storage.gathered(entries)._replace(shape=(height, width))


def mixtures(storage: Storage, scalars: Sequence[Scalar]) -> list[Scalar]:
    """Take out sums with plain numbers as weights, over many rows of one array."""
    clusters: dict[Array, list[tuple[Scalar, dict[int, float]]]] = {}
    left = []
    for s in scalars:
        coefficients = _coefficients(storage, s)
        if len(coefficients) > 2:
            array, _ = storage.location(s.parts[0])
            clusters.setdefault(array, []).append((s, coefficients))
        else:
            left.append(s)
    for array, members in clusters.items():
        start = min(min(row) for _, row in members)
        stop = max(max(row) for _, row in members) + 1
        filled = sum(len(row) for _, row in members) / (len(members) * (stop - start))
        if filled < 0.4:
            left += [s for s, _ in members]
            continue
        rows = [([row.get(at, 0.0) for at in range(start, stop)], s) for s, row in members]
        # so that a diagonal runs down: of numbers among zeros, or of zeros among numbers
        rows.sort(key=lambda pair: pair[0], reverse=filled < 0.5)
        out = storage.new([s for _, s in rows], batch=True)
        matrix = tuple(tuple(row) for row, _ in rows)
        storage.add("mix", out, rows[0][1], matrix, View(array, start, stop))
    return left


def _coefficients(storage: Storage, s: Scalar) -> dict[int, float]:
    """Return {row: coefficient} of a sum of multiples of rows of one array, else nothing."""
    found: dict[int, float] = {}
    arrays = set()
    for c, x, y in s.terms:
        if x is None or y is not None or not x.batch:
            return {}
        array, at = storage.location(x)
        arrays.add(array)
        found[at] = c
    return found if len(arrays) == 1 else {}


def inner_products(storage: Storage, scalars: Sequence[Scalar]) -> list[Scalar]:
    """Take out the sums over the batch of x_i g_j for all rows i of an array and j of another."""
    clusters: dict[tuple[Array, Array], dict[tuple[int, int], Scalar]] = {}
    left = []
    for s in scalars:
        if s.op is OVER and len(s.inputs) == 2:
            (a, i), (b, j) = [storage.location(x) for x in sorted(s.inputs, key=storage.key)]
            clusters.setdefault((a, b), {})[i, j] = s
        else:
            left.append(s)
    for (a, b), found in clusters.items():
        i_s, j_s = sorted({i for i, _ in found}), sorted({j for _, j in found})
        dense = i_s[-1] - i_s[0] < len(i_s) and j_s[-1] - j_s[0] < len(j_s)
        if len(found) == 1 or len(found) < len(i_s) * len(j_s) or not dense:
            left += found.values()
            continue
        first, second = View(a, i_s[0], i_s[-1] + 1), View(b, j_s[0], j_s[-1] + 1)
        rows = [found[i, j] for i in i_s for j in j_s]
        other_way = [found[i, j] for j in j_s for i in i_s]
        if storage.in_gradient(other_way):
            first, second, rows = second, first, other_way
        out = storage.new(rows, batch=False)._replace(shape=(first.size, second.size))
        storage.add("inner", out, rows[0], first, second)
    return left


def reductions(storage: Storage, scalars: Sequence[Scalar]) -> list[Scalar]:
    """Take out what runs over neighbouring rows: a sum of x_i y_i, the largest of many x_i."""
    left = []
    for s in scalars:
        columns = _pairs(storage, s) if s.terms else _many(storage, s)
        if columns and len(columns[0]) > 2 and all(map(storage.is_run, columns)):
            views = [storage.gathered(column) for column in columns]
            kind = "pairs" if s.terms else "reduce"
            storage.add(kind, storage.new([s], s.batch), s, *views)
        else:
            left.append(s)
    return left


def _pairs(storage: Storage, s: Scalar) -> list[list[Scalar]]:
    """Return the x and the y of a sum of x y, of one sample each."""
    pairs = []
    for c, x, y in s.terms:
        if c != 1 or x is None or y is None or not (x.batch and y.batch):
            return []
        pairs.append(sorted((x, y), key=storage.key))
    pairs.sort(key=lambda pair: storage.key(pair[0]))
    return [list(column) for column in zip(*pairs, strict=True)]


def _many(storage: Storage, s: Scalar) -> list[list[Scalar]]:
    """Return the inputs of a row that takes any number of them."""
    if not is_extreme(s.op):
        return []
    if any(x.value is not None or x.batch != s.batch for x in s.inputs):
        return []
    return [sorted(s.inputs, key=storage.key)]
