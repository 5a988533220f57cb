"""Notations that the checker reads: each in a short document whose last equation is right."""

from __future__ import annotations

from typing import NamedTuple


class Notation(NamedTuple):
    """A way of writing: where it belongs, what it says, the document that uses it."""

    about: str
    said: str
    lines: tuple[str, ...]

    @property
    def document(self) -> str:
        """The text that is checked."""
        return "\n\n".join(f"$${line}$$" for line in self.lines)


LINE = "z = w x + b", "L = (z - y)^2"
LAYERS = (
    r"z^{(l)} = W^{(l)} a^{(l-1)} + b^{(l)}",
    r"a^{(l)} = \sigma(z^{(l)})",
    r"J = \frac{1}{2} \|a^{(L)} - y\|^2",
    r"\delta^{(l)} = \frac{\partial J}{\partial z^{(l)}}",
)
NIELSEN = (
    "z^l = w^l a^{l-1} + b^l",
    r"a^l = \sigma(z^l)",
    r"C = \frac{1}{2} \|a^L - y\|^2",
    r"\delta^l = \frac{\partial C}{\partial z^l}",
)
TIMES = r"h_t = \tanh(w x_t + u h_{t-1} + b)", r"L = \frac{1}{2} (h_T - y)^2"
SAMPLES = r"z^{(i)} = w x^{(i)} + b", r"J = \frac{1}{2m} \sum_{i=1}^m (z^{(i)} - y^{(i)})^2"
SOFTMAX = (r"p_i = \frac{e^{s_i}}{\sum_k e^{s_k}}",)
SLOPE = r"\frac{\partial p_i}{\partial s_j} = "

NOTATIONS = (
    Notation(
        "Derivatives",
        "d or \\partial over another",
        (*LINE, r"\frac{\partial L}{\partial w} = 2 (z - y) x"),
    ),
    Notation("Derivatives", "in one line, as in code", (*LINE, "dL/dw = 2 (z - y) x")),
    Notation("Derivatives", "a nabla with its variable", (*LINE, r"\nabla_w L = 2 (z - y) x")),
    Notation("Derivatives", "a prime", (r"f(x) = x^2 \sin x", r"f'(x) = 2 x \sin x + x^2 \cos x")),
    Notation("Derivatives", "a subscript", ("g(x, y) = x^2 y", "g_x = 2 x y")),
    Notation(
        "Derivatives",
        "a bar with a place",
        ("f(x) = x^3", r"\left. \frac{df}{dx} \right|_{x=2} = 12"),
    ),
    Notation("Derivatives", "the second", (r"f(x) = x^3", r"\frac{d^2 f}{dx^2} = 6 x")),
    Notation(
        "Derivatives",
        "a chain",
        (*LINE, r"\frac{dL}{dw} = \frac{dL}{dz} \frac{dz}{dw} = 2 (z - y) x"),
    ),
    Notation(
        "Derivatives",
        "halves with \\over",
        (*LINE, r"{\partial L \over \partial w} = 2 (z - y) x"),
    ),
    Notation(
        "Layers",
        "above, in brackets",
        (*LAYERS, r"\frac{\partial J}{\partial W^{(l)}} = \delta^{(l)} a^{(l-1)T}"),
    ),
    Notation(
        "Layers",
        "above, without brackets",
        (*NIELSEN, r"\delta^l = ((w^{l+1})^T \delta^{l+1}) \odot \sigma'(z^l)"),
    ),
    Notation(
        "Layers",
        "a number below",
        (
            "z_1 = w_1 x + b_1",
            r"a_1 = \tanh(z_1)",
            "z_2 = w_2 a_1 + b_2",
            "L = (z_2 - y)^2",
            r"\frac{dL}{dw_1} = 2 (z_2 - y) w_2 (1 - a_1^2) x",
        ),
    ),
    Notation(
        "Samples",
        "a sum over i",
        (
            *SAMPLES,
            r"\frac{\partial J}{\partial w} = \frac{1}{m} \sum_{i=1}^m (z^{(i)} - y^{(i)}) x^{(i)}",
        ),
    ),
    Notation(
        "Samples",
        "the samples are the rows of X",
        (r"L = \frac{1}{2n} \|X w - y\|^2", r"\nabla_w L = \frac{1}{n} X^T (X w - y)"),
    ),
    Notation(
        "Samples",
        "a sum with dots",
        (
            r"J(w) = (y_1 - w x_1)^2 + \cdots + (y_m - w x_m)^2",
            r"\frac{dJ}{dw} = -2 \sum_{i=1}^m (y_i - w x_i) x_i",
        ),
    ),
    Notation("Time", "an index t", (*TIMES, r"\frac{\partial L}{\partial h_T} = h_T - y")),
    Notation(
        "Time",
        "the step before",
        (*TIMES, r"\frac{\partial h_t}{\partial h_{t-1}} = (1 - h_t^2) u"),
    ),
    Notation(
        "Time",
        "vectors joined to one",
        (
            r"s_t = W \cdot [h_{t-1}, x_t]",
            r"h_t = \tanh(s_t)",
            r"\delta_t = \frac{\partial L}{\partial s_t}",
            r"\frac{\partial L}{\partial W} = \sum_t \delta_t [h_{t-1}, x_t]^T",
        ),
    ),
    Notation(
        "Indices",
        "entries, with sums",
        (
            r"z_j = \sum_k w_{jk} x_k",
            r"E = \frac{1}{2} \sum_j (z_j - y_j)^2",
            r"\frac{\partial E}{\partial w_{jk}} = (z_j - y_j) x_k",
        ),
    ),
    Notation(
        "Indices",
        "Kronecker's delta",
        (*SOFTMAX, r"\frac{\partial p_i}{\partial s_j} = p_i (\delta_{ij} - p_j)"),
    ),
    Notation(
        "Indices",
        "entries in square brackets",
        (
            r"z[j] = \sum_k w[j,k] x[k]",
            r"\frac{\partial L}{\partial w[j,k]} = \frac{\partial L}{\partial z[j]} x[k]",
        ),
    ),
    Notation(
        "Indices",
        "a softmax of entries",
        (
            r"A_{ij} = \mathrm{softmax}_j(S_{ij})",
            r"\frac{\partial A_{ij}}{\partial S_{ik}} = A_{ij} (\delta_{jk} - A_{ik})",
        ),
    ),
    Notation(
        "Matrices",
        "rows and columns",
        (
            r"Z = W X + b \mathbf{1}^T",
            r"\delta = \frac{\partial L}{\partial Z}",
            r"\frac{\partial L}{\partial W} = \sum_i \delta_{:,i} X_{:,i}^T",
        ),
    ),
    Notation(
        "Matrices",
        "a transpose: T, \\top, .T",
        (r"L = \frac{1}{2} \|X w - y\|^2", r"\nabla_w L = X^\top (X w - y)"),
    ),
    Notation(
        "Matrices",
        "entry by entry",
        (
            r"a = \sigma(W x)",
            r"L = \frac{1}{2} \|a - y\|^2",
            r"\frac{\partial L}{\partial W} = ((a - y) \odot a \odot (1 - a)) x^T",
        ),
    ),
    Notation(
        "Matrices",
        "a trace",
        (r"f = \operatorname{tr}(B^T X)", r"\frac{\partial f}{\partial X} = B"),
    ),
    Notation(
        "Conditions",
        "an indicator",
        (*SOFTMAX, r"\frac{\partial p_i}{\partial s_j} = p_i (\mathbb{1}[i = j] - p_j)"),
    ),
    Notation(
        "Conditions",
        "cases",
        (
            *SOFTMAX,
            SLOPE + r"\begin{cases} p_i (1 - p_i) & i = j \\ -p_i p_j & i \ne j \end{cases}",
        ),
    ),
    Notation(
        "Conditions",
        "an if",
        (*SOFTMAX, r"\frac{\partial p_i}{\partial s_j} = -p_i p_j \quad \text{if } i \ne j"),
    ),
    Notation(
        "Numbers",
        "rounded to the last digit that is printed",
        ("x = 0.5, w = 2", r"z = w x = 1", r"\sigma(z) \approx 0.73"),
    ),
)
