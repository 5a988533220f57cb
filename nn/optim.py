"""Optimisers: they change the parameters' data by their gradients."""

from __future__ import annotations

from collections.abc import Iterable
from numbers import Real

from autograd import Value


class Optimizer:
    """What optimisers share: the parameters, the learning rate and `zero_grad`."""

    def __init__(self, params: Iterable[Value], lr: float) -> None:
        self.params = list(params)
        if not self.params:
            raise ValueError(f"{type(self).__name__}: there are no parameters to optimise")
        if not all(isinstance(p, Value) for p in self.params):
            raise TypeError(f"{type(self).__name__}: the parameters must be Values")
        self.lr = _from_zero(lr, "lr")

    def zero_grad(self) -> None:
        """Set the gradient of every parameter to 0."""
        for p in self.params:
            p.grad = 0.0


class SGD(Optimizer):
    """v = momentum v + gradient; p = p - lr v."""

    def __init__(self, params: Iterable[Value], lr: float = 1e-3, momentum: float = 0.0) -> None:
        super().__init__(params, lr)
        self.momentum = _from_zero(momentum, "momentum")
        self._velocity = [0.0] * len(self.params)

    def step(self) -> None:
        """Change the parameters once."""
        lr, momentum = self.lr, self.momentum
        if not momentum:
            for p in self.params:
                p.data -= lr * p.grad
            return
        self._velocity = [
            momentum * v + p.grad for v, p in zip(self._velocity, self.params, strict=True)
        ]
        for p, v in zip(self.params, self._velocity, strict=True):
            p.data -= lr * v


class Adam(Optimizer):
    """Kingma and Ba's Adam, with bias correction."""

    def __init__(
        self,
        params: Iterable[Value],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
    ) -> None:
        super().__init__(params, lr)
        if not all(0 <= beta < 1 for beta in betas):
            raise ValueError(f"betas must be in [0, 1), got {betas}")
        self.betas, self.eps = betas, eps
        self._moments = [(0.0, 0.0)] * len(self.params)
        self._steps = 0

    def step(self) -> None:
        """Change the parameters once."""
        self._steps += 1
        beta1, beta2 = self.betas
        lr = self.lr / (1 - beta1**self._steps)
        scale = 1 - beta2**self._steps
        for i, p in enumerate(self.params):
            m, v = self._moments[i]
            m = beta1 * m + (1 - beta1) * p.grad
            v = beta2 * v + (1 - beta2) * p.grad * p.grad
            self._moments[i] = m, v
            p.data -= lr * m / ((v / scale) ** 0.5 + self.eps)


def _from_zero(x: float, name: str) -> float:
    if not isinstance(x, Real):
        raise TypeError(f"{name} must be a number from 0 up, got {type(x).__name__} {x!r:.60}")
    if not 0 <= x < float("inf"):
        raise ValueError(f"{name} must be a number from 0 up, got {x!r}")
    return x
