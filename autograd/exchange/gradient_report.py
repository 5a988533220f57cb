"""What `check_gradient` found: for each arg whether its gradient is right, and if not, why."""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass, field
from typing import Any, NamedTuple

WIDTH = 80


class Cause(NamedTuple):
    """Why a gradient is wrong: a kind such as "transposed", and a sentence."""

    kind: str
    text: str


class Entry(NamedTuple):
    """One entry of a gradient, for a random upstream gradient: given, and as it should be."""

    at: tuple[int, ...]
    given: float
    right: float


@dataclass
class Gradient:
    """The gradient by one arg.

    status     "right", "wrong", "not given" (None), or "unknown": nothing could be compared
    given      the shape of the gradient that was given
    wrong      the entries that are wrong, the worst first; none where the shape is
    causes     the likeliest first; empty where no hypothesis was confirmed
    set_aside  how many derivatives could not be judged: at a kink, or not finite
    """

    name: str
    shape: tuple[int, ...]
    status: str
    given: tuple[int, ...] | None = None
    wrong: list[Entry] = field(default_factory=list)
    causes: list[Cause] = field(default_factory=list)
    set_aside: int = 0

    @property
    def size(self) -> int:
        """How many entries the arg has."""
        n = 1
        for length in self.shape:
            n *= length
        return n


@dataclass
class GradientReport:
    """The gradients by all args, and what else was noticed.

    faults  what is wrong with the functions themselves: args changed in place, results that vary
    notes   what limits the check, such as single precision
    method  how the derivatives were found
    points  at how many points
    """

    gradients: list[Gradient]
    faults: list[Cause]
    notes: list[str]
    method: str
    points: int

    @property
    def ok(self) -> bool:
        """Whether something was judged, and all of it is right."""
        states = [g.status for g in self.gradients]
        return not self.faults and "right" in states and set(states) <= {"right", "not given"}

    def __getitem__(self, name: str) -> Gradient:
        for g in self.gradients:
            if name in (g.name, f"d{g.name}"):
                return g
        raise KeyError(name)

    def __str__(self) -> str:
        lines = _wrapped(f"check_gradient: {self._verdict()}, at {self._points()}, {self.method}")
        for fault in self.faults:
            lines += _wrapped(fault.text, "  ! ")
        width = max([len(g.name) + 1 for g in self.gradients], default=0)
        shapes = max([len(str(g.shape)) for g in self.gradients], default=0)
        for g in self.gradients:
            head = f"  {'d' + g.name:{width}}  {g.shape!s:{shapes}}  "
            status = "WRONG" if g.status == "wrong" else g.status
            lines += _wrapped(f"{status}{_explained(g)}", head)
            for cause in g.causes[:3]:
                lines += _wrapped(cause.text, "    - ")
        for note in self.notes:
            lines += _wrapped(note, "  note: ")
        return "\n".join(lines)

    __repr__ = __str__

    def _verdict(self) -> str:
        wrong = sum(g.status == "wrong" for g in self.gradients)
        judged = sum(g.status in ("right", "wrong") for g in self.gradients)
        if self.ok:
            return "the gradient is right" if judged == 1 else f"all {judged} gradients are right"
        if wrong == judged == 1:
            return "the gradient is wrong"
        if wrong:
            return f"{wrong} of {judged} gradients {'is' if wrong == 1 else 'are'} wrong"
        return "not right" if self.faults else "nothing could be judged"

    def _points(self) -> str:
        return f"{self.points} point{'s' if self.points > 1 else ''}"


def _explained(g: Gradient) -> str:
    """Return which entries are wrong, and what was set aside."""
    found = ""
    if g.given is not None and g.given != g.shape:
        found = f": given in shape {g.given}"
    elif g.wrong:
        worst = g.wrong[0]
        at = f" at {list(worst.at)}" if worst.at else ""
        count = f"{len(g.wrong)} of {g.size} entries;" if g.size > 1 else ""
        where = _where([e.at for e in g.wrong], g.shape)
        found = f": {count}{at} {worst.given:.6g} given, {worst.right:.6g} right{where}"
        found = found.replace(":  ", ": ")
    if g.set_aside:
        s = "s" if g.set_aside > 1 else ""
        found += f" ({g.set_aside} derivative{s} set aside: at a kink, or not finite)"
    return found


def _where(wrong: list[tuple[int, ...]], shape: tuple[int, ...]) -> str:
    """Say on which index of an axis all wrong entries lie, if they do."""
    found = []
    for axis, length in enumerate(shape):
        used = sorted({index[axis] for index in wrong})
        if length > 1 and len(used) < length and len(wrong) > 1:
            found.append(f"axis {axis} at {', '.join(map(str, used[:6]))}")
    return f"; all on {' and '.join(found)}" if found else ""


def _wrapped(text: str, head: str = "") -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=head, subsequent_indent=" " * min(len(head), 20) or "  "
    )


def entries(given: Any, right: Any, wrong: Any) -> list[Entry]:
    """Return the wrong entries of a gradient (arrays of one shape), the worst first."""
    import numpy as np

    found = [
        Entry(tuple(map(int, index)), float(given[tuple(index)]), float(right[tuple(index)]))
        for index in np.argwhere(wrong)
    ]
    return sorted(found, key=lambda e: -abs(e.given - e.right) if e.given == e.given else -math.inf)
