"""The formulas of a document are found, all of them, and nothing else."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path
from typing import Any

import pytest

from autograd.checking.reading.chains import Formula, Unread
from autograd.checking.reading.document import formulas
from autograd.checking.reading.functions import functions_of
from autograd.checking.reading.parser import read_formulas, write
from autograd.checking.reading.tree import Call, Product

DATA = Path(__file__).parent / "data"
FUNCTIONS = frozenset({"g", "C", "L"})
COPIED = {path.stem[-3:]: path for path in sorted(DATA.glob("copied_*.txt"))}
NOT_THERE = {
    "001/gW2_1": "the factor is named in words",
    "001/gW2_2": "the factor is named in words",
    "001/dsig": "no relation sign: the left-hand side is a sentence",
    "001/updW2": "written in words",
}
"""Equations that stand in the copied texts as words only."""


def shown(found: list[Formula]) -> list[tuple[int, str]]:
    """Return the line and the reading of each formula."""
    return [
        (
            formula.line,
            " = ".join(
                "?" if isinstance(m.tree, Unread) else write(m.tree) for m in formula.members
            ),
        )
        for formula in found
    ]


MARKDOWN = r"""# Notes with $z = w x$ in the title

Inline $a = \sigma(z)$, but not \$5 = 5 dollars\$, nor 5$ = 6$, nor `$b = c$`, ``$b = ` c$``.

$$
L(y, a) = -y \log a \tag{1}
$$

\( u = v \) and \[ \frac{\partial L}{\partial a}
   = -\frac{y}{a} \]

<!-- $hidden = 1$ -->

```python
x = "$no = 1$"
```

   ```math
   p = q
   ```

~~~
$no = 2$
~~~

A lone $w_2$ is no equation; $a
= b$ is, over two lines, but $c

= d$ is none. And $`e_1 = f_1`$.

\begin{align}
r &= s \tag{2} \\
t &= u
\end{align}
"""


def test_markdown() -> None:
    assert shown(formulas(MARKDOWN)) == [
        (1, "z = w * x"),
        (3, "a = sigma(z)"),
        (5, r"L(y, a) = -y * log(a)"),
        (9, "u = v"),
        (9, "dL/da = -y / a"),
        (19, "p = q"),
        (26, "a = b"),
        (29, "e_1 = f_1"),
        (32, "r = s"),
        (33, "t = u"),
    ]
    assert [f.id for f in formulas(MARKDOWN) if f.id] == ["1", "2"]


TEX = r"""\documentclass{article}
% $hidden = 1$
\begin{document}
Five \% of $a = b$ and \$5. % \(c = d\)
\begin{equation} \label{eq:one}
  z = w x + b  % + noise
\end{equation}
\begin{verbatim}
$no = 1$
\end{verbatim}
\begin{align*}
  L &= a \\
    &= b
\end{align*}
\begin{multline} p = q \\ + r \end{multline}
`$quoted = 1$'
\end{document}
"""


def test_tex() -> None:
    assert shown(formulas(TEX, "tex")) == [
        (4, "a = b"),
        (5, "z = w * x + b"),
        (11, "L = a = b"),
        (15, "p = q + r"),
        (16, "quoted = 1"),
    ]


def test_windows_lines_and_unclosed_delimiters() -> None:
    assert shown(formulas("one\r\n\r\n$a = b$\r\n")) == [(3, "a = b")]
    assert shown(formulas("$$ a = b\n\nand $c = d$, \\[ e = f")) == [(3, "c = d")]
    assert formulas("") == []


def test_a_formula_that_cannot_be_read_is_still_found() -> None:
    (formula,) = formulas(r"$a = \foo b = c$")
    assert [isinstance(m.tree, Unread) for m in formula.members] == [False, True, False]


def test_kind_is_checked() -> None:
    with pytest.raises(ValueError, match='kind must be "md"'):
        formulas("", "pdf")


# ---- functions


@pytest.mark.parametrize(
    ("latex", "applied"),
    [
        ("L(y, a) = -y", {"L"}),
        (r"C(w,\theta) = 1", {"C"}),
        ("a = g(z)", {"g"}),
        ("g(z^{(L)})=a^{(L)}", {"g"}),
        ("a=g(wx+b)", {"g"}),
        ("s(z) = z", {"s"}),
        ("J(w) + 1", {"J"}),
        (r"\phi(z) = 1", {r"\phi"}),
        (r"\begin{aligned} s(z) &= z \end{aligned}", {"s"}),
        ("w_2(a_2-y)", set()),
        ("h(1-h)", set()),
        ("f(1-f)", set()),
        ("a(1-a) = 0", set()),
        ("w(x) + 1", set()),
        (r"\sigma(z)", set()),
        ("d(L, w)", set()),
    ],
)
def test_functions(latex: str, applied: set[str]) -> None:
    assert functions_of([latex]) == applied


@pytest.mark.parametrize(
    "slope",
    [
        r"\frac{\partial L}{\partial y_i}",
        r"\dfrac{dL}{dy_i}",
        r"\partial L/\partial y_i",
        r"\partial \mathcal{L} / \partial y_i",
        "dL/dy_i",
    ],
)
def test_what_is_a_derivative_is_no_function(slope: str) -> None:
    assert functions_of([f"g_i = {slope}", r"\sum_i g_i (x_i - m)"]) == set()
    assert functions_of([f"{slope} = g_i", r"\sum_i g_i (x_i - m)"]) == {"g_i"}
    assert functions_of([f"u_i = {slope}", r"\sum_i g_i (x_i - m)"]) == {"g_i"}


def test_what_is_a_function_once_is_one_everywhere() -> None:
    first, second = formulas("$a = g(z)$ and $\\delta = (a - y) g(z)'$")
    assert write(second.members[1].tree) == "(a - y) * g'(z)"  # type: ignore[arg-type]
    assert isinstance(first.members[1].tree, Call)


# ---- copied text


def test_doubled_formulas() -> None:
    text = (
        "线性加权计算结果为: z 1 = w 1 x + b 1 z_1 = w_1 x + b_1 z1=w1x+b1,激活 a a a\n"
        "y = a x + b y=ax+b y=ax+b and then ∂ L ∂ a 2 = − y a 2 (8-12) "
        r"\frac{\partial L}{\partial a_2} = -\frac{y}{a_2} \tag{8-12} ∂a2∂L=−a2y(8-12)"
    )
    assert shown(formulas(text, "txt")) == [
        (1, "z_1 = w_1 * x + b_1"),
        (2, "y = a * x + b"),
        (2, "dL/da_2 = -y / a_2"),
    ]


def test_arithmetic_in_plain_text() -> None:
    text = """- 输入:[0.50.5 + 0.30.2, 0.1] = [0.31, 0.1]
the loss is (0.8 - 0.67)^2 ≈ 0.017, as shown
损失 = 0.5 * 2 = 1.0
rate - 0.5 = 0.1 and rate2 = 0.3 and 1.2.3.4 = 1.5
x = 5
.5 * 2 = 1.0
`0.5 = 0.5` is code

```python
rate = 1.0 + 0.5 = 1.5
```
"""
    assert shown(formulas(text, "txt")) == [
        (1, "0.5 * 0.5 + 0.3 * 0.2 = 0.31"),
        (1, "0.1 = 0.1"),
        (2, "(0.8 - 0.67)^2 = 0.017"),
        (3, "0.5 * 2 = 1.0"),
        (6, "0.5 * 2 = 1.0"),
    ]


def plain(tree: Any) -> Any:
    """Return a tree whose products are written without dots and crosses."""
    if not dataclasses.is_dataclass(tree) or isinstance(tree, type):
        return tuple(map(plain, tree)) if isinstance(tree, tuple) else tree
    parts = {f.name: plain(getattr(tree, f.name)) for f in dataclasses.fields(tree)}
    if isinstance(tree, Product):
        parts["signs"] = tuple(s if s in (r"\odot", "@") else "" for s in tree.signs)
    return type(tree)(**parts)


def coverage(text: str, number: str) -> tuple[set[str], list[tuple[object, ...]]]:
    """Return the ids of the equations that were found, and the formulas that are none of them."""
    found = [tuple(plain(m.tree) for m in formula.members) for formula in formulas(text, "txt")]
    seen, known = set(), set()
    for entry in (DATA / "equations.txt").read_text(encoding="utf-8").split("\n\n")[1:]:
        name, latex, *_ = entry.strip().splitlines()
        if name.startswith(number):
            wanted = [
                tuple(plain(m.tree) for m in formula.members)
                for formula in read_formulas(latex, 1, FUNCTIONS)
            ]
            known.update(wanted)
            if all(chain in found for chain in wanted):
                seen.add(name)
    return seen, [chain for chain in found if chain not in known]


COUNTS = {"000": 15, "001": 12, "002": 40, "004": 3}
EXTRA = {"000": 0, "001": 2, "002": 0, "004": 0}  # 001: the rounded deltas, which are no equations


@pytest.mark.parametrize("number", COUNTS)
def test_copied_texts_are_read_whole(number: str) -> None:
    seen, others = coverage(COPIED[number].read_text(encoding="utf-8"), number)
    missing = {name for name in NOT_THERE if name.startswith(number)}
    assert len(seen) == COUNTS[number] - len(missing)
    assert len(others) == EXTRA[number]


def test_nine_in_ten_equations_are_found() -> None:
    found = sum(
        len(coverage(path.read_text(encoding="utf-8"), number)[0])
        for number, path in COPIED.items()
    )
    assert found / sum(COUNTS.values()) > 0.9


@pytest.mark.skipif("CHAINRULE_SEEDS" not in os.environ, reason="needs the whole texts")
@pytest.mark.parametrize("number", [*COUNTS, "003"])
def test_whole_texts(number: str) -> None:
    (path,) = Path(os.environ["CHAINRULE_SEEDS"]).glob(f"{number}_*.txt")
    text = path.read_text(encoding="utf-8")
    excerpt = COPIED[number].read_text(encoding="utf-8") if number in COPIED else ""
    seen, others = coverage(text, number)
    assert seen == coverage(excerpt, number)[0]
    assert len(others) == EXTRA.get(number, 0)
