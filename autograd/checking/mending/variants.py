"""Try a wrong formula with another loss or activation: right there, it was taken from there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..judging.judge import COUNT, SAMPLES, holds
from ..meaning.build import Definition, Forward, points
from ..reading.tree import Call, Expression, Name, Negative, Number, Power, Product, Quotient, Sum
from ..report.result import Explanation
from .case import Case
from .edits import replace_at, subtrees


def other_model(case: Case) -> Iterator[Explanation]:
    """Try another loss, where the claim is about the loss, and another activation."""
    if not isinstance(case.model, Forward):
        return
    about_loss = case.is_about(case.model.loss)
    for kind, name, changed in _variants(case.model):
        if kind == "other loss" and not about_loss:
            continue
        trial = points(changed, 1, SAMPLES, seed=24, lone=True)
        if holds(case.claim, case.tree, trial) and holds(
            case.claim, case.tree, points(changed, COUNT, SAMPLES, seed=25, lone=True)
        ):
            yield Explanation(kind, f"it would be right for {name}", "")


def _variants(forward: Forward) -> Iterator[tuple[str, str, Forward]]:
    loss = next((d for d in forward.definitions if d.label == forward.loss), None)
    if loss is not None:
        for name, body in _losses(loss):
            yield "other loss", name, forward.replaced(loss.label, body)
    for name in ("sigma", "tanh", "softplus"):
        changed = Forward([replace(d, body=activated(d.body, name)) for d in forward.definitions])
        if changed.definitions != forward.definitions:
            yield "other activation", f"the activation {name}", changed


def _losses(loss: Definition) -> Iterator[tuple[str, Expression]]:
    names = {n.label: n for n in subtrees(loss.body) if isinstance(n, Name)}
    targets = [n for label, n in names.items() if label.split("_")[0] in ("y", "t")]
    outputs = [n for n in names.values() if n not in targets and n.label not in ("m", "n")]
    if len(targets) != 1 or len(outputs) != 1:
        return
    (y,), (a,) = targets, outputs
    error = Sum((a, Negative(y)))
    square = Power(error, Number(2.0))
    yield "the squared error (a - y)^2", square
    yield "half the squared error", Quotient(square, Number(2.0))
    not_y, not_a = (Sum((Number(1.0), Negative(v))) for v in (y, a))
    both = (
        Product((y, Call("log", (a,))), ("",)),
        Product((not_y, Call("log", (not_a,))), ("",)),
    )
    yield "the cross-entropy", Negative(Sum(both))


def activated(body: Expression, name: str) -> Expression:
    """Return the body with its activations replaced."""
    for part in subtrees(body):
        if isinstance(part, Call) and part.function in ("sigma", "g", "tanh", "relu", "softplus"):
            changed = Call(name, part.arguments, part.primes)
            result: Expression = replace_at(body, part, changed)
            return result
    return body
