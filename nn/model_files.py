"""Networks as JSON: what each layer is and every parameter by its name, and nothing unexpected.

    {"format": "chainrule model 1",
     "layers": [{"type": "Dense", "units": 8, "activation": "tanh"}, ...],
     "inputs": 2, "features": [...], "classes": [...],
     "parameters": {"layers.0.neurons.0.w.0": 0.25, ...}}

`layers` is null for a network that is not a Sequential of Dense layers: of that the parameters
are kept, for `load_weights`.  Whatever else a file holds is a ValueError that names file and place.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from autograd import write_whole

from .json_files import read_json
from .module import Module

FORMAT = "chainrule model 1"
KEYS = {"format", "layers", "inputs", "features", "classes", "parameters"}


def write_model(model: Module, path: str | Path) -> None:
    """Write the network to a JSON file."""
    write_whole(path, json.dumps(model_data(model), indent=1) + "\n")


def model_data(model: Any) -> dict[str, Any]:
    """Return the network as plain data."""
    parameters = model.state_dict()
    children = getattr(model, "layers", []) if type(model).__name__ == "Sequential" else []
    layers: list[Any] = [getattr(child, "config", dict)() for child in children]
    known = bool(layers) and all(layers) and bool(parameters)
    return {
        "format": FORMAT,
        "layers": layers if known else None,
        "inputs": _inputs(children[0]) if known else None,
        "features": list(getattr(model, "features", [])),
        "classes": list(getattr(model, "classes", [])),
        "parameters": parameters,
    }


def _inputs(first: Any) -> int:
    return len(first.mean if hasattr(first, "mean") else first.neurons[0].w)


def read_model_file(path: str | Path) -> dict[str, Any]:
    """Return the data of a file that `write_model` wrote, checked but for its layers."""
    return checked_model_data(read_json(path), str(path))


def checked_model_data(data: Any, where: str) -> dict[str, Any]:
    """Return the data of a network; a ValueError says what is missing, unexpected or unfit."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ValueError(f'{where}: expected "format": "{FORMAT}"')
    missing, unexpected = sorted(KEYS - set(data)), sorted(set(data) - KEYS)
    if missing or unexpected:
        raise ValueError(f"{where}: missing keys {missing}, unexpected {unexpected}")
    for key in ("features", "classes"):
        if not isinstance(data[key], list) or not all(isinstance(x, str) for x in data[key]):
            raise ValueError(f"{where}: {key}: expected a list of names, got {data[key]!r:.40}")
    if not isinstance(data["parameters"], dict):
        raise ValueError(f"{where}: the parameters must be an object of names and numbers")
    for name, x in data["parameters"].items():
        finite_number(x, f"{where}: the parameter {name:.60}")
    return data


def finite_number(x: Any, where: str) -> float:
    """Return a finite number of JSON; a ValueError that says where there is none."""
    try:
        if not isinstance(x, bool) and isinstance(x, (int, float)) and math.isfinite(x):
            return float(x)
    except OverflowError:  # of an integer with hundreds of digits
        pass
    raise ValueError(f"{where} is {x!r:.40}, not a finite number")


def load_parameters(model: Module, data: dict[str, Any], where: str) -> None:
    """Set a network's parameters from the data of a file."""
    try:
        model.load_state_dict(data["parameters"])
    except ValueError as error:
        text = str(error)
        raise ValueError(f"{where}: {text[:300]}{' ...' * (len(text) > 300)}") from None
