"""`TrainingPage`: a callback that leaves a training as a page, to be looked at epoch by epoch."""

from __future__ import annotations

from pathlib import Path

from .callbacks import Callback, Logs
from .training_data import Rows


class TrainingPage(Callback):
    """Write one offline page of the training: model.fit(..., callbacks=[TrainingPage("run.html")]).

    It shows the loss curves, the sizes of the gradients by layer (the root mean square over a
    layer's parameters, of the mean loss of the samples shown), the graph of any sample shown at
    any epoch kept and, of a network with two inputs, the data and what it says of the plane.
    `kept` is how many epochs are kept at most, beside the start and the end, `samples` how many
    samples are shown.  The page is written at the end, also of a training that was interrupted.
    """

    def __init__(
        self, path: str | Path, *, title: str = "", kept: int = 60, samples: int = 300
    ) -> None:
        for name, n in (("kept", kept), ("samples", samples)):
            if not isinstance(n, int) or n < 1:
                raise ValueError(f"TrainingPage: {name} must be a whole number from 1, got {n!r}")
        self.path, self.title, self.kept, self.samples = Path(path), title, kept, samples

    def set_samples(self, X: Rows, Y: Rows) -> None:
        """Take samples at even distances, where there are too many."""
        most = min(self.samples, len(X))
        chosen = [k * len(X) // most for k in range(most)]
        self.X, self.Y = [X[k] for k in chosen], [Y[k] for k in chosen]

    def on_train_begin(self) -> None:
        """Keep the parameters as they are at the start."""
        self._stride, self._start = 1, 0
        self._numbers = {0: self._parameters()}
        self._end = (0, self._numbers[0])

    def on_epoch_begin(self, epoch: int) -> None:
        """See where a training that is resumed begins."""
        if len(self._numbers) == 1 and epoch > self._end[0]:
            self._start, self._end = epoch, (epoch, self._end[1])
            self._numbers = {epoch: self._end[1]}

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:  # noqa: ARG002  (Keras's form)
        """Keep the parameters; where there are too many epochs, every second is dropped."""
        self._end = (epoch + 1, self._parameters())
        if (epoch + 1) % self._stride == 0:
            self._numbers[epoch + 1] = self._end[1]
        if len(self._numbers) > self.kept + 1:
            self._stride *= 2
            self._numbers = {
                k: x for k, x in self._numbers.items() if k % self._stride == 0 or k == self._start
            }

    def on_train_end(self) -> None:
        """Write the page."""
        self._numbers[self._end[0]] = self._end[1]
        from .training_record import TrainingRecord

        record = TrainingRecord(self.model, self.X, self.Y, self._numbers)
        record.write(self.path, self.title)

    def _parameters(self) -> list[float]:
        return [p.data for p in self.model.parameters()]
