"""Evaluate an expression tree, in numbers or in graphs.

The same walk serves both: with floats in the environment the result is a number, with Values it
is a node, from which the engine's own derivative is then taken.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ...engine import functional, ops
from ...engine.functions import leaky_relu
from ...engine.operation import SPELLINGS
from ...engine.ops import power_by
from ...engine.value import Value
from ..reading.tree import (
    BigSum,
    Call,
    Derivative,
    Expression,
    Matrix,
    Name,
    Negative,
    Norm,
    Number,
    Power,
    Prime,
    Product,
    Quotient,
    Sum,
    Transpose,
    parts,
)  # fmt: skip

FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    **{spelling: row for spelling, row in SPELLINGS.items() if row.is_unary},
    "sech": lambda x: 1 / ops.cosh(x),
    **dict.fromkeys(("sigma", "f", "g", "h", r"\phi", r"\varphi"), ops.sigmoid),
}
"""The functions of one argument by name; a document's undefined activation is the sigmoid."""
OF_SEVERAL: dict[str, Callable[..., Any]] = {
    **{spelling: row for spelling, row in SPELLINGS.items() if not row.is_unary},
    "leaky_relu": lambda x, slope: leaky_relu(x, float(slope)),
}
"""The functions of several arguments."""


class MeaningError(ValueError):
    """A formula that was read but has no meaning here; `name` is the unknown name, if it is one."""

    def __init__(self, message: str, name: str = "") -> None:
        super().__init__(message)
        self.name = name


class Scope:
    """What names mean at one point: nodes by label, functions that the document defines.

    abbreviations  names that stand for derivatives
    loss       the node that a lone `dz_2` is a derivative of
    variable   what `(...)'` differentiates by
    """

    def __init__(
        self,
        nodes: Mapping[str, Value],
        functions: Mapping[str, Callable[..., Any]],
        loss: str = "",
        constants: Mapping[str, float] | None = None,
        abbreviations: Mapping[str, Derivative] | None = None,
    ) -> None:
        self.nodes, self.functions, self.loss = nodes, functions, loss
        self.constants, self.abbreviations = constants or {}, abbreviations or {}
        self.variable: Name | None = None
        self._partials: dict[tuple[str, str], float] = {}
        self._alike: dict[str, str] = {}

    def node(self, name: Name) -> Value:
        """Return the node that a name means: itself, or the one that differs in case only."""
        label = self.resolve(name)
        return self.nodes[label]

    def resolve(self, name: Name) -> str:
        """Return the label that a name means; a MeaningError with a suggestion if there is none."""
        if name.label in self.nodes:
            return name.label
        if name.label not in self._alike:
            self._alike[name.label] = self._only_alike(name.label)
        return self._alike[name.label]

    def _only_alike(self, written: str) -> str:
        alike = [label for label in self.nodes if label.lower() == written.lower()]
        if len(alike) == 1:
            return alike[0]
        close = difflib.get_close_matches(written, self.nodes, 1, 0.4)
        hint = f"; did you mean {close[0]}?" if close else ""
        raise MeaningError(f"{written} is not a name of this derivation{hint}", written)

    def partial(self, of: str, wrt: str) -> float:
        """The engine's own derivative between two nodes."""
        key = of, wrt
        if key not in self._partials:
            self._partials[key] = functional.partial(self.nodes[of], self.nodes[wrt])
        return self._partials[key]


def evaluate(tree: Expression, scope: Scope, *, graph: bool = False) -> Any:
    """Return the value of a tree: a float, or with `graph` a Value.

    Raises MeaningError for what has no meaning in the scope, DomainError outside a domain.
    """

    def walk(t: Expression) -> Any:
        return evaluate(t, scope, graph=graph)

    match tree:
        case Number():
            return tree.value
        case Name():
            return _named(tree, scope, graph)
        case Sum():
            result = walk(tree.terms[0])
            for term in tree.terms[1:]:
                if isinstance(term, Negative):
                    result = result - walk(term.of)
                else:
                    result = result + walk(term)
            return result
        case Negative():
            return -walk(tree.of)
        case Product():
            result = walk(tree.factors[0])
            for factor in tree.factors[1:]:
                result = result * walk(factor)
            return result
        case Quotient():
            return ops.div(walk(tree.above), walk(tree.below))
        case Power():
            return _power(walk(tree.base), walk(tree.exponent))
        case Transpose():  # of a scalar
            return walk(tree.of)
        case Norm():
            return ops.absolute(walk(tree.of))
        case Call():
            return _called(tree, [walk(x) for x in tree.arguments], scope)
        case Derivative():
            return _derivative(tree.of, tree.by, scope, graph)
        case Prime():
            if scope.variable is None:
                raise MeaningError("(...)' needs a derivative on the left to say by what")
            return _derivative(tree.of, scope.variable, scope, graph)
        case BigSum() | Matrix():
            raise MeaningError("sums over an index and matrices are not judged, only scalars")
        case _:
            raise MeaningError("this notation is read, but not judged")


def magnitude(tree: Expression, scope: Scope) -> float:
    """The size of what is added up in a tree: the yardstick for its rounding errors."""
    match tree:
        case Sum():
            return sum(magnitude(term, scope) for term in tree.terms)
        case Negative():
            return magnitude(tree.of, scope)
        case Product():
            size = 1.0
            for factor in tree.factors:
                size *= magnitude(factor, scope)
            return size
        case _:
            return abs(float(evaluate(tree, scope)))


def names_in(tree: Expression) -> Iterator[Name]:
    """Yield every name in a tree, in order, those of functions that are called not among them."""
    if isinstance(tree, Name):
        yield tree
    for part in parts(tree):
        yield from names_in(part)


def _named(name: Name, scope: Scope, graph: bool) -> Any:
    if name.label in scope.constants and name.label not in scope.nodes:
        return scope.constants[name.label]
    if name.label in scope.abbreviations and name.label not in scope.nodes:
        return evaluate(scope.abbreviations[name.label], scope, graph=graph)
    try:
        node = scope.node(name)
    except MeaningError:
        about = derivative_named(name, scope)
        if about is None:
            raise
        return scope.partial(scope.loss, about)
    return node if graph else node.data


def derivative_named(name: Name, scope: Scope) -> str | None:
    r"""Return the label that a `dz_2` or a `\\delta_2` is the loss's derivative by, or None."""
    base = {r"\delta": "z"}.get(name.base)
    if base is None and len(name.base) > 1 and name.base[0] == "d":
        base = name.base[1:]
    if base is None or not scope.loss:
        return None
    try:
        return scope.resolve(Name(base, name.sub, name.layer))
    except MeaningError:
        alike = [label for label in scope.nodes if label.startswith(f"{base}_")]
        return alike[0] if len(alike) == 1 and not name.sub else None


def _power(base: Any, exponent: Any) -> Any:
    if isinstance(exponent, Value):
        return base**exponent
    return base**exponent if isinstance(base, Value) else power_by(exponent)(base)


def _called(call: Call, arguments: list[Any], scope: Scope) -> Any:
    if call.function in scope.functions:
        own = scope.functions[call.function]
        if call.primes and len(arguments) > 1:
            raise MeaningError(f"{call.function}' has several variables")
        for _ in range(call.primes):
            own = functional.grad(own)
        found = own(*arguments)
        return float(found) if _are_numbers(arguments) else found
    if call.function in OF_SEVERAL and len(arguments) > 1 and not call.primes:
        return OF_SEVERAL[call.function](*arguments)
    function = FUNCTIONS.get(call.function)
    if function is None:
        if call.function in scope.nodes:  # L(a_2, y), where L is a node
            return scope.nodes[call.function].data
        raise MeaningError(f"{call.function} is not a function known here", call.function)
    if len(arguments) != 1:
        raise MeaningError(f"{call.function} takes one argument, got {len(arguments)}")
    for _ in range(call.primes):
        function = functional.grad(function)
    return function(arguments[0])


def _are_numbers(arguments: Sequence[Any]) -> bool:
    return not any(isinstance(x, Value) for x in arguments)


def _derivative(of: Expression, wrt: Name, scope: Scope, graph: bool) -> Any:
    variable = scope.resolve(wrt)
    label = _node_called(of, scope)
    if label is not None and not graph:
        return scope.partial(label, variable)
    node = scope.nodes[label] if label is not None else evaluate(of, scope, graph=True)
    if not isinstance(node, Value):
        return 0.0
    return functional.grad(node, scope.nodes[variable], create_graph=graph)


def _node_called(of: Expression, scope: Scope) -> str | None:
    """Return the label of the node that the thing differentiated is, if it is one."""
    match of:
        case Name():
            return scope.resolve(of)
        case Call() if of.function in scope.nodes:
            return of.function
        case _:
            return None
