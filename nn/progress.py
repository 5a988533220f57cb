"""What is shown of a training: a bar on a terminal and in a notebook, elsewhere a line an epoch."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from .callbacks import Callback, Logs


def progress_for(verbose: int | str, epochs: int, batches: int) -> Callback:
    """Return what shows the training: 0 nothing, 1 a bar, 2 a line an epoch, "auto" 1 or 2."""
    if verbose not in (0, 1, 2, "auto"):
        raise ValueError(f"verbose must be 0, 1, 2 or 'auto', got {verbose!r}")
    if verbose == 0:
        return Callback()
    from rich.console import Console

    console = Console()
    if verbose == "auto":  # in a notebook the bar is a widget
        widgets = console.is_jupyter and find_spec("ipywidgets") is not None
        verbose = 1 if console.is_terminal or widgets else 2
    return Bar(console, epochs, batches) if verbose == 1 else Lines(epochs)


def as_text(logs: Logs) -> str:
    """Return "loss 0.1234, accuracy 0.9700"."""
    return ", ".join(f"{name} {x:.4f}" if x >= 0.01 else f"{name} {x:.3g}"
                     for name, x in logs.items())  # fmt: skip


class Lines(Callback):
    """A line for each epoch."""

    def __init__(self, epochs: int) -> None:
        self.epochs = epochs

    def on_train_begin(self) -> None:
        """Print what computes."""
        print(f"Computed by {self.model.history.engine}.", flush=True)

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        """Print the epoch and its numbers."""
        print(f"Epoch {epoch + 1}/{self.epochs}: {as_text(logs)}", flush=True)


class Bar(Callback):
    """A bar over all epochs, with the last numbers beside it."""

    def __init__(self, console: Any, epochs: int, batches: int) -> None:
        from rich import progress as parts
        from rich.table import Column

        def wide(width: int) -> Column:
            return Column(min_width=width, no_wrap=True)

        self.bar = parts.Progress(
            parts.TextColumn("Epoch", table_column=wide(5)),
            parts.MofNCompleteColumn(table_column=wide(2 * len(str(epochs)) + 1)),
            parts.BarColumn(bar_width=16, table_column=wide(16)),
            parts.TimeRemainingColumn(table_column=wide(7)),
            parts.TextColumn("{task.fields[logs]}", table_column=Column(ratio=1, no_wrap=True)),
            console=console,
            expand=True,  # the numbers have the rest of the line
        )
        self.epochs, self.batches, self.latest = epochs, batches, ""

    def on_train_begin(self) -> None:
        """Print what computes, and start the bar."""
        self.bar.console.print(f"Computed by {self.model.history.engine}.", highlight=False)
        self.task = self.bar.add_task("", total=self.epochs, logs="")
        self.bar.start()

    def on_train_batch_end(self, batch: int, logs: Logs) -> None:
        """Move the bar by a batch; the numbers stay those of the last epoch."""
        done = int(self.bar.tasks[self.task].completed) + min(batch / self.batches, 0.999)
        self.bar.update(self.task, completed=done, logs=self.latest or as_text(logs))

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        """Move the bar to the end of the epoch, and show its numbers."""
        self.latest = as_text(logs)
        self.bar.update(self.task, completed=epoch + 1, logs=self.latest)

    def on_train_end(self) -> None:
        """Stop the bar, and leave it as it is."""
        self.bar.stop()
