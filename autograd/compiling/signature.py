"""What a program is made of: its roots, its arguments, its parameters; and reading arguments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from ..ops import number
from ..value import Value


class Signature:
    """The roots, inputs and parameters of a program.

    arguments  the inputs in groups that are arrays of the program: each list that was given, and
               single inputs whose labels have the same base, x_1 and x_2
    """

    def __init__(self, root: Any, inputs: Any, parameters: Any) -> None:
        self.single_root = isinstance(root, Value)
        self.roots = [root] if self.single_root else _nodes(root, "root", leaves=False)
        self.entries = [v if isinstance(v, Value) else _nodes(v, "inputs") for v in _list(inputs)]
        self.inputs = [v for entry in self.entries for v in _flat(entry)]
        _nodes(self.inputs, "inputs")
        self.arguments: list[list[Value]] = []
        for is_list, entries in groupby(self.entries, key=lambda entry: isinstance(entry, list)):
            if is_list:
                self.arguments += entries  # type: ignore[arg-type]
            else:
                self.arguments += [list(same) for _, same in groupby(entries, key=_base)]
        below = in_order(self.roots)
        given = set(self.inputs)
        if parameters is None:
            parameters = [v for v in below if not v.op and v.label and v not in given]
        self.parameters = _nodes(parameters, "parameters")
        if both := given & set(self.parameters):
            raise ValueError(f"compile: {_named(both.pop())} is an input and a parameter")

        self.all_nodes = list(dict.fromkeys([*below, *self.inputs, *self.parameters]))
        self._labelled: dict[str, list[Value]] = {}
        for v in self.all_nodes:
            self._labelled.setdefault(v.label, []).append(v)
        self._known = set(self.all_nodes)

    def node(self, what: Any) -> Value:
        """Return the node of a label, or the node itself if it is one of the program's."""
        if isinstance(what, Value):
            if what not in self._known:
                raise KeyError(f"{_named(what)} is not a node of this program")
            return what
        found = self._labelled.get(what, []) if isinstance(what, str) and what else []
        if len(found) == 1:
            return found[0]
        if found:
            raise KeyError(f"{len(found)} nodes are called {what!r}: ask with the node itself")
        names = [name for name in self._labelled if name]
        shown = ", ".join(names if len(names) < 12 else [*names[:10], "..."])
        raise KeyError(f"no node {what!r}: there are {shown}")

    @property
    def wrt(self) -> list[Value] | None:
        """What to differentiate by: the parameters, or the inputs if there are none."""
        return (self.parameters or self.inputs) if self.single_root else None

    def arrays(self, given: Sequence[Any], np: Any) -> list[Any]:
        """Return for each of `arguments` an array of a row for each input, a column a sample."""
        if len(given) == 1 and isinstance(given[0], Mapping):
            given = [self._of_mapping(entry, given[0]) for entry in self.entries]
        if len(given) == 1 < len(self.entries):
            table = self._table(given[0], self.inputs, np)
            ends = [0]
            for argument in self.arguments:
                ends.append(ends[-1] + len(argument))
            return [table[a:b] for a, b in zip(ends, ends[1:], strict=False)]
        if len(given) != len(self.entries):
            raise ValueError(f"expected {len(self.entries)} arrays ({self}), got {len(given)}")
        tables = [
            self._table(x, entry, np) if isinstance(entry, list) else self._column(x, entry, np)
            for x, entry in zip(given, self.entries, strict=True)
        ]
        counts = {table.shape[1] for table in tables}
        if len(counts) > 1:
            raise ValueError(f"expected as many samples in each array, got {sorted(counts)}")
        if len(tables) == len(self.arguments):
            return tables
        left = iter(tables)
        return [  # single inputs are rows of one array
            next(left)
            if argument in self.entries
            else np.concatenate([next(left) for _ in argument])
            for argument in self.arguments
        ]

    def numbers(self, given: Sequence[Any]) -> list[float]:
        """Return one number for each input, from a number for each leaf, a list for each list."""
        if len(given) != len(self.entries):
            raise ValueError(f"expected {len(self.entries)} arguments ({self}), got {len(given)}")
        found: list[float] = []
        for x, entry in zip(given, self.entries, strict=True):
            several = isinstance(entry, list)
            if several and (not hasattr(x, "__len__") or len(x) != len(entry)):
                raise ValueError(
                    f"expected {len(entry)} numbers ({_spoken(_flat(entry))}), got {x!r:.60}"
                )
            found += [number(value, "program") for value in (x if several else [x])]
        return found

    def _of_mapping(self, entry: Any, given: Mapping[str, Any]) -> Any:
        labels = [v.label for v in _flat(entry)]
        if missing := [label for label in labels if label not in given]:
            raise ValueError(f"expected an array for each input, got none for {missing[0]!r}")
        columns = [given[label] for label in labels]
        return list(zip(*columns, strict=True)) if isinstance(entry, list) else columns[0]

    def _table(self, x: Any, entry: list[Value], np: Any) -> Any:
        table = np.asarray(x, dtype=float)
        if table.ndim != 2 or table.shape[1] != len(entry) or not len(table):
            wanted = f"{len(entry)} columns ({_spoken(entry)}), a row for each sample"
            raise ValueError(f"expected an array of {wanted}, got shape {table.shape}")
        return table.T

    def _column(self, x: Any, entry: Value, np: Any) -> Any:
        column = np.asarray(x, dtype=float)
        if column.ndim == 2 and column.shape[1] == 1:
            column = column[:, 0]
        if column.ndim != 1 or not len(column):
            wanted = f"one number for each sample for {_named(entry)}"
            raise ValueError(f"expected {wanted}, got an array of shape {column.shape}")
        return column[None, :]

    def __str__(self) -> str:
        return ", ".join(_spoken(_flat(entry)) for entry in self.entries)


def in_order(roots: Sequence[Value]) -> list[Value]:
    """Return the nodes below the roots, each after its inputs, neighbours in their order there.

    So the neurons of a layer come in the order in which the next layer takes them.
    """
    order: dict[Value, None] = {}
    entered: set[Value] = set()
    waiting = list(reversed(roots))
    while waiting:
        v = waiting.pop()
        if v in order:
            continue
        if v in entered:
            order[v] = None
            continue
        entered.add(v)
        waiting.append(v)
        waiting += [x for x in reversed(v.inputs) if x not in order]
    return list(order)


def _flat(entry: Any) -> list[Value]:
    return [entry] if isinstance(entry, Value) else entry


def _list(given: Any) -> list[Any]:
    if isinstance(given, (Value, str)) or not isinstance(given, Iterable):
        raise TypeError(f"compile: inputs must be a list, got {type(given).__name__}")
    return list(given)


def _nodes(given: Any, what: str, *, leaves: bool = True) -> list[Value]:
    if isinstance(given, (Value, str)) or not isinstance(given, Iterable):
        raise TypeError(f"compile: {what} must be a list of Values, got {given!r:.60}")
    nodes = list(given)
    for v in nodes:
        if not isinstance(v, Value):
            raise TypeError(f"compile: {what} must be Values, got {type(v).__name__} {v!r:.60}")
        if leaves and v.op is not None:
            raise ValueError(f"compile: {what} must be leaves, but {_named(v)} is computed")
    if len(set(nodes)) < len(nodes) or not nodes and not leaves:
        twice = next((v for v in nodes if nodes.count(v) > 1), None)
        what = f"{_named(twice)} is twice in {what}" if twice else f"there is no {what}"
        raise ValueError(f"compile: {what}")
    return nodes


def _named(v: Value) -> str:
    return repr(v.label) if v.label else repr(v)


def _spoken(nodes: Sequence[Value]) -> str:
    names = [v.label or "?" for v in nodes]
    return ", ".join(names if len(names) < 5 else [*names[:2], "...", names[-1]])


def _base(v: Any) -> str:
    found = re.match(r"\\?[^\W_]*", v.label)
    return found[0] if found else ""
