r"""Products of functions of one name: H \sigma(H) of a matrix H is taken entry by entry.

No other product of a matrix with what is computed from its own entries has a meaning.
"""

from __future__ import annotations

from typing import Any

from .tree import Call, Name, Negative, Number, Power, Product, Sum
from .walked import walk

_BY_ENTRIES = frozenset(
    {r"\sigma", "sigmoid", "sigma", "tanh", "relu", "gelu", "erf", "silu", "softplus"}
)


def with_entries_multiplied(part: Any) -> Any:
    """Return such a product with the sign of what is taken entry by entry."""
    match part:
        case Product(factors=factors, signs=signs) if set(signs) <= {"", r"\cdot"}:
            of = [_of(f) for f in factors]
            names = {x for x in of if x is not None}
            applied = any(isinstance(part, Call) for f in factors for part in walk(f))
            if len(names) == 1 and all(of) and applied and _is_matrix(names.pop()):
                return Product(factors, (r"\odot",) * len(signs), part.span)
    return part


def _is_matrix(label: str) -> bool:
    return label.strip("\\")[:1].isupper()


def _of(tree: Any) -> str | None:
    r"""Return the label of the one name that is transformed entry by entry, None of others."""
    match tree:
        case Name():
            return tree.label
        case Call(function=function, arguments=(Name() as n,)) if function in _BY_ENTRIES:
            return n.label
        case Power(base=base, exponent=Number()):
            return _of(base)
        case Sum(terms=terms):
            bare = [t.of if isinstance(t, Negative) else t for t in terms]
            found = {_of(t) for t in bare if not isinstance(t, Number)}
            return found.pop() if len(found) == 1 else None
    return None
