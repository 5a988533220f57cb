r"""Forward equations about layers, vectors and samples, as textbooks and lecture notes write them.

The gradient by a matrix has the shape of the matrix.  NIELSEN: Neural Networks and Deep Learning,
chapter 2.  LAYERS: the same with cross-entropy, in the notation of lecture notes.  BISHOP: Pattern
Recognition and Machine Learning, section 5.3, entry by entry, with v for the second layer.
"""

from __future__ import annotations

NIELSEN = r"""
$$z^l = w^l a^{l-1} + b^l$$
$$a^l = \sigma(z^l)$$
$$C = \frac{1}{2} \|a^L - y\|^2$$
$$\delta^l = \frac{\partial C}{\partial z^l}$$
"""
LAYERS = r"""
$$a^{(0)} = x$$
$$z^{(l)} = W^{(l)} a^{(l-1)} + b^{(l)}$$
$$a^{(l)} = \sigma(z^{(l)})$$
$$J = -\sum_k \left[ y_k \log a^{(L)}_k + (1 - y_k) \log (1 - a^{(L)}_k) \right]$$
$$\delta^{(l)} = \frac{\partial J}{\partial z^{(l)}}$$
"""
SOFTMAX = r"""
$$z_1 = W_1 x + b_1$$
$$h = \tanh(z_1)$$
$$z_2 = W_2 h + b_2$$
$$\hat{y} = \text{softmax}(z_2)$$
$$L = -\sum_i y_i \log \hat{y}_i$$
"""
BISHOP = r"""
$$a_j = \sum_i w_{ji} x_i$$
$$z_j = \tanh(a_j)$$
$$y_k = \sum_j v_{kj} z_j$$
$$E = \frac{1}{2} \sum_k (y_k - t_k)^2$$
"""
LOGISTIC = r"""
$$z = w^T x + b$$
$$a = \sigma(z)$$
$$L = -(y \log a + (1 - y) \log(1 - a))$$
"""
BATCH = r"""
$$z^{(i)} = w^T x^{(i)} + b$$
$$a^{(i)} = \sigma(z^{(i)})$$
$$L(a^{(i)}, y^{(i)}) = -y^{(i)} \log a^{(i)} - (1 - y^{(i)}) \log(1 - a^{(i)})$$
$$J = \frac{1}{m} \sum_{i=1}^m L(a^{(i)}, y^{(i)})$$
"""
ROWS = r"""
$$z_1 = x W_1 + b_1$$
$$h = \sigma(z_1)$$
$$z_2 = h W_2 + b_2$$
$$L = \frac{1}{2} \|z_2 - y\|^2$$
"""
SQUARES = r"""
$$\hat{y} = X w$$
$$L = \frac{1}{2} \|\hat{y} - y\|^2$$
"""

ONE_LINE = r"""
$$L = \frac{1}{2} \|X w - y\|^2$$
"""
PRODUCT = r"""
$$L = (X w - y)^T (X w - y)$$
"""
HYPOTHESIS = r"""
$$h_\theta(x) = \sigma(\theta^T x)$$
$$J(\theta) = -\frac{1}{m} \sum_{i=1}^m
\left[ y^{(i)} \log h_\theta(x^{(i)}) + (1 - y^{(i)}) \log(1 - h_\theta(x^{(i)})) \right]$$
"""
COLUMNS = r"""
$$Z^{[1]} = W^{[1]} X + b^{[1]}$$
$$A^{[1]} = \tanh(Z^{[1]})$$
$$Z^{[2]} = W^{[2]} A^{[1]} + b^{[2]}$$
$$A^{[2]} = \sigma(Z^{[2]})$$
$$J = -\frac{1}{m} \sum_{i=1}^m
\left( y^{(i)} \log a^{[2](i)} + (1 - y^{(i)}) \log(1 - a^{[2](i)}) \right)$$
"""
EXPONENTIALS = r"""
$$\hat{y}_i = \frac{e^{z_i}}{\sum_j e^{z_j}}$$
$$L = -\sum_i y_i \log \hat{y}_i$$
"""


def partial(of: str, wrt: str) -> str:
    """Return the LaTeX of a partial derivative."""
    return rf"\frac{{\partial {of}}}{{\partial {wrt}}}"
