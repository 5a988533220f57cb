r"""What notes on layers take for granted: z^l = w^l a^{l-1} + b^l and a^l = \sigma(z^l)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ..reading.chains import Formula
from ..reading.tree import Call, Name, Product, Sum
from ..reading.walked import names, walk

_LAYER = re.compile(r"(?:l|L|\\ell)(?:[+-]1)?")
_ACTIVATIONS = ("sigma", "f", "g", r"\phi", r"\varphi", "h")
_WEIGHTS = ("w", "W", r"\theta", r"\Theta")


def usual_layers(formulas: Sequence[Formula]) -> list[tuple[Name, Any, int]]:
    r"""Return what z and a of each layer usually are, where no equation says it.

    So it is where \delta^l, a^l, weights of the layers and \sigma'(z^l) are spoken of, and no
    formula defines the layers of z or a.
    """
    trees = tuple(tree for formula in formulas for tree in formula.trees)
    layered = {n.base: n.layer for n in names(trees) if _LAYER.fullmatch(n.layer)}
    slopes = [p for p in walk(trees) if isinstance(p, Call) and p.primes == 1
              and p.function in _ACTIVATIONS and isinstance(p.arguments[0], Name)
              and _LAYER.fullmatch(p.arguments[0].layer)]  # fmt: skip
    weights = [base for base in _WEIGHTS if base in layered]
    if not slopes or len(weights) != 1 or not {"a", r"\delta"} <= layered.keys():
        return []
    inner = slopes[0].arguments[0]
    assert isinstance(inner, Name)
    heads = {f.trees[0].base for f in formulas if f.trees and isinstance(f.trees[0], Name)}
    if {inner.base, "a"} & heads or inner.base in ("a", *weights):
        return []
    letter = r"\ell" if any(x.startswith(r"\ell") for x in layered.values()) else "l"
    z, before = Name(inner.base, layer=letter), Name("a", layer=f"{letter}-1")
    product = Product((Name(weights[0], layer=letter), before), ("",))
    bias = [Name("b", layer=letter)] if "b" in layered else []
    body = Sum((product, *bias)) if bias else product
    return [(z, body, 0), (Name("a", layer=letter), Call(slopes[0].function, (z,)), 0)]
