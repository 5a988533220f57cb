r"""Formulas with `\odot`, d/dx or \prod and without brackets: the ways to read them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ..reading.rewritten import rewritten
from ..reading.tree import BigSum, Derivative, Expression, Product
from ..reading.walked import walk


def groupings(tree: Expression) -> Iterator[Expression]:
    r"""Yield the ways to read a formula with `\odot` among other signs, without brackets.

    In "u \odot W v" the sign may bind loosest, tightest, or as the others do, from left to right:
    notes differ. So they do in which factor of a product over steps stands first, and in how far
    the d/dx of "f(x) d/dx g(x) + d/dx f(x) g(x)" reaches.
    """
    yield tree
    if any(map(_is_product_of_all, walk(tree))):
        yield rewritten(tree, _last_first)
    if (near := rewritten(tree, _of_first)) != tree:
        yield near
    if any(isinstance(part, Product) and _is_mixed(part) for part in walk(tree)):
        others = [_rebuilt(tree, loose) for loose in (True, False)]
        yield from (other for other in dict.fromkeys(others) if other != tree)


def _of_first(part: Any) -> Any:
    """Return d/dx f(x) g(x) with what follows f(x) behind the derivative, as in f'(x) g(x).

    A bracket around them leaves no choice.
    """
    match part:
        case Derivative(of=Product(factors=(first, *_, _) as factors, signs=signs) as of, wrt=(x,)):
            bracketed = first.span[0] > of.span[0] or any(signs)
            if bracketed or not all(x in walk(f) for f in factors):
                return part
            return replace(of, factors=(replace(part, of=first), *factors[1:]))
    return part


def _is_product_of_all(part: Any) -> bool:
    return isinstance(part, BigSum) and part.kind == "prod"


def _last_first(part: Any) -> Any:
    """Return a product over an index with the last factor leftmost."""
    return replace(part, kind="prod_down") if _is_product_of_all(part) else part


def _rebuilt(tree: Any, loose: bool) -> Any:
    """Return the tree with each product that has the sign grouped by it."""

    def change(part: Any) -> Any:
        mixed = isinstance(part, Product) and _is_mixed(part)
        return _grouped(part, loose) if mixed else part

    return rewritten(tree, change)


def _is_mixed(tree: Product) -> bool:
    return len({sign == r"\odot" for sign in tree.signs}) == 2


def _grouped(tree: Product, loose: bool) -> Product:
    r"""Group the factors between (`loose`) or around the signs `\odot`."""
    groups: list[list[Expression]] = [[tree.factors[0]]]
    inner: list[list[str]] = [[]]
    outer: list[str] = []
    for sign, factor in zip(tree.signs, tree.factors[1:], strict=True):
        if (sign == r"\odot") == loose:
            groups.append([factor])
            inner.append([])
            outer.append(sign)
        else:
            groups[-1].append(factor)
            inner[-1].append(sign)
    whole = tuple(
        Product(tuple(group), tuple(signs)) if signs else group[0]
        for group, signs in zip(groups, inner, strict=True)
    )
    return Product(whole, tuple(outer))


def sign_before(tree: Product, place: int, dots: bool) -> str:
    r"""Return the sign before a factor, "" before the first.

    In u \cdot a (1 - a) what has no sign is taken as the \cdot is, which goes by entries: `dots`.
    """
    sign = tree.signs[place - 1] if place else ""
    return r"\cdot" if place and not sign and dots and r"\cdot" in tree.signs else sign
