"""Reverse-mode automatic differentiation of scalars, in which every partial can be inspected.

from autograd import Value

x = Value(0.5, label="x")
y = x.sigmoid() * x
y.backward()
x.grad          # dy/dx
y.partials      # the local derivative for each input of y

It is a part of chainrule, as `nn` is.
"""

from __future__ import annotations

from .checking import (
    assert_derivation,
    check,
    check_file,
    check_files,
    check_text,
    exercise,
    formula,
    functions_read,
    mark,
    mark_files,
)
from .compiling import compile  # noqa: A004  (the name says it)
from .engine import arrays as _arrays  # noqa: F401  (on import it enters itself as a reader of rows)
from .engine.blocks import block
from .engine.data_reads import watch_reads
from .engine.files import read_text, write_whole
from .engine.functional import central_difference, grad, hessian, jacobian, partial, value_and_grad
from .engine.functions import (
    affine,
    binary_cross_entropy,
    dot,
    leaky_relu,
    logsumexp,
    power,
    prod,
    softmax,
    softmax_cross_entropy,
    total,
)
from .engine.labels import as_text as label_text
from .engine.operation import TABLE, DomainError, Op, op
from .engine.ops import (
    absolute,
    acos,
    acosh,
    asin,
    asinh,
    atan,
    atan2,
    atanh,
    binary_cross_entropy_with_logits,
    choose,
    cos,
    cosh,
    erf,
    erfc,
    exp,
    expm1,
    gelu,
    heaviside,
    hypot,
    log,
    log1p,
    log2,
    log10,
    maximum,
    minimum,
    mod,
    relu,
    sigmoid,
    sign,
    silu,
    sin,
    sinh,
    softplus,
    sqrt,
    tan,
    tanh,
    xlogy,
)
from .engine.order import below as topological_order
from .engine.path_sums import Path, Paths, paths
from .engine.recorded_numbers import StaleError
from .engine.recording import AnomalyError, detect_anomaly, no_grad
from .engine.value import Value, label
from .exchange.gradient_check import assert_gradient, check_gradient
from .exchange.source_text import to_jax, to_latex, to_sympy, to_torch
from .exchange.torch_graph import TorchGraph, from_torch
from .formulas.closed_form import Derivation, derive
from .formulas.palette import LIGHT as PALETTE
from .formulas.symbol import Symbol
from .marking.notebook import lab
from .showing.animation import animate
from .showing.contribution import Contribution
from .showing.drawing import draw
from .showing.explanation import Explanation, explain
from .showing.formula_view import view_formula
from .showing.pictures import dot_program
from .showing.trace_data import trace
from .showing.training_view import view_training
from .showing.viewing import view
from .showing.worksheet import Quiz, quiz

__version__ = "0.1.0"

# Rows that are functions and are not imported by name above: for type checkers they are listed.
globals().update({name: row for name, row in TABLE.items() if row.built_in and row.is_function
                  and name not in globals()})  # fmt: skip

__all__ = [
    "AnomalyError",
    "Contribution",
    "Derivation",
    "DomainError",
    "Explanation",
    "Op",
    "PALETTE",
    "Path",
    "Paths",
    "Quiz",
    "StaleError",
    "Symbol",
    "TABLE",
    "TorchGraph",
    "Value",
    "absolute",
    "acos",
    "acosh",
    "affine",
    "animate",
    "asin",
    "asinh",
    "assert_derivation",
    "assert_gradient",
    "atan",
    "atan2",
    "atanh",
    "binary_cross_entropy",
    "binary_cross_entropy_with_logits",
    "block",
    "central_difference",
    "check",
    "check_file",
    "check_files",
    "check_gradient",
    "check_text",
    "choose",
    "compile",
    "cos",
    "cosh",
    "derive",
    "detect_anomaly",
    "dot",
    "dot_program",
    "draw",
    "erf",
    "erfc",
    "exercise",
    "exp",
    "explain",
    "expm1",
    "formula",
    "from_torch",
    "functions_read",
    "gelu",
    "grad",
    "heaviside",
    "hessian",
    "hypot",
    "jacobian",
    "lab",
    "label",
    "label_text",
    "leaky_relu",
    "log",
    "log10",
    "log1p",
    "log2",
    "logsumexp",
    "mark",
    "mark_files",
    "maximum",
    "minimum",
    "mod",
    "no_grad",
    "op",
    "partial",
    "paths",
    "power",
    "prod",
    "quiz",
    "read_text",
    "relu",
    "sigmoid",
    "sign",
    "silu",
    "sin",
    "sinh",
    "softmax",
    "softmax_cross_entropy",
    "softplus",
    "sqrt",
    "tan",
    "tanh",
    "to_jax",
    "to_latex",
    "to_sympy",
    "to_torch",
    "topological_order",
    "total",
    "trace",
    "value_and_grad",
    "view",
    "view_formula",
    "view_training",
    "watch_reads",
    "write_whole",
    "xlogy",
]
