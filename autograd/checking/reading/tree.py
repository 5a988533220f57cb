r"""The expression tree that a formula is read into, whether it is LaTeX or Python.

A tree says what was written, not yet what it means: which names are nodes, and which products
are products of matrices, is for `build` and `evaluate` to find.  Every expression knows the place
`span` in the source text it was read from, so that a repair can be made in the author's own
notation; the span takes no part in comparing two trees.

    \frac{\partial L}{\partial w_2} = (a_2 - y) a_1

is read as the members Derivative(Name("L"), Name("w", "2")) and
Product((Sum((Name("a", "2"), Negative(Name("y")))), Name("a", "1")), ("",)).
"""

from __future__ import annotations

from dataclasses import dataclass, field
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
        sub = f"_{self.sub}" if len(self.sub) == 1 else f"_{{{self.sub}}}" if self.sub else ""
        return self.base + sub + (f"^{{({self.layer})}}" if self.layer else "")


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
    r"""d(of)/d(wrt): \frac{\partial L}{\partial w}, \frac{d}{da} L, dL/dw, d(L, w)."""

    of: Expression
    wrt: Name
    span: Span = _SPAN


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
    """||x||_2."""

    of: Expression
    span: Span = _SPAN


@dataclass(frozen=True, slots=True)
class BigSum:
    r"""\sum_{index=lower}^{upper} of; the bounds are None where they are not written.

    NumPy's sum(of, axis=1) is the sum over the index "axis" from 1.
    """

    of: Expression
    index: str
    lower: Expression | None = None
    upper: Expression | None = None
    span: Span = _SPAN


@dataclass(frozen=True, slots=True)
class Matrix:
    r"""\begin{pmatrix} ... \end{pmatrix}: rows of entries."""

    rows: tuple[tuple[Expression, ...], ...]
    span: Span = _SPAN


Expression: TypeAlias = (
    Number | Name | Sum | Negative | Product | Quotient | Power | Call | Derivative | Prime
    | Transpose | Norm | BigSum | Matrix
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unread:
    """A member that could not be read: what is wrong, and where in `text`."""

    message: str
    at: int


@dataclass(frozen=True, slots=True)
class Member:
    r"""One side of an equality chain: its text, and its tree or why there is none.

    relation  the sign before it: "" for the first, "=", "\approx", ":=", "\to"
    start     where `text` begins in the formula
    """

    text: str
    tree: Expression | Unread
    relation: str = ""
    start: int = 0


@dataclass(frozen=True, slots=True)
class Formula:
    r"""One equality chain of a document.

    id     the \tag, else "" (a running number is given later)
    latex  the formula as it stands in the document, without its dollars
    line   from 1
    """

    id: str
    latex: str
    line: int
    members: tuple[Member, ...]

    @property
    def trees(self) -> list[Expression]:
        """The members that could be read."""
        return [m.tree for m in self.members if not isinstance(m.tree, Unread)]
