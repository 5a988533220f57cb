"""Formulas to SymPy and back: rows are read by SymPy's functions of the same name.

A row that SymPy does not know is read by its own `expression` where its written form is a formula
as well (log1p, x log y), and else stays a function without a meaning, such as sigmoid(z).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..engine import ops
from ..engine.operation import SPELLINGS, Op
from .printers import function_name
from .symbol import Symbol, applied, symbol_of, write

if TYPE_CHECKING:
    import sympy


def load() -> Any:
    """Import SymPy; an ImportError that says how to get it."""
    try:
        import sympy
    except ImportError:
        raise ImportError("derive needs SymPy: pip install chainrule[symbolic]") from None
    return sympy


class Translator:
    """Translates formulas; it remembers the rows that SymPy has no function for.

    With `defined`, such rows are written out where they have an `expression`: sigmoid(z) becomes
    1 / (1 + exp(-z)).
    """

    def __init__(self, *, defined: bool = False) -> None:
        self.sympy = load()
        self.rows: dict[str, Op] = {}
        self.labels: dict[str, Symbol] = {}
        self._defined = defined

    def to_sympy(self, symbol: Symbol) -> sympy.Expr:
        """Return a formula as a SymPy expression; its names as real symbols."""
        known: dict[int, Any] = {}
        keep, stack = [], [symbol]
        while stack:
            s = stack[-1]
            keep.append(s)
            if id(s) in known:
                stack.pop()
            elif s.op is None:
                known[id(s)] = self._atom(s)
            elif waiting := [x for x in s.inputs if id(x) not in known]:
                stack += waiting
            elif (meant := self._meant(s)) is not None:
                inner = Translator(defined=self._defined)
                inner.rows, inner.labels = self.rows, self.labels
                known[id(s)] = inner.to_sympy(meant)
            else:
                known[id(s)] = self._applied(s.op, [known[id(x)] for x in s.inputs])
        return known[id(symbol)]

    def _atom(self, s: Symbol) -> Any:
        if s.value is not None:
            return self.sympy.nsimplify(s.value, rational=True)
        self.labels[s.name] = s
        return self.sympy.Symbol(s.name, real=True)

    def _meant(self, s: Symbol) -> Symbol | None:
        """Return what a formula's row is in other rows, where it is to be written out."""
        op = s.op
        assert op is not None
        if op.expression is None or self._function_of(op):
            return None
        formula = isinstance(op.latex, str) and not function_name(op)
        if formula or self._defined or not op.built_in:
            return symbol_of(op.expression(*s.inputs))
        return None

    def _function_of(self, op: Op) -> Any:
        """Return SymPy's function of the same name, or of one of the row's other names."""
        known = self.sympy.functions.__all__ if op.built_in else ()
        return next((getattr(self.sympy, n) for n in (op.name, *op.names) if n in known), None)

    def _applied(self, op: Op, inputs: Sequence[Any]) -> Any:
        if op is ops.power:
            return inputs[0] ** inputs[1]
        if function := self._function_of(op):
            return function(*inputs)
        try:
            return self.sympy.sympify(op.forward(*inputs))
        except Exception:  # the function of a row may fail in any way when it is given expressions
            self.rows[op.name] = op
            return self.sympy.Function(op.name, real=True)(*inputs)

    # --- and back ---

    def to_symbol(self, expression: sympy.Expr) -> Symbol:
        """Return a SymPy expression as a formula: positive terms first, numbers as decimals."""
        if expression.is_Symbol:
            return self.labels[expression.name]
        if expression.is_Rational:
            p, q = int(expression.p), int(expression.q)
            decimal = f"{p / q:.12g}"
            exact = self.sympy.Rational(decimal) == expression if q > 1 else True
            return symbol_of(p / q) if exact else applied(ops.div, (symbol_of(p), symbol_of(q)))
        if expression.is_number and not expression.args:
            return symbol_of(float(expression))
        if expression.is_Add:
            return self._sum(expression)
        above, below = expression.as_numer_denom() if expression.is_Mul else (expression, None)
        if below is not None and below != 1:
            return write(ops.div, (self.to_symbol(above), self.to_symbol(below)))
        if expression.is_Mul:
            return self._product(expression)
        return self._function(expression)

    def _sum(self, expression: sympy.Expr) -> Symbol:
        terms = expression.as_ordered_terms()
        terms.sort(key=lambda term: term.could_extract_minus_sign())
        result = self.to_symbol(terms[0])
        for term in terms[1:]:
            minus = term.could_extract_minus_sign()
            shown = self.to_symbol(-term if minus else term)
            result = result - shown if minus else result + shown
        return result

    def _product(self, expression: sympy.Expr) -> Symbol:
        number, rest = expression.as_coeff_Mul()
        factors = rest.as_ordered_factors()
        if number < 0:
            turned = next((i for i, f in enumerate(factors) if _is_difference(f)), None)
            if turned is None:
                return write(ops.neg, (self.to_symbol(-expression),))
            number, factors[turned] = -number, -factors[turned]  # -(y - a) b is (a - y) b
        result = self.to_symbol(number)
        for factor in factors:
            result = result * self.to_symbol(factor)
        return result

    def _function(self, expression: sympy.Expr) -> Symbol:
        inputs = [self.to_symbol(x) for x in expression.args]
        if expression.is_Pow:
            if expression.exp.is_number and expression.exp.could_extract_minus_sign():
                return write(ops.div, (1.0, self.to_symbol(1 / expression)))
            half = expression.exp == self.sympy.Rational(1, 2)
            return write(ops.sqrt, inputs[:1]) if half else write(ops.power, inputs)
        name = type(expression).__name__
        if name in self.rows:
            return write(self.rows[name], inputs)
        row = SPELLINGS.get(name)
        if row is None or not self._function_of(row):
            raise ValueError(f"SymPy's {name} is no operation here")
        return write(row, inputs[:1] if name == "Heaviside" else inputs)


def _is_difference(expression: Any) -> bool:
    """Whether an expression is p - q."""
    signs = [term.could_extract_minus_sign() for term in expression.as_ordered_terms()]
    return len(signs) == 2 and signs[0] != signs[1]


def prime(op: Op) -> Op:
    r"""Return the row of a function's derivative, written as people do: \sigma'(z)."""
    assert isinstance(op.text, str)
    assert isinstance(op.latex, str)
    slope: Callable[[Any], Any] = lambda x: op.partials(op(x), x)[0]  # noqa: E731  (one row, one line)
    return Op(
        f"{op.name}_prime",
        op.text.replace("(", "'(", 1),
        op.latex.replace("($x)", "'($x)", 1),
        slope,
        lambda z, x: (),  # noqa: ARG005  (it is written, and not differentiated)
        family=prime,
        parameters=(op,),
    )


def value_of(formula: Symbol, numbers: Mapping[str, float]) -> float:
    """Return the number of a formula where its names have these numbers."""
    known: dict[int, float] = {}
    stack = [formula]
    while stack:
        s = stack[-1]
        if id(s) in known:
            stack.pop()
        elif s.op is None:
            known[id(s)] = numbers[s.name] if s.value is None else s.value
        elif waiting := [x for x in s.inputs if id(x) not in known]:
            stack += waiting
        else:
            known[id(s)] = s.op(*[known[id(x)] for x in s.inputs])
    return known[id(formula)]
