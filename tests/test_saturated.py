"""Losses and activations where exp overflows or rounds to 0, as PyTorch has them."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import pytest
from oracles import required

import autograd
import nn
from autograd import Value
from nn.activations import ACTIVATIONS

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # torch's own, on import, which are not ours to mend
    torch = required("torch")
F = torch.nn.functional

POINTS = [-1000.0, -745.2, -700.0, -40.0, -1.5, 0.0, 1.5, 40.0, 700.0, 745.2, 1000.0]
LOGITS = [
    [1000.0, -1000.0, 0.0],
    [-1000.0, 1000.0, 999.0],
    [0.0, 0.0, 0.0],
    [800.0, 800.0, -1000.0],
    [-1000.0, -1001.0, -1002.0],
    [30.0, -10.0, 0.5],
]
TARGETS = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.25, 0.5, 0.25]]


def tensor(numbers: Any) -> Any:
    return torch.tensor(numbers, dtype=torch.float64, requires_grad=True)


def both(function: Callable[[list[Value]], Value], zs: list[float]) -> tuple[Any, Any]:
    """The value and the gradient by each z: on the graph, and by its compiled program."""
    nodes = [Value(z, f"z_{i}") for i, z in enumerate(zs)]
    root = function(nodes)
    root.backward()
    program = autograd.compile(root, [nodes])
    (value,) = program(torch.tensor([zs], dtype=torch.float64).numpy())
    program.backward()
    compiled = [float(program.grad(v)[0]) for v in nodes]
    return (root.data, [v.grad for v in nodes]), (float(value), compiled)


def assert_agrees(function: Callable[[list[Value]], Value], expected: Any, z: Any) -> None:
    expected.backward()
    for value, gradient in both(function, z.tolist()):
        assert value == pytest.approx(expected.item(), rel=1e-12, abs=1e-15)
        assert gradient == pytest.approx(z.grad.tolist(), rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("at", POINTS)
@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name != "linear"])
def test_an_activation(name: str, at: float) -> None:
    if name == "gelu" and -40 < at < 0:
        pytest.skip("PyTorch's 1 + erf cancels there; tests/test_accuracy.py has mpmath")
    z = tensor([at])
    expected = getattr(F, name)(z)[0]
    assert_agrees(lambda zs: ACTIVATIONS[name](zs[0]), expected, z)  # type: ignore[misc]


@pytest.mark.parametrize("target", [0.0, 1.0, 0.3])
@pytest.mark.parametrize("at", POINTS)
def test_binary_cross_entropy_of_a_sigmoid(at: float, target: float) -> None:
    for loss in (
        lambda zs: nn.binary_cross_entropy(zs[0].sigmoid(), target),
        lambda zs: nn.binary_cross_entropy_with_logits(zs[0], target),
    ):
        z = tensor([at])
        assert_agrees(
            loss,
            F.binary_cross_entropy_with_logits(z[0], torch.tensor(target, dtype=torch.float64)),
            z,
        )


@pytest.mark.parametrize("target", TARGETS, ids=str)
@pytest.mark.parametrize("logits", LOGITS, ids=str)
def test_cross_entropy_of_a_softmax(logits: list[float], target: list[float]) -> None:
    for loss in (
        lambda zs: nn.categorical_crossentropy(autograd.softmax(zs), target),
        lambda zs: nn.cross_entropy(zs, target),
    ):
        z = tensor(logits)
        assert_agrees(loss, F.cross_entropy(z, torch.tensor(target, dtype=torch.float64)), z)


@pytest.mark.parametrize("target", [0.0, 1.0, 0.3])
@pytest.mark.parametrize("at", POINTS)
@pytest.mark.parametrize("name", ["mse_loss", "l1_loss"])
def test_the_errors_of_a_sigmoid(name: str, at: float, target: float) -> None:
    z = tensor([at])
    expected = getattr(F, name)(torch.sigmoid(z)[0], torch.tensor(target, dtype=torch.float64))
    assert_agrees(lambda zs: getattr(nn, name)(zs[0].sigmoid(), target), expected, z)


def test_probabilities_that_are_no_softmax_are_taken_as_they_are() -> None:
    p = tensor([0.2, 0.5, 0.3])
    expected = -(torch.tensor([0.1, 0.6, 0.3], dtype=torch.float64) * torch.log(p)).sum()
    assert_agrees(lambda ps: nn.categorical_crossentropy(ps, [0.1, 0.6, 0.3]), expected, p)


def test_components_of_different_softmaxes_are_no_softmax() -> None:
    one, other = (
        autograd.softmax([Value(1.0), Value(2.0)]),
        autograd.softmax([Value(3.0), Value(1.0)]),
    )
    mixed = [one[0], other[1]]
    loss = nn.categorical_crossentropy(mixed, [0.5, 0.5])
    assert loss.data == pytest.approx(-0.5 * sum(autograd.log(p.data) for p in mixed))
