r"""A document's own commands, with remarks behind their braces."""

from __future__ import annotations

import pytest

from autograd import check_text

COMMANDS = r"""
\newcommand{\slope}[2]{% \slope{of}{by}, as in class
    \ensuremath{\frac{\partial #1}{\partial #2}}}
\newcommand{\unit}[3]{ % one unit of a layer
    \ensuremath{{#1}^{(#2)}_{#3}}}
$$\unit{z}{l}{j} = \sum_k \unit{W}{l}{jk} \unit{a}{l-1}{k}$$
$$\unit{a}{l}{j} = g(\unit{z}{l}{j})$$
"""


@pytest.mark.parametrize(
    ("last", "status"), [(r"\unit{a}{l-1}{k}", "right"), (r"\unit{a}{l}{j}", "wrong")]
)
def test_a_remark_in_a_command_is_no_part_of_it(last: str, status: str) -> None:
    claim = (
        rf"$$\slope{{E}}{{\unit{{W}}{{l}}{{jk}}}} = \slope{{E}}{{\unit{{z}}{{l}}{{j}}}} {last}$$"
    )
    report = check_text(COMMANDS + claim)
    assert [e.status for e in report.equations] == ["definition", "definition", status]


UNDEFINED = r"""Let $\vz = \mW \vx + \vb$, $\hy = \sigma(\vz)$ and
$$\sL = \frac{1}{2} \|\hy - \vy\|^2$$
$$\frac{\partial \sL}{\partial \hy} = \hy - \vy$$
$$\nabla_\vx \sL = \mW^\top \nabla_\vz \sL$$
"""


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"\frac{\partial \sL}{\partial \vz} = (\hy - \vy) \odot \hy \odot (1 - \hy)", "right"),
        (r"\frac{\partial \sL}{\partial \vz} = (\hy - \vy) \odot \hy", "wrong"),
        (r"\nabla_\mW \sL = \nabla_\vz \sL \, \vx^\top", "right"),
        (r"\nabla_\vb \sL = \nabla_\vz \sL \foo", "unreadable"),  # what \foo does is not known
        (r"\nabla_\vb \sL = \fun{\nabla_\vz \sL}", "unreadable"),
    ],
)
def test_a_command_that_stands_as_a_name_is_one_without_a_definition(
    claim: str, status: str
) -> None:
    report = check_text(f"{UNDEFINED}$${claim}$$")
    assert report.equations[-1].status == status


def test_words_beside_formulas_are_read_with_the_commands_written_out() -> None:
    text = r"""\newcommand{\mat}[1]{\mathbf{#1}}
$J = \frac{1}{2} w^\top \mat{S} w$ where $\mat{S}$ is symmetric.
$$\nabla_w J = \mat{S} w$$"""
    assert check_text(text).equations[-1].status == "right"
