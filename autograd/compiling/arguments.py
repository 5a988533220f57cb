"""Reading what a program is called with: arrays for many samples, or numbers for one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from ..engine.operation import number
from ..engine.value import Value
from .signature import Signature, flat, listed_labels, name_of


def as_arrays(signature: Signature, given: Sequence[Any], np: Any) -> list[Any]:
    """Return for each group of inputs an array: a row for each input, a column for each sample.

    Given are an array for each entry (of m numbers for an input, of shape (m, n) for a list of
    n), or one array with a column for each input, or one dict of arrays by label.
    """
    entries = signature.entries
    if len(given) == 1 and isinstance(given[0], Mapping):
        given = [_of_mapping(entry, given[0], np) for entry in entries]
    if len(given) == 1 < len(entries):
        table = _table(given[0], signature.inputs, np)
        ends = [0]
        for group in signature.arguments:
            ends.append(ends[-1] + len(group))
        return [table[start:stop] for start, stop in pairwise(ends)]
    _check_count(signature, given, "arrays")
    tables = [
        _table(x, entry, np) if isinstance(entry, list) else _column(x, entry, np)
        for x, entry in zip(given, entries, strict=True)
    ]
    counts = {table.shape[1] for table in tables}
    if len(counts) > 1:
        raise ValueError(f"expected as many samples in each array, got {sorted(counts)}")
    if len(tables) == len(signature.arguments):
        return tables
    row = dict(zip(signature.inputs, (row for table in tables for row in table), strict=True))
    lists = {id(entry): table for entry, table in zip(entries, tables, strict=True)}
    return [
        lists[id(group)] if id(group) in lists else np.stack([row[v] for v in group])
        for group in signature.arguments
    ]


def as_numbers(signature: Signature, given: Sequence[Any]) -> list[float]:
    """Return a number for each input, given one for each leaf and a list for each list."""
    _check_count(signature, given, "arguments")
    found: list[float] = []
    for x, entry in zip(given, signature.entries, strict=True):
        if isinstance(entry, Value):
            found.append(number(x, f"program: {entry.label}"))
            continue
        if not hasattr(x, "__len__") or len(x) != len(entry):
            raise ValueError(
                f"expected {len(entry)} numbers ({listed_labels(entry)}), got {x!r:.60}"
            )
        found += [number(value, "program") for value in x]
    return found


def _check_count(signature: Signature, given: Sequence[Any], what: str) -> None:
    if len(given) != len(signature.entries):
        wanted = f"{len(signature.entries)} {what} ({signature})"
        raise ValueError(f"expected {wanted}, got {len(given)}")


def _of_mapping(entry: Value | list[Value], given: Mapping[str, Any], np: Any) -> Any:
    for v in flat(entry):
        if v.label not in given:
            raise ValueError(f"expected an array for each input, got none for {v.label!r}")
    columns = [given[v.label] for v in flat(entry)]
    return np.stack(columns, axis=1) if isinstance(entry, list) else columns[0]


def _real(x: Any, entry: Value | list[Value], np: Any) -> Any:
    """Return an array of floats; a TypeError if there is something else in it than real numbers."""
    table = np.asarray(x)
    where = f"program: {listed_labels(flat(entry))}"
    if table.dtype.kind in "biuf":
        return table.astype(float, copy=False)
    if table.dtype.kind != "O":
        raise TypeError(f"{where}: expected real numbers, got an array of {table.dtype}")
    return np.array([number(x, where) for x in table.ravel()]).reshape(table.shape)


def _table(x: Any, entry: list[Value], np: Any) -> Any:
    table = _real(x, entry, np)
    if table.shape == (0,):
        table = table.reshape(0, len(entry))  # no samples
    if table.ndim != 2 or table.shape[1] != len(entry):
        wanted = f"a row for each sample and {len(entry)} columns ({listed_labels(entry)})"
        raise ValueError(f"expected an array with {wanted}, got shape {table.shape}")
    return table.T


def _column(x: Any, entry: Value, np: Any) -> Any:
    column = _real(x, entry, np)
    if column.ndim == 2 and column.shape[1] == 1:
        column = column[:, 0]
    if column.ndim != 1:
        wanted = f"one number for each sample for {name_of(entry)}"
        raise ValueError(f"expected {wanted}, got an array of shape {column.shape}")
    return column[None, :]
