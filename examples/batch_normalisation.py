"""Batch normalisation: each sample's gradient goes through the mean and the variance of all.

y = gamma (x - mean) / sqrt(variance + 1e-5) + beta for each feature, over the batch.
"""

from __future__ import annotations

from autograd import Value, sqrt, total
from nn import SGD, Linear, Module, Tanh, mse_loss

X = [[2.1, -30.0], [1.9, 55.0], [2.4, 10.0], [2.0, -70.0], [2.2, 40.0], [1.7, -5.0]]
Y = [0.3, 0.9, -0.6, -0.2, 0.5, 0.8]


class BatchNorm(Module):
    """Normalises `n` features over a batch: a list of samples, each a list of numbers."""

    def __init__(self, n: int, eps: float = 1e-5) -> None:
        self.gamma = [Value(1.0, rf"\gamma_{i}") for i in range(1, n + 1)]
        self.beta = [Value(0.0, rf"\beta_{i}") for i in range(1, n + 1)]
        self.eps = eps

    def forward(self, batch: list[list[Value]]) -> list[list[Value]]:
        """Return the batch, normalised feature by feature."""
        columns = []
        for xs, gamma, beta in zip(zip(*batch, strict=True), self.gamma, self.beta, strict=True):
            mean = total(xs) / len(xs)
            variance = total([(x - mean) ** 2 for x in xs]) / len(xs)
            scale = gamma / sqrt(variance + self.eps)
            columns.append([(x - mean) * scale + beta for x in xs])
        return [list(row) for row in zip(*columns, strict=True)]


class Net(Module):
    """Linear, batch normalisation, tanh, linear."""

    def __init__(self) -> None:
        self.first, self.norm, self.last = Linear(2, 3, seed=0), BatchNorm(3), Linear(3, 1, seed=1)

    def forward(self, batch: list[list[float]]) -> list[Value]:
        """Return the output of each sample."""
        return [self.last(Tanh()(row)) for row in self.norm([self.first(x) for x in batch])]


def trained(steps: int = 50) -> tuple[Net, list[float]]:
    """Return the network and the loss before each step."""
    net, losses = Net(), []
    optimizer = SGD(net.parameters(), lr=0.1, momentum=0.9)
    for _ in range(steps):
        optimizer.zero_grad()
        loss = mse_loss(net(X), Y)
        loss.backward()
        optimizer.step()
        losses.append(loss.data)
    return net, losses


if __name__ == "__main__":
    print("loss {:.6f} -> {:.6f}".format(*[trained()[1][step] for step in (0, -1)]))
