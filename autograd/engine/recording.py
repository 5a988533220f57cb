"""Ways of recording: without a graph (`no_grad`), or watching for the first NaN.

`active` is empty while no thread is in either mode: then recording a node pays only for the
test of its truth.
"""

from __future__ import annotations

import linecache
import math
import sys
import warnings
from collections.abc import Iterator
from contextlib import AbstractContextManager, ContextDecorator, contextmanager, nullcontext
from contextvars import ContextVar
from typing import Any, NamedTuple, TypeAlias

from .order import below, interior
from .recorded_numbers import check_recorded, described
from .sweep import reverse

Entry: TypeAlias = "tuple[str, int]"
"""A block that was entered: its name, and a number by which entries of one name differ."""


class Birth(NamedTuple):
    """What is noted on a node while a mode asks for it.

    blocks  those it is in, outermost first
    line    the source line that made it
    """

    blocks: tuple[Entry, ...] = ()
    line: str = ""


_NOTHING = Birth()


def birth_of(node: Any) -> Birth:
    """Return what was noted of how a node came about."""
    birth: Birth = getattr(node, "birth", _NOTHING)
    return birth


active: list[str] = []
born: list[list[Any]] = []
"""The leaves that are made while a derivative's function runs, for each that is running."""
differentiating: ContextVar[int] = ContextVar("differentiating", default=0)
"""How many derivatives this code is inside of."""
_recording: ContextVar[bool] = ContextVar("_recording", default=True)
_anomaly: ContextVar[bool] = ContextVar("_anomaly", default=False)
CO_GENERATOR, CO_COROUTINE, CO_ASYNC_GENERATOR = 0x20, 0x80, 0x200  # as in `inspect`
_blocks: ContextVar[tuple[Entry, ...]] = ContextVar("_blocks", default=())
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


class no_grad(ContextDecorator):  # noqa: N801  (it is used as a function, as in PyTorch)
    """Compute without recording: results are leaves.  Also a decorator: `@no_grad()`.

    >>> from autograd import Value, no_grad
    >>> with no_grad():
    ...     y = Value(3.0) * 2
    >>> y, y.inputs
    (Value(6.0, grad=0.0), ())

    A generator or coroutine is refused: its body runs later, when the mode is over.
    """

    def __call__(self, function: Any) -> Any:
        code = getattr(function, "__code__", None)
        if code and code.co_flags & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR):
            raise TypeError(
                f"no_grad: {function.__name__} is a generator or coroutine, whose body runs later; "
                "write `with no_grad():` inside of it"
            )
        return super().__call__(function)

    def _recreate_cm(self) -> no_grad:
        return no_grad()  # one for each call, so that calls can be nested

    def __enter__(self) -> None:
        self._mode = _mode(_recording, False, "no_grad")
        self._mode.__enter__()

    def __exit__(self, *raised: Any) -> None:
        self._mode.__exit__(*raised)


def is_recording() -> bool:
    """Whether results are recorded here: not inside `no_grad`."""
    return _recording.get()


def recording() -> AbstractContextManager[None]:
    """Record, even inside `no_grad`: what a derivative needs."""
    return nullcontext() if _recording.get() else _mode(_recording, True, "recording")


@contextmanager
def detect_anomaly() -> Iterator[None]:
    """Raise an AnomalyError at the first node whose value or gradient is NaN or infinite.

    It names the node's label, its operation and inputs, and the source line that made it.

    >>> from autograd import Value, detect_anomaly
    >>> with detect_anomaly():
    ...     Value(1e200, label="q") * 1e200  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    autograd.engine.recording.AnomalyError: the value of a node ... is inf: mul(q = 1e+200, 1e+200)
    ...
    """
    with _mode(_anomaly, True, "detect_anomaly"):
        yield


def as_kind(kind: type, made: list[Any]) -> AbstractContextManager[None]:
    """Make each node that is recorded one of this class, and add it to the list."""
    return _mode(_kind, (kind, made), "as_kind")


def in_block(entry: Entry) -> AbstractContextManager[None]:
    """Note on each node that is recorded the blocks that it is in, outermost first."""
    return _mode(_blocks, (*_blocks.get(), entry), "in_block")


def watch(node: Any) -> None:
    """Treat a node that has just been recorded as this thread's modes ask."""
    if kind := _kind.get():
        node.__class__, made = kind
        made.append(node)
    blocks, watched = _blocks.get(), _anomaly.get()
    if blocks or watched:
        node.birth = Birth(blocks, callers_line() if watched else "")
    if watched:
        _check(node, node.data, "value")
    if not _recording.get():
        node.op = node.left = node.right = node.x = node.y = None
        if born:
            born[-1].append(node)


def watch_float(node: Any) -> None:
    """Where a derivative is taken, say that a float was taken of a node: it is a constant then."""
    watched = _anomaly.get() if active else False
    if not watched and not differentiating.get():
        return
    message = (
        f"a float was taken of {node.label or 'a node'} = {node.data!r} at {callers_line()}: its "
        "derivative is lost there; use autograd.exp and the like for math.exp, and .item() to mean "
        "a plain number"
    )
    if watched:
        raise AnomalyError(message)
    warnings.warn(message, RuntimeWarning, stacklevel=3)


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
    for node in interior(root):
        check_recorded(node, "detect_anomaly")
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
        made += f"\n  made at {birth_of(node).line or '(before detect_anomaly was on)'}"
    raise AnomalyError(f"the {what} of {name} is {x}: {made}")


def callers_line() -> str:
    """Return "file:line: text" of the innermost frame outside this library."""
    frame = sys._getframe(1)
    while frame.f_back and frame.f_globals.get("__name__", "").split(".")[0] in _OURS:
        frame = frame.f_back
    file, line = frame.f_code.co_filename, frame.f_lineno
    return f"{file}:{line}: {linecache.getline(file, line).strip()}"


_OURS = ("autograd", "nn", "chainrule")
