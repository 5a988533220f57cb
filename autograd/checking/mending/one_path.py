"""Paths from a variable to the loss of which one alone is counted, or one is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...engine.path_sums import paths
from ...engine.value import Value
from ..reading.tree import Derivative, Name
from ..report.result import Explanation
from .candidates import paths as paths_through
from .trial import Trial, close

MANY = 100
"""Of how many paths the sums over named nodes are taken."""


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
