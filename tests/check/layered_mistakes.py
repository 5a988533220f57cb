r"""Planted mistakes in networks of layers, vectors, matrices and samples.

Each is a claim with a wrong formula, and the kinds of explanation that would be a teacher's:
several where one slip can be told in two ways.
"""

from __future__ import annotations

from networks import (
    BATCH,
    BISHOP,
    HYPOTHESIS,
    LAYERS,
    LOGISTIC,
    NIELSEN,
    ONE_LINE,
    PRODUCT,
    ROWS,
    SOFTMAX,
    SQUARES,
    partial,
)
from planted import planted

C_W, C_B = partial("C", "w^l"), partial("C", "b^l")
C_WJK, C_BJ = partial("C", "w^l_{jk}"), partial("C", "b^l_j")
J_W, J_B, J_A = partial("J", "W^{(l)}"), partial("J", "b^{(l)}"), partial("J", "a^{(l)}")
L_H, L_W1, L_W2 = partial("L", "h"), partial("L", "W_1"), partial("L", "W_2")
L_B1, L_B2 = partial("L", "b_1"), partial("L", "b_2")
L_Z1, L_Z2 = partial("L", "z_1"), partial("L", "z_2")
E_W, E_V = partial("E", "w_{ji}"), partial("E", "v_{kj}")
E_A, E_Z, E_Y = partial("E", "a_j"), partial("E", "z_j"), partial("E", "y_k")
L_W, L_A = partial("L", "w"), partial("L", "a")
BATCH_W, BATCH_B = partial("J", "w"), partial("J", "b")

MISTAKES = [
    *planted(
        "missing transpose", "transpose",
        (NIELSEN, r"\delta^l", r"(w^{l+1} \delta^{l+1}) \odot \sigma'(z^l)"),
        (NIELSEN, C_W, r"\delta^l a^{l-1}"),
        (LAYERS, J_W, r"\delta^{(l)} a^{(l-1)}"),
        (LAYERS, J_A, r"W^{(l+1)} \delta^{(l+1)}"),
        (SOFTMAX, L_H, r"W_2 (\hat{y} - y)"),
        (SOFTMAX, L_W2, r"(\hat{y} - y) h"),
        (ROWS, L_H, "(z_2 - y) W_2"),
        (ROWS, L_W1, r"x ((z_2 - y) W_2^T \odot h \odot (1 - h))"),
        (SQUARES, L_W, "X (X w - y)"),
    ),
    *planted(
        "superfluous transpose", "transpose",
        (NIELSEN, r"\delta^l", r"((w^{l+1})^T (\delta^{l+1})^T) \odot \sigma'(z^l)"),
        (SOFTMAX, L_B2, r"(\hat{y} - y)^T"),
        (LOGISTIC, L_W, "(a - y) x^T"),
        (SQUARES, L_W, "X^T (X w - y)^T"),
        (BATCH, BATCH_W, r"\frac{1}{m} \sum_{i=1}^m (a^{(i)} - y^{(i)}) (x^{(i)})^T"),
    ),
    *planted(
        "order", "order, transpose",
        (NIELSEN, C_W, r"(a^{l-1})^T \delta^l"),
        (NIELSEN, r"\delta^l", r"(\delta^{l+1} (w^{l+1})^T) \odot \sigma'(z^l)"),
        (SOFTMAX, L_H, r"(\hat{y} - y) W_2^T"),
        (SOFTMAX, L_W1, r"x^T (W_2^T (\hat{y} - y) \odot (1 - h^2))"),
        (ROWS, L_W2, "(z_2 - y) h^T"),
        (ROWS, L_H, "W_2^T (z_2 - y)"),
        (SQUARES, L_W, "(X w - y) X^T"),
        (PRODUCT, L_W, "2 (X w - y) X^T"),
        (ONE_LINE, L_W, "(X w - y) X^T"),
    ),
    *planted(
        "transposed as a whole", "transpose, order",
        (NIELSEN, C_W, r"a^{l-1} (\delta^l)^T"),
        (LAYERS, J_W, r"a^{(l-1)} \delta^{(l) T}"),
        (SOFTMAX, L_W2, r"h (\hat{y} - y)^T"),
        (SOFTMAX, L_H, r"(\hat{y} - y)^T W_2"),
        (ROWS, L_W2, "(z_2 - y)^T h"),
    ),
    *planted(
        "Hadamard for matrix product", "product",
        (NIELSEN, C_W, r"\delta^l \odot (a^{l-1})^T"),
        (NIELSEN, r"\delta^l", r"(w^{l+1})^T \odot \delta^{l+1} \odot \sigma'(z^l)"),
        (SOFTMAX, L_W2, r"(\hat{y} - y) \odot h^T"),
        (ROWS, L_H, r"(z_2 - y) \odot W_2^T"),
        (SQUARES, L_W, r"X^T \odot (X w - y)"),
    ),
    *planted(
        "matrix product for Hadamard", "product, order",
        (NIELSEN, r"\delta^l", r"(w^{l+1})^T \delta^{l+1} \sigma'(z^l)"),
        (NIELSEN, r"\delta^L", r"(a^L - y) \sigma'(z^L)"),
        (SOFTMAX, L_Z1, r"W_2^T (\hat{y} - y) (1 - h^2)"),
        (ROWS, L_Z1, "(z_2 - y) W_2^T h (1 - h)"),
    ),
    *planted(
        "layer index", "wrong name, other derivative",
        (NIELSEN, C_W, r"\delta^l (a^l)^T"),
        (NIELSEN, r"\delta^l", r"((w^l)^T \delta^{l+1}) \odot \sigma'(z^l)"),
        (NIELSEN, r"\delta^l", r"((w^{l+1})^T \delta^{l+1}) \odot \sigma'(z^{l+1})"),
        (NIELSEN, r"\delta^l", r"((w^{l+1})^T \delta^l) \odot \sigma'(z^l)"),
        (NIELSEN, C_B, r"\delta^{l+1}"),
        (NIELSEN, C_WJK, r"a^l_k \delta^l_j"),
        (LAYERS, J_W, r"\delta^{(l+1)} (a^{(l-1)})^T"),
        (LAYERS, J_A, r"(W^{(l+1)})^T \delta^{(l)}"),
        (LAYERS, partial("J", "W^{(L)}"), r"(a^{(L)} - y) (a^{(L)})^T"),
        (LAYERS, partial("J", "b^{(L)}"), r"a^{(L-1)} - y"),
        (SOFTMAX, L_Z1, r"W_1^T (\hat{y} - y) \odot (1 - h^2)"),
    ),
    *planted(
        "wrong name", "wrong name, other derivative",
        (SOFTMAX, L_W1, r"(W_2^T (\hat{y} - y) \odot (1 - h^2)) h^T"),
        (SOFTMAX, L_W2, r"(\hat{y} - y) x^T"),
        (NIELSEN, r"\delta^L", r"(a^L - y) \odot \sigma'(a^L)"),
        (ROWS, L_W2, "x^T (z_2 - y)"),
        (LOGISTIC, L_W, "(a - y) w"),
        (BISHOP, E_V, "(y_k - t_k) a_j"),
    ),
    *planted(
        "exchanged indices", "wrong name, transpose",
        (NIELSEN, C_WJK, r"a^{l-1}_j \delta^l_k"),
        (NIELSEN, r"\delta^l_j", r"\sum_k w^{l+1}_{jk} \delta^{l+1}_k \sigma'(z^l_j)"),
        (BISHOP, E_Z, r"\sum_k v_{jk} (y_k - t_k)"),
        (BISHOP, E_V, "(y_j - t_j) z_k"),
        (BISHOP, E_W, r"x_j (1 - z_i^2) \sum_k v_{ki} (y_k - t_k)"),
    ),
    *planted(
        "missing sum", "missing sum, one path",
        (NIELSEN, r"\delta^l_j", r"w^{l+1}_{kj} \delta^{l+1}_k \sigma'(z^l_j)"),
        (BISHOP, E_Z, "(y_k - t_k) v_{kj}"),
        (BISHOP, E_W, "(y_k - t_k) v_{kj} (1 - z_j^2) x_i"),
        (BATCH, BATCH_W, r"\frac{1}{m} (a^{(i)} - y^{(i)}) x^{(i)}"),
        (BATCH, BATCH_B, r"\frac{1}{m} (a^{(i)} - y^{(i)})"),
    ),
    *planted(
        "missing slope", "missing factor, other derivative",
        (NIELSEN, r"\delta^l", r"(w^{l+1})^T \delta^{l+1}"),
        (NIELSEN, r"\delta^l_j", r"\sum_k w^{l+1}_{kj} \delta^{l+1}_k"),
        (LAYERS, partial("J", "z^{(l)}"), r"(W^{(l+1)})^T \delta^{(l+1)} \odot a^{(l)}"),
        (SOFTMAX, L_Z1, r"W_2^T (\hat{y} - y)"),
        (SOFTMAX, L_W1, r"W_2^T (\hat{y} - y) x^T"),
        (BISHOP, E_W, r"x_i \sum_k v_{kj} (y_k - t_k)"),
        (ROWS, L_B1, "(z_2 - y) W_2^T"),
    ),
    *planted(
        "slope of the output missing", "missing factor, other loss, other derivative",
        (NIELSEN, r"\delta^L", "a^L - y"),
        (NIELSEN, partial("C", "b^L_j"), "a^L_j - y_j"),
    ),
    *planted(
        "sigma for sigma'", "derivative",
        (NIELSEN, r"\delta^l", r"((w^{l+1})^T \delta^{l+1}) \odot \sigma(z^l)"),
        (NIELSEN, r"\delta^L_j", r"(a^L_j - y_j) \sigma(z^L_j)"),
        (SOFTMAX, L_Z1, r"W_2^T (\hat{y} - y) \odot \tanh(z_1)"),
        (BISHOP, E_A, r"\tanh(a_j) \sum_k v_{kj} (y_k - t_k)"),
        (ROWS, L_W1, r"x^T ((z_2 - y) W_2^T \odot \sigma(z_1))"),
    ),
    *planted(
        "extra factor", "extra factor, other loss",
        (LAYERS, r"\delta^{(L)}", r"(a^{(L)} - y) \odot \sigma'(z^{(L)})"),
        (NIELSEN, C_B, r"\delta^l \odot \sigma'(z^l)"),
        (NIELSEN, C_BJ, r"\delta^l_j a^l_j"),
        (SOFTMAX, L_B2, r"(\hat{y} - y) \odot \hat{y} \odot (1 - \hat{y})"),
        (LOGISTIC, L_W, "(a - y) a (1 - a) x"),
        (BISHOP, E_V, "(y_k - t_k) z_j (1 - z_j^2)"),
    ),
    *planted(
        "sign", "sign",
        (NIELSEN, r"\delta^L", r"(y - a^L) \odot \sigma'(z^L)"),
        (NIELSEN, C_W, r"-\delta^l (a^{l-1})^T"),
        (SOFTMAX, L_Z2, r"y - \hat{y}"),
        (SOFTMAX, L_Z1, r"W_2^T (\hat{y} + y) \odot (1 - h^2)"),
        (LOGISTIC, L_W, "(y - a) x"),
        (BATCH, BATCH_B, r"\frac{1}{m} \sum_{i=1}^m (y^{(i)} - a^{(i)})"),
        (BISHOP, E_V, "(t_k - y_k) z_j"),
        (SQUARES, L_W, "X^T (y - X w)"),
    ),
    *planted(
        "factor 2, 1/2", "constant factor, wrong number, extra factor",
        (NIELSEN, r"\delta^L", r"2 (a^L - y) \odot \sigma'(z^L)"),
        (NIELSEN, C_WJK, r"\frac{1}{2} a^{l-1}_k \delta^l_j"),
        (BISHOP, E_Y, r"\frac{1}{2} (y_k - t_k)"),
        (SQUARES, L_W, "2 X^T (X w - y)"),
    ),
    *planted(
        "factor m, 1/m", "constant factor, missing factor, extra factor, other derivative",
        (BATCH, BATCH_W, r"\sum_{i=1}^m (a^{(i)} - y^{(i)}) x^{(i)}"),
        (BATCH, BATCH_B, r"\frac{1}{2m} \sum_{i=1}^m (a^{(i)} - y^{(i)})"),
        (BATCH, partial("J", "z^{(i)}"), "a^{(i)} - y^{(i)}"),
        (LOGISTIC, L_W, r"\frac{1}{m} (a - y) x"),
        (SQUARES, L_W, r"\frac{1}{m} X^T (X w - y)"),
        (
            HYPOTHESIS, partial("J", r"\theta_j"),
            r"\sum_{i=1}^m (h_\theta(x^{(i)}) - y^{(i)}) x_j^{(i)}",
        ),
        (LAYERS, J_W, r"\frac{1}{m} \delta^{(l)} (a^{(l-1)})^T"),
    ),
    *planted(
        "mean of products", "mean of products",
        (
            BATCH, BATCH_W,
            (r"\left(\frac{1}{m} \sum_{i=1}^m (a^{(i)} - y^{(i)})\right)"
             r" \left(\frac{1}{m} \sum_{i=1}^m x^{(i)}\right)"),
        ),
        (
            BATCH, BATCH_W,
            (r"\frac{1}{m} \left(\sum_{i=1}^m (a^{(i)} - y^{(i)})\right)"
             r" \left(\frac{1}{m} \sum_{i=1}^m x^{(i)}\right)"),
        ),
    ),
    *planted(
        "one output or sample", "one path, missing sum",
        (BISHOP, E_Z, "(y_1 - t_1) v_{1j}"),
        (NIELSEN, r"\delta^l_j", r"w^{l+1}_{1j} \delta^{l+1}_1 \sigma'(z^l_j)"),
        (BATCH, BATCH_W, r"\frac{1}{m} (a^{(1)} - y^{(1)}) x^{(1)}"),
    ),
    *planted(
        "missing term", "missing term",
        (LAYERS, partial("J", "a^{(L)}_k"), r"-\frac{y_k}{a^{(L)}_k}"),
        (SOFTMAX, L_Z2, r"\hat{y}"),
        (LOGISTIC, L_W, "a x"),
        (SQUARES, L_W, "X^T X w"),
        (BISHOP, E_Y, "y_k"),
        (NIELSEN, r"\delta^L", r"a^L \odot \sigma'(z^L)"),
    ),
    *planted(
        "other loss", "other loss",
        (LOGISTIC, L_A, "2 (a - y)"),
        (NIELSEN, partial("C", "a^L_j"), r"-\frac{y_j}{a^L_j} + \frac{1 - y_j}{1 - a^L_j}"),
        (LOGISTIC, L_W, "2 (a - y) a (1 - a) x"),
    ),
    *planted(
        "other loss, or dL/dz", "other loss, other derivative",
        (LAYERS, partial("J", "a^{(L)}"), "a^{(L)} - y"),
        (SOFTMAX, partial("L", r"\hat{y}"), r"\hat{y} - y"),
        (BATCH, partial("J", "a^{(i)}"), r"\frac{1}{m} (a^{(i)} - y^{(i)})"),
    ),
    *planted(
        "other activation", "other activation",
        (SOFTMAX, L_Z1, r"W_2^T (\hat{y} - y) \odot h \odot (1 - h)"),
        (NIELSEN, r"\delta^l", r"((w^{l+1})^T \delta^{l+1}) \odot (1 - a^l \odot a^l)"),
        (ROWS, L_Z1, r"(z_2 - y) W_2^T \odot (1 - h^2)"),
        (BISHOP, E_A, r"z_j (1 - z_j) \sum_k v_{kj} (y_k - t_k)"),
    ),
    *planted(
        "other derivative", "other derivative, missing factor, extra factor",
        (NIELSEN, C_B, r"(w^{l+1})^T \delta^{l+1}"),
        (SOFTMAX, L_W1, r"W_2^T (\hat{y} - y) \odot (1 - h^2)"),
        (LOGISTIC, L_W, "a - y"),
        (LOGISTIC, partial("L", "x"), "(a - y) x"),
        (ROWS, L_B2, "h^T (z_2 - y)"),
        (BATCH, BATCH_B, r"\frac{1}{m} \sum_{i=1}^m (a^{(i)} - y^{(i)}) x^{(i)}"),
    ),
    *planted(
        "brackets", "brackets",
        (NIELSEN, r"\delta^L", r"a^L - y \odot \sigma'(z^L)"),
        (SQUARES, L_W, "X^T X w - y"),
        (BISHOP, E_V, "y_k - t_k z_j"),
    ),
    *planted(
        "exponent", "exponent, other activation",
        (SOFTMAX, L_Z1, r"W_2^T (\hat{y} - y) \odot (1 - h)"),
        (BISHOP, E_A, r"(1 - z_j) \sum_k v_{kj} (y_k - t_k)"),
        (BISHOP, E_Y, "(y_k - t_k)^2"),
    ),
    *planted(
        "upside down", "upside down",
        (LOGISTIC, L_A, r"-\frac{a}{y} + \frac{1 - y}{1 - a}"),
        (LAYERS, partial("J", "a^{(L)}_k"),
         r"-\frac{a^{(L)}_k}{y_k} + \frac{1 - y_k}{1 - a^{(L)}_k}"),
    ),
]  # fmt: skip
