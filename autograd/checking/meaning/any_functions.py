"""Losses and functions of which nothing is said: any, the same all over a world."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ...engine import functions, ops
from ...engine.value import Value
from .drawn import Drawn
from .errors import MeaningError
from .functions import FACTORIAL, FUNCTIONS
from .law import label_of
from .settings import Setting, through
from .tensor import entries_of, mapped, plain, scalar_of


class AnyFunctions(Drawn):
    """A world's functions that may be any: smooth ones, with coefficients of its own."""

    def _any_loss(self, symbol: tuple[str, str], family: tuple[int, ...]) -> Any:
        """Return a random smooth function of what the forward equations lead to."""
        outputs = self.model.outputs(self, family, symbol)
        if not outputs:
            raise MeaningError(f"what {label_of(symbol)} is, is not said", label_of(symbol))
        c = self.coefficients(("loss", symbol, family), 3 * len(outputs) + 1)
        terms: list[Any] = []
        for i, x in enumerate(outputs):
            a, b, d = c[3 * i : 3 * i + 3]
            terms.append(a * ops.sin(x * b + d) + d * x * outputs[i - 1] * 0.5)
        return functions.total([*terms, *self._further_terms()])

    def _further_terms(self) -> Iterator[Any]:
        """Yield what a loss has more for each quantity with a further gradient from outside."""
        model = self.model
        for symbol, name in model.further_paths.items():
            extra = model.use(name)
            places = {place for law in model.laws if law.use.symbol == symbol
                      for place in model.families(law)}  # fmt: skip
            for place in sorted(places):
                given = self.value(extra.symbol, place if extra.family else ())
                pairs = zip(entries_of(self.value(symbol, place)), entries_of(given), strict=True)
                yield from (x * plain(w) for x, w in pairs)

    def any_function(self, name: str, arguments: Sequence[Any]) -> Any:
        """Return a function that may be any, taken entry by entry, at some arguments."""
        known = self.model.activation
        if known and len(arguments) == 1:
            return mapped(FUNCTIONS[known], arguments[0])
        given = self.model.values_at.get(name)
        if given and len(arguments) == 1:
            return mapped(self._through(name, given), arguments[0])
        self.lacking[name] = None
        return self._free_function(name, arguments)

    def _through(self, name: str, given: Sequence[Setting]) -> Callable[[Any], Any]:
        """Return a function without a formula that takes the values that the text gives."""

        def value(tree: Any) -> float:
            return plain(scalar_of(self.model.evaluated(self, tree, {})))

        return self._once(  # type: ignore[no-any-return]
            ("through", name),
            lambda: through(
                [(s.order, value(s.point), value(s.value)) for s in given],
                lambda x: self._free_function(name, [x]),
                lambda count: self.coefficients(("given", name), count)[:count],
            ),
        )

    def _free_function(self, name: str, arguments: Sequence[Any]) -> Any:
        c = self.coefficients(("function", name), 4 * len(arguments))

        def one(*xs: Any) -> Any:
            terms = []
            for i, x in enumerate(xs):
                a, b, d, e = c[4 * i : 4 * i + 4]
                terms.append(a * ops.tanh(b * x + d) + e * x * xs[i - 1] * 0.5)
            return functions.total(terms)

        found = mapped(one, *arguments)
        positive = name == FACTORIAL or name in self.model.in_logarithms
        return mapped(ops.exp, found) if positive else found

    def remembered(self, key: Any, function: Callable[[Any], Any]) -> Callable[[Any], Any]:
        """Return a function that is the same all over this world; at a number it is taken once."""
        known = self._remembered.setdefault(key, {})

        def at(x: Any) -> Any:
            if isinstance(x, Value):
                return function(x)
            if x not in known:
                known[x] = function(x)
            return known[x]

        return at

    @property
    def hidden(self) -> Value:
        """The variable that u and v in (u v)' are functions of."""
        return self._once("hidden", lambda: Value(self.rng.uniform(0.3, 1.4)))  # type: ignore[no-any-return]

    @abstractmethod
    def _once(self, key: Any, make: Callable[[], Any]) -> Any:
        """Return what belongs to a key, made the first time that it is asked for."""
