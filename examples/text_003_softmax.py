"""Text 003: sigmoid hidden layers, softmax, cross-entropy averaged over N samples.

Its conclusion: at the last layer delta is "output minus truth", a - y.  Trained on iris, which
scikit-learn brings along (the extra `examples`).
"""

from __future__ import annotations

import random
from functools import partial

from autograd import grad
from nn import SGD, Dense, History, Normalization, Sequential, categorical_crossentropy
from nn.training_data import split


def iris() -> tuple[list[list[float]], list[list[float]]]:
    """Return the 150 flowers, four lengths each, and their kinds as one-hot rows."""
    from sklearn.datasets import load_iris

    data = load_iris()
    return data.data.tolist(), [[float(kind == k) for k in range(3)] for kind in data.target]


def trained(epochs: int = 200) -> tuple[Sequential, History]:
    """Return a 4-8-8-3 network, trained on four fifths of the flowers."""
    X, Y = iris()
    kept, held = split(len(X), 0.2, random.Random(0))
    net = Sequential(
        [
            Normalization.of([X[k] for k in kept]),
            Dense(8, activation="sigmoid"),
            Dense(8, activation="sigmoid"),
            Dense(3, activation="softmax"),
        ],
        seed=0,
    )
    net.compile(partial(SGD, lr=0.5, momentum=0.9), "categorical_crossentropy", ["accuracy"])
    history = net.fit(
        [X[k] for k in kept], [Y[k] for k in kept], epochs, seed=0, verbose=0,
        validation_data=([X[k] for k in held], [Y[k] for k in held]),
    )  # fmt: skip
    return net, history


def main() -> None:
    """Train, and show a - y at the last layer of one sample."""
    net, history = trained()
    print(f"{len(history.epoch)} epochs, computed by {history.engine}")
    for name, numbers in history.history.items():
        print(f"{name:13} {numbers[0]:.4f} -> {numbers[-1]:.4f}")
    X, Y = iris()
    x, y = X[100], Y[100]
    a = net(x)
    z = [neuron.z for neuron in net.layers[-1].neurons]
    for k, delta in enumerate(grad(categorical_crossentropy(a, y), z)):
        print(f"dL/dz_{k + 1} = {delta: .12f}   a_{k + 1} - y_{k + 1} = {a[k].data - y[k]: .12f}")


if __name__ == "__main__":
    main()
