"""`load_model`: a Sequential of Dense layers from the JSON file that `save` wrote."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from autograd import no_grad

from .activations import ACTIVATIONS
from .dense import Dense, Normalization
from .model_files import checked_model_data, finite_number, load_parameters, read_model_file
from .module import Module
from .sequential import Sequential

KEYS = {
    "Dense": {"type", "units", "activation"},
    "Normalization": {"type", "mean", "deviation"},
}
"""Which layers a file can hold, and what is said of each."""


def load_model(path: str | Path) -> Sequential:
    """Return the network in a JSON file that `save` wrote.

    A ValueError names the file and the place in it where something is missing or malformed.
    """
    return model_of(read_model_file(path), str(path))


def model_of(data: Any, where: str = "the network") -> Sequential:
    """Return the network of such data; a ValueError names what is missing or unexpected."""
    data = checked_model_data(data, where)
    layers, inputs = data["layers"], data["inputs"]
    if layers is None:
        raise ValueError(f"{where}: it holds parameters only; use load_weights on such a network")
    if not isinstance(layers, list) or not layers:
        raise ValueError(f"{where}: layers: expected a list of layers, got {layers!r:.40}")
    width = _whole(inputs, f"{where}: inputs")
    made, parameters = [], 0
    for i, given in enumerate(layers, 1):
        place = f"{where}: layer {i}"
        layer = _layer(given, place)
        if isinstance(layer, Dense):
            parameters += (width + 1) * layer.units
            width = layer.units
        elif isinstance(layer, Normalization) and len(layer.mean) != width:
            raise ValueError(f"{place}: {len(layer.mean)} means for {width} inputs")
        made.append(layer)
    if parameters != len(data["parameters"]):  # before the layers make any
        raise ValueError(
            f"{where}: its layers have {parameters:,} parameters, it holds "
            f"{len(data['parameters']):,}"
        )
    model = Sequential(made)
    with no_grad():
        model([0.0] * inputs)  # the layers make their weights
    model.features, model.classes = data["features"], data["classes"]
    load_parameters(model, data, where)
    return model


def _layer(given: Any, where: str) -> Module:
    kind = given.get("type") if isinstance(given, dict) else None
    if not isinstance(kind, str) or kind not in KEYS:
        raise ValueError(f"{where}: expected a type of {', '.join(KEYS)}, got {given!r:.60}")
    missing, unexpected = sorted(KEYS[kind] - set(given)), sorted(set(given) - KEYS[kind])
    if missing or unexpected:
        raise ValueError(f"{where}: missing keys {missing}, unexpected {unexpected}")
    if kind == "Dense":
        name = given["activation"]
        if not isinstance(name, str) or name not in (*ACTIVATIONS, "softmax"):
            raise ValueError(f"{where}: no activation {name!r:.40}")
        return Dense(_whole(given["units"], f"{where}: units"), name)
    numbers = {
        key: [finite_number(x, f"{where}: {key}") for x in given[key]]
        if isinstance(given[key], list)
        else []
        for key in ("mean", "deviation")
    }
    try:
        return Normalization(**numbers)
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from None


def _whole(x: Any, where: str) -> int:
    if not isinstance(x, int) or isinstance(x, bool) or not 1 <= x <= 10**9:
        raise ValueError(f"{where}: expected a whole number from 1 to 10^9, got {x!r:.40}")
    return x
