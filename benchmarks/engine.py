"""The engine's speed beside micrograd 0.1.0 and XAD: `python benchmarks/engine.py`.

Four workloads, each first checked to compute the same on both sides, then timed in alternated
runs, with Python's default collection of cycles and again with the collector off; memory a node;
time of import. `--quick` takes few runs, `--only A,C` some workloads, `--json FILE` keeps the
figures. It exits with 0, with 1 where the two sides disagree, with 2 on bad usage.
"""

from __future__ import annotations

import argparse
import json
import math
import platform
import sys
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import measure
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from autograd import Value

if TYPE_CHECKING:
    from workloads import Workload

MICROGRAD = "0.1.0"
LETTERS = "ABCD"
TOLERANCE = 1e-9
CHECKED_STEPS = 3
PAIRS, PAIRS_QUICK = 15, 3
IMPORTS, IMPORTS_QUICK = 15, 3
WIDTH = 100  # of the table where it is not shown on a terminal


class DisagreementError(Exception):
    """The two sides of a workload computed different numbers."""


# --- measuring ----------------------------------------------------------------------------------


def check(workload: Workload, ours: measure.Step, theirs: measure.Step, name: str) -> None:
    """Take a few steps on both sides: every loss must be the same, so the gradients are too."""
    for step in range(1, CHECKED_STEPS + 1):
        for mine, other in zip(ours(), measure.deeply(theirs), strict=True):
            if not math.isclose(mine, other, rel_tol=TOLERANCE):
                raise DisagreementError(
                    f"workload {workload.letter}, step {step}: ours gives {mine!r}, "
                    f"{name} {other!r}"
                )


def time_workload(workload: Workload, pairs: int, progress: Progress) -> dict[str, Any]:
    """Check a workload, then time it with and without the collector; return its figures."""
    name = f"{workload.letter}  {workload.title}"
    task = progress.add_task(name, total=2 * pairs)
    if not progress.console.is_terminal:
        progress.console.print(f"{name} ...")
    ours, theirs = workload.make()
    check(workload, ours, theirs, "micrograd")
    figures: dict[str, Any] = {
        "title": workload.title,
        "step": f"{workload.parts} {workload.unit}s" if workload.parts > 1 else workload.unit,
        "goal": [workload.goal, workload.goal_without_collector],
    }
    for key, on in (("default_collection", True), ("collector_off", False)):
        timed = measure.Pairs()
        with measure.collector(on):
            for _ in range(pairs):
                measure.run_pair(ours, theirs, workload.steps, timed)
                progress.update(task, advance=1, refresh=True)
        figures[key] = timed.as_dict()
    if has("xad"):
        figures["xad"] = time_xad(workload, pairs)
    return figures


def time_xad(workload: Workload, pairs: int) -> dict[str, Any]:
    """Check a workload against XAD, then time both by turns, with the default collection."""
    from xad_steps import STEPS

    ours, _ = workload.make()
    theirs = STEPS[workload.letter]()
    check(workload, ours, theirs, "XAD")
    timed = measure.Pairs()
    for _ in range(pairs):
        measure.run_pair(ours, theirs, workload.steps, timed)
    return timed.as_dict()


def bytes_per_node() -> dict[str, float]:
    """Return the memory of a node of workload A after the backward sweep, on both sides."""
    from micrograd.engine import Value as MicrogradValue
    from workloads import CHAIN_NODES, differentiated_chain

    ours = measure.bytes_held(lambda: differentiated_chain(Value))
    theirs = measure.deeply(measure.bytes_held, lambda: differentiated_chain(MicrogradValue))
    return {"ours": ours / CHAIN_NODES, "micrograd": theirs / CHAIN_NODES}


def measure_all(workloads: Sequence[Workload], quick: bool) -> dict[str, Any]:
    """Return all the figures; times are in seconds a step."""
    figures: dict[str, Any] = {
        "python": platform.python_version(),
        "implementation": platform.python_implementation(),
        "machine": measure.machine(),
        "micrograd": MICROGRAD,
        "workloads": {},
    }
    pairs = PAIRS_QUICK if quick else PAIRS
    console = Console(stderr=True)
    # It is redrawn between the runs only: a thread that redraws would run beside them.
    with Progress(
        TextColumn("{task.description:32}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        auto_refresh=False,
        transient=True,
        disable=not console.is_terminal,
    ) as progress:
        for workload in workloads:
            figures["workloads"][workload.letter] = time_workload(workload, pairs, progress)
        if "A" in figures["workloads"]:
            figures["bytes_per_node"] = bytes_per_node()
        figures["import"] = measure.time_import(IMPORTS_QUICK if quick else IMPORTS)
    return figures


# --- showing ------------------------------------------------------------------------------------


def shown_time(seconds: float) -> str:
    """Return a time with three digits and a unit."""
    for size, unit in ((1.0, "s"), (1e-3, "ms"), (1e-6, "us")):
        if seconds >= 0.9995 * size:  # what would be shown as 1000 is 1 of the next unit
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"


def shown_ratio(ratio: float, goal: float) -> Text:
    """Return a ratio, green where the goal is met; where it is not, red and marked."""
    return Text(f"{ratio:.2f}x", "green") if ratio >= goal else Text(f"{ratio:.2f}x !", "bold red")


def table_of(figures: dict[str, Any], workloads: Sequence[Workload]) -> Table:
    """Return the table of the workloads."""
    table = Table(
        box=SIMPLE_HEAD,
        padding=(0, 1, 0, 0),  # it has to fit a terminal of 88 columns
        pad_edge=False,
        title=f"autograd beside micrograd {figures['micrograd']} and XAD",
        caption="Medians of alternated runs; ratio: micrograd's time / ours, the median of the "
        "pairs; ! under the goal",
    )
    table.add_column("workload", no_wrap=True, vertical="bottom")
    for heading in ("per", "ours", "micrograd", "ratio", "ratio,\ncollector\noff", "goal", "XAD"):
        table.add_column(heading, justify="right", vertical="bottom")
    for workload in workloads:
        row = figures["workloads"][workload.letter]
        on, off = row["default_collection"], row["collector_off"]
        table.add_row(
            f"{workload.letter}  {workload.title}",
            workload.unit,
            shown_time(on["ours"] / workload.parts),
            shown_time(on["theirs"] / workload.parts),
            shown_ratio(on["ratio"], workload.goal),
            shown_ratio(off["ratio"], workload.goal_without_collector),
            f"{workload.goal:g}x / {workload.goal_without_collector:g}x",
            shown_time(row["xad"]["theirs"] / workload.parts) if "xad" in row else "",
        )
    return table


def lines_below(figures: dict[str, Any]) -> list[str]:
    """Return what is said under the table: memory, import, Python, machine."""
    lines = []
    if memory := figures.get("bytes_per_node"):
        lines.append(
            f"memory   {memory['ours']:.0f} bytes a scalar node of A "
            f"(micrograd {memory['micrograd']:.0f}; goal: at most 200)"
        )
    loading = figures["import"]
    foreign = ", ".join(loading["outside_the_library"]) or "nothing"
    lines.append(
        f"import   {shown_time(loading['import_statement'])} for `import autograd` "
        f"(goal: under 60 ms), {shown_time(loading['whole_process'])} for the whole process;"
    )
    lines.append(f"         it loads {foreign} from outside the standard library")
    lines.append(f"python   {figures['implementation']} {figures['python']}")
    lines.append(f"machine  {figures['machine']}")
    return lines


# --- the command --------------------------------------------------------------------------------


def letters(text: str) -> str:
    """Read `A,C`."""
    given = text.upper().replace(",", "").replace(" ", "")
    if not given or set(given) - set(LETTERS):
        raise argparse.ArgumentTypeError(f"expected some of {', '.join(LETTERS)}, got {text!r}")
    return given


def new_file(text: str) -> Path:
    """Read a path that can be written: better refused now than after the work."""
    path = Path(text)
    if path.is_dir() or not path.parent.is_dir():
        raise argparse.ArgumentTypeError(f"cannot write a file at {text!r}")
    return path


def read_arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """Return the options: quick, json, only."""
    parser = argparse.ArgumentParser(description="Measure the engine beside micrograd 0.1.0.")
    parser.add_argument("--quick", action="store_true", help="few runs: a look, not a result")
    parser.add_argument("--only", type=letters, default=LETTERS, metavar="A,C", help="workloads")
    parser.add_argument("--json", type=new_file, metavar="FILE", help="write the figures as JSON")
    return parser.parse_args(argv)


def has(package: str, version: str = "") -> bool:
    """Return whether a package is installed, in this version if one is named."""
    try:
        return metadata.version(package).startswith(version)
    except metadata.PackageNotFoundError:
        return False


def run(options: argparse.Namespace) -> None:
    """Measure, print the table, write the JSON."""
    from workloads import WORKLOADS  # which needs micrograd

    chosen = [workload for workload in WORKLOADS if workload.letter in options.only]
    figures = measure_all(chosen, options.quick)
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDTH)
    console.print(table_of(figures, chosen))
    for line in lines_below(figures):
        console.print(line, highlight=False, soft_wrap=True)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    options = read_arguments(argv)
    if not has("micrograd", MICROGRAD):
        command = f"pip install micrograd=={MICROGRAD}"
        print(f"micrograd {MICROGRAD} is not installed: {command}", file=sys.stderr)
        return 2
    try:
        run(options)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130
    except DisagreementError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
