r"""Code in fences and spans: read as the equations that it computes, where it says any.

What is true of each is worked out by hand; the backward passes are those of NumPy courses.
"""

from __future__ import annotations

import pytest

from autograd import check_text
from autograd.checking.reading.code import names_of, statements
from autograd.checking.reading.document import read_document


def statuses(text: str) -> dict[str, str]:
    """Return the status of each equation by what stands before its sign."""
    report = check_text(text)
    return {e.latex.split("=")[0].strip(): e.status for e in report.equations}


TWO_LAYERS = """
`X` is `(N, D)`, `W1` is `(D, H)`, `b1` is `(H,)`.

```python
def forward(X, W1, b1, W2, b2):
    z = X @ W1 + b1
    h = np.maximum(0, z)
    s = h @ W2 + b2
    cache = (X, z, h)
    return s, cache

def backward(ds, cache):
    X, z, h = cache
    dW2 = h.T @ ds
    db2 = ds.sum(axis=0)
    dh = ds @ W2.T
    dz = dh * (z > 0)
    dW1 = X.T @ dz
    db1 = np.sum(dz, axis=0)
    dX = dz @ W1
    return dW1, db1, dW2, db2
```
"""
BATCHNORM = """
`x` and `dy` are `(N, D)`.

```python
mu = x.mean(axis=0)
var = ((x - mu) ** 2).mean(axis=0)
xhat = (x - mu) / np.sqrt(var + eps)
y = gamma * xhat + beta
```

```python
dbeta = dy.sum(axis=0)
dgamma = np.sum(dy * xhat, axis=0)
dxhat = dy * gamma
dvar = -0.5 * np.sum(dxhat * (x - mu), axis=0) * (var + eps) ** -0.5
dx = (N * dxhat - dxhat.sum(0) - xhat * (dxhat * xhat).sum(0)) / (N * np.sqrt(var + eps))
```

Each column satisfies `dx.sum(axis=0) = 0`.
"""
LAYERNORM = """
```python
mu = x.mean(axis=1, keepdims=True)
s = x.std(axis=1, keepdims=True)
y = (x - mu) / s
dx = (dy - dy.mean(axis=1, keepdims=True) - y * (dy * y).mean(axis=1, keepdims=True)) / s
```
"""
GATES = """
Row vectors: `x` is `(I,)`, `h` and `c` are `(H,)`.  `zf, zi, zg` go into the gates.

```python
f = sigmoid(h_prev @ Wf + x @ Uf)
i = sigmoid(h_prev @ Wi + x @ Ui)
g = np.tanh(h_prev @ Wg + x @ Ug)
c = f * c_prev + i * g
```

```python
df = dc * c_prev
dzf = df * f * (1 - f)
dzg = dc * i * (1 - g)
dWf = np.outer(h_prev, dzf)
dh_prev = dzf @ Wf.T + dzi @ Wi.T + dzg @ Wg.T
dUi = np.outer(dzi, x)
```
"""


def test_functions_for_both_passes_are_read_as_equations() -> None:
    """The last product lacks a transpose; z > 0 is 1 where it holds."""
    found = statuses(TWO_LAYERS)
    assert [found[n] for n in ("z", "h", "s")] == ["definition"] * 3
    assert [found[n] for n in ("dW2", "db2", "dh", "dz", "dW1", "db1")] == ["right"] * 6
    assert found["dX"] == "wrong"


def test_columns_of_a_batch_are_normalised_apart() -> None:
    """In dvar the exponent is -3/2 (Ioffe and Szegedy, 2015, section 3)."""
    found = statuses(BATCHNORM)
    right = ("dbeta", "dgamma", "dxhat", "dx", "dx.sum(axis")
    assert [found[name] for name in right] == ["right"] * 5
    assert found["dvar"] == "wrong"


def test_rows_of_a_batch_are_normalised_apart() -> None:
    """dx as in Ba, Kiros and Hinton (2016), without gain; planted: sum for mean."""
    assert statuses(LAYERNORM)["dx"] == "right"
    planted = LAYERNORM.replace("(dy * y).mean", "(dy * y).sum")
    assert statuses(planted)["dx"] == "wrong"


def test_what_goes_into_gates_is_differentiated_by_though_it_is_left_out() -> None:
    """1 - g for 1 - g^2; and the outer product the other way round."""
    found = statuses(GATES)
    right = ("df", "dzf", "dWf", "dh_prev")
    assert [found[name] for name in right] == ["right"] * 4
    assert (found["dzg"], found["dUi"]) == ("wrong", "wrong")


def test_a_fence_needs_no_slope_where_another_has_them() -> None:
    text = "```\nu = x*y  # -6\nf = u + z\n```\nBackward:\n```\ndf/dx = y\ndf/dy = 2*x\n```\n"
    found = statuses(text)
    assert (found["u"], found["df/dx"], found["df/dy"]) == ("definition", "right", "wrong")


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("z = w*x\nL = z**2\ndz = 2*z\ndw = 0\nfor i in range(3):\n    dw += dz*x\n", "dw"),
        ("h = X @ W\ns = h @ V\ndh = ds @ V.T\ndh[h < 0] = 0\n", "dh"),
        ("s = h @ V\ndh = ds @ V.T\ndh = dh * mask\n", "dh"),
    ],
)
def test_a_name_that_is_set_again_is_not_read(code: str, name: str) -> None:
    """At the end of the code it is another than where it was first set: neither is judged."""
    assert statuses(f"```python\n{code}```")[name] == "unreadable"


def test_a_statement_that_is_not_read_costs_what_needs_it_alone() -> None:
    """dW is of the masked dh; db knows nothing of it."""
    code = "h = X @ W + b\ns = h @ V\ndh = ds @ V.T\ndh[h < 0] = 0\ndW = X.T @ dh\ndV = h.T @ ds\n"
    found = statuses(f"```python\n{code}```")
    assert (found["dW"], found["dV"]) == ("unreadable", "right")
    assert statuses(f"```python\n{code.replace('h.T @ ds', 'ds.T @ h')}```")["dV"] == "wrong"


def test_names_that_fences_define_otherwise_are_not_read() -> None:
    """Two layers that both call their result out, one heading: neither is the other's claim."""
    text = "```python\nout = x @ W\ndx = dout @ W.T\n```\nand\n```python\nout = np.tanh(x)\n```\n"
    report = check_text(text)
    assert {e.status for e in report.equations if e.latex.startswith("out")} == {"unreadable"}
    assert not [e for e in report.equations if e.status == "wrong"]


def test_statements_have_their_places_in_indented_code() -> None:
    code = "    def f(x):\n        y = (x +\n             1)\n        return y\n"
    (found,) = statements(code) or []
    assert code[found.start :].startswith("y = (x +")
    assert found.text.endswith("1)")
    assert statements("df/dw = 3") is None


@pytest.mark.parametrize(
    "code",
    ["x = a" + ".b" * 3000, "x = " + "(" * 300 + ")" * 300, 'x = "\\d"', "x = 1\0", "x = 1 is y",
     "x" + " = x" * 3000, "x = " + "-" * 5000 + "1", "\x0c x = 1\u2028y = 2"],
)  # fmt: skip
def test_code_of_any_form_raises_nothing(code: str) -> None:
    """Too deep for the parser, no Python, or with warnings: the text is read all the same."""
    text = f"```python\n{code}\nz = 2 * w\ndz = dw / 2\n```\n"
    assert check_text(text) is not None


def test_names_of_code_are_whole_words_and_slopes_are_none() -> None:
    code = ["zf = h_prev @ Wf\ndWf = dzf", "y = np.dot(Wf, x)", "dau = du\ndav = dv\nu = v = 1"]
    assert names_of(code) == {"zf", "Wf", "au", "av"}


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("`x` and `y` are `(N, D)`, z = x", {"x": ("N", "D"), "y": ("N", "D")}),
        ("X has shape (m, n), z = X @ w, w: (n,)", {"X": ("m", "n"), "w": ("n",)}),
        ("h is (H,), z = h @ W", {"h": ("1", "H")}),
        ("the point p is (x, y), and q is (1, 2)", {}),
    ],
)
def test_shapes_are_told_in_words(text: str, sizes: dict[str, tuple[str, ...]]) -> None:
    given = read_document(text + "\n\n```\nz = 2*x\ndz/dx = 2\n```\n").given
    assert {d.name.label: d.sizes for one in given for d in one.domains} == sizes
