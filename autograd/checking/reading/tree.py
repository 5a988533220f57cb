r"""The expression tree that a formula is read into, whether it is LaTeX or Python.

A tree says what was written, not yet what it means: which names are nodes, and which products
are products of matrices, is for `build` and `evaluate` to find.  Every expression knows the place
`span` in the source text it was read from, so that a repair can be made in the author's own
notation; the span takes no part in comparing two trees.

    \frac{\partial L}{\partial w_2} = (a_2 - y) a_1

is read as the members Derivative(Name("L"), (Name("w", "2"),)) and
Product((Sum((Name("a", "2"), Negative(Name("y")))), Name("a", "1")), ("",)).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

Span: TypeAlias = tuple[int, int]
_SPAN = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as printed: its value and how many digits stand after its point."""

    value: float
    decimals: int = 0
    span: Span = _SPAN


@dataclass(frozen=True, slots=True)
class Name:
    r"""A name: base, subscript, layer index.

    base   "w", r"\theta", r"\hat{y}"; a word of \text or of Python is one base
    sub    "2", "1,2", "i", "new"; "" without one
    layer  what stands in ^{(...)}, without spaces: "2", "l", "L-1"; "" without one
    """

    base: str
    sub: str = ""
    layer: str = ""
    span: Span = _SPAN

    @property
    def label(self) -> str:
        r"""The label of the node: "w_2", "a_1^{(2)}", "\theta^{(L-1)}"."""
        return _label(self.base, self.sub, self.layer)


@lru_cache(maxsize=4096)
def _label(base: str, sub: str, layer: str) -> str:
    below = f"_{sub}" if len(sub) == 1 else f"_{{{sub}}}" if sub else ""
    return base + below + (f"^{{({layer})}}" if layer else "")


@dataclass(frozen=True, slots=True)
class Sum:
    """x + y - z: the terms, those after a minus sign as `Negative`."""

    terms: tuple[Expression, ...]
    span: Span = _SPAN


@dataclass(frozen=True, slots=True)
class Negative:
    """-x."""

    of: Expression
    span: Span = _SPAN


@dataclass(frozen=True, slots=True)
class Product:
    r"""Factors, and the signs between them: "", "*", "\cdot", "\times", "\odot"; "" is no sign."""

    factors: tuple[Expression, ...]
    signs: tuple[str, ...]
    span: Span = _SPAN


@dataclass(frozen=True, slots=True)
class Quotient:
    """above / below, as a fraction or in a line."""

    above: Expression
    below: Expression
    span: Span = _SPAN


@dataclass(frozen=True, slots=True)
class Power:
    """base ** exponent."""

    base: Expression
    exponent: Expression
    span: Span = _SPAN


@dataclass(frozen=True, slots=True)
class Call:
    r"""function(arguments): a known function, or a name that the document applies to arguments.

    function  "sigma", "log", "exp", "tanh", ...; else the label of the name: "L", "g"
    primes    1 for \sigma'(z), also when written g(z)'
    """

    function: str
    arguments: tuple[Expression, ...]
    primes: int = 0
    span: Span = _SPAN


@dataclass(frozen=True, slots=True)
class Derivative:
    r"""d(of)/d(wrt): \frac{\partial L}{\partial w}, \frac{d}{da} L, dL/dw, d(L, w), \nabla_w L.

    wrt    what it is taken by, an entry for each order: \frac{\partial^2 f}{\partial x \partial y}
           is by (x, y), \nabla^2_w f by (w, w); mostly names, but also \sigma^2, x^T, \log s;
           \nabla f, which does not say by what, is by (Name(""),)
    point  where it is taken: |_{x=0} is ((Name("x"), Number(0.0)),)
    alone  whether it is taken through the one step of what is above, \partial^+ h_t
    held   what stays as it is meanwhile, whatever it depends on
    """

    of: Expression
    wrt: tuple[Expression, ...]
    point: tuple[tuple[Name, Expression], ...] = ()
    span: Span = _SPAN
    alone: bool = False
    held: tuple[Name, ...] = ()

    @property
    def by(self) -> Name:
        """The name of a first derivative; what is no name is one that nothing is called."""
        first = self.wrt[0]
        return first if isinstance(first, Name) else Name("what this derivative is taken by")


@dataclass(frozen=True, slots=True)
class Prime:
    """(...)': the derivative by the variable of the left-hand side."""

    of: Expression
    span: Span = _SPAN


@dataclass(frozen=True, slots=True)
class Transpose:
    r"""x^T, x^{\top}."""

    of: Expression
    span: Span = _SPAN


@dataclass(frozen=True, slots=True)
class Norm:
    r"""||x||_2; order "1", "2", "F", "\infty", or the label of a matrix."""

    of: Expression
    order: str = "2"
    span: Span = _SPAN


@dataclass(frozen=True, slots=True)
class BigSum:
    r"""\sum_{index=lower}^{upper} of; the bounds are None where they are not written.

    kind       "sum", "prod", "prod_down" (the last factor first); "mean" of \mathbb{E}; "max",
               "min", "argmax", "argmin" of \max_j; "lim", "int", "iint", "oint"; "column"
               of (a_1, \dots, a_n), whose terms stand upon each other
    index      "i", "i,j"; what stands below \mathbb{E}; "" without one.  NumPy's
               sum(of, axis=1) is the sum over the index "axis" from 1
    condition  the condition below the sign: k \ne i, i < j, i \in S, y_i = 1
    """

    of: Expression
    index: str
    lower: Expression | None = None
    upper: Expression | None = None
    kind: str = "sum"
    condition: Expression | None = None
    span: Span = _SPAN


@dataclass(frozen=True, slots=True)
class Matrix:
    r"""\begin{pmatrix} ... \end{pmatrix}: rows of entries."""

    rows: tuple[tuple[Expression, ...], ...]
    span: Span = _SPAN


@dataclass(frozen=True, slots=True)
class Tuple:
    """(x, y, z): entries of which it is not said whether they stand beside or below each other."""

    entries: tuple[Expression, ...]
    span: Span = _SPAN


@dataclass(frozen=True, slots=True)
class Entry:
    """(W x)_i, A[i, j] of what is no name: entries of it."""

    of: Expression
    indices: tuple[Expression, ...]
    span: Span = _SPAN


@dataclass(frozen=True, slots=True)
class Applied:
    r"""(u v)'(3), \frac{\partial f}{\partial x}(1, 0): the value of a function at arguments."""

    of: Expression
    arguments: tuple[Expression, ...]
    span: Span = _SPAN


@dataclass(frozen=True, slots=True)
class At:
    r"""\left. of \right|_{x=2}: what is no derivative, at a point."""

    of: Expression
    point: tuple[tuple[Name, Expression], ...]
    span: Span = _SPAN


@dataclass(frozen=True, slots=True)
class Inner:
    r"""\langle left, right \rangle."""

    left: Expression
    right: Expression
    span: Span = _SPAN


@dataclass(frozen=True, slots=True)
class Compare:
    r"""A condition; sign "=", "!=", "<", ">", "<=", ">=", "in", "not in"."""

    sign: str
    left: Expression
    right: Expression
    span: Span = _SPAN


@dataclass(frozen=True, slots=True)
class Logic:
    """Several conditions; sign "and", "or"."""

    sign: str
    parts: tuple[Expression, ...]
    span: Span = _SPAN


@dataclass(frozen=True, slots=True)
class Indicator:
    r"""1 where the condition holds, else 0: \mathbb{1}[i = j], 1_{z>0}, [i = j]."""

    condition: Expression
    span: Span = _SPAN


@dataclass(frozen=True, slots=True)
class Cases:
    r"""\begin{cases}: rows of a value and its condition; None is "otherwise"."""

    rows: tuple[tuple[Expression, Expression | None], ...]
    span: Span = _SPAN


@dataclass(frozen=True, slots=True)
class Dots:
    r"""\cdots in place of a term, a factor, an entry or an argument."""

    span: Span = _SPAN


Expression: TypeAlias = (
    Number | Name | Sum | Negative | Product | Quotient | Power | Call | Derivative | Prime
    | Transpose | Norm | BigSum | Matrix | Tuple | Entry | Applied | At | Inner | Compare
    | Logic | Indicator | Cases | Dots
)  # fmt: skip


def name_of(label: str) -> Name:
    """Return the Name of a label: "z_1^{(2)}"."""
    base, _, layer = label.partition("^{(")
    base, _, sub = base.partition("_")
    return Name(base, sub.strip("{}"), layer.removesuffix(")}"))
