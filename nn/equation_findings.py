"""What the rows of partials show of the text: which of its equations hold, and for what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .equations import EQUATIONS
from .partials import PARAMETERS, Partials, Sample
from .partials_table import Row
from .two_layer_graph import Parameters


def holding(rows: Sequence[Row], of: str) -> list[str]:
    """Return the numbers of the equations that hold at every node, for "L" or for "J"."""
    chosen = [row for row in rows if row.of.startswith(of)]
    numbers = dict.fromkeys(row.number for row in chosen)
    return [n for n in numbers if all(row.holds for row in chosen if row.number == n)]


def findings(
    net: Parameters, samples: Sequence[Sample], loss: str, rows: Sequence[Row]
) -> Iterator[str]:
    """Yield what there is to say about the equations on these samples, a sentence or two each."""
    m = len(samples)
    every = [equation.number for equation in EQUATIONS]
    one = "one sample's L" if m > 1 else "L"
    yield f"For {one}: {_count(holding(rows, 'L'), every)}"
    if loss != "bce":
        yield f"The text derives its equations from the cross-entropy 8-11; this loss is {loss}."
    if m > 1:
        about = [equation.number for equation in EQUATIONS if equation.wrt in PARAMETERS]
        yield f"For the mean J = (1/m) Σ L, m = {m}: {_count(holding(rows, 'J'), about)}"
        if loss == "bce":
            yield (
                "8-14 is about the mean J, it carries the 1/m; 8-15, 8-18 and 8-19 are about "
                "one sample's L: summed over the samples they are m times ∂J."
            )
    n_in, n_hidden, _ = net.widths
    if n_in == n_hidden and loss == "bce":
        printed = holding(Partials(net, samples, loss, as_printed=True).rows, "L")
        yield (
            f"The text prints z₂ = w₂ x + b₂, with which {_count(printed, every)} "
            f"It must be z₂ = w₂ a₁ + b₂, as here."
        )
    if loss == "bce":
        yield from _unfit_targets(samples)


def _unfit_targets(samples: Sequence[Sample]) -> Iterator[str]:
    """Say where a target is not one that a cross-entropy is for."""
    unfit = [(k, y) for k, (_, ys) in enumerate(samples, 1) for y in ys if not 0 <= y <= 1]
    if unfit:
        k, y = unfit[0]
        where = f" in sample {k}" if len(samples) > 1 else ""
        more = f", and {len(unfit) - 1} more," if len(unfit) > 1 else ""
        verb = "are" if len(unfit) > 1 else "is"
        yield (
            f"The target y = {y:g}{where}{more} {verb} outside [0, 1], where the cross-entropy has "
            f"no minimum."
        )


def _count(hold: Sequence[str], of: Sequence[str]) -> str:
    """Say how many hold, and name the fewer: those that do, or those that do not."""
    fail = [n for n in of if n not in hold]
    if not fail:
        return f"all {len(of)} equations hold."
    if not hold:
        return f"none of {len(of)} equations holds."
    if len(fail) <= len(hold):
        return f"{len(hold)} of {len(of)} equations hold, not {', '.join(fail)}."
    verb = "holds" if len(hold) == 1 else "hold"
    return f"{len(hold)} of {len(of)} equations {verb}: {', '.join(hold)}."
