"""Formulas in the names of a graph, and the shortest form of them that SymPy knows.

What is simplified must have the same number as before at the graph's present numbers: SymPy's
algebra is not taken on trust.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from typing import Any

from ..engine import ops
from ..engine.operation import SIGN, Op
from ..engine.value import Value
from .named_graph import NamedGraph
from .symbol import Symbol, symbol_of, write
from .sympy_bridge import Translator, value_of
from .written import is_short

WRITTEN_OUT, SIMPLIFIED = 12, 150
"""A node without a label is written out if it has fewer parts than the one; formulas of more parts
than the other are multiplied, but no longer simplified."""


class Names:
    """The formulas by which the nodes of a graph are spoken of.

    shown    for each node its name; of one without a label what it is, if that is short
    numbers  the numbers of the names
    """

    def __init__(self, graph: NamedGraph, named: Collection[Value]) -> None:
        self.graph = graph
        self.translator, self.definitions = Translator(), Translator(defined=True)
        self.shown: list[Symbol] = []
        self.numbers: dict[str, float] = {}
        self._known: dict[tuple[Op, frozenset[int]], list[tuple[Symbol, float]]] = {}
        for i, v in enumerate(graph.nodes):
            inputs = [self.shown[x] for x in graph.inputs[i]]
            symbol = Symbol(graph.label(i))
            if not v.label and v not in named:
                whole = symbol_of(graph.data[i]) if v.op is None else write(v.op, inputs)
                symbol = whole if is_short(whole, WRITTEN_OUT) else symbol
            self.shown.append(symbol)
            if symbol.name:
                self.numbers[symbol.name] = graph.data[i]
                if v.op is not None:
                    key = v.op, frozenset(map(id, inputs))
                    self._known.setdefault(key, []).append((symbol, graph.data[i]))

    def named(self, formula: Symbol) -> Symbol:
        """Return a formula with the label of each node of the graph that it contains."""
        if formula.op is None or not is_short(formula, SIMPLIFIED):
            return formula
        nodes = self._known.get((formula.op, frozenset(map(id, formula.inputs))), [])
        for label, number in nodes:
            if self._is_number(formula, number):
                return label
        inputs = [self.named(x) for x in formula.inputs]
        same = all(x is y for x, y in zip(inputs, formula.inputs, strict=True))
        return formula if same else write(formula.op, inputs)

    def simpler(self, factors: Sequence[Symbol], than: Sequence[Symbol]) -> Symbol | None:
        """Return the factors' product simplified, if it is shorter than those, and right."""
        whole = product_of(factors)
        if not is_short(whole, SIMPLIFIED):
            return None
        sympy, expression = self.translator.sympy, self.translator.to_sympy(whole)
        forms = (sympy.cancel(expression), sympy.factor(expression), sympy.expand(expression))
        best = min(map(self.translator.to_symbol, forms), key=cost)
        shorter = cost(best) < sum(map(cost, than)) + len(than) - 1
        return best if shorter and self._agree(best, whole) else None

    def by_definition(self, formula: Symbol) -> Symbol:
        """Return a formula with p - 1 for a sum that is p - 1 by the definition of p.

        p is the name of a node, or a function in the formula, whose row has an `expression`.
        """
        if formula.op is None or not is_short(formula, SIMPLIFIED):
            return formula
        if formula.is_sum or formula.precedence == SIGN:
            found = self._offset(formula)
            if found is not None:
                return found
        inputs = [self.by_definition(x) for x in formula.inputs]
        same = all(x is y for x, y in zip(inputs, formula.inputs, strict=True))
        return formula if same else write(formula.op, inputs)

    def _offset(self, formula: Symbol) -> Symbol | None:
        meanings = self._meanings(formula)
        if not meanings:
            return None
        sympy = self.translator.sympy
        names = {sympy.Symbol(p.name, real=True): meant for p, meant in meanings if p.name}
        whole = self.definitions.to_sympy(formula).subs(names)
        for p, meant in meanings:
            for sign in (1, -1):
                rest = sympy.cancel(whole - sign * meant)
                if rest.is_number:
                    found = self.translator.to_symbol(sign * self.translator.to_sympy(p) + rest)
                    shorter = cost(found) < cost(formula)
                    return found if shorter and self._agree(found, formula) else None
        return None

    def _meanings(self, formula: Symbol) -> list[tuple[Symbol, Any]]:
        """Return the names and functions that may be in a formula, with what they stand for."""
        found: list[Symbol] = []
        meant: list[Symbol] = []
        places = {id(symbol): i for i, symbol in enumerate(self.shown)}
        for i, v in enumerate(self.graph.nodes):
            if self.shown[i].name and v.op is not None and v.op.expression is not None:
                found.append(self.shown[i])
                meant.append(write(v.op, [self.shown[x] for x in self.graph.inputs[i]]))
        stack = [formula]
        while stack:
            s = stack.pop()
            stack += s.inputs
            if s.op is not None and s.op.expression is not None and s.op.family is None:
                inputs = sorted(s.inputs, key=lambda x: places.get(id(x), 0))
                for x in inputs:  # softmax of each of its inputs
                    function = write(s.op, [x, *[y for y in inputs if y is not x]])
                    found.append(self.named(function))
                    meant.append(function)
        return list(zip(found, map(self.definitions.to_sympy, meant), strict=True))

    def _is_number(self, formula: Symbol, number: float) -> bool:
        try:
            return math.isclose(value_of(formula, self.numbers), number, rel_tol=1e-12)
        except (ArithmeticError, ValueError, KeyError):
            return False

    def _agree(self, one: Symbol, other: Symbol) -> bool:
        """Whether two formulas have the same number in this graph."""
        try:
            a, b = value_of(one, self.numbers), value_of(other, self.numbers)
        except (ArithmeticError, ValueError, KeyError):
            return False
        return math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-12)


def product_of(factors: Sequence[Symbol]) -> Symbol:
    """Return a product as one flat formula; factors 1 are left out, and -1 is a sign."""
    signs = sum(f.value == -1 for f in factors)
    rest = [f for f in factors if f.value not in (1, -1)]
    whole = symbol_of(1.0)
    if len(rest) > 2:
        whole = write(ops.prod, rest)
    elif rest:
        whole = rest[0] if len(rest) == 1 else rest[0] * rest[1]
    return -whole if signs % 2 else whole


def cost(formula: Symbol) -> int:
    """The length of a formula: its names, numbers and operations."""
    stack, found = [formula], 0
    while stack:
        s = stack.pop()
        stack += s.inputs
        found += 1 + max(len(s.inputs) - 2, 0)
    return found
