"""micrograd's names for the same things: its users change one import.

    from autograd.micrograd import Value, draw_dot      # was: from micrograd.engine import Value

A `Value` here is an `autograd.Value` that also takes micrograd's arguments, Value(data,
_children, _op, label), and has its `_prev`, `_op` and `_backward`.  All that reads graphs
(explain, view, paths, derive, check) reads it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from .engine import ops
from .engine.operation import TABLE, Op
from .engine.value import Value as _Value
from .engine.value import constant
from .showing.drawing import draw

if TYPE_CHECKING:
    from graphviz import Digraph

__all__ = ["Value", "draw_dot"]

Backward = Callable[[], None]
OPERATIONS = (
    "add", "radd", "sub", "rsub", "mul", "rmul", "truediv", "rtruediv", "pow", "rpow", "neg", "abs",
)  # fmt: skip


class Value(_Value):
    """A number that remembers how it was computed, with micrograd's arguments and attributes.

    A node that is made by hand, Value(data, (x, y), "op"), is the operation of that sign if its
    number is what that gives.  If not, its derivatives are what its `_backward` adds to the
    `.grad` of its children, once that is set: it is called when they are asked for.
    """

    __slots__ = ()

    def __init__(
        self, data: float, _children: Iterable[_Value] = (), _op: str = "", label: str = ""
    ) -> None:
        if isinstance(_children, str):  # Value(data, label), as it is in autograd
            _children, label = (), _children
        super().__init__(data, label)
        if inputs := tuple([constant(x, "Value: _children") for x in _children]):
            self.inputs = inputs
            self.op = _row_of(_op, inputs, self.data) or _by_hand(self, _op, None)

    @property
    def _prev(self) -> set[Value]:
        return set(map(_adopted, self.inputs))

    @property
    def _op(self) -> str:
        if self.op is None:
            return ""
        return self.op.partials.name if isinstance(self.op.partials, _ByHand) else _sign(self.op)

    @property
    def _backward(self) -> Backward:
        """What adds this node's part to the gradients of its children, once."""

        def add() -> None:
            for x, p in zip(self.inputs, self.partials, strict=True):
                x.grad += p * self.grad

        return add

    @_backward.setter
    def _backward(self, function: Backward) -> None:
        if self.inputs:
            self.op = _by_hand(self, self._op, function)

    def __repr__(self) -> str:
        return f"Value(data={self.data}, grad={self.grad})"


def _adopted(node: Any) -> Any:
    """Return the node, with micrograd's attributes."""
    if type(node) is _Value:
        node.__class__ = Value
    return node


def _keeping(name: str) -> Callable[..., Any]:
    """Return a method of autograd's Value that gives a Value of this module."""
    method = getattr(_Value, name)

    def kept(self: Value, *args: Any) -> Any:
        return _adopted(method(self, *args))

    kept.__name__, kept.__doc__ = name, method.__doc__
    return kept


for _name in (*[f"__{name}__" for name in OPERATIONS], *TABLE, "leaky_relu"):
    if callable(getattr(_Value, _name, None)):
        setattr(Value, _name, _keeping(_name))


def _sign(op: Op) -> str:
    """Return how micrograd writes an operation: "+", "*", "**2", "ReLU", "tanh"."""
    if op.family is ops.power_by:
        n = op.parameters[0]
        return f"**{int(n) if n == int(n) else n}"
    if op is ops.relu:
        return "ReLU"
    if isinstance(op.text, str) and not (signs := re.sub(r"[\s$xy]", "", op.text)).isalnum():
        return op.name if re.search(r"\w", signs) else signs
    return op.name


def _row_of(sign: str, inputs: tuple[_Value, ...], data: float) -> Op | None:
    """Return the row that micrograd writes so, if it gives this number."""
    rows = [row for row in TABLE.values() if row.built_in and _sign(row) == sign]
    if power := re.fullmatch(r"\*\*(-?[\d.]+)", sign):
        rows = [ops.power_by(float(power[1]))]
    for row in rows:
        try:
            given = row(*[x.data for x in inputs])
        except (TypeError, ArithmeticError, ValueError):  # of other inputs, or none at these
            continue
        if math.isclose(given, data, rel_tol=1e-9, abs_tol=1e-12):
            return row
    return None


# --- nodes made by hand ---


class _ByHand:
    """The partials of a node that was made by hand: what its `_backward` adds to its children."""

    def __init__(self, node: Value, name: str, backward: Backward | None) -> None:
        self.node, self.name, self.backward = node, name, backward

    def __call__(self, z: Any, *xs: Any) -> tuple[float, ...]:
        if self.backward is None:
            raise TypeError(f"the node {self.name!r} was made by hand: set its _backward")
        if any(type(x) is not float for x in (z, *xs)):
            raise TypeError(
                f"the node {self.name!r} was made by hand: it has first derivatives alone"
            )
        touched = dict.fromkeys((self.node, *self.node.inputs))
        before = {v: v.grad for v in touched}
        try:
            for v in touched:
                v.grad = 0.0
            self.node.grad = 1.0
            self.backward()
            found = {x: x.grad for x in self.node.inputs}
        finally:
            for v, grad in before.items():
                v.grad = grad
        counted = [self.node.inputs[:i].count(x) for i, x in enumerate(self.node.inputs)]
        return tuple(  # of a child that is there twice, the first has it all
            0.0 if n else float(found[x]) for x, n in zip(self.node.inputs, counted, strict=True)
        )


def _by_hand(node: Value, name: str, backward: Backward | None) -> Op:
    recorded = tuple([x.data for x in node.inputs])

    def forward(*xs: float) -> float:
        if xs == recorded:
            return node.data
        raise TypeError(f"the node {name!r} was made by hand: its number cannot be computed anew")

    def latex(*xs: str) -> str:
        return rf"\operatorname{{{name}}}({', '.join(xs)})"

    return Op(
        name or "by hand",
        lambda *xs: f"{name}({', '.join(xs)})",
        latex,
        forward,
        _ByHand(node, name, backward),
        family=_by_hand,
    )


def draw_dot(root: _Value, format: str = "svg", rankdir: str = "LR") -> Digraph:  # noqa: A002
    """Return the picture of a graph, as `draw_dot` of micrograd's notebook does.

    format   of the files that `.render()` writes: svg, png, pdf
    rankdir  "LR", from left to right, or "TB", from top to bottom
    """
    if rankdir not in ("LR", "TB"):
        raise ValueError(f"draw_dot: rankdir is 'LR' or 'TB', got {rankdir!r}")
    picture = draw(root)
    picture.format = format
    picture.attr(rankdir=rankdir)
    return picture
