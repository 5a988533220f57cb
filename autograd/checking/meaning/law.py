"""`Law`: one forward equation of a document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ..reading.notation import FUNCTIONS, ORDERS, PI
from ..reading.tree import (
    BigSum,
    Call,
    Cases,
    Compare,
    Derivative,
    Expression,
    Name,
    Negative,
    Norm,
    Number,
    Product,
    Sum,
    Transpose,
)
from ..reading.walked import names, walk
from .index import SURE_LOSSES, Use

KNOWN = frozenset(FUNCTIONS.values()) | {"sigma", "log", "exp", "max", "min", "abs", "norm"}
OWN = frozenset(name.rstrip("'") for name in FUNCTIONS.values())


@dataclass(frozen=True)
class Law:
    """One forward equation: what it defines, its arguments if it is a function, the body.

    section, order  where it stands
    excess          what is zero where it has its value, if an equation defines it by the way
    """

    use: Use
    body: Expression
    arguments: tuple[str, ...] = ()
    section: int = 0
    order: int = 0
    target: Any = None
    excess: Any = None

    @property
    def label(self) -> str:
        """The label of what it defines."""
        return label_of(self.use.symbol)


@lru_cache(maxsize=4096)
def label_of(symbol: tuple[str, str], family: tuple[int, ...] = ()) -> str:
    """Return the label of a quantity: "w_f", "h_2", "P^{-}"."""
    if symbol[1] in ("^-", "^+", "^*"):
        return f"{symbol[0]}^{{{symbol[1][1]}}}"
    name = Name(symbol[0], symbol[1], ",".join(map(str, family))).label
    return re.sub(r"\^\{\(([\w,]*)\)\}$", r"^{(\1)}", name)


def is_numeric(tree: Expression) -> bool:
    r"""Whether a formula is plain arithmetic: numbers and functions, no names but \pi."""
    return not any(
        (isinstance(p, Name) and p.label not in PI)
        or isinstance(p, Derivative)
        or (isinstance(p, Call) and p.function not in KNOWN)
        for p in walk(tree)
    )


def is_part(name: Name) -> bool:
    """Whether a name is that of a part of a loss: L_{data}."""
    return name.base in SURE_LOSSES and len(name.sub) > 1 and name.sub.isalpha()


def variables(derivative: Any) -> tuple[Any, ...]:
    """Return what a derivative is taken by: one for each order."""
    wrt = derivative.wrt
    return wrt if isinstance(wrt, tuple) else (wrt,)


def cases_of(law: Law) -> Cases | None:
    """Return the cases that a function is given by, if an order parts them: x < c, and else."""
    body = law.body
    if not law.arguments or not isinstance(body, Cases):
        return None
    asked = (part for _, c in body.rows if c is not None for part in walk(c))
    return body if any(isinstance(x, Compare) and x.sign in ORDERS for x in asked) else None


def has_linear_output(laws: Sequence[Law]) -> bool:
    """Whether a layer without an activation follows one that has it, and is used: o = V h + c."""
    active = {x.target.base for x in laws
              if isinstance(x.body, Call) and len(x.body.arguments) == 1}  # fmt: skip
    used = {n.base for x in laws for n in names(x.body)}
    plain = (Sum, Product, BigSum, Name, Negative, Number, Transpose)
    return any(
        x.target.base in used - active
        and isinstance(x.body, (Sum, Product, BigSum))
        and all(isinstance(part, plain) for part in walk(x.body))
        and any(n.base in active for n in names(x.body))
        for x in laws
    )


def adds_number(tree: Any) -> bool:
    r"""Whether a term of a sum without transposes is a number: \lambda \|w\|^2, \sum_i a_i."""
    terms = tree.terms if isinstance(tree, Sum) else ()
    said = any(isinstance(p, Transpose) for p in walk(terms))
    return not said and any(
        isinstance(p, Norm) or (isinstance(p, BigSum) and p.index) for p in walk(terms)
    )
