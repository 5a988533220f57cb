"""Whether code that records a graph looks at the numbers in it.

If it does (`if z > 0`, `z.data`, `float(z)`), other numbers may give another graph, and one graph
may not stand for all samples.  If it does not, and gives the same graph twice, it does:

    with watch_reads([x, w]) as places:
        loss = model(x)
    places  # ["model.py:12: if z > 0:"]
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from . import value
from .recording import as_kind, callers_line
from .value import Value

_places: ContextVar[list[str] | None] = ContextVar("_places", default=None)


def _note() -> None:
    """Note the line of code that reads, unless it is the recording of a node."""
    places = _places.get()
    reader = sys._getframe(2).f_globals.get("__name__")
    if places is not None and reader != value.__name__:
        places.append(callers_line())


def _noted(name: str) -> Callable[..., Any]:
    method = getattr(Value, name)

    def read(self: Value, *arguments: Any) -> Any:
        _note()
        return method(self, *arguments)

    return read


def _noted_slot(name: str) -> Any:
    slot: Any = Value.__dict__[name]  # under the property of Watched, which stands before it

    def read(node: Value) -> float:
        _note()
        number: float = slot.__get__(node)
        return number

    def write(node: Value, number: float) -> None:
        _note()  # what is set is no longer what the graph says
        slot.__set__(node, number)

    return property(read, write)


class Watched(Value):
    """A Value that notes who reads its number; a node is one only while it is watched."""

    __slots__ = ()

    data = _noted_slot("data")
    z = _noted_slot("z")  # what a derivative is taken from


for _name in ("__lt__", "__le__", "__gt__", "__ge__", "__float__", "__int__", "__bool__",
              "__format__", "__copy__", "__deepcopy__", "__reduce__", "item",
              "detach"):  # fmt: skip
    setattr(Watched, _name, _noted(_name))


@contextmanager
def watch_reads(nodes: Iterable[Value]) -> Iterator[list[str]]:
    """Watch these nodes and all that are recorded from now on; give the list of places that read.

    Each place is "file:line: text".  Afterwards every node is an ordinary Value again.

    >>> from autograd import Value, watch_reads
    >>> x = Value(2.0)
    >>> with watch_reads([x]) as places:
    ...     y = x * x
    >>> places
    []
    """
    given, made = list(nodes), []  # type: list[Value], list[Value]
    places: list[str] = []
    token = _places.set(places)
    try:
        for v in given:
            v.__class__ = Watched
        with as_kind(Watched, made):
            yield places
    finally:
        _places.reset(token)
        for v in (*given, *made):
            v.__class__ = Value
    if any(v.op is None for v in made):
        places.append("under no_grad, where results are numbers")
