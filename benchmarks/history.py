"""The engine's speed over time: `python benchmarks/history.py` measures, and adds to history.csv.

A line a workload: date, commit, Python, machine, seconds a step here and in micrograd, their
ratio.  Ratios are comparable between machines, times are not.  `--show` prints what is there.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

from engine import letters, measure_all
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

FILE = Path(__file__).with_name("history.csv")
COLUMNS = ("date", "commit", "python", "machine", "workload", "ours", "micrograd", "ratio")


def rows_of(figures: dict[str, Any], day: str, commit: str) -> list[dict[str, str]]:
    """Return a row for each workload that was measured."""
    return [
        {
            "date": day,
            "commit": commit,
            "python": figures["python"],
            "machine": figures["machine"],
            "workload": letter,
            "ours": f"{found['default_collection']['ours']:.4g}",
            "micrograd": f"{found['default_collection']['theirs']:.4g}",
            "ratio": f"{found['default_collection']['ratio']:.2f}",
        }
        for letter, found in figures["workloads"].items()
    ]


def extend(path: Path, rows: list[dict[str, str]]) -> None:
    """Add rows to the file; make it, with its head, if there is none."""
    is_new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        if is_new:
            writer.writeheader()
        writer.writerows(rows)


def read(path: Path) -> list[dict[str, str]]:
    """Return the rows of the file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table_of(rows: list[dict[str, str]]) -> Table:
    """Return the rows as a table: the machine is left out."""
    shown = [name for name in COLUMNS if name != "machine"]
    table = Table(*shown, box=SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        table.add_row(*(row[name] for name in shown))
    return table


def commit_here() -> str:
    """Return the short name of the commit, with a + where files have changed since."""
    command = ["git", "describe", "--always", "--dirty=+"]
    found = subprocess.run(command, cwd=FILE.parent, capture_output=True, text=True, check=True)
    return found.stdout.strip()


def main(argv: list[str] | None = None) -> int:
    """Measure and add, or show; return the exit code."""
    parser = argparse.ArgumentParser(description="Add today's figures to benchmarks/history.csv.")
    parser.add_argument("--show", action="store_true", help="print the file, measure nothing")
    parser.add_argument("--quick", action="store_true", help="few runs")
    parser.add_argument("--only", type=letters, default="ABCD", metavar="A,C", help="workloads")
    options = parser.parse_args(argv)
    if not options.show:
        from workloads import WORKLOADS

        chosen = [workload for workload in WORKLOADS if workload.letter in options.only]
        figures = measure_all(chosen, options.quick)
        extend(FILE, rows_of(figures, date.today().isoformat(), commit_here()))
    Console().print(table_of(read(FILE)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
