"""Losses that are called shorter than they are defined, and other short ways of writing."""

from __future__ import annotations

import pytest

from autograd.checking import check_text

BCE = (
    r"$$\hat y = \sigma(w x + b)$$ "
    r"$$L_{BCE} = -y \log \hat y - (1 - y) \log(1 - \hat y)$$ "
)  # fmt: skip
TWO = BCE + r"$$L_{MSE} = (\hat y - y)^2$$ "
SKIP = (
    r"$$J_{softmax}(v_c, o, U) = -u_o^T v_c + \log \sum_{w' \in Vocab} \exp(u_{w'}^T v_c)$$ "
    r"$$\frac{\partial J}{\partial v_c} = "
)
CASES = [
    # dL/dw = (sigma(wx + b) - y) x, of the one loss that there is
    (BCE + r"$$\frac{\partial L}{\partial w} = (\hat y - y) x$$", "right"),
    (BCE + r"$$\frac{\partial L}{\partial w} = (y - \hat y) x$$", "wrong"),
    (BCE + r"$$L = 2 L_{BCE}$$ $$\frac{\partial L}{\partial w} = 2 (\hat y - y) x$$", "right"),
    # which of the two is meant is not said
    (TWO + r"$$\frac{\partial L}{\partial b} = \hat y - y$$", "unknown-name"),
    # a loss of one word vector, the prime belongs to an index
    (SKIP + r"-u_o + \sum_{w' \in Vocab} \frac{\exp(u_{w'}^T v_c)}"
     r"{\sum_{k \in Vocab} \exp(u_k^T v_c)} u_{w'}$$", "right"),
    (SKIP + r"u_o + \sum_{w' \in Vocab} \frac{\exp(u_{w'}^T v_c)}"
     r"{\sum_{k \in Vocab} \exp(u_k^T v_c)} u_{w'}$$", "wrong"),
    # the derivative of a number by itself; logarithms to a base that is a name
    (r"$f(x) = 5x^2 - 3$ $$f'(x) = \frac{d}{dx}[5x^2] - \frac{d}{dx}[3]$$", "right"),
    (r"$f(x) = 5x^2 - 3$ $$f'(x) = \frac{d}{dx}[5x] - \frac{d}{dx}[3]$$", "wrong"),
    (r"$g(x) = \log_a(x)$, $g'(x) = \frac{1}{x \ln a}$", "right"),
    (r"$g(x) = \log_3 x$, $g'(x) = \frac{1}{x \ln 3}$", "right"),
    (r"$g(x) = \log_a x$, $g'(x) = \frac{\ln a}{x}$", "wrong"),
    # words of Chinese between formulas, words with an underscore
    (r"$$z = w x, \quad 其中 w > 0, 所以 \frac{dz}{dx} = w$$", "right"),
    (r"$$z = w x \quad 则 \frac{dz}{dx} = x$$", "wrong"),
    ((r"$$\text{inv\_std} = \frac{1}{\sqrt{v}}$$ $$h = (x - \mu) \cdot \text{inv\_std}$$ "
     r"$$\frac{dh}{d\mu} = -\text{inv\_std}$$"), "right"),
    (r"$E = \lang A x, A x \rang$ $$\frac{\partial E}{\partial x} = 2 A^T A x$$", "right"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "status"), CASES)
def test_short_ways(text: str, status: str) -> None:
    assert check_text(text).equations[-1].status == status
