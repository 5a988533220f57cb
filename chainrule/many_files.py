"""What a terminal shows of work with many files: a bar while it is done, then a table."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

WIDTH, WIDEST = 80, 120
FEW = 4
"""So few files are done before one would look at a bar."""


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[], object]]:
    """Show a bar on standard error, if that is a terminal; yield what moves it by one."""
    if total < FEW or sys.stderr is None or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich import progress as parts
    from rich.console import Console

    bar = parts.Progress(
        parts.TextColumn(what),
        parts.BarColumn(bar_width=16),
        parts.MofNCompleteColumn(),
        parts.TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    task = bar.add_task("", total=total)
    moved = 0

    def move() -> None:  # it starts late: threads must not run while processes are forked
        nonlocal moved
        moved += 1
        if moved == 1:
            bar.start()
        bar.update(task, completed=moved)

    try:
        yield move
    finally:
        bar.stop()


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], styles: Sequence[str] = ()) -> None:
    """Print a table as wide as the terminal; its first column is folded, the others are numbers."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=None, pad_edge=False, padding=(0, 1))
    for number, head in enumerate(heads):
        if number:
            shown.add_column(head, justify="right", no_wrap=True)
        else:
            shown.add_column(head, overflow="fold")
    for number, row in enumerate(rows):
        style: Any = styles[number] if styles else ""
        shown.add_row(*(Text(cell) for cell in row), style=style)
    Console(width=width(), highlight=False).print(shown)


def width() -> int:
    """Return how many columns a table may have."""
    return min(WIDEST, shutil.get_terminal_size().columns) if sys.stdout.isatty() else WIDTH
