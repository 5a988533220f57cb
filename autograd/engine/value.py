"""`Value`: a number that remembers how it was computed.

    >>> from autograd import Value
    >>> x = Value(2.0, label="x")
    >>> y = x * x + 3 * x
    >>> y.backward()
    >>> x.grad
    7.0

Every operation on Values records a node: its result, its row of the operation table and its
inputs.  `backward` walks the nodes in reverse topological order and applies the chain rule.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import lru_cache, partial
from html import escape
from typing import TYPE_CHECKING, Any, TypeAlias

from . import copying, ops
from .labels import as_latex, as_text
from .operation import READINGS, TABLE, Op, number
from .order import interior
from .recorded_numbers import described
from .recording import Birth, active, born, watch, watch_backward, watch_float, watch_values
from .sweep import accumulate, local_partials, recompute


def _unary(op: Op) -> Callable[[Value], Value]:
    def method(self: Value) -> Value:
        return record(op, (self,))

    method.__name__, method.__doc__ = op.name, f"Return the node {op.name}(self)."
    return method


def _binary(op: Op) -> Callable[[Value, Number], Value]:
    forward, name = op.forward, op.name

    def method(self: Value, other: Number) -> Value:
        if type(other) is not Value:
            other = constant(other, name)
        x, y = self.data, other.data
        try:  # from here on the same as `record`, which costs a tenth more
            data = forward(x, y)
        except (ArithmeticError, ValueError) as error:
            raise op.failure(described((self, other)), error) from None
        node = _new()
        node.data = node.z = data
        node.grad = 0.0
        node.label = ""
        node.op = op
        node.left = self
        node.right = other
        node.x = x
        node.y = y
        if active:
            watch(node)
        return node

    return method


def _reflected(op: Op) -> Callable[[Value, Number], Value]:
    def method(self: Value, other: Number) -> Value:
        return record(op, (constant(other, op.name), self))

    return method


def _comparison(holds: Callable[[float, float], bool]) -> Callable[[Value, Number], bool]:
    def method(self: Value, other: Number) -> bool:
        return holds(self.data, other.data if isinstance(other, Value) else other)

    return method


def _refused(what: str) -> Callable[..., Any]:
    def method(*_: Value) -> Any:
        raise TypeError(
            f"{what} of a Value: a step function, whose derivative is 0 or does not exist; "
            "take .item() for a plain number, or % for the remainder, which has a derivative"
        )

    return method


def checked_label(label: object, where: str) -> str:
    """Return a label as it is; a TypeError or ValueError if it is no text that can be written."""
    if not isinstance(label, str):
        raise TypeError(f"{where}: the label must be a str, got {type(label).__name__} {label!r}")
    if not label.isascii() and any("\ud800" <= c <= "\udfff" for c in label):
        raise ValueError(f"{where}: the label {label!r} has half a character (a lone surrogate)")
    return label


class Value:
    r"""A node of the graph: a number, its gradient, and how it came about.

    data    float, the value
    grad    float, the sum of the derivatives that `backward` has found so far; 0.0 at birth
    label   str, read as maths: "w_2", "z_1^{(2)}", r"\\theta"
    op      the row that computed it (None for a leaf)
    inputs  tuple of Values, in order, with repetitions: x * x has two

    A node keeps the numbers it was computed from: derivatives are those at that point, whatever
    `.data` is set to later.  `forward` computes a graph at its leaves' present data.

    >>> from autograd import Value
    >>> x, w = Value(2.0, label="x"), Value(-3.0, label="w")
    >>> z = w * x
    >>> z.op, z.inputs[0], z.partials
    (<operation mul>, Value(-3.0, grad=0.0, label='w'), (2.0, -3.0))

    A number that is no real number is a TypeError, a label that is no text too.
    """

    # Of one or two inputs, which are nearly all, there is no tuple: it would be one more object
    # for the collector of cycles to walk over, and takes longer to make than all else.
    # left, right  the inputs; of one, right is None; of more, left is None and right holds them
    # z, x, y      the numbers it was computed with, as its row calls them; of more, x holds all
    __slots__ = ("birth", "data", "grad", "label", "left", "op", "right", "x", "y", "z")
    __array_ufunc__ = None  # numpy arrays leave arithmetic with Values to us, to be refused
    _records = True

    data: float
    grad: float
    label: str
    op: Op | None
    left: Any
    right: Any
    x: Any
    y: Any
    z: float
    birth: Birth  # noted while a mode asks for it

    def __init__(self, data: float, label: str = "") -> None:
        self.data = data if type(data) is float else number(data, "Value")  # spares a call
        self.grad = 0.0
        self.label = checked_label(label, "Value") if label != "" else ""
        self.op = None
        if born:
            born[-1].append(self)

    @property
    def inputs(self) -> tuple[Value, ...]:
        """The Values it was computed from."""
        if self.op is None:
            return ()
        if self.left is None:
            held: tuple[Value, ...] = self.right
            return held
        return (self.left,) if self.right is None else (self.left, self.right)

    @inputs.setter
    def inputs(self, inputs: tuple[Value, ...]) -> None:
        """Let it be computed from these, at their present numbers."""
        self.z, self.y = self.data, None
        if len(inputs) == 1:
            (self.left,), self.right, self.x = inputs, None, inputs[0].data
        elif len(inputs) == 2:
            self.left, self.right = inputs
            self.x, self.y = self.left.data, self.right.data
        else:
            self.left, self.right, self.x = None, inputs, tuple([v.data for v in inputs])

    # --- the chain rule ---

    @property
    def partials(self) -> tuple[float, ...]:
        """The local derivative for each input: d(self)/d(input), at the inputs' data."""
        return local_partials(self) if self.op else ()

    def backward(self, seed: float = 1.0) -> None:
        """Add d(self)/d(node), times `seed`, to `.grad` of every node below, this one too.

        A sweep does not depend on what `.grad` held; interrupted or failed, it changes nothing.
        A node by which the derivative is 0 passes nothing on, even where a partial is infinite.
        Raises DomainError where a local derivative does not exist.
        """
        seed = number(seed, "backward: seed")
        if active:
            watch_backward(self, seed)
        accumulate(self, seed)

    def zero_grad(self) -> None:
        """Set `.grad` of every node below, this one too, to 0."""
        self.grad = 0.0
        for node in interior(self):
            for x in node.inputs:
                x.grad = 0.0

    def forward(self) -> Value:
        """Compute the graph below anew from its leaves' present data; return this node."""
        recompute(self)
        if active:
            watch_values(self)
        return self

    # --- as a number ---

    def item(self) -> float:
        """Return the number."""
        return self.data

    def detach(self) -> Value:
        """Return a new leaf with this number and label."""
        return Value(self.data, self.label)

    def __float__(self) -> float:
        watch_float(self)
        return self.data

    def __int__(self) -> int:
        return int(self.data)

    def __bool__(self) -> bool:
        return bool(self.data)

    def __format__(self, spec: str) -> str:
        return format(self.data, spec)

    __lt__ = _comparison(operator.lt)
    __le__ = _comparison(operator.le)
    __gt__ = _comparison(operator.gt)
    __ge__ = _comparison(operator.ge)

    def __repr__(self) -> str:
        name = f", label={self.label!r}" if self.label else ""
        return f"Value({self.data!r}, grad={self.grad!r}{name})"

    def _repr_latex_(self) -> str:
        name = f"{as_latex(self.label)} = " if self.label else ""
        return rf"${name}{self.data:.6g} \quad (\text{{grad }} {self.grad:.6g})$"

    def _repr_html_(self) -> str:
        name = f"{escape(as_text(self.label))} = " if self.label else ""
        return f"<code>{name}{self.data:.6g}</code> (grad <code>{self.grad:.6g}</code>)"

    # --- copies, of graphs of any depth ---

    def __copy__(self) -> Value:
        copy: Value = copying.copy_node(self, self.inputs)
        return copy

    def __deepcopy__(self, memo: dict[int, Any]) -> Value:
        copy: Value = copying.deep_copy(self, memo)
        return copy

    def __reduce__(self) -> tuple[Any, ...]:
        return copying.reduce(self)

    # --- operations ---

    __add__, __sub__ = _binary(ops.add), _binary(ops.sub)
    __mul__, __truediv__ = _binary(ops.mul), _binary(ops.div)
    __rsub__, __rmul__ = _reflected(ops.sub), _reflected(ops.mul)
    __rtruediv__ = _reflected(ops.div)
    __mod__, __rmod__ = _binary(ops.mod), _reflected(ops.mod)
    __neg__, __abs__ = _unary(ops.neg), _unary(ops.absolute)

    def __pos__(self) -> Value:
        return self

    def __radd__(self, other: Number) -> Value:
        if type(other) is int and other == 0:
            return self  # the 0 that sum() starts with
        return record(ops.add, (constant(other, "add"), self))

    def __pow__(self, exponent: Number) -> Value:
        if isinstance(exponent, Value):
            return record(ops.power, (self, exponent))
        return record(_power_by(number(exponent, "power: exponent")), (self,))

    def __rpow__(self, base: Number) -> Value:
        return record(_power_of(number(base, "power: base")), (self,))

    __floordiv__ = __rfloordiv__ = __divmod__ = __rdivmod__ = _refused("// and divmod")
    __round__ = __floor__ = __ceil__ = __trunc__ = _refused("round, floor, ceil and trunc")

    if TYPE_CHECKING:  # the unary rows of the table, which are entered below; a test compares

        def _unary(self) -> Value: ...

        absolute = acos = acosh = asin = asinh = atan = atanh = cos = cosh = _unary
        erf = erfc = exp = expm1 = gelu = heaviside = log = log10 = log1p = log2 = _unary
        relu = sigmoid = sign = silu = sin = _unary
        sinh = softplus = sqrt = tan = tanh = _unary

    def leaky_relu(self, slope: float = 0.01) -> Value:
        """Return the node that is self where positive, slope * self elsewhere."""
        return record(ops.leaky_relu_by(number(slope, "leaky_relu: slope")), (self,))


for _row in TABLE.values():
    if _row.is_unary and _row.built_in:
        setattr(Value, _row.name, _unary(_row))

Number: TypeAlias = Value | float
_new = partial(object.__new__, Value)  # a Value with no field set yet: saves __init__'s call
_power_by, _power_of = lru_cache(ops.power_by), lru_cache(ops.power_of)


def constant(x: object, where: str) -> Value:
    """Return `x` itself if it is a Value, else a leaf of that number."""
    if type(x) is float:  # the same as Value(x), without the call of __init__
        node = _new()
        node.data = x
        node.grad = 0.0
        node.label = ""
        node.op = None
        if born:
            born[-1].append(node)
        return node
    return x if isinstance(x, Value) else Value(number(x, where))


def check_value(x: object, where: str) -> None:
    """Raise a TypeError that names the place if `x` is not a Value."""
    if not isinstance(x, Value):
        raise TypeError(f"{where}: expected a Value, got {type(x).__name__} {x!r:.60}")


def record(op: Op, inputs: tuple[Value, ...]) -> Value:
    """Apply a row to Values; return the node of the result."""
    node = _new()
    try:
        if len(inputs) == 1:
            (left,) = inputs
            node.left = left
            node.right = node.y = None
            node.x = x = left.data
            data = op.forward(x)
        elif len(inputs) == 2:
            node.left, node.right = left, right = inputs
            node.x = x = left.data
            node.y = y = right.data
            data = op.forward(x, y)
        else:
            node.left = node.y = None
            node.right = inputs
            node.x = xs = tuple([v.data for v in inputs])
            data = op.forward(*xs)
    except (ArithmeticError, ValueError) as error:
        raise op.failure(described(inputs), error) from None
    node.data = node.z = data
    node.grad = 0.0
    node.label = ""
    node.op = op
    if active:
        watch(node)
    return node


def _read(op: Op, inputs: tuple[Any, ...]) -> Value:
    for x in inputs:
        if type(x) is not Value:
            return record(op, tuple([constant(x, op.name) for x in inputs]))
    return record(op, inputs)


READINGS["_records"] = _read


def label(**nodes: Value) -> None:
    """Set many labels at once.

    >>> from autograd import Value, label
    >>> w, b = Value(0.6), Value(0.3)
    >>> label(w_2=w, b_2=b)
    >>> w
    Value(0.6, grad=0.0, label='w_2')

    A TypeError if one is no Value, and then no label is set.
    """
    for name, node in nodes.items():
        if not isinstance(node, Value):
            raise TypeError(f"label: {name} must be a Value, got {type(node).__name__}")
        checked_label(name, "label")
    for name, node in nodes.items():
        node.label = name
