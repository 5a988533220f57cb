"""The operations of the table in PyTorch, in double precision.

TORCH           row name -> a function of tensors
TORCH_FAMILIES  family name -> the same for a row made from numbers

Without torch whoever imports this is skipped; where CHAINRULE_REQUIRE_ORACLES is set it fails.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import Any

from oracles import definition, essential, required

from autograd import Op

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # torch's own, on import, which are not ours to mend
    torch = required("torch")
F = torch.nn.functional


def _halves(wx: Sequence[Any]) -> tuple[Any, Any]:
    n = len(wx) // 2
    return torch.stack(wx[:n]), torch.stack(wx[n:])


def _first_of(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *xs: function(torch.stack(xs), 0)[0]


TORCH: dict[str, Callable[..., Any]] = {
    "add": torch.add,
    "sub": torch.sub,
    "mul": torch.mul,
    "div": torch.div,
    "neg": torch.neg,
    "mod": torch.remainder,
    "identity": torch.clone,
    "power": torch.pow,
    "xlogy": torch.special.xlogy,
    "erf": torch.special.erf,
    "erfc": torch.special.erfc,
    "gaussian": lambda x: torch.exp(-x * x),
    "normal_curve": lambda x: torch.exp(-x * x / 2),
    "normal_cdf": torch.special.ndtr,
    "heaviside": lambda x: (x > 0).to(x.dtype),
    "absolute": torch.abs,
    "maximum": lambda *xs: torch.stack(xs).amax(),
    "minimum": lambda *xs: torch.stack(xs).amin(),
    "complement": lambda x: 1 - x,
    "one_less_square": lambda x: 1 - x * x,
    "choose": lambda a, b, x, y: torch.where(a >= b, x, y),
    "over": torch.div,
    "log_odds": lambda x: torch.log1p(-x) - torch.log(x),
    "cross_entropy_slope": lambda x, y: -y / x + (1 - y) / (1 - x),
    "softplus": F.softplus,
    "silu": F.silu,
    "gelu": F.gelu,
    "total": lambda *xs: torch.stack(xs).sum(),
    "prod": lambda *xs: torch.stack(xs).prod(),
    "dot": lambda *wx: torch.dot(*_halves(wx)),
    "affine": lambda *wxb: torch.dot(*_halves(wxb[:-1])) + wxb[-1],
    "logsumexp": lambda *xs: torch.logsumexp(torch.stack(xs), 0),
    "softmax": _first_of(torch.softmax),
    "softmax_cross_entropy": lambda *xs: F.cross_entropy(torch.stack(xs), torch.tensor(0)),
    "binary_cross_entropy": F.binary_cross_entropy,
    "binary_cross_entropy_of_sigmoid": F.binary_cross_entropy,
    "binary_cross_entropy_with_logits": F.binary_cross_entropy_with_logits,
}
SAME_NAME = [
    "exp", "expm1", "log", "log1p", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "tanh", "asin",
    "acos", "atan", "sign", "relu", "sigmoid", "log2", "log10", "atan2", "hypot",
    "asinh", "acosh", "atanh",
]  # fmt: skip
TORCH |= {name: getattr(torch, name) for name in SAME_NAME}
TORCH_FAMILIES: dict[str, Callable[..., Callable[..., Any]]] = {
    "power_by": lambda n: lambda x: torch.pow(x, n),
    "power_of": lambda base: lambda x: torch.pow(base, x),
    "leaky_relu_by": lambda slope: lambda x: F.leaky_relu(x, slope),
    "weighted_sum": lambda *cs: lambda *xs: torch.dot(tensor(cs), torch.stack(xs)),
}


def tensor(numbers: Any) -> Any:
    return torch.tensor(numbers, dtype=torch.float64)


def in_torch(row: Op, table: dict[str, Callable[..., Any]] = TORCH) -> Callable[..., Any]:
    """Return a row as a function of tensors, for all of its inputs."""
    function = definition(row, table, TORCH_FAMILIES)
    return lambda *inputs: function(*essential(row, inputs))


def gradients(root: Any, leaves: Sequence[Any]) -> list[Any]:
    """Return the derivatives as tensors to be differentiated again; 0 by what it does not use."""
    if not root.requires_grad:
        return [tensor(0.0)] * len(leaves)
    found = torch.autograd.grad(root, leaves, create_graph=True, allow_unused=True)
    return [tensor(0.0) if g is None else g for g in found]
