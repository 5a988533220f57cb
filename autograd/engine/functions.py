"""Functions of many inputs, each one node: sums, products, softmax, losses.

They take Values and plain numbers; numbers alone give a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from numbers import Integral
from operator import is_
from typing import Any

from . import ops
from .operation import Op, number
from .value import Number, Value, constant, record


def _apply(op: Op, xs: Sequence[Number], name: str = "") -> Any:
    """Record one node if any of the inputs is a Value; errors name the row, or `name`."""
    if any(isinstance(x, Value) for x in xs):
        where = name or op.name
        return record(op, tuple([x if type(x) is Value else constant(x, where) for x in xs]))
    return op(*xs)


def _listed(xs: Iterable[Number], name: str) -> list[Number]:
    """Return the inputs as a list; a TypeError if they are no list."""
    if isinstance(xs, (Value, str)) or not isinstance(xs, Iterable):
        raise TypeError(f"{name}: expected a list of numbers, got {type(xs).__name__} {xs!r:.60}")
    return list(xs)


def _some(xs: Iterable[Number], name: str) -> list[Number]:
    """Return the inputs as a list; a ValueError if there are none, a TypeError for no list."""
    given = _listed(xs, name)
    if not given:
        raise ValueError(f"{name}: expected at least one input")
    return given


def total(xs: Iterable[Number]) -> Any:
    """x_1 + ... + x_n as one node; 0.0 of nothing.  A TypeError if it is given no list.

    >>> from autograd import Value, total
    >>> total([Value(2.0), 3.0, Value(4.0)]).partials
    (1.0, 1.0, 1.0)
    """
    given = _listed(xs, "total")
    return _apply(ops.total, given) if given else 0.0


def prod(xs: Iterable[Number]) -> Any:
    """x_1 x_2 ... x_n as one node; 1.0 of nothing.  A TypeError if it is given no list.

    >>> from autograd import Value, prod
    >>> prod([Value(2.0), 3.0, Value(4.0)]).partials
    (12.0, 8.0, 6.0)
    """
    given = _listed(xs, "prod")
    return _apply(ops.prod, given) if given else 1.0


def dot(ws: Iterable[Number], xs: Iterable[Number]) -> Any:
    """w_1 x_1 + ... + w_n x_n as one node; a ValueError if n is 0 or differs.

    >>> from autograd import Value, dot
    >>> dot([Value(2.0), Value(3.0)], [Value(5.0), Value(7.0)])
    Value(31.0, grad=0.0)
    """
    ws, xs = _same_width(ws, xs, "dot")
    return _combined(ops.dot, ws, xs, ())


def affine(ws: Iterable[Number], xs: Iterable[Number], b: Number) -> Any:
    """z = w_1 x_1 + ... + w_n x_n + b as one node: the z of a neuron.

    Where all the x are plain numbers, they are coefficients of the node and not inputs: pass
    Values to see the x in the graph and to have their gradients.  A ValueError if there are
    none, or not as many x as w.

    >>> from autograd import Value, affine
    >>> w_1, w_2, b = Value(2.0), Value(3.0), Value(0.5)
    >>> z = affine([w_1, w_2], [5.0, 7.0], b)
    >>> z, z.partials
    (Value(31.5, grad=0.0), (5.0, 7.0, 1.0))
    """
    if isinstance(ws, (list, tuple)) and isinstance(xs, (list, tuple)) and len(ws) == len(xs) > 0:
        # nearly always: then one look at the types is all the checking there is
        data = type(xs[0]) is float
        op, inputs = (_with_data(xs), (*ws, b)) if data else (ops.affine, (*ws, *xs, b))
        if op and list(map(type, inputs)).count(Value) == len(inputs):  # faster than a set
            return record(op, inputs)
    ws, xs = _same_width(ws, xs, "affine")
    return _combined(ops.affine, ws, xs, (b,))


_latest: tuple[Sequence[float], Op | None] = ((), None)  # what `_with_data` returned last


def _with_data(xs: Sequence[float]) -> Op | None:
    """Return the row of an affine node whose x are these floats; None if not all are floats.

    The neurons of a layer are given the same floats one after another, and so share one row.
    """
    global _latest
    data, row = _latest
    if len(xs) == len(data) and all(map(is_, xs, data)):  # not ==, for which -0.0 is 0.0
        return row
    if set(map(type, xs)) != {float}:
        return None
    row = ops.weighted_sum(*xs, 1.0)
    _latest = tuple(xs), row
    return row


def _same_width(
    ws: Iterable[Number], xs: Iterable[Number], name: str
) -> tuple[list[Number], list[Number]]:
    ws, xs = _some(ws, name), _some(xs, name)
    if len(ws) != len(xs):
        raise ValueError(f"{name}: {len(ws)} weights need {len(ws)} inputs, got {len(xs)}")
    return ws, xs


def _combined(op: Op, ws: list[Number], xs: list[Number], bias: tuple[Number, ...]) -> Any:
    kinds = set(map(type, xs))
    if not any(issubclass(kind, Value) for kind in kinds) and any(isinstance(w, Value) for w in ws):
        numbers = xs if kinds == {float} else [number(x, op.name) for x in xs]
        return _apply(ops.weighted_sum(*numbers, *[1.0] * len(bias)), [*ws, *bias], op.name)
    return _apply(op, [*ws, *xs, *bias])


def power(x: Number, y: Number) -> Any:
    """x ** y; a DomainError for negative x, unless y is a whole plain number.

    >>> from autograd import power
    >>> power(2.0, 3), power(-2.0, 3)
    (8.0, -8.0)
    """
    return x**y if isinstance(x, Value) or isinstance(y, Value) else ops.power(x, y)


def leaky_relu(x: Number, slope: float = 0.01) -> Any:
    """x where it is positive, slope * x elsewhere.

    A TypeError if the slope is no number.

    >>> from autograd import leaky_relu
    >>> leaky_relu(3.0), leaky_relu(-2.0), leaky_relu(-2.0, slope=0.5)
    (3.0, -0.02, -1.0)
    """
    return ops.leaky_relu_by(number(slope, "leaky_relu: slope"))(x)


def logsumexp(zs: Iterable[Number]) -> Any:
    """log(e^z_1 + ... + e^z_n) as one node, without overflow; a ValueError of nothing.

    >>> from autograd import logsumexp
    >>> logsumexp([1000.0, -1000.0])
    1000.0
    """
    return _apply(ops.logsumexp, _some(zs, "logsumexp"))


def softmax(zs: Iterable[Number]) -> list[Any]:
    """The list of e^z_i / (e^z_1 + ... + e^z_n): one node each, whose first input is z_i.

    >>> from autograd import softmax
    >>> softmax([0.0, 0.0])
    [0.5, 0.5]

    A ValueError if there are none.
    """
    zs = _some(zs, "softmax")
    return [_apply(ops.softmax, _first(zs, i)) for i in range(len(zs))]


def softmax_cross_entropy(zs: Iterable[Number], target: int | Sequence[Number]) -> Any:
    """-log softmax(zs)[target] as one node, from the logits: accurate where softmax is 0 or 1.

    `target` is the index of the true class, or a list of one probability for each class.

    >>> from autograd import softmax_cross_entropy
    >>> softmax_cross_entropy([0.0, 1000.0], 0)
    1000.0

    A ValueError if there is no such class, or another number of probabilities.
    """
    zs = _some(zs, "softmax_cross_entropy")
    if isinstance(target, (int, Integral)):
        target = int(target)
        if not 0 <= target < len(zs):
            raise ValueError(
                f"softmax_cross_entropy: the target {target} is not one of the {len(zs)} classes"
            )
        return _apply(ops.softmax_cross_entropy, _first(zs, target))
    ys = _some(target, "softmax_cross_entropy: target")
    if len(ys) != len(zs):
        raise ValueError(
            f"softmax_cross_entropy: {len(zs)} classes need {len(zs)} targets, got {len(ys)}"
        )
    used = [i for i, y in enumerate(ys) if isinstance(y, Value) or y != 0]
    terms = [_apply(ops.softmax_cross_entropy, _first(zs, i)) for i in used]
    if len(used) == 1 and not isinstance(ys[used[0]], Value) and ys[used[0]] == 1:
        return terms[0]
    return dot([ys[i] for i in used], terms) if used else 0.0


def _first(zs: Sequence[Number], i: int) -> list[Number]:
    return [zs[i], *zs[:i], *zs[i + 1 :]]


def binary_cross_entropy(a: Number, y: Number) -> Any:
    """-(y log a + (1 - y) log(1 - a)): equation 8-11.

    Where `a` is the sigmoid of a logit z, the loss and its derivatives are computed from z, and
    so are right where a rounds to 0 or 1; dL/da is still read at the node a (equation 8-12).
    Beyond |z| = 690 a part of dL/da may be too large for a float: it reads 0, dL/dz stays right.

    A DomainError for a outside of 0 to 1, and where the logarithm of 0 would count.

    >>> from autograd import binary_cross_entropy
    >>> binary_cross_entropy(0.5, 1.0)
    0.6931471805599453
    """
    if isinstance(a, Value) and a.op is ops.sigmoid:
        target = constant(y, "binary_cross_entropy: target")
        return record(ops.binary_cross_entropy_of_sigmoid, (a, target, *a.inputs))
    return ops.binary_cross_entropy(a, y)
