"""Find the shape of every quantity: sizes are unknowns, and each equation joins some.

What a name is, a number, a vector or a matrix, is what gives most equations a meaning.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from ..reading.tree import Matrix, Name, Negative, Number, Power, Product, Transpose
from ..reading.walked import walk
from .errors import BeyondError, ShapeError
from .formula_shapes import FormulaShapes
from .groupings import groupings
from .index import LAYERS, SURE_LOSSES
from .law import Law, adds_number, is_numeric
from .quantities import ANY
from .sizes import Size, Sized

_MISFIT = "misfit"
WIDTHS = (3, 2, 4, 5, 6, 7, 8)
MOST_WIDTH = 8
"""The widest that a quantity is made so that it has an entry of this number."""


class Shaping(FormulaShapes):
    """The shapes of a model, with each leaf of the kind given for it."""

    def judge_all(self) -> int:
        """Take in every law and claim; return how much of the document has no meaning."""
        bad = 0
        self.failed = []
        self.bad_laws = 0
        for law in self.model.laws:
            for family in self.model.families(law):
                mark = self.sizes.mark
                try:
                    whole = self.whole(law.use.symbol, family)
                    if law.use.symbol in self.declared and not law.use.entries:
                        self._same(whole, self._body(law, self._solved(law, family)))
                    self._check_loss(law, whole)
                except (ShapeError, BeyondError, RecursionError) as error:
                    self.sizes.undo(mark)
                    self.wholes.setdefault((law.use.symbol, family), ANY)
                    counts = not law.arguments or law.use.symbol[0] in SURE_LOSSES
                    if isinstance(error, ShapeError) and counts:
                        bad += 3
                        self.bad_laws += 1
                        self.failed.append(law.body)
                    break
        self._tie_times()
        fixed = [s for w in self.wholes.values() if w for s in w]
        for trees in self.model.claims:
            bad += self._claim(trees, fixed)
        self.bad = bad
        return bad

    def _check_loss(self, law: Law, whole: Sized | None) -> None:
        """Refuse a loss that would be no number.

        It is a square matrix as (Xw - Y)^T (Xw - Y) would be, or a vector beside numbers.
        """
        is_loss = law.use.symbol[0] in SURE_LOSSES and (
            law.arguments or law.label not in ("C", "E")
        )
        if is_loss and not law.use.entries and whole and len(whole) == 2:
            first, last = map(self.sizes.find, whole)
            if first == last and not self.sizes.is_one(first):
                raise ShapeError("a loss is a number")
        several = whole and not all(map(self.sizes.is_one, whole)) and not law.use.entries
        if several and law.use.symbol[0] in SURE_LOSSES and adds_number(law.body):
            raise ShapeError("a loss is a number")

    def _solved(self, law: Law, family: tuple[int, ...]) -> Mapping[str, int]:
        found = self.model.law_for(law.use.symbol, family, 0)
        return found[1] if found else {}

    def _tie_times(self) -> None:
        """Give a quantity at all times one shape: h_0 that of h_1, x_1 that of x_2."""
        if set(LAYERS) & self.model.indices.steps:
            return
        first: dict[Any, Sized] = {}
        for (symbol, family), found in sorted(self.wholes.items(), key=repr, reverse=True):
            if len(family) != 1 or found is ANY:
                continue
            other = first.setdefault(symbol, found)
            if family == (0,) and not found:  # a letter that elsewhere is a number's
                self.wholes[symbol, family] = other
            mark = self.sizes.mark
            try:
                for a, b in zip(found, other, strict=True):
                    self.sizes.join(a, b)
            except (ShapeError, ValueError):
                self.sizes.undo(mark)

    def _claim(self, trees: Sequence[Any], fixed: Sequence[Size]) -> int:
        env = dict.fromkeys(self.model.indices.steps, min(2, self.model.last))
        self._env, self._letters, self._arguments = env, {}, {}
        anchor, bad = ANY, 0
        before = self.sizes.mark
        for tree in trees:
            found = self._first_fitting(tree, anchor, fixed)
            if found is _MISFIT:
                bad += 1
                self.failed.append(tuple(trees))
            elif anchor is ANY:
                anchor = found
        if bad:
            self.sizes.undo(before)
        return bad

    def _first_fitting(self, tree: Any, anchor: Sized | None, fixed: Sequence[Size]) -> Any:
        """Return the sizes of a member as it is grouped to fit beside the anchor."""
        different = len(set(map(self.sizes.find, fixed)))
        found: Any = ANY
        for reading in groupings(tree):
            mark = self.sizes.mark
            try:
                found = self.walk(reading)
                self._same(anchor, found)
                # a wrong claim must not make two widths the same
                if len(set(map(self.sizes.find, fixed))) == different:
                    return found
            except ShapeError:
                pass
            except (BeyondError, RecursionError):
                self.sizes.undo(mark)
                return ANY
            self.sizes.undo(mark)
            found = _MISFIT
        if isinstance(tree, Matrix) and len(tree.rows) == 1 and is_numeric(tree):
            return ANY  # [1, 2] lists the entries of a column as well
        return found

    def solve(self) -> None:
        """Give every free size a value, all different."""
        least: dict[Size, int] = {}
        for size, number in self.least:
            root = self.sizes.find(size)
            least[root] = max(least.get(root, 2), number)
        for root, number in least.items():
            self.sizes.value.setdefault(root, min(number, MOST_WIDTH))
        for size, parts in self.spans:
            self._fit_span(size, parts)
        waiting = {self.sizes.find(size) for size, _ in (*self.spans, *self.stacks)}
        used = set(self.sizes.value.values())
        widths = [w for w in WIDTHS if w not in used] + [3, 4, 5, 2] * 40
        reduced = set(map(self.sizes.find, self.reduced))
        ranged = {self.sizes.find(s) for slots in self.slot_sizes.values() for s in slots}
        free = self.sizes.free()
        for size in free:
            if size not in waiting or not (ranged or self.windowed):
                fewest = 3 if size in reduced else 2  # two deviations from a mean are one
                width = next(w for w in widths if w >= fewest)
                widths.remove(width)
                self.sizes.value[size] = width
        self._widen(waiting)
        for size, stacked in self.stacks:
            root = self.sizes.find(size)
            if root in free:
                self.sizes.value[root] = sum(map(self.value, stacked))
        self._make_invertible(set(free) - waiting)

    def _make_invertible(self, free: set[Size]) -> None:
        """Let X have no more columns than rows where X^T X is inverted."""
        for longer, shorter in self._inverted():
            first, last = self.sizes.find(longer), self.sizes.find(shorter)
            if {first, last} <= free and self.value(first) < self.value(last):
                value = self.sizes.value
                value[first], value[last] = value[last], value[first]

    def _inverted(self) -> Iterator[tuple[Size, Size]]:
        """Yield the sizes that X has along what X^T X sums over, and along the other axis."""
        for part in walk(tuple(self.model.trees)):
            match part:
                case Power(base=base, exponent=Negative(of=Number(value=1.0))):
                    for product in walk(base):
                        if isinstance(product, Product):
                            yield from self._squared(product)

    def _squared(self, product: Product) -> Iterator[tuple[Size, Size]]:
        for first, last in pairwise(product.factors):
            turned = isinstance(first, Transpose)
            of = first.of if isinstance(first, Transpose) else first
            other = last if turned else last.of if isinstance(last, Transpose) else None
            if isinstance(of, Name) and of == other:
                whole = self.whole(self.model.use(of).symbol, ())
                if whole and len(whole) == 2:
                    yield (whole[0], whole[1]) if turned else (whole[1], whole[0])

    def _widen(self, waiting: set[Size]) -> None:
        """Make what an index i + k runs over long enough; i may run over what is so made itself."""
        for turn in range(1 + len(self.spans)):
            before = dict(self.sizes.value)
            for size, parts in self.spans:
                root = self.sizes.find(size)
                span = 1 + sum(f * (self.value(part) - 1) for part, f in parts)
                if root in waiting:
                    longer = not turn and self.sizes.value.get(root, span) > span
                    self.is_overlong = self.is_overlong or longer
                    self.sizes.value[root] = max(self.sizes.value.get(root, 0), span)
            if before == self.sizes.value:
                break

    def _fit_span(self, size: Size, parts: Sequence[tuple[Size, int]]) -> None:
        """Let what an index i + k runs over be as long as is told: then i ends before it."""
        whole = self.sizes.value.get(self.sizes.find(size))
        free = [(part, f) for part, f in parts if self.sizes.find(part) not in self.sizes.value]
        if whole is None or len(free) != 1 or free[0][1] != 1:
            return
        others = sum(f * (self.value(part) - 1) for part, f in parts if (part, f) != free[0])
        if whole > others:
            self.sizes.value[self.sizes.find(free[0][0])] = whole - others

    def is_tied(self, size: Size) -> bool:
        """Whether a size is that of a quantity, too."""
        root = self.sizes.find(size)
        return any(
            self.sizes.find(x) == root for whole in self.wholes.values() for x in whole or ()
        )

    def value(self, size: Size) -> int:
        """Return the value of a size."""
        return self.sizes.value.get(self.sizes.find(size), 3)
