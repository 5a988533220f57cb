"""Faults planted in layers of NumPy: each is found, and of nearly all the cause is named first.

The layers without a fault raise no alarm.  The backward passes are those of the textbooks; the
truth is found by `check_gradient` itself, from the forward pass alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import layers
import numpy as np
import pytest
from layers import normal

from autograd import check_gradient


class Fault(NamedTuple):
    """A layer whose backward pass goes wrong; the gradient that does, and the kind of its cause."""

    layer: str
    fault: str
    gradient: str
    kind: str


@pytest.fixture(autouse=True)
def _numbers_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test draws does not depend on the tests before it."""
    monkeypatch.setattr(layers, "random", np.random.default_rng(5))


ARGS: dict[str, Callable[[], tuple[Any, ...]]] = {
    "dense": lambda: (normal(4, 3), normal(3, 2), np.zeros(2)),
    "dense square": lambda: (normal(4, 3), normal(3, 3), np.zeros(3)),
    "activation": lambda: (normal(4, 3), normal(3, 2)),
    "softmax": lambda: (normal(3, 4),),
    "cross_entropy": lambda: (normal(5, 3), np.array([0, 2, 1, 1, 0])),
    "batch_norm": lambda: (normal(6, 3), np.ones(3), np.zeros(3)),
    "layer_norm": lambda: (normal(2, 3, 5), np.ones(5)),
    "attention": lambda: (normal(4, 3), normal(4, 3), normal(4, 2)),
    "convolution": lambda: (normal(7), normal(3)),
    "rnn_step": lambda: (normal(4, 2), normal(4, 3), normal(2, 3), normal(3, 3), np.zeros(3)),
    "embedding": lambda: (normal(5, 2), np.array([1, 3, 1, 0])),
    "residual": lambda: (normal(4, 3), normal(3, 3)),
    "relu": lambda: (np.array([[0.0, 1.0, -2.0], [3.0, -0.5, 0.7]]),),
    "squared_error": lambda: (normal(4, 2), normal(4, 2)),
    "binary_cross_entropy": lambda: (np.array([0.2, 0.7, 0.9]), np.array([0.0, 1.0, 1.0])),
    "gate": lambda: (normal(4, 2), normal(4, 2)),
}

FAULTS = [
    Fault("dense", "dW transposed", "dW", "transposed"),
    Fault("dense square", "dW square transposed", "dW", "transposed"),
    Fault("dense", "db not summed", "db", "missing sum"),
    Fault("dense", "db mean", "db", "factor"),
    Fault("dense", "db keeps its axis", "db", "wrong shape"),
    Fault("dense", "db summed to a number", "db", "summed too far"),
    Fault("dense", "dx sign", "dx", "sign"),
    Fault("dense", "dx twice", "dx", "factor"),
    Fault("dense", "dW of the first sample", "dW", "left out"),
    Fault("dense", "dW with decay", "dW", "term"),
    Fault("dense square", "W not transposed", "dx", "argument transposed"),
    Fault("activation", "sigma for sigma'", "dW", "sigma for sigma'"),
    Fault("activation", "no sigma'", "dx", "factor missing"),
    Fault("activation", "sigma' of a", "dx", "activation twice"),
    Fault("activation", "u ignored", "dx", "upstream ignored"),
    Fault("softmax", "diagonal", "dx", "diagonal"),
    Fault("softmax", "own p only", "dx", "diagonal"),
    Fault("cross_entropy", "no mean", "dz", "factor"),
    Fault("cross_entropy", "no labels", "dz", "term"),
    Fault("cross_entropy", "sign", "dz", "sign"),
    Fault("batch_norm", "statistics constant", "dx", "path"),
    Fault("batch_norm", "mean constant", "dx", "path"),
    Fault("batch_norm", "variance constant", "dx", "path"),
    Fault("batch_norm", "gamma left out", "dx", "factor missing"),
    Fault("batch_norm", "h left out", "dgamma", "factor missing"),
    Fault("layer_norm", "variance constant", "dx", "path"),
    Fault("layer_norm", "sums for means", "dx", "path"),
    Fault("layer_norm", "dgamma not summed", "dgamma", "missing sum"),
    Fault("attention", "no scale", "dq", "factor"),
    Fault("attention", "diagonal", "dq", "diagonal"),
    Fault("attention", "ds not transposed", "dk", "argument transposed"),
    Fault("attention", "p not transposed", "dv", "Jacobian transposed"),
    Fault("convolution", "kernel reversed", "dx", "argument reversed"),
    Fault("convolution", "overwritten", "dx", "overwritten"),
    Fault("convolution", "last window only", "dw", "left out"),
    Fault("rnn_step", "no tanh'", "dWx", "factor missing"),
    Fault("rnn_step", "1 - a", "dh", "factor wrong"),
    Fault("rnn_step", "1 - h^2", "dx", "taken for another"),
    Fault("rnn_step", "Wh not transposed", "dh", "argument transposed"),
    Fault("rnn_step", "next for previous", "dWh", "taken for another"),
    Fault("embedding", "repeats lost", "dtable", "left out"),
    Fault("residual", "no direct path", "dx", "direct path"),
    Fault("relu", "no mask", "dx", "mask missing"),
    Fault("relu", "mask of u", "dx", "not linear"),
    Fault("squared_error", "no 2", "dp", "factor"),
    Fault("binary_cross_entropy", "of the logit", "da", "factor too many"),
    Fault("gate", "x for g", "dx", "taken for another"),
    Fault("gate", "dg sign", "dg", "sign"),
]

UNNAMED = {("attention", "diagonal"), ("attention", "ds not transposed")}
"""Faults in the middle of a layer, of which the outputs tell too little: found, not explained."""


def checked(fault: Fault) -> Any:
    layer = fault.layer.split()[0]
    backward = partial(getattr(layers, f"{layer}_back"), fault=fault.fault)
    return check_gradient(getattr(layers, layer), backward, ARGS[fault.layer]())


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f"{f.layer}: {f.fault}")
def test_planted_fault_is_found_and_named_first(fault: Fault) -> None:
    report = checked(fault)
    found = report[fault.gradient]
    assert not report.ok
    assert found.status == "wrong"
    if (fault.layer, fault.fault) in UNNAMED:
        assert found.causes == []
    else:
        assert found.causes[0].kind == fault.kind
        assert fault.gradient in found.causes[0].text
    assert max(map(len, str(report).splitlines())) <= 80


def test_at_least_four_fifths_are_named() -> None:
    assert len(UNNAMED) <= len(FAULTS) / 5
    assert len(FAULTS) >= 40


@pytest.mark.parametrize("name", ARGS)
@pytest.mark.parametrize("seed", range(3))
def test_right_ones_raise_no_alarm(name: str, seed: int) -> None:
    layer = name.split()[0]
    report = check_gradient(
        getattr(layers, layer), getattr(layers, f"{layer}_back"), ARGS[name](), seed=seed
    )
    assert report.ok, report


def test_changes_in_place_are_told() -> None:
    x = np.array([0.8, -1.3, 0.4])
    report = check_gradient(layers.relu, partial(layers.relu_back, fault="u changed"), x)
    assert not report.ok
    assert [f.text for f in report.faults] == [
        "backward changes the upstream gradient in place: it has to work on a copy"
    ]
