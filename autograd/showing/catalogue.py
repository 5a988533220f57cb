"""The operation table as the page has it: to build the graph of a formula without Python.

    catalogue()["calls"]["tanh"]         the row that a spelling calls
    catalogue()["rows"]["mul"]["2"]      its trees, and how it and its local derivatives are written

What is written has marks in the place of the names: "Ꭰ", "Ꭱ", ... for the inputs, "Ꮿ" for the
result.  How an operator is written depends on which of its inputs is a number, 2 x but x · 2:
there is a form for each, by letters: "np" a name and a positive number, "mn" a negative one and
a name.  A derivative is written once, in the table: here it is only printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import product
from typing import Any, TypeAlias

from ..engine import ops
from ..engine.functions import prod
from ..engine.operation import SPELLINGS, Op
from ..engine.value import Value
from ..formulas.named_graph import NamedGraph
from . import expression_trees

Make: TypeAlias = Callable[..., Any]

INPUTS, RESULT = "ᎠᎡᎢᎣᎤᎥ", "Ꮿ"
NUMBER = 0.7321
"""The number that stands for any; no formula has it."""
EXPONENTS = (*range(-6, 0), *range(13), -1.5, -0.5, 0.5, 1.5, 2.5, 1 / 3, 0.25)
OPERATORS: tuple[tuple[Make, int], ...] = (
    (lambda x, y: x + y, 2),
    (lambda x, y: x - y, 2),
    (lambda x, y: x * y, 2),
    (lambda x, y: x / y, 2),
    (lambda x, y: x**y, 2),
    (lambda x: -x, 1),
    (lambda x: ops.identity(x), 1),
)
"""What a formula is made of besides functions, with the number of its inputs."""


@cache
def catalogue() -> dict[str, Any]:
    """Return the rows and their spellings, as JSON has them."""
    called = {row.name: row for row in SPELLINGS.values()}
    rows = {name: _forms(row, _arities(row)) for name, row in called.items()}
    several = list(range(2, len(INPUTS) + 1))
    product_of = _row(_multiplied, several[:1])
    rows[product_of] = _forms(_multiplied, several)
    for make, arity in OPERATORS:
        rows[_row(make, [arity])] = _forms(make, [arity])
    for n in EXPONENTS:
        rows[f"power_by {_named(n)}"] = _forms(ops.power_by(n), [1])
    calls = {spelling: row.name for spelling, row in SPELLINGS.items()}
    return {
        "calls": {**calls, product_of: product_of},
        "rows": rows,
        "inputs": INPUTS,
        "result": RESULT,
        "number": f"{NUMBER:g}",
        "spellings": expression_trees.spellings(),
    }


def _multiplied(*xs: Any) -> Any:
    return prod(xs)


def _row(make: Make, arities: list[int]) -> str:
    """Return the name of the row that is made."""
    op = _applied(make, "n" * arities[0]).op
    assert op is not None
    return op.name


def _arities(row: Op) -> list[int]:
    """Return how many inputs a function may be given, as far as it takes so many."""
    return [1] if row.is_unary else list(range(2, len(INPUTS) + 1))


def _named(x: float) -> str:
    """Return a number as JavaScript writes it."""
    return repr(x).removesuffix(".0")


def _forms(make: Make, arities: list[int]) -> dict[str, Any]:
    """Return a row's forms by its number of inputs, as far as it takes so many."""
    found: dict[str, Any] = {}
    for count in arities:
        written = dict(_written(make, count))
        if "n" * count in written:
            op = _applied(make, "n" * count).op
            assert op is not None
            found[str(count)] = {"entry": expression_trees.entry(op, count), "written": written}
    return found


def _written(make: Make, count: int) -> Iterator[tuple[str, Any]]:
    """Yield the kinds of inputs that the row takes, and how it is written with them."""
    kinds = map("".join, product("npm", repeat=2)) if count == 2 else ["n" * count]
    for kind in kinds:
        if "n" not in kind:
            continue
        try:
            graph = NamedGraph(_applied(make, kind))
        except (TypeError, ValueError, ArithmeticError):
            continue  # so many inputs, or such numbers, are not taken
        last = len(graph.nodes) - 1
        yield kind, {"formula": graph.formula(last), "locals": graph.locals(last)}


def _applied(make: Make, kind: str) -> Value:
    values = {"p": NUMBER, "m": -NUMBER}
    inputs = [
        Value(values.get(one, 0.3 + 0.05 * i), INPUTS[i] if one == "n" else "")
        for i, one in enumerate(kind)
    ]
    result: Value = make(*inputs)
    if not isinstance(result.op, Op) or len(result.inputs) != len(inputs):
        raise TypeError(f"{len(inputs)} inputs are not taken")
    result.label = RESULT
    return result
