r"""Commands of LaTeX packages, and formulas as blogs and boards mark them."""

from __future__ import annotations

import pytest

from autograd.checking import check_text
from autograd.checking.report.result import RIGHT, WRONG


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"\dv{f}{x} = 3 x^2", RIGHT),
        (r"\dv{f}{x} = 2 x^2", WRONG),
        (r"\dv[2]{f}{x} = 6 x", RIGHT),
        (r"\dv{x} \qty(f + x) = 3 x^2 + 1", RIGHT),
        (r"\frac{\dd f}{\dd x} = 3 x^2", RIGHT),
        (r"\eval{\dv{f}{x}}_{x=2} = 12", RIGHT),
        (r"\eval{\dv{f}{x}}_{x=2} = 8", WRONG),
        (r"\pdv{(x^2 y^3)}{x}{y} = 6 x y^2", RIGHT),
        (r"\pdv{(x^2 y^3)}{x,y} = 6 x y^2", RIGHT),
        (r"\pdv{(x^2 y^3)}{x}{y} = 6 x^2 y", WRONG),
        (r"\grad_{\vb{w}} \norm{\vb{w}}^2 = 2 \vb{w}", RIGHT),
        (r"\grad_{\vb{w}} \norm{\vb{w}}^2 = \vb{w}", WRONG),
        (r"\grad_{w} \qty[w^T \mqty(2 & 0 \\ 0 & 3) w] = \mqty(4 & 0 \\ 0 & 6) w", RIGHT),
    ],
)  # fmt: skip
def test_commands_of_packages_are_read(claim: str, status: str) -> None:
    report = check_text(f"$f = x^3$\n\n$$ {claim} $$")
    assert report.equations[-1].status == status


def test_a_command_that_a_text_defines_is_its_own() -> None:
    text = r"\newcommand{\dv}[2]{\frac{\partial #2}{\partial #1}} $f = x^3$ and $\dv{x}{f} = 3 x^2$"
    assert check_text(text).equations[-1].status == RIGHT


@pytest.mark.parametrize(
    "formula", ["$latex {}$", "$latex {}&s=2$", "$latex {}&bg=ffffff$", "[latex]{}[/latex]",
                "[tex]{}[/tex]", "[math]\n{}\n[/math]"],
)  # fmt: skip
def test_formulas_of_blogs_and_boards_are_found(formula: str) -> None:
    claims = [r"f = x^3", r"\frac{df}{dx} = 3 x^2", r"\frac{df}{dx} = x^2"]
    text = "\n\n".join(formula.replace("{}", claim) for claim in claims)
    report = check_text(text)
    assert [e.status for e in report.equations][1:] == [RIGHT, WRONG]
    assert report.equations[1].line == 3 + 2 * formula.startswith("[math")
