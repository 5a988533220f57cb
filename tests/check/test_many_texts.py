r"""A document is many texts: commands of its own, conditions in sentences, chains over displays."""

from __future__ import annotations

import pytest

from autograd.checking.reading.chains import Unread
from autograd.checking.reading.document import formulas, read_document
from autograd.checking.reading.macros import defined_in, expanded
from autograd.checking.reading.parser import write


def chains(text: str, kind: str = "md") -> list[str]:
    return [
        " | ".join("?" if isinstance(m.tree, Unread) else write(m.tree) for m in f.members)
        for f in formulas(text, kind)
    ]


def test_own_commands_are_expanded() -> None:
    macros = defined_in(r"\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}} \def\w{w_1}")
    assert expanded(r"\pd{L}\w = a", macros) == r"\frac{\partial L}{\partial w_1} = a"
    text = r"\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}} $\pd{L}{b} = a$"
    assert chains(text) == ["dL/db | a"]


def test_a_command_that_holds_itself_ends() -> None:
    macros = defined_in(r"\def\a{x \a}")
    assert len(expanded(r"\a", macros)) < 20_000


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        (r"If $i = k$, $$p_i = q_k + 1$$", "i = k"),
        (r"$p = q_{j-i}$ if $0 \le j$", "0 ≤ j"),
        (r"$$p_{ij} = q_i, \quad i \ne j$$", "i ≠ j"),
        (r"$$p_{ij} = q_i \quad \text{for } i = j$$", "i = j"),
        (r"$$p_{ij} = q_i, \quad i = j$$", "i = j"),
    ],
)
def test_condition_belongs_to_the_formula_beside(text: str, condition: str) -> None:
    (formula,) = formulas(text)
    assert [write(c) for c in formula.conditions] == [condition]


def test_planted_condition_in_another_sentence_is_none_of_it() -> None:
    first, *_ = formulas("$p = q + 1$. Nothing.\n\nIf $i = k$, $$r = s + 1$$")
    assert first.conditions == ()


def test_chain_goes_on_in_the_next_display() -> None:
    text = "$$\\frac{\\partial L}{\\partial w}$$\n $$ = (a - y) x $$"
    (formula,) = formulas("$L = a$ and so on, with words between them that say much.\n" + text)[1:]
    assert [m.text for m in formula.members] == [r"\frac{\partial L}{\partial w}", "(a - y) x"]
    for member in formula.members:
        assert formula.latex[member.start :].startswith(member.text)


def test_sizes_are_told() -> None:
    found = read_document(r"$X \in \mathbb{R}^{n \times d}$, $Q, K \in \mathbb{R}^{N}$, $y = Xw$")
    assert [(d.name.label, d.sizes) for d in found.domains] == [
        ("X", ("n", "d")), ("K", ("N",)), ("Q", ("N",)),
    ]  # fmt: skip
    assert len(found.formulas) == 1


def test_superscript_is_a_time_where_something_is_defined_so() -> None:
    assert chains("$h^t = u x^t + h^{t-1}$") == ["h^{(t)} | u * x^{(t)} + h^{(t-1)}"]
    assert chains(r"$y = x^n$, $\frac{dy}{dx} = n x^{n-1}$") == [
        "y | x**n",
        "dy/dx | n * x**(n - 1)",
    ]


def test_prime_of_what_is_differentiated_is_part_of_its_name() -> None:
    text = r"$L' = L + 1$, $\frac{\partial L'}{\partial w} = 2$; $y' = 2x$"
    assert chains(text) == ["L' | L + 1", "d(L', w) | 2", "y' | 2 * x"]
    first, *_ = formulas(text)
    assert first.members[0].tree.base == "L'"  # type: ignore[union-attr]


def test_code_holds_equations() -> None:
    fence = "```\nz = w*x + b\nL = (z - y)**2\ndL/dw = 3*(z - y)*x\n```\n"
    assert chains(fence)[-1] == "dL/dw | 3 * (z - y) * x"
    assert chains("$P = Q$\n- `dV = P^T @ dO`\n") == ["P | Q", "dV | P^T @ dO"]
    assert chains("```python\nimport os\nz = w*x + b\n```\n") == []


def test_update_limit_and_stationarity_are_told() -> None:
    step, limit = formulas(r"$w \leftarrow w - \eta g$ and $\lim_{h \to 0} h = 0$")
    assert (step.aside, limit.aside) == ("an update", "a limit")
    (zero,) = formulas(r"Set the gradient to zero: $\frac{dL}{db} = 2 (b - y) = 0$")
    assert zero.stationary
