"""What each name is likely to be, a number, a vector, a matrix: by its letter and its company."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    name_of,
)
from ..reading.walked import names, walk
from .index import SURE_LOSSES
from .law import Law, is_numeric, is_part
from .laws import PARAMETERS
from .quantities import MATRIX, ROW, SCALAR, VECTOR
from .rules import Rules
from .stated import NOISE

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


def _squares(part: Any) -> list[Name]:
    """Return the name of which a determinant or a trace is taken."""
    if type(part).__name__ != "Call" or part.function.lower() not in ("det", "tr", "trace"):
        return []
    return [x for x in part.arguments if isinstance(x, Name)]


def _in_distances(part: Any) -> list[Name]:
    r"""Return the names of \|a - n\|, which are vectors whatever their letters."""
    if not isinstance(part, Norm) or not isinstance(part.of, Sum) or len(part.of.terms) != 2:
        return []
    bare = [t.of if isinstance(t, Negative) else t for t in part.of.terms]
    return [n for n in bare if isinstance(n, Name)] if all(
        isinstance(n, Name) for n in bare) else []  # fmt: skip


def first_kinds(model: Rules) -> dict[Any, str]:
    """Return what each leaf is likely to be, by its letter and by what stands around it."""
    trees = model.trees
    by_entries = any(max(counts) for counts in model.counts.values())
    about = (
        any(
            is_about_matrices(p)
            for t in trees
            for p in walk(t)
            if not (by_entries and isinstance(p, Matrix) and is_numeric(p)) and not _of_numbers(p)
        )
        or any(model.samples_of(symbol) for symbol in model.counts)
        or any(map(model.has_layers_of_entries, model.laws))
        or any(_has_entries(model, law) for law in model.laws)
    )
    found = {model.indices.use(n).symbol: kind for t in trees for p in walk(t)
             for n, kind in _convolved(p)}  # fmt: skip
    found |= {law.use.symbol: MATRIX for law in model.laws
              if any(True for p in walk(law.body) for _ in _convolved(p))}  # fmt: skip
    turned = {model.indices.use(p.of).symbol for t in trees for p in walk(t)
              if isinstance(p, Transpose) and isinstance(p.of, Name)}  # fmt: skip
    turned |= {model.indices.use(n).symbol for t in trees for p in walk(t)
               for n in (*_squares(p), *_in_distances(p))}  # fmt: skip
    rooted = {model.indices.use(p.arguments[0]).symbol for t in trees for p in walk(t)
              if isinstance(p, Call) and p.function == "sqrt" and isinstance(p.arguments[0], Name)
              }  # fmt: skip
    inner = inner_bases(trees)
    numbers = _arguments_of_numbers(model) | _constants_of_numbers(model) | _own_entries(model)
    numbers |= {model.indices.use(n).symbol for t in trees for p in walk(t)
                for n in _beside_sums(p)} | _in_grids(model)  # fmt: skip
    numbers |= _of_whole_sums(model)
    summed = {n.base for t in trees for p in walk(t)
              if isinstance(p, BigSum) and p.index == "axis" for n in names(p.of)}  # fmt: skip
    beside = {n.base for t in trees for p in walk(t) for n in _beside_rows(p)}
    upright = {n.base for t in trees for p in walk(t) for n in _beside_columns(p)} - beside
    times_matrix = {model.indices.use(n).symbol for t in trees for p in walk(t)
                    for n in _behind_matrix(p)}  # fmt: skip
    columns = _for_each_column(model)
    weights = {model.indices.use(n).symbol for law in model.laws for p in walk(law.body)
               if law.use.symbol[0] in SURE_LOSSES or p is law.body
               for n in _beside_norm(p)}  # fmt: skip
    columns |= {(r"\gamma", "")} if summed else set()  # a scale, where columns are normalised
    columns |= {model.indices.use(n).symbol for t in trees for p in walk(t) for n in _deviations(p)}
    for tree in trees:
        for name in names(tree):
            use = model.indices.use(name)
            if use.symbol in found:
                continue
            base = name.base
            kind = SCALAR
            if use.symbol in numbers:
                found[use.symbol] = SCALAR
                continue
            if about and name in model.indices.extents and not use.entries:
                found[use.symbol] = _of_sizes(model.indices.extents[name])
                continue
            beside_turned = base in inner and model.may_hold_vectors(use.symbol)  # q^T k_j
            scalar = base in SCALARS and use.symbol not in turned | columns and not beside_turned
            scalar = scalar or use.symbol in rooted | weights
            if about and not scalar and not name.base[0].isdigit():
                bare = base.split("{")[-1].strip("}\\")
                upper = bare[:1].isupper() or (
                    base[:1] == "\\" and base[1:2].isupper() and "{" not in base
                )
                kind = MATRIX if upper or base in summed else VECTOR
                lies = base in beside or (summed and base not in upright)
                kind = ROW if kind == VECTOR and lies else kind
                if model.may_hold_vectors(use.symbol):
                    many = use.symbol[0] in inner or use.symbol in times_matrix
                    kind = VECTOR if many else SCALAR
            found[use.symbol] = kind
    for observed, by in _observations(model):
        if found.get(by) == VECTOR:
            found[observed] = VECTOR
    for tree in trees:
        for shift in (n for p in walk(tree) for n in _beside_scale(p)):
            symbol = model.indices.use(shift).symbol
            if found.get((r"\gamma", "")) == SCALAR and found.get(symbol) == VECTOR:
                found[symbol] = SCALAR
    return found


def _of_sizes(sizes: Sequence[str]) -> str:
    several = [size for size in sizes if size != "1"]
    if len(several) > 1:
        return MATRIX
    return (ROW if len(sizes) > 1 and sizes[0] == "1" else VECTOR) if several else SCALAR


def _has_entries(model: Rules, law: Law) -> bool:
    """Whether a matrix of parameters makes what has entries elsewhere: s = W x, and s_j."""
    counted = not law.use.entries and 1 in model.counts.get(law.use.symbol, ())
    return counted and any(map(_behind_matrix, walk(law.body)))


def _convolved(part: Any) -> Iterator[tuple[Name, str]]:
    """Yield the arrays of a convolution, and the number that is added to it."""
    match part:
        case Call(function=function) if function in (VALID, FULL):
            yield from ((x, MATRIX) for x in part.arguments if isinstance(x, Name))
        case Sum(terms=(Call(function=function), Name() as b)) if function in (VALID, FULL):
            yield b, SCALAR


def _of_numbers(part: Any) -> bool:
    r"""Whether it is a norm of numbers beside each other: \|\nabla F(a, b)\|, \|(3, 4)\|."""
    match part:
        case Norm(of=Derivative(of=Call(arguments=(_, _, *_)))) | Norm(of=Tuple()):
            return True
    return False


def _in_grids(model: Rules) -> set[Any]:
    """Return what stands in matrices whose entries are numbers, as slopes and sines are.

    So does what those numbers are computed from, and what an equal matrix is made of.
    """
    found: set[Any] = set()
    defined = {law.use.symbol: law.body for law in model.laws}
    for chain in (*model.claims, *((law.target, law.body) for law in model.laws)):
        whole = (*chain, defined.get(model.indices.use(chain[0]).symbol)) if chain and isinstance(
            chain[0], Name) else chain  # fmt: skip
        grids = [p for tree in whole for p in walk(tree) if isinstance(p, Matrix)]
        if any(map(_is_grid, grids)):
            found |= {model.indices.use(n).symbol for grid in grids for n in names(grid)}
    waiting = [*found]
    while waiting:
        body = defined.get(waiting.pop())
        inner = () if body is None or any(map(is_about_matrices, walk(body))) else names(body)
        new = {model.indices.use(n).symbol for n in inner} - found
        waiting += new
        found |= new
    return found


def _is_grid(part: Matrix) -> bool:
    return any(
        isinstance(x, Derivative)
        or any(isinstance(y, Call) and y.function in OF_NUMBERS for y in walk(x))
        for row in part.rows
        for x in row
    )


def _beside_sums(part: Any) -> list[Name]:
    r"""Return the names that a weighted sum of entries is added to: b of \sum_j w_j x_j + b."""
    for term in part.terms if isinstance(part, Sum) else ():
        match term:
            case BigSum(of=Product(factors=(Name() as w, Name() as x)), index=i) if (
                i and w.sub == x.sub == i and WEIGHTS & {w.base, x.base}
            ):
                return [n for n in part.terms if isinstance(n, Name) and not n.sub]
    return []


def _beside_scale(part: Any) -> list[Name]:
    r"""Return what is added to what \gamma scales: it is a number where that is one."""
    match part:
        case Sum(terms=(Product(factors=factors), Name() as shift)) if any(
            isinstance(f, Name) and f.base == r"\gamma" for f in factors
        ):
            return [shift]
    return []


def _observations(model: Rules) -> Iterator[tuple[Any, Any]]:
    r"""Yield what is observed, and by what: Y and \beta of Y = X \beta + \varepsilon."""
    for law in model.laws:
        match law.body:
            case Sum(terms=(Name() as y, Negative(of=Product(factors=(*_, Name() as by))), *_)):
                if law.target.base in NOISE:
                    yield model.indices.use(y).symbol, model.indices.use(by).symbol


def _for_each_column(model: Rules) -> set[Any]:
    """Return what a derivative is taken by that is a sum over axis 0: a number for each column."""
    found = set()
    for left, *others in filter(None, model.claims):
        wrt = left.wrt[0] if isinstance(left, Derivative) else None
        slope = model.slope(left) if isinstance(left, Name) else None
        name = slope[1] if slope else wrt
        if isinstance(name, Name) and any(
            isinstance(p, BigSum) and p.index == "axis" for t in others for p in walk(t)
        ):
            found.add(model.indices.use(name).symbol)
    return found


def _of_whole_sums(model: Rules) -> set[Any]:
    """Return what is added to w^T X, and has a derivative that is a sum over all entries."""
    added = {model.indices.use(n).symbol for law in model.laws for p in walk(law.body)
             if isinstance(p, Sum) and any(x.base in WEIGHTS for t in p.terms for x in names(t))
             for n in p.terms if isinstance(n, Name)}  # fmt: skip
    found = set()
    for left, *others in filter(None, model.claims) if added else ():
        slope = model.slope(left) if isinstance(left, Name) else None
        if slope and any(map(_is_whole_sum, walk(tuple(others)))):
            found.add(model.indices.use(slope[1]).symbol)
    return found & added


def _is_whole_sum(part: Any) -> bool:
    mean = isinstance(part, Call) and part.function == "mean"
    return mean or (isinstance(part, BigSum) and not part.index)


def _beside_norm(part: Any) -> list[Name]:
    r"""Return what a norm, or a part of a loss, is multiplied with: both of \frac{a}{b} \|w\|^2.

    And what a sum over entries is multiplied with: \beta of \beta \sum_j \mu_j^2.
    """
    if not isinstance(part, Product):
        return []
    bare = [f.base if isinstance(f, Power) else f for f in part.factors]
    lone = any(isinstance(f, Norm) or (isinstance(f, Name) and is_part(f)) for f in bare)
    summed = any(map(_is_over_entries, bare))
    plain = [f for f in part.factors if isinstance(f, Name)] if lone or summed else []
    below = [n for f in part.factors if lone and isinstance(f, Quotient) for n in names(f)]
    return [*plain, *below]


def _is_over_entries(part: Any) -> bool:
    """Whether it is a sum of numbers, over all entries of what it is made of."""
    if not (isinstance(part, BigSum) and part.kind == "sum"):
        return False
    subs = [n.sub for n in names(part.of)]
    return bool(subs) and all(part.index in sub for sub in subs)  # the index of np.sum is ""


def _deviations(part: Any) -> list[Name]:
    r"""Return the \sigma of what is multiplied or summed entry by entry: of every unit its own."""
    whole = isinstance(part, BigSum) and part.kind == "sum" and not part.index
    each = isinstance(part, Product) and r"\odot" in part.signs
    found = [n for n in names(part) if n.base.startswith(r"\sigma") or (each and n.base == "t")]
    return found if whole or each else []


def _beside_rows(part: Any) -> list[Name]:
    """Return the names that are added to rows: b in X W + b, where W stands behind."""
    if not isinstance(part, Sum):
        return []
    last = [t.factors[-1] for t in part.terms if isinstance(t, Product)]
    if not any(isinstance(f, Name) and f.base in PARAMETERS for f in last):
        return []
    return [t for t in part.terms if isinstance(t, Name)]


def _beside_columns(part: Any) -> list[Name]:
    """Return the names that are added to columns: b in W X + b and w^T X + b."""
    if not isinstance(part, Sum):
        return []
    ends = [(t.factors[0], t.factors[-1]) for t in part.terms if isinstance(t, Product)]
    if not any(_is_parameter(w.of if isinstance(w, Transpose) else w) and not _is_parameter(x)
               for w, x in ends):  # fmt: skip
        return []
    return [t for t in part.terms if isinstance(t, Name)]


def _behind_matrix(part: Any) -> list[Name]:
    """Return the names that a matrix of parameters is multiplied with: x in W x."""
    pairs = pairwise(part.factors) if isinstance(part, Product) else ()
    return [x for w, x in pairs if isinstance(x, Name) and isinstance(w, Name)
            and w.base in PARAMETERS and not w.sub]  # fmt: skip


def are_rows(model: Rules) -> bool:
    """Whether every vector stands before its matrix, h W and none behind one: they are rows."""
    pairs = [pair for law in model.laws for part in walk(law.body) for pair in _multiplied(part)]
    before = [x for x, w in pairs if _is_parameter(w) and not _is_parameter(x)]
    behind = [w for w, x in pairs if _is_parameter(w) and not _is_parameter(x)]
    plain = all(isinstance(x, (Name, Product)) and not _is_numbered(x) for x in before)
    return len(before) > 1 and plain and not behind


def _multiplied(part: Any) -> list[tuple[Any, Any]]:
    """Return the factors that stand beside each other in a product of matrices."""
    if not isinstance(part, Product):
        return []
    pairs = zip(pairwise(part.factors), part.signs, strict=True)
    return [pair for pair, sign in pairs if sign != r"\odot"]


def _is_parameter(tree: Any) -> bool:
    return isinstance(tree, Name) and tree.base in PARAMETERS


def _is_numbered(tree: Any) -> bool:
    """Whether it is no vector by its letter: a number, or a matrix X of samples."""
    return any(n.base in SCALARS or n.base.strip("\\")[:1].isupper() for n in names(tree))


def _arguments_of_numbers(model: Rules) -> set[Any]:
    """Return the arguments of functions whose formula is about numbers: the z of g(z)."""
    found = set()
    for law in model.laws:
        matrices = any(map(is_about_matrices, walk(law.body)))
        matrices = matrices or any(n.base.strip("\\")[:1].isupper() for n in names(law.body))
        if len(law.arguments) == 1 and not matrices:
            symbol = model.indices.use(name_of(law.arguments[0])).symbol
            others = [x.body for x in model.laws if x is not law and symbol[0] not in x.arguments]
            if not any(model.indices.use(n).symbol == symbol for t in others for n in names(t)):
                found.add(symbol)
    return found


def _constants_of_numbers(model: Rules) -> set[Any]:
    r"""Return what else is in functions of single entries: \delta, of \rho(r) and \rho(r_i)."""
    return {
        model.indices.use(n).symbol for law in model.laws if model.is_of_entries(law)
        for n in names(law.body) if n.label not in law.arguments and not n.sub
    }  # fmt: skip


def _own_entries(model: Rules) -> set[Any]:
    """Return what a column is made of by which its name tells its entries: u = [u_1; u_2].

    So is what stands in a row that is turned, [x, y, z]^T: vectors would be turned themselves.
    What a transpose, a norm or a matrix stands beside may be vectors upon each other.
    """
    found: set[Any] = set()
    rows: list[Any] = []
    for law in model.laws:
        match law.body:
            case Matrix(rows=((Name(sub="1") as first,), (Name(sub="2") as second,), *rest)):
                whole = all(len(row) == 1 and isinstance(row[0], Name) for row in rest)
                if whole and first.base == second.base == law.target.base and first.base.islower():
                    found |= {model.indices.use(n).symbol for n in names(law.body)}
            case Transpose(of=Matrix(rows=((_, _, *_) as row,))) if all(
                isinstance(x, Name) for x in row
            ):
                found |= {model.indices.use(n).symbol for n in names(row)}
                rows.append(law.body)
    taken = {model.indices.use(n).symbol for t in model.trees for p in walk(t) if p not in rows
             for n in (*_in_inner(p), *_behind_matrix(p), *_in_norm(p))}  # fmt: skip
    bases = {symbol[0] for symbol in taken}
    return {symbol for symbol in found if symbol[0] not in bases}


def _in_norm(part: Any) -> list[Name]:
    return list(names(part)) if isinstance(part, (Norm, Transpose)) else []


def inner_bases(trees: Sequence[Any]) -> set[str]:
    r"""Return the bases of what a product of vectors is of: w^T x, w \cdot x beside \|w\|."""
    normed = {p.of.base for t in trees for p in walk(t)
              if isinstance(p, Norm) and isinstance(p.of, Name)}  # fmt: skip
    dotted = {n.base for t in trees for p in walk(t) for n in _dotted_with(p, normed)}
    return dotted | {n.base for t in trees for p in walk(t) for n in _in_inner(p)}


def _dotted_with(part: Any, bases: set[str]) -> Iterator[Name]:
    """Yield the two names of a dot product of which one is a vector as its base says."""
    if isinstance(part, Product):
        for sign, (left, right) in zip(part.signs, pairwise(part.factors), strict=True):
            both = [x for x in (left, right) if isinstance(x, Name)]
            if sign == r"\cdot" and len(both) > 1 and {x.base for x in both} & bases:
                yield from both


def _in_inner(part: Any) -> list[Name]:
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
