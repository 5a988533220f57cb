"""Stop what takes too long: one file must not keep the others waiting."""

from __future__ import annotations

import ctypes
import signal
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")
AGAIN = 1.0
"""Seconds after which it is stopped again, should something have held the first stop back."""


class TookTooLongError(BaseException):
    """Raised in work that is stopped; no mistake of its own that it could deal with."""


def limited(seconds: float, work: Callable[[T], R], late: Callable[[T], R], item: T) -> R:
    """Return what `work` makes of an item, or `late` once so many seconds have passed.

    seconds  of the clock; 0 for no limit
    """
    if seconds <= 0:
        return work(item)
    in_main = threading.current_thread() is threading.main_thread()
    start = _by_signal if hasattr(signal, "setitimer") and in_main else _by_thread
    end = start(seconds)
    try:
        try:
            return work(item)
        finally:
            end()
    except TookTooLongError:
        end()  # it was stopped before that was done
        return late(item)


def _stop(*_: object) -> None:
    raise TookTooLongError


def _by_signal(seconds: float) -> Callable[[], object]:
    """Set an alarm; return what takes it back."""
    before = signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)

    def end() -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

    return end


def _by_thread(seconds: float) -> Callable[[], object]:
    """Let another thread raise it in this one: where there are no alarms, as on Windows."""
    thread = ctypes.c_ulong(threading.get_ident())
    raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc
    timer = threading.Timer(seconds, raise_in, (thread, ctypes.py_object(TookTooLongError)))
    timer.daemon = True
    timer.start()

    def end() -> None:
        timer.cancel()
        raise_in(thread, None)

    return end
