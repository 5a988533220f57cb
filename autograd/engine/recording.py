"""Ways of recording: without a graph (`no_grad`), or watching for the first NaN.

`active` is empty while no thread is in either mode: then recording a node pays only for the
test of its truth.
"""

from __future__ import annotations

import linecache
import math
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import Any

from .sweep import below, described, interior, reverse

active: list[str] = []
_recording: ContextVar[bool] = ContextVar("_recording", default=True)
_anomaly: ContextVar[bool] = ContextVar("_anomaly", default=False)
_kind: ContextVar[tuple[type, list[Any]] | None] = ContextVar("_kind", default=None)


class AnomalyError(ArithmeticError):
    """A number that is not finite, at the first node where it appears."""


@contextmanager
def _mode(variable: ContextVar[Any], value: Any, name: str) -> Iterator[None]:
    token = variable.set(value)
    active.append(name)
    try:
        yield
    finally:
        active.remove(name)
        variable.reset(token)


@contextmanager
def no_grad() -> Iterator[None]:
    """Compute without recording: results are leaves.  Also a decorator: `@no_grad()`."""
    with _mode(_recording, False, "no_grad"):
        yield


def recording() -> AbstractContextManager[None]:
    """Record, even inside `no_grad`: what a derivative needs."""
    return nullcontext() if _recording.get() else _mode(_recording, True, "recording")


@contextmanager
def detect_anomaly() -> Iterator[None]:
    """Raise an AnomalyError at the first node whose value or gradient is NaN or infinite.

    It names the node's label, its operation and inputs, and the source line that made it.
    """
    with _mode(_anomaly, True, "detect_anomaly"):
        yield


def as_kind(kind: type, made: list[Any]) -> AbstractContextManager[None]:
    """Make each node that is recorded one of this class, and add it to the list."""
    return _mode(_kind, (kind, made), "as_kind")


def watch(node: Any) -> None:
    """Treat a node that has just been recorded as this thread's modes ask."""
    if kind := _kind.get():
        node.__class__, made = kind
        made.append(node)
    if _anomaly.get():
        node.source = callers_line()
        _check(node, node.data, "value")
    if not _recording.get():
        node.op, node.inputs = None, ()


def watch_values(root: Any) -> None:
    """After a graph is computed anew, look for its first value that is not finite."""
    if _anomaly.get():
        for node in below(root):
            _check(node, node.data, "value")


def watch_backward(root: Any, seed: float) -> None:
    """Before a reverse sweep, look for the first value or gradient that is not finite."""
    if not _anomaly.get():
        return
    watch_values(root)
    _check(root, seed, "seed of backward")
    adjoint = {root: seed}

    def checked(node: Any, g: float) -> Iterator[tuple[Any, float]]:
        for x, p in zip(node.inputs, node.partials if g else (), strict=bool(g)):
            yield x, g * p
            _check(node, adjoint[x], f"gradient sent to {described([x])[0]}")

    reverse(interior(root), adjoint, checked)


def _check(node: Any, x: float, what: str) -> None:
    if math.isfinite(x):
        return
    name = f"node {node.label!r}" if node.label else "a node without a label"
    made = "a leaf: the data itself"
    if node.op is not None:
        inputs = described(node.inputs)
        shown = ", ".join(inputs[:6]) + (f", ... ({len(inputs)} inputs)" if inputs[6:] else "")
        made = f"{node.op.name}({shown})"
        made += f"\n  made at {getattr(node, 'source', '(before detect_anomaly was on)')}"
    raise AnomalyError(f"the {what} of {name} is {x}: {made}")


def callers_line() -> str:
    """Return "file:line: text" of the innermost frame outside this library."""
    frame = sys._getframe(1)
    while frame.f_back and frame.f_globals.get("__name__", "").split(".")[0] in _OURS:
        frame = frame.f_back
    file, line = frame.f_code.co_filename, frame.f_lineno
    return f"{file}:{line}: {linecache.getline(file, line).strip()}"


_OURS = ("autograd", "nn", "chainrule")
