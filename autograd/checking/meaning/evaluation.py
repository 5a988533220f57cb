"""A formula evaluated in a world: what every kind of part has at hand."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from ..reading.tree import Name
from .errors import MeaningError
from .implicit import HELD
from .tensor import floats, scalar_of
from .world import World

E = TypeVar("E", bound="Evaluation")
DEEPEST = 25
"""How deep definitions of functions may stand in each other."""


class _Methods(dict[Any, str]):
    def __missing__(self, kind: Any) -> str:
        self[kind] = f"_{kind.__name__.lower()}"
        return self[kind]


METHOD_OF = _Methods()
"""The name of the method for a kind of tree: "_bigsum"."""


class Evaluation(ABC):
    """One reading of the index letters in a world: {"l": 3, "j": 1}.

    graph      whether the result is Values, to be differentiated, rather than numbers
    arguments  what the arguments of a function stand for
    variable   what a lone prime is a derivative by
    explicit   whether f(x, y) is differentiated by x with y held fixed, whatever y depends on
    """

    def __init__(
        self,
        world: World,
        env: Mapping[str, int],
        *,
        graph: bool = False,
        arguments: Mapping[str, Any] | None = None,
        variable: Any = None,
        depth: int = 0,
        entrywise: bool = False,
        explicit: bool = False,
    ) -> None:
        self.world, self.model, self.graph = world, world.model, graph
        self.env, self.arguments, self.variable = dict(env), dict(arguments or {}), variable
        self.depth, self.explicit = depth, explicit
        self.entrywise = entrywise or self.model.by_entries
        if depth > DEEPEST:
            raise MeaningError("a function is defined by itself")

    def walk(self, tree: Any) -> Any:
        """Return the value of a tree."""
        found = getattr(self, METHOD_OF[type(tree)], None)
        if found is None:
            raise MeaningError("this is not judged here")
        return found(tree)

    @abstractmethod
    def place_of(self, name: Name) -> tuple[Any, tuple[int, ...]]:
        """Return the symbol of a name, and of which layer or step it is."""

    def _with(self: E, **changes: Any) -> E:
        inner = object.__new__(type(self))
        inner.__dict__.update(self.__dict__, **changes)
        if inner.depth > DEEPEST:
            raise MeaningError("a function is defined by itself")
        return inner

    def _at_point(self: E, point: Any) -> E:
        """Return this reading in a world where some leaves have these numbers."""
        given = {
            self.model.use(n).symbol: scalar_of(floats(self.walk(x))) for n, x in point if n != x
        }
        return self._where(given) if given else self

    def _held(self: E, fixed: Sequence[Name]) -> E:
        """Return this reading in a world where quantities stay what they are."""
        return self._where({(HELD, self.model.use(n).symbol): scalar_of(floats(self.walk(n)))
                            for n in fixed})  # fmt: skip

    def _held_at(self: E, fixed: Iterable[tuple[Any, tuple[int, ...]]]) -> E:
        """Return this reading in a world where quantities stay what they are at some steps."""
        found = {}
        for symbol, family in fixed:
            if not family or self.model.reaches(symbol, family):
                key = (HELD, symbol, *family)
                found[key] = scalar_of(self.world.numbers(symbol, family))
        return self._where(found) if found else self

    def _where(self: E, given: Mapping[Any, Any]) -> E:
        inner = self._with()
        inner.world = self.world.moved(given)
        return inner
