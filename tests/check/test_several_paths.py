r"""Chain rules over several paths, and the loss by any letter: \partial f/\partial y_i of any f."""

from __future__ import annotations

import pytest

from autograd.checking import check_text
from autograd.checking.report.result import RIGHT, WRONG

FORWARD = r"""
$$m = \frac{1}{N}\sum_{k=1}^N s_k, \quad v = \frac{1}{N}\sum_{k=1}^N (s_k - m)^2$$
$$r_i = \frac{s_i - m}{\sqrt{v + \epsilon}}, \quad o_i = a r_i + c$$
"""
KNOWN = r"""
$$\frac{\partial f}{\partial c} = \sum_{i=1}^N \frac{\partial f}{\partial o_i}$$
$$\frac{\partial f}{\partial a} = \sum_{i=1}^N \frac{\partial f}{\partial o_i} \frac{\partial o_i}{\partial a}$$
$$\frac{\partial f}{\partial r_i} = a \frac{\partial f}{\partial o_i}$$
$$\frac{\partial m}{\partial s_i} = \frac{1}{N}$$
$$\frac{\partial v}{\partial s_i} = \frac{2}{N} (s_i - m)$$
"""  # noqa: E501
PATHS = r"""
$$\frac{\partial f}{\partial s_i} = \frac{\partial f}{\partial r_i}\frac{\partial r_i}{\partial s_i}
+ \frac{\partial f}{\partial v}\frac{\partial v}{\partial s_i}
+ \frac{\partial f}{\partial m}\frac{\partial m}{\partial s_i}$$
"""
LINK = r"\frac{\partial r_i}{\partial s_i} = "
TOTAL = (
    r"\frac{1}{\sqrt{v + \epsilon}} (1 - \frac{1}{N}) - \frac{(s_i - m)^2}{N (v + \epsilon)^{3/2}}"
)


def last(text: str) -> str:
    """Return the status of the last member of the last equation of a text."""
    return check_text(text).equations[-1].members[-1].status


@pytest.mark.parametrize("loss", ["f", "g", r"\mathcal{F}", r"\Phi", "L"])
def test_the_loss_may_have_any_letter(loss: str) -> None:
    """Its derivatives on both sides say that it is one."""
    report = check_text(
        (FORWARD + KNOWN + PATHS)
        .replace("f}", f"{loss}}}")
        .replace(r"\frac{\partial f", rf"\frac{{\partial {loss}")
    )
    assert {m.status for e in report.equations[4:] for m in e.members} == {RIGHT}


@pytest.mark.parametrize(
    "claim",
    [
        r"\frac{\partial f}{\partial a} = \sum_i \frac{\partial f}{\partial o_i} s_i",
        r"\frac{\partial f}{\partial r_i} = -a \frac{\partial f}{\partial o_i}",
        r"\frac{\partial f}{\partial c} = \sum_i \frac{\partial f}{\partial o_i} r_i",
    ],
)
def test_a_slip_beside_any_loss_is_called_wrong(claim: str) -> None:
    """A loss that may be any is known through its upstream gradients alone."""
    assert last(f"{FORWARD}{KNOWN}{PATHS}$${claim}$$") == WRONG


def test_a_link_is_through_its_own_equation_where_the_other_paths_are_summed() -> None:
    """By hand: r_i = (s_i - m) / sqrt(v + eps) with m and v held; with all paths, TOTAL."""
    for right in (r"\frac{1}{\sqrt{v + \epsilon}}", r"(v + \epsilon)^{-1/2}", TOTAL):
        assert last(f"{FORWARD}{KNOWN}{PATHS}$${LINK}{right}$$") == RIGHT
    for wrong in (
        r"\frac{-1}{\sqrt{v + \epsilon}}",
        r"\frac{1}{v + \epsilon}",
        r"\frac{2}{\sqrt{v + \epsilon}}",
    ):
        assert last(f"{FORWARD}{KNOWN}{PATHS}$${LINK}{wrong}$$") != RIGHT


def test_without_a_sum_over_paths_a_derivative_is_total() -> None:
    """Nothing says then that m and v are held."""
    assert last(f"{FORWARD}{KNOWN}$${LINK}{TOTAL}$$") == RIGHT
    assert last(rf"{FORWARD}{KNOWN}$${LINK}\frac{{1}}{{\sqrt{{v + \epsilon}}}}$$") != RIGHT


@pytest.mark.parametrize(
    "slip",
    [
        (r"+ \frac{\partial f}{\partial v}", r"- \frac{\partial f}{\partial v}"),
        (r"+ \frac{\partial f}{\partial m}", r"+ 2 \frac{\partial f}{\partial m}"),
        (
            r"\frac{\partial f}{\partial m}\frac{\partial m}{\partial s_i}",
            r"\frac{\partial f}{\partial m}",
        ),
    ],
)
def test_a_slip_in_a_sum_over_paths_is_not_right(slip: tuple[str, str]) -> None:
    """The links of the right sum do not save it."""
    text = f"{FORWARD}{KNOWN}{PATHS}{PATHS.replace(*slip)}"
    assert last(text) != RIGHT


SUMS = r"""
$$\frac{\partial f}{\partial s_i} = \frac{\partial f}{\partial r_i}\frac{\partial r_i}{\partial s_i}
+ \sum_j \frac{\partial f}{\partial r_j}\frac{\partial r_j}{\partial v}
\frac{\partial v}{\partial s_i}
%s \sum_j \frac{\partial f}{\partial r_j}\frac{\partial r_j}{\partial m}
\frac{\partial m}{\partial s_i}$$
"""


@pytest.mark.parametrize(("sign", "is_right"), [("+", True), ("-", False)])
def test_a_path_may_have_several_links(sign: str, is_right: bool) -> None:
    """From f to s through r, and v or m."""
    text = f"{FORWARD}{KNOWN}{SUMS % sign}"
    assert (last(text) == RIGHT) is is_right


POLAR = r"""$$x = r\cos t, \quad y = r\sin t$$
$$\frac{\partial f}{\partial t} = \frac{\partial f}{\partial x}\frac{\partial x}{\partial t}
+ \frac{\partial f}{\partial y}\frac{\partial y}{\partial t}$$
$$\frac{\partial f}{\partial r} = \frac{\partial f}{\partial x}\cos t + \frac{\partial f}{\partial y}\sin t$$
$$\frac{\partial x}{\partial t} = -y$$
"""  # noqa: E501


@pytest.mark.parametrize("loss", ["f", "L"])
def test_a_path_that_is_left_out_is_missed(loss: str) -> None:
    """It was called right, as the formula alone does not speak of y."""
    claim = r"$$\frac{\partial f}{\partial t} = \frac{\partial f}{\partial x}\frac{\partial x}{\partial t}$$"  # noqa: E501
    assert last((POLAR + claim).replace(r"\partial f", rf"\partial {loss}")) == WRONG


@pytest.mark.parametrize("loss", ["f", "L"])
@pytest.mark.parametrize(
    "claim", [r"\frac{\partial f}{\partial x} = 2 x", r"\frac{\partial f}{\partial t} = 2 r"]
)
def test_of_a_loss_that_nothing_gives_a_formula_without_its_slopes_is_open(
    loss: str, claim: str
) -> None:
    """f may be x^2 - y^2, and no equation says that it is not."""
    text = f"{POLAR}$${claim}$$".replace(r"\partial f", rf"\partial {loss}")
    assert last(text) not in (RIGHT, WRONG)
