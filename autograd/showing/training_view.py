"""`view_training(...)`: the page of a training, one offline HTML file.

Its loss curves, the sizes of the gradients by layer, for two inputs the data and what the network
says of the plane, and the graph of any sample at any of the epochs that were kept.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, TypedDict

from ..engine.files import write_whole
from ..engine.value import Value
from ..formulas.named_graph import NamedGraph
from .expression_trees import plain
from .page import TRAINING, document
from .trace_data import trace
from .viewing import LANGUAGES

LEVELS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+-"
"""Of a field: so many steps from its lowest to its highest number, a character each."""
DIGITS = 7

Numbers = Sequence[float]
Field = Sequence[Numbers]


class Plane(TypedDict):
    """Two inputs as a plane, and what the network says at the points of a grid in it.

    names, low, high  of both inputs
    classes           their names; none where the target is a quantity
    targets           a sample's class, by its place, or its quantity
    side              a grid has side * side points, in rows from the lowest second input up
    fields            for each kept epoch channels of the grid's numbers: the logarithm of the
                      probability of each class; of two classes one channel, the log-odds of the
                      second; or the quantity
    """

    names: Sequence[str]
    low: Numbers
    high: Numbers
    classes: Sequence[str]
    targets: Numbers
    side: int
    fields: Sequence[Field]


def view_training(
    path: str | PathLike[str],
    *,
    title: str,
    curves: Mapping[str, Numbers],
    epochs: Sequence[int],
    kept: Mapping[int, Numbers],
    gradients: Mapping[str, Numbers] | None = None,
    samples: Sequence[tuple[Numbers, Numbers]] = (),
    root: Value | None = None,
    parameters: Sequence[Value] = (),
    inputs: Sequence[Value] = (),
    targets: Sequence[Value] = (),
    plane: Plane | None = None,
    language: str | None = None,
) -> Path:
    """Write the page of a training to `path`, and return it.

    curves      losses and metrics, {"loss": [...], "val_loss": [...]}, at `epochs`
    kept        the parameters' numbers after each epoch that was kept; 0 is before the training
    gradients   for each layer the size of its gradient at each kept epoch
    samples     (x, target) of those that are shown
    root        the graph of one sample, whose leaves are `parameters`, `inputs`, `targets`
    plane       of a network with two inputs
    language    "en" or "zh"; the default is the reader's own
    """
    if language not in (None, *LANGUAGES):
        raise ValueError(f"language must be one of {', '.join(LANGUAGES)}, got {language!r}")
    place = {} if root is None else NamedGraph(root).place
    data: dict[str, Any] = {
        "title": title,
        "curves": {name: _numbers(found) for name, found in curves.items()},
        "epochs": list(epochs),
        "kept": list(kept),
        "numbers": [_numbers(found) for found in kept.values()],
        "gradients": {name: _numbers(found) for name, found in (gradients or {}).items()},
        "samples": [[_numbers(x), _numbers(y)] for x, y in samples],
        "trace": None if root is None else trace(root),
        "parameters": [place.get(v) for v in parameters],
        "inputs": [place.get(v) for v in inputs],
        "targets": [place.get(v) for v in targets],
        "plane": None if plane is None else _packed_plane(plane),
    }
    file = Path(path)
    write_whole(file, document(data, language, kind=TRAINING))
    return file


def _numbers(found: Numbers) -> list[Any]:
    """Return numbers with seven digits; those that are not finite as words."""
    return [plain(float(f"{x:.{DIGITS}g}")) for x in found]


def _packed_plane(plane: Plane) -> dict[str, Any]:
    return {
        **plane,
        "low": _numbers(plane["low"]),
        "high": _numbers(plane["high"]),
        "targets": _numbers(plane["targets"]),
        "fields": [_packed_field(field) for field in plane["fields"]],
    }


def _packed_field(field: Field) -> dict[str, Any]:
    """Return a field in characters, each a level between its lowest and its highest number."""
    finite = [x for channel in field for x in channel if math.isfinite(x)] or [0.0]
    low, high = min(finite), max(finite)
    step = (high - low) / (len(LEVELS) - 1) or 1.0

    def level(x: float) -> str:
        return LEVELS[round((x - low) / step)] if math.isfinite(x) else LEVELS[0]

    return {"low": low, "step": step, "channels": ["".join(map(level, c)) for c in field]}
