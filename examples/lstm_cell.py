"""An LSTM cell, gate by gate: i, f, o = sigmoid, g = tanh; c' = f c + i g; h' = o tanh c'.

It learns to keep the first number of a sequence and to forget the rest.
"""

from __future__ import annotations

from autograd import Value, sigmoid, tanh
from nn import Adam, Linear, Module, mse_loss

SEQUENCES = [[0.8, -0.3, 0.5, 0.1], [-0.6, 0.2, -0.9, 0.4], [0.3, 0.7, -0.2, -0.5]]
TARGETS = [xs[0] for xs in SEQUENCES]
State = tuple[list[Value], list[Value]]


class LSTMCell(Module):
    """One input and `n` hidden numbers: the rows of `x` and `h` are the gates i, f, g, o."""

    def __init__(self, n: int = 2) -> None:
        self.n = n
        self.x = Linear(1, 4 * n, seed=0)
        self.h = Linear(n, 4 * n, seed=1)
        self.out = Linear(n, 1, seed=2)

    def step(self, x: float, state: State) -> State:
        """Return the next h and c."""
        h, c = state
        z = [a + b for a, b in zip(self.x([x]), self.h(h), strict=True)]
        i, f, g, o = (z[k * self.n : (k + 1) * self.n] for k in range(4))
        gates = zip(f, c, i, g, strict=True)
        c = [sigmoid(fj) * cj + sigmoid(ij) * tanh(gj) for fj, cj, ij, gj in gates]
        return [sigmoid(oj) * tanh(cj) for oj, cj in zip(o, c, strict=True)], c

    def forward(self, xs: list[float]) -> Value:
        """Return the output after the last step."""
        state: State = ([Value(0.0)] * self.n, [Value(0.0)] * self.n)
        for x in xs:
            state = self.step(x, state)
        return self.out(state[0])


def trained(steps: int = 50) -> tuple[LSTMCell, list[float]]:
    """Return the network and the loss before each step."""
    net, losses = LSTMCell(), []
    optimizer = Adam(net.parameters(), lr=0.05)
    for _ in range(steps):
        optimizer.zero_grad()
        loss = mse_loss([net(xs) for xs in SEQUENCES], TARGETS)
        loss.backward()
        optimizer.step()
        losses.append(loss.data)
    return net, losses


if __name__ == "__main__":
    net, losses = trained()
    print(f"loss {losses[0]:.6f} -> {losses[-1]:.6f}")
    print("\n".join(f"{xs[0]: .1f} remembered as {net(xs).data: .3f}" for xs in SEQUENCES))
