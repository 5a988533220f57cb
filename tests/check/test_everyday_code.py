r"""Networks from scratch in NumPy, as courses and blogs write them: every line right, and slips.

The loss is a mean over m samples, dZ is of the loss of each sample alone, and 1/m stands in the
derivatives by the parameters (deeplearning.ai).  What is true was worked out with NumPy.
"""

from __future__ import annotations

import pytest

from autograd import check_text

COLUMNS = """
Z1 = np.dot(W1, X) + b1
A1 = np.tanh(Z1)
Z2 = np.dot(W2, A1) + b2
A2 = sigmoid(Z2)
cost = -np.sum(Y*np.log(A2)+(1-Y)*np.log(1-A2))/m

dZ2 = A2 - Y
dW2 = np.dot(dZ2, A1.T)/m
db2 = np.sum(dZ2, axis=1, keepdims=True)/m
dZ1 = np.dot(W2.T, dZ2) * (1 - np.power(A1, 2))
dW1 = 1/m*np.dot(dZ1, X.T)
db1 = 1/m*np.sum(dZ1, axis=1, keepdims=True)
"""
ROWS = """
m = X.shape[0]
z1 = X @ W1 + b1
a1 = np.maximum(0, z1)
z2 = a1 @ W2 + b2
a2 = sigmoid(z2)
loss = -(1/m) * np.sum(y * np.log(a2) + (1 - y) * np.log(1 - a2))

dz2 = a2 - y
dW2 = a1.T @ dz2 / m
db2 = np.sum(dz2, axis=0) / m
dz1 = (dz2 @ W2.T) * (z1 > 0)
dW1 = X.T @ dz1 / m
"""
REGRESSION = """
A = sigmoid(np.dot(w.T, X) + b)
cost = -1/m * np.sum(Y*np.log(A) + (1-Y)*np.log(1-A))
dw = 1/m * np.dot(X, (A - Y).T)
db = 1/m * np.sum(A - Y)
"""
FUNCTION = """
def loss_and_grad(w, b, X, y):
    n = len(y)
    z = X @ w + b
    p = sigmoid(z)
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    grad_w = X.T @ (p - y) / n
    grad_b = np.mean(p - y)
    return loss, grad_w, grad_b
"""
NAMED_AFTER = """
z1 = X @ W1 + b1
a1 = np.tanh(z1)
z2 = a1 @ W2 + b2
loss = 0.5 * np.sum((z2 - y)**2)
z2_grad = z2 - y
W2_grad = a1.T @ z2_grad
b2_grad = z2_grad.sum(axis=0)
z1_grad = (z2_grad @ W2.T) * (1 - a1**2)
W1_grad = X.T @ z1_grad
"""
SUMMED = """
Z = np.dot(W, X) + b
A = sigmoid(Z)
cost = -np.sum(Y*np.log(A)+(1-Y)*np.log(1-A))

dZ = A - Y
dW = np.dot(dZ, X.T)
db = np.sum(dZ, axis=1, keepdims=True)
"""
MEAN = """
y_hat = X @ w + b
loss = np.mean((y_hat - y)**2)
dw = 2/n * X.T @ (y_hat - y)
db = 2/n * np.sum(y_hat - y)
"""
CODE = {"columns": COLUMNS, "rows": ROWS, "regression": REGRESSION, "function": FUNCTION,
        "named after": NAMED_AFTER, "summed": SUMMED, "mean": MEAN}  # fmt: skip
CODE["named before"] = NAMED_AFTER
for _name in ("z1", "z2", "W1", "W2", "b2"):
    CODE["named before"] = CODE["named before"].replace(f"{_name}_grad", f"grad_{_name}")
CLAIMS = {"columns": 6, "rows": 5, "regression": 2, "function": 2, "named after": 5, "summed": 3,
          "mean": 2, "named before": 5}  # fmt: skip
SLIPS = [
    ("columns", "dZ2 = A2 - Y", "dZ2 = Y - A2", "dZ2"),
    ("columns", "dZ2, A1.T)/m", "dZ2, A1.T)", "dW2"),
    ("columns", "dZ2, axis=1", "dZ2, axis=0", "db2"),
    ("columns", "np.power(A1, 2)", "A1", "dZ1"),
    ("columns", "np.dot(W2.T, dZ2)", "np.dot(W2, dZ2)", "dZ1"),
    ("rows", "a1.T @ dz2 / m", "a1 @ dz2 / m", "dW2"),
    ("rows", "axis=0", "axis=1", "db2"),
    ("rows", "(dz2 @ W2.T)", "(dz2 @ W2)", "dz1"),
    ("rows", "X.T @ dz1 / m", "X.T @ dz2 / m", "dW1"),
    ("regression", "np.dot(X, (A - Y).T)", "np.dot(X, (Y - A).T)", "dw"),
    ("regression", "np.sum(A - Y)", "np.sum(Y - A)", "db"),
    ("function", "X.T @ (p - y) / n", "X.T @ (p - y)", "grad_w"),
    ("function", "np.mean(p - y)", "np.mean(y - p)", "grad_b"),
    ("named after", "(1 - a1**2)", "(1 - a1)", "z1_grad"),
    ("named before", "= z2 - y", "= y - z2", "grad_z2"),
    ("named before", "= X.T @", "= X @", "grad_W1"),
    ("summed", "dZ = A - Y", "dZ = Y - A", "dZ"),
    ("summed", "axis=1", "axis=0", "db"),
]


def judged(code: str) -> dict[str, str]:
    """Return the status of each claim by the name that it sets."""
    found = check_text(f"```python\n{code}```\n").equations
    return {e.latex.split("=")[0].strip(): e.status for e in found if e.status != "definition"}


@pytest.mark.parametrize("name", CODE)
def test_each_line_is_right(name: str) -> None:
    assert list(judged(CODE[name]).values()) == ["right"] * CLAIMS[name]


@pytest.mark.parametrize(("name", "right", "slip", "wrong"), SLIPS)
def test_a_slip_is_wrong(name: str, right: str, slip: str, wrong: str) -> None:
    assert CODE[name].count(right) == 1
    found = judged(CODE[name].replace(right, slip))
    assert found[wrong] == "wrong"
    assert [x for x, status in found.items() if status == "wrong"] == [wrong]


def test_how_many_a_mean_is_of_may_be_open() -> None:
    found = judged("z = X @ W + b\na = sigmoid(z)\nloss = np.mean((a - y)**2)\n"
                   "dz = 2 * (a - y) * a * (1 - a)\ndW = X.T @ dz / m\n")  # fmt: skip
    assert found == {"dz": "right", "dW": "unknown-name"}
