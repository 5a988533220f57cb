"""`derive(L, z_2)`: the closed form of a derivative, with the chain that leads to it.

    print(derive(L, z_2))       a_2 - y
    derive(L, z_2).text()       ∂L/∂z₂ = ∂L/∂a₂ · ∂a₂/∂z₂ = (-y/a₂ + ...) · a₂ (1 - a₂) = a₂ - y

The local derivatives are the rows' own, written with symbols in the names of the graph.  Going
down from the root, each is multiplied to what is there so far: where the two together are
shorter (SymPy says), they become one factor, as in a₂ - y; else the product stays a product, in
the order of the chain, and a function's derivative keeps its name, as in (a₂ - y) w₂ σ'(z₁).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from . import ops
from .ops import SIGN, Op
from .paths import paths
from .symbolic import Translator, prime, value_of
from .symbols import Symbol, symbol_of, write
from .trace import Tracing, Written, is_short
from .value import Value
from .writing import function_name

SMALL, LARGE = 12, 150
"""A node without a label is written out if it has fewer parts than the one; formulas of more parts
than the other are multiplied, but no longer simplified."""


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
    """
    for node in (of, wrt):
        if not isinstance(node, Value):
            raise TypeError(f"derive: expected two Values, got {type(node).__name__}")
    return _Deriving(of, wrt).derivation()


class _Deriving:
    """The sweep from `of` down to `wrt`: each adjoint is a product, its factors in order."""

    def __init__(self, of: Value, wrt: Value) -> None:
        self.tracing = t = Tracing(of)
        self.translator, self.definitions = Translator(), Translator(defined=True)
        self.of, self.wrt = of, wrt
        self.ways = paths(of, wrt)
        self.shown: list[Symbol] = []
        self.known: dict[tuple[Op, frozenset[int]], list[tuple[Symbol, float]]] = {}
        self.numbers: dict[str, float] = {}
        for i, v in enumerate(t.nodes):
            self.shown.append(self._shown(i, v))
            label = self.shown[i].name
            if label:
                self.numbers[label] = v.data
                if v.op is not None:
                    inputs = frozenset(id(self.shown[x]) for x in t.inputs[i])
                    self.known.setdefault((v.op, inputs), []).append((self.shown[i], v.data))

    def _shown(self, i: int, v: Value) -> Symbol:
        """Return the node's name; of one without a label what it is, if that is short."""
        if v.label or v is self.wrt or v is self.of:
            return Symbol(self.tracing.label(i))
        if v.op is None:
            return symbol_of(v.data)
        whole = write(v.op, [self.shown[x] for x in self.tracing.inputs[i]])
        return whole if is_short(whole, SMALL) else Symbol(self.tracing.label(i))

    def derivation(self) -> Derivation:
        """Return the derivation."""
        t = self.tracing
        name = t.derivative(len(t.nodes) - 1, t.place.get(self.wrt, 0))
        if self.wrt is self.of or self.wrt not in t.place or not self.ways.count:
            number = 1.0 if self.wrt is self.of else 0.0
            below = Symbol(self.wrt.label or "x")
            name = name if self.wrt in t.place else _quotient(t.name(len(t.nodes) - 1), below)
            return Derivation(name, symbol_of(number), [], [])
        product, chain, factors = self._sweep()
        return Derivation(name, self._closed(product), chain, factors)

    def _sweep(self) -> tuple[list[Symbol], list[Written], list[Symbol]]:
        """Return the factors of the adjoint of `wrt`, the chain's names and its factors."""
        t = self.tracing
        adjoints: dict[Value, list[list[Symbol]]] = {self.of: [[]]}
        chain: list[Written] = []
        local: list[Symbol] = []
        last, gathered = self.of, list[Symbol]()
        for v in t.backward:
            if v not in adjoints or v is self.wrt:
                continue
            product = self._added(adjoints[v])
            partials = self._partials(v)
            for slot, x in enumerate(v.inputs):
                if (v, slot) not in self.ways.flow:
                    continue
                adjoints.setdefault(x, []).append(self._times(product, v, partials[slot]))
                if self.ways.count == 1:
                    gathered.append(partials[slot])
                    if x.label or x is self.wrt:
                        chain.append(t.derivative(t.place[last], t.place[x]))
                        local.append(product_of(gathered))
                        last, gathered = x, []
        return self._added(adjoints[self.wrt]), chain, local

    def _partials(self, v: Value) -> list[Symbol]:
        """Return the local derivatives of a node, in the names of the graph."""
        i = self.tracing.place[v]
        inputs = [self.shown[x] for x in self.tracing.inputs[i]]
        assert v.op is not None
        try:
            partials = v.op.partials(self.shown[i], *inputs)
        except Exception:  # a user's function may fail in any way when it is given formulas
            names = [self.tracing.derivative(i, x).text for x in self.tracing.inputs[i]]
            self.numbers |= dict(zip(names, self.tracing.partials[i], strict=True))
            return [Symbol(name) for name in names]
        return [self._named(symbol_of(p)) for p in partials]

    def _named(self, formula: Symbol) -> Symbol:
        """Return a formula with the label of each node of the graph that it contains."""
        if formula.op is None or not is_short(formula, LARGE):
            return formula
        nodes = self.known.get((formula.op, frozenset(map(id, formula.inputs))), [])
        for label, number in nodes:
            if self._is_number(formula, number):
                return label
        inputs = [self._named(x) for x in formula.inputs]
        same = all(x is y for x, y in zip(inputs, formula.inputs, strict=True))
        return formula if same else write(formula.op, inputs)

    def _times(self, product: list[Symbol], v: Value, partial: Symbol) -> list[Symbol]:
        """Return a product with one factor more: joined with the last where that is shorter."""
        if partial.value == 1:
            return product
        assert v.op is not None
        name = prime(v.op) if len(v.inputs) == 1 and function_name(v.op) else None
        x = self.shown[self.tracing.place[v.inputs[0]]]
        alone = write(name, [x]) if name else partial
        if cost(alone) >= cost(partial):
            alone = partial
        if not product:
            return [alone]
        last = product[-1]
        joined = self._simpler([last, partial], [last, alone])
        if joined is not None:
            return [*product[:-1], joined]
        simpler = self._simpler([last], [last])
        return [*product[:-1], last if simpler is None else simpler, alone]

    def _added(self, products: list[list[Symbol]]) -> list[Symbol]:
        """Return the sum of products, as the factors of one product."""
        if len(products) == 1:
            return products[0]
        terms = [product_of(product) for product in products]
        whole = write(ops.total if len(terms) > 2 else ops.add, terms)
        alike = len(terms) > len(set(map(str, terms)))  # x + x is as short as 2 x
        simpler = self._simpler([whole], [*terms, symbol_of(1.0)] if alike else terms)
        return [whole if simpler is None else simpler]

    def _closed(self, product: list[Symbol]) -> Symbol:
        """Return the product as one formula, once more as simple as can be."""
        whole, simpler = product_of(product), None
        if len(product) > 1:
            simpler = self._simpler([self._written_out(f) for f in product], product)
        elif whole.op is not None and whole.op.family is prime:
            simpler = self._written_out(whole)
        elif whole.op is not None:
            simpler = self._simpler(product, product)
            if simpler is not None and 2 * cost(simpler) > cost(whole):
                simpler = None  # as the row has it, unless it is much longer than need be
        return self._by_definition(whole if simpler is None else simpler)

    def _written_out(self, formula: Symbol) -> Symbol:
        """Return sigma'(z) as what the row says it is: a (1 - a)."""
        if formula.op is None or formula.op.family is not prime:
            return formula
        (op,), (x,) = formula.op.parameters, formula.inputs
        return self._named(symbol_of(op.partials(self._named(write(op, [x])), x)[0]))

    # --- SymPy ---

    def _simpler(self, factors: Sequence[Symbol], than: Sequence[Symbol]) -> Symbol | None:
        """Return the factors' product simplified, if it is shorter than those, and right."""
        whole = product_of(factors)
        if not is_short(whole, LARGE):
            return None
        sympy, expression = self.translator.sympy, self.translator.to_sympy(whole)
        forms = (sympy.cancel(expression), sympy.factor(expression), sympy.expand(expression))
        best = min(map(self.translator.to_symbol, forms), key=cost)
        shorter = cost(best) < sum(map(cost, than)) + len(than) - 1
        return best if shorter and self._agree(best, whole) else None

    def _by_definition(self, formula: Symbol) -> Symbol:
        """Return a formula with p - 1 for a sum that is p - 1 by the definition of p.

        p is the name of a node, or a function in the formula, whose row has an `expression`.
        """
        if formula.op is None or not is_short(formula, LARGE):
            return formula
        if formula.is_sum or formula.precedence == SIGN:
            found = self._offset(formula)
            if found is not None:
                return found
        inputs = [self._by_definition(x) for x in formula.inputs]
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
        for i, v in enumerate(self.tracing.nodes):
            if self.shown[i].name and v.op is not None and v.op.expression is not None:
                found.append(self.shown[i])
                meant.append(write(v.op, [self.shown[x] for x in self.tracing.inputs[i]]))
        stack = [formula]
        while stack:
            s = stack.pop()
            stack += s.inputs
            if s.op is not None and s.op.expression is not None and s.op.family is None:
                inputs = sorted(s.inputs, key=lambda x: places.get(id(x), 0))
                for x in inputs:  # softmax of each of its inputs
                    function = write(s.op, [x, *[y for y in inputs if y is not x]])
                    found.append(self._named(function))
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


def _bracketed(formula: Symbol, written: str) -> str:
    return f"({written})" if formula.is_sum or written.startswith("-") else written


def _quotient(above: Written, below: Symbol) -> Written:
    a, b = above, Written(below.text(), below.latex(), below.mathml())
    return Written(
        f"∂{a.text}/∂{b.text}",
        rf"\frac{{\partial {a.latex}}}{{\partial {b.latex}}}",
        f"<mfrac><mrow><mi>∂</mi>{a.mathml}</mrow><mrow><mi>∂</mi>{b.mathml}</mrow></mfrac>",
    )
