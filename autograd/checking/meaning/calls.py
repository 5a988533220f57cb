"""Functions in formulas: those of the document, those of the table, and those that may be any."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...engine import functional, functions, ops
from ...engine.value import Value
from ..reading.convolutions import OPEN, VALID, is_turned
from ..reading.small_changes import is_change
from ..reading.tree import Call, Name, Negative, Sum, name_of
from ..reading.walked import walk
from .derivatives import Derivatives
from .errors import MeaningError
from .functions import ALIKE, FUNCTIONS, OF_SEVERAL
from .law import Law
from .small_changes import small_change
from .tensor import (
    Tensor,
    determinant,
    diagonal,
    entries_of,
    floats,
    mapped,
    plain,
    product,
    scalar_of,
    shape_of,
    softmax,
    summed,
    trace,
    transpose,
)  # fmt: skip
from .windows import full, turned, valid


class Calls(Derivatives):
    """The meaning of calls."""

    def _call(self, tree: Call) -> Any:
        function, count = tree.function, len(tree.arguments)
        if is_change(tree):
            return small_change(self, tree)
        if tree.primes and (partial := self.model.partial_named(function, tree.primes)):
            law_, by = partial
            point = [(name_of(n), x) for n, x in zip(law_.arguments, tree.arguments, strict=False)]
            return self._at_point(point)._derivative_of([(law_.target, tuple(map(name_of, by)))])
        law = self.model.function(function, count)
        if law is not None and law.label not in self.arguments:
            return self._law_at(law, tree)
        if function in self.model.values and function not in FUNCTIONS:
            return self._quantity_of(name_of(function), tree)
        given = [self.walk(x) for x in tree.arguments]
        if function in OF_SEVERAL and count > 1 and not tree.primes:
            return mapped(OF_SEVERAL[function], *given)
        special = getattr(self, f"_call_{function.split('_')[0].lower()}", None)
        if special is not None and not tree.primes:
            return special(given, tree)
        known = FUNCTIONS.get(function) or FUNCTIONS.get(ALIKE.get(function.lower(), ""))
        if known is None and self.model.may_be_any(function):
            return self._primed(
                lambda *xs: self.world.any_function(function, xs), given, tree.primes, function
            )
        if known is None:
            raise MeaningError(f"{function} is not a function known here", function)
        if count != 1:
            raise MeaningError(f"{function} takes one argument, got {count}")
        slope = known
        for _ in range(tree.primes):
            slope = functional.grad(slope)
        return mapped(slope, given[0])

    def _quantity_of(self, name: Name, tree: Call) -> Any:
        r"""Return a quantity that is written with what it is made of: L(a_2, y), J(\sigma(z)).

        Of z(z(y)) and z(y - t), where z = y - t itself, it is not said what they are.
        """
        bodies = [law.body for law in self.model.laws if law.label != name.label]
        for x in tree.arguments:
            further = isinstance(x, (Sum, Negative)) and x not in bodies
            inside = {
                p.function if isinstance(p, Call) else getattr(p, "label", "") for p in walk(x)
            }
            if further or name.label in inside:
                raise MeaningError(f"what {name.label} is there, is not said", name.label)
        return self.walk(name)

    def _primed(
        self, function: Callable[..., Any], given: list[Any], primes: int, name: str = ""
    ) -> Any:
        """Return a derivative of a function of one number; a `name` has one at each number."""
        if primes and len(given) != 1:
            raise MeaningError("a prime says not by which of several arguments")
        for _ in range(primes):
            function = functional.grad(function)
        if primes and name:
            function = self.world.remembered((name, primes), function)
        return mapped(function, *given)

    def _law_at(self, law: Law, tree: Call) -> Any:
        formal = [x.label if isinstance(x, Name) else "" for x in tree.arguments]
        own = not any(x in self.arguments or self.model.is_indexed(x) for x in law.arguments)
        if (
            not tree.primes
            and tuple(formal) == law.arguments
            and own
            and not law.use.family
            and all(self.model.bound(x) == x for x in law.arguments)
        ):
            return self.walk(law.target)
        if not tree.primes and own and set(formal) == set(map(self.model.bound, law.arguments)):
            return self.walk(law.target)
        if len(tree.arguments) == len(law.arguments) and self.model.is_implicit(law):
            by = [name_of(x) for x in law.arguments]
            if any(map(self._is_elsewhere, tree.arguments)):
                raise MeaningError(f"what {law.label} is at another point, is not known")
            inner = self._at_point(list(zip(by, tree.arguments, strict=True)))
            if not tree.primes:
                return inner.walk(law.target)
            return inner._derivative_of([(law.target, tuple(by[:1] * tree.primes))])
        given = [self.walk(x) for x in tree.arguments]
        if len(given) != len(law.arguments):
            raise MeaningError(f"{law.label} takes {len(law.arguments)} arguments")
        if not tree.primes:
            inner = self._with(arguments=dict(zip(law.arguments, given, strict=True)),
                                depth=self.depth + 1)  # fmt: skip
            return inner.walk(law.body)
        if len(given) > 1:
            raise MeaningError(f"{law.label}' has several variables")

        def whole(x: Any) -> Any:
            inner = self._with(graph=True, arguments={law.arguments[0]: x}, depth=self.depth + 1)
            return scalar_of(inner.walk(law.body))

        if isinstance(scalar_of(given[0]), Tensor):
            if tree.primes > 1:
                raise MeaningError("a second derivative by a vector is not written with primes")
            return self._slopes_at(law, whole, given[0])
        at = [scalar_of(given[0])]
        if not isinstance(path := whole(at[0]), Tensor):
            return self._primed(whole, at, tree.primes)
        slopes = [self._primed(lambda x, n=n: entries_of(whole(x))[n], at, tree.primes)
                  for n in range(len(path.entries))]  # fmt: skip
        return Tensor(shape_of(path), slopes)

    def _slopes_at(self, law: Law, whole: Callable[[Any], Any], at: Any) -> Tensor:
        """Return the slopes of a function at what has entries: by each, or of each by itself."""
        shape, entries = shape_of(at), [Value(plain(e)) for e in entries_of(at)]
        value = whole(Tensor(shape, entries))
        if not isinstance(value, Tensor):
            return Tensor(shape, self.world.slopes(value, entries, graph=self.graph))
        if value.shape != shape:
            raise MeaningError(f"what {law.label}' is of what has entries, is not said")
        rows = [self.world.slopes(x, entries, graph=self.graph) for x in value.entries]
        if any(plain(x) for i, row in enumerate(rows) for j, x in enumerate(row) if i != j):
            raise MeaningError(f"{law.label}' is a matrix here, which is not read")
        return Tensor(shape, [row[i] for i, row in enumerate(rows)])

    def _is_elsewhere(self, argument: Any) -> bool:
        """Whether an argument is one of the function around, which is taken at another point."""
        if not isinstance(argument, Name) or argument.label not in self.arguments:
            return False
        own = scalar_of(self._with(arguments={}).walk(argument))
        given = scalar_of(self.arguments[argument.label])
        return entries_of(floats(own)) != entries_of(floats(given))

    def _call_softmax(self, given: list[Any], _: Call) -> Any:
        if len(given) != 1:
            raise MeaningError("softmax takes one argument")
        return softmax(given[0], rows=self.model.rows)

    def _call_diag(self, given: list[Any], _: Call) -> Any:
        if len(given) > 1:
            return diagonal(Tensor((len(given), 1), [scalar_of(x) for x in given]))
        return diagonal(scalar_of(given[0]))

    def _call_convolve(self, given: list[Any], tree: Call) -> Any:
        if tree.function == OPEN:
            raise MeaningError("whether a convolution flips its kernel is not said")
        if tree.function == VALID:
            return valid(*given)
        return full(*(given if is_turned(tree.arguments[1]) else given[::-1]))

    def _call_rot180(self, given: list[Any], _: Call) -> Any:
        return turned(given[0])

    def _call_tr(self, given: list[Any], _: Call) -> Any:
        return trace(given[0])

    _call_trace = _call_tr

    def _call_abs(self, given: list[Any], tree: Call) -> Any:
        whole = scalar_of(given[0])
        square = isinstance(whole, Tensor) and len(whole.shape) == 2 and len(set(whole.shape)) == 1
        return determinant(whole) if square else mapped(FUNCTIONS[tree.function], whole)

    def _call_det(self, given: list[Any], tree: Call) -> Any:
        of = tree.arguments[0]
        if isinstance(of, Name) and not isinstance(scalar_of(given[0]), Tensor):
            raise MeaningError(f"what the entries of {of.label} are, is not said", of.label)
        return determinant(given[0])

    def _call_vec(self, given: list[Any], _: Call) -> Any:
        columns = entries_of(transpose(given[0]))
        return Tensor((len(columns), 1), columns)

    def _call_rowsum(self, given: list[Any], _: Call) -> Any:
        return summed(given[0], 1)

    def _call_colsum(self, given: list[Any], _: Call) -> Any:
        return summed(given[0], 0)

    def _call_sum(self, given: list[Any], _: Call) -> Any:
        return summed(given[0])

    def _call_max(self, given: list[Any], tree: Call) -> Any:
        whole = scalar_of(given[0])
        if not isinstance(whole, Tensor):
            raise MeaningError(f"{tree.function} of one number is nothing")
        first, *others = whole.entries
        for other in others:
            first = OF_SEVERAL[tree.function](first, other)
        return first

    _call_min = _call_max

    def _call_mean(self, given: list[Any], _: Call) -> Any:
        return summed(given[0]) / len(entries_of(given[0]))

    def _call_norm(self, given: list[Any], _: Call) -> Any:
        return ops.sqrt(functions.total([e * e for e in entries_of(given[0])]))

    def _call_transpose(self, given: list[Any], _: Call) -> Any:
        return transpose(given[0])

    def _call_dot(self, given: list[Any], _: Call) -> Any:
        return product(*given)
