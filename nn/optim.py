"""Optimisers: they change the parameters' data by their gradients.

The formulas go element by element, so that the same lines step Values one by one, and the vector
of all parameters of a compiled graph at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from numbers import Real
from typing import Any

from autograd import Value


class Vector:
    """Parameters as one: `data` and `grad` are arrays with a number for each of them, in order."""

    def __init__(self, params: Iterable[Value], data: Any, grad: Any) -> None:
        self.params, self.data, self.grad = list(params), data, grad


class Optimizer:
    """What optimisers share: the parameters, the learning rate and `zero_grad`.

    `state` holds for each parameter the numbers that its next step depends on.
    """

    width = 1  # of such numbers

    def __init__(self, params: Iterable[Value], lr: float) -> None:
        self.params: list[Any] = list(params)
        if not self.params:
            raise ValueError(f"{type(self).__name__}: there are no parameters to optimise")
        if not all(isinstance(p, Value) for p in self.params):
            raise TypeError(f"{type(self).__name__}: the parameters must be Values")
        self.lr = _from_zero(lr, "lr")
        self.state: list[tuple[Any, ...]] = [(0.0,) * self.width] * len(self.params)

    def step(self) -> None:
        """Change the parameters once; an optimiser says how."""
        raise TypeError(f"{type(self).__name__} has no step()")

    def zero_grad(self) -> None:
        """Set the gradient of every parameter to 0."""
        for p in self.params:
            p.grad = 0.0

    @contextmanager
    def stepping(self, vector: Vector) -> Iterator[None]:
        """Within, `step` changes this vector of the parameters and not the Values themselves."""
        params, xp = self.params, vector.data.__array_namespace__()
        state = dict(zip(params, self.state, strict=True))
        parts = zip(*[state[p] for p in vector.params], strict=True)
        self.params, self.state = [vector], [tuple(map(xp.asarray, parts))]
        try:
            yield
        finally:
            columns = [part.tolist() for part in self.state[0]]
            state |= zip(vector.params, zip(*columns, strict=True), strict=True)
            self.params, self.state = params, [state[p] for p in params]


class SGD(Optimizer):
    """v = momentum v + gradient; p = p - lr v."""

    def __init__(self, params: Iterable[Value], lr: float = 1e-3, momentum: float = 0.0) -> None:
        super().__init__(params, lr)
        self.momentum = _from_zero(momentum, "momentum")

    def step(self) -> None:
        """Change the parameters once."""
        lr, momentum = self.lr, self.momentum
        if not momentum:
            for p in self.params:
                p.data -= lr * p.grad
            return
        for i, p in enumerate(self.params):
            v = momentum * self.state[i][0] + p.grad
            self.state[i] = (v,)
            p.data -= lr * v


class Adam(Optimizer):
    """Kingma and Ba's Adam, with bias correction."""

    width = 2

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
        self._steps = 0

    def step(self) -> None:
        """Change the parameters once."""
        self._steps += 1
        beta1, beta2 = self.betas
        lr = self.lr / (1 - beta1**self._steps)
        scale = 1 - beta2**self._steps
        for i, p in enumerate(self.params):
            m, v = self.state[i]
            m = beta1 * m + (1 - beta1) * p.grad
            v = beta2 * v + (1 - beta2) * p.grad * p.grad
            self.state[i] = m, v
            p.data -= lr * m / ((v / scale) ** 0.5 + self.eps)


def _from_zero(x: float, name: str) -> float:
    if not isinstance(x, Real):
        raise TypeError(f"{name} must be a number from 0 up, got {type(x).__name__} {x!r:.60}")
    if not 0 <= x < float("inf"):
        raise ValueError(f"{name} must be a number from 0 up, got {x!r}")
    return x
