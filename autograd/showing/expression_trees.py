"""Rows as trees of plain data: what the interactive page computes with, without `eval`.

    entry(TABLE["tanh"], 1)["partials"]     [["sub", 1.0, ["mul", "z", "z"]]]

A tree is a number; "z", the result; ["x", i], input i; ["s", i], the entry's shared tree i; or
[name of a row that the page computes itself, tree, ...].  What any other row computes is written
in those; it is None where its function cannot be called with formulas.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

from ..engine.operation import SPELLINGS, Op
from ..formulas.symbol import Symbol, symbol_of
from . import page

Tree: TypeAlias = "float | str | list[Any]"


def plain(x: float) -> float | str:
    """Return a number as JSON has it: "NaN", "Infinity" and "-Infinity" are strings."""
    if math.isfinite(x):
        return x
    return "NaN" if x != x else "Infinity" if x > 0 else "-Infinity"


def entry(op: Op, arity: int) -> dict[str, Any]:
    """Return a row for so many inputs as plain data: its columns, forward, partials, shared."""
    xs = [Symbol(f"x_{i}") for i in range(arity)]
    z = Symbol("z")
    forest = _Forest(z, xs)
    known = is_primitive(op)
    forward = [forest.place(op, xs)] if known else forest.planted(lambda: [_result(op, xs)])
    partials = forest.planted(lambda: op.partials(z, *xs))
    trees, shared = forest.trees([*(forward or []), *(partials or [])])
    first = len(forward or [])
    return {
        "name": op.name,
        "symbol": op.symbol,
        "picks": op.picks,
        "forward": trees[0] if forward else None,
        "partials": trees[first:] if partials is not None else None,
        "shared": shared,
    }


def _result(op: Op, inputs: Sequence[Symbol]) -> Any:
    """Return what a row that the page does not know computes, in terms of other rows."""
    return (op.branch_free or op.expression or op.forward)(*inputs)


def is_primitive(op: Op) -> bool:
    """Whether the page computes this row itself: its module of primitives lists the names."""
    return op.built_in and op.name in _primitives()


@cache
def _primitives() -> frozenset[str]:
    module = (files(page) / "maths" / "primitives.js").read_text(encoding="utf-8")
    listed = module.partition("PRIMITIVES = {")[2].partition("\n};")[0]
    return frozenset(re.findall(r"^  (\w+):", listed, re.MULTILINE))


@cache
def spellings() -> dict[str, str]:
    """Return how a reader of the page may write a function besides its row's name: "ln" -> "log".

    That is by its names, by its sign (σ), and as in LaTeX (sigma).
    """
    found = {spelling: row.name for spelling, row in SPELLINGS.items() if is_primitive(row)}
    for row in {SPELLINGS[name] for name in found.values()}:
        latex = row.latex if isinstance(row.latex, str) else row.latex("x")
        head = re.match(r"\\(?:operatorname\{)?(\w+)\}?\(", latex)
        for spelling in (row.symbol, head and head[1]):
            if row.is_function and spelling and spelling.isalpha():
                found.setdefault(spelling, row.name)
    return {spelling: name for spelling, name in sorted(found.items()) if spelling != name}


class _Forest:
    """Formulas in which what is equal is one node, so that it can be shared."""

    def __init__(self, z: Symbol, xs: Sequence[Symbol]) -> None:
        self.nodes: list[Any] = []  # of a leaf its tree, of an operation (name, places of inputs)
        self._places: dict[Any, int] = {}
        self._kept: list[Symbol] = [z, *xs]  # an id is a name only while its object lives
        self._known = {id(z): self._place("z")}
        self._known |= {id(x): self._place(("x", i)) for i, x in enumerate(xs)}

    def _place(self, node: Any) -> int:
        if node not in self._places:
            self._places[node] = len(self.nodes)
            self.nodes.append(node)
        return self._places[node]

    def place(self, op: Op, inputs: Sequence[Symbol]) -> int:
        """Return the place of a row applied to formulas that have their places."""
        return self._place((op.name, *[self._known[id(x)] for x in inputs]))

    def planted(self, formulas: Callable[[], Sequence[Any]]) -> list[int] | None:
        """Return the places of formulas; None where they cannot be had."""
        try:
            found = [symbol_of(formula) for formula in formulas()]
            return [self._plant(symbol) for symbol in found]
        except Exception:  # a user's function may fail in any way when it is given formulas
            return None

    def _plant(self, symbol: Symbol) -> int:
        stack, meanings = [symbol], dict[int, Symbol]()
        while stack:
            s = stack[-1]
            self._kept.append(s)
            if id(s) in self._known:
                stack.pop()
            elif s.op is None:
                assert s.value is not None
                self._known[id(s)] = self._place(s.value)
            elif not is_primitive(s.op):
                if id(s) not in meanings:
                    meanings[id(s)] = symbol_of(_result(s.op, s.inputs))
                    stack.append(meanings[id(s)])
                else:
                    self._known[id(s)] = self._known[id(meanings[id(s)])]
            elif waiting := [x for x in s.inputs if id(x) not in self._known]:
                stack += waiting
            else:
                self._known[id(s)] = self.place(s.op, s.inputs)
        return self._known[id(symbol)]

    def trees(self, places: Sequence[int]) -> tuple[list[Tree], list[Tree]]:
        """Return the trees at these places, and those that several of them share."""
        uses = [0] * len(self.nodes)
        for place in places:
            uses[place] += 1
        needed = [n > 0 for n in uses]
        for place in range(len(self.nodes) - 1, -1, -1):
            if needed[place]:
                for x in self._inputs(place):
                    uses[x] += 1
                    needed[x] = True
        written: list[Tree] = []
        shared: list[Tree] = []
        for place, node in enumerate(self.nodes):
            inputs = self._inputs(place)
            tree: Tree = [node[0], *[written[x] for x in inputs]] if inputs else _leaf(node)
            if inputs and uses[place] > 1:
                shared.append(tree)
                tree = ["s", len(shared) - 1]
            written.append(tree)
        return [written[place] for place in places], shared

    def _inputs(self, place: int) -> tuple[int, ...]:
        node = self.nodes[place]
        return node[1:] if isinstance(node, tuple) and node[0] != "x" else ()


def _leaf(node: Any) -> Tree:
    return list(node) if isinstance(node, tuple) else node if node == "z" else plain(node)
