"""What each name is likely to be, a number, a vector, a matrix: by its letter and its company."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..reading.tree import (
    BigSum,
    Call,
    Derivative,
    Matrix,
    Name,
    Negative,
    Norm,
    Product,
    Sum,
    Transpose,
    name_of,
)
from ..reading.walked import names, walk
from .company import (
    SCALARS,
    WEIGHTS,
    behind_matrix,
    beside_columns,
    beside_norm,
    beside_rows,
    beside_scale,
    beside_sums,
    convolved,
    deviations,
    dotted_with,
    in_distances,
    in_inner,
    in_norm,
    is_about_matrices,
    is_grid,
    is_numbered,
    is_parameter,
    is_whole_sum,
    multiplied,
    of_numbers,
    squares,
)
from .index import SURE_LOSSES
from .law import Law, is_numeric
from .quantities import MATRIX, ROW, SCALAR, VECTOR
from .rules import Rules
from .scopes import reached
from .stated import NOISE


def first_kinds(model: Rules) -> dict[Any, str]:
    """Return what each leaf is likely to be, by its letter and by what stands around it."""
    trees = model.trees
    by_entries = any(max(counts) for counts in model.counts.values())
    about = (
        any(
            is_about_matrices(p)
            for t in trees
            for p in walk(t)
            if not (by_entries and isinstance(p, Matrix) and is_numeric(p)) and not of_numbers(p)
        )
        or any(model.samples_of(symbol) for symbol in model.counts)
        or any(map(model.has_layers_of_entries, model.laws))
        or any(_has_entries(model, law) for law in model.laws)
    )
    found = {model.indices.use(n).symbol: kind for t in trees for p in walk(t)
             for n, kind in convolved(p)}  # fmt: skip
    found |= {law.use.symbol: MATRIX for law in model.laws
              if any(True for p in walk(law.body) for _ in convolved(p))}  # fmt: skip
    turned = {model.indices.use(p.of).symbol for t in trees for p in walk(t)
              if isinstance(p, Transpose) and isinstance(p.of, Name)}  # fmt: skip
    turned |= {model.indices.use(n).symbol for t in trees for p in walk(t)
               for n in (*squares(p), *in_distances(p))}  # fmt: skip
    rooted = {model.indices.use(p.arguments[0]).symbol for t in trees for p in walk(t)
              if isinstance(p, Call) and p.function == "sqrt" and isinstance(p.arguments[0], Name)
              }  # fmt: skip
    inner = inner_bases(trees)
    numbers = _arguments_of_numbers(model) | _constants_of_numbers(model) | _own_entries(model)
    numbers |= {model.indices.use(n).symbol for t in trees for p in walk(t)
                for n in beside_sums(p)} | _in_grids(model)  # fmt: skip
    numbers |= _of_whole_sums(model)
    summed = {n.base for t in trees for p in walk(t)
              if isinstance(p, BigSum) and p.index == "axis" for n in names(p.of)}  # fmt: skip
    beside = {n.base for t in trees for p in walk(t) for n in beside_rows(p)}
    upright = {n.base for t in trees for p in walk(t) for n in beside_columns(p)} - beside
    times_matrix = {model.indices.use(n).symbol for t in trees for p in walk(t)
                    for n in behind_matrix(p)}  # fmt: skip
    columns = _for_each_column(model)
    weights = {model.indices.use(n).symbol for law in model.laws for p in walk(law.body)
               if law.use.symbol[0] in SURE_LOSSES or p is law.body
               for n in beside_norm(p)}  # fmt: skip
    columns |= {(r"\gamma", "")} if summed else set()  # a scale, where columns are normalised
    columns |= {model.indices.use(n).symbol for t in trees for p in walk(t) for n in deviations(p)}
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
        for shift in (n for p in walk(tree) for n in beside_scale(p)):
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
    return counted and any(map(behind_matrix, walk(law.body)))


def _in_grids(model: Rules) -> set[Any]:
    """Return what stands in matrices whose entries are numbers, as slopes and sines are.

    So does what those numbers are computed from, and what an equal matrix is made of.
    """
    use = model.indices.use
    defined = {law.use.symbol: law.body for law in model.laws}
    found: set[Any] = set()
    for chain in [*model.claims, *((law.target, law.body) for law in model.laws)]:
        head = chain[0] if chain else None
        equal = defined.get(use(head).symbol) if isinstance(head, Name) else None
        grids = [p for tree in (*chain, equal) for p in walk(tree) if isinstance(p, Matrix)]
        if any(map(is_grid, grids)):
            found |= {use(n).symbol for grid in grids for n in names(grid)}

    def made_of(symbol: Any) -> Iterator[Any]:
        body = defined.get(symbol)
        if body is not None and not any(map(is_about_matrices, walk(body))):
            yield from (use(n).symbol for n in names(body))

    return found | reached(found, made_of)


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
        if slope and any(map(is_whole_sum, walk(tuple(others)))):
            found.add(model.indices.use(slope[1]).symbol)
    return found & added


def are_rows(model: Rules) -> bool:
    """Whether every vector stands before its matrix, h W and none behind one: they are rows."""
    pairs = [pair for law in model.laws for part in walk(law.body) for pair in multiplied(part)]
    before = [x for x, w in pairs if is_parameter(w) and not is_parameter(x)]
    behind = [w for w, x in pairs if is_parameter(w) and not is_parameter(x)]
    plain = all(isinstance(x, (Name, Product)) and not is_numbered(x) for x in before)
    return len(before) > 1 and plain and not behind


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
             for n in (*in_inner(p), *behind_matrix(p), *in_norm(p))}  # fmt: skip
    bases = {symbol[0] for symbol in taken}
    return {symbol for symbol in found if symbol[0] not in bases}


def inner_bases(trees: Sequence[Any]) -> set[str]:
    r"""Return the bases of what a product of vectors is of: w^T x, w \cdot x beside \|w\|."""
    normed = {p.of.base for t in trees for p in walk(t)
              if isinstance(p, Norm) and isinstance(p.of, Name)}  # fmt: skip
    dotted = {n.base for t in trees for p in walk(t) for n in dotted_with(p, normed)}
    return dotted | {n.base for t in trees for p in walk(t) for n in in_inner(p)}
