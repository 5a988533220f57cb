"""The check of whole documents and of claims about a user's own graph."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from mistakes import FORKED, SIGMOID, TANH

import autograd
from autograd import Value
from autograd.checking import assert_derivation, check, check_text
from autograd.checking.report.result import Equation, Report

FORWARD = r"""
$$z_1 = w_1 x + b_1$$
$$a_1 = \sigma(z_1)$$
$$z_2 = w_2 x + b_2$$
$$a_2 = \sigma(z_2)$$
$$x \to z_1 \to a_1 \to z_2 \to a_2$$
$$L(y, a) = -(y \log a + (1 - y) \log (1 - a)) \tag{8-11}$$
$$da_2 \to dz_2 \to dw_2 \to db_2 \to da_1 \to dz_1 \to dw_1 \to db_1$$
"""
PARTIALS = r"""
$$\frac{\partial L}{\partial a_2} = \frac{d}{da_2}L(a_2, y) = (-y\log a_2 - (1-y)\log(1-a_2))' = -\frac{y}{a_2}+ \frac{1-y}{1-a_2} \tag{8-12}$$
$$\frac{\partial L}{\partial Z_2} = \frac{\partial L}{\partial a_2}\frac{\partial a_2}{\partial Z_2} = a_2 - y \tag{8-13}$$
$$\frac{\partial L}{\partial w_2} = \frac{\partial L}{\partial a_2}\frac{\partial a_2}{\partial Z_2}\frac{\partial Z_2}{\partial w_2} = \frac{1}{m}\frac{\partial L}{\partial Z_2} a_1= \frac{1}{m}(a_2 - y)a_1 \tag{8-14}$$
$$\frac{\partial L}{\partial b_2} = \frac{\partial L}{\partial a_2}\frac{\partial a_2}{\partial Z_2}\frac{\partial Z_2}{\partial b_2} = \frac{\partial L}{\partial Z_2} = a_2 - y \tag{8-15}$$
$$\frac{\partial L}{\partial a_1} = \frac{\partial L}{\partial a_2}\frac{\partial a_2}{\partial Z_2}\frac{\partial Z_2}{\partial a_1} = (a_2 - y)w_2 \tag{8-16}$$
$$\frac{\partial L}{\partial Z_1} = \frac{\partial L}{\partial a_2}\frac{\partial a_2}{\partial Z_2}\frac{\partial Z_2}{\partial a_1} \frac{\partial a_1}{\partial Z_1} = (a_2 - y)w_2\sigma'(Z_1) \tag{8-17}$$
$$\frac{\partial L}{\partial w_1} = \frac{\partial L}{\partial a_2}\frac{\partial a_2}{\partial Z_2}\frac{\partial Z_2}{\partial a_1} \frac{\partial a_1}{\partial Z_1}\frac{\partial Z_1}{\partial w_1} = (a_2 - y)w_2\sigma'(Z_1)x \tag{8-18}$$
$$\frac{\partial L}{\partial b_1} = \frac{\partial L}{\partial a_2}\frac{\partial a_2}{\partial Z_2}\frac{\partial Z_2}{\partial a_1} \frac{\partial a_1}{\partial Z_1}\frac{\partial Z_1}{\partial b_1} = (a_2 - y)w_2\sigma'(Z_1) \tag{8-19}$$
"""  # noqa: E501  (one equation is one line, as printed)
PRINTED = FORWARD + PARTIALS
MENDED = PRINTED.replace("w_2 x + b_2", "w_2 a_1 + b_2")


def named(report: Report, name: str) -> Equation:
    (found,) = (e for e in report.equations if e.id == name)
    return found


def only(text: str, network: str = SIGMOID) -> Equation:
    """Return the last equation of a document."""
    return check_text(network + text).equations[-1]


# --- the published text ---


@pytest.fixture(scope="module")
def printed() -> Report:
    return check_text(PRINTED)


def test_as_printed_three_of_eight_hold(printed: Report) -> None:
    assert printed.claims == 8
    assert printed.readings["per sample"] == 3
    assert not printed.ok


def test_one_change_of_the_forward_pass_makes_seven_hold(printed: Report) -> None:
    (repair,) = printed.repairs
    assert repair.after.replace(" ", "") == "z_2=w_2*a_1+b_2"
    assert repair.before.replace(" ", "") == "z_2=w_2*x+b_2"
    assert (repair.right_before, repair.right_after, repair.of) == (3, 7, 8)


@pytest.mark.parametrize("name", ["8-16", "8-17", "8-18", "8-19"])
def test_what_the_forward_pass_spoils_is_blamed_on_it(printed: Report, name: str) -> None:
    last = named(printed, name).members[-1]
    assert last.status == "wrong"
    assert [e.kind for e in last.explanations] == ["forward pass"]


@pytest.mark.parametrize("text", [PRINTED, MENDED])
def test_one_over_m_is_told(text: str) -> None:
    equation = named(check_text(text), "8-14")
    last = equation.members[-1]
    assert last.status == "right-if"
    assert last.condition == "m = 1"
    assert last.explanations[0].kind == "constant factor"
    assert "1/m" in last.explanations[0].text


def test_with_the_forward_pass_put_right_seven_are_right() -> None:
    report = check_text(MENDED)
    statuses = {e.id: e.status for e in report.equations if e.id.startswith("8-1")}
    assert statuses == {
        "8-11": "definition", "8-12": "right", "8-13": "right", "8-14": "right-if",
        "8-15": "right", "8-16": "right", "8-17": "right", "8-18": "right", "8-19": "right",
    }  # fmt: skip
    assert report.readings["per sample"] == 7
    assert report.repairs == []


def test_single_wrong_claim_is_not_blamed_on_the_forward_pass() -> None:
    report = check_text(SIGMOID + r"$$\frac{\partial L}{\partial w_2} = (a_2 - y) x$$")
    assert report.repairs == []
    assert report.equations[-1].members[-1].explanations[0].kind == "wrong name"


def test_first_break_of_a_chain_is_told() -> None:
    equation = only(r"$$\frac{\partial L}{\partial w_2} = (a_2 - y) a_1 = a_2 a_1 = a_2 x$$")
    assert [m.status for m in equation.members] == ["right", "right", "wrong", "wrong"]
    assert equation.breaks_at == 2


# --- what is not a claim, and what cannot be judged ---


def test_kinds_of_equations() -> None:
    text = r"""
$$W = W - \eta \frac{\partial L}{\partial W}$$
$$x \to z_1$$
$$\sigma'(t) = \sigma(t)(1 - \sigma(t))$$
$$\sigma'(t) = \sigma(t)(1 + \sigma(t))$$
"""
    statuses = [e.status for e in check_text(SIGMOID + text).equations]
    assert statuses == ["definition"] * 5 + ["assignment", "not-a-claim", "right", "wrong"]


def test_unknown_name_is_an_error_with_a_suggestion() -> None:
    last = only(r"$$\frac{\partial L}{\partial z_2} = a_3 - y$$").members[-1]
    assert last.status == "unknown-name"
    assert "a_3" in last.explanations[0].text
    assert "did you mean a_" in last.explanations[0].text


def test_unreadable_member_has_a_caret_and_the_rest_is_judged() -> None:
    equation = only(r"$$\frac{\partial L}{\partial z_2} = (a_2 - )) = y - a_2 = a_2 - y$$")
    assert [m.status for m in equation.members] == ["right", "unreadable", "wrong", "right"]
    said = equation.members[1].explanations[0].text.splitlines()
    assert said[-1].strip() == "^"
    assert said[-2][said[-1].index("^")] == ")"
    assert equation.breaks_at == 2


def test_without_a_graph_nothing_is_judged() -> None:
    (equation,) = check_text(r"$$\frac{\partial L}{\partial z} = a - y$$").equations
    assert equation.status in ("no-valid-point", "unknown-name")


def test_layers_without_forward_equations_of_their_own_are_not_judged() -> None:
    text = r"$$\delta^{(l-1)}=\delta^{(l)}\odot w^{(l)}g(z^{(l-1)})^{'}$$"
    assert only(text).status == "unknown-name"  # there are z_1, a_1, ... but no z^{(l)}
    (equation,) = check_text(text).equations
    assert equation.status == "no-valid-point"


def test_labels_that_must_be_hard_are_told() -> None:
    last = only(r"$$\frac{\partial L}{\partial z_2} = (a_2 - y)(2y - 1)^2$$").members[-1]
    assert (last.status, last.condition) == ("right-if", "y is 0 or 1")


SOFTMAX = r"""
$$p_1 = \frac{e^{z_1}}{e^{z_1} + e^{z_2}}, \quad p_2 = \frac{e^{z_2}}{e^{z_1} + e^{z_2}}$$
$$L = -y_1 \log p_1 - y_2 \log p_2$$
"""


def test_softmax_needs_targets_that_add_up_to_1() -> None:
    last = only(r"$$\frac{\partial L}{\partial z_1} = p_1 - y_1$$", SOFTMAX).members[-1]
    assert (last.status, last.condition) == ("right-if", "the targets add up to 1")


def test_lone_target_is_not_made_1() -> None:
    assert only(r"$$\frac{\partial L}{\partial z_2} = a_2 - 1$$").status == "wrong"


# --- claims about a user's own graph ---


def network() -> Value:
    w_1, b_1, w_2, b_2 = map(Value, (0.3, -0.2, 0.7, 0.1))
    x, y = Value(0.5), Value(1.0)
    z_1 = w_1 * x + b_1
    a_1 = z_1.sigmoid()
    z_2 = w_2 * a_1 + b_2
    a_2 = z_2.sigmoid()
    loss = -(y * a_2.log() + (1 - y) * (1 - a_2).log())
    autograd.label(
        w_1=w_1, b_1=b_1, w_2=w_2, b_2=b_2, x=x, y=y, z_1=z_1, a_1=a_1, z_2=z_2, a_2=a_2, L=loss
    )
    return loss


def test_claims_in_latex_and_python_with_strings_and_tuples_as_keys() -> None:
    report = check(
        network(),
        {
            "dL/dz_2": "a_2 - y",
            "dL/dw2": "(a2 - y) * a1",
            ("L", "a_1"): "w_2 (a_2 - y)",
            ("L", "w1"): r"(a_2 - y) w_2 \sigma'(z_1) x",
            r"\frac{\partial L}{\partial z_1}": "(a2 - y) * w2 * sigma'(z1)",
            "dL/db_1": "(a2 - y) * w2 * a1 * (1 - a1)",
            ("a_2", "z_2"): "a_2 * (1 - a_2)",
        },
    )
    assert [e.status for e in report.equations] == ["right"] * 7
    assert [e.id for e in report.equations] == list("1234567")
    assert report.ok
    assert report.claims == 7


def test_claims_as_a_list_of_equations() -> None:
    report = check(network(), ["dL/dz_2 = a_2 - y", r"\frac{\partial L}{\partial z_2} = y - a_2"])
    assert [e.status for e in report.equations] == ["right", "wrong"]
    assert not report.ok


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (lambda a_2, y, a_1: (a_2 - y) * a_1, "right"),
        (lambda a_2, y, a_1: (y - a_2) * a_1, "wrong"),
        (lambda a2, y, a1: (a2 - y) * a1, "right"),
        (lambda a_2, y, a_7: (a_2 - y) * a_7, "unknown-name"),
    ],
)
def test_callables_whose_parameters_are_labels(claim: Callable[..., float], status: str) -> None:
    (equation,) = check(network(), {"dL/dw_2": claim}).equations
    assert equation.status == status
    if status == "wrong":
        witness = equation.members[-1].witness
        assert witness is not None
        assert witness.ratio == pytest.approx(-1)


def test_check_leaves_the_graph_as_it_was() -> None:
    root = network()
    root.backward()
    nodes = autograd.engine.order.below(root)
    before = [(v.data, v.grad, v.label) for v in nodes]
    check(root, {"dL/dz_2": "a_2 + y", "dL/dw_2": lambda a_1: a_1})
    assert [(v.data, v.grad, v.label) for v in nodes] == before


def test_witness_can_be_checked_by_hand() -> None:
    report = check(network(), {"dL/dw_2": "(a_2 - y) x"})
    witness = report.equations[0].members[-1].witness
    assert witness is not None
    at = witness.leaves
    assert set(at) == {"w_1", "b_1", "w_2", "b_2", "x", "y"}
    a_1 = 1 / (1 + math.exp(-at["w_1"] * at["x"] - at["b_1"]))
    a_2 = 1 / (1 + math.exp(-at["w_2"] * a_1 - at["b_2"]))
    assert witness.claimed == pytest.approx((a_2 - at["y"]) * at["x"], rel=1e-12)
    assert witness.true == pytest.approx((a_2 - at["y"]) * a_1, rel=1e-12)


def test_assert_derivation_raises_with_the_diagnosis() -> None:
    assert_derivation(network(), {"dL/dz_2": "a_2 - y"})
    with pytest.raises(AssertionError, match="the factor a_1 is missing"):
        assert_derivation(network(), {"dL/dw_2": "a_2 - y"})


# --- right formulas in odd forms: no false alarm ---

SOFTPLUS = r"""
$$z = w x + b$$
$$L = \log(1 + \exp(z)) - y z$$
$$a = \sigma(z)$$
"""
RIGHT = [
    (SIGMOID, "a_2", r"-\left(\frac{y}{a_2} - \frac{1-y}{1-a_2}\right)"),
    (SIGMOID, "a_2", r"\frac{a_2 - y}{a_2 (1 - a_2)}"),
    (SIGMOID, "a_2", r"\frac{(1 - y) a_2 - y (1 - a_2)}{a_2 - a_2^2}"),
    (SIGMOID, "a_2", r"(a_2 - y) \frac{1}{a_2} \frac{1}{1 - a_2}"),
    (SIGMOID, "a_2", r"\frac{a_2 - y}{\sigma'(z_2)}"),
    (SIGMOID, "z_2", "-(y - a_2)"),
    (SIGMOID, "z_2", r"\frac{a_2 - y}{a_2(1-a_2)} a_2 (1 - a_2)"),
    (SIGMOID, "z_2", "(1-y)a_2 - y(1-a_2)"),
    (SIGMOID, "z_2", "a_2 - 1 + (1 - y)"),
    (SIGMOID, "z_2", r"\sigma(z_2) - y"),
    (SIGMOID, "z_2", r"\frac{1}{1 + e^{-z_2}} - y"),
    (SIGMOID, "z_2", r"\frac{\exp(z_2)}{1 + \exp(z_2)} - y"),
    (SIGMOID, "z_2", r"\sigma(w_2 a_1 + b_2) - y"),
    (SIGMOID, "z_2", r"\frac{\partial a_2}{\partial z_2} \frac{\partial L}{\partial a_2}"),
    (SIGMOID, "z_2", r"\left(-\frac{y}{a_2} + \frac{1-y}{1-a_2}\right) \cdot a_2 \cdot (1 - a_2)"),
    (SIGMOID, "w_2", r"-(y - a_2) \cdot a_1"),
    (SIGMOID, "w_2", r"a_1 \times (a_2 - y)"),
    (SIGMOID, "w_2", "a_1 a_2 - a_1 y"),
    (SIGMOID, "w_2", r"\frac{\partial L}{\partial z_2} a_1"),
    (SIGMOID, "w_2", r"(\sigma(z_2) - y) \sigma(z_1)"),
    (SIGMOID, "b_2", r"\frac{\partial L}{\partial z_2} \cdot 1"),
    (SIGMOID, "b_2", r"2 \cdot \frac{1}{2} (a_2 - y)"),
    (SIGMOID, "a_1", r"w_2 \cdot (a_2-y)"),
    (SIGMOID, "a_1", r"w_2 a_2 - w_2 y"),
    (SIGMOID, "a_1", r"\frac{\partial z_2}{\partial a_1} \frac{\partial L}{\partial z_2}"),
    (SIGMOID, "z_1", r"(a_2 - y) w_2 a_1 (1 - a_1)"),
    (SIGMOID, "z_1", r"w_2 (a_2 - y) (a_1 - a_1^2)"),
    (SIGMOID, "z_1", r"w_2 \sigma(z_1) (1 - \sigma(z_1)) (a_2 - y)"),
    (SIGMOID, "z_1", r"\frac{w_2 (a_2 - y) e^{-z_1}}{(1 + e^{-z_1})^2}"),
    (SIGMOID, "w_1", r"x \frac{\partial L}{\partial b_1}"),
    (SIGMOID, "w_1", r"-(y - a_2) x \sigma'(z_1) w_2"),
    (SIGMOID, "w_1", "(a_2 - y) w_2 a_1 (1 - a_1) x"),
    (SIGMOID, "x", r"w_1 \frac{\partial L}{\partial z_1}"),
    (TANH, "z_2", "-y + z_2"),
    (TANH, "z_2", r"\frac{1}{2} \cdot 2 (z_2 - y)"),
    (TANH, "z_2", "(z_2 - y)^1"),
    (TANH, "z_2", r"\frac{(z_2 - y)^2}{z_2 - y}"),
    (TANH, "z_1", "(z_2 - y) w_2 (1 - a_1)(1 + a_1)"),
    (TANH, "z_1", r"(z_2 - y) w_2 \tanh'(z_1)"),
    (TANH, "z_1", r"(z_2 - y) w_2 (1 - \tanh^2(z_1))"),
    (TANH, "z_1", r"w_2 (z_2 - y) - w_2 (z_2 - y) a_1^2"),
    (TANH, "w_1", r"x (1 - a_1^2) w_2 (z_2 - y)"),
    (TANH, "w_1", r"\frac{\partial L}{\partial z_2}\frac{\partial z_2}{\partial z_1} x"),
    (TANH, "y", "-(z_2 - y)"),
    (FORKED, "w", r"-x (y - a)"),
    (FORKED, "x", r"(a - y)(w + v (1 - h^2) u)"),
    (FORKED, "x", r"(a - y) w + \frac{\partial L}{\partial h} \tanh'(u x) u"),
    (FORKED, "u", r"v (a - y) x - v (a - y) x h^2"),
    (SOFTPLUS, "z", "a - y"),
    (SOFTPLUS, "z", r"\frac{e^z}{1 + e^z} - y"),
    (SOFTPLUS, "z", r"1 - y - \frac{1}{1 + e^z}"),
    (SOFTPLUS, "z", r"\sigma(z) (1 - y) - y (1 - \sigma(z))"),
    (SOFTPLUS, "w", r"x (\sigma(w x + b) - y)"),
    (SOFTPLUS, "b", r"-(y - a)"),
]


def test_odd_forms_are_enough() -> None:
    assert len(set(RIGHT)) == len(RIGHT) >= 40


@pytest.mark.parametrize(("forward", "wrt", "formula"), RIGHT)
def test_right_formula_in_an_odd_form_is_right(forward: str, wrt: str, formula: str) -> None:
    left = rf"\frac{{\partial L}}{{\partial {wrt}}}"
    report = check_text(f"{forward}$${left} = {formula} = 2 ({formula})$$")
    statuses = [m.status for m in report.equations[-1].members]
    assert statuses == ["right", "right", "wrong"], str(report)


def test_a_callable_that_gives_nan_is_wrong() -> None:
    """NaN differs from nothing by more than a tolerance: the comparison must not let it pass."""
    x = Value(0.5, label="x")
    root = x * x
    root.label = "L"
    report = check(root, {"dL/dx": lambda x: x * float("nan")})
    assert report.equations[0].status == "wrong"
    assert not report.ok


# --- what claims nothing is an error, not a green test ---


@pytest.mark.parametrize("claims", [{}, [], {"dw": "17*x"}, ["hello world"]])
def test_claims_of_which_none_is_judged_are_an_error(claims: dict[str, str] | list[str]) -> None:
    x, w = Value(0.5, "x"), Value(0.3, "w")
    for asked in (check, assert_derivation):
        with pytest.raises(ValueError, match="no claim"):
            asked(w * x, claims)
        with pytest.raises(TypeError, match="not a str"):
            asked(w * x, "dL/dw = x")
