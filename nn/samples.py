"""Samples from a file: CSV, or JSON; every mistake in one is a ValueError that says where.

CSV: one sample a line, its numbers parted by ";", tabs, "," or spaces; but for ",", a number may
have a decimal comma.  With a header, the columns named y, y_1, ..., target or label are the
targets; otherwise (or without a header) the last column is.

JSON: `{"x": [[0.5, 0.3], ...], "y": [0.8, ...]}`, or one such pair for a single sample, or a list
of them; the keys w_1, b_1, w_2, b_2 beside them give the network's parameters.
"""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

PARAMETERS = ("w_1", "b_1", "w_2", "b_2")


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
    text = text_of(path)
    samples = readers[path.suffix.lower()](text, str(path))
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


def text_of(path: Path) -> str:
    """Return the text of a file in UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path}: not a text file in UTF-8 ({error.reason})") from None


def csv_lines(text: str, where: str) -> list[tuple[int, list[str]]]:
    """Return the lines of CSV that are not empty, each with its number: ',', ';', tab or space."""
    given = [line.strip(" ") for line in text.splitlines()]
    first = next((line for line in given if line.strip()), "")
    between = next((sign for sign in ";\t, " if sign in first), ",")
    reader = csv.reader(given, delimiter=between, skipinitialspace=True)
    try:
        lines = [(reader.line_num, [_cell(cell, between) for cell in row]) for row in reader]
    except csv.Error as error:
        raise ValueError(f"{where}, line {reader.line_num}: {error}") from None
    return [(at, row) for at, row in lines if any(row)]


def _from_csv(text: str, where: str) -> Samples:
    lines = csv_lines(text, where)
    header = lines[0][1] if lines and not any(map(is_number, lines[0][1])) else []
    width = len(lines[0][1]) if lines else 0
    if width == 1:
        raise ValueError(f"{where}: one column only; a sample needs inputs and a target")
    named = [i for i, name in enumerate(header) if names_target(name)]
    targets = named if named and len(named) < width else [width - 1]
    xs, ys = [], []
    for at, row in lines[bool(header) :]:
        if len(row) != width:
            raise ValueError(f"{where}, line {at}: expected {width} columns, got {len(row)}")
        numbers = [finite(cell, f"{where}, line {at}, column {i}") for i, cell in enumerate(row, 1)]
        xs.append([v for i, v in enumerate(numbers) if i not in targets])
        ys.append([numbers[i] for i in targets])
    return Samples(xs, ys, {})


def _cell(text: str, between: str) -> str:
    """Return what a cell says, a decimal comma as a point where commas part no cells."""
    text = text.strip()
    return text.replace(",", ".") if between != "," and is_number(text.replace(",", ".")) else text


def _from_json(text: str, where: str) -> Samples:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"{where}, line {error.lineno}: {error.msg}") from None
    except (RecursionError, ValueError):
        raise ValueError(f"{where}: brackets too deep, or a number too long") from None
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


def finite(given: Any, where: str) -> float:
    """Return a number; a ValueError that says where there is none."""
    if isinstance(given, bool) or not is_number(given):
        raise ValueError(f"{where}: {given!r:.40} is not a number")
    if not math.isfinite(float(given)):
        raise ValueError(f"{where}: {given} is not finite")
    return float(given)


def is_number(given: Any) -> bool:
    """Return whether this is a number, also one that is written out."""
    try:
        float(given)
    except (TypeError, ValueError, OverflowError):
        return False
    return True


def names_target(name: str) -> bool:
    """Return whether a column of that name holds targets."""
    return bool(re.fullmatch(r"target|label|y([_ ]?\d+)?", name.lower()))
