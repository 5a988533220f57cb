r"""Right equations about layers, vectors, matrices and samples, in forms that people write.

The gradient by a matrix has the shape of the matrix; no equation here needs more than that.
"""

from __future__ import annotations

from networks import (
    BATCH,
    BISHOP,
    COLUMNS,
    EXPONENTIALS,
    HYPOTHESIS,
    LAYERS,
    LOGISTIC,
    NIELSEN,
    ONE_LINE,
    PRODUCT,
    ROWS,
    SOFTMAX,
    SQUARES,
)

BOLD = r"""
$$\mathbf{z}^{[l]} = \mathbf{W}^{[l]} \mathbf{a}^{[l-1]} + \mathbf{b}^{[l]}$$
$$\mathbf{a}^{[l]} = g(\mathbf{z}^{[l]})$$
$$\mathcal{L} = \frac{1}{2} \left\| \mathbf{a}^{[L]} - \mathbf{y} \right\|_2^2$$
$$\boldsymbol{\delta}^{[l]} = \nabla_{\mathbf{z}^{[l]}} \mathcal{L}$$
"""
PYTHON = """
$z1 = W1 @ x + b1$
$h = tanh(z1)$
$z2 = W2 @ h + b2$
$L = 0.5 * sum((z2 - y)**2)$
"""
ENTRIES = r"""
$$z^{(l)}_j = \sum_k w^{(l)}_{jk} a^{(l-1)}_k + b^{(l)}_j$$
$$a^{(l)}_j = \sigma(z^{(l)}_j)$$
$$C = \frac{1}{2} \sum_j (a^{(L)}_j - y_j)^2$$
$$\delta^{(l)}_j = \frac{\partial C}{\partial z^{(l)}_j}$$
"""

FORMS = [
    *(
        (NIELSEN, form)
        for form in (
            # the four equations, BP1 to BP4, as printed
            r"\delta^L = \nabla_a C \odot \sigma'(z^L)",
            r"\delta^L_j = \frac{\partial C}{\partial a^L_j} \sigma'(z^L_j)",
            r"\delta^l = ((w^{l+1})^T \delta^{l+1}) \odot \sigma'(z^l)",
            r"\frac{\partial C}{\partial b^l_j} = \delta^l_j",
            r"\frac{\partial C}{\partial w^l_{jk}} = a^{l-1}_k \delta^l_j",
            # other forms of them
            r"\delta^L = (a^L - y) \odot a^L \odot (1 - a^L)",
            r"\delta^L = -(y - a^L) \odot \sigma'(z^L)",
            r"\delta^L = a^L \odot \sigma'(z^L) - \sigma'(z^L) \odot y",
            r"\delta^L_j = (a^L_j - y_j) a^L_j (1 - a^L_j)",
            r"\delta^l = \sigma'(z^l) \odot (w^{l+1})^\top \delta^{l+1}",
            r"\delta^l = \left( (\delta^{l+1})^T w^{l+1} \right)^T \odot \sigma'(z^l)",
            r"\delta^{l-1} = (w^l)^T \delta^l \odot a^{l-1} \odot (1 - a^{l-1})",
            r"\delta^l_j = \sum_k w^{l+1}_{kj} \delta^{l+1}_k \sigma'(z^l_j)",
            r"\delta^l_j = \sigma'(z^l_j) \sum_i \delta^{l+1}_i w^{l+1}_{ij}",
            r"\delta^{L-1} = ((w^L)^T ((a^L - y) \odot \sigma'(z^L))) \odot \sigma'(z^{L-1})",
            r"\frac{\partial C}{\partial w^l} = \delta^l (a^{l-1})^T",
            r"\frac{\partial C}{\partial w^l} = \left(a^{l-1} (\delta^l)^T\right)^T",
            r"\frac{\partial C}{\partial w^{l+1}} = \delta^{l+1} {a^l}^T",
            r"\frac{\partial C}{\partial b^l} = \frac{\partial C}{\partial z^l} = \delta^l",
            r"\frac{\partial C}{\partial w^L_{jk}} = (a^L_j - y_j) \sigma'(z^L_j) a^{L-1}_k",
            r"\frac{\partial C}{\partial a^l_k} = \sum_j w^{l+1}_{jk} \delta^{l+1}_j",
        )
    ),
    *(
        (LAYERS, form)
        for form in (
            r"\delta^{(L)} = a^{(L)} - y",
            r"\delta^{(L)}_k = \sigma(z^{(L)}_k) - y_k",
            r"\frac{\partial J}{\partial W^{(l)}} = \delta^{(l)} a^{(l-1)T}",
            r"\frac{\partial J}{\partial W^{(1)}} = \delta^{(1)} x^T",
            (
                r"\frac{\partial J}{\partial a^{(L)}_k}"
                r" = -\left(\frac{y_k}{a^{(L)}_k} - \frac{1-y_k}{1-a^{(L)}_k}\right)"
                r" = \frac{a^{(L)}_k - y_k}{a^{(L)}_k (1 - a^{(L)}_k)}"
            ),
            r"\nabla_{W^{(l)}} J = \delta^{(l)} \cdot (a^{(l-1)})^T",
            r"\delta^{(l)} = (W^{(l+1)})^T \delta^{(l+1)} .* (a^{(l)} .* (1 - a^{(l)}))",
        )
    ),
    *(
        (SOFTMAX, form)
        for form in (
            r"\frac{\partial L}{\partial z_2} = \hat{y} - y",
            r"\frac{\partial L}{\partial W_2} = (\hat{y} - y) h^T",
            r"\frac{\partial L}{\partial W_2} = \text{softmax}(z_2) h^\top - y h^\top",
            r"\frac{\partial L}{\partial h} = W_2^T (\hat{y} - y) = W_2^T \hat{y} - W_2^T y",
            r"\frac{\partial L}{\partial h} = ((\hat{y} - y)^T W_2)^T",
            r"\frac{\partial L}{\partial z_1} = W_2^T (\hat{y} - y) \odot (1 - h \odot h)",
            r"\frac{\partial L}{\partial z_1} = (1 - h^2) \odot W_2^T (\hat{y} - y)",
            (
                r"\frac{\partial L}{\partial W_1} = \frac{\partial L}{\partial z_1} x^T"
                r" = \left[ W_2^T (\hat{y} - y) \odot (1 - \tanh^2(z_1)) \right] x^T"
            ),
            (
                r"\frac{\partial L}{\partial b_1} = \frac{\partial L}{\partial z_1}"
                r" = W_2^\top (\hat{y} - y) \odot \tanh'(z_1)"
            ),
            r"\frac{\partial L}{\partial x} = W_1^T \frac{\partial L}{\partial z_1}",
            r"dL/dW_1 = ((W_2.T @ (\hat{y} - y)) * (1 - h**2)) @ x.T",
        )
    ),
    *(
        (BISHOP, form)
        for form in (
            r"\frac{\partial E}{\partial v_{kj}} = (y_k - t_k) z_j",
            r"\frac{\partial E}{\partial z_j} = \sum_k (y_k - t_k) v_{kj}",
            r"\frac{\partial E}{\partial w_{ji}} = (1 - z_j^2) x_i \sum_k v_{kj} (y_k - t_k)",
            (
                r"\frac{\partial E}{\partial w_{ji}}"
                r" = \frac{\partial E}{\partial a_j} \frac{\partial a_j}{\partial w_{ji}}"
                r" = \frac{\partial E}{\partial a_j} x_i"
            ),
            (
                r"\frac{\partial E}{\partial a_j}"
                r" = \sum_k \frac{\partial E}{\partial y_k} \frac{\partial y_k}{\partial a_j}"
            ),
            r"\frac{\partial E}{\partial a_j} = \tanh'(a_j) \sum_n v_{nj} (y_n - t_n)",
            r"\frac{\partial E}{\partial w_{qp}} = x_p (1 - z_q^2) \sum_k v_{kq} (y_k - t_k)",
            r"\frac{\partial E}{\partial x_i} = \sum_j w_{ji} \frac{\partial E}{\partial a_j}",
        )
    ),
    *(
        (LOGISTIC, form)
        for form in (
            r"\frac{\partial L}{\partial w} = (a - y) x",
            r"\nabla_w L = x (\sigma(w^T x + b) - y)",
            (
                r"\frac{\partial L}{\partial w_j} = \frac{\partial L}{\partial a}"
                r" \cdot \frac{\partial a}{\partial z} \cdot \frac{\partial z}{\partial w_j}"
                r" = (a - y) x_j"
            ),
            r"\frac{\partial L}{\partial x} = (a - y) w",
            r"\frac{dL}{dw} = -y (1 - a) x + (1 - y) a x",
        )
    ),
    *(
        (BATCH, form)
        for form in (
            (
                r"\frac{\partial J}{\partial w}"
                r" = \frac{1}{m} \sum_{i=1}^m (a^{(i)} - y^{(i)}) x^{(i)}"
            ),
            (
                r"\frac{\partial J}{\partial w}"
                r" = \sum_{i=1}^m \frac{a^{(i)} - y^{(i)}}{m} x^{(i)}"
            ),
            (
                r"\frac{\partial J}{\partial w_j}"
                r" = \frac{1}{m} \sum_{i=1}^m (a^{(i)} - y^{(i)}) x_j^{(i)}"
            ),
            (
                r"\frac{\partial J}{\partial b} = \frac{1}{m} \sum_i (a^{(i)} - y^{(i)})"
                r" = \frac{1}{m} \sum_i a^{(i)} - \frac{1}{m} \sum_i y^{(i)}"
            ),
            (
                r"\frac{\partial J}{\partial w} = \frac{1}{m} \sum_{i=1}^m"
                r" \frac{\partial}{\partial w} L(a^{(i)}, y^{(i)})"
            ),
            (
                r"\frac{\partial J}{\partial w}"
                r" = -\frac{1}{m} \sum_{n=1}^m x^{(n)} (y^{(n)} - \sigma(z^{(n)}))"
            ),
        )
    ),
    *(
        (ROWS, form)
        for form in (
            r"\frac{\partial L}{\partial W_2} = h^T (z_2 - y)",
            r"\frac{\partial L}{\partial h} = (z_2 - y) W_2^T",
            (
                r"\frac{\partial L}{\partial W_1}"
                r" = x^\top \left( (z_2 - y) W_2^\top \odot h \odot (1 - h) \right)"
            ),
            r"\frac{\partial L}{\partial W_2} = ((z_2 - y)^T h)^T",
            r"\frac{\partial L}{\partial b_1} = (W_2 (z_2 - y)^T)^T \odot \sigma'(z_1)",
            r"dL/dW_1 = x.T @ (((z_2 - y) @ W_2.T) * h * (1 - h))",
        )
    ),
    *(
        (SQUARES, form)
        for form in (
            r"\frac{\partial L}{\partial w} = X^T (X w - y)",
            r"\nabla_w L = X^\top X w - X^\top y",
            r"\frac{\partial L}{\partial w} = -X^T (y - \hat{y})",
            r"\frac{\partial L}{\partial w} = \left( (\hat{y} - y)^T X \right)^T",
        )
    ),
    *(
        (BOLD, form)
        for form in (
            (
                r"\boldsymbol{\delta}^{[L]}"
                r" = (\mathbf{a}^{[L]} - \mathbf{y}) \odot g'(\mathbf{z}^{[L]})"
            ),
            (
                r"\boldsymbol{\delta}^{[l]} = \left(\mathbf{W}^{[l+1]\top}"
                r" \boldsymbol{\delta}^{[l+1]}\right) \circ g'(\mathbf{z}^{[l]})"
            ),
            (
                r"\frac{\partial \mathcal{L}}{\partial \mathbf{W}^{[l]}}"
                r" = \boldsymbol{\delta}^{[l]} \mathbf{a}^{[l-1]\top}"
            ),
            r"\nabla_{\mathbf{b}^{[l]}} \mathcal{L} = \boldsymbol{\delta}^{[l]}",
        )
    ),
    *(
        (ENTRIES, form)
        for form in (
            r"\frac{\partial C}{\partial w^{(l)}_{jk}} = \delta^{(l)}_j a^{(l-1)}_k",
            r"\delta^{(l)}_j = a^{(l)}_j (1 - a^{(l)}_j) \sum_k w^{(l+1)}_{kj} \delta^{(l+1)}_k",
            r"\delta^{(L)}_j = (a^{(L)}_j - y_j) \sigma'(z^{(L)}_j)",
            r"\frac{\partial C}{\partial b^{(l)}_j} = \delta^{(l)}_j",
        )
    ),
    *(
        (PYTHON, form)
        for form in (
            "dL/dW2 = (z2 - y) @ h.T",
            "dL/dW1 = ((W2.T @ (z2 - y)) * (1 - h**2)) @ x.T",
            "dL/db1 = W2.T @ (z2 - y) * (1 - h * h)",
            "dL/dh = W2.T @ (z2 - y)",
        )
    ),
    *(
        (ONE_LINE, form)
        for form in (
            r"\frac{\partial L}{\partial w} = X^T (X w - y)",
            r"\nabla_w L = X^T X w - X^T y",
        )
    ),
    (PRODUCT, r"\frac{\partial L}{\partial w} = 2 X^T (X w - y)"),
    *(
        (HYPOTHESIS, form)
        for form in (
            (
                r"\frac{\partial J}{\partial \theta_j}"
                r" = \frac{1}{m} \sum_{i=1}^m (h_\theta(x^{(i)}) - y^{(i)}) x_j^{(i)}"
            ),
            r"\nabla_\theta J = \frac{1}{m} \sum_{i=1}^m (h_\theta(x^{(i)}) - y^{(i)}) x^{(i)}",
        )
    ),
    *(
        (COLUMNS, form)
        for form in (
            r"\frac{\partial J}{\partial W^{[2]}} = \frac{1}{m} (A^{[2]} - Y) A^{[1]T}",
            r"\frac{\partial J}{\partial Z^{[2]}} = \frac{1}{m} (A^{[2]} - Y)",
        )
    ),
    (EXPONENTIALS, r"\frac{\partial L}{\partial z_i} = \hat{y}_i - y_i"),
]
