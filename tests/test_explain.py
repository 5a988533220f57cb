"""Explanations: every contribution, in symbols and in numbers, with the running totals."""

from __future__ import annotations

import json
import re
from collections import defaultdict

import pytest
from hypothesis import given
from oracles import PROGRAMS, Program

import autograd
from autograd import Explanation, Value, binary_cross_entropy, explain, grad, paths
from nn import Inspection, worked_example


@pytest.fixture
def worked() -> Inspection:
    net, x, y = worked_example()
    return net.inspect(x, y)


@pytest.fixture
def square_and_sine() -> tuple[Value, Value]:
    """x*x + sin(x) at 2: 2 + 2 + cos 2 = 4 - 0.41614683654714 = 3.58385316345286."""
    x = Value(2.0, "x")
    root = x * x + x.sin()
    root.label = "y"
    return root, x


# --- what is told ---


def test_a_line_multiplies_upstream_and_local_in_symbols_and_in_numbers(worked: Inspection) -> None:
    """The numbers are those of claims.md to four digits."""
    lines = [line.strip() for line in str(explain(worked.root)).splitlines()]
    assert "z₂ = w₂,₁₁ a₁,₁ + w₂,₂₁ a₁,₂ + b₂ = 1.091" in lines
    assert (
        "∂L/∂w₂,₁₁ += ∂L/∂z₂ · ∂z₂/∂w₂,₁₁ = ∂L/∂z₂ · a₁,₁  = (-0.05135) · 0.6011 = -0.03087"
        in lines
    )
    assert (
        "∂L/∂z₂ += ∂L/∂a₂ · ∂a₂/∂z₂ = ∂L/∂a₂ · a₂ (1 - a₂) = (-0.2729) · 0.1882 = -0.05135" in lines
    )


def test_the_order_is_the_textbooks(worked: Inspection) -> None:
    told = explain(worked.root, equations=worked.equations)
    numbers = list(dict.fromkeys(step.equation for step in told if step.equation))
    assert numbers == ["8-12", "8-13", "8-14", "8-15", "8-16", "8-17", "8-18", "8-19"]


@given(PROGRAMS)
def test_contributions_add_up_to_the_gradients(program: Program) -> None:
    leaves = [Value(x, f"x_{i}") for i, x in enumerate(program.leaves)]
    root = program.run(leaves)[-1]
    sums: dict[Value, float] = defaultdict(float)
    for step in explain(root):
        assert step.contribution == step.upstream * step.local
        assert step.after == step.before + step.contribution
        sums[step.input] += step.contribution
    for node, exact in zip(leaves, grad(root, leaves), strict=True):
        if node is not root:
            assert sums[node] == pytest.approx(exact, rel=1e-12, abs=1e-15)


def test_a_planted_wrong_partial_is_seen() -> None:
    x = Value(3.0, "x")
    told = explain(x * x)
    assert sum(step.contribution for step in told) == 6.0 != told[0].contribution


def test_running_totals_are_shown_where_there_are_several_uses(
    square_and_sine: tuple[Value, Value],
) -> None:
    root, x = square_and_sine
    text = str(explain(root))
    assert [float(n) for n in re.findall(r"total (\S+)", text)] == [2.0, 4.0, 3.584]
    assert "total" not in str(explain(x.exp()))


def test_only_the_ways_to_a_node_and_the_sum_over_its_uses(
    square_and_sine: tuple[Value, Value], worked: Inspection
) -> None:
    root, x = square_and_sine
    assert str(explain(root, x)).endswith("∂y/∂x = 2 + 2 + (-0.4161) = 3.584")
    told = explain(worked.root, worked["w_{1,21}"])
    assert [step.input.label for step in told] == ["a_2", "z_2", "a_{1,1}", "z_{1,1}", "w_{1,21}"]
    assert told[-1].after == pytest.approx(-0.002216329176514415, rel=1e-12)  # claims.md


def test_along_a_path_the_product_grows() -> None:
    x = Value(2.0, "x")
    y = x * x
    root = y * x
    shown = sorted(paths(root, x), key=lambda path: path.product)
    products = [[step.after for step in explain(root, path=path)] for path in shown]
    assert products == [[2.0, 4.0], [2.0, 4.0], [4.0]]
    with pytest.raises(ValueError, match="does not begin at the root"):
        explain(y, path=shown[0])


def test_constants_are_left_out_unless_nothing_has_a_name() -> None:
    x = Value(2.0, "x")
    assert {step.input for step in explain(3 * x)} == {x}
    assert len(explain(Value(3.0) * Value(2.0))) == 2


def test_digits_are_as_asked(square_and_sine: tuple[Value, Value]) -> None:
    assert "3.583853163453" in str(explain(square_and_sine[0], digits=13))


def test_a_stranger_is_refused(square_and_sine: tuple[Value, Value]) -> None:
    with pytest.raises(ValueError, match="the root does not depend on q"):
        explain(square_and_sine[0], Value(1.0, "q"))
    with pytest.raises(TypeError, match="expected a Value to explain, got str"):
        explain(square_and_sine[0], "x")  # type: ignore[arg-type]


# --- how it is shown ---


def test_latex_is_one_aligned_environment_with_the_texts_numbers(worked: Inspection) -> None:
    latex = explain(worked.root, worked["w_{1,11}"], equations=worked.equations).to_latex()
    assert latex.startswith("\\begin{align*}\n")
    assert latex.endswith("\n\\end{align*}")
    assert re.findall(r"\\tag\{(.*?)\}", latex) == ["8-12", "8-13", "8-16", "8-17", "8-18"]
    assert r"\frac{\partial L}{\partial z_{2}} &\mathrel{+}= " in latex
    assert latex.count("{") == latex.count("}")
    assert all(line.count("&") == 1 for line in latex.splitlines()[1:-1])


def test_markdown_is_a_table_whose_cells_hold_no_bars() -> None:
    x = Value(-2.0, "x")
    lines = explain(abs(x) * x).to_markdown().splitlines()
    assert {line.count("|") for line in lines} == {6}
    assert "$\\frac{\\partial v_{1}}{\\partial x}" not in lines[0]


def test_a_dict_holds_it_all(square_and_sine: tuple[Value, Value]) -> None:
    data = json.loads(json.dumps(explain(square_and_sine[0]).to_dict(), allow_nan=False))
    assert data["of"] == "y"
    assert data["steps"][-1]["local"] == {
        "name": "∂v₂/∂x", "formula": "cos(x)", "value": pytest.approx(-0.4161468365471424),
    }  # fmt: skip
    assert data["steps"][-1]["after"] == pytest.approx(3.5838531634528576)


def test_a_notebook_shows_a_table(square_and_sine: tuple[Value, Value]) -> None:
    told = explain(*square_and_sine)
    page = told._repr_html_()
    assert page.count("<tr>") == 1 + len(told)
    assert "∂y/∂v₂ · cos(x)" in page
    assert told._repr_markdown_() == told.to_markdown()


def test_labels_are_escaped_in_html() -> None:
    assert "<b>" not in explain(Value(2.0, "<b>") * 2)._repr_html_()


# --- large graphs ---


@pytest.fixture(scope="module")
def chain() -> Explanation:
    node = Value(1.0, "x")
    for _ in range(100_000):
        node = node.sin()
    return explain(node)


@pytest.mark.slow
def test_a_long_chain_is_told_without_recursion(chain: Explanation) -> None:
    assert len(chain) == 100_000
    assert chain[-1].input.label == "x"
    assert chain[50_000].before == 0.0


@pytest.mark.slow
def test_of_a_long_explanation_the_ends_are_printed(chain: Explanation) -> None:
    for shown in (str(chain), chain.to_latex(), chain.to_markdown(), chain._repr_html_()):
        assert "99,900 more steps" in shown
        assert len(shown) < 100_000


def test_in_a_narrow_terminal_no_line_is_longer() -> None:
    net, x, y = worked_example()
    told = explain(binary_cross_entropy(net(x), Value(y, "y")))
    wide, narrow = str(told).splitlines(), told.to_text(80).splitlines()
    assert max(map(len, wide)) > 80
    assert max(map(len, narrow)) <= 80
    assert "".join(" ".join(narrow).split()) == "".join(" ".join(wide).split())


def test_a_number_without_a_label_has_a_name_of_its_own() -> None:
    x, k = Value(0.3), Value(2.0)
    root = (x * k).tanh() + x
    for told in (explain(root), explain(root, to=x)):
        for text in (str(told), told.to_latex(), told.to_markdown(), told._repr_html_()):
            assert "∂0.3" not in text
            assert r"\partial 0.3" not in text
    assert str(explain(root)).endswith("\n\nwhere c₀ = 0.3, c₁ = 2")
    assert str(explain(root, to=x)).endswith("\nwhere c₀ = 0.3")
    assert explain(root)[-1].gradient.text == "∂v₄/∂c₁"
    assert "· 0.3 =" in str(explain(root))  # the local derivative by c₁ is c₀, a number
    assert str(autograd.derive(root, k)).count("0.3") == 2
    labelled = explain(Value(1.0, "x") * 0.3)
    assert "where" not in str(labelled)


def test_a_constant_does_not_take_the_letter_of_a_node() -> None:
    c = Value(2.0, "c_1")
    (step,) = [s for s in explain(c * 0.3, to=None) if s.input is c]
    assert step.gradient.text == "∂v₂/∂c₁"
    assert explain(c * Value(0.5)).to_dict()["of"] == "v₂"
    names = {node["name"]["text"] for node in autograd.trace(c * 0.3)["nodes"]}
    assert names == {"c₁", "k₁", "v₂"}


def test_an_extreme_is_explained_in_words() -> None:
    x, y = Value(2.0, "x"), Value(1.0, "y")
    root = autograd.maximum(x, y)
    assert [step.formula.text for step in explain(root)] == [
        "1 where x is the largest, else 0", "1 where y is the largest, else 0"
    ]  # fmt: skip
    assert "· (1 where x is the largest, else 0) = 1 · 1 = 1" in str(explain(root))
    assert r"(1 \text{ where } x \text{ is the largest, else 0})" in explain(root).to_latex()
    assert "is the smallest" in str(explain(autograd.minimum(x, y)))
