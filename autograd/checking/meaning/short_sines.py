r"""Sines and cosines as robotics writes them: s_1 and c_{12}, beside \theta_1 and \theta_2."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from ..reading.chains import Formula, calls_in, names_in
from ..reading.tree import Call, Name, Sum
from ..reading.walked import names

_FUNCTIONS = {"s": "sin", "c": "cos"}
_JOINTS = re.compile(r"[1-7]{1,3}")


def short_sines(formulas: Sequence[Formula]) -> Iterator[tuple[Name, Any, int]]:
    r"""Yield s_1 = \sin\theta_1 and c_{12} = \cos(\theta_1 + \theta_2), where no equation says it.

    So it is where a text has both an s and a c, and sines and cosines of one kind of angle; some
    may be given, c_1 = \cos\theta_1, "and so on".
    """
    angles = {n.base for call in calls_in(formulas) if call.function in _FUNCTIONS.values()
              for n in names(call.arguments) if n.sub.isdigit()}  # fmt: skip
    heads = {f.trees[0]: f.trees[1] for f in formulas
             if len(f.trees) > 1 and isinstance(f.trees[0], Name)}  # fmt: skip
    short = {Name(n.base, n.sub) for n in names_in(formulas)
             if n.base.lower() in _FUNCTIONS and not n.layer}  # fmt: skip
    if len(angles) != 1 or {n.base.lower() for n in short} != _FUNCTIONS.keys():
        return
    if not all(_JOINTS.fullmatch(n.sub) for n in short):
        return
    (angle,) = angles
    meant = {n: _turned(n, angle) for n in sorted(short, key=lambda n: n.label)}
    if all(heads.get(n, body) == body for n, body in meant.items()):
        yield from ((n, body, 0) for n, body in meant.items() if n not in heads)


def _turned(name: Name, angle: str) -> Call:
    r"""Return \cos(\theta_1 + \theta_2), of c_{12}."""
    turned = tuple(Name(angle, x) for x in name.sub)
    inside = Sum(turned) if len(turned) > 1 else turned[0]
    return Call(_FUNCTIONS[name.base.lower()], (inside,))
