"""Every notation is read as it is meant; what cannot be read is pointed at."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograd.checking.reading.chains import Formula, Unread
from autograd.checking.reading.parser import (
    ReadError,
    caret,
    read,
    read_formula,
    read_formulas,
    write,
)
from autograd.checking.reading.tree import (
    BigSum,
    Call,
    Derivative,
    Expression,
    Matrix,
    Name,
    Negative,
    Norm,
    Number,
    Power,
    Prime,
    Product,
    Quotient,
    Sum,
    Transpose,
)

DATA = Path(__file__).parent / "data"
FUNCTIONS = frozenset({"g", "C", "L"})


def equations() -> Iterator[tuple[str, str, list[list[str]]]]:
    """Yield the id, the LaTeX and the meanings of the equations in the data file."""
    text = (DATA / "equations.txt").read_text(encoding="utf-8")
    for entry in text.split("\n\n")[1:]:
        name, latex, *meanings = entry.strip().splitlines()
        yield name, latex, [meaning.split(" | ") for meaning in meanings]


def echo(formula: Formula) -> list[str]:
    """Return what the members of a formula were read as."""
    return [
        f"UNREAD: {member.tree.message}" if isinstance(member.tree, Unread) else write(member.tree)
        for member in formula.members
    ]


def test_there_are_seventy_equations() -> None:
    assert len(list(equations())) == 70


@pytest.mark.parametrize(
    ("latex", "meanings"), [pytest.param(*rest, id=name) for name, *rest in equations()]
)
def test_each_equation_is_read_as_it_is_meant(latex: str, meanings: list[list[str]]) -> None:
    assert [echo(formula) for formula in read_formulas(latex, 1, FUNCTIONS)] == meanings


MEANT = {
    # names and their scripts
    r"w_{1,1}^{(2)}": "w_{1,1}^{(2)}",
    r"w^{(2)}_{11}": "w_{11}^{(2)}",
    r"w^{[l]}": "w^{(l)}",
    r"a^{ (L - 1) }": "a^{(L-1)}",
    r"\delta^L": r"\delta^{(L)}",
    r"a^{l-1}": "a^{(l-1)}",
    r"\delta^{[2](i)}": r"\delta^{(2,i)}",
    "w_5^{+}": "w_5^{(+)}",
    "w^+ - w^* ": "w^{(+)} - w^{(*)}",
    "x^{+1}": "x^1",
    r"W_{\text{new}}": "W_{new}",
    r"W_\text{new}": "W_{new}",
    "w_new": "w_{new}",
    "w2": "w_2",
    "w12": "w_{12}",
    "w1_2": "w_{1,2}",
    "x_ij": "x_{ij}",
    "a_iy_i": "a_i * y_i",
    "loss_2": "loss_2",
    r"\text{lr} x": r"\text{lr} * x",
    r"\hat{y}": r"\hat{y}",
    r"\hat y_1": r"\hat{y}_1",
    r"\widehat{y}": r"\hat{y}",
    "y_hat": r"\hat{y}",
    "ŷ": r"\hat{y}",
    "y\u0302": r"\hat{y}",
    r"\bar x": r"\bar{x}",
    r"\mathbf{w}": "w",
    r"\boldsymbol{W}_2": "W_2",
    r"\mathbf{W}^{(2)}": "W^{(2)}",
    r"\mathcal{L}": "L",
    r"\theta": r"\theta",
    "theta": r"\theta",
    "θ": r"\theta",
    "δ1": r"\delta_1",
    "w₂": "w_2",
    "a⁽ˡ⁾": "a^{(l)}",
    "𝑤": "w",
    "da_2": "da_2",
    "dz2": "dz_2",
    r"d\theta": r"d\theta",
    # products, quotients, signs
    "ax + b": "a * x + b",
    "wx+theta": r"w * x + \theta",
    "w_2x": "w_2 * x",
    "2x": "2 * x",
    "w_2(a_2-y)": "w_2 * (a_2 - y)",
    "(a-y)g(z)": "(a - y) * g(z)",
    r"a \cdot b \times c \odot d * e @ f": "a · b × c ⊙ d * e @ f",
    "a · b × c ⊙ d ÷ e": "a · b × c ⊙ d / e",
    r"a \ast b \circ c": "a * b ⊙ c",
    "a/b c": "a / b * c",
    "1/2x": "1 / 2 * x",
    "a / b / c": "a / b / c",
    "a / (b c)": "a / (b * c)",
    r"\frac12 x": "1 / 2 * x",
    r"\frac1m": "1 / m",
    r"\dfrac{a}{b} \tfrac{c}{d}": "a / b * (c / d)",
    "-a b": "-a * b",
    "(-a) b": "(-a) * b",
    "a - b - c": "a - b - c",
    "a - (b - c)": "a - (b - c)",
    r"a \cdot -b": "a · (-b)",
    "x − y": "x - y",
    r"\left( a + b \right) \big[ c \Big]": "(a + b) * c",
    r"\{ a + b \} c": "(a + b) * c",
    r"a\,b\;c\!p \quad q~d": "a * b * c * p * q * d",
    "1e-3 + 2.50 + .5": "0.001 + 2.50 + 0.5",
    # powers, primes, transposes
    "x^2": "x^2",
    "x**2": "x^2",
    "x²": "x^2",
    "x_1^2": "x_1^2",
    "a^2_i": "a_i^2",
    "a^{(2)}^2": "a^{(2)}^2",
    "2^{-1}": "2**(-1)",
    "x**-1": "x**(-1)",
    "x^(1/2)": "x**(1 / 2)",
    "-x^2": "-x^2",
    "(a-y)'": "(a - y)'",
    "(a-y)^{'}": "(a - y)'",
    r"(a-y)^\prime": "(a - y)'",
    "x^T": "x^T",
    r"x^{\top}": "x^T",
    r"x^\mathrm{T}": "x^T",
    "w^{(2)T}": "w^{(2)}^T",
    "(w^{(2)})^T": "w^{(2)}^T",
    "(A B)^T": "(A * B)^T",
    "w.T": "w^T",
    "A1.T": "A_1^T",
    "transpose(w)": "w^T",
    # functions
    r"\sigma(z)": "sigma(z)",
    "sigma(z1)": "sigma(z_1)",
    "σ(z)": "sigma(z)",
    "sigmoid(z)": "sigma(z)",
    "sigmoid_derivative(z)": "sigma'(z)",
    r"\sigma'(z)": "sigma'(z)",
    r"\sigma^{\prime}(z)": "sigma'(z)",
    "σ′(z)": "sigma'(z)",
    r"\sigma^2(z)": "sigma(z)^2",
    r"\sigma z": "sigma(z)",
    r"\sigma' = 1"[:7]: r"\sigma'",
    "g(z)'": "g'(z)",
    "g(z)^{'}": "g'(z)",
    "g'(z)": "g'(z)",
    "h'(z)": "h'(z)",
    "h(z)": "h * z",
    "h(x, y)": "h(x, y)",
    r"\mathcal{L}(y, a)": "L(y, a)",
    "C(w)": "C(w)",
    "w(1)": "w * 1",
    r"\log a": "log(a)",
    r"\log a b": "log(a * b)",
    r"\log a (1-y)": "log(a) * (1 - y)",
    r"\log a \cdot b": "log(a) · b",
    r"\log a \log b": "log(a) * log(b)",
    r"\log\sigma(z)": "log(sigma(z))",
    r"\log\frac{a}{b}": "log(a / b)",
    r"y\log a_2 - (1-y)\log(1-a_2)": "y * log(a_2) - (1 - y) * log(1 - a_2)",
    r"\log^2 a": "log(a)^2",
    "y*log(a)": "y * log(a)",
    "ylog(a)": "y * log(a)",
    r"\ln 2": "log(2)",
    "np.log(a)": "log(a)",
    r"\tanh z_1": "tanh(z_1)",
    r"\mathrm{ReLU}(z)": "relu(z)",
    r"\max(0, z)": "max(0, z)",
    "e^{-z}": "exp(-z)",
    r"\frac{1}{1+e^{-z}}": "1 / (1 + exp(-z))",
    r"\sqrt{x}": "sqrt(x)",
    r"\sqrt[3]{x}": "x**(1 / 3)",
    "√x": "sqrt(x)",
    "|a - y|": "abs(a - y)",
    "|a|b|c|": "abs(a) * b * abs(c)",
    "np.dot(A, B)": "A @ B",
    r"\underbrace{(a-y)}_{\delta} x": "(a - y) * x",
    # norms, sums, matrices
    "||x||_2^2": "||x||^2",
    r"\|x\|^2": "||x||^2",
    r"\lVert a - y\rVert_2^2": "||a - y||^2",
    r"\left\| a \right\|": "||a||",
    r"\sum_{i=1}^n(a_i-y_i)^2": "sum_{i=1}^{n} (a_i - y_i)^2",
    r"\sum\limits_{i=1}^{n} x_i": "sum_{i=1}^{n} x_i",
    r"\sum_i x_i y_i + b": "sum_{i} x_i * y_i + b",
    r"\sum^n_{i=1} x_i": "sum_{i=1}^{n} x_i",
    "sum_i x_i": "sum_{i} x_i",
    "sum(x) * b": "sum(x) * b",
    "∑_{i=1}^n x_i": "sum_{i=1}^{n} x_i",
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}": "[a, b; c, d]",
    r"\begin{bmatrix} a \\ b \\ \end{bmatrix}": "[a; b]",
    "[[a, b], [c, d]]": "[a, b; c, d]",
    "[a, b]": "[a, b]",
    "[a]": "a",
    # derivatives
    r"\frac{\partial L}{\partial w_2}": "dL/dw_2",
    r"\frac{\partial{C(w,\theta)}}{\partial{w^{(L)}}}": "d(C(w, \\theta), w^{(L)})",
    r"\partial L/\partial w": "dL/dw",
    "∂L/∂w₂": "dL/dw_2",
    r"\frac{d}{da_2}L(a_2, y)": "d(L(a_2, y), a_2)",
    r"\frac{d}{dx}(x^2+1)": "d(x^2 + 1, x)",
    r"\frac{d L}{d w}": "dL/dw",
    r"\mathrm{d}L/\mathrm{d}w": "dL/dw",
    "dL/dw_2": "dL/dw_2",
    "dL_dw2": "dL/dw_2",
    "dloss/dw": "d(loss, w)",
    "a * dL/dw * b": "a * dL/dw * b",
    "d(L, w_2)": "dL/dw_2",
    "D(L, w)": "dL/dw",
    r"\nabla_{w} L": "dL/dw",
    r"\nabla_W J": "dJ/dW",
    r"\partial_w L": "dL/dw",
    r"\frac{d + 1}{2}": "(d + 1) / 2",
    "d/dw L": "dL/dw",
    "a b c d e": "a * b * c * d * e",
    "1/m * dZ2 @ A1.T": "1 / m * dZ_2 @ A_1^T",
}


@pytest.mark.parametrize(("text", "meant"), MEANT.items())
def test_each_notation_is_read_as_it_is_meant(text: str, meant: str) -> None:
    assert write(read(text, FUNCTIONS)) == meant


def test_trees_as_the_contract_shows_them() -> None:
    assert read(r"(a_2 - y) a_1") == Product(
        (Sum((Name("a", "2"), Negative(Name("y")))), Name("a", "1")), ("",)
    )
    assert read(r"\frac{\partial L}{\partial w_2}") == Derivative(Name("L"), (Name("w", "2"),))
    assert read("2.50") == Number(2.5, 2)
    assert read(r"\sigma''(z)") == Call("sigma", (Name("z"),), 2)
    assert read("1/m * dZ2 @ A1.T") == Product(
        (Quotient(Number(1.0), Name("m")), Name("dZ", "2"), Transpose(Name("A", "1"))), ("*", "@")
    )


def test_known_names_decide() -> None:
    assert write(read("lr * x")) == "l * r * x"
    assert write(read("lr * x", names=frozenset({"lr"}))) == r"\text{lr} * x"
    assert read("e^x", names=frozenset({"e"})) == Power(Name("e"), Name("x"))
    assert write(read("d x", names=frozenset({"d"}))) == "d * x"
    assert write(read("W'(a)", names=frozenset({"W"}))) == "W' * a"


def test_every_part_knows_its_place() -> None:
    text = r"\frac{1}{m} (a_2 - y) w_2^{(1)} \sigma'(z)"
    tree = read(text)
    assert isinstance(tree, Product)
    assert [text[slice(*factor.span)] for factor in tree.factors] == [
        r"\frac{1}{m}",
        "(a_2 - y)",
        "w_2^{(1)}",
        r"\sigma'(z)",
    ]
    assert text[slice(*tree.span)] == text


def test_sizes_and_fonts_are_part_of_what_they_stand_before() -> None:
    text = r"\mathbf{a} \left(b + c\right) \Big|\mathcal L\Big|"
    tree = read(text)
    assert isinstance(tree, Product)
    assert [text[slice(*factor.span)] for factor in tree.factors] == [
        r"\mathbf{a}",
        r"\left(b + c\right)",
        r"\Big|\mathcal L\Big|",
    ]


# ---- chains


def test_a_chain_is_parted_at_its_relation_signs() -> None:
    formula = read_formula(r"z := w x + b \approx 0.3 \to 1 \tag{8-11}", line=7)
    assert [member.relation for member in formula.members] == ["", ":=", r"\approx", r"\to"]
    assert (formula.id, formula.line) == ("8-11", 7)
    for member in formula.members:
        assert formula.latex[member.start :].startswith(member.text)


ONE_FORMULA = {
    r"\begin{aligned} L &= a \\ &= b \end{aligned}": ["L", "a", "b"],
    r"\begin{align*} L =& a + \\ & b \\ & - c \end{align*}": ["L", "a + b - c"],
    r"\begin{split} L \\ = a \\ = b \end{split}": ["L", "a", "b"],
    r"\begin{equation} a = b. \label{one} \end{equation}": ["a", "b"],
    r"a \stackrel{def}{=} b": ["a", "b"],
    r"\begin{aligned} L &= a && \text{chain rule} \\ &= b \end{aligned}": ["L", "a", "b"],
    r"a = b, \quad i = 1, \dots, m": ["a", "b"],
    r"a = b \quad \text{(by the chain rule)}": ["a", "b"],
    r"z^{(l)}, a^{(l)} = b": ["a^{(l)}", "b"],
    r"a == b": ["a", "b"],
    r"a = \sum_{i=1}^n x_i": ["a", "sum_{i=1}^{n} x_i"],
    r"\boxed{a = \frac{b}{c}}": ["a", "b / c"],
    r"\textcolor{red}{a = b} + \color{blue} c": ["a", "b + c"],
    r"x \to z \to a": ["x", "z", "a"],
    r"w \to w' = w - b": ["w", "w'", "w - b"],
    r"a = ½(b − ¾)": ["a", "1 / 2 * (b - 3 / 4)"],
    r"a = w^{(2-1)} + w^{(2)} + w^{[1](2)}": ["a", "w**(2 - 1) + w^{(2)} + w^{(1,2)}"],
}


@pytest.mark.parametrize(("latex", "members"), ONE_FORMULA.items())
def test_what_is_one_formula(latex: str, members: list[str]) -> None:
    (formula,) = read_formulas(latex)
    assert echo(formula) == members


SEVERAL = {
    r"\begin{align} a &= b \tag{1} \\ c &= d \tag{2} \end{align}": [("1", "ab"), ("2", "cd")],
    r"\begin{gather} a = b \\ c = d \end{gather}": [("", "ab"), ("", "cd")],
    r"a = b, c = d": [("", "ab"), ("", "cd")],
    r"a = b; c = d": [("", "ab"), ("", "cd")],
    r"a = b \qquad c = d": [("", "ab"), ("", "cd")],
    r"a = b \implies c = d": [("", "ab"), ("", "cd")],
    r"a = b \text{ and so } c = d": [("", "ab"), ("", "cd")],
    r"a = b \quad (8-1)": [("8-1", "ab")],
    r"a = b \rightarrow c = d": [("", "ab"), ("", "cd")],
    r"x \mapsto a = b \mapsto c = d": [("", "ab"), ("", "cd")],
    r"\to \hspace{1em} a = b \hspace{1em} \to c = d": [("", "ab"), ("", "cd")],
    r"a = b \quad \text{where } c = d": [("", "ab"), ("", "cd")],
    r"a = b \qquad \text{und} \qquad c = d": [("", "ab"), ("", "cd")],
    r"a = b \quad \text{hingegen} \quad c = d": [("", "ab"), ("", "cd")],
    r"a = b,\ \text{或}\ c = d": [("", "ab"), ("", "cd")],
    r"\therefore a = b": [("", "ab")],
}


@pytest.mark.parametrize(("latex", "meant"), SEVERAL.items())
def test_what_is_several_formulas(latex: str, meant: list[tuple[str, str]]) -> None:
    assert [(f.id, "".join(echo(f))) for f in read_formulas(latex)] == meant


def test_lines_are_counted_inside_a_formula() -> None:
    found = read_formulas("\\begin{align}\na &= b \\\\\nc &= d\n\\end{align}", line=10)
    assert [formula.line for formula in found] == [11, 12]


def test_the_other_members_are_still_read() -> None:
    formula = read_formula(r"a = \foo b = c = (d = e")
    assert echo(formula) == [
        "a",
        r"UNREAD: the command \foo is not known",
        "c",
        "UNREAD: this ( is never closed",
        "e",
    ]
    assert echo(read_formula("a = ")) == ["a", "UNREAD: nothing stands on this side of the sign"]
    assert echo(read_formula("")) == ["UNREAD: nothing stands on this side of the sign"]
    assert "UNREAD" in echo(read_formula("x, y = 1, 2"))[1]


# ---- errors

WRONG = {
    r"\frac{a}{b": (8, "this { is never closed"),
    r"\frac{a}": (0, r"\frac takes two arguments"),
    r"2 \foo a": (2, r"the command \foo is not known"),
    "": (0, "expected a number, a name or a bracket, but the formula ends here"),
    "a + * b": (4, "expected a number, a name or a bracket, found *"),
    "a +": (3, "expected a number, a name or a bracket, but the formula ends here"),
    "b (a": (2, "this ( is never closed"),
    "a)": (1, "this ) closes nothing"),
    "(a]": (2, "expected ) or a sign, found ]"),
    r"a \% b": (2, r"the sign \% is not known"),
    "a < b": (2, "an inequality has no value"),
    "a = b": (2, "expected a sign or the end, found ="),
    "1 2": (2, "a sign is missing between two numbers"),
    r"\log": (4, "expected what log is taken of, but the formula ends here"),
    r"\begin{cases} a \\ b & i = j \end{cases}": (
        0,
        "each case but the last needs its condition",
    ),
    "a_{}": (3, "expected an index such as 2 or i, found }"),
    "a^{}": (3, "expected an exponent or a layer, found }"),
    r"\frac{a, b}{2}": (7, "a list stands where one expression is expected"),
    "f'''''(x)": (6, "derivatives are read up to the fourth"),
    r"\sum_{iiiii=1}^n x_i": (0, "an index stands many times below this sign"),
    r"\frac{\partial L}{w}": (6, "this derivative does not say by what"),
    r"\frac{\partial L}{\partial (a+b)}": (18, "a derivative is taken by a name"),
    r"\frac{\partial^7 L}{\partial w^7}": (15, "derivatives are read up to the fourth"),
    r"\frac{\partial^2 L}{\partial w^3}": (20, "the orders above and below do not agree"),
    r"\hat{a+b}": (0, "an accent stands over one name"),
    "a | b": (2, "this | is never closed"),
    "1e999": (0, "this number is too large"),
    r"\begin{pmatrix} a & b \\ c \end{pmatrix}": (
        16,
        "the rows of this matrix are not equally long",
    ),
}


@pytest.mark.parametrize(("text", "said"), WRONG.items())
def test_what_is_wrong_and_where(text: str, said: tuple[int, str]) -> None:
    with pytest.raises(ReadError) as error:
        read(text)
    assert (error.value.at, error.value.message) == said


def test_caret() -> None:
    assert caret("a + * b", 4) == "a + * b\n    ^"
    assert caret("权重 + * b", 5) == "权重 + * b\n       ^"
    text = "x + " * 60
    shown, under = caret(text, 120).splitlines()
    assert len(shown) <= 78
    assert shown[len(under) - 1 :].startswith(text[120:130])
    assert caret("", 0) == "\n^"


@pytest.mark.parametrize(
    "text",
    [
        "(" * 100 + "x" + ")" * 100,
        r"\frac{1}{" * 100 + "x" + "}" * 100,
        "-" * 1000 + "x",
        "x" + "'" * 1000,
        "x" + "/y" * 1000,
        "x^" * 1000 + "2",
        r"\log" * 1000 + " x",
        r"\partial" * 1000 + " x",
        "a+" * 3000 + "a",
        "a" * 30_000,
        "(" * 19_000,
        "||" * 1999,
        "d/" * 1_900,
        r"\frac{d" * 1_000,
    ],
    ids=lambda text: text[:10],
)
def test_bounds(text: str) -> None:
    started = time.process_time()  # other programs' work is no fault of ours
    with pytest.raises(ReadError):
        read(text)
    read_formulas(text)
    assert time.process_time() - started < 10


def test_where_a_name_lies_is_no_part_of_the_equation_before() -> None:
    (found,) = read_formulas(r"S = Q K^T, \quad Q, K \in \mathbb{R}^{n \times d}")
    assert [member.text for member in found.members] == ["S", "Q K^T"]
    assert {(d.name.label, d.sizes) for d in found.domains} == {
        ("Q", ("n", "d")), ("K", ("n", "d")),
    }  # fmt: skip


def test_one_letter_alone_is_below_where_another_subscript_follows() -> None:
    assert read(r"W_hh_{t-1}") == read(r"W_h h_{t-1}")
    assert read("W_hh x") == read(r"W_{hh} x")  # as it is written without markup


# ---- what is written can be read

NAMES = st.builds(
    Name,
    st.sampled_from(["a", "w", "x", "z", "W", "L", "T", r"\theta", r"\sigma", r"\hat{y}", "loss"]),
    st.sampled_from(["", "1", "12", "i", "ij", "new", "1,2"]),
    st.sampled_from(["", "2", "l", "L-1"]),
)
NUMBERS = st.builds(
    lambda digits, decimals: Number(digits / 10**decimals, decimals),
    st.integers(0, 10**6),
    st.integers(0, 4),
)
SIGNS = st.sampled_from(["*", r"\cdot", r"\times", r"\odot", "@"])


def products(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Product]:
    def signed(factors: list[Expression]) -> st.SearchStrategy[Product]:
        signs = st.tuples(*[SIGNS] * (len(factors) - 1))
        return signs.map(lambda found: Product(tuple(factors), found))

    return st.lists(parts, min_size=2, max_size=3).flatmap(signed)


def grown(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    one = st.tuples(parts)
    pairs = st.tuples(parts, parts)
    no_call = parts.filter(lambda part: not isinstance(part, Call))
    no_matrix = parts.filter(lambda part: not isinstance(part, Matrix))
    index = st.sampled_from(["i", "n,k"])
    bound = st.none() | parts
    matrices = st.integers(1, 2).flatmap(
        lambda n: st.lists(st.tuples(*[no_matrix] * n), min_size=1, max_size=2).map(tuple)
    )
    return st.one_of(
        st.builds(Sum, st.lists(parts, min_size=2, max_size=3).map(tuple)),
        st.builds(Negative, parts),
        products(parts),
        st.builds(Quotient, parts, parts),
        st.builds(Power, parts, parts),
        st.builds(Call, st.sampled_from(["sigma", "log", "g", "abs"]), one, st.integers(0, 2)),
        st.builds(Call, st.sampled_from(["L", "max"]), pairs),
        st.builds(Derivative, parts, st.tuples(NAMES)),
        st.builds(Prime, no_call),
        st.builds(Transpose, parts),
        st.builds(Norm, parts),
        st.builds(BigSum, parts, index, bound, bound),
        st.builds(BigSum, parts, st.just("")),
        st.builds(Matrix, matrices),
    )


TREES: st.SearchStrategy[Expression] = st.recursive(NAMES | NUMBERS, grown, max_leaves=12)


@given(TREES)
def test_what_is_written_is_read_again(tree: Expression) -> None:
    assert read(write(tree), FUNCTIONS) == tree


def test_a_product_without_a_sign_is_written_with_one() -> None:
    assert read("a b") == Product((Name("a"), Name("b")), ("",))
    assert write(read("a b")) == "a * b"
