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
