r"""What each formula of a document is, and which laws a formula sees."""

from __future__ import annotations

import math

import pytest

from autograd.checking.judging.numbers import value_of
from autograd.checking.meaning.definitions import Definitions
from autograd.checking.reading import parser
from autograd.checking.reading.document import read_document

KINDS = {
    r"$z = w x$, $\frac{dz}{dw} = x$": ["definition", "claim"],
    "$x = x(t)$, $y = x^2$": ["not-a-claim", "definition"],
    r"$p = \sigma(\beta)$, $\beta^{(k+1)} = \beta^{(k)} + p$": ["definition", "assignment"],
    r"$h_{t+1} = h_t + W x_t$, $z_t = h_t$": ["definition", "definition"],
    r"$p'_{ik} = p_{ik} + \alpha \frac{\partial L}{\partial p_{ik}}$": ["assignment"],
    r"$f(x) = x^2$, $f'(x) = 2x$, $f(x) = x^3$, $f'(x) = 3x^2$": [
        "definition", "claim", "definition", "claim",
    ],
    r"$a_1 = \sigma(z_1)$, $a_2 = \sigma(z_2)$, $\delta = a_2 - y$, $\delta_2 = a_2 - y$": [
        "definition", "definition", "definition", "claim",
    ],
    r"$a_1 = \sigma(z_1)$, $a_2 = \sigma(z_2)$, $\delta_{out} = a_2 - y$": ["definition"] * 3,
    r"$z = w x$, $a = \sigma(z)$, $\delta = a - y$": ["definition", "definition", "claim"],
}  # fmt: skip


def definitions(text: str) -> Definitions:
    """Return what a text defines."""
    return Definitions(read_document(text).formulas)


@pytest.mark.parametrize(("text", "kinds"), KINDS.items())
def test_what_a_formula_is(text: str, kinds: list[str]) -> None:
    assert definitions(text).kinds == kinds


def seen(text: str, number: int) -> list[str]:
    """Return the laws that a formula of a text sees."""
    found = definitions(text)
    laws = found.scope(found.formulas[number].section, number)
    return [f"{law.label} = {parser.write(law.body)}" for law in laws]


def test_a_function_that_is_given_again_is_meant_from_there_on() -> None:
    text = "$f(x) = x^2$, $f'(x) = 2x$, $f(x) = x^3$, $f'(x) = 3x^2$"
    assert seen(text, 1) == ["f = x^2"]
    assert seen(text, 3) == ["f = x^3"]


def test_what_leads_back_to_itself_is_not_seen() -> None:
    text = r"$z = y - t$, $\frac{dz}{dy} = 1$, $y = \sigma(z)$, $\frac{dy}{dz} = \sigma'(z)$"
    assert seen(text, 1) == ["z = y - t"]
    assert seen(text, 3) == ["y = sigma(z)"]


def test_a_vector_called_like_one_of_its_entries_is_no_law() -> None:
    assert seen(r"$\mathbf{x} = (x, y)^T$, $r = x + y$", 1) == ["r = x + y"]


def test_what_a_chain_calls_its_last_member() -> None:
    assert seen(r"$\frac{\partial E}{\partial u} = y - t \equiv e$, $a = e$", 1) == [
        "e = y - t",
        "a = e",
    ]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (r"$a = h(x) = \sigma(z)$, $\frac{da}{dz} = a$", "sigma(z)"),
        (r"$a = p(y|x) = \sigma(z)$", "sigma(z)"),
        (r"$a = \sigma(z) = \frac{1}{1 + e^{-z}}$, $\frac{da}{dz} = a$", "sigma(z)"),
        (r"$h(x) = x^2$, $a = h(x) = x x$", "h(x)"),
    ],
)
def test_what_a_chain_defines_its_name_by(text: str, body: str) -> None:
    law = next(law for law in definitions(text).laws if law.label == "a")
    assert parser.write(law.body) == body


def test_numbers_that_are_given() -> None:
    found = definitions(r"$y = w x \theta$, $\theta = \pi/2$, $w = -0.5$, $x = (1, 2)^T$, $y = 3$")
    assert [*found.given] == [r"\theta", "w", "x", "y"]
    assert value_of(found.given[r"\theta"]) == math.pi / 2
    assert [law.label for law in found.laws] == ["y"]
    assert found.kinds == ["definition", "definition", "definition", "definition", "claim"]


def test_a_variance_is_one_name_whatever_its_index() -> None:
    text = r"$\sigma_j^2 = x_j + 1$, $\hat{x}_j = \frac{x_j}{\sqrt{\sigma^2 + 1}}$"
    assert seen(text, 1)[-1] == r"\hat{x} = x_j / sqrt(\sigma^2 + 1)"
    assert r"\sigma^2" in definitions(text).bases
