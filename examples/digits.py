"""Handwritten digits, 64-32-10: 1,797 images of 8x8 points, which scikit-learn brings along."""

from __future__ import annotations

import random
from functools import partial
from pathlib import Path

from nn import Adam, Dense, History, Sequential
from nn.training_data import split

Samples = tuple[list[list[float]], list[list[float]]]


def load(samples: int = 1797) -> Samples:
    """Return images as rows of 64 numbers from 0 to 1, and the digits as one-hot rows."""
    from sklearn.datasets import load_digits

    data = load_digits()
    images = (data.data[:samples] / 16).tolist()
    return images, [[float(digit == k) for k in range(10)] for digit in data.target[:samples]]


def split_digits(X: list[list[float]], Y: list[list[float]]) -> tuple[Samples, Samples]:
    """Return four fifths to train on and one to validate with, drawn at random."""
    kept, held = split(len(X), 0.2, random.Random(0))
    training, validation = (([X[k] for k in lot], [Y[k] for k in lot]) for lot in (kept, held))
    return training, validation


def trained(epochs: int = 30, samples: int = 1797, **how: object) -> tuple[Sequential, History]:
    """Return the network and what happened in its training."""
    (X, Y), held = split_digits(*load(samples))
    net = Sequential(
        [Dense(32, activation="relu", input_shape=(64,)), Dense(10, activation="softmax")], seed=0
    )
    net.compile(partial(Adam, lr=0.005), "categorical_crossentropy", ["accuracy"])
    return net, net.fit(X, Y, epochs, validation_data=held, seed=0, **how)


def main() -> None:
    """Train, and draw the learning curves into digits.svg."""
    _, history = trained()
    accuracy = history.history["val_accuracy"][-1]
    print(f"validation accuracy {accuracy:.2%} after {history.seconds:.1f} s")
    print(f"(computed by {history.engine})")
    history.plot(Path("digits.svg"))


if __name__ == "__main__":
    main()
