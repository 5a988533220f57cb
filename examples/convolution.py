"""A 2x2 convolution, relu, the mean, a logit: upright bars are told from level ones."""

from __future__ import annotations

from autograd import Value, affine, relu, total
from nn import Adam, Linear, Module, binary_cross_entropy_with_logits

UPRIGHT = [[[float(j == at) for j in range(4)] for _ in range(4)] for at in (1, 2)]
LEVEL = [[[float(i == at) for _ in range(4)] for i in range(4)] for at in (1, 2)]
IMAGES, LABELS = [*UPRIGHT, *LEVEL], [1.0, 1.0, 0.0, 0.0]


class Convolution(Module):
    """Slides a kernel of `n` x `n` weights and one bias over an image."""

    def __init__(self, n: int = 2) -> None:
        self.kernel = Linear(n, n, seed=3).weight  # n rows of n Values
        self.bias = Value(0.1, "b")

    def forward(self, image: list[list[float]]) -> list[list[Value]]:
        """Return the kernel's weighted sum at every place where it fits."""
        n = len(self.kernel)
        weights = [w for row in self.kernel for w in row]
        fits = range(len(image) - n + 1)
        rows = [image[i : i + n] for i in fits]
        return [[affine(weights, [x for row in part for x in row[j : j + n]], self.bias)
                 for j in fits] for part in rows]  # fmt: skip


class Net(Module):
    """Convolution, relu, mean, logit."""

    def __init__(self) -> None:
        self.convolution, self.last = Convolution(), Linear(1, 1, seed=0)

    def forward(self, image: list[list[float]]) -> Value:
        """Return the logit of an upright bar."""
        found = [relu(z) for row in self.convolution(image) for z in row]
        return self.last([total(found) / len(found)])


def trained(steps: int = 50) -> tuple[Net, list[float]]:
    """Return the network and the loss before each step."""
    net, losses = Net(), []
    optimizer = Adam(net.parameters(), lr=0.1)
    for _ in range(steps):
        optimizer.zero_grad()
        loss = binary_cross_entropy_with_logits([net(image) for image in IMAGES], LABELS)
        loss.backward()
        optimizer.step()
        losses.append(loss.data)
    return net, losses


if __name__ == "__main__":
    net, losses = trained(200)
    print(f"loss {losses[0]:.6f} -> {losses[-1]:.6f}")
    print(*[[round(k.data, 3) for k in row] for row in net.convolution.kernel], sep="\n")
