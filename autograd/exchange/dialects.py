"""How other libraries spell the rows: by a function of the row's name, or by other rows.

A row is written, in this order: as a library's function that bears one of the row's names; by a
template of the library; by its definition here, by its `branch_free` form or its `expression`, in
other rows; as arithmetic.  What none of these can say is refused by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..engine import ops
from ..engine.operation import Op
from ..engine.ops import choose, sigmoid, softplus


@dataclass(frozen=True)
class Dialect:
    """A library's way of writing.

    header     the imports
    functions  prefix -> the names of its functions that mean what the row of that name means
    templates  name of a row -> how it is written, with {0}, {1} for inputs, {all} for all of them
    constant   how a number stands among the inputs of a function
    exact      whether formulas come before numbers: `expression` before `branch_free`
    """

    header: str
    functions: Mapping[str, frozenset[str]]
    templates: Mapping[str, str]
    constant: str = "{}"
    exact: bool = False
    definitions: Mapping[str, Callable[..., Any]] = field(default_factory=dict)

    def template(self, op: Op) -> str | None:
        """Return how a row is written; None if this library has nothing for it."""
        if not op.built_in:
            return None
        if op.name in self.templates:
            return self.templates[op.name]
        for name in (op.name, *op.names):
            for prefix, functions in self.functions.items():
                if name in functions:
                    return f"{prefix}.{name}({{all}})"
        return None

    def definition(self, op: Op) -> Callable[..., Any] | None:
        """Return a row in terms of other rows; None if it is a sign of arithmetic, or unknown."""
        if op.built_in and op.name in (given := {**SMOOTH, **self.definitions}):
            return given[op.name]
        first, second = op.branch_free, op.expression
        return (second or first) if self.exact else (first or second)


def _of_logit(y: Any, logit: Any) -> Any:
    return y * softplus(-logit) + (1 - y) * softplus(logit)


SMOOTH: dict[str, Callable[..., Any]] = {
    "heaviside": lambda x: choose(0.0, x, 0.0, 1.0),
    "complement": lambda x, logit: sigmoid(-logit),  # noqa: ARG005  (1 - x would be inexact)
    "binary_cross_entropy_of_sigmoid": lambda x, y, logit: _of_logit(y, logit),  # noqa: ARG005
    "binary_cross_entropy_with_logits": lambda x, y: _of_logit(y, x),
}
"""Rows whose `branch_free` form another library's autodiff gets wrong where it branches."""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_COMMON = "exp expm1 log log1p sqrt sin cos tan sinh cosh tanh"

TORCH = Dialect(
    "import torch",
    {"torch": _names(f"{_COMMON} abs asin acos atan asinh acosh atanh atan2 hypot erf erfc "
                     "sign sigmoid relu"),
     "torch.nn.functional": _names("silu gelu")},
    {"mod": "torch.remainder({all})",
     "softplus": "torch.nn.functional.softplus({0}, threshold=700.0)",
     "choose": "torch.where({0} >= {1}, {2}, {3})",
     "maximum": "torch.stack([{all}]).amax()",
     "minimum": "torch.stack([{all}]).amin()",
     "logsumexp": "torch.logsumexp(torch.stack([{all}]), 0)",
     "softmax": "torch.softmax(torch.stack([{all}]), 0)[0]",
     "softmax_cross_entropy": "-torch.log_softmax(torch.stack([{all}]), 0)[0]"},
    constant="torch.tensor({}, dtype=torch.float64)",
)  # fmt: skip

JAX = Dialect(
    "import jax\nimport jax.numpy as jnp\n\n"
    'jax.config.update("jax_enable_x64", True)  # else jax computes in single precision',
    {"jnp": _names(f"{_COMMON} abs arcsin arccos arctan arcsinh arccosh arctanh "
                   "arctan2 hypot mod sign"),
     "jax.nn": _names("sigmoid relu softplus silu"),
     "jax.scipy.special": _names("erf erfc")},
    {"gelu": "jax.nn.gelu({0}, approximate=False)",
     "choose": "jnp.where({0} >= {1}, {2}, {3})",
     "maximum": "jnp.max(jnp.stack([{all}]))",
     "minimum": "jnp.min(jnp.stack([{all}]))",
     "logsumexp": "jax.nn.logsumexp(jnp.stack([{all}]))",
     "softmax": "jax.nn.softmax(jnp.stack([{all}]))[0]",
     "softmax_cross_entropy": "-jax.nn.log_softmax(jnp.stack([{all}]))[0]"},
    constant="jnp.float64({})",
)  # fmt: skip

SYMPY = Dialect(
    "import sympy",
    {"sympy": _names("exp log sqrt sin cos tan sinh cosh tanh asin acos atan asinh acosh "
                     "atanh atan2 erf erfc sign Abs Max Min")},
    {"choose": "sympy.Piecewise(({2}, {0} >= {1}), ({3}, True))"},
    exact=True,
    definitions={
        "relu": lambda x: choose(0.0, x, 0.0, x),
        "softplus": lambda x: ops.log(1 + ops.exp(x)),
        "logsumexp": lambda *xs: ops.log(ops.total(*map(ops.exp, xs))),
        "softmax_cross_entropy": lambda x, *ys: (
            ops.log(ops.total(ops.exp(x), *map(ops.exp, ys))) - x
        ),
        "binary_cross_entropy": lambda x, y: -(y * ops.log(x) + (1 - y) * ops.log(1 - x)),
        "binary_cross_entropy_of_sigmoid": lambda x, y, logit: (  # noqa: ARG005
            -(y * ops.log(x) + (1 - y) * ops.log(1 - x))
        ),
        "complement": lambda x, logit: 1 - x,  # noqa: ARG005
    },
)  # fmt: skip
