"""`chainrule train`: a network trained on a CSV file of one's own."""

from __future__ import annotations

import argparse
import random
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .number_types import check_parameters, count, positive, share, whole, widths
from .output_files import check_place

if TYPE_CHECKING:
    from nn.history import History
    from nn.module import Module
    from nn.sequential import Sequential

    from ..csv_table import Table

EXAMPLES = """\
  chainrule train data.csv --target label    a network trained on your own data
  chainrule train data.csv --view run.html   and its training to look at, epoch by epoch
"""
INTERRUPTED, TERMINATED = 130, 143
MOST_CLASSES = 1_000  # each takes a look at all others
MOST_PARAMETERS = 1_000_000  # of some hundred bytes each


class Terminated(KeyboardInterrupt):
    """SIGTERM: it ends a training as Ctrl-C does, with the best weights."""

    exit_code = TERMINATED


@contextmanager
def ended_by_sigterm() -> Iterator[list[int]]:
    """Within, SIGTERM is an interrupt; the list holds the signals that came."""
    came: list[int] = []

    def end(number: int, _: object) -> None:
        came.append(number)
        raise Terminated

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield came
    finally:
        signal.signal(signal.SIGTERM, before)


def add_to(commands: Any) -> None:
    """Add the command to the parser's."""
    parser = commands.add_parser(
        "train",
        help="train a network on a CSV file: classes (words or whole numbers) or a quantity",
        description="Train a network on a CSV file, one sample a line.  A target of words or of "
        "few whole numbers makes classes, other numbers a quantity.  Ctrl-C ends the training "
        "with the best weights so far.",
        epilog="examples:\n"
        "  chainrule train iris.csv --target species --hidden 16\n"
        "  chainrule train houses.csv --target price --hidden 32-32 --epochs 300 --plot loss.svg\n"
        "  python -c \"from nn import load_model; print(load_model('model.json')"
        '.predict([[5.1, 3.5, 1.4, 0.2]]))"',
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    parser.add_argument("file", metavar="FILE", help="a CSV file, with a header or without")
    option = parser.add_argument
    option(
        "-t", "--target", metavar="COLUMN", help="its name or number; default: label, or the last"
    )
    option("--drop", metavar="COLUMN", nargs="+", default=[], help="columns to leave out")
    option("--quantity", action="store_true", help="take few whole numbers as a quantity too")
    option("-H", "--hidden", metavar="N-N", type=widths, default=[16],
           help="neurons of each hidden layer, or none (default: 16)")  # fmt: skip
    option("-a", "--activation", choices=("relu", "tanh", "sigmoid"), default="relu",
           help="of the hidden layers (default: relu)")  # fmt: skip
    option("-e", "--epochs", metavar="N", type=count, default=100, help="default: 100")
    option("-r", "--rate", metavar="X", type=positive, default=0.01,
           help="Adam's learning rate (default: 0.01)")  # fmt: skip
    option(
        "-b", "--batch", metavar="N", type=count, default=32, help="samples a step (default: 32)"
    )
    option("--patience", metavar="N", type=count,
           help="stop when the validation has not improved for N epochs")  # fmt: skip
    option("--validation", metavar="SHARE", type=share, default=0.2,
           help="of the samples, drawn at random, 0 to 0.9 (default: 0.2)")  # fmt: skip
    option("--seed", metavar="N", type=whole, default=0, help="of all that is random (default: 0)")
    option("-o", "--output", metavar="FILE", type=Path, default=Path("model.json"),
           help="the network (default: model.json)")  # fmt: skip
    option("--plot", metavar="FILE", type=Path, help="learning curves, .svg, .png or .pdf")
    option("--view", metavar="FILE", type=Path,
           help="the training as a page, .html, to be looked at by epoch")  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    """Train, print what comes of it, write the network; return the exit code."""
    with ended_by_sigterm() as came:
        code = _run(arguments)
        return TERMINATED if came else code


def _run(arguments: argparse.Namespace) -> int:
    from nn.callbacks import EarlyStopping
    from nn.training_data import split
    from nn.training_page import TrainingPage

    from ..csv_table import finite, read_table

    _check_outputs(arguments)
    table = read_table(arguments.file, arguments.target, arguments.drop)
    classes = [] if arguments.quantity else table.classes()
    _tell_data(arguments.file, table, classes)
    layers = [len(table.features), *arguments.hidden, len(classes) or 1]
    check_parameters("--hidden", layers, MOST_PARAMETERS)
    name = f"{arguments.file}: the target {table.target}"
    y = [float(classes.index(cell)) if classes else finite(cell, name) for cell in table.cells]
    kept, held = split(len(y), arguments.validation, random.Random(arguments.seed))
    model = _network(arguments, table, classes, kept)
    validation = ([table.x[k] for k in held], [y[k] for k in held]) if held else None
    monitor = "val_loss" if held else "loss"
    title = f"{arguments.file}, {'-'.join(map(str, layers))}"
    history = model.fit(
        [table.x[k] for k in kept],
        [y[k] for k in kept],
        epochs=arguments.epochs,
        batch_size=arguments.batch,
        validation_data=validation,
        callbacks=[EarlyStopping(monitor, patience=arguments.patience or arguments.epochs,
                                 restore_best_weights=True),
                   *([TrainingPage(arguments.view, title=title)] if arguments.view else [])],
        seed=arguments.seed,
    )  # fmt: skip
    _tell_result(model, history, validation)
    model.save(arguments.output)
    print(f"Network: {arguments.output} (in Python: nn.load_model(...).predict(rows))")
    if arguments.plot and history.epoch:
        history.plot(arguments.plot)
        print(f"Learning curves: {arguments.plot}")
    if arguments.view:
        print(f"Page: {arguments.view} ({arguments.view.stat().st_size / 1000:.0f} kB)")
    return INTERRUPTED if history.interrupted else 0


def _check_outputs(arguments: argparse.Namespace) -> None:
    """Refuse, before any work, what could not be written at its end."""
    files = {"--output": arguments.output, "--plot": arguments.plot, "--view": arguments.view}
    for name, path in files.items():
        check_place(name, path)
    if arguments.view and arguments.view.suffix.lower() != ".html":
        raise ValueError(f"--view {arguments.view}: expected .html")
    if arguments.plot:
        if arguments.plot.suffix.lower() not in (".svg", ".png", ".pdf"):
            raise ValueError(f"--plot {arguments.plot}: expected .svg, .png or .pdf")
        from nn.history import figure_class

        figure_class()


def _tell_data(file: str, table: Table, classes: list[str]) -> None:
    features = ", ".join(table.features[:6]) + (", ..." if len(table.features) > 6 else "")
    print(f"{file}: {len(table.x)} samples, {len(table.features)} features ({features})")
    if len(classes) == 1:
        raise ValueError(f"{file}: the target {table.target} is {classes[0]!r} in every sample")
    if len(classes) > MOST_CLASSES:
        raise ValueError(
            f"{file}: the target {table.target} has {len(classes):,} classes, here it may have "
            f"{MOST_CLASSES:,}"
        )
    counts = Counter(table.cells)
    shown = ", ".join(f"{name} {counts[name]}" for name in classes[:12])
    what = f"{len(classes)} classes ({shown}{', ...' * (len(classes) > 12)})"
    print(f"Target {table.target}: {what if classes else 'a quantity'}")


def _network(
    arguments: argparse.Namespace, table: Table, classes: list[str], kept: list[int]
) -> Sequential:
    """Return the network, compiled: normalised features, hidden layers, softmax or a number."""
    from functools import partial

    from nn.dense import Dense, Normalization
    from nn.optim import Adam
    from nn.sequential import Sequential

    scaling = Normalization.of([table.x[k] for k in kept])
    hidden = [Dense(n, activation=arguments.activation) for n in arguments.hidden]
    last: list[Module]
    if classes:
        last = [Dense(len(classes), activation="softmax")]
        loss, metric = "sparse_categorical_crossentropy", "accuracy"
    else:
        of_target = Normalization.of([[float(table.cells[k])] for k in kept])
        last, loss, metric = [Dense(1), of_target.inverse()], "mse", "mae"
    model = Sequential([scaling, *hidden, *last], seed=arguments.seed)
    model.features, model.classes = table.features, classes
    model(table.x[kept[0]])  # the layers make their weights
    model.compile(partial(Adam, lr=arguments.rate), loss, [metric])
    held = len(table.x) - len(kept)
    print(
        f"{len(kept)} samples to train on, {held} to validate with, drawn at random "
        f"(seed {arguments.seed})"
    )
    what, where = "Features are", "first layer"
    if not classes:
        what, where = "Features and target are", "first and last layers"
    print(f"{what} standardised by the training samples' mean and deviation: the {where}")
    widths = [len(table.features), *arguments.hidden, len(classes) or 1]
    print(
        f"Network {'-'.join(map(str, widths))}, {arguments.activation}, "
        f"{'softmax and cross-entropy' if classes else 'squared error'}; "
        f"Adam, rate {arguments.rate:g}"
    )
    return model


def _tell_result(model: Sequential, history: History, validation: Any) -> None:
    print(f"Stopped: {history.stop_reason} ({history.seconds:.1f} s)")
    best = min(history.history.get("val_loss" if validation else "loss", []), default=None)
    if best is None:
        return
    if not validation:
        print(f"Best epoch: loss {best:.4g}")
        return
    scores = model.evaluate(*validation, return_dict=True)
    epoch = history.history["val_loss"].index(best) + 1
    m = len(validation[1])
    if "accuracy" in scores:
        right = round(scores["accuracy"] * m)
        message = f"{right} of {m} right ({scores['accuracy']:.1%}), cross-entropy {best:.4g}"
    else:
        message = f"mean absolute error {scores['mae']:.4g}, root mean square {best**0.5:.4g}"
    print(f"Validation: {message}; the weights are those of epoch {epoch}, the best")
