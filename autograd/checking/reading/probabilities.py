r"""P(y^{(i)} = k | x^{(i)}; \theta): the share of a class k, of each sample: P_k^{(i)}."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .chains import Formula
from .rewritten import all_rewritten
from .tree import Call, Compare, Name

_SHARES = ("P", "p", "Pr", r"\Pr")


def with_shares(formulas: Iterable[Formula]) -> list[Formula]:
    """Return the formulas with such a probability as an entry, with the indices of its target."""
    return all_rewritten(formulas, _share)


def _share(part: Any) -> Any:
    match part:
        case Call(
            function=function, primes=0, arguments=(Compare("=", Name() as y, Name() as k), *_)
        ):
            if function in _SHARES and len(k.base) == 1 and not k.sub and not k.layer:
                below = f"{y.sub},{k.base}" if y.sub else k.base
                return Name(function, below, y.layer, part.span)
    return part
