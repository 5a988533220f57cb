"""`Scalar`: one number of a program, as a formula in which equal parts are one object.

Rows called with Scalars write down what is to be computed.  A row whose partials are its own
other inputs, or numbers, is a sum of products: that is read off its partials, so that add, mul,
dot, affine and a row that comes tomorrow are all one kind here, in which matrices are found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from ..engine.arithmetic import Arithmetic
from ..engine.operation import READINGS, Op, number
from .linear import Product, products_of
from .primitives import is_extreme, takes_any_number

Term: TypeAlias = "tuple[float, Scalar | None, Scalar | None]"
"""A coefficient and none, one or two factors."""


class Scalar(Arithmetic):
    """One number of a program: a leaf, a constant, a row of inputs, or a sum of products.

    value   float, of a constant
    op      the row, with its inputs; OVER for a sum over the batch of a product of the inputs
    terms   of a sum: its terms
    batch   whether there is one number for each sample, not one for all
    number  counts up as Scalars are made: inputs come before what is made of them
    slope_of  the Scalar by which it is a derivative of the root, if it is one
    """

    __slots__ = (
        "batch", "inputs", "level", "maker", "number", "op", "slope_of", "terms", "value",
    )  # fmt: skip
    _compiles = True

    def __init__(self, maker: Maker, batch: bool) -> None:
        self.maker = maker
        self.batch = batch
        self.number = len(maker.made)
        maker.made.append(self)
        self.value: float | None = None
        self.op: Any = None
        self.inputs: tuple[Scalar, ...] = ()
        self.terms: tuple[Term, ...] = ()
        self.level = 0
        self.slope_of: Scalar | None = None

    @property
    def parts(self) -> tuple[Scalar, ...]:
        """What it is computed from."""
        if self.terms:
            return tuple([x for _, *xs in self.terms for x in xs if x is not None])
        return self.inputs

    def __bool__(self) -> bool:
        raise TypeError("a formula has no truth value: write the row without `if`")


READINGS["_compiles"] = lambda op, inputs: next(
    x for x in inputs if isinstance(x, Scalar)
).maker.apply(op, inputs)

OVER = "over the batch"


class Maker:
    """Makes Scalars, each once: asked twice for the same formula it gives the same object."""

    def __init__(self, batch: bool = True) -> None:
        self._known: dict[Any, Scalar] = {}
        self._products: dict[Any, list[Product] | None] = {}
        self.made: list[Scalar] = []
        self.count = self.leaf(batch=False) if batch else self.constant(1.0)
        """The number of samples."""

    def leaf(self, batch: bool) -> Scalar:
        """Return a new leaf."""
        return Scalar(self, batch)

    def constant(self, x: Any) -> Scalar:
        """Return a Scalar as it is, and a number as a constant."""
        if isinstance(x, Scalar):
            return x
        value = x if type(x) is float else number(x, "compile")
        key = ("constant", value.hex())
        if key not in self._known:
            made = self._known[key] = Scalar(self, batch=False)
            made.value = value
        return self._known[key]

    def apply(self, op: Op, inputs: Sequence[Any]) -> Scalar:
        """Return a row of these inputs, simplified."""
        given = tuple([self.constant(x) for x in inputs])
        if all(x.value is not None for x in given):
            try:
                return self.constant(op.forward(*[x.value for x in given]))
            except (ArithmeticError, ValueError):
                pass  # it is said when the program runs, if it comes to that
        products = self.products(op, len(given))
        if products is not None:
            return self.sum([
                (c, given[i], given[j] if j is not None else None) for c, i, j in products
            ])  # fmt: skip
        if op.branch_free is not None and takes_any_number(op):
            return self.constant(op.branch_free(*given))
        if is_extreme(op):
            given = tuple(sorted(dict.fromkeys(given), key=_number))
            if len(given) == 1:
                return given[0]
        return self.row(op, given)

    def row(self, op: Any, given: tuple[Scalar, ...]) -> Scalar:
        """Return a row of these inputs as it stands."""
        key = (key_of(op), given)
        if key not in self._known:
            made = self._known[key] = Scalar(self, any(x.batch for x in given))
            made.op, made.inputs = op, given
        return self._known[key]

    def over(self, a: Scalar, b: Scalar) -> Scalar:
        """Return the sum over the batch of a b."""
        first, second = sorted((a, b), key=lambda x: (not x.batch, x.number))
        if not first.batch:
            return self.sum([(1.0, self.sum([(1.0, first, second)]), self.count)])
        factors = (first, second) if second.batch else (first,)
        made = self.row(OVER, factors)
        made.batch = False
        return made if second.batch else self.sum([(1.0, made, second)])

    def sum(self, terms: Iterable[Term]) -> Scalar:
        """Return a sum of products, its terms in a fixed order, equal ones as one."""
        found: dict[tuple[Any, ...], float] = {}
        for c, *factors in terms:
            kept = []
            for x in factors:
                if x is None:
                    continue
                if x.value is not None:
                    c *= x.value
                    continue
                kept.append(x)
            kept.sort(key=_number)
            found[tuple(kept)] = found.get(tuple(kept), 0.0) + c
        if not found.get((), 1.0):
            del found[()]  # x + 0; but 0 x stays, which is a NaN where x is infinite
        return self._sum([(c, *xs, *(None,) * (2 - len(xs))) for xs, c in found.items()])

    def _sum(self, terms: list[Any]) -> Scalar:
        if not terms or (len(terms) == 1 and terms[0][1] is None):
            return self.constant(terms[0][0] if terms else 0.0)
        if len(terms) == 1:
            c, x, y = terms[0]
            if c == 1 and y is None:
                return x  # type: ignore[no-any-return]
            if c != 1 and y is not None:
                return self._sum([(c, self._sum([(1.0, x, y)]), None)])
        weighted = [t for t in terms if is_weighted(t)]
        if 1 < len(weighted) < len(terms):  # w x summed first, what is to become a matrix
            rest = [t for t in terms if not is_weighted(t)]
            return self._made_of([(1.0, self._made_of(weighted), None), *rest])
        return self._made_of(terms)

    def _made_of(self, terms: list[Any]) -> Scalar:
        terms.sort(key=lambda t: (t[1] is None, *[x.number for x in t[1:] if x is not None]))
        key = ("sum", tuple(terms))
        if key not in self._known:
            batch = any(x.batch for t in terms for x in t[1:] if x is not None)
            made = self._known[key] = Scalar(self, batch)
            made.terms = tuple(terms)
        return self._known[key]

    def products(self, op: Op, n: int) -> list[Product] | None:
        """Return a row of n inputs as a sum of products, if it is one."""
        key = (key_of(op), n)
        if key not in self._products:
            self._products[key] = products_of(op, n)
        return self._products[key]


def _number(x: Scalar) -> int:
    return x.number


def key_of(op: Any) -> Any:
    """Return what two rows have in common if they are the same operation."""
    return (op.family, op.parameters) if getattr(op, "family", None) else op


def is_weighted(term: Term) -> bool:
    """Whether a term is a number for all samples times one of each sample: w x."""
    c, a, b = term
    return c == 1 and b is not None and a is not None and a.batch != b.batch
