# ruff: noqa: E402  (libraries read how many threads they may have when they are loaded)
"""The speed of compiled graphs: `python benchmarks/compiled.py`.

Steps of training in alternated runs, each side first checked to compute the same: ours beside
NumPy (or Python) written by hand, PyTorch on the CPU, micrograd and XAD, where they are installed;
then a graph without structure, the points of a derivation, and how long `compile` takes.
`--quick` takes few runs, `--json FILE` keeps the figures.  All libraries get one thread.
"""

from __future__ import annotations

import os

for library in ("OMP", "OPENBLAS", "MKL"):  # before they are loaded
    os.environ[f"{library}_NUM_THREADS"] = "1"

import argparse
import json
import math
import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import measure
import numpy as np
import programs
from engine import DisagreementError, new_file, shown_ratio, shown_time
from programs import Sides
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

import autograd

ROUNDS, ROUNDS_QUICK = 25, 5
SECONDS_A_RUN = 0.02
TOLERANCE = 1e-9
WIDTH = 115

STEPS: tuple[tuple[str, Callable[[], Sides], dict[str, float]], ...] = (
    ("784-10-10, softmax, batch 32", lambda: programs.digits(32), {"numpy": 1 / 1.5, "torch": 1}),
    ("784-10-10, softmax, batch 256", lambda: programs.digits(256), {"numpy": 1 / 1.5, "torch": 1}),
    ("2-16-16-1, hinge, batch 100", programs.moons, {"numpy": 1 / 1.5}),
    ("2-2-1, BCE, one sample", programs.one_sample, {"micrograd": 40}),
)
"""Title, sides, and how many times as fast as each peer ours is to be."""
PEERS = {
    "numpy": "by hand", "by hand": "by hand", "torch": "PyTorch", "micrograd": "micrograd",
    "xad": "XAD (C++)",
}  # fmt: skip


def check(title: str, sides: Sides) -> None:
    """Take three steps on every side: the losses must be the same, so the gradients are too."""
    for _ in range(3):
        found = {name: float(np.mean(step())) for name, step in sides.items()}
        for name, loss in found.items():
            if not math.isclose(loss, found["ours"], rel_tol=TOLERANCE):
                raise DisagreementError(f"{title}: {name} computes {loss}, not {found['ours']}")


def time_sides(sides: Sides, rounds: int) -> dict[str, list[float]]:
    """Return seconds a step of each side, run after run; in every round each side runs once."""
    counts = {}
    for name, step in sides.items():
        once = min(measure.seconds_per_step(step, 3) for _ in range(3))
        counts[name] = max(1, round(SECONDS_A_RUN / once))
    found: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, step in sides.items():
            found[name].append(measure.seconds_per_step(step, counts[name]))
    return found


def time_steps(rounds: int) -> dict[str, Any]:
    """Return the figures of the steps of training."""
    figures: dict[str, Any] = {}
    for title, make, goals in STEPS:
        sides = make()
        check(title, sides)
        found = time_sides(sides, rounds)
        times = {name: statistics.median(runs) for name, runs in found.items()}
        ratios = {
            name: statistics.median(b / a for a, b in zip(found["ours"], runs, strict=True))
            for name, runs in found.items()
            if name != "ours"
        }
        figures[title] = {"seconds": times, "times_as_fast": ratios, "goals": goals}
    return figures


def time_others(rounds: int) -> list[dict[str, Any]]:
    """Return what is measured by itself: name, seconds, its unit, and the goal in that unit."""
    loss, xs, ys = programs.digits_graph()
    compiling = _median(lambda: autograd.compile(loss, [xs, ys]), min(rounds, 5))
    root, leaves = programs.irregular(10_000)
    nodes = sum(v.op is not None for v in autograd.topological_order(root))
    program = autograd.compile(root, leaves, [])
    samples = np.random.default_rng(0).uniform(-1, 1, (1000, len(leaves)))

    def forward_and_backward() -> None:
        program(samples)
        program.backward()

    forward_and_backward()
    irregular = _median(forward_and_backward, min(rounds, 9))
    points = programs.points_of_a_derivation(10_000)
    points()
    return [
        _figure("compile 784-10-10", compiling, 1, "s", 1.0),
        _figure(f"{nodes:,} irregular nodes, 1,000 samples, forward and backward: a node and "
                "sample", irregular / nodes / 1000, 1e-9, "ns", 20.0),
        _figure("10,000 points of a derivation, with all derivatives",
                _median(points, min(rounds, 9)), 1e-3, "ms", 100.0),
    ]  # fmt: skip


def _median(step: Callable[[], Any], rounds: int) -> float:
    return statistics.median(measure.seconds_per_step(step, 1) for _ in range(rounds))


def _figure(name: str, seconds: float, size: float, unit: str, goal: float) -> dict[str, Any]:
    return {"name": name, "seconds": seconds, "goal": f"under {goal:g} {unit}",
            "reached": seconds < goal * size}  # fmt: skip


def table_of(figures: dict[str, Any]) -> Table:
    """Return the table of the steps."""
    table = Table(
        box=SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        pad_edge=False,
        title="compiled graphs beside others: a step of gradient descent",
        caption="Medians of alternated runs, one thread; in brackets how many times as fast ours "
        "is, the median of the rounds; ! under the goal",
    )
    table.add_column("step", no_wrap=True)
    for heading in ("ours", "by hand", "PyTorch", "micrograd"):
        table.add_column(heading, justify="right", no_wrap=True)
    for title, row in figures["steps"].items():
        cells: dict[str, Any] = {"ours": shown_time(row["seconds"]["ours"])}
        for name, ratio in row["times_as_fast"].items():
            shown = shown_ratio(ratio, row["goals"].get(name, 0))
            cells[PEERS[name]] = Text.assemble(shown_time(row["seconds"][name]), " (", shown, ")")
        table.add_row(title, *[cells.get(h, "") for h in ("ours", *dict.fromkeys(PEERS.values()))])
    return table


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code: 1 where sides disagree."""
    parser = argparse.ArgumentParser(description="Measure compiled graphs.")
    parser.add_argument("--quick", action="store_true", help="few runs: a look, not a result")
    parser.add_argument("--json", type=new_file, metavar="FILE", help="write the figures as JSON")
    options = parser.parse_args(argv)
    rounds = ROUNDS_QUICK if options.quick else ROUNDS
    if programs.is_installed("torch"):
        import torch

        torch.set_num_threads(1)
    try:
        figures = {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "machine": measure.machine(),
            "when": time.strftime("%Y-%m-%d"),
            "steps": time_steps(rounds),
            "others": time_others(rounds),
        }
    except DisagreementError as error:
        print(error, file=sys.stderr)
        return 1
    console = Console() if sys.stdout.isatty() else Console(width=WIDTH)
    console.print(table_of(figures))
    for row in figures["others"]:
        mark = "" if row["reached"] else "  !"
        line = f"{shown_time(row['seconds']):>8}  {row['name']} (goal: {row['goal']}){mark}"
        console.print(line, highlight=False, soft_wrap=True)
    versions = f"Python {figures['python']}, NumPy {figures['numpy']}"
    console.print(f"{versions}; {figures['machine']}", highlight=False, soft_wrap=True)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
