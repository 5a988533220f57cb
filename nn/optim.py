"""Optimisers: they change the parameters' data by their gradients, as PyTorch's of the same names.

The formulas go element by element, so that the same lines step Values one by one, and the vector
of all parameters of a compiled graph at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from math import isfinite
from numbers import Real
from typing import Any, ClassVar

from autograd import Value


class Vector:
    """Parameters as one: `data` and `grad` are arrays with a number for each of them, in order."""

    def __init__(self, params: Iterable[Value], data: Any, grad: Any) -> None:
        self.params, self.data, self.grad = list(params), data, grad


class Optimizer:
    """What optimisers share: the parameters, the learning rate, weight decay and `zero_grad`.

    `state` holds for each parameter the numbers that its next step depends on, `steps` how many
    there have been.
    """

    width: ClassVar[int] = 1  # of such numbers
    settings: ClassVar[tuple[str, ...]] = ("lr", "weight_decay")

    def __init__(self, params: Iterable[Value], lr: float, weight_decay: float = 0.0) -> None:
        name = type(self).__name__
        self.params: list[Any] = list(params)
        if not self.params:
            raise ValueError(f"{name}: there are no parameters to optimise")
        if not all(isinstance(p, Value) for p in self.params):
            raise TypeError(f"{name}: the parameters must be Values")
        if len(set(self.params)) < len(self.params):
            twice = next(i for i, p in enumerate(self.params) if p in self.params[:i])
            raise ValueError(f"{name}: parameter {twice + 1} was given before; it would step twice")
        self.lr = _from_zero(lr, "lr")
        self.weight_decay = _from_zero(weight_decay, "weight_decay")
        self.state: list[tuple[Any, ...]] = [(0.0,) * self.width] * len(self.params)
        self.steps = 0

    def step(self) -> None:
        """Change the parameters once; an optimiser says how."""
        raise TypeError(f"{type(self).__name__} has no step()")

    def zero_grad(self) -> None:
        """Set the gradient of every parameter to 0."""
        for p in self.params:
            p.grad = 0.0

    def state_dict(self) -> dict[str, Any]:
        """Return all that the next steps depend on, as plain data: also for JSON."""
        return {
            "type": type(self).__name__,
            "settings": {name: getattr(self, name) for name in self.settings},
            "steps": self.steps,
            "state": [list(numbers) for numbers in self.state],
        }

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Go on where `state_dict` was taken, to the last bit.

        A ValueError says where the data are not those of this optimiser; then nothing is changed.
        """
        name = type(self).__name__
        if not isinstance(state, Mapping) or state.get("type") != name:
            raise ValueError(f"load_state_dict: expected the state of {name}, got {state!r:.60}")
        settings, steps, rows = state.get("settings"), state.get("steps"), state.get("state")
        if not isinstance(settings, Mapping) or set(settings) != set(self.settings):
            raise ValueError(f"load_state_dict: {name} has the settings {', '.join(self.settings)}")
        if not isinstance(steps, int) or steps < 0:
            raise ValueError(
                f"load_state_dict: steps must be a number from 0 up, got {steps!r:.40}"
            )
        if not isinstance(rows, (list, tuple)) or len(rows) != len(self.params):
            raise ValueError(f"load_state_dict: expected numbers for {len(self.params)} parameters")
        for i, row in enumerate(rows, 1):
            if len(row) != self.width or not all(isfinite(x) for x in row):
                raise ValueError(f"load_state_dict: parameter {i}: expected {self.width} numbers")
        kept: dict[str, Any] = {
            key: tuple(x) if isinstance(x, list) else x for key, x in settings.items()
        }
        type(self)(self.params, **kept)  # refuses settings that cannot be
        vars(self).update(kept)
        self.steps, self.state = steps, [tuple(map(float, row)) for row in rows]

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
    """g = gradient + weight_decay p; v = momentum v + g; p = p - lr v.

    With `nesterov` the step is g + momentum v.

    >>> from autograd import Value
    >>> from nn import SGD
    >>> p = Value(1.0)
    >>> (p * p).backward()
    >>> SGD([p], lr=0.1).step()
    >>> round(p.data, 8)
    0.8
    """

    settings = ("lr", "momentum", "weight_decay", "nesterov")

    def __init__(
        self,
        params: Iterable[Value],
        lr: float = 1e-3,
        momentum: float = 0.0,
        *,
        weight_decay: float = 0.0,
        nesterov: bool = False,
    ) -> None:
        super().__init__(params, lr, weight_decay)
        self.momentum = _from_zero(momentum, "momentum")
        self.nesterov = bool(nesterov)
        if nesterov and not momentum:
            raise ValueError("SGD: nesterov needs a momentum above 0")

    def step(self) -> None:
        """Change the parameters once."""
        self.steps += 1
        lr, momentum, decay = self.lr, self.momentum, self.weight_decay
        if not (momentum or decay):
            for p in self.params:
                p.data -= lr * p.grad
            return
        for i, p in enumerate(self.params):
            g = p.grad + decay * p.data
            if momentum:
                v = momentum * self.state[i][0] + g
                self.state[i] = (v,)
                g = g + momentum * v if self.nesterov else v
            p.data -= lr * g


class Adam(Optimizer):
    """Kingma and Ba's Adam, with bias correction; weight decay is added to the gradient.

    >>> from autograd import Value
    >>> from nn import Adam
    >>> p = Value(1.0)
    >>> (p * p).backward()
    >>> Adam([p], lr=0.1).step()
    >>> round(p.data, 8)
    0.9
    """

    width = 2
    settings = ("lr", "betas", "eps", "weight_decay")
    decoupled: ClassVar[bool] = False

    def __init__(
        self,
        params: Iterable[Value],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        *,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(params, lr, weight_decay)
        if len(betas) != 2 or not all(0 <= beta < 1 for beta in betas):
            raise ValueError(f"betas must be in [0, 1), got {betas}")
        self.betas, self.eps = betas, _from_zero(eps, "eps")

    def step(self) -> None:
        """Change the parameters once."""
        self.steps += 1
        (beta1, beta2), decay = self.betas, self.weight_decay
        lr = self.lr / (1 - beta1**self.steps)
        scale = 1 - beta2**self.steps
        for i, p in enumerate(self.params):
            g = p.grad
            if decay and self.decoupled:
                p.data *= 1 - self.lr * decay
            elif decay:
                g = g + decay * p.data
            m, v = self.state[i]
            m = beta1 * m + (1 - beta1) * g
            v = beta2 * v + (1 - beta2) * g * g
            self.state[i] = m, v
            p.data -= lr * m / ((v / scale) ** 0.5 + self.eps)


class AdamW(Adam):
    """Loshchilov and Hutter's AdamW: Adam whose weight decay shrinks the parameters themselves.

    >>> from autograd import Value
    >>> from nn import AdamW
    >>> p = Value(1.0)
    >>> (p * p).backward()
    >>> AdamW([p], lr=0.1).step()
    >>> round(p.data, 8)
    0.899
    """

    decoupled = True

    def __init__(
        self,
        params: Iterable[Value],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        *,
        weight_decay: float = 0.01,
    ) -> None:
        super().__init__(params, lr, betas, eps, weight_decay=weight_decay)


def clip_grad_norm_(parameters: Iterable[Value], max_norm: float) -> float:
    """Shrink the gradients together to a Euclidean norm of `max_norm`; return what it was.

    As PyTorch's, which divides by the norm + 1e-6.  Smaller gradients stay as they are.

    >>> from autograd import Value, dot
    >>> from nn import clip_grad_norm_
    >>> p, q = Value(1.0), Value(1.0)
    >>> dot([p, q], [Value(3.0), Value(4.0)]).backward()
    >>> clip_grad_norm_([p, q], 1.0), round(p.grad, 5), round(q.grad, 5)
    (5.0, 0.6, 0.8)

    A ValueError or TypeError where `max_norm` is no number from 0 up.
    """
    params = list(parameters)
    norm = float(sum(p.grad * p.grad for p in params) ** 0.5)
    scale = _from_zero(max_norm, "max_norm") / (norm + 1e-6)
    if scale < 1:
        for p in params:
            p.grad *= scale
    return norm


def _from_zero(x: float, name: str) -> float:
    if not isinstance(x, Real):
        raise TypeError(f"{name} must be a number from 0 up, got {type(x).__name__} {x!r:.60}")
    if not 0 <= x < float("inf"):
        raise ValueError(f"{name} must be a number from 0 up, got {x!r}")
    return x
