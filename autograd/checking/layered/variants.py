"""The laws of a document with another loss or activation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..mending.edits import subtrees
from ..mending.variants import activated
from ..reading.tree import (
    BigSum,
    Call,
    Expression,
    Name,
    Negative,
    Norm,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
)
from .laws import Law, Laws


def variants_of(laws: Laws) -> Iterator[tuple[str, str, Laws]]:
    """Yield (kind, name, laws) with another loss or activation."""
    loss = next((law for law in laws.laws if law.place[:2] == laws.loss[:2]), None)
    if loss is not None:
        for name, body in _losses(loss, laws):
            yield "other loss", name, laws.replaced(loss, body)
    for name in ("sigma", "tanh", "softplus"):
        bodies = tuple(replace(law, body=activated(law.body, name)) for law in laws.laws)
        if bodies != laws.laws:
            yield "other activation", f"the activation {name}", replace(laws, laws=bodies)


def _losses(loss: Law, laws: Laws) -> Iterator[tuple[str, Expression]]:
    names = [part for part in subtrees(loss.body) if isinstance(part, Name)]
    targets = [n for n in names if n.base in ("y", "t", "Y")]
    outputs = [n for n in names if n not in targets and not laws.notation.is_scalar(n.base)]
    if not targets or not outputs or loss.arguments:
        return
    a, y = (
        replace(n, sub="" if laws.notation.place(n).indices else n.sub)
        for n in (outputs[0], targets[0])
    )
    square = Power(Norm(Sum((a, Negative(y)))), Number(2.0))
    yield "the squared error", square
    yield "half the squared error", Quotient(square, Number(2.0))
    ones = Number(1.0)
    both = (
        Product((y, Call("log", (a,))), (r"\odot",)),
        Product((Sum((ones, Negative(y))), Call("log", (Sum((ones, Negative(a))),))), (r"\odot",)),
    )
    yield "the cross-entropy", Negative(BigSum(Sum(both), ""))
