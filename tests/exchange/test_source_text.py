"""Graphs as source text: what is written runs, and gives the same numbers and gradients.

The libraries themselves are the judges: PyTorch's and JAX's automatic derivatives, SymPy's
symbolic ones.  Every row of the table is written for each of them.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import pytest
from oracles import FIRST_OF_LAST, ROWS, points, required, spoken

import autograd
from autograd import Op, Value, check_text, to_jax, to_latex, to_sympy, to_torch
from autograd.engine.order import below

Numbers = tuple[float, list[float]]


def function(source: str, name: str = "f") -> Any:
    space: dict[str, Any] = {}
    exec(source, space)
    return space[name]


def by_torch(source: str, at: list[float]) -> Numbers:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch's own, on import
        torch = required("torch")
    leaves = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in at]
    root = function(source)(*leaves)
    if not torch.is_tensor(root) or not root.requires_grad:
        return float(root), [0.0] * len(at)
    found = torch.autograd.grad(root, leaves, allow_unused=True)
    return root.item(), [0.0 if g is None else g.item() for g in found]


def by_jax(source: str, at: list[float]) -> Numbers:
    pytest.importorskip("jax", reason="jax is not installed: to_jax is tested where it is")
    import jax

    f = function(source)
    found = jax.grad(f, argnums=tuple(range(len(at))))(*at)
    return float(f(*at)), [float(g) for g in found]


def by_sympy(source: str, at: list[float]) -> Numbers:
    sympy = required("sympy")
    symbols = sympy.symbols(f"x:{len(at)}", real=True)
    root = sympy.sympify(function(source)(*symbols))
    point = dict(zip(symbols, at, strict=True))
    return float(root.subs(point).evalf()), [
        float(sympy.diff(root, x).subs(point).doit().evalf()) for x in symbols
    ]


LIBRARIES: list[tuple[Callable[..., str], Callable[[str, list[float]], Numbers]]] = [
    (to_torch, by_torch),
    (to_jax, by_jax),
    (to_sympy, by_sympy),
]
REFUSED = {(to_sympy, "mod")}
"""What a library has no derivative of: SymPy's own of Mod never ends."""
IDS = ["torch", "jax", "sympy"]


def same_numbers(root: Value, write: Any, run: Any, close: float = 1e-11) -> None:
    """Assert that source text and graph agree; the parameters are the labelled leaves in order."""
    leaves = [v for v in below(root) if not v.inputs and v.label]
    value, gradient = run(write(root), [v.data for v in leaves])
    root.zero_grad()
    root.backward()
    scale = max(1.0, *(abs(v.grad) for v in leaves))
    assert value == pytest.approx(root.data, rel=close, abs=close)
    for v, g in zip(leaves, gradient, strict=True):
        assert g == pytest.approx(v.grad, rel=close, abs=close * scale), v.label


def applied(row: Op, at: tuple[float, ...]) -> Value:
    """A row with labelled leaves; what is about a sigmoid with its first input made by it."""
    leaves = [Value(x, label=f"x_{i}") for i, x in enumerate(at)]
    if row.name in FIRST_OF_LAST:
        leaves[0] = FIRST_OF_LAST[row.name](leaves[-1])
    return 1.0 * row(*leaves)


@pytest.mark.parametrize(("write", "run"), LIBRARIES, ids=IDS)
@pytest.mark.parametrize("row", ROWS, ids=spoken)
def test_every_row_runs_and_gives_the_same(row: Op, write: Any, run: Any) -> None:
    if (write, row.name) in REFUSED:
        with pytest.raises(ValueError, match=f"the operation '{row.name}' cannot be written there"):
            write(applied(row, points(row, 1)[0]))
        return
    for at in points(row, 2):
        same_numbers(applied(row, at), write, run)


@pytest.mark.parametrize(("write", "run"), LIBRARIES[:2], ids=IDS[:2])
@pytest.mark.parametrize("logit", [0.0, 40.0, -40.0, 500.0])
def test_losses_are_smooth_and_accurate_at_the_ends(write: Any, run: Any, logit: float) -> None:
    z = Value(logit, label="z")
    for y in (0.0, 1.0, 0.3):
        same_numbers(autograd.binary_cross_entropy(z.sigmoid(), y), write, run, 1e-14)
        same_numbers(autograd.binary_cross_entropy_with_logits(z, y), write, run, 1e-14)
    same_numbers(z.softplus(), write, run, 1e-14)
    same_numbers(autograd.logsumexp([z, z, 1.0]), write, run, 1e-14)


def network() -> Value:
    r"""One neuron with a shared input, a label in LaTeX, numbers, and a loss."""
    x, w, b = Value(0.5, "x"), Value(0.3, "w_1"), Value(-0.7, r"\theta")
    z = autograd.affine([w, x], [x, x], b)
    z.label = "z_1^{(2)}"
    a = z.sigmoid()
    a.label = "a"
    L = autograd.binary_cross_entropy(a, 0.8) + 0.01 * w**2
    L.label = "L"
    return L


@pytest.mark.parametrize(("write", "run"), LIBRARIES, ids=IDS)
def test_network(write: Any, run: Any) -> None:
    same_numbers(network(), write, run)


def test_source_is_what_one_would_write() -> None:
    x, w = Value(0.5, "x"), Value(0.3, "w")
    a = (w * x).sigmoid()
    a.label = "a"
    assert to_torch((a - 0.5) ** 2) == (
        "import torch\n\n\ndef f(w, x):\n    a = torch.sigmoid(w * x)\n    return (a - 0.5)**2.0\n"
    )
    assert to_sympy(a.tanh(), name="g").splitlines()[-3:] == [
        "def g(w, x):", "    a = 1.0 / (1.0 + sympy.exp(-w * x))", "    return sympy.tanh(a)"
    ]  # fmt: skip


def test_names_are_made_fit_for_python() -> None:
    labels = ["lambda", "w_{1,2}", "w_1_2", r"\hat{y}", "σ", "2nd", "torch", "?"]
    source = to_torch(autograd.total([Value(1.0, label) for label in labels]))
    assert "def f(lambda_2, w_1_2, w_1_2_2, hat_y, σ, v_2nd, torch_2, v):" in source
    required("torch")
    assert function(source)(*range(8)) == sum(range(8))


def test_leaves_without_a_label_are_parameters_where_none_has_one() -> None:
    source = to_torch(Value(2.0) * Value(3.0))
    assert "def f(x, x_2):" in source


def test_long_chains_and_wide_sums() -> None:
    x = Value(0.5, "x")
    y = x
    for _ in range(3000):
        y = y.tanh() + 0.1
    same_numbers(y, to_torch, by_torch)
    same_numbers(autograd.total([x * float(i) for i in range(500)]), to_torch, by_torch)


def test_operation_without_a_definition_is_refused_by_name() -> None:
    @autograd.op(partials=lambda z, x: (3 * x**2,))  # noqa: ARG005
    def cube(x: float) -> float:
        return x**3

    root = cube(Value(2.0, "x"))
    for write in (to_torch, to_jax, to_sympy):
        with pytest.raises(ValueError, match=f"{write.__name__}: the operation 'cube'"):
            write(root)
    defined = Op("fourth", "fourth($x)", "f($x)", lambda x: x**4, lambda z, x: (4 * x**3,),  # noqa: ARG005
                 expression=lambda x: x * x * x * x)  # fmt: skip
    same_numbers(1.0 * defined(Value(1.5, "x")), to_torch, by_torch)


def test_bad_arguments() -> None:
    with pytest.raises(TypeError, match="to_torch: expected a Value"):
        to_torch(3.0)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no name for a function"):
        to_jax(Value(1.0, "x"), name="a b")


# --- LaTeX ---


def test_latex_is_the_forward_pass() -> None:
    assert to_latex(network()) == (
        "\\begin{align*}\n"
        "  z_{1}^{(2)} &= w_{1} \\, x + x \\, x + \\theta \\\\\n"
        "  a &= \\sigma(z_{1}^{(2)}) \\\\\n"
        "  L &= -\\left(0.8 \\log a + (1 - 0.8) \\log(1 - a)\\right) + 0.01 \\, w_{1}^{2}\n"
        "\\end{align*}\n"
    )


def test_latex_is_read_by_the_checker() -> None:
    """The checker reads it as definitions, and a derivative of it is judged right, or wrong."""
    x, w, b = Value(0.5, "x"), Value(0.3, "w"), Value(-0.7, "b")
    z = w * x + b
    z.label = "z"
    L = z.sigmoid() * z.tanh() + z.softplus()
    L.label = "L"
    claim = r"$$\frac{\partial L}{\partial b} = \frac{\partial L}{\partial z} %s$$"
    assert check_text(to_latex(L) + claim % "").ok
    assert not check_text(to_latex(L) + claim % r"\cdot x").ok


@pytest.mark.parametrize("row", ROWS, ids=spoken)
def test_every_row_is_written_as_latex(row: Op) -> None:
    text = to_latex(applied(row, points(row, 1)[0]))
    assert text.startswith("\\begin{align*}")
    assert text.count("{") == text.count("}")
