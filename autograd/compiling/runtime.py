"""What the source of a NumPy program calls besides NumPy; the only module that imports it."""

from __future__ import annotations

from typing import Any

try:
    import numpy as np
except ImportError:
    raise ImportError(
        "compile needs numpy: pip install chainrule[fast], or compile(..., arrays=False)"
    ) from None

from ..engine.operation import Op
from .primitives import called_on_arrays

__all__ = ["functions", "namespace", "np"]


def larger(x: Any, y: Any, out: Any) -> None:
    """The larger of x and y."""
    np.maximum(x, y, out=out)


def smaller(x: Any, y: Any, out: Any) -> None:
    """The smaller of x and y."""
    np.minimum(x, y, out=out)


def rectify(x: Any, out: Any) -> None:
    """X where x > 0, else 0."""
    out.fill(0.0)  # the maximum of two arrays is several times as fast as that with a number
    np.maximum(x, out, out=out)


def choose(x: Any, least: Any, a: Any, b: Any, out: Any) -> None:
    """A where x >= least, else b."""
    np.copyto(out, b)
    np.copyto(out, a, where=np.greater_equal(x, least))


def each(row: Op, out: Any, *inputs: Any) -> None:
    """Call a row number by number."""
    columns = np.broadcast_arrays(out, *inputs)[1:]
    points = zip(*[column.ravel().tolist() for column in columns], strict=True)
    out[...] = np.array([row(*point) for point in points]).reshape(out.shape)


OURS = (larger, smaller, rectify, choose, each)
NUMPY = ("add", "copyto", "dot", "inf", "maximum", "minimum", "nan", "vecdot")
"""What programs call besides primitives: of matrices, and `reduce` over rows."""


def functions() -> dict[str, Any]:
    """Return what a program's source can call, and its two constants."""
    shared = [name for name in called_on_arrays() if hasattr(np, name)]
    return {
        **{name: getattr(np, name) for name in (*NUMPY, *shared)},
        **{function.__name__: function for function in OURS},
    }


def namespace(m: int) -> dict[str, Any]:
    """Return what a program's source can refer to, for m samples."""
    return {
        **functions(),
        "rows": lambda count: np.empty((count, m)),
        "row": lambda: np.empty(m),
        "numbers": lambda count: np.empty((count, 1)),
        "number": lambda: np.empty(1),
        "ones": np.ones(m),
        "m": float(m),
    }
