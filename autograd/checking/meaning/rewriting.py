r"""Formulas as they are meant: \sigma^2 as a name, \delta h as dh, one part for another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from ..reading.chains import Formula
from ..reading.rewritten import all_rewritten, rewritten
from ..reading.tree import Derivative, Name, Negative, Number, Power, Product
from ..reading.walked import names, walk

_ACCENTED = re.compile(r"(\\\w+)\{(.+)\}")
_ACCENT = r"(overline|bar|hat|widehat|tilde|widetilde|dot)"
_SLOPE = (
    r"(?:the |an? )?(?:partial )?(?:(?:derivative|gradient|sensitivit)\w*[^.;$]{0,20}"
    r"\b(?:loss|cost|objective|error|[LJCE])\b|adjoint|cotangent)"
)
_SAID = re.compile(
    rf"\\{_ACCENT}\s*\{{?[^$.;]{{1,30}}\$?\s*(?:for|to denote|denot\w+|stands? for)\s+{_SLOPE}"
    rf"|\b(?:a|an|the) {_ACCENT}\b[^.;$]{{0,20}}?\b(?:for|denot\w+|mark\w*|means?)\s+{_SLOPE}"
    rf"|{_SLOPE}[^.;$]{{0,40}}?\b(?:by|with)\s+(?:an? |\$?\\){_ACCENT}\b",
    re.IGNORECASE,
)
"""What says of an accent that it marks derivatives: "\\bar{x} for the gradient of L"."""
STEPS = (r"\eta", r"\alpha", r"\lambda", "lr", "eta", "alpha", r"\epsilon", r"\gamma", r"\rho",
         "momentum", "rate")  # fmt: skip
"""What a step against a gradient is multiplied by."""
ACCENT_WORDS = {"overline": r"\bar", "widehat": r"\hat", "widetilde": r"\tilde"}
SQUARE = "^2"
"""What the base of a name ends with that stands for the square of another."""


def difference(tree: Any, other: Any) -> tuple[Any, Any] | None:
    """Return the smallest parts, alike but for which two trees are the same; None for several.

    >>> from autograd.checking.meaning.rewriting import difference
    >>> from autograd.checking.reading.tree import Name, Number, Power
    >>> difference(Power(Name("a"), Number(2.0)), Power(Name("b"), Number(2.0)))
    (Name(base='a', sub='', layer=''), Name(base='b', sub='', layer=''))
    """
    if tree == other:
        return None
    pairs: list[tuple[Any, Any]] = []
    if isinstance(tree, tuple) and isinstance(other, tuple) and len(tree) == len(other):
        pairs = list(zip(tree, other, strict=True))
    elif type(tree) is type(other) and hasattr(tree, "span") and not isinstance(tree, Name):
        pairs = [(getattr(tree, f), getattr(other, f)) for f in tree.__slots__ if f != "span"]
    unlike = [(x, y) for x, y in pairs if x != y]
    if len(unlike) == 1:
        found = difference(*unlike[0])
        if found is not None and all(hasattr(x, "span") for x in found):
            return found
    return tree, other


def replace_at(tree: Any, old: Any, new: Any) -> Any:
    """Return the tree with the very node `old` replaced by `new`."""
    return rewritten(tree, lambda part: new if part is old else part)


def exchanged(tree: Any, part: Any, other: Any) -> Any:
    """Return a tree with another part for each that is equal to one."""

    def change(here: Any) -> Any:
        return replace(other, span=here.span) if here == part else here

    return rewritten(tree, change)


def with_squares(formulas: Sequence[Formula]) -> tuple[list[Formula], list[Name]]:
    r"""Return the formulas with \sigma^2 as a name where it is defined or differentiated by.

    And the names that are squared, one for each base: \sigma.  \sigma^4 is the square of that name.
    """
    squared: dict[str, Name] = {}
    for formula in formulas:
        found = [formula.members[0].tree] if len(formula.members) > 1 else []
        for part in walk(tuple(formula.trees)):
            if isinstance(part, Derivative):
                found += part.wrt
        for tree in found:
            match tree:
                case Power(base=Name() as name, exponent=Number(value=2.0)):
                    squared.setdefault(name.base, replace(name, span=(0, 0)))
    for name in names(tuple(t for f in formulas for t in f.trees)):
        if name.layer:
            squared.pop(name.base, None)  # where letters above it are layers, so is the 2
    if not squared:
        return list(formulas), []

    def change(tree: Any) -> Any:
        match tree:
            case Power(base=Name() as base, exponent=Number(value=value)) if base.base in squared:
                name = replace(square_of(base), span=tree.span)
                if value == 2:
                    return name
                if value > 2 and value % 2 == 0:
                    return replace(tree, base=name, exponent=Number(value / 2))
        return tree

    return all_rewritten(formulas, change), list(squared.values())


def square_of(name: Name) -> Name:
    """Return the name that the square of a name has."""
    return Name(name.base + SQUARE, name.sub, name.layer)


def root_of(symbol: tuple[str, str]) -> tuple[str, str] | None:
    """Return the symbol of what a symbol is the square of, None if it is none."""
    base, part = symbol
    return (base.removesuffix(SQUARE), part) if base.endswith(SQUARE) else None


def squared(square: Name) -> Product:
    """Return what a name for a square stands for: the product of its root with itself."""
    root = replace(square, base=square.base.removesuffix(SQUARE))
    return Product((root, root), ("",))


def with_differentials(formulas: Sequence[Formula]) -> list[Formula]:
    r"""Return the formulas with \delta h and d h as dh, where \delta, d stand before names only."""
    signs = (r"\delta", "d", r"\Delta") if _are_gradients(formulas) else (r"\delta", "d")
    for sign in signs:
        pairs, lone = set(), set()
        for tree in (tree for formula in formulas for tree in formula.trees):
            for part in walk(tree):
                if isinstance(part, Product):
                    both = zip(part.factors, part.factors[1:], part.signs, strict=False)
                    pairs |= {id(x) for x, y, dot in both
                              if x == Name(sign) and isinstance(y, Name) and not dot}  # fmt: skip
            lone |= {id(n) for n in names(tree) if n.base == sign}
        if pairs and not lone - pairs:
            formulas = all_rewritten(formulas, partial(_paired, Name(sign)))
    return list(formulas)


def _are_gradients(formulas: Sequence[Formula]) -> bool:
    r"""Whether \Delta W is a gradient of W, and not what is added to W: no sign, no step size."""
    count = 0
    for formula in formulas:
        left, *others = (m.tree for m in formula.members)
        match left:
            case Product(factors=(Name(base=r"\Delta"), Name())) if others:
                count += 1
                right = others[-1]
                if isinstance(right, Negative) or any(n.base in STEPS for n in names(right)):
                    return False
    return count > 1


def with_adjoints(formulas: Sequence[Formula]) -> list[Formula]:
    r"""Return the formulas with \bar S as dS, where one says \bar S = \partial L/\partial S.

    Or where the text says in words what a bar is.
    """
    prose = " ".join(dict.fromkeys(formula.prose for formula in formulas))
    told = {x for match in _SAID.finditer(prose) for x in match.groups() if x}
    in_words = {ACCENT_WORDS.get(x.lower(), "\\" + x.lower()) for x in told}
    signs = set()
    for formula in formulas:
        match [m.tree for m in formula.members[:2]]:
            case [Name() as name, Derivative(of=Name(), wrt=(Name() as by,))]:
                accented = _ACCENTED.fullmatch(name.base)
                if accented and replace(name, base=accented[2]) == by:
                    signs.add(accented[1])
    bases = {n.base for n in names(tuple(t for f in formulas for t in f.trees))}
    heads = {(f.members[0].tree.base, f.members[0].tree.sub) for f in formulas
             if isinstance(f.members[0].tree, Name)}  # fmt: skip
    said = [match[1] for base, _ in heads if (match := _ACCENTED.fullmatch(base))]
    signs = {sign for sign in signs if said.count(sign) > 1}  # not a lone name for the given one
    both = [
        match[1] for base in bases if (match := _ACCENTED.fullmatch(base)) and match[2] in bases
    ]
    signs |= {sign for sign in in_words if both.count(sign) > 1}

    def change(tree: Any) -> Any:
        accented = _ACCENTED.fullmatch(tree.base) if isinstance(tree, Name) else None
        known = accented and accented[1] in signs and accented[2] in bases
        return replace(tree, base=f"d{accented[2]}") if accented and known else tree

    return all_rewritten(formulas, change) if signs else list(formulas)


def _paired(sign: Name, tree: Any) -> Any:
    if not isinstance(tree, Product):
        return tree
    factors, signs, place = list[Any](), list[str](), 0
    while place < len(tree.factors):
        here = tree.factors[place]
        after = tree.factors[place + 1] if place + 1 < len(tree.factors) else None
        signs.append(tree.signs[place - 1] if place else "")
        if here == sign and isinstance(after, Name):
            span = here.span[0], after.span[1]
            here = Name("d" + after.base, after.sub, after.layer, span)
            place += 1
        factors.append(here)
        place += 1
    if len(factors) == 1:
        return factors[0]
    return replace(tree, factors=tuple(factors), signs=tuple(signs[1:]))
