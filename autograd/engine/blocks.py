"""Blocks: the author's own parts of a graph, by which a picture of it is folded.

    with autograd.block("encoder"):          the nodes recorded inside are in the block
        h = layer(x)

    @autograd.block("cell")                  each call is a block: "cell 1", "cell 2", ...
    def cell(h, x): ...

Blocks nest.  One that is entered several times is shown once, with its number of repetitions.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from .recording import in_block

_numbers = count()


@contextmanager
def block(name: str) -> Iterator[None]:
    """Put the nodes that are recorded inside into a block of this name.  Also a decorator.

    A TypeError where the name is empty, or no str.

    >>> from autograd import Value, block, trace
    >>> x = Value(2.0, "x")
    >>> with block("square"):
    ...     y = x * x
    >>> [node["group"] for node in trace(y)["nodes"]]
    [[], ['square']]
    """
    if not isinstance(name, str) or not name.strip():
        raise TypeError(f"block: the name must be a str that is not empty, got {name!r}")
    with in_block((name.strip(), next(_numbers))):
        yield
