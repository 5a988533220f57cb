"""Faults planted in functions of PyTorch: each is found, and of most the cause is named first.

`torch.autograd.gradcheck` is the independent judge of which are wrong.
"""

from __future__ import annotations

import warnings
from typing import Any

import pytest
from oracles import required

from autograd import check_gradient

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # torch's own, on import, which are not ours to mend
    torch = required("torch")
Function = torch.autograd.Function


def normal(*shape: int) -> Any:
    generator = torch.Generator().manual_seed(sum(shape))
    return torch.randn(*shape, generator=generator)


class Linear(Function):
    """x W^T + b, as in PyTorch's tutorial on new functions."""

    fault = ""

    @staticmethod
    def forward(ctx: Any, x: Any, weight: Any, bias: Any) -> Any:
        ctx.save_for_backward(x, weight)
        return x @ weight.t() + bias

    @classmethod
    def backward(cls, ctx: Any, u: Any) -> Any:
        x, weight = ctx.saved_tensors
        dx, dw, db = u @ weight, u.t() @ x, u.sum(0)
        if cls.fault == "weight transposed":
            dw = dw.t()
        elif cls.fault == "bias not summed":
            db = u
        elif cls.fault == "bias over the wrong axis":
            db = u.sum(1)
        elif cls.fault == "u changed":
            u.mul_(2)
        return dx, dw, db


class Swish(Function):
    """x sigma(x), in the newer style with a setup_context."""

    fault = ""

    @staticmethod
    def forward(x: Any) -> Any:
        return x * torch.sigmoid(x)

    @staticmethod
    def setup_context(ctx: Any, inputs: Any, output: Any) -> None:  # noqa: ARG004
        ctx.save_for_backward(*inputs)

    @classmethod
    def backward(cls, ctx: Any, u: Any) -> Any:
        (x,) = ctx.saved_tensors
        s = torch.sigmoid(x)
        if cls.fault == "sigma only":
            return u * s
        if cls.fault == "u ignored":
            return s + x * s * (1 - s)
        return u * (s + x * s * (1 - s))


class Power(Function):
    """x^3, with the exponent as an arg that is no tensor."""

    fault = ""

    @staticmethod
    def forward(ctx: Any, x: Any, n: int) -> Any:
        ctx.n = n
        ctx.save_for_backward(x)
        return x**n

    @classmethod
    def backward(cls, ctx: Any, u: Any) -> Any:
        (x,) = ctx.saved_tensors
        exponent = ctx.n if cls.fault == "exponent kept" else ctx.n - 1
        scale = 1 if cls.fault == "exponent left out" else ctx.n
        return scale * x**exponent * u, None


class Spread(Function):
    """Mean and standard deviation along the last axis: two outputs."""

    fault = ""

    @staticmethod
    def forward(ctx: Any, x: Any) -> Any:
        mean, std = x.mean(-1), x.std(-1, unbiased=False)
        ctx.save_for_backward(x, mean, std)
        return mean, std

    @classmethod
    def backward(cls, ctx: Any, u: Any, v: Any) -> Any:
        x, mean, std = ctx.saved_tensors
        n = x.shape[-1]
        by_mean = u[..., None] / n * torch.ones_like(x)
        by_std = v[..., None] * (x - mean[..., None]) / (n * std[..., None])
        if cls.fault == "second output ignored":
            return by_mean
        if cls.fault == "mean as sum":
            return n * by_mean + by_std
        if cls.fault == "std sign":
            return by_mean - by_std
        return by_mean + by_std


class LogSoftmax(Function):
    """log softmax along the last axis."""

    fault = ""

    @staticmethod
    def forward(ctx: Any, x: Any) -> Any:
        z = torch.log_softmax(x, -1)
        ctx.save_for_backward(z)
        return z

    @classmethod
    def backward(cls, ctx: Any, u: Any) -> Any:
        (z,) = ctx.saved_tensors
        if cls.fault == "own upstream":
            return u * (1 - z.exp())
        if cls.fault == "log p for p":
            return u - z * u.sum(-1, keepdim=True)
        return u - z.exp() * u.sum(-1, keepdim=True)


class Scale(Function):
    """Gamma times x, with gamma broadcast along the first axes."""

    fault = ""

    @staticmethod
    def forward(ctx: Any, x: Any, gamma: Any) -> Any:
        ctx.save_for_backward(x, gamma)
        return x * gamma

    @classmethod
    def backward(cls, ctx: Any, u: Any) -> Any:
        x, gamma = ctx.saved_tensors
        if cls.fault == "one axis only":
            return u * gamma, (u * x).sum(0)
        if cls.fault == "gamma left out":
            return u, (u * x).sum((0, 1))
        if cls.fault == "x left out":
            return u * gamma, u.sum((0, 1))
        return u * gamma, (u * x).sum((0, 1))


ARGS: dict[type, tuple[Any, ...]] = {
    Linear: (normal(3, 4), normal(3, 4), normal(3)),
    Swish: (normal(2, 5),),
    Power: (normal(2, 3), 3),
    Spread: (normal(3, 4),),
    LogSoftmax: (normal(3, 4),),
    Scale: (normal(2, 3, 4), normal(4)),
}

FAULTS = [
    (Linear, "weight transposed", "weight", "transposed"),
    (Linear, "bias not summed", "bias", "missing sum"),
    (Linear, "bias over the wrong axis", "bias", "wrong axis"),
    (Swish, "sigma only", "x", None),
    (Swish, "u ignored", "x", "upstream ignored"),
    (Power, "exponent kept", "x", "factor too many"),
    (Power, "exponent left out", "x", "factor"),
    (Spread, "second output ignored", "x", "zero"),
    (Spread, "mean as sum", "x", "factor"),
    (Spread, "std sign", "x", "sign"),
    (LogSoftmax, "own upstream", "x", "diagonal"),
    (LogSoftmax, "log p for p", "x", None),
    (Scale, "one axis only", "gamma", "missing sum"),
    (Scale, "gamma left out", "x", "factor missing"),
    (Scale, "x left out", "gamma", "factor missing"),
]
"""(function, fault, the arg whose gradient is wrong, the kind of its cause; None: not named)"""


def with_fault(function: type, fault: str) -> Any:
    return type(function.__name__, (function,), {"fault": fault})


def gradcheck_passes(function: Any, args: tuple[Any, ...]) -> bool:
    doubles = [x.double().requires_grad_() if torch.is_tensor(x) else x for x in args]
    return bool(torch.autograd.gradcheck(function.apply, doubles, raise_exception=False))


@pytest.mark.parametrize(("function", "fault", "name", "kind"), FAULTS)
def test_planted_fault_is_found_and_named_first(
    function: type, fault: str, name: str, kind: str | None
) -> None:
    wrong = with_fault(function, fault)
    report = check_gradient(wrong, None, ARGS[function])
    assert not report.ok
    assert [g.name for g in report.gradients if g.status == "wrong"] == [name]
    causes = report[name].causes
    assert causes[0].kind == kind if kind else causes == []
    if kind not in ("missing sum", "transposed"):  # of shapes, which torch mends or refuses
        assert not gradcheck_passes(wrong, ARGS[function])


def test_at_least_four_fifths_are_named() -> None:
    assert sum(kind is not None for *_, kind in FAULTS) >= 0.8 * len(FAULTS)


@pytest.mark.parametrize("function", ARGS)
def test_right_ones_raise_no_alarm(function: type) -> None:
    report = check_gradient(function, None, ARGS[function])
    assert report.ok, report
    assert gradcheck_passes(function, ARGS[function])


def test_of_several_outputs_the_one_is_told() -> None:
    report = check_gradient(with_fault(Spread, "mean as sum"), None, ARGS[Spread])
    assert report["x"].causes[0].text == (
        "dx is 4 times the gradient: the 1/4 of a mean is missing? (4 is the size of axis 1 of x) "
        "(by way of output 0)"
    )


def test_changes_in_place_are_told() -> None:
    report = check_gradient(with_fault(Linear, "u changed"), None, ARGS[Linear])
    assert not report.ok
    assert [f.kind for f in report.faults] == ["in place"]


def test_functions_that_torch_differentiates_itself() -> None:
    x = normal(2, 3)
    report = check_gradient(lambda x: torch.tanh(x) @ x.t(), None, x)
    assert report.ok, report
    cut = check_gradient(lambda x: torch.tanh(x).detach() * x, None, x)
    assert cut["x"].status == "wrong"  # a detach drops a path


def test_modules_in_double_precision_and_in_single() -> None:
    module = torch.nn.Linear(3, 2).double()
    assert check_gradient(module, None, normal(4, 3)).ok
    report = check_gradient(lambda x: (x.float() ** 2).sum(), None, normal(4))
    assert report.ok, report
    assert "single precision" in report.notes[0]
