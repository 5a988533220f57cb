r"""Code that changes arrays in place, as NumPy courses write a softmax's backward pass (CS231n).

What is true of each is worked out by hand: ds = (p - onehot(y)) / N.
"""

from __future__ import annotations

import pytest

from autograd import check_text
from autograd.checking.reading.code import statements

CODE = """
```python
h = np.maximum(0, X @ W1 + b1)      # (N, H)
s = h @ W2 + b2                     # (N, C)
p = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)
correct = -np.log(p[np.arange(N), y])
data = np.sum(correct) / N
penalty = 0.5 * reg * np.sum(W2 * W2)
loss = data + penalty
```

```python
ds = p.copy()
ds[np.arange(N), y] -= 1
ds /= N
dW2 = h.T @ ds
dW2 += reg * W2
db2 = ds.sum(axis=0)
dh = ds @ W2.T
```
"""


def judged(code: str) -> dict[str, str]:
    """Return the status of each equation by the name that it sets."""
    return {e.latex.split("=")[0].strip(): e.status for e in check_text(code).equations}


def test_what_is_changed_in_place_is_judged_as_a_whole() -> None:
    found = judged(CODE)
    assert [found[x] for x in ("ds", "dW2", "db2", "dh")] == ["right"] * 4


@pytest.mark.parametrize(
    ("right", "slip", "name"),
    [
        ("y] -= 1", "y] += 1", "ds"),
        ("ds /= N", "ds /= 2", "ds"),
        ("dW2 += reg * W2", "dW2 -= reg * W2", "dW2"),
        ("ds[np.arange(N), y] -= 1\n", "", "ds"),
    ],
)
def test_a_slip_in_it_is_wrong(right: str, slip: str, name: str) -> None:
    found = judged(CODE.replace(right, slip))
    assert [x for x, status in found.items() if status == "wrong"] == [name]


def test_each_is_one_assignment() -> None:
    found = statements("d = p.copy()\nd[range(n), y] -= 1\nd /= n\nq = np.log(p[range(n), y])\n")
    assert found is not None
    assert [s.text for s in found] == ["d = (p - 1 * y) / n", "q = np.sum(y * np.log(p), axis=1)"]


@pytest.mark.parametrize(
    "code",
    [
        "d = p\nq = d * 2\nd -= 1\n",  # q is of the first d
        "for t in range(3):\n    d += p\n",
        "d = p\nd[0] -= 1\n",
        "d = p\nfor t in range(3):\n    d += p\n",
    ],
)
def test_what_is_used_between_or_added_up_is_not_read(code: str) -> None:
    found = statements(code)
    assert found is not None
    assert all(s.why for s in found if s.text.startswith("d"))
