"""What the operations of PyTorch are in rows: by name, and by the rows' own names."""

from __future__ import annotations

from typing import Any

import torch

from ..engine.operation import TABLE
from .torch_entries import ELEMENTWISE, each
from .torch_products import PRODUCTS
from .torch_recorder import Function, Recorder


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


MOVES = _names(
    "view _unsafe_view reshape t transpose permute expand squeeze unsqueeze select slice cat stack "
    "clone detach alias lift_fresh index index_select gather split split_with_sizes unbind flip "
    "roll repeat diagonal as_strided tril triu constant_pad_nd unfold im2col where _reshape_alias "
    "movedim take_along_dim narrow chunk expand_as view_as broadcast_in_dim"
)
"""Operations that move entries: they do the same to the numbers of Values."""


SHAPES = _names(
    "empty_like zeros_like ones_like full_like rand_like randn_like new_empty new_zeros new_ones "
    "new_full new_empty_strided empty_strided bernoulli"
)
"""Operations that take from a tensor its shape alone: what they give are constants."""
_OTHERS = ("max", "min", "softmax", "binary_cross_entropy", "binary_cross_entropy_with_logits")
"""Operations of PyTorch that are named like a row, and are not that row for each entry."""


def handler(func: Any) -> Function | None:
    """Return how an operation is recorded; one in place as the one that it is named after."""
    name = func.overloadpacket.__name__
    plain = name[:-1] if name.endswith("_") and not name.startswith("_") else name
    if name in MOVES or plain in MOVES:
        return lambda r, args, kwargs: _moved(r, name, func, args, kwargs)
    if plain in PRODUCTS:
        return PRODUCTS[plain]
    if plain in ELEMENTWISE:
        return each(ELEMENTWISE[plain])
    row = next((op for op in TABLE.values() if op.built_in and plain in (op.name, *op.names)), None)
    return each(row) if row is not None and plain not in _OTHERS else None


def _moved(r: Recorder, name: str, function: Any, args: Any, kwargs: Any) -> Any:
    def number(x: Any) -> Any:
        if isinstance(x, torch.Tensor):
            return r.numbers(x) if x.dtype.is_floating_point else x
        return [number(e) for e in x] if isinstance(x, (tuple, list)) else x

    if name == "where":  # where(condition, x, y), x and y perhaps numbers
        return torch.where(args[0], *map(r.numbers, args[1:]))
    if name == "constant_pad_nd" and (args[2:] or (0,))[0] != 0:
        raise ValueError("from_torch: padding with other numbers than 0 is not known here")
    if name in ("view", "_unsafe_view"):
        function = torch.reshape  # the numbers may lie otherwise in memory
    kept = {k: v for k, v in kwargs.items() if k != "memory_format"}
    return function(*map(number, args), **kept)
