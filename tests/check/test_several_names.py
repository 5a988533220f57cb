r"""Entries that are one and the same quantity, and a second name of one: each has its own paths."""

from __future__ import annotations

import pytest

from autograd import check_text

SPREAD = r"Let $T_{ij} = v_i$. Then $\frac{\partial E}{\partial v_i} = SLOPE$."
SKIP = r"With $h = x$ and $q = \sin(h) + x^3$ we have $\frac{\partial q}{\partial h} = SLOPE$."
RENAMED = r"With $r = x$ and $q = \sin(x)$ we have $\frac{\partial q}{\partial r} = SLOPE$."
ATTENTION = r"""
```python
S = Q @ K.T / sqrt(d)
P = softmax(S, dim=-1)
O = P @ V
```
The backward pass:
```python
dV = P.T @ dO
dP = dO @ V.T
D = ROWS
dS = P * SOFT
dQ = dS @ K / sqrt(d)
```
"""
RULES = r"""
**Rule 1: product**

If `C = A @ B`, then `dA = FIRST` and `dB = A.T @ dC`.

**Rule 2: entry by entry**

If `C = A * B`, then `dA = SECOND`.

**Rule 3: scale**

If `B = c * A` with a number c, then `dA = c * dB`.
"""


def _status(text: str, **said: str) -> list[str]:
    for name, formula in said.items():
        text = text.replace(name, formula)
    found = [equation.status for equation in check_text(text).equations]
    return [status for status in found if status in ("right", "wrong")]


@pytest.mark.parametrize(
    ("text", "slope"),
    [
        (SPREAD, r"\sum_j \frac{\partial E}{\partial T_{ij}}"),
        (SKIP, r"\cos(h)"),
        (RENAMED, r"\cos(x)"),
    ],
)
def test_a_derivative_is_along_the_paths_from_what_it_is_by(text: str, slope: str) -> None:
    assert _status(text, SLOPE=slope) == ["right"]
    assert _status(text, SLOPE=f"2 {slope}") == ["wrong"]


@pytest.mark.parametrize("rows", ["np.sum(dO * O, axis=-1)", "row_sum(dO * O)", "rowsum(dO * O)"])
@pytest.mark.parametrize("soft", ["(dP - D[:, None])", "(dP - D.unsqueeze(-1))", "(dP - D)"])
def test_a_fence_is_the_forward_pass_of_another_of_slopes(rows: str, soft: str) -> None:
    assert _status(ATTENTION, ROWS=rows, SOFT=soft) == ["right"] * 4


def test_a_slip_in_the_backward_pass_of_code_is_called_wrong() -> None:
    found = _status(ATTENTION, ROWS="row_sum(dO * O)", SOFT="(dP + D[:, None])")
    assert found.count("wrong") == 1


def test_rules_that_are_numbered_are_each_about_other_matrices() -> None:
    assert _status(RULES, FIRST="dC @ B.T", SECOND="dC * B") == ["right"] * 4


@pytest.mark.parametrize("first", ["dC.T @ B", "dC @ B"])
def test_a_slip_in_one_of_the_rules_is_called_wrong(first: str) -> None:
    assert "right" not in _status(RULES, FIRST=first, SECOND="dC * B")[:1]


GIVEN = r"""
$f(s) = \tanh(s)$, $H = f(Z)$, $Z = W X$, $E = \frac12 \|H - Y\|_F^2$ give
$\frac{\partial E}{\partial Z} = (H - Y) \odot SLOPE$.
"""


@pytest.mark.parametrize(
    ("slope", "status"), [("f'(Z)", "right"), (r"(1 - H \odot H)", "right"), ("f(Z)", "wrong")]
)
def test_the_prime_of_a_function_that_is_given_is_taken_entry_by_entry(
    slope: str, status: str
) -> None:
    assert _status(GIVEN, SLOPE=slope) == [status]
