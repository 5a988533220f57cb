"""Do the same with many things, in several processes: in order, whatever happens to one of them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")
MOST = 61
"""Windows waits for no more processes."""
FEW = 4
"""So few things are done here: to start processes would take longer."""


def cores() -> int:
    """Return how many processes can run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def each(
    work: Callable[[T], R],
    items: Sequence[T],
    jobs: int,
    lost: Callable[[T], R],
    done: Callable[[], object] | None,
) -> list[R]:
    """Return what `work` makes of each of the items, in their order.

    work  a function of a module, which raises nothing
    lost  what stands for an item whose process was killed, for want of memory for instance
    done  called after each item
    """
    if jobs < 2 or len(items) < FEW:
        return [_then(done, work(item)) for item in items]
    found: dict[int, R] = {}
    with _pool(min(jobs, len(items), MOST)) as pool:
        waiting: dict[Future[R], int] = {pool.submit(work, x): n for n, x in enumerate(items)}
        for future in as_completed(waiting):
            if not isinstance(future.exception(), BrokenProcessPool):
                found[waiting[future]] = _then(done, future.result())
    for number, item in enumerate(items):  # one of those has killed its process
        if number not in found:
            found[number] = _then(done, _alone(work, item, lost))
    return [found[number] for number in range(len(items))]


def _alone(work: Callable[[T], R], item: T, lost: Callable[[T], R]) -> R:
    with _pool(1) as pool:
        try:
            return pool.submit(work, item).result()
        except BrokenProcessPool:
            return lost(item)


@contextmanager
def _pool(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """A pool whose processes end at once when we are interrupted."""
    pool = ProcessPoolExecutor(jobs, mp_context=_context(), initializer=_quiet)
    try:
        yield pool
        pool.shutdown()
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for child in multiprocessing.active_children():
            child.terminate()
        raise


def _quiet() -> None:
    """Leave it to the process that started this one to tell of an interrupt."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _context() -> Any:
    """Fork where that is safe: what is loaded need not be loaded again."""
    forks = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    return multiprocessing.get_context("fork" if forks and os.uname().sysname == "Linux" else None)


def _then(done: Callable[[], object] | None, found: R) -> R:
    if done is not None:
        done()
    return found
