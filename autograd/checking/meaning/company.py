r"""What a part of a formula says of its names: n of \|a - n\| is a vector, b of X W + b a row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from ..reading.convolutions import FULL, VALID
from ..reading.notation import PI
from ..reading.tree import (
    BigSum,
    Call,
    Derivative,
    Inner,
    Matrix,
    Name,
    Negative,
    Norm,
    Power,
    Product,
    Quotient,
    Sum,
    Transpose,
    Tuple,
)
from ..reading.walked import names, walk
from .law import is_part
from .laws import PARAMETERS
from .quantities import MATRIX, SCALAR

SCALARS = frozenset(
    {"L", "J", "C", "E", "m", "n", "N", "lr", "K", "D", r"\ell", "loss", "eps", "i", "j", "k", "t",
     r"\eta", r"\alpha", r"\lambda", r"\epsilon", r"\varepsilon", r"\gamma", r"\tau", r"\rho", "T",
     r"\sigma", r"\sigma^2", r"\kappa", *PI, "e"}
)  # fmt: skip
WEIGHTS = frozenset({"w", r"\theta", r"\beta"})
"""What is summed over with the entries of an input."""
OF_NUMBERS = ("sin", "cos", "tan", "sqrt", "atan2", "arctan", "atan")
"""Functions of numbers alone: what a matrix has them in is none of blocks."""


def is_about_matrices(part: Any) -> bool:
    """Whether a part of a formula can only be about vectors or matrices."""
    kind = type(part).__name__
    if kind in ("Matrix", "Norm", "Transpose", "Inner"):
        return True
    if kind == "Product":
        return any(sign in (r"\odot", "@", r"\otimes") for sign in part.signs)
    special = ("softmax", "diag", "tr", "trace", "vec", "rowsum", "norm", "det")
    if kind == "Call":
        return part.function.split("_")[0].lower() in special
    return kind == "BigSum" and part.index in ("", "axis")


def squares(part: Any) -> list[Name]:
    """Return the name of which a determinant or a trace is taken."""
    if type(part).__name__ != "Call" or part.function.lower() not in ("det", "tr", "trace"):
        return []
    return [x for x in part.arguments if isinstance(x, Name)]


def in_distances(part: Any) -> list[Name]:
    r"""Return the names of \|a - n\|, which are vectors whatever their letters."""
    if not isinstance(part, Norm) or not isinstance(part.of, Sum) or len(part.of.terms) != 2:
        return []
    bare = [t.of if isinstance(t, Negative) else t for t in part.of.terms]
    return [n for n in bare if isinstance(n, Name)] if all(
        isinstance(n, Name) for n in bare) else []  # fmt: skip


def convolved(part: Any) -> Iterator[tuple[Name, str]]:
    """Yield the arrays of a convolution, and the number that is added to it."""
    match part:
        case Call(function=function) if function in (VALID, FULL):
            yield from ((x, MATRIX) for x in part.arguments if isinstance(x, Name))
        case Sum(terms=(Call(function=function), Name() as b)) if function in (VALID, FULL):
            yield b, SCALAR


def of_numbers(part: Any) -> bool:
    r"""Whether it is a norm of numbers beside each other: \|\nabla F(a, b)\|, \|(3, 4)\|."""
    match part:
        case Norm(of=Derivative(of=Call(arguments=(_, _, *_)))) | Norm(of=Tuple()):
            return True
    return False


def is_grid(part: Matrix) -> bool:
    """Whether the entries of a matrix are numbers, as slopes and sines are."""
    return any(
        isinstance(x, Derivative)
        or any(isinstance(y, Call) and y.function in OF_NUMBERS for y in walk(x))
        for row in part.rows
        for x in row
    )


def beside_sums(part: Any) -> list[Name]:
    r"""Return the names that a weighted sum of entries is added to: b of \sum_j w_j x_j + b."""
    for term in part.terms if isinstance(part, Sum) else ():
        match term:
            case BigSum(of=Product(factors=(Name() as w, Name() as x)), index=i) if (
                i and w.sub == x.sub == i and WEIGHTS & {w.base, x.base}
            ):
                return [n for n in part.terms if isinstance(n, Name) and not n.sub]
    return []


def beside_scale(part: Any) -> list[Name]:
    r"""Return what is added to what \gamma scales: it is a number where that is one."""
    match part:
        case Sum(terms=(Product(factors=factors), Name() as shift)) if any(
            isinstance(f, Name) and f.base == r"\gamma" for f in factors
        ):
            return [shift]
    return []


def is_whole_sum(part: Any) -> bool:
    """Whether it is a sum or a mean of all entries, np.sum(x)."""
    mean = isinstance(part, Call) and part.function == "mean"
    return mean or (isinstance(part, BigSum) and not part.index)


def beside_norm(part: Any) -> list[Name]:
    r"""Return what a norm, or a part of a loss, is multiplied with: both of \frac{a}{b} \|w\|^2.

    And what a sum over entries is multiplied with: \beta of \beta \sum_j \mu_j^2.
    """
    if not isinstance(part, Product):
        return []
    bare = [f.base if isinstance(f, Power) else f for f in part.factors]
    lone = any(isinstance(f, Norm) or (isinstance(f, Name) and is_part(f)) for f in bare)
    summed = any(map(is_over_entries, bare))
    plain = [f for f in part.factors if isinstance(f, Name)] if lone or summed else []
    below = [n for f in part.factors if lone and isinstance(f, Quotient) for n in names(f)]
    return [*plain, *below]


def is_over_entries(part: Any) -> bool:
    """Whether it is a sum of numbers, over all entries of what it is made of."""
    if not (isinstance(part, BigSum) and part.kind == "sum"):
        return False
    subs = [n.sub for n in names(part.of)]
    return bool(subs) and all(part.index in sub for sub in subs)  # the index of np.sum is ""


def deviations(part: Any) -> list[Name]:
    r"""Return the \sigma of what is multiplied or summed entry by entry: of every unit its own."""
    whole = isinstance(part, BigSum) and part.kind == "sum" and not part.index
    each = isinstance(part, Product) and r"\odot" in part.signs
    found = [n for n in names(part) if n.base.startswith(r"\sigma") or (each and n.base == "t")]
    return found if whole or each else []


def beside_rows(part: Any) -> list[Name]:
    """Return the names that are added to rows: b in X W + b, where W stands behind."""
    if not isinstance(part, Sum):
        return []
    last = [t.factors[-1] for t in part.terms if isinstance(t, Product)]
    if not any(isinstance(f, Name) and f.base in PARAMETERS for f in last):
        return []
    return [t for t in part.terms if isinstance(t, Name)]


def beside_columns(part: Any) -> list[Name]:
    """Return the names that are added to columns: b in W X + b and w^T X + b."""
    if not isinstance(part, Sum):
        return []
    ends = [(t.factors[0], t.factors[-1]) for t in part.terms if isinstance(t, Product)]
    if not any(is_parameter(w.of if isinstance(w, Transpose) else w) and not is_parameter(x)
               for w, x in ends):  # fmt: skip
        return []
    return [t for t in part.terms if isinstance(t, Name)]


def behind_matrix(part: Any) -> list[Name]:
    """Return the names that a matrix of parameters is multiplied with: x in W x."""
    pairs = pairwise(part.factors) if isinstance(part, Product) else ()
    return [x for w, x in pairs if isinstance(x, Name) and isinstance(w, Name)
            and w.base in PARAMETERS and not w.sub]  # fmt: skip


def multiplied(part: Any) -> list[tuple[Any, Any]]:
    """Return the factors that stand beside each other in a product of matrices."""
    if not isinstance(part, Product):
        return []
    pairs = zip(pairwise(part.factors), part.signs, strict=True)
    return [pair for pair, sign in pairs if sign != r"\odot"]


def is_parameter(tree: Any) -> bool:
    """Whether it is a name of weights."""
    return isinstance(tree, Name) and tree.base in PARAMETERS


def is_numbered(tree: Any) -> bool:
    """Whether it is no vector by its letter: a number, or a matrix X of samples."""
    return any(n.base in SCALARS or n.base.strip("\\")[:1].isupper() for n in names(tree))


def in_norm(part: Any) -> list[Name]:
    """Return the names of which a norm or a transpose is taken."""
    return list(names(part)) if isinstance(part, (Norm, Transpose)) else []


def dotted_with(part: Any, bases: set[str]) -> Iterator[Name]:
    """Yield the two names of a dot product of which one is a vector as its base says."""
    if isinstance(part, Product):
        for sign, (left, right) in zip(part.signs, pairwise(part.factors), strict=True):
            both = [x for x in (left, right) if isinstance(x, Name)]
            if sign == r"\cdot" and len(both) > 1 and {x.base for x in both} & bases:
                yield from both


def in_inner(part: Any) -> list[Name]:
    r"""Return the names that a product with a transpose is of: w and x_n in w^T x_n.

    So are those of \langle w, x_n \rangle.

    Numbers beside it are none: \alpha and y in \alpha_i y_i x_i^T x_j.
    """
    if isinstance(part, Inner):
        return [x for x in (part.left, part.right) if isinstance(x, Name)]
    if not isinstance(part, Product):
        return []
    factors, found = part.factors, list[Any]()
    turned = [f.of for f in factors if isinstance(f, Transpose)]
    for place, factor in enumerate(factors):
        if not isinstance(factor, Transpose):
            continue
        last = place == len(factors) - 1
        found += [factor.of, *(factors[place - 1 : place] if last else ())]
        for following in factors[place + 1 :]:
            found.append(following)
            if not (isinstance(following, Name) and following.base.strip("\\")[:1].isupper()):
                break
    bare = [f.of if isinstance(f, Transpose) else f for f in found]
    terms = [t for f in turned if isinstance(f, Sum) for t in f.terms]  # (x_k - m)(x_k - m)^T
    terms = [t.of if isinstance(t, Negative) else t for t in terms]
    return [f for f in (*bare, *terms) if isinstance(f, Name)]
