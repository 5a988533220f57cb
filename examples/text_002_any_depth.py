"""Text 002: sigmoid layers of any number, C = (1/2) ||a^(L) - y||^2, and delta layer by layer.

The text counts the inputs as layer 1, so that the first weights are w^(2).
"""

from __future__ import annotations

import random
from functools import partial
from itertools import pairwise

from nn import (
    SGD,
    EarlyStopping,
    History,
    Layer,
    Sequential,
    deltas,
    deltas_by_recursion,
    half_squared_error,
)

X = [[0.1, 0.7, 0.3], [0.9, 0.2, 0.4], [0.4, 0.5, 0.8], [0.6, 0.1, 0.1]]
Y = [[0.9, 0.1], [0.2, 0.8], [0.6, 0.6], [0.1, 0.3]]


def network(*widths: int) -> Sequential:
    """Return sigmoid layers of these widths, the inputs' first: (3, 3, 2) is the text's."""
    rng = random.Random(0)
    return Sequential(
        [
            Layer(below, here, activation="sigmoid", rng=rng, number=number)
            for number, (below, here) in enumerate(pairwise(widths), 2)
        ]
    )


def trained(net: Sequential, iterations: int, threshold: float = 1e-4) -> History:
    """Train until no parameter changes by the threshold, or for that many iterations."""
    net.compile(partial(SGD, lr=2.0), loss="half_squared_error")
    return net.fit(
        X, Y, iterations, batch_size=len(X), callbacks=[EarlyStopping(threshold=threshold)],
        verbose=0,
    )  # fmt: skip


def main() -> None:
    """Print delta by the graph and by the recursion, then train networks of several depths."""
    net = network(3, 3, 2)
    half_squared_error(net(X[0]), Y[0]).backward()
    for number, (found, by_recursion) in enumerate(
        zip(deltas(net), deltas_by_recursion(net), strict=True), 2
    ):
        print(f"delta^({number})       = {_row(found)} at the nodes z")
        print(f"  by recursion = {_row(by_recursion)}")
    for widths, iterations in (((3, 3, 2), 10_000), ((3, 4, 4, 2), 10_000), ((3, 4, 4, 2), 1000)):
        history = trained(network(*widths), iterations)
        losses = history.history["loss"]
        print(
            f"{'-'.join(map(str, widths))}: C = {losses[0]:.6f} -> {losses[-1]:.6f} in "
            f"{len(losses)} iterations: {history.stop_reason}"
        )


def _row(numbers: list[float]) -> str:
    return "  ".join(f"{x: .12f}" for x in numbers)


if __name__ == "__main__":
    main()
