"""`derive(L, z_2)`: the closed form of a derivative, with the chain that leads to it.

    print(derive(L, z_2))       a_2 - y
    derive(L, z_2).text()       ∂L/∂z₂ = ∂L/∂a₂ · ∂a₂/∂z₂ = (-y/a₂ + ...) · a₂ (1 - a₂) = a₂ - y

The local derivatives are the rows' own, written with symbols in the names of the graph.  Going
down from the root, each is multiplied to what is there so far: where the two together are
shorter (SymPy says), they become one factor, as in a₂ - y; else the product stays a product, in
the order of the chain, and a function's derivative keeps its name, as in (a₂ - y) w₂ σ'(z₁).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..engine import ops
from ..engine.path_sums import paths
from ..engine.sweep import reverse
from ..engine.value import Value
from .named_graph import NamedGraph
from .printers import function_name
from .short_forms import Names, cost, product_of
from .symbol import Symbol, symbol_of, write
from .sympy_bridge import prime
from .written import Written, quotient, written_of


class Derivation:
    """The derivative of a node by another, in closed form.

    closed   the formula: `str()` of it can be read again, `.text()` and `.latex()` are for people
    factors  the local derivatives along the chain, where there is only one
    chain    the same as names: ∂L/∂a₂, ∂a₂/∂z₂
    """

    def __init__(
        self, name: Written, closed: Symbol, chain: Sequence[Written], factors: Sequence[Symbol]
    ) -> None:
        self.name, self.closed, self.chain, self.factors = name, closed, chain, factors

    def __str__(self) -> str:
        return str(self.closed)

    def __repr__(self) -> str:
        return f"<derivation {self.name.text} = {self.closed.text()}>"

    def text(self) -> str:
        """Return the whole derivation in one line of text."""
        names = " · ".join(name.text for name in self.chain)
        factors = " · ".join(_bracketed(f, f.text()) for f in self.factors)
        return self._joined(self.name.text, names, factors, self.closed.text())

    def latex(self) -> str:
        """Return the whole derivation in LaTeX."""
        names = " ".join(name.latex for name in self.chain)
        factors = r" \cdot ".join(_bracketed(f, f.latex()) for f in self.factors)
        return self._joined(self.name.latex, names, factors, self.closed.latex())

    def _joined(self, name: str, names: str, factors: str, closed: str) -> str:
        if len(self.chain) < 2:
            return f"{name} = {closed}"
        return " = ".join(dict.fromkeys([name, names, factors, closed]))

    def _repr_latex_(self) -> str:
        return rf"$\displaystyle {self.latex()}$"


def derive(of: Value, wrt: Value) -> Derivation:
    """Return d(of)/d(wrt) in closed form, in the labels of the graph.

    A node without a label is written out, a leaf without one is its number.  The result is right
    at the graph's present numbers: what SymPy simplified is compared with the engine's derivative.
    Needs SymPy: `pip install chainrule[symbolic]`.

    >>> from autograd import Value, derive
    >>> w, b = Value(3.0, label="w"), Value(0.5, label="b")
    >>> derive((2 * w + b) ** 2, w)
    <derivation ∂v₅/∂w = 4 b + 8 w>
    >>> print(derive((2 * w + b) ** 2, w))
    4 * b + 8 * w

    A TypeError if either is no Value.
    """
    for node in (of, wrt):
        if not isinstance(node, Value):
            raise TypeError(f"derive: expected two Values, got {type(node).__name__}")
    return _Deriving(of, wrt).derivation()


class _Deriving:
    """The sweep from `of` down to `wrt`: each adjoint is a product, its factors in order."""

    def __init__(self, of: Value, wrt: Value) -> None:
        self.of, self.wrt = of, wrt
        self.graph = NamedGraph(of)
        self.ways = paths(of, wrt)
        self.names = Names(self.graph, (of, wrt))

    def derivation(self) -> Derivation:
        """Return the derivation."""
        t = self.graph
        name = t.derivative(len(t.nodes) - 1, t.place.get(self.wrt, 0))
        if self.wrt is self.of or self.wrt not in t.place or not self.ways.count:
            number = 1.0 if self.wrt is self.of else 0.0
            if self.wrt not in t.place:
                name = quotient(t.name(len(t.nodes) - 1), written_of(Symbol(self.wrt.label or "x")))
            return Derivation(name, symbol_of(number), [], [])
        product, chain, factors = self._sweep()
        return Derivation(name, self._closed(product), chain, factors)

    def _sweep(self) -> tuple[list[Symbol], list[Written], list[Symbol]]:
        """Return the factors of the adjoint of `wrt`, the chain's names and its factors."""
        t = self.graph
        chain: list[Written] = []
        local: list[Symbol] = []
        last, gathered = self.of, list[Symbol]()

        def passed_on(v: Value, products: list[list[Symbol]]) -> Iterator[tuple[Value, Any]]:
            nonlocal last, gathered
            slots = [i for i in range(len(v.inputs)) if (v, i) in self.ways.flow]
            if not slots:
                return
            product, partials = self._added(products), self._partials(v)
            for slot in slots:
                x = v.inputs[slot]
                yield x, [self._times(product, v, partials[slot])]
                if self.ways.count == 1:
                    gathered.append(partials[slot])
                    if x.label or x is self.wrt:
                        chain.append(t.derivative(t.place[last], t.place[x]))
                        local.append(product_of(gathered))
                        last, gathered = x, []

        adjoints = reverse(t.backward, {self.of: [[]]}, passed_on)
        return self._added(adjoints[self.wrt]), chain, local

    def _partials(self, v: Value) -> list[Symbol]:
        """Return the local derivatives of a node, in the names of the graph."""
        i = self.graph.place[v]
        inputs = [self.names.shown[x] for x in self.graph.inputs[i]]
        assert v.op is not None
        try:
            partials = v.op.partials(self.names.shown[i], *inputs)
        except Exception:  # a user's function may fail in any way when it is given formulas
            names = [self.graph.derivative(i, x).text for x in self.graph.inputs[i]]
            self.names.numbers |= dict(zip(names, self.graph.partials[i], strict=True))
            return [Symbol(name) for name in names]
        return [self.names.named(symbol_of(p)) for p in partials]

    def _times(self, product: list[Symbol], v: Value, partial: Symbol) -> list[Symbol]:
        """Return a product with one factor more: joined with the last where that is shorter."""
        if partial.value == 1:
            return product
        assert v.op is not None
        name = prime(v.op) if len(v.inputs) == 1 and function_name(v.op) else None
        x = self.names.shown[self.graph.place[v.inputs[0]]]
        alone = write(name, [x]) if name else partial
        if cost(alone) >= cost(partial):
            alone = partial
        if not product:
            return [alone]
        last = product[-1]
        joined = self.names.simpler([last, partial], [last, alone])
        if joined is not None:
            return [*product[:-1], joined]
        simpler = self.names.simpler([last], [last])
        return [*product[:-1], last if simpler is None else simpler, alone]

    def _added(self, products: list[list[Symbol]]) -> list[Symbol]:
        """Return the sum of products, as the factors of one product."""
        if len(products) == 1:
            return products[0]
        terms = [product_of(product) for product in products]
        whole = write(ops.total if len(terms) > 2 else ops.add, terms)
        alike = len(terms) > len(set(map(str, terms)))  # x + x is as short as 2 x
        simpler = self.names.simpler([whole], [*terms, symbol_of(1.0)] if alike else terms)
        return [whole if simpler is None else simpler]

    def _closed(self, product: list[Symbol]) -> Symbol:
        """Return the product as one formula, once more as simple as can be."""
        whole, simpler = product_of(product), None
        if len(product) > 1:
            simpler = self.names.simpler([self._written_out(f) for f in product], product)
        elif whole.op is not None and whole.op.family is prime:
            simpler = self._written_out(whole)
        elif whole.op is not None:
            simpler = self.names.simpler(product, product)
            if simpler is not None and 2 * cost(simpler) > cost(whole):
                simpler = None  # as the row has it, unless it is much longer than need be
        return self.names.by_definition(whole if simpler is None else simpler)

    def _written_out(self, formula: Symbol) -> Symbol:
        """Return sigma'(z) as what the row says it is: a (1 - a)."""
        if formula.op is None or formula.op.family is not prime:
            return formula
        (op,), (x,) = formula.op.parameters, formula.inputs
        return self.names.named(symbol_of(op.partials(self.names.named(write(op, [x])), x)[0]))


def _bracketed(formula: Symbol, written: str) -> str:
    return f"({written})" if formula.is_sum or written.startswith("-") else written
