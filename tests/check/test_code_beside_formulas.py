"""The forward pass as a program, the derivatives as formulas: batch normalisation in one column.

What is right is the chain rule line by line; the slips are what people forget of it.
"""

from __future__ import annotations

import pytest

from autograd import check_text

FORWARD = """```python
mu = 1/N * sum(x)
xmu = x - mu
sq = xmu ** 2
var = 1/N * sum(sq)
sqrtvar = sqrt(var + eps)
ivar = 1 / sqrtvar
xhat = xmu * ivar
out = gamma * xhat + beta
```

"""
SHIFT = r"$$\frac{\partial L}{\partial \beta} = \sum_i \frac{\partial L}{\partial out_i}$$"
SCALE = (
    r"$$\frac{\partial L}{\partial \gamma} = \sum_i \frac{\partial L}{\partial out_i} \hat{x}_i$$"
)
BELOW = r"$$\frac{\partial L}{\partial \hat{x}_i} = \gamma \frac{\partial L}{\partial out_i}$$"
SPREAD = (
    r"$$\frac{\partial L}{\partial var} = \sum_i \frac{\partial L}{\partial \hat{x}_i} \, xmu_i "
    r"\cdot \left(-\frac{1}{2}\right) (var + eps)^{-3/2}$$"
)
RIGHT = "\n".join((SHIFT, SCALE, BELOW, SPREAD))


@pytest.mark.parametrize("name", ["xhat", "x_hat"])
def test_code_says_what_formulas_are_about(name: str) -> None:
    report = check_text(FORWARD.replace("xhat", name) + RIGHT)
    assert [e.status for e in report.equations][-4:] == ["right"] * 4


@pytest.mark.parametrize(
    ("place", "right", "slip"),
    [
        (-3, r"out_i} \hat{x}_i", "out_i} xmu_i"),
        (-2, r"= \gamma", r"= -\gamma"),
        (-1, r"-\frac{1}{2}", r"\frac{1}{2}"),
    ],
)
def test_slips_beside_code_are_called_wrong(place: int, right: str, slip: str) -> None:
    claims = RIGHT.split("\n")
    assert right in claims[place]
    claims[place] = claims[place].replace(right, slip)
    found = [e.status for e in check_text(FORWARD + "\n".join(claims)).equations][-4:]
    assert found[place] == "wrong"
    assert found.count("right") == 3
