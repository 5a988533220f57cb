"""Derivatives as functions: `grad(f)` is the derivative of f, and `grad(grad(f))` the second.

    >>> from autograd import grad, hessian
    >>> grad(lambda x: x**3)(2.0)
    12.0
    >>> hessian(lambda x, y: x * y)(1, 2)
    [[0.0, 1.0], [1.0, 0.0]]

All of them take a graph that is already built as well: `grad(L, [w, b])`,
`jacobian([a, b], [x, y])`, `hessian(L, [w, b])`, and `partial(L, w)` for one number.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from .deferred import partials_in
from .differentiated_run import Run
from .order import interior
from .recorded_numbers import check_recorded, described
from .sweep import adjoints, local_partials
from .value import Number, Value, check_value, constant

Row = list[Any]


def partial(of: Value, wrt: Value) -> float:
    """Return d(of)/d(wrt) for any two nodes; 0.0 where `of` does not depend on `wrt`.

    >>> from autograd import Value, partial
    >>> x = Value(3.0)
    >>> y = x * x
    >>> partial(2 * y, y), partial(2 * y, x)
    (2.0, 12.0)

    A TypeError if either is no Value, a DomainError where a derivative on the way does not exist.
    """
    for v in (of, wrt):
        check_value(v, "partial")
    found: float = adjoints(of, [wrt], _numbers).get(wrt, 0.0)
    return found


def central_difference(of: Value, wrt: Value, step: float | None = None) -> float:
    """Return (of(wrt + h) - of(wrt - h)) / 2h with every other node recomputed: no derivatives.

    `wrt` may be any node, a leaf or not.  The default h balances rounding and curvature: the
    cube root of the machine epsilon, times the size of `wrt`.

    A DomainError where the graph cannot be computed at wrt - h or wrt + h, a StaleError where a
    number was set after the graph was computed.

    >>> from autograd import Value, central_difference
    >>> x = Value(2.0)
    >>> round(central_difference(x * x, x), 8)
    4.0
    """
    h = step or sys.float_info.epsilon ** (1 / 3) * max(1.0, abs(wrt.data))
    order = interior(of)[::-1]
    for v in order:
        check_recorded(v, "central_difference")
    ends = []
    for end in (wrt.data + h, wrt.data - h):
        moved = {wrt: end}
        for v in order:
            if v is not wrt and any(x in moved for x in v.inputs):
                assert v.op is not None
                inputs = [moved.get(x, x.data) for x in v.inputs]
                try:
                    moved[v] = v.op.forward(*inputs)
                except (ArithmeticError, ValueError) as error:
                    raise v.op.failure(inputs, error) from None
        ends.append(moved.get(of, of.data))
    return (ends[0] - ends[1]) / ((wrt.data + h) - (wrt.data - h))


def grad(f: Any, argnums: Any = 0, *, create_graph: bool = False) -> Any:
    """Return the derivative of a function, as a function.

    `argnums` is the position of the argument to differentiate by, or a tuple of positions (then
    the result is a tuple).  Numbers give numbers; Values give Values, to be differentiated again,
    and so does a function that uses Values from outside (inside `no_grad` it gives numbers).

    >>> from autograd import Value, grad
    >>> grad(grad(lambda x: x**3))(2.0)
    12.0
    >>> grad(lambda x, y: x * y, (0, 1))(2.0, 5.0)
    (5.0, 2.0)

    `grad(L, w)` and `grad(L, [w, b])` give the derivatives of a node by other nodes, as numbers,
    or with `create_graph=True` as Values.

    >>> w = Value(4.0)
    >>> grad(w**3, [w])
    [48.0]
    """
    if isinstance(f, Value):
        several = not isinstance(argnums, Value)
        found = _gradient(f, _nodes(argnums) if several else [argnums], create_graph)
        return found if several else found[0]
    with_value = value_and_grad(f, argnums)
    return lambda *args: with_value(*args)[1]


def value_and_grad(f: Callable[..., Number], argnums: int | Sequence[int] = 0) -> Any:
    """Return the function that gives f's value and its derivative, as `grad` does, in one go.

    >>> from autograd import value_and_grad
    >>> value_and_grad(lambda x: x**3)(2.0)
    (8.0, 12.0)
    """
    if not callable(f):
        raise TypeError(f"grad: expected a function or a Value, got {type(f).__name__} {f!r:.60}")
    positions = (argnums,) if isinstance(argnums, int) else tuple(argnums)
    if not all(isinstance(i, int) for i in positions):
        raise TypeError(f"argnums: expected positions of arguments, got {argnums!r}")

    def derivative(*args: Number) -> tuple[Any, Any]:
        with Run(args, positions) as run:
            (y,) = run.outputs([f(*_replaced(args, positions, run.variables))])
            graph = run.wants_graph([y])
            found = tuple(_gradient(y, run.variables, graph))
        value = y if graph else y.data
        return value, found[0] if isinstance(argnums, int) else found

    return derivative


def jacobian(f: Any, wrt: Sequence[Value] | None = None) -> Any:
    """Return the function that gives d(output i)/d(argument j), as a list of rows.

    `jacobian(outputs, inputs)` does so for lists of nodes, as numbers.

    >>> from autograd import jacobian
    >>> jacobian(lambda x, y: [x * y, x + y, y])(2.0, 5.0)
    [[5.0, 2.0], [1.0, 1.0], [0.0, 1.0]]
    """
    if not callable(f):
        wrt = _nodes(wrt)
        return [_gradient(y, wrt, False) for y in _nodes(f)]

    def rows(*args: Number) -> list[Row]:
        with Run(args, range(len(args))) as run:
            found = f(*run.variables)
            outputs = run.outputs(found if isinstance(found, (list, tuple)) else [found])
            graph = run.wants_graph(outputs)
            return [_gradient(y, run.variables, graph) for y in outputs]

    return rows


def hessian(f: Any, wrt: Sequence[Value] | None = None) -> Any:
    """Return the function that gives the second derivatives d2f/d(i)d(j), as a list of rows.

    `hessian(L, [w, b])` does so for nodes, as numbers.

    >>> from autograd import hessian
    >>> hessian(lambda x, y: x * x * y)(1.0, 2.0)
    [[4.0, 2.0], [2.0, 0.0]]
    """
    if isinstance(f, Value):
        wrt = _nodes(wrt)
        return [_gradient(g, wrt, False) for g in _gradient(f, wrt, True)]

    def rows(*args: Number) -> list[Row]:
        with Run(args, range(len(args))) as run:
            outputs = run.outputs([f(*run.variables)])
            graph = run.wants_graph(outputs)
            first = _gradient(outputs[0], run.variables, True)
            return [_gradient(g, run.variables, graph) for g in first]

    return rows


def _replaced(
    args: Sequence[Number], positions: Sequence[int], variables: Sequence[Value]
) -> list[Number]:
    result = list(args)
    for i, v in zip(positions, variables, strict=True):
        result[i] = v
    return result


def _nodes(wrt: Any) -> list[Value]:
    if not isinstance(wrt, Iterable):
        raise TypeError(f"expected a list of Values to differentiate by, got {wrt!r:.60}")
    nodes = list(wrt)
    for v in nodes:
        check_value(v, "differentiate by")
    return nodes


def _gradient(of: Value, wrt: Sequence[Value], graph: bool) -> Row:
    """Return d(of)/d(v) for each v, as numbers or as a graph."""
    found = adjoints(of, wrt, _graphs if graph else _numbers)
    return [constant(found.get(v, 0.0), "grad") if graph else found.get(v, 0.0) for v in wrt]


def _numbers(node: Value, g: float, slots: Sequence[int]) -> list[float | None]:
    if not g:
        return [None] * len(slots)
    partials = local_partials(node, slots)
    return [g * partials[i] for i in slots]


def _graphs(node: Value, g: Number, slots: Sequence[int]) -> list[Number | None]:
    assert node.op is not None
    check_recorded(node, "a derivative that is a graph")
    partials: Any
    try:
        partials = node.op.partials(node, *node.inputs)
    except (ArithmeticError, ValueError):
        try:
            partials = partials_in(slots, node.op, node, node.inputs)
        except (ArithmeticError, ValueError) as error:
            shown = described(node.inputs)
            raise node.op.failure(shown, error, what="the derivative of ") from None
    return [_product(g, partials[i]) for i in slots]


def _product(g: Number, p: Number) -> Number | None:
    """G p, without a node where a factor is the plain number 0, 1 or -1."""
    if not isinstance(p, Value):
        if p == 0:
            return None
        if p in (1, -1):
            return g if p == 1 else -g
    return p if not isinstance(g, Value) and g == 1 else g * p
