"""`World`: the values of all quantities at one point."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ...engine import functional
from ...engine.value import Value
from ..reading.tree import Derivative, Name
from ..reading.walked import walk
from .any_functions import AnyFunctions
from .errors import FAILURES, MeaningError, OutsideError, ShapeError
from .implicit import HELD, ON_CURVE, solved
from .law import Law, label_of
from .rewriting import root_of
from .several_names import is_repeated, is_spread, is_used_beside, of_its_own
from .tensor import (
    Tensor,
    floats,
    places,
    plain,
    scalar_of,
    shape_of,
    shaped,
    stacked,
    summed,
    transpose,
)


class World(AnyFunctions):
    """The values of all quantities at one point, a random one unless numbers are given."""

    # --- quantities ---

    def quantities(self) -> Iterator[tuple[tuple[str, str], tuple[int, ...], Any, Any]]:
        """Yield what has been computed: symbol, layers, the place of an entry, Values."""
        for key, found in self._values.items():
            if isinstance(key[0], tuple) and not isinstance(found, Exception):
                symbol, family, *place = key
                yield symbol, family, *(place or [None]), found

    def value(self, symbol: tuple[str, str], family: tuple[int, ...] = ()) -> Any:
        """Return the Values of a quantity."""
        return self._once((symbol, family), lambda: self._built(symbol, family))

    def numbers(self, symbol: tuple[str, str], family: tuple[int, ...] = ()) -> Any:
        """Return the numbers of a quantity."""
        key = symbol, family
        if key not in self._floats:
            self._floats[key] = floats(self.value(symbol, family))
        return self._floats[key]

    def entry(self, symbol: Any, family: tuple[int, ...], place: tuple[int, ...]) -> Any:
        """Return one entry of a quantity, or a row of it as a column; `place` as it is written."""
        found = self.model.law_for(symbol, family, len(place))
        held = (HELD, symbol, *family) in self._given
        if held or found is None or len(found[0].use.entries) != len(place):
            whole = self.value(symbol, family)
            if not held and found and found[0].use.entries and 1 in shape_of(whole)[1:]:
                raise ShapeError(f"{label_of(symbol)} is defined with fewer indices")
            return self.part(whole, symbol, place)
        law, env = found
        key = symbol, family, place
        return self._once(key, lambda: self._element(law, env, place))

    def _once(self, key: Any, make: Callable[[], Any]) -> Any:
        if key in self._values:
            found = self._values[key]
            if isinstance(found, Exception):
                raise found
            return found
        if key in self._pending:
            raise MeaningError(f"{label_of(*key[:2])} is defined by itself")
        self._pending.add(key)
        try:
            self._values[key] = make()
        except FAILURES as error:
            self._values[key] = error
            raise
        finally:
            self._pending.discard(key)
        return self._values[key]

    def _built(self, symbol: tuple[str, str], family: tuple[int, ...]) -> Any:
        if (held := (HELD, symbol, *family)) in self._given:
            return self._valued(self._given[held])
        found = self.model.law_for(symbol, family, 0)
        settled = self.settled and label_of(symbol, family) in (self.fixed or ())
        if found is None or (settled and found[0].excess is None):
            return self._without_law(symbol, family)
        law, env = found
        if law.use.entries:
            sizes = self.model.slots(symbol, family)
            starts = self.model.starts(symbol, len(sizes))
            parts = [
                self.entry(symbol, family, tuple(p + s for p, s in zip(place, starts, strict=True)))
                for place in places(sizes)
            ]
            if len(sizes) > 1:
                return shaped(sizes, parts)
            whole = stacked(parts)
            lies = self.model.shape(symbol, family) == shape_of(whole)[::-1]
            return transpose(whole) if lies and 1 in shape_of(whole) else whole
        if law.arguments:
            arguments = {x: self.model.bound_value(self, x) for x in law.arguments}
            sums = self.model.sums(law)
            found_value = self.model.evaluated(
                self, law.body, env, graph=True, arguments=arguments, entrywise=sums
            )
            return self._valued(summed(found_value) if sums else found_value)
        found = self._valued(self._body(law, env), law.label)
        return of_its_own(found) if is_repeated(found) or self._is_beside(law) else found

    def _is_beside(self, law: Law) -> bool:
        """Whether it only gives another name to what is used under both."""
        if not isinstance(law.body, Name) or law.use.family or law.body.base == law.use.symbol[0]:
            return False  # P = P_{k+1|k} only drops an index
        if any(root_of(other.use.symbol) == law.use.symbol for other in self.model.laws):
            return False  # of x = t and x^2 = t^2 the second is no other path
        return is_used_beside(law, self.model.users, self.model.use(law.body).symbol)

    def _body(self, law: Law, env: Mapping[str, int]) -> Any:
        if law.excess is not None:
            return self._solution(law, env)
        fixed = any(isinstance(p, Derivative) for p in walk(law.body))
        sums = self.model.sums(law)
        found = self.model.evaluated(self, law.body, env, graph=not fixed, entrywise=sums)
        return summed(found) if sums else found

    def _solution(self, law: Law, env: Mapping[str, int]) -> Any:
        """Return the y of a curve: what it is given as, else any that fits."""
        symbol, label = law.use.symbol, law.label
        near = self._given.get(symbol, (self.fixed or {}).get(label))
        starts = self.coefficients((HELD, label), 4) if near is None else [plain(near)]

        def excess(x: Value) -> Any:
            inner = {label: x}
            found = self.model.evaluated(self, law.excess, env, graph=True, arguments=inner)
            return scalar_of(found)

        found = solved(excess, starts)
        if near is not None and abs(found.data - starts[0]) > ON_CURVE * (1 + abs(starts[0])):
            self.off_curve.add(symbol)  # F(1, 1), whose x and y are not tied to each other
            return near
        self.leaves[label] = plain(found)
        return found

    def _element(self, law: Law, env: Mapping[str, int], place: tuple[int, ...]) -> Any:
        inner = dict(env)
        if len(law.use.entries) != len(place):
            count = len(law.use.entries)
            raise ShapeError(
                f"{law.label} has {count} indices where it is defined, not {len(place)}"
            )
        for index, i in zip(law.use.entries, place, strict=True):
            if index.letter:
                inner[index.letter] = i - index.offset
        found = self._valued(self._body(law, inner))
        return of_its_own(found) if is_spread(law) else found

    def _without_law(self, symbol: tuple[str, str], family: tuple[int, ...]) -> Any:
        whole = self.model.matrix_of(symbol)
        if whole is not None:  # X, of the samples x^{(i)}
            rows = self.value(whole, family)
            return rows if self.model.rows else transpose(rows)
        lower = self.model.samples_of(symbol)
        if lower is not None:  # the samples x^{(i)}, of X
            matrix = self.value(lower, family)
            return matrix if self.model.rows else transpose(matrix)
        if self.model.is_loss(symbol):
            return self._any_loss(symbol, family)
        return self._leaf(symbol, family)

    def part(self, whole: Any, symbol: Any, place: tuple[int, ...]) -> Any:
        """Return an entry of a quantity, or a row as a column; `place` as it is written."""
        if symbol[0] in self.model.flipped and len(place) == 2:
            place = place[::-1]
        starts = self.model.starts(symbol, len(place))
        at = tuple(p - s for p, s in zip(place, starts, strict=True))
        shape = shape_of(whole)
        if not shape:
            if all(a == 0 for a in at):
                return whole
            raise ShapeError(f"{label_of(symbol)} is a number and has no entries")
        if len(at) == 1 and len(shape) == 2:
            if 1 in shape:
                at = (at[0], 0) if shape[1] == 1 else (0, at[0])
            elif 0 <= at[0] < shape[0]:
                return Tensor((shape[1], 1), whole.rows[at[0]])
            else:
                raise OutsideError(f"an index of {label_of(symbol)} is beyond its size")
        if len(at) != len(shape):
            raise ShapeError(f"{label_of(symbol)} has {len(shape)} indices, not {len(at)}")
        if not all(0 <= a < s for a, s in zip(at, shape, strict=True)):
            raise OutsideError(f"an index of {label_of(symbol)} is beyond its size")
        return whole.at(*at)

    # --- losses and functions that may be any ---

    def slopes(self, of: Any, wrt: Sequence[Any], *, graph: bool = False) -> list[Any]:
        """Return d(of)/d(x) for each x of a list of Values."""
        if not isinstance(of, Value):
            return [0.0] * len(wrt)
        key = id(of), tuple(map(id, wrt)), graph
        if key not in self._slopes:
            self._slopes[key] = functional.grad(of, list(wrt), create_graph=graph)
            self._values["kept", key] = of, wrt
        return self._slopes[key]
