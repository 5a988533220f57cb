"""Finding the structure that scalars hide: many Scalars become few blocks of arrays.

Scalars at one level that are computed alike, from neighbours in the same arrays, are one block;
what combines the same rows is a matrix product (see `matrices`); what is left is a block of one
row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from . import matrices
from .blocks import Block, View
from .scalars import OVER, Scalar, key_of
from .storage import Storage, runs


def grouped(storage: Storage, scalars: Iterable[Scalar]) -> list[Block]:
    """Return the blocks that compute these Scalars, level by level."""
    storage.blocks = []
    levels: dict[int, list[Scalar]] = {}
    for s in scalars:
        levels.setdefault(s.level, []).append(s)
    for level in sorted(levels):
        left: Sequence[Scalar] = levels[level]
        for take_out in (
            matrices.products,
            matrices.mixtures,
            matrices.inner_products,
            matrices.reductions,
        ):
            left = take_out(storage, left)
        for pattern, members in _patterns(storage, left).items():
            _add_alike(storage, pattern, members)
    return storage.blocks


def one_by_one(storage: Storage, scalars: Iterable[Scalar]) -> list[Block]:
    """Return a block for each of these Scalars."""
    storage.blocks = []
    for s in scalars:
        ((pattern, members),) = _patterns(storage, [s]).items()
        _add_alike(storage, pattern, members)
    return storage.blocks


Member = tuple[list[Scalar], Scalar]
"""A Scalar, and before it what its slots hold."""


def _patterns(storage: Storage, scalars: Iterable[Scalar]) -> dict[Any, list[Member]]:
    """Sort Scalars by how they are computed; their slots in an order that does not depend on it."""
    found: dict[Any, list[Member]] = {}
    for s in scalars:
        if s.terms:
            terms = _ordered(storage, s)
            pattern: Any = tuple((c, *[x.batch for x in factors]) for c, *factors in terms)
            slots = [x for _, *factors in terms for x in factors]
        else:
            kinds = [x.value if x.value is not None else x.batch for x in s.inputs]
            pattern, slots = (key_of(s.op), *kinds), list(s.inputs)
        found.setdefault(pattern, []).append((slots, s))
    return found


def _ordered(storage: Storage, s: Scalar) -> list[Any]:
    """Return the terms of a sum, (coefficient, *factors), in the order of where they are."""
    terms = []
    for c, *factors in s.terms:
        present = sorted((x for x in factors if x is not None), key=storage.key)
        terms.append((not present, [storage.key(x) for x in present], (c, *present)))
    terms.sort(key=lambda term: term[:2])
    return [term for *_, term in terms]


def _add_alike(storage: Storage, pattern: Any, members: list[Member]) -> None:
    """Add blocks for Scalars that are computed alike: as few as their neighbourhood allows."""
    members.sort(key=lambda member: [storage.key(x) for x in member[0]])
    divided = list(runs([[storage.location_or_value(x) for x in slots] for slots, _ in members]))
    together = None
    if not any(storage.is_gradient(s) for _, s in members):
        if len(divided) == len(members):  # not neighbours, but perhaps derivatives by neighbours
            members.sort(key=lambda member: _beside(storage, member[1]))
        rows = [s for _, s in members]
        if len(divided) < len(members) or storage.are_kept(rows):
            together = storage.new(rows, rows[0].batch).array  # neighbours for those who use them
    for start, stop in divided:
        part = [s for _, s in members[start:stop]]
        out = View(together, start, stop) if together else storage.new(part, part[0].batch)
        slots = zip(*[slots for slots, _ in members[start:stop]], strict=True)
        kind = "sum" if part[0].terms else "total" if part[0].op is OVER else "row"
        operands = [storage.view(column) for column in slots]
        storage.add(kind, out, part[0], *operands, pattern=pattern)


def _beside(storage: Storage, s: Scalar) -> tuple[int, float]:
    """Return where the Scalar is by which this is a derivative, if it has a place."""
    of = s.slope_of
    return storage.key(of) if of is not None and of in storage else (-1, 0.0)
