"""Losses: values and gradients against PyTorch in double precision, and refusals by name."""

from __future__ import annotations

from typing import Any

import mpmath
import pytest
from oracles import required

import nn
from autograd import Value, sigmoid, total

ELEMENTWISE = ["mse_loss", "l1_loss", "half_squared_error", "binary_cross_entropy",
               "binary_cross_entropy_with_logits"]  # fmt: skip
SHAPES = {
    "number": (0.31, 0.8),
    "list": ([0.31, 0.62, 0.13], [0.8, 0.0, 1.0]),
    "batch": ([[0.31, 0.62, 0.13], [0.97, 0.05, 0.5]], [[0.8, 0.0, 1.0], [1.0, 0.25, 0.4]]),
}
LOGITS = [1.3, -0.4, 2.2]
BATCH = [LOGITS, [0.2, 0.1, -3.0]]
TARGETS = {
    "a class": (LOGITS, 1),
    "one-hot": (LOGITS, [0.0, 1.0, 0.0]),
    "probabilities": (LOGITS, [0.2, 0.7, 0.1]),
    "a batch of classes": (BATCH, [2, 0]),
    "a batch of probabilities": (BATCH, [[0.2, 0.7, 0.1], [0.0, 0.0, 1.0]]),
}


def values(given: Any) -> Any:
    return [values(v) for v in given] if isinstance(given, list) else Value(given)


def slopes(given: Any) -> Any:
    return [slopes(v) for v in given] if isinstance(given, list) else given.grad


def assert_agrees_with_torch(ours: Any, theirs: str, pred: Any, target: Any) -> None:
    """Compare the loss and its gradient by each prediction."""
    torch = required("torch")
    kind = torch.long if isinstance(target, int) or target == [2, 0] else torch.float64
    p = torch.tensor(pred, dtype=torch.float64, requires_grad=True)
    y = torch.tensor(target, dtype=kind)
    if theirs == "half_squared_error":
        expected = ((p - y) ** 2).sum() / 2
    else:
        expected = getattr(torch.nn.functional, theirs)(p, y)
    expected.backward()
    mine = values(pred)
    loss = ours(mine, target)
    loss.backward()
    assert loss.data == pytest.approx(expected.item(), rel=1e-14)
    gradient = torch.tensor(slopes(mine), dtype=torch.float64)
    torch.testing.assert_close(gradient, p.grad, rtol=1e-13, atol=1e-15)


# --- reductions and weights, as PyTorch has them ---

WEIGHTS: dict[str, dict[str, Any]] = {
    "none": {},
    "a number for each column": {"weight": [0.5, 2.0, 1.5]},
    "a number for each element": {"weight": [[0.5, 2.0, 1.5], [1.0, 0.0, 3.0]]},
    "those of ones": {"pos_weight": [3.0, 0.5, 2.0]},
    "both": {"weight": [0.5, 2.0, 1.5], "pos_weight": [3.0, 0.5, 2.0]},
}


def assert_options_agree(name: str, pred: Any, target: Any, options: dict[str, Any]) -> None:
    """Compare the loss with these options, and the gradient of the sum of what it gives."""
    torch = required("torch")
    p = torch.tensor(pred, dtype=torch.float64, requires_grad=True)
    indices = isinstance(target, int) or target == [2, 0]
    y = torch.tensor(target, dtype=torch.long if indices else torch.float64)
    given = {
        key: x if isinstance(x, str) else torch.tensor(x, dtype=torch.float64)
        for key, x in options.items()
    }
    expected = getattr(torch.nn.functional, name)(p, y, **given)
    expected.sum().backward()
    mine = values(pred)
    found = getattr(nn, name)(mine, target, **options)
    numbers = torch.tensor(data_of(found), dtype=torch.float64)
    torch.testing.assert_close(numbers, expected.detach(), rtol=1e-13, atol=0)
    total(flat(found)).backward()
    gradient = torch.tensor(slopes(mine), dtype=torch.float64)
    torch.testing.assert_close(gradient, p.grad, rtol=1e-12, atol=1e-15)


def data_of(given: Any) -> Any:
    return [data_of(v) for v in given] if isinstance(given, list) else given.data


def flat(given: Any) -> list[Any]:
    return [v for part in given for v in flat(part)] if isinstance(given, list) else [given]


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", [name for name in ELEMENTWISE if name != "half_squared_error"])
def test_a_reduction_is_pytorchs(name: str, shape: str, reduction: str) -> None:
    assert_options_agree(name, *SHAPES[shape], {"reduction": reduction})


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("weight", WEIGHTS)
@pytest.mark.parametrize("name", ["binary_cross_entropy", "binary_cross_entropy_with_logits"])
def test_weights_are_pytorchs(name: str, weight: str, reduction: str) -> None:
    options = {**WEIGHTS[weight], "reduction": reduction}
    if name == "binary_cross_entropy":
        options.pop("pos_weight", None)
    assert_options_agree(name, *SHAPES["batch"], options)


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("weight", [None, [0.5, 2.0, 1.5]], ids=str)
@pytest.mark.parametrize("kind", TARGETS)
def test_class_weights_are_pytorchs(kind: str, weight: Any, reduction: str) -> None:
    options = {"reduction": reduction} | ({"weight": weight} if weight else {})
    assert_options_agree("cross_entropy", *TARGETS[kind], options)


@pytest.mark.parametrize("z", [-800.0, -40.0, 40.0, 800.0])
@pytest.mark.parametrize("y", [0.0, 1.0])
def test_a_weighted_cross_entropy_is_right_however_saturated(z: float, y: float) -> None:
    truth = 3 * mpmath.log1p(mpmath.exp(-z)) if y else mpmath.log1p(mpmath.exp(mpmath.mpf(z)))
    found = nn.binary_cross_entropy_with_logits(Value(z), y, pos_weight=3.0).data
    assert found == pytest.approx(float(truth), rel=1e-14)


def test_options_of_an_object_are_its_functions() -> None:
    pred, target = SHAPES["batch"]
    loss = nn.BCELoss(weight=[0.5, 2.0, 1.5], reduction="sum")
    same = nn.binary_cross_entropy(pred, target, [0.5, 2.0, 1.5], reduction="sum")
    assert loss(pred, target) == same


@pytest.mark.parametrize("make", [nn.MSELoss, nn.CrossEntropyLoss])
def test_an_unknown_option_is_refused(make: Any) -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'reducton'"):
        make(reducton="sum")
    with pytest.raises(ValueError, match="reduction must be one of mean, sum, none, got 'average'"):
        make(reduction="average")


@pytest.mark.parametrize(
    ("name", "weight", "message"),
    [
        ("cross_entropy", [1.0, 2.0], "cross_entropy: 2 weights for 3 classes"),
        ("binary_cross_entropy", [1.0, 2.0], "binary_cross_entropy: 2 weights for 3 elements"),
    ],
)
def test_weights_of_another_number_are_refused(name: str, weight: Any, message: str) -> None:
    target = [2, 0] if name == "cross_entropy" else SHAPES["batch"][1]
    pred = BATCH if name == "cross_entropy" else SHAPES["batch"][0]
    with pytest.raises(ValueError, match=message):
        getattr(nn, name)(pred, target, weight)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", ELEMENTWISE)
def test_a_loss_is_pytorchs(name: str, shape: str) -> None:
    assert_agrees_with_torch(getattr(nn, name), name, *SHAPES[shape])


@pytest.mark.parametrize("kind", TARGETS)
def test_cross_entropy_is_pytorchs(kind: str) -> None:
    assert_agrees_with_torch(nn.cross_entropy, "cross_entropy", *TARGETS[kind])


def test_the_comparison_catches_another_loss() -> None:
    required("torch")
    with pytest.raises(AssertionError):
        assert_agrees_with_torch(nn.half_squared_error, "mse_loss", *SHAPES["list"])


@pytest.mark.parametrize(
    ("loss", "function"),
    [
        (nn.MSELoss, nn.mse_loss),
        (nn.L1Loss, nn.l1_loss),
        (nn.BCELoss, nn.binary_cross_entropy),
        (nn.BCEWithLogitsLoss, nn.binary_cross_entropy_with_logits),
    ],
)
def test_a_loss_object_computes_its_function(loss: Any, function: Any) -> None:
    pred, target = SHAPES["batch"]
    assert loss()(values(pred), target).data == function(values(pred), target).data


def test_a_cross_entropy_object_computes_its_function() -> None:
    assert nn.CrossEntropyLoss()(values(BATCH), [2, 0]).data == (
        nn.cross_entropy(values(BATCH), [2, 0]).data
    )


# --- by the definitions, without PyTorch ----------------------------------------------------


def test_means_are_over_the_elements_and_half_squared_error_is_a_sum() -> None:
    pred, target = values([[1.0, 2.0], [3.0, 5.0]]), [[0.0, 0.0], [0.0, 1.0]]
    assert nn.mse_loss(pred, target).data == (1 + 4 + 9 + 16) / 4
    assert nn.l1_loss(pred, target).data == (1 + 2 + 3 + 4) / 4
    assert nn.half_squared_error(pred, target).data == (1 + 4 + 9 + 16) / 2


def test_binary_cross_entropy_is_equation_8_11() -> None:
    a, y = mpmath.mpf(0.31), mpmath.mpf(0.8)
    truth = -(y * mpmath.log(a) + (1 - y) * mpmath.log(1 - a))
    assert nn.binary_cross_entropy(Value(0.31), 0.8).data == pytest.approx(float(truth), rel=1e-14)


def test_a_class_is_its_one_hot_list() -> None:
    by_class, by_list = values(LOGITS), values(LOGITS)
    nn.cross_entropy(by_class, 2).backward()
    nn.cross_entropy(by_list, [0.0, 0.0, 1.0]).backward()
    assert slopes(by_class) == slopes(by_list)


# --- saturated ------------------------------------------------------------------------------


@pytest.mark.parametrize("z", [1000.0, -1000.0])
@pytest.mark.parametrize("y", [0.0, 1.0, 0.3])
def test_a_saturated_binary_cross_entropy_is_the_logits_distance(z: float, y: float) -> None:
    """Beyond |z| = 745, sigmoid(z) is 0 or 1 and the loss |z| times the share of the other."""
    wrong = 1 - y if z > 0 else y
    for of in (
        nn.binary_cross_entropy_with_logits,
        lambda logit, target: nn.binary_cross_entropy(sigmoid(logit), target),
    ):
        logit = Value(z)
        loss = of(logit, y)
        loss.backward()
        assert loss.data == pytest.approx(1000.0 * wrong, rel=1e-15)
        assert logit.grad == pytest.approx(wrong if z > 0 else -wrong, rel=1e-15)


@pytest.mark.parametrize("z", [40.0, 300.0, 690.0])
@pytest.mark.parametrize("y", [0.0, 1.0])
def test_binary_cross_entropy_of_a_sigmoid_keeps_every_digit(z: float, y: float) -> None:
    """Against mpmath, where 1 - a is far below the spacing of floats near 1."""
    logit = Value(z)
    loss = nn.binary_cross_entropy(sigmoid(logit), y)
    loss.backward()
    with mpmath.workdps(700):
        a = 1 / (1 + mpmath.exp(-mpmath.mpf(z)))
        truth = -(mpmath.log(a) if y else mpmath.log(1 - a))
        slope = a - y
    assert loss.data == pytest.approx(float(truth), rel=1e-14)
    assert logit.grad == pytest.approx(float(slope), rel=1e-14)


@pytest.mark.parametrize(("target", "loss"), [(0, 0.0), (1, 2000.0)])
def test_a_saturated_cross_entropy_is_the_distance_to_the_largest_logit(
    target: int, loss: float
) -> None:
    logits = values([1000.0, -1000.0])
    result = nn.cross_entropy(logits, target)
    result.backward()
    assert result.data == loss
    assert slopes(logits) == ([0.0, 0.0] if target == 0 else [1.0, -1.0])


# --- refusals -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ELEMENTWISE)
@pytest.mark.parametrize(
    ("pred", "target", "counts"),
    [
        ([0.1, 0.2], [0.5], (2, 1)),
        ([0.1], [0.5, 0.5], (1, 2)),
        ([0.1, 0.2], 0.5, (2, 1)),
        ([[0.1, 0.2]], [[0.5, 0.5, 0.5]], (2, 3)),
        ([[0.1, 0.2], [0.3, 0.4]], [0.5, 0.5], (2, 1)),
    ],
    ids=str,
)
def test_shapes_that_differ_are_refused(
    name: str, pred: Any, target: Any, counts: tuple[int, int]
) -> None:
    message = f"{name}: pred has {counts[0]} elements and target {counts[1]}"
    with pytest.raises(ValueError, match=message):
        getattr(nn, name)(values(pred), target)


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_a_loss_of_nothing_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=f"{name}: nothing to compare"):
        getattr(nn, name)([], [])


@pytest.mark.parametrize(
    ("pred", "target", "message"),
    [
        (LOGITS, 3, "the target 3 is not one of the 3 classes"),
        (LOGITS, -1, "the target -1 is not one of the 3 classes"),
        (LOGITS, [0.5, 0.5], "3 classes need 3 targets, got 2"),
        (BATCH, [2], "2 samples need as many targets, got 1"),
        (BATCH, 2, "2 samples need as many targets"),
        ([], 0, "cross_entropy"),
        ([], [], "cross_entropy"),
    ],
    ids=str,
)
def test_cross_entropy_refuses_targets_that_do_not_fit(
    pred: Any, target: Any, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        nn.cross_entropy(values(pred), target)


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_any_iterables_will_do(name: str) -> None:
    loss, pred, target = getattr(nn, name), [0.1, 0.2], [0.5, 0.25]
    assert loss(iter(values(pred)), iter(target)).data == loss(values(pred), target).data


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_text_is_no_list_of_numbers(name: str) -> None:
    with pytest.raises(TypeError, match="expected a real number, got str '1'"):
        getattr(nn, name)(values([0.1]), "1")


@pytest.mark.parametrize("pred", [Value(1.0), 1.0, "12"], ids=lambda pred: type(pred).__name__)
def test_cross_entropy_needs_a_list_of_logits(pred: Any) -> None:
    with pytest.raises(TypeError, match="cross_entropy: expected a list of logits, got"):
        nn.cross_entropy(pred, 0)
