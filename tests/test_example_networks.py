"""The examples of networks written with Values: fifty steps of each as PyTorch's, in float64."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from oracles import required

from nn import Linear

EXAMPLES = Path(__file__).parents[1] / "examples"
Tensors = dict[str, Any]


def leaves(holder: Any, prefix: str = "") -> Tensors:
    """Return a tensor for each attribute that is a number, a row or a matrix of Values."""
    torch = required("torch")
    found: Tensors = {}
    for name, x in vars(holder).items():
        if isinstance(x, Linear) or hasattr(x, "parameters"):
            found |= leaves(x, f"{prefix}{name}.")
        elif not name.startswith("_") and (numbers := numbers_of(x)) is not None:
            found[prefix + name] = torch.tensor(numbers, dtype=torch.float64, requires_grad=True)
    return found


def numbers_of(x: Any) -> Any:
    """Return the numbers of a Value, or of lists of them; None of anything else."""
    if isinstance(x, list):
        return [numbers_of(part) for part in x] if x and numbers_of(x[0]) is not None else None
    return getattr(x, "data", None)


def recurrent(F: Any, example: Any, p: Tensors) -> Any:
    torch = required("torch")
    outputs = []
    for sequence in example.SEQUENCES:
        h = torch.zeros(3, dtype=torch.float64)
        for x in sequence:
            h = torch.tanh(
                F.linear(torch.tensor([x], dtype=h.dtype), p["W.weight"], p["W.bias"])
                + F.linear(h, p["U.weight"])
            )
        outputs.append(F.linear(h, p["V.weight"], p["V.bias"])[0])
    return F.mse_loss(torch.stack(outputs), torch.tensor(example.TARGETS, dtype=torch.float64))


def lstm_cell(F: Any, example: Any, p: Tensors) -> Any:
    torch = required("torch")
    cell = torch.nn.LSTMCell(1, 2, dtype=torch.float64)
    names = {"weight_ih": "x.weight", "weight_hh": "h.weight", "bias_ih": "x.bias",
             "bias_hh": "h.bias"}  # fmt: skip
    cell_parameters = {ours: p[theirs] for ours, theirs in names.items()}
    outputs = []
    for sequence in example.SEQUENCES:
        state = (torch.zeros(2, dtype=torch.float64), torch.zeros(2, dtype=torch.float64))
        for x in sequence:
            given = (torch.tensor([x], dtype=torch.float64), state)
            state = torch.func.functional_call(cell, cell_parameters, given)
        outputs.append(F.linear(state[0], p["out.weight"], p["out.bias"])[0])
    return F.mse_loss(torch.stack(outputs), torch.tensor(
        [xs[0] for xs in example.SEQUENCES], dtype=torch.float64))  # fmt: skip


def batch_normalisation(F: Any, example: Any, p: Tensors) -> Any:
    torch = required("torch")
    X, Y = (torch.tensor(given, dtype=torch.float64) for given in (example.X, example.Y))
    z = F.linear(X, p["first.weight"], p["first.bias"])
    normal = F.batch_norm(z, None, None, p["norm.gamma"], p["norm.beta"], training=True)
    outputs = F.linear(torch.tanh(normal), p["last.weight"], p["last.bias"])
    return F.mse_loss(outputs[:, 0], Y)


def attention(F: Any, example: Any, p: Tensors) -> Any:
    torch = required("torch")
    tokens = torch.tensor(example.TOKENS, dtype=torch.float64)
    q, k, v = (F.linear(tokens, p[f"{name}.weight"]) for name in ("query", "key", "value"))
    return F.mse_loss(
        F.scaled_dot_product_attention(q[None], k[None], v[None])[0],
        torch.tensor(example.TARGETS, dtype=torch.float64),
    )


def convolution(F: Any, example: Any, p: Tensors) -> Any:
    torch = required("torch")
    images = torch.tensor(example.IMAGES, dtype=torch.float64)[:, None]
    kernel, bias = p["convolution.kernel"], p["convolution.bias"]
    found = F.relu(F.conv2d(images, kernel[None, None], bias[None])).mean(dim=(1, 2, 3))
    logits = F.linear(found[:, None], p["last.weight"], p["last.bias"])[:, 0]
    return F.binary_cross_entropy_with_logits(
        logits, torch.tensor(example.LABELS, dtype=torch.float64)
    )


NETWORKS: dict[str, tuple[Callable[..., Any], str, dict[str, float]]] = {
    "recurrent": (recurrent, "Adam", {"lr": 0.05}),
    "lstm_cell": (lstm_cell, "Adam", {"lr": 0.05}),
    "batch_normalisation": (batch_normalisation, "SGD", {"lr": 0.1, "momentum": 0.9}),
    "attention": (attention, "Adam", {"lr": 0.1}),
    "convolution": (convolution, "Adam", {"lr": 0.1}),
}


@pytest.fixture(autouse=True)
def _as_from_their_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(EXAMPLES)


@pytest.mark.parametrize("name", NETWORKS)
def test_fifty_steps_are_pytorchs(name: str) -> None:
    torch = required("torch")
    loss_of, optimizer_name, settings = NETWORKS[name]
    example = importlib.import_module(name)
    p = leaves(example.trained(0)[0])
    optimizer = getattr(torch.optim, optimizer_name)([*p.values()], **settings)
    losses = []
    for _ in range(50):
        optimizer.zero_grad()
        loss = loss_of(torch.nn.functional, example, p)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    net, found = example.trained(50)
    assert found == pytest.approx(losses, rel=0, abs=1e-12)
    assert losses[-1] < losses[0] / 2
    after = leaves(net)
    assert after.keys() == p.keys()
    assert sum(x.numel() for x in p.values()) == len(net.parameters())
    for key, x in p.items():
        torch.testing.assert_close(after[key], x, rtol=0, atol=1e-12)


@pytest.mark.parametrize("name", NETWORKS)
def test_it_is_short_and_runs(name: str, tmp_path: Path) -> None:
    script = EXAMPLES / f"{name}.py"
    assert len(script.read_text(encoding="utf-8").splitlines()) < 60
    ran = subprocess.run(
        [sys.executable, script], cwd=tmp_path, capture_output=True, text=True, check=True,
        env={"PYTHONPATH": str(EXAMPLES.parent)},
    )  # fmt: skip
    assert ran.stdout.startswith("loss ")
