"""A formula with many small changes, each evaluated in one place: what stays is computed once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..reading.tree import Name
from ..reading.walked import walk
from .errors import FAILURES
from .values import Meaning
from .world import World


class Place:
    """One reading of the index letters in a world, where parts of a formula have known values.

    variable  what a lone prime is a derivative by
    """

    def __init__(self, whole: Any, world: World, env: Mapping[str, int], variable: Any) -> None:
        self._meaning = _Remembering(world, env, variable=variable)
        self._meaning.parts = {id(part): part for part in walk(whole)}

    def value(self, tree: Any) -> Any:
        """Return the value of a formula that has parts of the whole."""
        return self._meaning.walk(tree)


class _Remembering(Meaning):
    """A meaning that knows names, and parts of a formula, once they have had a value.

    parts  the parts that may come again, by their identity; those of a formula that is kept
    """

    parts: Mapping[int, Any] | None = None

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        self._found: dict[Any, Any] = {}

    def walk(self, tree: Any) -> Any:
        """Return the value of a tree."""
        if self.parts is None:
            return super().walk(tree)
        key = tree if type(tree) is Name else id(tree)
        if key not in self._found:
            if key is not tree and key not in self.parts:
                return super().walk(tree)
            self._found[key] = _value_or_why(super().walk, tree)
        found = self._found[key]
        if isinstance(found, Exception):
            raise found
        return found

    def _with(self, **changes: Any) -> Any:
        """Return another reading, of which nothing is known."""
        return super()._with(parts=None, **changes)


def _value_or_why(walk: Any, tree: Any) -> Any:
    try:
        return walk(tree)
    except RecursionError:  # which tells of where it stands, not of what it is
        raise
    except FAILURES as error:
        return error
