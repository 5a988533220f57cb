r"""A network that is told of one sample, and a loss of many: a^{(i)} = \sigma(z^{(i)}) is not said.

Every right claim is worked by hand; beside each stands one with a slip.
"""

from __future__ import annotations

import pytest

from autograd.checking import check_text

ONE = r"""
For one example $z = w^T x + b$, $a = \sigma(z)$ and $L(a, y) = -(y \log a + (1-y)\log(1-a))$.
On all of them
$$J(w,b) = \frac1m \sum_{i=1}^m L(a^{(i)}, y^{(i)})$$
"""
LAYERS = r"""
$z^{[1]} = W^{[1]} x + b^{[1]}$, $a^{[1]} = \tanh(z^{[1]})$, $z^{[2]} = W^{[2]} a^{[1]} + b^{[2]}$,
$a^{[2]} = \sigma(z^{[2]})$ and
$$J = -\frac1m \sum_{i=1}^m [y^{(i)} \log a^{[2](i)} + (1-y^{(i)}) \log(1 - a^{[2](i)})]$$
"""


def _status(text: str) -> str:
    return check_text(text).equations[-1].members[-1].status


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"\frac{\partial L}{\partial w_1} = x_1 (a - y)", "right"),
        (r"\frac{\partial L}{\partial w_1} = x_1 (y - a)", "wrong"),
        (
            r"\frac{\partial J}{\partial w_1} = \frac1m \sum_i x_1^{(i)} (a^{(i)} - y^{(i)})",
            "right",
        ),
        (
            r"\frac{\partial J}{\partial w_1} = \frac1m \sum_i x_1^{(i)} (y^{(i)} - a^{(i)})",
            "wrong",
        ),
        (r"\frac{\partial J}{\partial w} = \frac1m \sum_i (a^{(i)} - y^{(i)}) x^{(i)}", "right"),
        (r"\frac{\partial J}{\partial b} = \frac1m \sum_i (a^{(i)} - y^{(i)})", "right"),
        (r"\frac{\partial J}{\partial b} = \sum_i (a^{(i)} - y^{(i)})", "wrong"),
        (r"\frac{\partial J}{\partial b} = \frac1m (a^{(i)} - y^{(i)})", "wrong"),
    ],
)
def test_one_sample_stands_for_each(claim: str, status: str) -> None:
    other = r"$$\frac{\partial L}{\partial z} = a - y$$"
    assert _status(f"{ONE}{other}\n$${claim}$$") == status


def test_a_function_at_each_sample_is_what_it_is_of_one() -> None:
    claim = r"\frac{\partial J}{\partial w} = \frac1m \sum_i \frac{\partial}{\partial w} "
    assert _status(f"{ONE}$${claim} L(a^{{(i)}}, y^{{(i)}})$$") == "right"
    assert _status(f"{ONE}$${claim.replace('w', 'b')} 2 L(a^{{(i)}}, y^{{(i)}})$$") != "right"


ALONE = r"$$dz^{(i)} = %s$$ $$dw = \frac1m \sum_i x^{(i)} dz^{(i)}$$ $$db = %s$$"


@pytest.mark.parametrize(
    ("dz", "db", "statuses"),
    [
        (r"a^{(i)} - y^{(i)}", r"\frac1m \sum_i dz^{(i)}", ("right", "right", "right")),
        (r"a^{(i)} - y^{(i)}", r"\sum_i dz^{(i)}", ("right", "right", "wrong")),
        (r"y^{(i)} - a^{(i)}", r"\frac1m \sum_i dz^{(i)}", ("wrong", "right", "right")),
    ],
)
def test_a_derivative_with_a_sample_is_of_its_loss_alone(
    dz: str, db: str, statuses: tuple[str, ...]
) -> None:
    """So code writes it: dz of one sample's L, dw of the mean J; the report says so."""
    report = check_text(ONE + ALONE % (dz, db))
    assert tuple(e.members[-1].status for e in report.equations[-3:]) == statuses
    said = "derivatives with the number of a sample are of its own loss"
    assert said in str(report).lower().replace("\n", " ")


DZ = r"\frac{\partial J}{\partial z^{[2](i)}}"


@pytest.mark.parametrize(
    ("by", "claimed", "status"),
    [
        ("W^{[2]}", rf"\sum_i {DZ} a^{{[1](i)T}}", "right"),
        ("W^{[2]}", rf"{DZ} a^{{[1](i)T}}", "wrong"),
        ("b^{[1]}", rf"\sum_i W^{{[2]T}} {DZ} \odot (1 - (a^{{[1](i)}})^2)", "right"),
        ("b^{[1]}", rf"\sum_i W^{{[2]T}} {DZ} \odot (1 - (z^{{[1](i)}})^2)", "wrong"),
    ],
)
def test_layers_of_one_sample_stand_for_each(by: str, claimed: str, status: str) -> None:
    first = rf"$${DZ} = \frac1m (a^{{[2](i)}} - y^{{(i)}})$$"
    claim = rf"\frac{{\partial J}}{{\partial {by}}} = {claimed}"
    report = check_text(f"{LAYERS}{first}\n$${claim}$$")
    assert report.equations[-2].members[-1].status == "right"
    assert report.equations[-1].members[-1].status == status


@pytest.mark.parametrize(
    "claim",
    [
        r"\frac{\partial J}{\partial w_i} = 2 (a - y) a (1 - a) x_i",
        r"\frac{\partial J}{\partial w_k} = 2\sum_i(a^{(i)}-y^{(i)}) a^{(i)} (1-a^{(i)}) x_k^{(i)}",
    ],
)
def test_a_feature_is_no_sample(claim: str) -> None:
    """The letter of the sum over samples runs over the features in z: nothing is carried over."""
    text = r"$z = \sum_i w_i x_i$, $a = \sigma(z)$, $J = \sum_i (a^{(i)} - y^{(i)})^2$"
    assert _status(f"{text}\n$${claim}$$") not in ("right", "wrong")


NORMAL = r"$$J(\theta) = \frac12 \sum_{i=1}^m (\theta^T x^{(i)} - y^{(i)})^2$$"


@pytest.mark.parametrize(
    ("gradient", "is_right"),
    [
        (r"X^T X \theta - X^T y", True),
        (r"X^T X \theta - X^T \vec{y}", True),
        (r"-X^T (y - X \theta)", True),
        (r"X^T X \theta + X^T y", False),
        (r"X^T (y - X \theta)", False),
    ],
)
def test_the_numbers_of_the_samples_are_the_vector_behind_a_matrix(
    gradient: str, is_right: bool
) -> None:
    """X^T y does not make a vector of each y^{(i)}."""
    report = check_text(rf"{NORMAL} $$\nabla_\theta J(\theta) = {gradient}$$")
    assert (report.equations[-1].members[-1].status == "right") is is_right
