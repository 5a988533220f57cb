"""Attention of three tokens: each looks at all, weighs them by softmax(q . k / sqrt d), and sums.

It learns to give every token the one that follows it, the last one the first.
"""

from __future__ import annotations

from autograd import Value, dot, softmax
from nn import Adam, Linear, Module, mse_loss

TOKENS = [[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]]
TARGETS = [TOKENS[1], TOKENS[2], TOKENS[0]]


class Attention(Module):
    """One head: queries, keys and values of width `d`."""

    def __init__(self, d: int = 2) -> None:
        self.query = Linear(d, d, bias=False, seed=0)
        self.key = Linear(d, d, bias=False, seed=1)
        self.value = Linear(d, d, bias=False, seed=2)

    def weights(self, tokens: list[list[float]]) -> list[list[Value]]:
        """Return in row i, column j how much token i looks at token j."""
        keys = [self.key(x) for x in tokens]
        found = []
        for i, x in enumerate(tokens, 1):
            q = self.query(x)
            found.append(softmax([dot(q, k) * len(q) ** -0.5 for k in keys]))
            for j, weight in enumerate(found[-1], 1):
                weight.label = rf"\alpha_{{{i},{j}}}"
        return found

    def forward(self, tokens: list[list[float]]) -> list[list[Value]]:
        """Return the new tokens."""
        columns = list(zip(*[self.value(x) for x in tokens], strict=True))
        return [[dot(row, column) for column in columns] for row in self.weights(tokens)]


def trained(steps: int = 50) -> tuple[Attention, list[float]]:
    """Return the network and the loss before each step."""
    net, losses = Attention(), []
    optimizer = Adam(net.parameters(), lr=0.1)
    for _ in range(steps):
        optimizer.zero_grad()
        loss = mse_loss(net(TOKENS), TARGETS)
        loss.backward()
        optimizer.step()
        losses.append(loss.data)
    return net, losses


if __name__ == "__main__":
    net, losses = trained(300)
    print(f"loss {losses[0]:.6f} -> {losses[-1]:.6f}")
    for row in net.weights(TOKENS):
        print("  ".join(f"{weight.data:.3f}" for weight in row))
