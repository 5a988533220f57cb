"""Networks as JSON: what each layer is and every parameter by its name, and nothing unexpected.

    {"format": "chainrule model 1",
     "layers": [{"type": "Dense", "units": 8, "activation": "tanh"}, ...],
     "inputs": 2, "features": [...], "classes": [...],
     "parameters": {"layers.0.neurons.0.w.0": 0.25, ...}}

`layers` is null for a network that is not a Sequential of Dense layers: of that the parameters
are kept, for `load_weights`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograd import write_whole

from .dense import Dense, Normalization
from .module import Module
from .sequential import Sequential

FORMAT = "chainrule model 1"
KEYS = {"format", "layers", "inputs", "features", "classes", "parameters"}


def to_dict(model: Any) -> dict[str, Any]:
    """Return the network as plain data."""
    layers = _described(model)
    return {
        "format": FORMAT,
        "layers": layers,
        "inputs": _inputs(model) if layers else None,
        "features": list(getattr(model, "features", [])),
        "classes": list(getattr(model, "classes", [])),
        "parameters": model.state_dict(),
    }


def _described(model: Any) -> list[dict[str, Any]] | None:
    if type(model) is not Sequential or not model.parameters():
        return None
    found = []
    for layer in model.layers:
        if type(layer) is Dense:
            found.append({"type": "Dense", "units": layer.units, "activation": layer.activation})
        elif type(layer) is Normalization:
            found.append(
                {"type": "Normalization", "mean": layer.mean, "deviation": layer.deviation}
            )
        else:
            return None
    return found


def _inputs(model: Sequential) -> int:
    first = model.layers[0]
    return len(first.mean) if isinstance(first, Normalization) else len(first.neurons[0].w)  # type: ignore[attr-defined]  # a Dense, then


def from_dict(data: Any, where: str = "the network") -> Sequential:
    """Return the network of such data; a ValueError names what is missing or unexpected."""
    data = _checked(data, where)
    if data["layers"] is None:
        raise ValueError(f"{where}: it holds parameters only; use load_weights on such a network")
    model = Sequential([_layer(layer, f"{where}: layer {i}")
                        for i, layer in enumerate(data["layers"], 1)])  # fmt: skip
    model([0.0] * data["inputs"])  # the layers make their weights
    model.features, model.classes = data["features"], data["classes"]
    _load(model, data["parameters"], where)
    return model


def _layer(given: Any, where: str) -> Module:
    makers: dict[str, Any] = {"Dense": Dense, "Normalization": Normalization}
    given = dict(given)
    kind = given.pop("type", None)
    if kind not in makers:
        raise ValueError(f"{where}: no type {kind!r}: there are {', '.join(makers)}")
    try:
        made: Module = makers[kind](**given)
    except TypeError as error:
        raise ValueError(f"{where}: {error}") from None
    return made


def save(model: Any, path: str | Path) -> None:
    """Write the network to a JSON file."""
    write_whole(path, json.dumps(to_dict(model), indent=1) + "\n")


def load_model(path: str | Path) -> Sequential:
    """Return the network in a JSON file that `save` wrote."""
    return from_dict(_read(path), str(path))


def load_weights(model: Any, path: str | Path) -> None:
    """Set a network's parameters from a JSON file that `save` wrote."""
    _load(model, _checked(_read(path), str(path))["parameters"], str(path))


def _load(model: Module, parameters: Any, where: str) -> None:
    if not isinstance(parameters, Mapping):
        raise ValueError(f"{where}: the parameters must be an object of names and numbers")
    for name, x in parameters.items():
        if isinstance(x, bool) or not isinstance(x, (int, float)) or not math.isfinite(x):
            raise ValueError(f"{where}: the parameter {name} is {x!r:.40}, not a finite number")
    try:
        model.load_state_dict(parameters)
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from None


def _read(path: str | Path) -> Any:
    try:
        return json.loads(Path(path).read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{path}: not JSON ({error})") from None


def _checked(data: Any, where: str) -> dict[str, Any]:
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ValueError(f'{where}: expected "format": "{FORMAT}"')
    missing, unexpected = sorted(KEYS - set(data)), sorted(set(data) - KEYS)
    if missing or unexpected:
        raise ValueError(f"{where}: missing keys {missing}, unexpected {unexpected}")
    return data
