"""Operations of PyTorch that compute entry by entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from ..engine import ops
from ..engine.functions import leaky_relu
from ..engine.value import Value
from .torch_recorder import Function, Recorder


def each(function: Callable[..., Any]) -> Function:
    """Return what applies a function to the entries of tensors, broadcast."""

    def apply(r: Recorder, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        tensors = [r.numbers(x) for x in args if isinstance(x, torch.Tensor) or _is_first(x, args)]
        rest = [x for x in args if not isinstance(x, torch.Tensor) and not _is_first(x, args)]
        columns = [r.values_at(n) for n in torch.broadcast_tensors(*tensors)]  # type: ignore[no-untyped-call]
        return new(r, [function(*xs, *rest, **kwargs) for xs in zip(*columns, strict=True)])

    return apply


def new(r: Recorder, found: list[Any]) -> Any:
    """Return the numbers of results, in a row."""
    return r.numbered([v if isinstance(v, Value) else Value(v) for v in found])


def _is_first(x: Any, args: tuple[Any, ...]) -> bool:
    """Whether it is a number before a tensor, as in 2 ** x."""
    return x is args[0] and isinstance(x, (int, float))


def _add(x: Any, y: Any, alpha: float = 1) -> Any:
    return x + y if alpha == 1 else x + alpha * y


def _clamp(x: Any, min: Any = None, max: Any = None) -> Any:  # noqa: A002  (torch's names)
    x = x if min is None else ops.maximum(x, min)
    return x if max is None else ops.minimum(x, max)


def _gelu(x: Any, approximate: str = "none") -> Any:
    if approximate != "none":
        raise ValueError("from_torch: gelu is known in its exact form alone (approximate='none')")
    return ops.gelu(x)


def _softplus(x: Any, beta: float = 1, threshold: float = 20) -> Any:  # noqa: ARG001
    return ops.softplus(beta * x) / beta if beta != 1 else ops.softplus(x)


def _div(x: Any, y: Any, rounding_mode: str | None = None) -> Any:
    if rounding_mode:
        raise ValueError("from_torch: a division that is rounded has no derivative")
    return x / y


ELEMENTWISE: dict[str, Callable[..., Any]] = {
    "add": _add,
    "sub": lambda x, y, alpha=1: _add(x, y, -alpha) if alpha != 1 else x - y,
    "rsub": lambda x, y, alpha=1: y - x if alpha == 1 else y - alpha * x,
    "mul": lambda x, y: x * y,
    "div": _div,
    "pow": lambda x, y: x**y,
    "square": lambda x: x**2,
    "reciprocal": lambda x: 1 / x,
    "rsqrt": lambda x: x**-0.5,
    "leaky_relu": leaky_relu,
    "clamp": _clamp,
    "clamp_min": lambda x, low: _clamp(x, low),
    "clamp_max": lambda x, high: _clamp(x, None, high),
    "hardtanh": lambda x, low=-1.0, high=1.0: _clamp(x, low, high),
    "gelu": _gelu,
    "softplus": _softplus,
}
