"""Paths from a variable to the loss of which one alone is counted, or one is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from ...engine.path_sums import paths
from ...engine.value import Value
from ..reading.tree import Derivative, Name
from ..reading.walked import names
from ..report.result import Explanation
from .candidates import paths as paths_through
from .trial import Trial, close

MANY = 100
"""Of how many paths the sums over named nodes are taken."""
MOST_HELD = 4
"""Of how many quantities it is tried whether they were taken as constants."""


def one_path(trial: Trial) -> Iterator[Explanation]:
    """Try the sums of the paths over each sequence of named nodes: between scalars."""
    match trial.anchor:
        case Derivative(of=Name() as of, wrt=(Name() as wrt,)) if not trial.has_shapes:
            tables = [_ways(trial.nodes(place), of.label, wrt.label) for place in trial.places]
        case _:
            return
    if not tables or len(tables[0]) < 2 or trial.claimed is None:
        return
    lacking = [t - c for c, t in zip(trial.claimed, trial.true, strict=True)]
    for way in tables[0]:
        values = [table.get(way, 0.0) for table in tables]
        if close(values, trial.claimed):
            told = f"only the path {way} is counted, of {len(tables[0])}"
        elif close(values, lacking):
            told = f"the path {way}, one of {len(tables[0])}, is not counted"
        else:
            continue
        yield Explanation("one path", told)


def path_left_out(trial: Trial) -> Iterator[Explanation]:
    """Try the path through one name as what is missing: that through the mean, the next step."""
    if trial.claimed is None:
        return
    lacking = [t - c for c, t in zip(trial.claimed, trial.true, strict=True)]
    for c in paths_through(trial):
        if not close(c.values, lacking):
            continue
        if repair := trial.confirmed(f"{trial.source} + {c.text}"):
            said = f"a path is not counted: the term + {c.text} is missing"
            yield Explanation("one path", said, repair)


def held_fixed(trial: Trial) -> Iterator[Explanation]:
    """Try what depends on the variable too as constants: the mean and the variance of a batch."""
    match trial.anchor:
        case Derivative(of=of, wrt=(Name() as wrt,)):
            between = [target for target, body in trial.laws
                       if target is not None and target not in (of, wrt)
                       and any(n.base == wrt.base for n in names(body))]  # fmt: skip
        case _:
            return
    for count in (1, 2):
        for held in combinations(between[:MOST_HELD], count):
            if trial.right_without(held):
                through = " and ".join(trial.label(name) for name in held)
                paths_are = (
                    f"path through {through} is" if count == 1 else f"paths through {through} are"
                )
                yield Explanation("one path", f"the {paths_are} not counted")
                return


def _ways(nodes: Mapping[str, Value], of: str, wrt: str) -> dict[str, float]:
    """Return the sum of the paths over each sequence of named nodes: {"x → z → L": 0.3}."""
    if of not in nodes or wrt not in nodes or paths(nodes[of], nodes[wrt]).count > MANY:
        return {}
    labels = {id(node): label for label, node in nodes.items()}
    found: dict[str, float] = {}
    for path in paths(nodes[of], nodes[wrt]):
        way = " → ".join(labels[id(v)] for v in reversed(path.nodes) if id(v) in labels)
        found[way] = found.get(way, 0.0) + path.product
    return found
