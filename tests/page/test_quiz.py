"""The quiz: right answers are right, and each kind of mistake is called by its name."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from graphs import two_layers

import autograd
from autograd import Value, log, op, sigmoid, sin, trace
from autograd.engine.operation import SPELLINGS
from nn.two_layer import worked_example

JUDGE = """({Model, judge}, [trace, from, to, answers, ask]) => {
  const model = new Model(trace);
  const called = (id) => trace.nodes[id].label || trace.nodes[id].name.text;
  const step = model.stepsNow().find(
    (s) => s.pass === "backward" && called(s.node) === from && called(s.input) === to);
  return answers.map((answer) => judge(model, {...step, ask}, answer));
}"""


def judged(
    js: Callable[..., Any], data: Any, edge: tuple[str, str], *answers: str | float, ask: str = ""
) -> list[dict[str, Any]]:
    """Judge what one node is said to contribute to the gradient of another."""
    found: list[dict[str, Any]] = js(JUDGE, [data, *edge, answers, ask])
    return found


def kinds(*arguments: Any, **options: Any) -> list[str]:
    return [verdict["kind"] for verdict in judged(*arguments, **options)]


@pytest.fixture(scope="module")
def network() -> dict[str, Any]:
    """The worked example: dL/da_2 = -0.2729, da_2/dz_2 = 0.1882, dL/dz_2 = -0.05135."""
    net, x, y = worked_example()
    a_2 = net([Value(v, f"x_{i}") for i, v in enumerate(x, 1)])
    loss = autograd.binary_cross_entropy(a_2, Value(y, "y"))
    loss.label = "L"
    return trace(loss)


@pytest.fixture(scope="module")
def reused() -> dict[str, Any]:
    """L = u x, u = x**2 + x, and x used three times: dL/dx = 3 x^2 + 2 x."""
    x = Value(1.5, "x")
    u = x**2 + x
    loss = u * x
    u.label, loss.label = "u", "L"
    return trace(loss)


AT_Z2 = ("a_2", "z_2")
AT_W2 = ("z_2", "w_{2,11}")


# --- right ---


@pytest.mark.parametrize(
    "answer",
    [
        -0.05135067175,
        "-0.05135",
        "−0.0514",
        "-5.135e-2",
        "-0.0513",  # -0.2729 * 0.188, from the digits that are shown
        "-0.2729 * 0.1882",
        "a_2 - y",
        "a₂ − y",
        "a2 - y",
        "dL/da_2 * a_2 (1 - a_2)",
        "∂L/∂a₂ · a₂ (1 - a₂)",
        r"\partial L/\partial a_2 \cdot a_2 (1 - a_2)",
        "-0.2729 a_2 (1 - a_2)",
        "(-y/a_2 + (1 - y)/(1 - a_2)) sigma'(z_2)",
        "(-y/a_2 + (1-y)/(1-a_2)) σ’(z₂)",
        "dL/da_2 * sigmoid(z_2) * sigmoid(-z_2)",
        "sigma(z_2) - y",
    ],
)
def test_right(js: Callable[..., Any], network: Any, answer: str | float) -> None:
    (verdict,) = judged(js, network, AT_Z2, answer)
    assert verdict == {"right": True, "kind": "right", "message": "quizRight", "numbers": {}}


@pytest.mark.parametrize("answer", ["a_{1,1} (a_2 - y)", "dL/dz_2 a_{1,1}", "(a2 - y) a11"])
def test_right_in_every_spelling_of_a_name(
    js: Callable[..., Any], network: Any, answer: str
) -> None:
    assert kinds(js, network, AT_W2, answer) == ["right"]


def test_the_whole_gradient_when_that_is_asked(js: Callable[..., Any], reused: Any) -> None:
    edge = ("L", "x")
    assert (
        kinds(js, reused, edge, "3 x^2 + 2 x", "9.75", "u + x (2x + 1)", ask="gradient")
        == ["right"] * 3
    )
    assert kinds(js, reused, edge, "u", "x**2 + x", "3.75") == ["right"] * 3


READ = """({Model, namesOf, parse}, [trace, texts]) => {
  const names = namesOf(new Model(trace));
  return texts.map((text) => parse(text, names).tree);
}"""


def test_a_function_is_read_in_every_spelling_that_the_table_knows(js: Callable[..., Any]) -> None:
    rows = {spelling: row.name for spelling, row in SPELLINGS.items() if row.is_unary}
    rows |= {"σ": "sigmoid", r"\sigma": "sigmoid", "H": "heaviside", r"\arctan": "atan"}
    data = trace(sin(Value(0.4, "x")))
    trees = js(READ, [data, [f"{spelling}(x)" for spelling in rows]])
    assert trees == [[name, ["x", 0]] for name in rows.values()]


# --- each kind of mistake, as a formula and as a number ---

MISTAKES = [
    (AT_Z2, "wrong-sign", "y - a_2", 0.05135),
    (AT_Z2, "forgot-upstream", "a_2 (1 - a_2)", 0.1882),
    (AT_Z2, "forgot-local", "dL/da_2", -0.2729),
    (AT_Z2, "upside-down", "dL/da_2 / (a_2 (1 - a_2))", -1.4502),
    (AT_Z2, "added", "dL/da_2 + a_2 (1 - a_2)", -0.08472),
    (AT_Z2, "value-for-derivative", "dL/da_2 * a_2", -0.2043),
    (AT_Z2, "factor", "2 (a_2 - y)", -0.10270),
    (AT_Z2, "twice", "dL/da_2 * (a_2 - y)", 0.014013),
    (AT_W2, "other-input", "dL/dz_2 w_{2,11}", -0.03081),
    (AT_Z2, "other-gradient", "(a_2 - y) w_{2,21} a_{1,2} (1 - a_{1,2})", -0.008508),
]


@pytest.mark.parametrize(("edge", "kind", "formula", "number"), MISTAKES)
def test_mistake_is_named(
    js: Callable[..., Any],
    network: Any,
    edge: tuple[str, str],
    kind: str,
    formula: str,
    number: float,
) -> None:
    for verdict in judged(js, network, edge, formula, number):
        assert (verdict["right"], verdict["kind"]) == (False, kind)
        words = "".join(word.capitalize() for word in kind.split("-"))
        assert verdict["message"] == f"quiz{words}"


def test_mistakes_about_several_uses(js: Callable[..., Any], reused: Any) -> None:
    edge = ("L", "x")  # contributes u = 3.75 to 9.75
    assert kinds(js, reused, edge, "3 x^2 + 2 x", 9.75) == ["all-uses"] * 2
    assert kinds(js, reused, edge, "2 x x", 4.5) == ["other-use"] * 2
    assert kinds(js, reused, edge, "u", 3.75, "2x*x", ask="gradient") == ["only-one-use"] * 3


def test_the_running_total_for_the_contribution(js: Callable[..., Any]) -> None:
    x = Value(2.0, "x")
    loss = sin(x) + x * x * x
    loss.label = "L"
    data = trace(loss)
    found = js(
        """({Model, judge}, trace) => {
          const model = new Model(trace);
          const steps = model.stepsNow().filter((s) => s.pass === "backward" && s.input === 0);
          return steps.slice(1).map((step) => judge(model, step, step.after).kind);
        }""",
        data,
    )
    assert "running-total" in found


def test_the_other_node_is_named(js: Callable[..., Any], network: Any) -> None:
    (verdict,) = judged(js, network, AT_W2, "dL/dz_2 a_{1,2}")
    assert (verdict["kind"], verdict["numbers"]["name"]) == ("other-input", "w₂,₂₁")


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("-0.05", "coarse"),  # one digit does not tell it from others
        ("-0.0499", "near"),
        ("0.77", "unexplained"),
        ("0", "unexplained"),
        ("a_2 + y", "unexplained"),
        ("dL/dz_2", "circular"),
        ("dL/da_2 * da_2/dz_2", "circular"),
        ("a_2 -", "unreadable"),
        ("", "unreadable"),
        ("(a_2", "unreadable"),
        ("a_9 y", "unknown-name"),
        ("log(-a_2)", "unexplained"),
        ("a_2 - 4/5", "chance"),  # y happens to be 0.8
    ],
)
def test_other_answers(js: Callable[..., Any], network: Any, answer: str, kind: str) -> None:
    assert kinds(js, network, AT_Z2, answer) == [kind]


def test_what_was_not_understood_is_told(js: Callable[..., Any], network: Any) -> None:
    unknown, broken = judged(js, network, AT_Z2, "2 b_9 y", "a_2 ) 3")
    assert unknown["numbers"] == {"found": "b_9"}
    assert broken["numbers"] == {"found": ") 3"}


def test_no_answer_is_run_as_a_program(js: Callable[..., Any], network: Any) -> None:
    attacks = ["constructor", "__proto__", "toString(1)", "alert(1)", "a_2.x", "hasOwnProperty(1)"]
    assert not any(v["right"] for v in judged(js, network, AT_Z2, *attacks))


def test_a_graph_that_cannot_be_recomputed_is_judged_at_its_numbers(
    js: Callable[..., Any],
) -> None:
    @op(partials=lambda _, x: (math.cos(x),))
    def opaque(x: float) -> float:
        return math.sin(x)

    x = Value(0.5, "x")
    h = x * x
    h.label = "h"
    loss = opaque(h)
    loss.label = "L"
    assert kinds(js, trace(loss), ("h", "x"), "dL/dh x", "x") == ["right", "forgot-upstream"]


def test_numbers_near_are_in_the_domain(js: Callable[..., Any]) -> None:
    """Leaves near 0 must not be moved out of log's domain."""
    x = Value(0.001, "x")
    loss = log(x) * sigmoid(x)
    loss.label = "L"
    data = trace(loss)
    name = data["nodes"][1]["name"]["text"]
    assert kinds(js, data, (name, "x"), "sigma(x)/x", "-sigma(x)/x") == ["right", "wrong-sign"]


def test_every_kind_of_mistake_is_planted_above(js: Callable[..., Any]) -> None:
    planted = {kind for _, kind, _, _ in MISTAKES}
    planted |= {"all-uses", "other-use", "only-one-use", "running-total"}
    assert planted == set(js("({MISTAKES}) => MISTAKES.map(([kind]) => kind)"))


# --- formulas ---

PARSE = """({parse, namesOf, Model}, [trace, texts]) => {
  const names = namesOf(new Model(trace));
  return texts.map((text) => parse(text, names).tree);
}"""
A, Y = ["x", 0], ["x", 1]


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a_2 y", ["mul", A, Y]),
        ("a_2 y^2", ["mul", A, ["power", Y, 2]]),
        ("-a_2^2", ["neg", ["power", A, 2]]),
        ("a_2²", ["power", A, 2]),
        ("a_2^-1", ["power", A, ["neg", 1]]),
        ("a_2**y", ["power", A, Y]),
        ("a_2 / y y", ["mul", ["div", A, Y], Y]),
        ("a_2 - y - 1", ["sub", ["sub", A, Y], 1]),
        ("2(a_2)", ["mul", 2, A]),
        ("1e-3 a_2", ["mul", 0.001, A]),
        ("ln a_2", ["log", A]),
        ("sin(a_2) y", ["mul", ["sin", A], Y]),
        ("max(a_2, y)", ["maximum", A, Y]),
        ("exp(-a_2)", ["exp", ["neg", A]]),
        ("σ'(a_2)", ["mul", ["sigmoid", A], ["complement", ["sigmoid", A], A]]),
    ],
)
def test_formulas_are_read(js: Callable[..., Any], network: Any, text: str, tree: Any) -> None:
    assert js(PARSE, [network, [text]]) == [tree]


def test_the_longest_name_is_meant(js: Callable[..., Any]) -> None:
    data = trace(two_layers(12, 2, 1))
    atoms = js(
        """({parse, namesOf, Model}, trace) => {
          const names = namesOf(new Model(trace));
          return parse("x_1 + x_12 + x12", names).atoms.map(({wrt}) => trace.nodes[wrt].label);
        }""",
        data,
    )
    assert atoms == ["x_1", "x_12"]


# --- the questions of a sheet ---


def test_the_page_of_a_sheet_asks_its_questions_and_no_others(
    opened: Callable[..., Any], tmp_path: Any
) -> None:
    root = two_layers(2, 2, 1)
    root.backward()
    sheet = autograd.quiz(root, level=3, count=4, seed=2)
    page = opened(sheet.write_page(tmp_path / "quiz.html"))
    page.click(".quizpanel .primary")
    for k, question in enumerate(sheet.questions):
        name = question.asked.text.split("/∂")[1]
        assert f"What is the whole gradient of {name}" in page.text_content(".quizpanel")
        page.fill(".answer", f"{question.answer:.6g}")
        page.click('[data-id="check"]')
        assert f"{k + 1} of {k + 1} right" in page.text_content(".score")
    assert "That was the last" in page.text_content(".quizpanel")


def test_a_use_is_not_the_whole_gradient(opened: Callable[..., Any], tmp_path: Any) -> None:
    u = Value(2.0, "u")
    root = u * 3.0 + sin(u)
    root.label = "L"
    page = opened(autograd.quiz(root, [u], level=3).write_page(tmp_path / "quiz.html"))
    page.click(".quizpanel .primary")
    page.fill(".answer", "3")
    page.click('[data-id="check"]')
    assert page.locator(".feedback.wrong").is_visible()
    page.fill(".answer", f"{3 + math.cos(2):.5f}")
    page.click('[data-id="check"]')
    assert page.locator(".feedback.right").is_visible()
    assert "0 of 1 right" in page.text_content(".score")
