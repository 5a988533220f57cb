"""A recurrent network over six steps, h_t = tanh(W x_t + U h_{t-1} + b): the mean of six."""

from __future__ import annotations

from autograd import Value, tanh
from nn import Adam, Linear, Module, mse_loss

SEQUENCES = [
    [0.5, -0.2, 0.1, 0.9, -0.4, 0.3],
    [-0.7, 0.4, -0.1, -0.6, 0.2, -0.3],
    [0.2, 0.8, 0.6, -0.1, 0.5, 0.4],
    [0.0, -0.5, 0.7, 0.3, -0.8, 0.6],
]
TARGETS = [sum(xs) / len(xs) for xs in SEQUENCES]


class Recurrent(Module):
    """One input a step, `n` hidden numbers, one output after the last step."""

    def __init__(self, n: int = 3) -> None:
        self.W = Linear(1, n, seed=0)
        self.U = Linear(n, n, bias=False, seed=1)
        self.V = Linear(n, 1, seed=2)

    def states(self, x: list[float]) -> list[list[Value]]:
        """Return the hidden nodes before the first step and after each."""
        found = [[Value(0.0) for _ in self.W.weight]]
        for x_t in x:
            pairs = zip(self.W([x_t]), self.U(found[-1]), strict=True)
            found.append([tanh(a + b) for a, b in pairs])
        return found

    def forward(self, x: list[float]) -> Value:
        """Return the output for a sequence."""
        return self.V(self.states(x)[-1])


def trained(steps: int = 50) -> tuple[Recurrent, list[float]]:
    """Return the network and the loss before each step."""
    net, losses = Recurrent(), []
    optimizer = Adam(net.parameters(), lr=0.05)
    for _ in range(steps):
        optimizer.zero_grad()
        loss = mse_loss([net(x) for x in SEQUENCES], TARGETS)
        loss.backward()
        optimizer.step()
        losses.append(loss.data)
    return net, losses


if __name__ == "__main__":
    net, losses = trained()
    print(f"loss {losses[0]:.6f} -> {losses[-1]:.6f}")
    states = net.states(SEQUENCES[0])
    mse_loss(net.V(states[-1]), TARGETS[0]).backward()
    for t, hs in enumerate(states):
        print(f"step {t}: dL/dh = {'  '.join(f'{h.grad: .6f}' for h in hs)}")
