"""Factors such as m, 1/m, 2/m: a number of samples or of entries that is missing or too many."""

from __future__ import annotations

from collections.abc import Iterator

from ..reading.walked import names
from ..report.result import Explanation
from .trial import Trial, close

SIZES = ("m", "n", "N", "M", "T", "K", "d", "D")
"""Names that stand for how many there are."""
NUMBERS = (1.0, 2.0, 0.5)


def by_size(trial: Trial) -> Iterator[Explanation]:
    """Try what the whole would have to be multiplied by, that counts something."""
    if trial.claimed is None:
        return
    printed = {name.label for name in names(trial.tree)}
    for label in SIZES:
        size = trial.counted(label)
        if size is None or size == 1:
            continue
        for number in NUMBERS:
            for power in (1, -1):
                factor = number * float(size) ** power
                if close([c * factor for c in trial.claimed], trial.true):
                    yield from _told(trial, label, number, power, label in printed)


def _told(
    trial: Trial, label: str, number: float, power: int, printed: bool
) -> Iterator[Explanation]:
    """Say which factor is missing or, where it is printed, too many."""
    above = {1.0: "1", 2.0: "2", 0.5: "1"}[number] if power < 0 else label
    below = {1.0: label, 2.0: label, 0.5: f"2 {label}"}[number] if power < 0 else "1"
    if power > 0 and number != 1:
        above = f"2 {label}" if number == 2 else label
        below = "1" if number == 2 else "2"
    text = above if below == "1" else trial.over(above, below)
    mend = trial.times(text, trial.bracketed(trial.tree))
    if not (repair := trial.confirmed(mend)):
        return
    plain = above if below == "1" else f"{above}/{below}".replace(" ", "")
    if not printed:
        yield Explanation("missing factor", f"the factor {plain} is missing", repair)
    elif power > 0 and number == 1:
        said = f"it carries 1/{label}, which belongs to the mean over {label} samples, not to one"
        yield Explanation("constant factor", said, repair)
    else:
        said = f"it carries a factor {label if power < 0 else f'1/{label}'} too many"
        yield Explanation("constant factor", said, repair)
