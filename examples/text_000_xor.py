"""Text 000: the two-layer sigmoid network, cross-entropy over m samples, and XOR learnt by it.

Equation 8-14 carries 1/m: it is about the mean J.  Here J goes down to where XOR is solved, and
each of its derivatives is read at its node.
"""

from __future__ import annotations

from functools import partial

from nn import SGD, EarlyStopping, History, TwoLayerMLP

X = [[0, 0], [0, 1], [1, 0], [1, 1]]
Y = [0, 1, 1, 0]


def trained(epochs: int = 4000) -> tuple[TwoLayerMLP, History]:
    """Return the 2-2-1 network after gradient descent on J, and what happened."""
    net = TwoLayerMLP(2, 2, seed=2)
    net.compile(partial(SGD, lr=2.0), loss="binary_crossentropy", metrics=["accuracy"])
    stop = EarlyStopping(threshold=1e-3)
    return net, net.fit(X, Y, epochs, batch_size=len(X), callbacks=[stop], verbose=0)


def main() -> None:
    """Train, and print what was learnt and the derivatives of J."""
    net, history = trained()
    losses = history.history["loss"]
    print(f"J = {losses[0]:.6f} at first, {losses[-1]:.6f} at last: {history.stop_reason}")
    for x, (a_2,) in zip(X, net.predict(X), strict=True):
        print(f"x = {x}: a_2 = {a_2:.4f}")

    table = net.inspect(X, Y)
    table.root.backward()
    for j in (1, 2):
        by_8_14 = sum(
            (table[f"a_2^{{({k})}}"].data - y) * table[f"a_{{1,{j}}}^{{({k})}}"].data
            for k, y in enumerate(Y, 1)
        ) / len(Y)
        w = net[f"w_{{2,{j}1}}"]
        print(f"dJ/d{w.label} = {w.grad:.10f} at its node, {by_8_14:.10f} by equation 8-14")


if __name__ == "__main__":
    main()
