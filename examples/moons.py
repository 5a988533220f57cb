"""Two moons, 2-16-16-1: solved, and the boundary that was learnt as a picture."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from nn import Adam, Dense, History, Sequential

COLOURS = ("#1f5a9e", "#b8450f")  # of the moons
SHADES = ("#bcd5ee", "#ffffff", "#f6cfb4")  # of the network's output, from 0 to 1


def load(samples: int = 200) -> tuple[list[list[float]], list[int]]:
    """Return points in the plane, and on which moon each lies."""
    from sklearn.datasets import make_moons

    X, y = make_moons(samples, noise=0.1, random_state=0)
    return X.tolist(), y.tolist()


def trained(epochs: int = 100, samples: int = 200, **how: Any) -> tuple[Sequential, History]:
    """Return the network and what happened in its training."""
    net = Sequential(
        [
            Dense(16, activation="relu", input_shape=(2,)),
            Dense(16, activation="relu"),
            Dense(1, activation="sigmoid"),
        ],
        seed=0,
    )
    net.compile(partial(Adam, lr=0.01), "binary_crossentropy", ["accuracy"])
    return net, net.fit(*load(samples), epochs, seed=0, **how)


def drawn(net: Sequential, path: str | Path, points: int = 200) -> None:
    """Draw the samples over what the network gives for every place of the plane."""
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.figure import Figure

    X, y = load()
    spans = [(min(column) - 0.5, max(column) + 0.5) for column in zip(*X, strict=True)]
    across, up = ([low + (high - low) * i / (points - 1) for i in range(points)]
                  for low, high in spans)  # fmt: skip
    found = net.predict([[x_1, x_2] for x_2 in up for x_1 in across])
    field = [[a for (a,) in found[row * points : (row + 1) * points]] for row in range(points)]

    figure = Figure(figsize=(7.2, 4.2), layout="constrained")
    axes = figure.subplots()
    levels = [i / 20 for i in range(21)]
    shades = axes.contourf(across, up, field, levels,
                           cmap=LinearSegmentedColormap.from_list("moons", SHADES))  # fmt: skip
    axes.contour(across, up, field, levels=[0.5], colors="#222222", linewidths=1.6)
    for label, marker in ((0, "o"), (1, "^")):
        chosen = [x for x, moon in zip(X, y, strict=True) if moon == label]
        axes.scatter(*zip(*chosen, strict=True), c=COLOURS[label], marker=marker, s=20,
                     label=f"moon {label}")  # fmt: skip
    bar = figure.colorbar(shades, ax=axes, ticks=[0, 0.5, 1], shrink=0.8)
    bar.set_label("output $a$; the line is 0.5")
    axes.set_xlabel("$x_1$")
    axes.set_ylabel("$x_2$", rotation=0, labelpad=8)
    axes.legend(loc="upper left", framealpha=0.9)
    axes.set_aspect("equal")
    figure.savefig(path, dpi=150)


def main() -> None:
    """Train, and draw the boundary into moons.png."""
    net, history = trained(verbose=0)
    last = {name: xs[-1] for name, xs in history.history.items()}
    print(f"loss {last['loss']:.5f}, accuracy {last['accuracy']:.1%} after {history.seconds:.1f} s")
    print(f"(computed by {history.engine})")
    drawn(net, "moons.png")


if __name__ == "__main__":
    main()
