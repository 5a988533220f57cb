"""Optimisers: fifty steps as PyTorch's, and single steps by their formulas."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable
from typing import Any

import pytest
from oracles import required

from autograd import Value
from nn import MLP, SGD, Adam, AdamW, clip_grad_norm_, mse_loss

STEPS = 50
KINDS: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "SGD": (SGD, {"lr": 0.1}),
    "SGD with momentum": (SGD, {"lr": 0.05, "momentum": 0.9}),
    "SGD with weight decay": (SGD, {"lr": 0.1, "weight_decay": 0.02}),
    "SGD with Nesterov's momentum": (SGD, {"lr": 0.05, "momentum": 0.9, "nesterov": True}),
    "SGD with all": (SGD, {"lr": 0.05, "momentum": 0.8, "nesterov": True, "weight_decay": 0.01}),
    "Adam": (Adam, {"lr": 0.03}),
    "Adam with weight decay": (Adam, {"lr": 0.03, "weight_decay": 0.02}),
    "AdamW": (AdamW, {"lr": 0.03}),
    "AdamW with all settings": (AdamW, {"lr": 0.1, "betas": (0.8, 0.99), "weight_decay": 0.1}),
    "Adam with all settings": (Adam, {"lr": 0.1, "betas": (0.8, 0.99), "eps": 1e-6}),
}


def samples() -> list[tuple[list[float], float]]:
    rng = random.Random(0)
    xs = [[rng.uniform(-1, 1), rng.uniform(-1, 1)] for _ in range(12)]
    return [(x, math.sin(2 * x[0]) * x[1]) for x in xs]


def network() -> MLP:
    return MLP(2, [3, 1], activation="tanh", seed=0)


def trained(make: Callable[[list[Value]], Any]) -> list[float]:
    """Our parameters after the steps."""
    net = network()
    optimizer = make(net.parameters())
    for _ in range(STEPS):
        optimizer.zero_grad()
        mse_loss([net(x) for x, _ in samples()], [y for _, y in samples()]).backward()
        optimizer.step()
    return [p.data for p in net.parameters()]


def trained_by_torch(make: Callable[[Any, list[Any]], Any]) -> list[float]:
    """PyTorch's parameters after the same steps, in our order: each neuron's weights, then bias."""
    torch = required("torch")
    start = [
        torch.tensor(p.data, dtype=torch.float64, requires_grad=True)
        for p in network().parameters()
    ]
    neurons = [(start[3 * j : 3 * j + 2], start[3 * j + 2]) for j in range(3)]
    optimizer = make(torch, start)
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss: Any = 0
        for x, y in samples():
            a = [torch.tanh(w[0] * x[0] + w[1] * x[1] + b) for w, b in neurons]
            out = sum(w * h for w, h in zip(start[9:12], a, strict=True)) + start[12]
            loss = loss + (out - y) ** 2
        (loss / len(samples())).backward()
        optimizer.step()
    return [p.item() for p in start]


@pytest.mark.parametrize("kind", KINDS)
def test_fifty_steps_are_pytorchs(kind: str) -> None:
    optimizer, settings = KINDS[kind]
    theirs = trained_by_torch(
        lambda torch, params: getattr(torch.optim, optimizer.__name__)(params, **settings)
    )
    ours = trained(lambda params: optimizer(params, **settings))
    assert ours == pytest.approx(theirs, rel=0, abs=1e-12)


def test_the_comparison_catches_another_learning_rate() -> None:
    theirs = trained_by_torch(lambda torch, params: torch.optim.SGD(params, lr=0.1))
    assert trained(lambda params: SGD(params, lr=0.1000001)) != pytest.approx(theirs, abs=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_steps_lower_the_loss(kind: str) -> None:
    optimizer, settings = KINDS[kind]
    net = network()
    before = mse_loss([net(x) for x, _ in samples()], [y for _, y in samples()]).data
    for p, after in zip(
        net.parameters(), trained(lambda params: optimizer(params, **settings)), strict=True
    ):
        p.data = after
    assert mse_loss([net(x) for x, _ in samples()], [y for _, y in samples()]).data < 0.7 * before


# --- clipping -------------------------------------------------------------------------------


def test_fifty_steps_with_clipped_gradients_are_pytorchs() -> None:
    def clipped(optimizer: Any, clip: Callable[[Any, float], Any], params: list[Any]) -> Any:
        step = optimizer.step

        def clip_and_step() -> None:
            clip(params, 0.02)
            step()

        optimizer.step = clip_and_step
        return optimizer

    ours = trained(lambda params: clipped(SGD(params, lr=0.3), clip_grad_norm_, params))
    theirs = trained_by_torch(
        lambda torch, params: clipped(
            torch.optim.SGD(params, lr=0.3), torch.nn.utils.clip_grad_norm_, params
        )
    )
    assert ours == pytest.approx(theirs, rel=0, abs=1e-12)
    assert ours != pytest.approx(trained(lambda params: SGD(params, lr=0.3)), abs=1e-3)


def test_a_norm_is_told_and_only_a_larger_one_is_shrunk() -> None:
    params = [parameter(1.0, 3.0), parameter(1.0, -4.0)]
    assert clip_grad_norm_(params, 6.0) == 5.0
    assert [p.grad for p in params] == [3.0, -4.0]
    assert clip_grad_norm_(iter(params), 1.0) == 5.0
    assert [p.grad for p in params] == pytest.approx([0.6, -0.8], rel=1e-6)
    with pytest.raises(ValueError, match="max_norm must be a number from 0 up, got -1"):
        clip_grad_norm_(params, -1.0)


# --- resuming -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_run_resumes_to_the_last_bit(kind: str) -> None:
    """Twenty steps, or ten, a JSON file, and ten more with new objects."""
    optimizer, settings = KINDS[kind]

    def steps(net: MLP, opt: Any, n: int) -> None:
        for _ in range(n):
            opt.zero_grad()
            mse_loss([net(x) for x, _ in samples()], [y for _, y in samples()]).backward()
            opt.step()

    whole = network()
    steps(whole, optimizer(whole.parameters(), **settings), 20)
    half = network()
    first = optimizer(half.parameters(), **settings)
    steps(half, first, 10)
    kept = json.loads(json.dumps([half.state_dict(), first.state_dict()]))
    again = MLP(2, [3, 1], activation="tanh", seed=1)
    again.load_state_dict(kept[0])
    second = optimizer(again.parameters())
    second.load_state_dict(kept[1])
    steps(again, second, 10)
    assert again.state_dict() == whole.state_dict()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"type": "Adam"}, "expected the state of SGD"),
        ({"settings": {"lr": 1}}, "SGD has the settings lr, momentum, weight_decay, nesterov"),
        ({"steps": -1}, "steps must be a number from 0 up, got -1"),
        ({"steps": "3"}, "steps must be a number from 0 up, got '3'"),
        ({"state": [[0.0]]}, "expected numbers for 13 parameters"),
        ({"state": [[0.0, 1.0]] * 13}, "parameter 1: expected 1 numbers"),
        ({"state": [[math.nan]] * 13}, "parameter 1: expected 1 numbers"),
    ],
    ids=str,
)
def test_another_optimisers_state_is_refused_and_nothing_changed(
    change: dict[str, Any], message: str
) -> None:
    optimizer = SGD(network().parameters(), lr=0.1, momentum=0.9)
    before = optimizer.state_dict()
    with pytest.raises(ValueError, match=message):
        optimizer.load_state_dict({**before, "steps": 7, **change})
    assert optimizer.state_dict() == before


# --- one step, by the formulas --------------------------------------------------------------


def parameter(data: float, grad: float) -> Value:
    p = Value(data)
    p.grad = grad
    return p


def test_sgd_steps_against_the_gradient() -> None:
    p = parameter(1.0, 4.0)
    SGD([p], lr=0.25).step()
    assert p.data == 0.0


def test_momentum_keeps_a_share_of_the_last_step() -> None:
    p = parameter(0.0, 1.0)
    optimizer = SGD([p], lr=0.5, momentum=0.5)
    places = []
    for _ in range(3):
        optimizer.step()
        places.append(p.data)
    assert places == [-0.5, -1.25, -2.125]  # velocities 1, 1.5, 1.75


@pytest.mark.parametrize("grad", [1e-3, 5.0, -7.0])
def test_adams_first_step_is_the_learning_rate_whatever_the_gradient(grad: float) -> None:
    p = parameter(0.0, grad)
    Adam([p], lr=0.1).step()
    assert p.data == pytest.approx(math.copysign(0.1, -grad), rel=2e-5)


@pytest.mark.parametrize("optimizer", [SGD, Adam])
def test_a_learning_rate_of_0_changes_nothing(optimizer: Any) -> None:
    p = parameter(1.5, 4.0)
    optimizer([p], lr=0.0).step()
    assert p.data == 1.5


@pytest.mark.parametrize("optimizer", [SGD, Adam])
def test_zero_grad_forgets_the_gradients(optimizer: Any) -> None:
    params = [parameter(1.0, 2.0), parameter(1.0, -3.0)]
    optimizer(params).zero_grad()
    assert [p.grad for p in params] == [0.0, 0.0]


@pytest.mark.parametrize("optimizer", [SGD, Adam])
def test_parameters_may_come_from_an_iterator(optimizer: Any) -> None:
    params = [parameter(1.0, 2.0), parameter(1.0, -3.0)]
    optimizer(iter(params), lr=0.1).step()
    assert params[0].data < 1 < params[1].data


# --- refusals -------------------------------------------------------------------------------


@pytest.mark.parametrize("optimizer", [SGD, Adam])
@pytest.mark.parametrize("lr", [-0.1, math.nan, math.inf])
def test_a_bad_learning_rate_is_refused(optimizer: Any, lr: float) -> None:
    with pytest.raises(ValueError, match=f"lr must be a number from 0 up, got {lr}"):
        optimizer([Value(1.0)], lr=lr)


@pytest.mark.parametrize("optimizer", [SGD, Adam])
@pytest.mark.parametrize("lr", ["0.1", None, Value(0.1)], ids=lambda lr: type(lr).__name__)
def test_a_learning_rate_is_a_plain_number(optimizer: Any, lr: Any) -> None:
    """A Value would turn the parameters' data into graphs."""
    with pytest.raises(TypeError, match=f"lr must be a number from 0 up, got {type(lr).__name__}"):
        optimizer([Value(1.0)], lr=lr)


@pytest.mark.parametrize("momentum", [-0.1, math.nan])
def test_a_bad_momentum_is_refused(momentum: float) -> None:
    with pytest.raises(ValueError, match=f"momentum must be a number from 0 up, got {momentum}"):
        SGD([Value(1.0)], momentum=momentum)


@pytest.mark.parametrize("betas", [(1.0, 0.9), (0.9, 1.0), (-0.1, 0.9), (math.nan, 0.9)])
def test_bad_betas_are_refused(betas: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match=r"betas must be in \[0, 1\)"):
        Adam([Value(1.0)], betas=betas)


@pytest.mark.parametrize("optimizer", [SGD, Adam])
def test_no_parameters_are_refused(optimizer: Any) -> None:
    with pytest.raises(ValueError, match=f"{optimizer.__name__}: there are no parameters"):
        optimizer([])


@pytest.mark.parametrize("optimizer", [SGD, Adam])
def test_parameters_that_are_no_values_are_refused(optimizer: Any) -> None:
    with pytest.raises(TypeError, match=f"{optimizer.__name__}: the parameters must be Values"):
        optimizer(network().named_parameters())


@pytest.mark.parametrize("optimizer", [SGD, Adam, AdamW])
def test_a_parameter_given_twice_is_refused(optimizer: Any) -> None:
    p, q = Value(1.0), Value(2.0)
    with pytest.raises(ValueError, match=f"{optimizer.__name__}: parameter 3 was given before"):
        optimizer([p, q, p])


def test_nesterov_needs_a_momentum() -> None:
    with pytest.raises(ValueError, match="nesterov needs a momentum above 0"):
        SGD([Value(1.0)], nesterov=True)
