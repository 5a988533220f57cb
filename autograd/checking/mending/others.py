"""What a wrong formula is instead: another derivative, that of another loss, a special case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..meaning.index import LOSSES
from ..meaning.rewriting import replace_at
from ..reading.tree import (
    BigSum,
    Call,
    Derivative,
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
from ..reading.walked import names, walk
from ..report.result import Explanation
from .trial import Trial, close


def other_derivative(trial: Trial) -> Iterator[Explanation]:
    """Try the derivatives by everything else, and of everything else."""
    anchor = trial.anchor
    if not isinstance(anchor, Derivative) or len(anchor.wrt) != 1 or trial.claimed is None:
        return
    if not any(trial.claimed):
        return
    found = []
    for name in trial.names:
        for other, text in _others(trial, anchor, name):
            values = trial.flat(other)
            if values is not None and close(values, trial.claimed):
                found.append(text)
    if found:
        yield Explanation("other derivative", f"this is {', and '.join(found[:3])}", "")


def _others(trial: Trial, anchor: Derivative, name: Name) -> Iterator[tuple[Derivative, str]]:
    shown = trial.label(name)
    of, wrt = anchor.of, anchor.wrt[0]
    if name != wrt:
        yield replace(anchor, wrt=(name,)), f"d{_named(trial, of)}/d{shown}"
    if name != of and name != wrt:
        yield replace(anchor, of=name), f"d{shown}/d{_named(trial, wrt)}"


def _named(trial: Trial, tree: Expression) -> str:
    if isinstance(tree, Name):
        return trial.label(tree)
    return tree.function if isinstance(tree, Call) else "(...)"


def other_model(trial: Trial) -> Iterator[Explanation]:
    """Try another loss, and another activation: right there, it was taken from there."""
    for kind, name, bodies in _variants(trial):
        if trial.right_under(bodies):
            yield Explanation(kind, f"it would be right for {name}", "")


def _variants(trial: Trial) -> Iterator[tuple[str, str, list[Expression]]]:
    laws = trial.laws
    own = [body for _, body in laws]
    losses = [i for i, (target, _) in enumerate(laws) if target and target.base in LOSSES]
    if losses and _is_about(trial, laws[losses[-1]][0]):
        for name, body in _losses(own[losses[-1]]):
            yield "other loss", name, [*own[: losses[-1]], body, *own[losses[-1] + 1 :]]
    for name in ("sigma", "tanh", "softplus"):
        changed = [activated(body, name) for body in own]
        if changed != own:
            yield "other activation", f"the activation {name}", changed


def _is_about(trial: Trial, loss: Name | None) -> bool:
    anchor = trial.anchor
    return not isinstance(anchor, Derivative) or not isinstance(anchor.of, Name) or (
        loss is not None and anchor.of.base == loss.base)  # fmt: skip


def _losses(law: Expression) -> Iterator[tuple[str, Expression]]:
    found = list(dict.fromkeys(names(law)))
    targets = [n for n in found if n.base in ("y", "t", "Y", "T")]
    outputs = [n for n in found if n not in targets and n.base not in ("m", "n", "N")]
    if len(targets) != 1 or len(outputs) != 1:
        return  # with another term in it, that of a regulariser, it is no other loss
    y, a = targets[0], outputs[0]
    sums = [p for p in walk(law) if isinstance(p, BigSum)]

    def total(tree: Expression) -> Expression:
        return replace(sums[0], of=tree) if sums else BigSum(tree, "")

    square = total(Power(Sum((a, Negative(y))), Number(2.0)))
    if not sums:
        square = Power(Norm(Sum((a, Negative(y)))), Number(2.0))
    yield "the squared error", square
    yield "half the squared error", Quotient(square, Number(2.0))
    one = Number(1.0)
    both = (
        Product((y, Call("log", (a,))), (r"\odot",)),
        Product((Sum((one, Negative(y))), Call("log", (Sum((one, Negative(a))),))), (r"\odot",)),
    )
    yield "the cross-entropy", Negative(total(Sum(both)))


def activated(body: Expression, name: str) -> Expression:
    """Return the body with its first activation replaced."""
    for part in walk(body):
        if isinstance(part, Call) and part.function in ("sigma", "g", "tanh", "relu", "softplus"):
            changed: Expression = replace_at(body, part, Call(name, part.arguments, part.primes))
            return changed
    return body
