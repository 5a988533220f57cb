r"""A homework in names of its own: marked if its forward pass is the key's by other names.

Each case is the key's own derivation, written by hand in other names; the traps are derivations
that must not be credited, however near their forward pass is to the key's.
"""

from __future__ import annotations

import pytest

from autograd import mark
from autograd.checking.grading import alignment
from autograd.checking.grading.marks import Marks

SCALAR = r"""
$$z_1 = w_1 x + b_1$$
$$a_1 = \sigma(z_1)$$
$$z_2 = w_2 a_1 + b_2$$
$$a_2 = \sigma(z_2)$$
$$L = \frac{1}{2} (a_2 - y)^2$$
"""
OF_SCALAR = r"""
$$\frac{\partial L}{\partial a_2} = a_2 - y$$
$$\frac{\partial L}{\partial w_2} = (a_2 - y) a_2 (1 - a_2) a_1$$
$$\frac{\partial L}{\partial w_1} = (a_2 - y) a_2 (1 - a_2) w_2 a_1 (1 - a_1) x$$
"""
MATRICES = r"""
$$Z_1 = W_1 X + b_1$$
$$A_1 = \tanh(Z_1)$$
$$Z_2 = W_2 A_1 + b_2$$
$$L = \frac{1}{2} \|Z_2 - Y\|^2$$
$$\frac{\partial L}{\partial Z_2} = Z_2 - Y$$
$$\frac{\partial L}{\partial W_2} = (Z_2 - Y) A_1^T$$
$$\frac{\partial L}{\partial W_1} = (W_2^T (Z_2 - Y) \odot (1 - A_1^2)) X^T$$
"""
LAYERS = r"""
$$z^{(l)} = W^{(l)} a^{(l-1)} + b^{(l)}$$
$$a^{(l)} = \sigma(z^{(l)})$$
$$C = \frac12 \|a^{(L)} - y\|^2$$
$$\delta^{(L)} = (a^{(L)} - y) \odot \sigma'(z^{(L)})$$
$$\delta^{(l)} = (W^{(l+1)})^T \delta^{(l+1)} \odot \sigma'(z^{(l)})$$
$$\frac{\partial C}{\partial W^{(l)}} = \delta^{(l)} (a^{(l-1)})^T$$
"""
SOFTMAX = r"""
$$z_j = \sum_i w_{ji} x_i + b_j$$
$$p_j = \frac{e^{z_j}}{\sum_k e^{z_k}}$$
$$L = -\sum_j y_j \log p_j$$
$$\frac{\partial L}{\partial z_j} = p_j - y_j$$
$$\frac{\partial L}{\partial w_{ji}} = (p_j - y_j) x_i$$
"""


def swapped(text: str, **names: str) -> str:
    """Return a text with other names, all at once; `w_1="u"` puts u for w_1."""
    for place, old in enumerate(names):
        text = text.replace(old, f"@{place}@")
    for place, new in enumerate(names.values()):
        text = text.replace(f"@{place}@", new)
    return text


def points(marks: Marks) -> list[float]:
    return [one.points for one in marks.marks]


CASES = {
    "other letters": (
        SCALAR + OF_SCALAR,
        swapped(SCALAR + OF_SCALAR, w_1=r"\theta_1", w_2=r"\theta_2", L="J", a_2=r"\hat{y}"),
        r"read \theta_1 as the key's w_1, \theta_2 as w_2, \hat{y} as a_2, J as L",
    ),
    "numbers above": (
        SCALAR + OF_SCALAR,
        swapped(SCALAR + OF_SCALAR, a_1="a^{(1)}", a_2="a^{(2)}", w_1="w^{(1)}", w_2="w^{(2)}"),
        "read w^{(1)} as the key's w_1, a^{(1)} as a_1, w^{(2)} as w_2, a^{(2)} as a_2",
    ),
    "fewer steps, a function of its own": (
        SCALAR + OF_SCALAR,
        r"""$$g(u) = \frac{1}{1 + e^{-u}}$$ $$h = g(w_1 x + b_1)$$ $$\hat y = g(w_2 h + b_2)$$
        $$J(\hat y, y) = \frac12 (y - \hat y)^2$$
        $$\frac{\partial J}{\partial \hat y} = \hat y - y$$
        $$\frac{\partial J}{\partial w_2} = (\hat y - y) g'(w_2 h + b_2) h$$
        $$\frac{\partial J}{\partial w_1} = (\hat y - y) \hat y (1 - \hat y) w_2 h (1 - h) x$$""",
        r"read h as the key's a_1, \hat{y} as a_2, J as L",
    ),
    "numbers moved by one": (
        SCALAR + OF_SCALAR,
        r"""$$z_2 = \theta_1 x + b_1$$ $$a_2 = \sigma(z_2)$$ $$z_3 = \theta_2 a_2 + b_2$$
        $$a_3 = \sigma(z_3)$$ $$J = \frac12 (a_3 - y)^2$$
        $$\frac{\partial J}{\partial a_3} = a_3 - y$$
        $$\delta_3 = (a_3 - y) a_3 (1 - a_3)$$
        $$\frac{\partial J}{\partial \theta_2} = \delta_3 a_2$$
        $$\delta_2 = \delta_3 \theta_2 a_2 (1 - a_2)$$
        $$\frac{\partial J}{\partial \theta_1} = \delta_2 x$$""",
        (r"read z_2 as the key's z_1, \theta_1 as w_1, a_2 as a_1, z_3 as z_2, \theta_2 as w_2, "
        r"a_3 as a_2, J as L"),
    ),
    "matrices, dW": (
        MATRICES,
        r"""$$S = V X + c$$ $$H = \tanh(S)$$ $$O = U H + d$$ $$E = \frac12 \|O - Y\|^2$$
        $$dO = O - Y$$ $$dU = dO \, H^T$$ $$dH = U^T dO$$ $$dS = dH \odot (1 - H^2)$$
        $$dV = dS \, X^T$$""",
        ("read S as the key's Z_1, V as W_1, c as b_1, H as A_1, O as Z_2, U as W_2, d as b_2, "
        "E as L"),
    ),
    "layers below": (
        LAYERS,
        r"""$$s_l = W_l h_{l-1} + b_l$$ $$h_l = \sigma(s_l)$$ $$J = \frac12 \|h_L - y\|^2$$
        $$\delta_L = (h_L - y) \odot \sigma'(s_L)$$
        $$\delta_l = W_{l+1}^T \delta_{l+1} \odot \sigma'(s_l)$$
        $$\frac{\partial J}{\partial W_l} = \delta_l h_{l-1}^T$$""",
        ("read s_l as the key's z^{(l)}, W_l as W^{(l)}, h_{l-1} as a^{(l-1)}, b_l as b^{(l)}, "
        "J as C"),
    ),
    "entries": (
        SOFTMAX,
        swapped(SOFTMAX, w_=r"\theta_", p_=r"\hat{y}_", L="J", z_="s_"),
        r"read s_j as the key's z_j, \theta_{ji} as w_{ji}, \hat{y}_j as p_j, J as L",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("key", "text", "told"), CASES.values(), ids=CASES)
def test_the_same_computation_in_other_names_is_marked(key: str, text: str, told: str) -> None:
    marks = mark(text, key)
    assert float(marks) == marks.of, str(marks)
    assert marks.remarks == [told]


def test_a_slip_costs_and_is_carried_on_in_other_names_too() -> None:
    text = swapped(SCALAR + OF_SCALAR.replace("a_2 - y", "a_2 + y"), w_1="u", w_2="v", L="J")
    assert points(mark(text, SCALAR + OF_SCALAR)) == [0, 1, 1]


def test_a_repair_is_in_the_names_of_the_student() -> None:
    wrong = OF_SCALAR.replace("= a_2 - y", "= a_2 + y")
    marks = mark(swapped(SCALAR + wrong, a_2=r"\hat{y}", L="J"), SCALAR + OF_SCALAR)
    told = [e.repair for x in marks.report.equations for m in x.members for e in m.explanations]
    assert told == [r"\hat{y} - y"]


def test_what_is_only_added_is_no_other_naming() -> None:
    text = "$$e = a_2 - y$$" + OF_SCALAR.replace("(a_2 - y)", "e")
    marks = mark(SCALAR + text, SCALAR + OF_SCALAR)
    assert (float(marks), marks.remarks) == (3, [])


# --- planted traps: nothing is credited by a wrong alignment ---

TWO = r"$$h_1 = \tanh(w_1 x_1)$$ $$h_2 = \tanh(w_2 x_2)$$ $$L = (h_1 + 2 h_2 - y)^2$$"
OF_TWO = r"""
$$\frac{\partial L}{\partial w_1} = 2 (h_1 + 2 h_2 - y) (1 - h_1^2) x_1$$
$$\frac{\partial L}{\partial w_2} = 4 (h_1 + 2 h_2 - y) (1 - h_2^2) x_2$$
"""
SYMMETRIC = TWO.replace("2 h_2", "h_2")
OF_SYMMETRIC = OF_TWO.replace("2 h_2", "h_2").replace("= 4", "= 2")


def test_symmetric_networks_are_told_apart_by_what_keeps_its_name() -> None:
    text = swapped(SYMMETRIC + OF_SYMMETRIC, w_1="u", w_2="v")
    assert float(mark(text, SYMMETRIC + OF_SYMMETRIC)) == 2
    wrong = swapped(SYMMETRIC, w_1="u", w_2="v") + swapped(OF_SYMMETRIC, w_1="v", w_2="u")
    assert float(mark(wrong, SYMMETRIC + OF_SYMMETRIC)) == 0


def test_names_that_may_be_several_of_the_keys_are_not_decided() -> None:
    text = swapped(SYMMETRIC + OF_SYMMETRIC, w_1="u", w_2="v", x_1="p", x_2="q")
    marks = mark(text, SYMMETRIC + OF_SYMMETRIC)
    assert float(marks) == 0
    assert marks.remarks[0] == "its names are not the key's, and v may be w_2 or x_2"


def test_two_inputs_swapped_are_another_computation() -> None:
    """Each weight has the other's input, and the rest is right for that: in the key's it is not."""
    text = swapped(TWO + OF_TWO, h_1="g_1", h_2="g_2", x_1="x_2", x_2="x_1")
    marks = mark(text, TWO + OF_TWO)
    assert float(marks) == 0
    assert marks.remarks[0].startswith("the forward pass differs")
    marks = mark(swapped(text, L="J"), TWO + OF_TWO)
    assert (float(marks), marks.remarks[0]) == (0, alignment.OTHERWISE)


def test_a_permutation_of_the_keys_own_names_is_no_naming() -> None:
    own = swapped(SCALAR + OF_SCALAR, w_1="w_2", w_2="w_1")
    marks = mark(own, SCALAR + OF_SCALAR)
    assert float(marks) < marks.of
    assert "the forward pass differs" in marks.remarks[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [(r"\frac{1}{2} (a_2 - y)^2", "(a_2 - y)^2"), ("w_2 a_1 + b_2", "w_2 x + b_2"),
     (r"a_1 = \sigma", r"a_1 = \tanh"), ("w_1 x + b_1", "w_1 x - b_1"), ("w_2 a_1", "w_1 a_1")],
)  # fmt: skip
def test_another_computation_is_said_and_not_credited(old: str, new: str) -> None:
    text = swapped(SCALAR.replace(old, new) + OF_SCALAR, w_1="u", w_2="v", a_2="p", L="J")
    marks = mark(text, SCALAR + OF_SCALAR)
    assert float(marks) == 0
    assert marks.remarks[0] == alignment.OTHERWISE


def test_planted_alignment_that_compares_nothing_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """With it another loss is taken for the key's, until both are compared as a whole."""
    monkeypatch.setattr(alignment._Search, "_holds", lambda *_: True)
    text = swapped(SCALAR.replace(r"\frac{1}{2} ", "") + OF_SCALAR, a_2="p", L="J")
    assert float(mark(text, SCALAR + OF_SCALAR)) == 0


def test_names_that_could_be_read_in_thousands_of_ways_are_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(alignment, "MOST_TRIALS", 3)
    text = swapped(SCALAR + OF_SCALAR, w_1="u", w_2="v", L="J")
    marks = mark(text, SCALAR + OF_SCALAR)
    assert (float(marks), marks.remarks[0]) == (0, alignment.OTHERWISE)
