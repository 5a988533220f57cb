"""Derivations in the comments of code: of C, of C++, and in the docstrings of Python."""

from __future__ import annotations

import pytest

from autograd import check_text
from autograd.checking.reading.document import read_document

STEP = """a = W @ x + U @ h_prev + b
h = tanh(a)
y = V @ h + c
L = 0.5 * sum((y - t)^2)

Backward, column vectors, given nothing but L:
dy = y - t
dV = dy @ h.T
dh = V.T @ dy
da = dh * (1 - h * h)
dW = da @ x.T
dU = da @ {state}.T
db = da"""
GATE = """u = sigmoid(W_u @ x + U_u @ s)
n_tilde = tanh(W_n @ x + U_n @ s)
n = u * s + (1 - u) * n_tilde
Given dn.
du = dn * (s - n_tilde)
dn_tilde = dn * (1 - u)
da_n = dn_tilde * (1 - {square})
da_u = du * u * (1 - u)
dW_n = da_n @ x.T
dU_u = da_u @ s.T"""
MARKS = {
    "block": ("/**\n", " * ", "\n */\nvoid step(float *x) {\n    y[0] = x[0];\n}"),
    "slashes": ("", "// ", "\nfloat y = x[0];"),
    "docstring": ('def step(x):\n    """\n', "    ", '\n    """\n    return x'),
    "hashes": ("", "# ", "\nh = step(x)"),
}


def fenced(lines: str, marks: str) -> str:
    before, each, after = MARKS[marks]
    inside = "\n".join(each + line for line in lines.split("\n"))
    return f"# Notes\n\n```\n{before}{inside}{after}\n```\n"


@pytest.mark.parametrize("marks", MARKS)
def test_a_derivation_in_comments_is_judged(marks: str) -> None:
    right = check_text(fenced(STEP.format(state="h_prev"), marks))
    assert [e.status for e in right.equations if e.status not in ("definition", "set-aside")] == (
        ["right"] * 7
    )
    wrong = check_text(fenced(STEP.format(state="x"), marks))
    assert [e.latex for e in wrong.equations if e.status == "wrong"] == ["dU = da @ x.T"]


@pytest.mark.parametrize(
    ("square", "status"), [("n_tilde * n_tilde", "right"), ("n_tilde", "wrong")]
)
def test_what_a_candidate_is_the_activation_of_goes_by_its_letter(square: str, status: str) -> None:
    report = check_text(fenced(GATE.format(square=square), "block"))
    said = {e.latex.split(" ")[0]: e.status for e in report.equations}
    assert said["da_n"] == status
    assert said["dW_n"] == said["da_u"] == said["dU_u"] == "right"


def test_lines_and_places_stay_what_they_are() -> None:
    text = fenced(STEP.format(state="h_prev"), "block")
    formula = next(f for f in read_document(text).formulas if f.latex.startswith("dV"))
    place = formula.members[0].place
    assert place is not None
    assert text[slice(*place)] == "dV"
    assert text.split("\n")[formula.line - 1] == " * dV = dy @ h.T"


def test_code_that_has_more_than_its_comments_is_read_itself() -> None:
    text = """```python
h = np.tanh(W @ x + b)
L = 0.5 * np.sum((h - t) ** 2)
# dh = h
dh = h - t
# dz = h
dz = dh * (1 - h ** 2)
# dW = h
dW = dz @ x.T
```
"""
    found = [f.latex for f in read_document(text).formulas]
    assert "dW = dz @ x.T" in found
    assert "dW = h" not in found
