"""How things are measured: paired runs, memory, import time, the machine.

The two sides of a workload run in turns, so that whatever state the machine is in meets both; each
pair gives a ratio, and the median of the ratios is the result.
"""

from __future__ import annotations

import gc
import os
import platform
import statistics
import subprocess
import sys
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import autograd

STACK = 512 * 2**20  # bytes
RECURSION_LIMIT = 1_000_000

Step = Callable[[], Sequence[float]]
Result = TypeVar("Result")


# --- time ---------------------------------------------------------------------------------------


@dataclass
class Pairs:
    """Seconds a step of the paired runs, ours and the other engine's."""

    ours: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """How many times faster ours is: the median of the pairs' ratios."""
        return statistics.median(t / o for o, t in zip(self.ours, self.theirs, strict=True))

    def as_dict(self) -> dict[str, Any]:
        """Return the medians, in seconds, and the ratio."""
        return {
            "ours": statistics.median(self.ours),
            "theirs": statistics.median(self.theirs),
            "ratio": self.ratio,
            "pairs": len(self.ours),
        }


def run_pair(ours: Step, theirs: Step, steps: int, pairs: Pairs) -> None:
    """Time one run of each side and enter the seconds a step."""
    pairs.ours.append(seconds_per_step(ours, steps))
    pairs.theirs.append(deeply(seconds_per_step, theirs, steps))


def seconds_per_step(step: Step, steps: int) -> float:
    """Return the mean time of a step in a run of `steps`, which begins with no garbage about.

    It is the processor's time for this process, whatever else the machine does meanwhile. With
    the default collection a run pays for collecting its own dead graphs, as far as the collector
    gets to them, and never for those of the other side.
    """
    gc.collect()
    start = time.process_time()
    for _ in range(steps):
        step()
    return (time.process_time() - start) / steps


@contextmanager
def collector(on: bool) -> Iterator[None]:
    """Measure with the default collection of cycles, or with none."""
    if not on:
        gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect()


def deeply(function: Callable[..., Result], *arguments: Any) -> Result:
    """Call the function where it may recurse as deep as it likes.

    micrograd sorts a graph by recursion, so that its side needs a thread with a big stack and a
    high recursion limit. Ours needs neither, and runs in the main thread with Python's defaults.
    """
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(RECURSION_LIMIT)
    try:
        return _deep_thread().submit(function, *arguments).result()
    finally:
        sys.setrecursionlimit(limit)


_deep_threads: list[ThreadPoolExecutor] = []


def _deep_thread() -> ThreadPoolExecutor:
    if not _deep_threads:
        size = threading.stack_size(STACK)
        _deep_threads.append(ThreadPoolExecutor(max_workers=1))
        _deep_threads[0].submit(int).result()  # the thread starts here, with that stack
        threading.stack_size(size)
    return _deep_threads[0]


# --- memory -------------------------------------------------------------------------------------


def bytes_held(make: Callable[[], object]) -> int:
    """Return how many bytes that which `make()` returns takes, with all that it refers to."""
    gc.collect()
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        kept = make()
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
        del kept
    finally:
        tracemalloc.stop()
    return after - before


# --- import -------------------------------------------------------------------------------------

_IMPORT = """
import sys, time
before = set(sys.modules)
start = time.perf_counter()
import autograd
seconds = time.perf_counter() - start
loaded = {name.partition(".")[0] for name in set(sys.modules) - before}
print(seconds, *sorted(loaded - sys.stdlib_module_names - {"autograd"}))
"""


def time_import(runs: int) -> dict[str, Any]:
    """Time `import autograd` in fresh interpreters: medians over `runs`.

    import_statement     seconds of the statement alone
    whole_process        seconds from the start of the interpreter to its end
    outside_the_library  what it loaded from outside the standard library (nothing, we hope)
    """
    home = Path(autograd.__file__).parents[1]  # so that it is this very package
    statements, processes, foreign = [], [], []
    for _ in range(runs):
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", _IMPORT], cwd=home, capture_output=True, text=True, check=True
        )
        processes.append(time.perf_counter() - start)
        seconds, *foreign = done.stdout.split()
        statements.append(float(seconds))
    return {
        "import_statement": statistics.median(statements),
        "whole_process": statistics.median(processes),
        "outside_the_library": foreign,
    }


# --- the machine --------------------------------------------------------------------------------


def machine() -> str:
    """Return system, processor and number of cores in one line."""
    return f"{platform.system()} {platform.machine()}, {_processor()}, {os.cpu_count()} cores"


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass  # not Linux
    return platform.processor() or "unknown processor"
