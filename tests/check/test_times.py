r"""Times in brackets, h(t); functions that words tell; gates' deltas with two letters; rows."""

from __future__ import annotations

import pytest

from autograd import check_text
from autograd.checking.reading.document import read_document

ELMAN = r"""$$a(t) = W h(t-1) + U x(t) + b$$ $$h(t) = \tanh(a(t))$$ $$o(t) = V h(t) + c$$
$$E = \sum_t \frac12 \|o(t) - d(t)\|^2$$
$$\frac{\partial E}{\partial o(t)} = o(t) - d(t)$$
"""
CELL = """A cell of one unit

i(t) = sigmoid(w_i x(t) + u_i h(t-1))
g(t) = tanh(w_g x(t) + u_g h(t-1))
c(t) = c(t-1) + i(t) g(t)
h(t) = tanh(c(t))

dh(t)/dc(t) = 1 - h(t)^2
dc(t)/di(t) = g(t)
"""
NAMED = r"""$y_{in}(t) = f(n_{in}(t))$, $s(t) = s(t-1) + y_{in}(t) g(n_c(t))$,
$n_{in}(t) = w_{in} x(t)$, $n_c(t) = w_c x(t)$, $y_{out}(t) = w_{out} s(t)$.
$$\frac{\partial s(t)}{\partial s(t-1)} = 1$$
$$\frac{\partial s(t)}{\partial w_{in}} = \frac{\partial s(t-1)}{\partial w_{in}} + %s$$"""
GATES = r"""### GRU 行向量

$$z_t = \sigma(h_{t-1} \cdot W_z + x_t \cdot U_z)$$
$$r_t = \sigma(h_{t-1} \cdot W_r + x_t \cdot U_r)$$
$$\tilde{h}_t = \tanh((r_t \circ h_{t-1}) \cdot W_h + x_t \cdot U_h)$$
$$h_t = z_t \circ h_{t-1} + (1 - z_t) \circ \tilde{h}_t$$

设 $\delta_t$ 为传入误差 $\partial J/\partial h_t$。
$$\delta_{zt} = \delta_t \circ (h_{t-1} - \tilde{h}_t) \circ z_t \circ (1 - z_t)$$
$$\delta_{ht} = \delta_t \circ (1 - z_t) \circ (1 - \tilde{h}_t^2)$$
$$\delta_{rt} = (\delta_{ht} \cdot W_h^T) \circ h_{t-1} \circ r_t \circ (1 - r_t)$$
$$\frac{\partial J}{\partial W_z} = h_{t-1}^T \cdot \delta_{zt}$$
$$\frac{\partial J}{\partial W_r} = h_{t-1}^T \cdot \delta_{rt}$$
$$\frac{\partial J}{\partial x_t} = \delta_{zt} \cdot U_z^T + \delta_{rt} \cdot U_r^T
  + \delta_{ht} \cdot U_h^T$$
"""


def last(text: str) -> str:
    return check_text(text).equations[-1].members[-1].status


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"\frac{\partial E}{\partial V} = \sum_t (o(t) - d(t)) h(t)^\top", "right"),
        (r"\frac{\partial E}{\partial a(t)} = \frac{\partial E}{\partial h(t)} \odot (1 - h(t)^2)",
         "right"),
        (r"\frac{\partial E}{\partial W} = \sum_t \frac{\partial E}{\partial a(t)} h(t-1)^\top",
         "right"),
        ((r"\frac{\partial E}{\partial h(t)} = V^\top (o(t) - d(t)) "
         r"+ W^\top \frac{\partial E}{\partial a(t+1)}"), "right"),
        (r"\frac{\partial E}{\partial W} = \sum_t \frac{\partial E}{\partial a(t)} h(t)^\top",
         "wrong"),
        (r"\frac{\partial E}{\partial a(t)} = \frac{\partial E}{\partial h(t)} \odot (1 - h(t))",
         "wrong"),
    ],
)  # fmt: skip
def test_a_time_in_brackets_is_a_time(claim: str, status: str) -> None:
    assert last(f"{ELMAN}$${claim}$$") == status


def test_lines_without_markup_have_times_too() -> None:
    right = check_text(CELL + "dc(t)/dc(t-1) = 1\n", kind="txt")
    assert [e.status for e in right.equations][-2:] == ["right", "right"]
    wrong = check_text(CELL.replace("1 - h(t)^2", "1 - h(t)"), kind="txt")
    assert [e.status for e in wrong.equations if e.latex.startswith("dh")] == ["wrong"]


@pytest.mark.parametrize(
    "text",
    [
        r"$$s(t) = t^2, \quad v(t) = 2 t, \quad s(t-1) = (t-1)^2$$",
        r"$$\frac{d x(t)}{dt} = v(t), \quad x(t-1) = x(t) - v(t)$$",
        r"$$f(x) = x^2, \quad f(x-1) = x^2 - 2x + 1$$",
    ],
)
def test_what_varies_with_t_is_a_function_of_it(text: str) -> None:
    assert not any("_" in formula.latex for formula in read_document(text).formulas)


def test_the_place_of_a_side_is_that_of_the_file() -> None:
    formula = read_document(ELMAN).formulas[-1]
    place = formula.members[1].place
    assert place is not None
    assert ELMAN[slice(*place)] == "o(t) - d(t)"


@pytest.mark.parametrize(
    ("claim", "status"),
    [("g(n_c(t)) f'(n_{in}(t)) x(t)", "right"), ("g(n_c(t)) f'(n_{in}(t)) s(t)", "wrong")],
)
def test_in_beside_out_is_a_word(claim: str, status: str) -> None:
    found = last(NAMED % claim)
    assert found == status or (status == "wrong" and found not in ("right", "wrong"))


@pytest.mark.parametrize(
    ("told", "slope", "status"),
    [
        ("where $f$ is the logistic sigmoid function", "a (1 - a)", "right"),
        ("where $f$ is the logistic sigmoid function", "(1 - a^2)", "wrong"),
        (r"with $f = \tanh$", "(1 - a^2)", "right"),
        ("其中 $f$ 是 sigmoid，见上", "a (1 - a)", "right"),
        ("where $f$ is the sigmoid unit of layer 3", "(1 - a^2)", "right-if"),
    ],
)
def test_words_tell_what_a_function_is(told: str, slope: str, status: str) -> None:
    text = rf"$z = w x + b$, $a = f(z)$, {told}, and $L = \frac12 (a - y)^2$."
    assert last(rf"{text} $$\frac{{\partial L}}{{\partial w}} = (a - y) {slope} x$$") == status


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"\frac{\partial J}{\partial W_z} = h_t^T \cdot \delta_{zt}", "wrong"),
        (r"\frac{\partial J}{\partial U_r} = x_t^T \cdot \delta_{rt}", "right"),
        (r"\frac{\partial J}{\partial W_h} = (r_t \circ h_{t-1})^T \cdot \delta_{ht}", "right"),
        (r"\frac{\partial J}{\partial W_h} = h_{t-1}^T \cdot \delta_{ht}", "wrong"),
        ((r"\frac{\partial J}{\partial h_{t-1}} = \delta_t \circ z_t + \delta_{zt} \cdot W_z^T "
         r"+ \delta_{rt} \cdot W_r^T + (\delta_{ht} \cdot W_h^T) \circ r_t"), "right"),
        ((r"\frac{\partial J}{\partial h_{t-1}} = \delta_t \circ z_t + \delta_{zt} \cdot W_z^T "
         r"+ \delta_{rt} \cdot W_r^T + \delta_{ht} \cdot W_h^T"), "wrong"),
    ],
)  # fmt: skip
def test_the_delta_of_a_gate_is_by_its_activation_of_rows(claim: str, status: str) -> None:
    assert last(f"{GATES}$${claim}$$") == status
