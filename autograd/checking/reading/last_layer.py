r"""The last layer by its number: \delta^{(n_l)}, where n_l layers are counted, is \delta^{(L)}."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula
from .rewritten import all_rewritten
from .tree import Name, Power

_COUNT = re.compile(r"[nN]_\{?[lL]\}?(?P<before>-\d)?")


def with_last_layer(formulas: Sequence[Formula]) -> list[Formula]:
    r"""Return the formulas with the letter L above what stands in layer n_l, or in one before."""
    return all_rewritten(formulas, _lettered)


def _lettered(part: Any) -> Any:
    match part:
        case Name(layer=layer) if found := _COUNT.fullmatch(layer):
            return replace(part, layer=f"L{found['before'] or ''}")
        case Power(base=Name(layer="") as base, exponent=Name(base="n", sub="l" | "L")):
            return replace(base, layer="L", span=part.span)
    return part
