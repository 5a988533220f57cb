"""Samples from a file: CSV, or JSON; every mistake in one is a ValueError that says where.

CSV: one sample a line.  With a header, the columns named y, y_1, ..., target or label are the
targets; otherwise (or without a header) the last column is.  See `csv_table` for the rest.

JSON: `{"x": [[0.5, 0.3], ...], "y": [0.8, ...]}`, or one such pair for a single sample, or a list
of them; the keys w_1, b_1, w_2, b_2 beside them give the network's parameters.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from nn.json_files import read_json
from nn.two_layer_graph import Parameters

from .csv_table import finite, names_target, read_csv

PARAMETERS = Parameters._fields


class Samples(NamedTuple):
    """Inputs `x[k]` and targets `y[k]`, a list of numbers each; parameters if the file has them."""

    x: list[list[float]]
    y: list[list[float]]
    parameters: dict[str, Any]


def read_samples(path: str | Path) -> Samples:
    """Return the samples in a .csv or .json file."""
    path = Path(path)
    readers = {".csv": _from_csv, ".tsv": _from_csv, ".json": _from_json}
    if path.suffix.lower() not in readers:
        raise ValueError(f"{path}: expected a .csv or .json file")
    samples = readers[path.suffix.lower()](path)
    if not samples.x:
        raise ValueError(f"{path}: there are no samples in it")
    for k, pair in enumerate(zip(samples.x, samples.y, strict=True), 1):
        for numbers, first, name in zip(pair, (samples.x[0], samples.y[0]), "xy", strict=True):
            if not numbers or len(numbers) != len(first):
                raise ValueError(
                    f"{path}: sample {k} has {len(numbers)} numbers in {name}, "
                    f"expected {len(first) or 'some'}"
                )
    return samples


def _from_csv(path: Path) -> Samples:
    table = read_csv(path)
    columns = range(len(table.names))
    if len(columns) == 1:
        raise ValueError(f"{path}: one column only; a sample needs inputs and a target")
    targets = [i for i in columns if names_target(table.names[i])]
    if not 0 < len(targets) < len(columns):
        targets = [columns[-1]]
    inputs = [i for i in columns if i not in targets]
    return Samples(table.numbers(inputs), table.numbers(targets), {})


def _from_json(path: Path) -> Samples:
    where, data = str(path), read_json(path)
    parameters: dict[str, Any] = {}
    if isinstance(data, dict):
        parameters = _parameters(data, where)
        xs, ys = data.get("x"), data.get("y")
        if not (isinstance(xs, list) and xs and isinstance(xs[0], list)):
            xs, ys = [xs], [ys]
        elif not isinstance(ys, list) or len(xs) != len(ys):
            raise ValueError(f'{where}: {len(xs)} samples in "x" need as many in "y"')
        data = [{"x": x, "y": y} for x, y in zip(xs, ys, strict=True)]
    if not isinstance(data, list):
        raise ValueError(f'{where}: expected {{"x": ..., "y": ...}} or a list of such samples')
    pairs = []
    for k, sample in enumerate(data, 1):
        if not isinstance(sample, dict) or sample.get("x") is None or sample.get("y") is None:
            raise ValueError(f'{where}: sample {k} has no "x" and "y"')
        pairs.append([_numbers(sample[key], f"{where}: sample {k}, {key}") for key in ("x", "y")])
    return Samples([x for x, _ in pairs], [y for _, y in pairs], parameters)


def _parameters(data: dict[str, Any], where: str) -> dict[str, Any]:
    """Return all four parameters as lists of numbers, or none if the file has none."""
    missing = [name for name in PARAMETERS if name not in data]
    if len(missing) == len(PARAMETERS):
        return {}
    if missing:
        raise ValueError(f"{where}: the parameters {', '.join(missing)} are missing")
    found: dict[str, Any] = {}
    for name in PARAMETERS:
        given, at = data[name], f"{where}: {name}"
        if not isinstance(given, list) or not given:
            raise ValueError(f"{at} must be a list, got {given!r:.40}")
        rows = name.startswith("w")
        if rows and not all(isinstance(row, list) for row in given):
            raise ValueError(f"{at} must be a list of rows, got {given!r:.40}")
        found[name] = [_numbers(row, at) if rows else finite(row, at) for row in given]
    return found


def _numbers(given: Any, where: str) -> list[float]:
    values: Sequence[Any] = given if isinstance(given, list) else [given]
    return [finite(v, where) for v in values]
