"""What PyTorch computes, operation by operation, as Values.

Each tensor has beside it a tensor of numbers of Values, of the same shape.  What moves entries
(a transpose, a slice, a concatenation) is done to the numbers just as to the entries, by PyTorch
itself; what computes makes new Values.  What was recorded is compared with what PyTorch found,
after each operation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import Any

import torch
from torch._decomp import decomposition_table
from torch.utils._python_dispatch import TorchDispatchMode

from ..engine.value import Value

Function = Callable[["Recorder", tuple[Any, ...], dict[str, Any]], Any]


class Recorder(TorchDispatchMode):  # type: ignore[no-untyped-call]  # torch does not type it
    """While it is active, every operation on tensors is recorded.

    limit    how many Values there may be
    handler  how an operation of PyTorch is recorded, None if it is not known
    shapes   the names of operations that take from a tensor its shape alone
    """

    def __init__(
        self, limit: int, handler: Callable[[Any], Function | None], shapes: frozenset[str]
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.values = [Value(0.0)]  # number 0: what PyTorch pads with
        self._limit, self._handler, self._shapes = limit, handler, shapes
        self._numbers: dict[int, Any] = {}
        self._alive: list[Any] = []  # an id may be used again once its tensor is gone

    # --- tensors and the numbers of their Values ---

    def numbers(self, x: Any) -> Any:
        """Return the numbers of a tensor's Values; one not seen before is of constants."""
        if not isinstance(x, torch.Tensor):
            x = torch.tensor(float(x), dtype=torch.float64)
        if id(x) not in self._numbers:
            self.enter(x, [Value(float(entry)) for entry in x.reshape(-1).tolist()])
        return self._numbers[id(x)]

    def enter(self, x: Any, values: Sequence[Value]) -> None:
        """Say which Values a tensor has."""
        self.place(x, self.numbered(values).reshape(x.shape))

    def numbered(self, values: Sequence[Value]) -> Any:
        """Return the numbers of new Values, in a row."""
        start = len(self.values)
        if start + len(values) > self._limit:
            raise ValueError(
                f"from_torch: the graph would have more than {self._limit:,} nodes: record a "
                "smaller model, or fewer samples (one shows the same), or raise `limit`"
            )
        self.values += values
        return torch.arange(start, len(self.values), dtype=torch.float64)

    def place(self, x: Any, numbers: Any) -> None:
        """Say which numbers a tensor has."""
        self._alive.append(x)
        self._numbers[id(x)] = numbers

    def values_at(self, numbers: Any) -> list[Value]:
        """Return Values by their numbers, in a row."""
        return [self.values[int(n)] for n in numbers.reshape(-1).tolist()]

    def leaves(self, x: Any, name: str) -> Any:
        """Make a labelled leaf for each entry of a tensor; return them as lists of lists."""
        entries = x.reshape(-1).tolist()
        indices = torch.cartesian_prod(*map(torch.arange, x.shape)).reshape(len(entries), -1)
        labels = [",".join(map(str, row)) for row in indices.tolist()] if x.ndim else [""]
        self.enter(
            x,
            [
                Value(float(entry), f"{name}_{{{label}}}" if label else name)
                for entry, label in zip(entries, labels, strict=True)
            ],
        )
        return self.values_of(x)

    def values_of(self, x: Any) -> Any:
        """Return the Values of a tensor as lists of lists."""

        def listed(numbers: Any) -> Any:
            if isinstance(numbers, list):
                return [listed(n) for n in numbers]
            return self.values[int(numbers)]

        return listed(self.numbers(x).tolist())

    # --- operations ---

    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: Any = None
    ) -> Any:
        """Do what PyTorch does, and record it."""
        kwargs = kwargs or {}
        name = func.overloadpacket.__name__
        function = self._handler(func)
        inputs = [x for x in _tensors((args, kwargs)) if x.dtype.is_floating_point]
        if function is None and inputs and name not in self._shapes:
            return self._decomposed(func, args, kwargs)
        in_place = name.endswith("_") and not name.startswith("_")
        before = self.numbers(args[0]) if in_place else None
        for x in inputs:
            self.compare(x, name)
        numbers = function(self, args, kwargs) if function and inputs else None
        found = func(*args, **kwargs)
        if before is not None and numbers is not None:
            if numbers is not before:
                before.copy_(numbers.reshape(before.shape))  # and so what is a view of it
            self.place(found, before)
            return found
        results = found if isinstance(found, (tuple, list)) else [found]
        recorded = numbers if isinstance(numbers, (tuple, list)) else [numbers]
        for x, n in zip_longest(results, recorded):
            if isinstance(x, torch.Tensor) and x.dtype.is_floating_point:
                if n is not None:
                    self.place(x, n.reshape(x.shape))
                self.compare(x, name)
        return found

    def _decomposed(self, func: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Do an operation as PyTorch itself writes it in others."""
        with self:
            if func in decomposition_table:
                return decomposition_table[func](*args, **kwargs)
            found = func.decompose(*args, **kwargs)
        if found is not NotImplemented:
            return found
        found = func(*args, **kwargs)
        if any(x.dtype.is_floating_point for x in _tensors(found)):
            raise ValueError(
                f"from_torch: the operation {func.overloadpacket.__name__!r} of PyTorch is not "
                "known here: write it in others, or record the model up to it"
            )
        return found  # a comparison, a count: as it is at these inputs

    def compare(self, x: Any, name: str) -> None:
        """Raise an error if what was recorded of a tensor is not what PyTorch found."""
        ours = torch.tensor([v.data for v in self.values_at(self.numbers(x))], dtype=torch.float64)
        if not torch.allclose(ours, x.reshape(-1).double(), rtol=1e-6, atol=1e-9, equal_nan=True):
            raise ValueError(
                f"from_torch: at {name!r} PyTorch has other numbers than what was recorded: was a "
                "tensor changed in place in a way that is not known here?"
            )


def _tensors(x: Any) -> list[Any]:
    """Return all tensors in arguments or results."""
    if isinstance(x, torch.Tensor):
        return [x]
    if isinstance(x, dict):
        return _tensors(list(x.values()))
    return [t for entry in x for t in _tensors(entry)] if isinstance(x, (tuple, list)) else []
