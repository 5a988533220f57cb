r"""Convolutions of whole arrays: z = a * W + b where the text speaks of one, and rot180(W).

As networks have it the kernel is not flipped, and a text must say so: else what a * is stays open.
The gradient that is passed on is a full one, with zeros around, where the kernel is turned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula
from .rewritten import all_rewritten
from .tree import Call, Name, Product
from .walked import names, walk

VALID, FULL, OPEN, TURNED = "convolve", "convolve_full", "convolve_open", "rot180"
_SPOKEN = re.compile(r"convol|correlat|卷积|互相关|faltung", re.IGNORECASE)
_STRAIGHT = re.compile(
    r"不(?:翻转|旋转|反转)|互相关|cross-?\s?correlat|(?:no|not|without|never|nor)\b[^.;。]{0,20}\bflip"
    r"|correlation",
    re.IGNORECASE,
)
_SIGNS = ("*", r"\ast", r"\star", r"\otimes", r"\circledast")
_KERNELS = frozenset({"W", "w", "K", "k", "F", "f", "H", "V", r"\theta", r"\omega", r"\Theta"})
_TURNS = re.compile(r"rot(?:ate)?_?\{?(?:180)?\}?|flip", re.IGNORECASE)


def with_convolutions(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with such products as convolutions, where a forward equation has one."""
    signs = {sign for f in formulas for sign in _forward(f)}
    if not signs:
        return list(formulas)
    signs.add(r"\circledast")
    straight = any(_STRAIGHT.search(f.prose) for f in formulas)

    def changed(part: Any) -> Any:
        match part:
            case Call(function=function, arguments=(_,)) if _TURNS.fullmatch(function):
                return replace(part, function=TURNED)
            case Product():
                return _convolved(part, signs, straight)
        return part

    return all_rewritten(formulas, changed)


def _forward(formula: Formula) -> set[str]:
    """Return the signs by which a forward equation convolves an array with a kernel."""
    if not isinstance(formula.members[0].tree, Name) or not _SPOKEN.search(formula.prose):
        return set()
    found = set()
    for part in (p for tree in formula.trees[1:] for p in walk(tree) if isinstance(p, Product)):
        for place, sign in enumerate(part.signs):
            both = part.factors[place : place + 2]
            whole = [x for x in both if isinstance(x, Name) and not x.sub]
            if sign in _SIGNS and len(whole) == 2 and any(x.base in _KERNELS for x in whole):
                found.add(sign)
    return found


def _convolved(product: Product, signs: set[str], straight: bool) -> Any:
    """Return a product with what such a sign joins convolved."""
    factors, left = list(product.factors), list(product.signs)
    at = 0
    while at < len(left):
        both = factors[at], factors[at + 1]
        if left[at] not in signs or any(n.sub for x in both for n in names(x)):
            at += 1  # a_{11} * w_{11} is a product
            continue
        turned = any(map(is_turned, both))
        function = OPEN if not straight else FULL if turned else VALID
        factors[at : at + 2] = [Call(function, both, span=product.span)]
        del left[at]
    if len(factors) == 1:
        return factors[0]
    return replace(product, factors=tuple(factors), signs=tuple(left))


def images_in(tree: Any) -> Iterator[Name]:
    """Yield what kernels are laid on: a of a * W."""
    for part in walk(tree):
        if isinstance(part, Call) and part.function == VALID:
            kernel = {x for x in part.arguments if isinstance(x, Name) and x.base in _KERNELS}
            yield from (x for x in part.arguments if isinstance(x, Name) and x not in kernel)


def is_turned(tree: Any) -> bool:
    """Whether a kernel is turned: rot180(W)."""
    return any(isinstance(part, Call) and part.function == TURNED for part in walk(tree))
