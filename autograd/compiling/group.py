"""Finding the structure that scalars hide: many Scalars become few blocks of arrays.

Scalars at one level that are computed alike, from neighbours in the same arrays, are one block;
sums of w x over the same x are a matrix product; what is left is a block of one row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .scalars import OVER, Scalar, is_weighted, key_of


@dataclass(eq=False)
class Array:
    """Rows of numbers: one number for each sample, or for what all samples share one.

    kind  "input", "weights", "gradient", "kept" or "temporary"
    at    where it begins in the vector of weights or gradients, else 0
    """

    name: str
    batch: bool
    kind: str = "temporary"
    at: int = 0
    rows: list[Scalar] = field(default_factory=list)
    number: int = 0


class View(NamedTuple):
    """Rows `start` to `stop` of an array; where `shape` is given, as a matrix (or turned round)."""

    array: Array
    start: int
    stop: int
    shape: tuple[int, int] | None = None
    turned: bool = False

    @property
    def count(self) -> int:
        """How many rows."""
        return self.stop - self.start


Operand = View | float


class Block(NamedTuple):
    """Some rows of an array, and how they are computed.

    kind      "row", "sum", "product" (matrix), "mix" (constant matrix), "inner" (over the batch),
              "total" (over the batch), "copy"
    operands  what the slots refer to
    pattern   of a sum: for each term the coefficient, and of each factor whether it is a batch
    """

    kind: str
    out: View
    of: Scalar
    operands: tuple[Any, ...]
    pattern: tuple[Any, ...] = ()


class Grouping:
    """Blocks, phase by phase, and the place of every Scalar.

    phases   for each phase (forward, backward) what it has to compute, each after its inputs
    kept     Scalars that can be asked for afterwards
    target   {Scalar: the place in the vector of gradients that it is to have}, filled as weights
             get their places
    """

    def __init__(
        self,
        inputs: Sequence[Array],
        parameters: dict[Scalar, Scalar | None],
        kept: set[Scalar],
        name: Callable[[Sequence[Scalar], bool], str],
        together: bool = True,
    ) -> None:
        self.arrays: list[Array] = []
        self.blocks: list[Block] = []
        self.place: dict[Scalar, tuple[Array, int]] = {}
        self._parameters, self._kept, self._name, self._together = parameters, kept, name, together
        self.weights = self._enter(Array("weights", batch=False, kind="weights"))
        self.gradient = self._enter(Array("gradient", batch=False, kind="gradient"))
        self._target: dict[Scalar, int] = {}
        for array in inputs:
            self._enter(array)

    def phase(self, scalars: Iterable[Scalar]) -> list[Block]:
        """Return the blocks that compute these Scalars, given those of the phases before."""
        self.blocks = []
        levels: dict[int, list[Scalar]] = {}
        for s in scalars:
            levels.setdefault(s.level if self._together else s.number, []).append(s)
        for level in sorted(levels):
            self._level(levels[level])
        return self.blocks

    def finish(self) -> list[Block]:
        """Give every parameter its place; return the blocks that complete the gradients."""
        self.blocks = []
        for w in self._parameters:
            self.spot(w)
        of_weights = [(w, self._parameters[w]) for w in self.weights.rows]
        self.gradient.rows = [w if g is None else g for w, g in of_weights]
        moved = [(w, g) for w, g in self._parameters.items() if g is not None]
        moved = [(w, g) for w, g in moved if self.place.get(g) != (self.gradient, self.spot(w)[1])]
        moved.sort(key=lambda pair: self.spot(pair[0])[1])
        for start, stop in _runs([[self.spot(w), self._place_or_value(g)] for w, g in moved]):
            column = [g for _, g in moved[start:stop]]
            at = self.spot(moved[start][0])[1]
            to = View(self.gradient, at, at + stop - start)
            self.blocks.append(Block("copy", to, column[0], (self._operand(column),)))
        return self.blocks

    # --- places ---

    def spot(self, s: Scalar) -> tuple[Array, int]:
        """Return where a Scalar is; a parameter gets its place when it is first asked for."""
        if s not in self.place and s in self._parameters:
            at = self._append(self.weights, s)
            gradient = self._parameters[s]
            if gradient is not None:
                self._target.setdefault(gradient, at)
        return self.place[s]

    def _append(self, array: Array, s: Scalar) -> int:
        self.place[s] = array, len(array.rows)
        array.rows.append(s)
        return len(array.rows) - 1

    def _enter(self, array: Array) -> Array:
        array.number = len(self.arrays)
        self.arrays.append(array)
        for i, s in enumerate(array.rows):
            self.place[s] = array, i
        return array

    def _new(self, rows: Sequence[Scalar], batch: bool) -> View:
        """Return a place for new rows: in the gradients, if that is what they are."""
        at = self._target.get(rows[0], -1)
        if at >= 0 and all(self._target.get(s) == at + i for i, s in enumerate(rows)):
            for i, s in enumerate(rows):
                self.place[s] = self.gradient, at + i
            return View(self.gradient, at, at + len(rows))
        kind = "temporary" if self._kept.isdisjoint(rows) else "kept"
        array = self._enter(
            Array(self._name(rows, batch and len(rows) > 1), batch, kind, rows=list(rows))
        )
        return View(array, 0, len(rows))

    def _operand(self, column: Sequence[Scalar]) -> Operand:
        """Return what one slot of some rows refers to: a number, one row for all, or as many."""
        if column[0].value is not None:
            return column[0].value
        array, at = self.spot(column[0])
        return View(array, at, at + (1 if column[-1] is column[0] else len(column)))

    def _gathered(self, column: Sequence[Scalar]) -> View:
        """Return Scalars as neighbours, copied together if they are not."""
        runs = list(_runs([[self.spot(s)] for s in column]))
        if len(runs) == 1 and (len(column) == 1 or column[0] is not column[-1]):
            array, at = self.spot(column[0])
            return View(array, at, at + len(column))
        out = self._enter(Array("gathered", column[0].batch))
        out.rows = [None] * len(column)  # type: ignore[list-item]  # copies: their place is another
        for start, stop in runs:
            part = column[start:stop]
            to = View(out, start, stop)
            self.blocks.append(Block("copy", to, part[0], (self._operand(part),)))
        return View(out, 0, len(column))

    # --- blocks ---

    def _level(self, scalars: list[Scalar]) -> None:
        left = scalars
        if self._together:
            left = self._matrices(left)
            left = self._mixtures(left)
            left = self._inner_products(left)
            left = self._reductions(left)
        groups: dict[Any, list[tuple[list[Scalar], Scalar]]] = {}
        for s in left:
            pattern, slots = self._pattern(s)
            groups.setdefault(pattern, []).append((slots, s))
        for pattern, members in groups.items():
            self._alike(pattern, members)

    def _pattern(self, s: Scalar) -> tuple[Any, list[Scalar]]:
        """Return what makes Scalars alike, and their slots in an order of their own."""
        if not s.terms:
            kinds = tuple([x.value if x.value is not None else x.batch for x in s.inputs])
            return (key_of(s.op), kinds), list(s.inputs)
        pattern, slots = [], []
        for c, *factors in self._ordered(s):
            pattern.append((c, *[x.batch for x in factors]))
            slots += factors
        return tuple(pattern), slots

    def _ordered(self, s: Scalar) -> list[Any]:
        """Return the terms of a sum, (coefficient, *factors), in the order of their places."""
        terms = []
        for c, *factors in s.terms:
            placed = [(self._key(x), x) for x in factors if x is not None]
            placed.sort(key=lambda pair: pair[0])
            terms.append(([key for key, _ in placed], (c, *[x for _, x in placed])))
        terms.sort(key=lambda pair: (not pair[0], pair[0]))
        return [term for _, term in terms]

    def _key(self, s: Scalar) -> tuple[int, float]:
        if s.value is not None:
            return -1, s.value
        array, at = self.spot(s)
        return array.number, at

    def _alike(self, pattern: Any, members: list[tuple[list[Scalar], Scalar]]) -> None:
        members.sort(key=lambda member: [self._key(x) for x in member[0]])
        rows = [s for _, s in members]
        columns = [[self._place_or_value(x) for x in slots] for slots, _ in members]
        runs = list(_runs(columns)) if self._together else [(i, i + 1) for i in range(len(rows))]
        whole = None
        if self._target.keys().isdisjoint(rows) and len(runs) < len(rows):
            whole = self._new(rows, rows[0].batch)
        for start, stop in runs:
            part = rows[start:stop]
            if whole is None:
                out = self._new(part, part[0].batch)
            else:
                out = View(whole.array, start, stop)
            slots = zip(*[slots for slots, _ in members[start:stop]], strict=True)
            operands = tuple([self._operand(column) for column in slots])
            kind = "sum" if part[0].terms else "total" if part[0].op is OVER else "row"
            self.blocks.append(Block(kind, out, part[0], operands, pattern))

    def _place_or_value(self, s: Scalar) -> Any:
        return s.value if s.value is not None else self.spot(s)

    def _matrices(self, scalars: list[Scalar]) -> list[Scalar]:
        """Take out the sums of w x over the same x: together they are a matrix product."""
        clusters: dict[frozenset[Scalar], list[Scalar]] = {}
        left = []
        for s in scalars:
            xs = _weighted(s)
            if len(xs) > 1:
                clusters.setdefault(frozenset(xs), []).append(s)
            else:
                left.append(s)
        for among, members in clusters.items():
            xs = sorted(among, key=self._key)
            if (
                len(members) == 1
                and len(xs) < 8
                and len(list(_runs([[self.spot(x)] for x in xs]))) > 1
            ):
                left += members
                continue
            of_member = [_weighted(s) for s in members]
            rows = [[weights[x] for x in xs] for weights in of_member]
            if all(w in self.place for row in rows for w in row):  # as they lie already
                order = sorted(range(len(rows)), key=lambda i: [self._key(w) for w in rows[i]])
                members, rows = [members[i] for i in order], [rows[i] for i in order]
            weights = [w for row in rows for w in row]
            matrix = self._matrix(weights, len(members), len(xs))
            vector = self._gathered(xs)
            self.blocks.append(
                Block("product", self._new(members, batch=True), members[0], (matrix, vector))
            )
        return left

    def _matrix(self, entries: list[Scalar], rows: int, columns: int) -> View:
        """Return a matrix, row by row, as it lies in the weights; turned round if it does so."""
        array, at = self.spot(entries[0])
        spots = [self.spot(w) for w in entries]
        count = len(entries)
        if spots == [(array, at + i) for i in range(count)]:
            return View(array, at, at + count, (rows, columns))
        if spots == [(array, at + j * rows + i) for i in range(rows) for j in range(columns)]:
            return View(array, at, at + count, (columns, rows), turned=True)
        return self._gathered(entries)._replace(shape=(rows, columns))

    def _mixtures(self, scalars: list[Scalar]) -> list[Scalar]:
        """Take out sums with plain numbers as weights over many rows of one array."""
        clusters: dict[Array, list[tuple[Scalar, dict[int, float]]]] = {}
        left = []
        for s in scalars:
            places = [self.spot(x) for x in s.parts if x.batch and len(s.parts) > 2]
            if len(places) != len(s.terms) or any(y is not None for _, _, y in s.terms):
                places = []
            if places and all(array is places[0][0] for array, _ in places):
                row = {at: c for (_, at), (c, _, _) in zip(places, s.terms, strict=True)}
                clusters.setdefault(places[0][0], []).append((s, row))
            else:
                left.append(s)
        for array, members in clusters.items():
            start = min(min(row) for _, row in members)
            stop = max(max(row) for _, row in members) + 1
            if sum(len(row) for _, row in members) < 0.4 * len(members) * (stop - start):
                left += [s for s, _ in members]
                continue
            pairs = [([row.get(at, 0.0) for at in range(start, stop)], s) for s, row in members]
            gaps = sum(row.count(0.0) for row, _ in pairs) > len(pairs) * (stop - start) / 2
            pairs.sort(key=lambda pair: pair[0], reverse=gaps)  # so a diagonal runs down, of 0 too
            rows = [s for _, s in pairs]
            matrix = tuple(tuple(row) for row, _ in pairs)
            self.blocks.append(
                Block("mix", self._new(rows, True), rows[0], (matrix, View(array, start, stop)))
            )
        return left

    def _inner_products(self, scalars: list[Scalar]) -> list[Scalar]:
        """Take out the sums over the batch of x_i g_j for all i and j of two arrays."""
        clusters: dict[tuple[Array, Array], dict[tuple[int, int], Scalar]] = {}
        left = []
        for s in scalars:
            if s.op is OVER and len(s.inputs) == 2:
                (a, i), (b, j) = sorted(map(self.spot, s.inputs), key=lambda p: (p[0].number, p[1]))
                clusters.setdefault((a, b), {})[i, j] = s
            else:
                left.append(s)
        for (a, b), found in clusters.items():
            left_out = self._grid(a, b, found)
            left += left_out
        return left

    def _grid(self, a: Array, b: Array, found: dict[tuple[int, int], Scalar]) -> list[Scalar]:
        i_s, j_s = sorted({i for i, _ in found}), sorted({j for _, j in found})
        if len(found) == 1 or len(found) < len(i_s) * len(j_s) or not (_dense(i_s) and _dense(j_s)):
            return list(found.values())
        first = View(a, i_s[0], i_s[-1] + 1)
        second = View(b, j_s[0], j_s[-1] + 1)
        rows = [found[i, j] for i in i_s for j in j_s]
        other = [found[i, j] for j in j_s for i in i_s]
        at = self._target.get(other[0], -1)
        if at >= 0 and all(self._target.get(s) == at + k for k, s in enumerate(other)):
            first, second, rows = second, first, other
        out = self._new(rows, batch=False)._replace(shape=(first.count, second.count))
        self.blocks.append(Block("inner", out, rows[0], (first, second)))
        return []

    def _reductions(self, scalars: list[Scalar]) -> list[Scalar]:
        """Take out what runs over the neighbouring rows of an array: a sum of x_i y_i, a maximum."""
        left = []
        for s in scalars:
            columns = self._running(s)
            if len(columns) and len(columns[0]) > 2 and all(map(self._adjacent, columns)):
                views = tuple([self._gathered(column) for column in columns])
                kind = "pairs" if s.terms else "reduce"
                self.blocks.append(Block(kind, self._new([s], s.batch), s, views))
            else:
                left.append(s)
        return left

    def _running(self, s: Scalar) -> list[list[Scalar]]:
        if s.terms:
            terms = self._ordered(s)
            if any(len(t) != 3 or t[0] != 1 or not (t[1].batch and t[2].batch) for t in terms):
                return []
            return [[t[1] for t in terms], [t[2] for t in terms]]
        if s.op is OVER or any(x.value is not None or x.batch != s.batch for x in s.inputs):
            return []
        return [sorted(s.inputs, key=self._key)]

    def _adjacent(self, column: list[Scalar]) -> bool:
        array, at = self.spot(column[0])
        return all(self.spot(s) == (array, at + i) for i, s in enumerate(column))


def _weighted(s: Scalar) -> dict[Scalar, Scalar]:
    """Return {x: w} of a sum of w x; nothing for what is not one, or has an x twice."""
    found: dict[Scalar, Scalar] = {}
    for term in s.terms:
        if not is_weighted(term):
            return {}
        _, a, b = term
        assert a is not None and b is not None
        w, x = (b, a) if a.batch else (a, b)
        found[x] = w
    return found if len(found) == len(s.terms) else {}


def _dense(numbers: list[int]) -> bool:
    return numbers[-1] - numbers[0] + 1 == len(numbers)


def _runs(rows: list[list[Any]]) -> Iterator[tuple[int, int]]:
    """Divide rows of places into runs along which each place stays, or goes on by one."""
    start = 0
    steps: list[int] = []
    for i in range(1, len(rows) + 1):
        if i < len(rows):
            now = [_step(a, b) for a, b in zip(rows[i - 1], rows[i], strict=True)]
            if None not in now and (not steps or now == steps):
                steps = now  # type: ignore[assignment]
                continue
        yield start, i
        start, steps = i, []


def _step(a: Any, b: Any) -> int | None:
    if a == b:
        return 0
    if isinstance(a, tuple) and isinstance(b, tuple) and a[0] is b[0] and b[1] == a[1] + 1:
        return 1
    return None
