"""`view_training(...)`: the page of a training, one offline HTML file.

Its loss curves, the sizes of the gradients by layer, for two inputs the data and what the network
says of the plane, and the graph of any sample at any of the epochs that were kept.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

from ..engine.files import write_whole
from ..engine.order import below
from ..engine.value import Value
from ..formulas.named_graph import NamedGraph
from .page import TRAINING, document
from .trace_data import trace
from .training_plane import Numbers, Plane, Rows, rounded
from .viewing import LANGUAGES

MOST_NODES = 5_000
"""A larger graph is left out."""


def view_training(
    path: str | PathLike[str],
    *,
    title: str,
    curves: Mapping[str, Numbers],
    epochs: Sequence[int],
    kept: Mapping[int, Numbers],
    layers: Mapping[str, Sequence[int]],
    gradient: Callable[[Numbers], Numbers],
    outputs: Callable[[Numbers, Rows], Rows],
    samples: Sequence[tuple[Numbers, Numbers]],
    root: Value,
    parameters: Sequence[Value],
    inputs: Sequence[Value] = (),
    targets: Sequence[Value] = (),
    features: Sequence[str] = (),
    classes: Sequence[str] = (),
    boundary: float = 0.5,
    side: int = 40,
    language: str | None = None,
) -> Path:
    """Write the page of a training to `path`, and return it.

    curves      losses and metrics, {"loss": [...], "val_loss": [...]}, at `epochs`
    kept        the parameters' numbers after each epoch that was kept; the first is the start
    layers      the places of each layer's parameters
    gradient    gives the mean loss's derivative by each parameter, from the parameters' numbers
    outputs     gives the network's outputs, from the parameters' numbers and rows of inputs
    samples     (x, target) of those that are shown; a class as a one-hot row
    root        the graph of one sample, whose leaves are `parameters`, `inputs`, `targets`
    features, classes, boundary   what the plane of two inputs says: names, and of a lone output
                where class 1 begins; `side` is how fine it is
    language    "en" or "zh"; the default is the reader's own
    """
    if language not in (None, *LANGUAGES):
        raise ValueError(f"language must be one of {', '.join(LANGUAGES)}, got {language!r}")
    X, Y = [list(x) for x, _ in samples], [list(y) for _, y in samples]
    plane = Plane(X, Y, features, classes, boundary, side) if Plane.suits(X, Y) else None
    sizes = [_sizes(gradient, numbers, layers) for numbers in kept.values()]
    fields = [_field(plane, outputs, numbers, len(Y[0])) for numbers in kept.values() if plane]
    is_shown = len(below(root)) <= MOST_NODES
    place = NamedGraph(root).place if is_shown else {}
    data: dict[str, Any] = {
        "title": title,
        "curves": {name: rounded(found) for name, found in curves.items()},
        "epochs": list(epochs),
        "kept": list(kept),
        "numbers": [rounded(found) for found in kept.values()] if is_shown else [],
        "gradients": {name: rounded([found[name] for found in sizes]) for name in layers},
        "samples": [[rounded(x), rounded(y)] for x, y in samples],
        "trace": trace(root) if is_shown else None,
        "parameters": [place.get(v) for v in parameters],
        "inputs": [place.get(v) for v in inputs],
        "targets": [place.get(v) for v in targets],
        "plane": plane and plane.told(fields),
    }
    file = Path(path)
    write_whole(file, document(data, language, TRAINING))
    return file


def _sizes(
    gradient: Callable[[Numbers], Numbers], numbers: Numbers, layers: Mapping[str, Sequence[int]]
) -> dict[str, float]:
    """Return the root mean square of each layer's gradient; NaN where there is none."""
    try:
        found = gradient(numbers)
    except ArithmeticError:
        return dict.fromkeys(layers, math.nan)
    return {
        name: (sum(found[i] ** 2 for i in places) / len(places)) ** 0.5
        for name, places in layers.items()
    }


def _field(
    plane: Plane, outputs: Callable[[Numbers, Rows], Rows], numbers: Numbers, width: int
) -> dict[str, Any]:
    grid = plane.grid()
    try:
        return plane.field(outputs(numbers, grid))
    except ArithmeticError:
        return plane.field([[math.nan] * width] * len(grid))
