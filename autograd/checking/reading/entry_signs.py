r"""A \otimes B for A \odot B, where a text has no other sign for products entry by entry.

So it is where that joins three factors, or a derivative of a function, or a sum with a number:
\delta \otimes a \otimes (1 - a), \delta \otimes \sigma'(z), \mu + \sigma \otimes \epsilon.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula, parts_in
from .rewritten import all_rewritten
from .tree import Call, Indicator, Name, Negative, Number, Prime, Product, Sum

_SIGN, _ENTRIES = r"\otimes", r"\odot"


def with_entry_signs(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with that sign for such products."""
    parts = list(parts_in(formulas))
    signs = {sign for part in parts if isinstance(part, Product) for sign in part.signs}
    if _SIGN not in signs or _ENTRIES in signs or not any(map(_is_by_entries, parts)):
        return list(formulas)
    return all_rewritten(formulas, _by_entries)


def _by_entries(part: Any) -> Any:
    if isinstance(part, Product) and _SIGN in part.signs:
        return replace(part, signs=tuple(_ENTRIES if s == _SIGN else s for s in part.signs))
    return part


def _is_by_entries(part: Any) -> bool:
    """Whether a product with that sign, or a sum with one, can be meant entry by entry alone."""
    match part:
        case Product(factors=factors, signs=signs) if _SIGN in signs:
            joined = [x for place, sign in enumerate(signs) if sign == _SIGN
                      for x in factors[place : place + 2]]  # fmt: skip
            return signs.count(_SIGN) > 1 or any(map(_has_entries, joined))
        case Sum(terms=terms):
            bare = [term.of if isinstance(term, Negative) else term for term in terms]
            columns = [x for x in bare if isinstance(x, Name) and not x.base.isupper()]
            return bool(columns) and any(isinstance(x, Product) and x.signs == (_SIGN,)
                                         for x in bare)  # fmt: skip
    return False


def _has_entries(factor: Any) -> bool:
    """Whether a factor is added to a number, or is what a function's slope is at each entry."""
    match factor:
        case Sum(terms=terms):
            return any(isinstance(term, Number) for term in terms)
        case Call(primes=primes):
            return primes > 0
    return isinstance(factor, (Prime, Indicator))
