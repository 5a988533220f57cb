"""Operations of PyTorch that make one entry of many: sums, products of matrices, windows."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import torch

from ..engine import ops
from ..engine.functions import (
    affine,
    dot,
    logsumexp,
    prod,
    softmax,
    softmax_cross_entropy,
    total,
)
from ..engine.value import Value
from .torch_entries import each, new
from .torch_recorder import Function, Recorder


def _rows(r: Recorder, x: Any, dims: Any) -> list[list[Value]]:
    """Return the Values of a tensor along some axes: a list for each entry of what is left."""
    given = range(x.ndim) if dims in (None, []) else [dims] if isinstance(dims, int) else dims
    axes = [d % x.ndim for d in given]
    rest = [a for a in range(x.ndim) if a not in axes]
    size = math.prod(x.shape[a] for a in axes)
    values = r.values_at(r.numbers(x).permute(*rest, *axes))
    return [values[i : i + size] for i in range(0, len(values), size)]


def _reduced(function: Callable[[list[Value]], Any]) -> Function:
    """Return what applies a function along axes: (x, dims, keepdim)."""

    def apply(r: Recorder, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        dims = kwargs.get("dim", (args[1:] or (None,))[0])
        return new(r, [function(row) for row in _rows(r, args[0], dims)])

    return apply


def _mean(xs: list[Value]) -> Any:
    return total(xs) / len(xs)


def _variance(r: Recorder, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    unbiased = args[1:2] if isinstance((args[1:] or (None,))[0], bool) else args[2:3]
    correction = kwargs.get("correction", (unbiased or (1,))[0])  # the older forms say True for 1
    args = args[:1] if unbiased == args[1:2] else args[:2]

    def variance(xs: list[Value]) -> Any:
        mean = _mean(xs)
        return total([(x - mean) ** 2 for x in xs]) / (len(xs) - correction)

    return _reduced(variance)(r, args, kwargs)


def _along(function: Callable[[list[Value]], list[Any]]) -> Function:
    """Return what applies a function to each row along one axis, and keeps the shape."""

    def apply(r: Recorder, args: tuple[Any, ...], _: dict[str, Any]) -> Any:
        x, dim = args[:2]
        found = [v for row in _rows(r, x, dim) for v in function(row)]
        return new(r, found).reshape(x.movedim(dim, -1).shape).movedim(-1, dim)

    return apply


def _log_softmax(xs: list[Value]) -> list[Any]:
    return [-softmax_cross_entropy(xs, i) for i in range(len(xs))]


def _product(r: Recorder, x: Any, y: Any, b: Any = None) -> Any:
    """Return the numbers of the matrix product x y + b, of matrices, or of stacks of them."""
    rows, columns = r.numbers(x), r.numbers(y).transpose(-1, -2)
    shape = (*rows.shape[:-1], columns.shape[-2])
    left = rows[..., :, None, :].expand(*shape, rows.shape[-1]).reshape(-1, rows.shape[-1])
    right = columns[..., None, :, :].expand(*shape, rows.shape[-1]).reshape(left.shape)
    pairs = [(r.values_at(w), r.values_at(x)) for x, w in zip(left, right, strict=True)]
    if b is None:
        return new(r, [dot(ws, xs) for ws, xs in pairs]).reshape(shape)
    biases = r.values_at(r.numbers(b).expand(shape))
    found = [affine(ws, xs, c) for (ws, xs), c in zip(pairs, biases, strict=True)]
    return new(r, found).reshape(shape)


def _with_bias(r: Recorder, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    if any(kwargs.get(k, 1) != 1 for k in ("alpha", "beta")):
        raise ValueError("from_torch: a matrix product with alpha or beta is not known here")
    return _product(r, args[1], args[2], args[0])


def _by_vector(r: Recorder, args: tuple[Any, ...], _: dict[str, Any]) -> Any:
    x, y = args
    columns = r.values_at(r.numbers(y))
    return new(r, [dot(r.values_at(row), columns) for row in r.numbers(x).reshape(-1, len(y))])


def _windows(r: Recorder, x: Any, kernel: Any, stride: Any, padding: Any, dilation: Any) -> Any:
    """Return the numbers in each window of images: (samples, channels, window, places)."""
    unfold = torch.nn.functional.unfold
    options = {"dilation": dilation, "padding": padding, "stride": stride or kernel}
    numbers = r.numbers(x)
    numbers = numbers[None] if x.ndim == 3 else numbers
    found = unfold(numbers, kernel, **options)
    return found.reshape(len(numbers), numbers.shape[1], -1, found.shape[-1])


def _convolution(r: Recorder, args: tuple[Any, ...], _: dict[str, Any]) -> Any:
    x, w, b, stride, padding, dilation, transposed, _, groups = args
    if transposed or w.ndim > 4:
        raise ValueError("from_torch: transposed and three-dimensional convolutions are not known")
    if w.ndim == 3:  # of sequences: images of height 1
        r.place(flat := x[..., None, :], r.numbers(x)[..., None, :])
        x, kernel = flat, (1, w.shape[-1])
        stride, padding, dilation = (
            (n, v[0]) for n, v in ((1, stride), (0, padding), (1, dilation))
        )
    else:
        kernel = tuple(w.shape[2:])
    found = _windows(r, x, kernel, tuple(stride), tuple(padding), tuple(dilation))
    samples, channels, size, places = found.shape
    columns = found.reshape(samples, groups, channels // groups * size, places)
    weights = r.numbers(w).reshape(groups, len(w) // groups, -1)
    biases = None if b is None else r.values_at(r.numbers(b))
    results = []
    for sample in columns:
        for c in range(len(w)):
            group, at = divmod(c, len(w) // groups)
            ws = r.values_at(weights[group, at])
            for place in sample[group].T:
                xs = r.values_at(place)
                results.append(affine(ws, xs, biases[c]) if biases else dot(ws, xs))
    return new(r, results)


def _pooled(function: Callable[[list[Value]], Any]) -> Function:
    def apply(r: Recorder, args: tuple[Any, ...], _: dict[str, Any]) -> Any:
        x, kernel, stride, padding = (*args, *[None] * 3)[:4]
        if any(padding or ()):
            raise ValueError("from_torch: pooling with padding is not known here")
        found = _windows(r, x, kernel, stride, 0, 1).transpose(-1, -2)
        return new(r, [function(r.values_at(w)) for w in found.reshape(-1, found.shape[-1])])

    return apply


def _largest(r: Recorder, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Record max_pool2d, which gives the maxima and their places."""
    return (_pooled(lambda xs: ops.maximum(*xs))(r, args, kwargs),)


def _extreme(row: Any) -> Function:
    """Return max or min: of all entries, along an axis (with the places), or of two tensors."""

    def apply(r: Recorder, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if args[1:] and isinstance(args[1], torch.Tensor):
            return each(row)(r, args, kwargs)
        found = _reduced(lambda xs: row(*xs))(r, args, kwargs)
        return (found,) if args[1:] or "dim" in kwargs else found

    return apply


PRODUCTS: dict[str, Function] = {
    "_to_copy": lambda r, args, kwargs: r.numbers(args[0]).clone(),  # noqa: ARG005
    "convert_element_type": lambda r, args, kwargs: r.numbers(args[0]).clone(),  # noqa: ARG005
    "zero": lambda r, args, kwargs: torch.zeros(args[0].shape),  # noqa: ARG005
    "fill": lambda r, args, kwargs: r.numbers(args[1]).expand(args[0].shape),  # noqa: ARG005
    "embedding": lambda r, args, kwargs: r.numbers(args[0])[args[1]],  # noqa: ARG005
    "masked_fill": lambda r, args, kwargs: torch.where(  # noqa: ARG005
        args[1], r.numbers(args[2]), r.numbers(args[0])
    ),
    "copy": lambda r, args, kwargs: r.numbers(args[1]).expand(args[0].shape),  # noqa: ARG005
    "sum": _reduced(total),
    "mean": _reduced(_mean),
    "var": _variance,
    "prod": _reduced(prod),
    "amax": _reduced(lambda xs: ops.maximum(*xs)),
    "amin": _reduced(lambda xs: ops.minimum(*xs)),
    "max": _extreme(ops.maximum),
    "min": _extreme(ops.minimum),
    "logsumexp": _reduced(logsumexp),
    "_softmax": _along(softmax),
    "_log_softmax": _along(_log_softmax),
    "mm": lambda r, args, kwargs: _product(r, args[0], args[1]),  # noqa: ARG005
    "bmm": lambda r, args, kwargs: _product(r, args[0], args[1]),  # noqa: ARG005
    "addmm": _with_bias,
    "baddbmm": _with_bias,
    "mv": _by_vector,
    "dot": _by_vector,
    "convolution": _convolution,
    "avg_pool2d": _pooled(_mean),
    "max_pool2d_with_indices": _largest,
}
