"""`History`: what `fit` returns, the losses and metrics of each epoch."""

from __future__ import annotations

import io
import time
from pathlib import Path
from typing import Any

from autograd import PALETTE, write_whole

from .callbacks import Callback, Logs

COLOURS = (PALETTE["value"], PALETTE["gradient"])
"""Of training and validation: told apart without colour by the dashes too."""


class History(Callback):
    """What happened in a training.

    history      {"loss": [...], "val_loss": [...], ...}: a number an epoch
    epoch        the numbers of the epochs, from 0
    stop_reason  why it ended, in words
    engine       how the batches were computed, in words
    seconds      how long it took, with the compiling
    interrupted  whether it was ended by Ctrl-C
    """

    def __init__(self) -> None:
        self.history: dict[str, list[float]] = {}
        self.epoch: list[int] = []
        self.stop_reason = ""
        self.engine = ""
        self.begun = time.perf_counter()
        self.seconds = 0.0
        self.interrupted = False

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        """Append the epoch and its losses and metrics."""
        self.epoch.append(epoch)
        for name, x in logs.items():
            self.history.setdefault(name, []).append(x)

    def __repr__(self) -> str:
        last = ", ".join(f"{name} {xs[-1]:.4g}" for name, xs in self.history.items())
        return f"<History of {len(self.epoch)} epochs: {last}; {self.stop_reason}>"

    def plot(self, path: str | Path | None = None) -> Any:
        """Draw the learning curves, into a file (.svg, .png, .pdf) if a path is given.

        The figure shows itself in a notebook.  Needs the extra `plot`.
        """
        names = [name for name in self.history if not name.startswith("val_")]
        if not names:
            raise ValueError("there are no learning curves: no epoch was finished")
        figure = figure_class()(figsize=(4.8 * len(names), 3.4), layout="constrained")
        epochs = [epoch + 1 for epoch in self.epoch]
        for axes, name in zip(figure.subplots(1, len(names), squeeze=False)[0], names, strict=True):
            for key, what, colour, dash in (
                (name, "training", COLOURS[0], "-"),
                (f"val_{name}", "validation", COLOURS[1], "--"),
            ):
                if key in self.history:
                    axes.plot(epochs, self.history[key], dash, color=colour, label=what, lw=1.8)
            axes.set_xlabel("epoch")
            axes.set_title(name.replace("_", " "), loc="left", fontsize=11)
            axes.grid(alpha=0.25)
            axes.spines[["top", "right"]].set_visible(False)
            axes.xaxis.get_major_locator().set_params(integer=True)
            if f"val_{name}" in self.history:
                axes.legend(frameon=False)
        if path is not None:
            picture = io.BytesIO()
            figure.savefig(picture, format=Path(path).suffix[1:] or "png", dpi=150)
            write_whole(path, picture.getvalue())
        return figure


def figure_class() -> Any:
    """Return Matplotlib's Figure, which shows itself in a notebook too; an ImportError without."""
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise ImportError("a picture needs Matplotlib: pip install chainrule[plot]") from None

    class Picture(Figure):
        def _repr_svg_(self) -> str:
            with io.StringIO() as file:
                self.savefig(file, format="svg")
                return file.getvalue()

    return Picture
