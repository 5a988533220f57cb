"""PyTorch in double precision says the same: random programs over the table, and two networks.

Without torch these tests are skipped; where CHAINRULE_REQUIRE_ORACLES is set they fail.
"""

from __future__ import annotations

import itertools
import math
import os
import random
from collections.abc import Callable
from typing import Any

import pytest
from oracles import ROWS, required, spoken
from table_programs import Program, random_program, sizes_of_terms
from torch_rows import TORCH, F, in_torch, tensor, torch

import autograd
from autograd import Value, affine, partial

PROGRAMS = 2500
TOLERANCE = 1e-12
OF_THE_TERMS = 1e-14
"""What a number may differ relative to the terms that it is a sum of, which may cancel."""

# --- random programs over the whole table ---


def ours(program: Program) -> tuple[list[float], list[float]]:
    """Return the value and the gradients, and the size of the terms that each is a sum of."""
    leaves = list(map(Value, program.leaves))
    root = program.run(leaves, lambda row: row, autograd.atan)
    root.backward()
    return [root.data, *[x.grad for x in leaves]], [
        math.fsum(abs(x.data) for x in root.inputs),
        *sizes_of_terms(root, leaves),
    ]


def theirs(program: Program, table: dict[str, Callable[..., Any]]) -> list[float]:
    leaves = [tensor(x).requires_grad_() for x in program.leaves]
    root = program.run(leaves, lambda row: in_torch(row, table), torch.atan)
    return [root.item(), *[g.item() for g in torch.autograd.grad(root, leaves)]]


def worst_error(programs: list[Program], table: dict[str, Callable[..., Any]]) -> float:
    """Return the largest difference, relative to the number or to the terms it is a sum of."""
    worst = 0.0
    for program in programs:
        got, sizes = ours(program)
        for g, t, size in zip(got, theirs(program, table), sizes, strict=True):
            worst = max(worst, abs(g - t) / max(abs(t), size, math.ulp(0.0)))
    return worst


@pytest.fixture(scope="module")
def programs() -> list[Program]:
    rng = random.Random(2026)
    return [random_program(rng) for _ in range(PROGRAMS)]


def test_random_programs_agree(programs: list[Program]) -> None:
    """To 1e-12 of each number, then, unless it is less than a hundredth of its terms."""
    assert worst_error(programs, TORCH) < OF_THE_TERMS
    assert OF_THE_TERMS * 100 <= TOLERANCE


def test_random_programs_use_every_row_often(programs: list[Program]) -> None:
    uses = dict.fromkeys(map(spoken, ROWS), 0)
    for program in programs:
        for step in program.steps:
            uses[spoken(step.row)] += 1
    assert min(uses.values()) >= 100


def test_random_programs_rarely_cancel(programs: list[Program]) -> None:
    """So that an error relative to the terms says as much as one relative to the number."""
    ratios = []
    for program in programs:
        got, sizes = ours(program)
        ratios += [size / abs(g) if size else 1.0 for g, size in zip(got, sizes, strict=True)]
    ratios.sort()
    assert ratios[len(ratios) // 2] < 2
    assert ratios[len(ratios) * 98 // 100] < 100


@pytest.mark.parametrize("name", ["tanh", "affine", "binary_cross_entropy_of_sigmoid"])
def test_planted_difference_is_caught(programs: list[Program], name: str) -> None:
    """One row that is off by 1e-12 of its value."""
    right = TORCH[name]
    wrong = {**TORCH, name: lambda *xs: right(*xs) * (1 + 1e-12)}
    assert worst_error(programs[:200], wrong) > 10 * OF_THE_TERMS


# --- text 002: any depth, sigmoid, half the squared error ---


def layer_of(rng: random.Random, n_in: int, n_out: int) -> tuple[Any, Any]:
    """Return random weights, a row for each neuron, and biases."""
    weights = [[rng.uniform(-1, 1) for _ in range(n_in)] for _ in range(n_out)]
    return weights, [rng.uniform(-1, 1) for _ in range(n_out)]


def as_values(layers: Any) -> Any:
    return [([[Value(w) for w in ws] for ws in weights], list(map(Value, biases)))
            for weights, biases in layers]  # fmt: skip


def as_tensors(layers: Any) -> Any:
    return [(tensor(weights).requires_grad_(), tensor(biases).requires_grad_())
            for weights, biases in layers]  # fmt: skip


def assert_gradients_agree(layers: Any, tensors: Any) -> None:
    for (weights, biases), (w, b) in zip(layers, tensors, strict=True):
        for row, expected in zip(weights, w.grad.tolist(), strict=True):
            assert [v.grad for v in row] == pytest.approx(expected, rel=TOLERANCE)
        assert [v.grad for v in biases] == pytest.approx(b.grad.tolist(), rel=TOLERANCE)


@pytest.mark.parametrize("widths", [[3, 3, 2], [3, 4, 4, 2], [2, 5, 4, 3, 2]], ids=str)
def test_network_of_text_002(widths: list[int]) -> None:
    rng = random.Random(2)
    start = [layer_of(rng, *pair) for pair in itertools.pairwise(widths)]
    x, y = [rng.uniform(-1, 1) for _ in range(widths[0])], [rng.random() for _ in range(widths[-1])]

    layers = as_values(start)
    a: list[Any] = list(map(Value, x))
    for weights, biases in layers:
        a = [affine(ws, a, b).sigmoid() for ws, b in zip(weights, biases, strict=True)]
    cost = sum((a_i - y_i) ** 2 for a_i, y_i in zip(a, y, strict=True)) / 2
    cost.backward()

    tensors = as_tensors(start)
    expected = tensor(x)
    for w, b in tensors:
        expected = torch.sigmoid(w @ expected + b)
    truth = ((expected - tensor(y)) ** 2).sum() / 2
    truth.backward()

    assert cost.data == pytest.approx(truth.item(), rel=TOLERANCE)
    assert_gradients_agree(layers, tensors)


# --- text 003: a sigmoid layer, softmax and cross-entropy, averaged over N samples ---


def test_network_of_text_003() -> None:
    rng = random.Random(3)
    start = [layer_of(rng, 4, 5), layer_of(rng, 5, 3)]
    samples = [[rng.uniform(-2, 2) for _ in range(4)] for _ in range(7)]
    targets = [rng.randrange(3) for _ in samples]

    layers = as_values(start)
    (w1, b1), (w2, b2) = layers
    logits, losses = [], []
    for x, target in zip(samples, targets, strict=True):
        hidden = [affine(ws, x, b).sigmoid() for ws, b in zip(w1, b1, strict=True)]
        logits.append([affine(ws, hidden, b) for ws, b in zip(w2, b2, strict=True)])
        losses.append(autograd.softmax_cross_entropy(logits[-1], target))
    mean = autograd.total(losses) / len(losses)
    mean.backward()

    tensors = as_tensors(start)
    (v1, c1), (v2, c2) = tensors
    scores = torch.sigmoid(tensor(samples) @ v1.T + c1) @ v2.T + c2
    truth = F.cross_entropy(scores, torch.tensor(targets))
    truth.backward()

    assert mean.data == pytest.approx(truth.item(), rel=TOLERANCE)
    assert_gradients_agree(layers, tensors)
    for zs, target in zip(logits, targets, strict=True):  # output minus true value, over N
        for i, z in enumerate(zs):
            delta = autograd.softmax([v.data for v in zs])[i] - (i == target)
            assert partial(mean, z) == pytest.approx(delta / len(samples), rel=TOLERANCE)


# --- tensors are no Values ---


@pytest.mark.parametrize("f", [
    lambda t, v: t * v, lambda t, v: v * t, lambda t, v: v**t, lambda t, v: affine([t], [v], v),
    lambda t, v: affine([v], [t], v), lambda t, v: autograd.total([v, t]), lambda t, _: Value(t),
    lambda t, v: autograd.maximum(v, t), lambda t, _: autograd.exp(t),
])  # fmt: skip
def test_tensor_is_refused(f: Callable[..., Any]) -> None:
    """It has `.data`, `.grad` and `.backward` too, and would be taken for one of ours."""
    with pytest.raises(TypeError, match="expected a real number, got Tensor"):
        f(tensor(2.0), Value(3.0))


# --- the oracle itself ---


def test_missing_oracle_skips_or_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHAINRULE_REQUIRE_ORACLES", raising=False)
    with pytest.raises(pytest.skip.Exception):
        required("no_such_oracle")
    monkeypatch.setitem(os.environ, "CHAINRULE_REQUIRE_ORACLES", "1")
    with pytest.raises(ModuleNotFoundError):
        required("no_such_oracle")
