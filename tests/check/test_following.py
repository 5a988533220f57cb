r"""What follows from a slip in a homework keeps its points, however the slip is written.

Each case is a derivation whose true answers are of every textbook; a slip is planted in one of
them, and the later ones are derived from it by hand.  What must come out is the list of points.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from autograd import mark, mark_files
from autograd.checking.grading import following
from autograd.checking.meaning.world import World

LAYERS = r"""
$$z^{(l)} = W^{(l)} a^{(l-1)} + b^{(l)}$$
$$a^{(l)} = \sigma(z^{(l)})$$
$$C = \frac12 \|a^{(L)} - y\|^2$$
"""
OF_LAYERS = r"""
$$\delta^{(L)} = (a^{(L)} - y) \odot \sigma'(z^{(L)})$$
$$\delta^{(l)} = (W^{(l+1)})^T \delta^{(l+1)} \odot \sigma'(z^{(l)})$$
$$\frac{\partial C}{\partial W^{(l)}} = \delta^{(l)} (a^{(l-1)})^T$$
$$\frac{\partial C}{\partial b^{(l)}} = \delta^{(l)}$$
"""
UNITS = r"""
$$z_1 = w_{11} x_1 + w_{12} x_2 + b_1$$
$$z_2 = w_{21} x_1 + w_{22} x_2 + b_2$$
$$h_1 = \tanh(z_1)$$
$$h_2 = \tanh(z_2)$$
$$s = v_1 h_1 + v_2 h_2 + c$$
$$p = \sigma(s)$$
$$L = -y \log p - (1-y) \log(1-p)$$
"""
OF_UNITS = {
    "s": "(p-y)",
    "v_1": "(p-y) h_1",
    "z_1": "(p-y) v_1 (1-h_1^2)",
    "z_2": "(p-y) v_2 (1-h_2^2)",
    "w_{11}": "(p-y) v_1 (1-h_1^2) x_1",
    "w_{12}": "(p-y) v_1 (1-h_1^2) x_2",
    "w_{21}": "(p-y) v_2 (1-h_2^2) x_1",
    "x_1": "(p-y) v_1 (1-h_1^2) w_{11} + (p-y) v_2 (1-h_2^2) w_{21}",
}
SOFTMAX = r"""
$$z_j = \sum_i w_{ji} x_i + b_j$$
$$p_j = \frac{e^{z_j}}{\sum_k e^{z_k}}$$
$$L = -\sum_j y_j \log p_j$$
"""
OF_SOFTMAX = {"z_j": "p_j - y_j", "w_{ji}": "(p_j - y_j) x_i", "b_j": "p_j - y_j"}
BATCH = r"""
$$Z_1 = X W_1 + b_1$$
$$A_1 = \mathrm{relu}(Z_1)$$
$$Z_2 = A_1 W_2 + b_2$$
$$L = \frac{1}{2m} \|Z_2 - Y\|_F^2$$
"""
OF_BATCH = {
    "Z_2": "(Z_2 - Y)/m",
    "W_2": "A_1^T (Z_2 - Y)/m",
    "A_1": "(Z_2 - Y)/m W_2^T",
    "Z_1": r"((Z_2 - Y)/m W_2^T) \odot \mathrm{relu}'(Z_1)",
}
NUMBERS = r"""
$$x = 0.5, w = 0.4, b = 0.1, y = 0.8$$
$$z = w x + b$$
$$a = \sigma(z)$$
$$L = \frac{1}{2} (a - y)^2$$
$$\frac{\partial L}{\partial a} = a - y = -0.226$$
$$\frac{\partial L}{\partial z} = (a - y) a (1 - a) = -0.0551$$
$$\frac{\partial L}{\partial w} = (a - y) a (1 - a) x = -0.0276$$
"""


def written(answers: dict[str, str]) -> str:
    return "\n".join(
        rf"$$\frac{{\partial L}}{{\partial {by}}} = {x}$$" for by, x in answers.items()
    )


def points(answers: dict[str, str] | str, key: str) -> list[float]:
    text = answers if isinstance(answers, str) else written(answers)
    return [one.points for one in mark(text, key).marks]


# --- layers in general, entries, samples, time ---


def test_a_slip_in_the_delta_of_any_layer_is_carried_on() -> None:
    slip = r"(W^{(l+1)})^T \delta^{(l+1)}"
    text = OF_LAYERS.replace(rf"{slip} \odot \sigma'(z^{{(l)}})", slip)
    text = text.replace(r"= \delta^{(l)}", f"= {slip}")
    assert points(text, LAYERS + OF_LAYERS) == [1, 0, 1, 1]
    again = text.replace("(a^{(l-1)})^T", "(a^{(l)})^T")
    assert points(again, LAYERS + OF_LAYERS) == [1, 0, 0, 1]


def test_a_slip_in_the_last_delta_reaches_the_layers_below_it() -> None:
    """Written out, delta^{(L-1)} is W^T (a - y) sigma'(z^{(L-1)}): the slip stands in it too."""
    low = r"\delta^{(L-1)} = (W^{(L)})^T ((a^{(L)} - y) SLOPE) \odot \sigma'(z^{(L-1)})"
    top = r"\delta^{(L)} = (a^{(L)} - y) SLOPE"
    key = f"{LAYERS} $${top}$$ $${low}$$"
    slope = r"\odot \sigma'(z^{(L)})"
    text = f"$${top}$$ $${low}$$".replace("SLOPE", "")
    assert points(text, key.replace("SLOPE", slope)) == [0, 1]


def test_a_slip_in_one_unit_reaches_its_weights_and_what_comes_through_several() -> None:
    """The square is forgotten in both tanh': each costs once, dL/dx_1 follows from both."""
    text = {by: x.replace("h_1^2", "h_1").replace("h_2^2", "h_2") for by, x in OF_UNITS.items()}
    marks = mark(written(text), UNITS + written(OF_UNITS))
    assert [one.points for one in marks.marks] == [1, 1, 0, 0, 1, 1, 1, 1]
    assert marks.marks[-1].why == "follows from what stands there for dL/dz_1, dL/dz_2"
    text["x_1"] = text["x_1"].replace("w_{21}", "w_{12}")  # planted: a slip of its own
    assert points(text, UNITS + written(OF_UNITS))[-1] == 0


@pytest.mark.parametrize("slip", ["y_j - p_j", "p_j + y_j", "2 (p_j - y_j)"])
def test_a_slip_in_the_entries_of_a_gradient_is_carried_on(slip: str) -> None:
    text = {"z_j": slip, "w_{ji}": f"({slip}) x_i", "b_j": slip}
    assert points(text, SOFTMAX + written(OF_SOFTMAX)) == [0, 1, 1]
    text["w_{ji}"] = f"({slip}) x_j"
    assert points(text, SOFTMAX + written(OF_SOFTMAX)) == [0, 0, 1]


def test_the_mean_that_is_forgotten_costs_once() -> None:
    text = {by: x.replace("/m", "") for by, x in OF_BATCH.items()}
    assert points(text, BATCH + written(OF_BATCH)) == [0, 1, 1, 1]


def test_a_slip_in_a_recursion_over_time() -> None:
    """tanh' is forgotten on the way back from h_{t+1}; then a tanh' of z_t's own."""
    key = r"""
    $$z_t = w h_{t-1} + u x_t$$ $$h_t = \tanh(z_t)$$ $$L = \sum_{t=1}^T \frac12 (h_t - y_t)^2$$
    $$\frac{\partial L}{\partial h_t} = (h_t - y_t) + \frac{\partial L}{\partial h_{t+1}} SLOPE w$$
    $$\frac{\partial L}{\partial z_t} = ((h_t - y_t) + \frac{\partial L}{\partial h_{t+1}} SLOPE w)
      (1 - h_t^2)$$
    """
    text = key[key.index(r"$$\frac{\partial L}{\partial h_t}") :].replace("SLOPE", "")
    whole = key.replace("SLOPE", "(1 - h_{t+1}^2)")
    assert points(text, whole) == [0, 1]
    assert points(text.replace("(1 - h_t^2)", "(1 - h_t)"), whole) == [0, 0]


def test_a_name_that_is_set_to_the_derivative_has_the_slip_in_it() -> None:
    """r_t goes on from r_{t+1}, in which the slip is too."""
    forward = r"""$$z_t = w h_{t-1} + u x_t$$ $$h_t = \tanh(z_t)$$
    $$L = \sum_{t=1}^T \frac12 (h_t - y_t)^2$$"""
    whole = "(h_t - y_t) + SLOPE w r_{t+1}"
    text = rf"$$r_t = \frac{{\partial L}}{{\partial h_t}} = {whole}$$" + written(
        {"z_t": f"({whole}) (1 - h_t^2)"}
    )
    key = forward + text.replace("SLOPE", "(1 - h_{t+1}^2)")
    assert points(text.replace("SLOPE", ""), key) == [0.5, 1]


def test_a_slip_in_a_partial_where_a_condition_holds() -> None:
    """dp_i/dz_j has the wrong sign for i != j alone: the rest of the sum is right."""
    forward = r"""$$z_i = \sum_k w_{ik} x_k$$ $$p_i = \frac{e^{z_i}}{\sum_k e^{z_k}}$$
    $$L = -\sum_i y_i \log p_i$$"""
    whole = r"-y_j (1 - p_j) + \sum_{i \ne j} y_i p_j"
    slip = whole.replace("+", "-")
    key = forward + written({"z_j": whole, "w_{jk}": rf"\left({whole}\right) x_k"})
    local = r"$$\frac{\partial p_i}{\partial z_j} = p_i p_j, \quad i \ne j$$"
    text = local + written({"z_j": slip, "w_{jk}": rf"\left({slip}\right) x_k"})
    marks = mark(text, key)
    assert [one.points for one in marks.marks] == [0, 1]
    assert (
        marks.marks[0].why == "follows from what stands there for dp_i/dz_j: the slip counts here"
    )


# --- what is not written down ---


def test_the_same_slip_in_what_is_not_written_down_costs_once() -> None:
    """Both lack tanh'(z_1), as dL/dz_1 does, which does not stand there; w_{21} is of another."""
    key = UNITS + written({by: OF_UNITS[by] for by in ("w_{11}", "w_{12}", "w_{21}")})
    text = {"w_{11}": "(p-y) v_1 x_1", "w_{12}": "(p-y) v_1 x_2", "w_{21}": "(p-y) v_2 x_1"}
    marks = mark(written(text), key)
    assert [one.points for one in marks.marks] == [0, 1, 0]
    assert marks.marks[1].why == "the same slip as in dL/dw_{11}"


def test_what_is_right_before_it_tells_where_a_slip_is_not() -> None:
    """dL/dz_1 is right: the factor 2 is not in it, and its second use is a second slip."""
    key = UNITS + written({by: OF_UNITS[by] for by in ("z_1", "w_{11}", "w_{12}")})
    text = {by: OF_UNITS[by] for by in ("z_1", "w_{11}", "w_{12}")}
    text = {by: x if by == "z_1" else f"2 {x}" for by, x in text.items()}
    assert points(text, key) == [1, 0, 0]


def test_a_slip_is_in_nothing_that_is_not_on_every_way() -> None:
    """w also goes into L past z: what is said of dL/dw tells nothing of dL/dz."""
    key = r"$$z = w x$$ $$L = (z + w - y)^2$$" + written(
        {"w": "2 (z + w - y) (x + 1)", "x": "2 (z + w - y) w"}
    )
    assert points({"w": "(z + w - y) x", "x": "(z + w - y) w"}, key) == [0, 0]


def test_a_slip_in_a_partial_that_is_not_asked_for_costs_what_it_spoils_first() -> None:
    wrong = "(1 - h_1)"
    text = rf"$$\frac{{\partial h_1}}{{\partial z_1}} = {wrong}$$" + written(
        {"z_1": f"(p-y) v_1 {wrong}", "w_{11}": f"(p-y) v_1 {wrong} x_1"}
    )
    key = UNITS + written({by: OF_UNITS[by] for by in ("z_1", "w_{11}")})
    marks = mark(text, key)
    assert [one.points for one in marks.marks] == [0, 1]
    assert "the slip counts here" in marks.marks[0].why


# --- what nobody should get points for ---


def test_nothing_follows_from_a_zero() -> None:
    assert points(dict.fromkeys(OF_UNITS, "0"), UNITS + written(OF_UNITS)) == [0] * len(OF_UNITS)


def test_a_derivative_left_standing_is_not_carried_to_its_end_by_a_slip_before_it() -> None:
    text = {"s": "p + y", "w_{11}": r"\frac{\partial L}{\partial z_1} x_1"}
    assert points(text, UNITS + written({by: OF_UNITS[by] for by in text})) == [0, 0.5]


def test_a_slip_elsewhere_excuses_nothing() -> None:
    """The chain breaks and ends rightly: it owes nothing to the sign of dL/dv_1."""
    text = {"v_1": "-(p-y) h_1", "z_1": "(p-y) v_1 = (p-y) v_1 (1-h_1^2)"}
    assert points(text, UNITS + written({by: OF_UNITS[by] for by in text})) == [0, 0.5]


def test_the_delta_of_the_last_layer_says_nothing_of_the_others() -> None:
    top, low, _, bias = OF_LAYERS.strip().splitlines()
    key = LAYERS + OF_LAYERS
    text = top + bias.replace(r"= \delta^{(l)}", "= " + low.partition("= ")[2].strip("$"))
    assert points(text, key) == [1, 0, 0, 0.5]
    assert points(low + text, key)[1:] == [1, 0, 1]


def test_planted_world_without_slips_carries_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "CarriedWorld", World)
    text = {by: x.replace("p_j - y_j", "y_j - p_j") for by, x in OF_SOFTMAX.items()}
    assert points(text, SOFTMAX + written(OF_SOFTMAX)) == [0, 0, 0]


# --- numbers, and other formats ---


def test_a_wrong_number_is_carried_on_at_the_numbers_that_the_key_gives() -> None:
    text = r"""
    $$\frac{\partial L}{\partial a} = a - y = -0.326$$
    $$\frac{\partial L}{\partial z} = -0.326 \cdot a (1 - a) = -0.0797$$
    $$\frac{\partial L}{\partial w} = -0.0797 x = LAST$$
    """
    assert points(text.replace("LAST", "-0.0399"), NUMBERS) == [0.5, 1, 1]
    assert points(text.replace("LAST", "-0.0410"), NUMBERS)[2] < 1
    zeros = "".join(f"$$\\frac{{dL}}{{d{by}}} = 0$$" for by in "azw")
    assert points(zeros, NUMBERS) == [0, 0, 0]


PLAIN = """
dL/ds = y - p
dL/dv_1 = (y - p) * h_1
dL/dz_1 = (y - p) * v_1 * (1 - h_1**2)
dL/dw_{11} = (y - p) * v_1 * x_1
"""
LATEX = r"""\documentclass{article}
\begin{document}
\begin{align}
\frac{\partial L}{\partial s} &= y - p \\
\frac{\partial L}{\partial v_1} &= (y - p) h_1 \\
\frac{\partial L}{\partial z_1} &= (y - p) v_1 (1 - h_1^2) \\
\frac{\partial L}{\partial w_{11}} &= (y - p) v_1 x_1
\end{align}
\end{document}
"""


def test_in_latex_and_in_plain_text_alike(tmp_path: Path) -> None:
    """The sign of dL/ds is turned and carried on; the last forgets tanh' as well."""
    (tmp_path / "plain.txt").write_text(PLAIN)
    (tmp_path / "latex.tex").write_text(LATEX)
    asked = ("s", "v_1", "z_1", "w_{11}")
    key = UNITS + written({by: OF_UNITS[by] for by in asked})
    for marks in mark_files([tmp_path / "plain.txt", tmp_path / "latex.tex"], key):
        assert [one.points for one in marks.marks] == [0, 1, 1, 0], marks
