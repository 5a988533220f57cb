"""What comments tell the checker; where lines stand in notebooks and in files that are taken in.

The expected verdicts are derivatives of squares, done by hand.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograd import check_file, check_text
from autograd.checking.report.result import Report

RIGHT = "$$L = w^2$$ $$dL/dw = 2 w$$"
WRONG = "$$dL/dw = 3 w$$"


def outcomes(report: Report) -> list[str]:
    return [e.outcome for e in report.equations]


# --- skip ---


def test_without_a_directive_the_planted_mistake_is_found() -> None:
    assert outcomes(check_text(f"{RIGHT}\n{WRONG}")) == ["definition", "right", "wrong"]


@pytest.mark.parametrize(
    "text",
    [
        f"{RIGHT}\n<!-- chainrule: skip -->\n{WRONG}",
        f"{RIGHT}\n{WRONG} <!-- chainrule: skip -->",
        f"{RIGHT}\n<!-- chainrule: skip begin -->\n{WRONG}\n{WRONG}\n<!-- chainrule: skip end -->",
        f"{RIGHT}\n\n<!-- chainrule:\nskip -->\n{WRONG}",
        f"{RIGHT}\n<!-- chainrule: skip -->\n```\ndL/dw = 3*w\ndL/dw = 4*w\n```",
    ],
)
def test_what_is_skipped_is_not_in_the_report(text: str) -> None:
    assert outcomes(check_text(text)) == ["definition", "right"]


def test_a_row_of_latex_is_skipped_by_the_comment_above_it_or_behind_it() -> None:
    rows = r"""\begin{align}
    L &= w^2 \\
    % chainrule: skip
    dL/dw &= 3 w \\
    dL/dw &= 4 w \\ % chainrule: skip
    dL/dw &= 2 w
    \end{align}"""
    assert outcomes(check_text(rows, kind="tex")) == ["definition", "right"]


# --- expected-wrong ---


def test_a_mistake_that_is_meant_is_no_failure_and_what_is_right_then_is_one() -> None:
    meant = check_text(f"{RIGHT}\n<!-- chainrule: expected-wrong -->\n{WRONG}")
    assert outcomes(meant) == ["definition", "right", "expected"]
    assert meant.ok
    assert "✓ wrong, as expected: 3 (line 3)" in str(meant)
    none = check_text("$$L = w^2$$\n<!-- chainrule: expected-wrong -->\n$$dL/dw = 2 w$$")
    assert outcomes(none) == ["definition", "unexpected"]
    assert not none.ok
    assert "✗ 2  not wrong, but expected to be, line 3" in str(none)


def test_meant_mistakes_do_not_make_the_rest_look_misread() -> None:
    """Five of six are wrong on purpose: the sixth, which is not, is still called wrong."""
    many = "\n".join([WRONG] * 5)
    text = (
        f"$$L = w^2$$\n<!-- chainrule: expected-wrong begin -->\n{many}\n"
        "<!-- chainrule: expected-wrong end -->\n$$dL/dw = 5 w$$"
    )
    assert outcomes(check_text(text)) == ["definition", *["expected"] * 5, "wrong"]


# --- scopes ---


SECTIONS = "# One\n$$L = w^2$$ $$a = 2 w$$ $$dL/dw = a$$\n# Two\n{}\n$$L = 3 w$$ $$dL/dw = a$$"


def test_a_section_that_is_a_scope_does_not_see_the_others() -> None:
    assert outcomes(check_text(SECTIONS.format("")))[-1] == "wrong"
    assert outcomes(check_text(SECTIONS.format("<!-- chainrule: scope -->")))[-1] == "unknown-name"


def test_subsections_belong_to_the_scope_and_each_section_may_be_one() -> None:
    text = "# Course\n<!-- chainrule: scope sections -->\n" + "".join(
        f"## Exercise {k}\n$$L = {k} w$$\n"
        f"### Solution\n```python\n# a comment\n```\n$$dL/dw = {k}$$\n"
        for k in (1, 2, 3)
    )
    assert outcomes(check_text(text)) == ["definition", "right"] * 3


# --- declare, use, macro ---


def test_a_function_that_is_declared_is_known() -> None:
    text = "$$L = g(w)$$ $$dL/dw = L (1 - L)$$"
    assert outcomes(check_text(text))[-1] != "right"
    assert outcomes(check_text(f"<!-- chainrule: declare g = sigmoid -->\n{text}"))[-1] == "right"
    assert outcomes(check_text(f"<!-- chainrule: declare g = tanh -->\n{text}"))[-1] == "wrong"


def test_a_vector_that_is_declared_needs_its_transpose() -> None:
    text = "$$z = w x$$ $$L = z^2$$ $$dL/dw = 2 z x$$"
    assert outcomes(check_text(text))[-1] == "right"
    told = check_text(f"<!-- chainrule: declare w: matrix(k, n); x: vector(n) -->\n{text}")
    assert outcomes(told)[-1] != "right"


def test_with_m_samples_the_mean_is_meant() -> None:
    loss = "$$z = w x$$ $$L = (z - y)^2$$ "
    mean = r"$$dL/dw = \frac{1}{m} 2 (z - y) x$$ $$dL/db = 0$$"
    assert outcomes(check_text(loss + mean))[2] == "right-if"
    told = check_text(f"<!-- chainrule: declare m samples -->\n{loss}{mean}")
    assert outcomes(told)[2] == "right"
    assert told.equations[2].members[1].note == "mean over m samples"


def test_definitions_of_another_file_are_used(tmp_path: Path) -> None:
    (tmp_path / "common.md").write_text("$$L = w^2$$ $$dL/dw = 77$$")
    notes = tmp_path / "notes.md"
    notes.write_text("<!-- chainrule: use common.md -->\n$$dL/dw = 2 w$$ $$dL/dw = 3 w$$")
    assert outcomes(check_file(notes)) == ["right", "wrong"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("nothing.md", "No such file"),
        ("../secret.md", "it leads out of the folder"),
        ("notes.md", "it uses this file in its turn"),
    ],
)
def test_a_file_that_cannot_be_used_is_told(tmp_path: Path, name: str, why: str) -> None:
    (tmp_path / "secret.md").write_text("$$L = w^2$$")
    notes = tmp_path / "in" / "notes.md"
    notes.parent.mkdir()
    notes.write_text(f"{RIGHT}\n\n<!-- chainrule: use {name} -->")
    report = check_file(notes)
    assert outcomes(report) == ["definition", "right", "unreadable"]
    assert why in report.equations[2].members[0].explanations[0].text


def test_a_macro_is_defined_in_a_comment() -> None:
    text = r"<!-- chainrule: macro \newcommand{\slope}[1]{\frac{dL}{d#1}} -->"
    assert outcomes(check_text(text + r"$$L = w^2$$ $$\slope{w} = 3 w$$")) == [
        "definition", "wrong"
    ]  # fmt: skip


# --- what is no directive ---


@pytest.mark.parametrize(
    ("comment", "why"),
    [
        ("chainrule: skp", "did you mean skip?"),
        ("chainrule: expect-wrong", "did you mean expected-wrong?"),
        ("chainrule: frobnicate", "there are skip, expected-wrong"),
        ("chainrule: skip these", "expected skip, skip begin, or skip end"),
        ("chainrule: skip begin", "it never ends"),
        ("chainrule: skip end", "nothing has begun"),
        ("chainrule: declare x", "expected x: vector(n)"),
        ("chainrule: declare x: vector", "expected vector(n)"),
        ("chainrule: declare x: tensor(n)", "expected scalar, vector(n) or matrix(n, d)"),
        ("chainrule: declare g = (", "expected"),
        ("chainrule: macro \\nothing", "expected macro"),
        ("chainrule:", "expected one of"),
        ("chainrule skip", "a colon is missing"),
    ],
)
@pytest.mark.parametrize("kind", ["md", "tex"])
def test_a_directive_that_is_none_is_told_with_its_line(comment: str, why: str, kind: str) -> None:
    written = f"% {comment}" if kind == "tex" else f"<!-- {comment} -->"
    report = check_text(f"{RIGHT}\n\n{written}\n", kind=kind)
    assert not report.ok
    (fault,) = [e for e in report.equations if e.id == "directive"]
    assert (fault.line, fault.status) == (3, "unreadable")
    assert why in fault.members[0].explanations[0].text


def test_a_directive_about_nothing_is_told() -> None:
    report = check_text(f"{RIGHT}\n\n<!-- chainrule: skip -->\nThe end.")
    assert "there is no equation after it" in str(report)


def test_other_comments_and_code_are_left_alone() -> None:
    text = f"{RIGHT}\n<!-- chainrule is a tool -->\n```html\n<!-- chainrule: skp -->\n```\n"
    assert check_text(text).ok


# --- where lines stand ---


def test_cells_of_a_notebook_are_named(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "source": ["# Squares\n", "$$L = w^2$$"]},
        {"cell_type": "code", "source": "dL/dw = 5 * w"},
        {"cell_type": "markdown", "source": "It is\n\n$$dL/dw = 3 w$$"},
    ]
    path = tmp_path / "lesson.ipynb"
    path.write_text(json.dumps({"cells": cells, "nbformat": 4}))
    report = check_file(path)
    assert outcomes(report) == ["definition", "wrong"]
    assert (report.equations[1].cell, report.equations[1].line) == (3, 3)
    assert "✗ 2  wrong, cell 3, line 3" in str(report)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"cells": 3}', '{"cells": [{}]}', "[" * 9999])
def test_what_is_no_notebook_is_a_value_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.ipynb"
    path.write_text(text)
    with pytest.raises(ValueError, match="not a notebook"):
        check_file(path)


def test_latex_takes_in_files_of_its_folder_and_none_from_outside(tmp_path: Path) -> None:
    book = tmp_path / "book"
    (book / "chapters").mkdir(parents=True)
    (book / "chapters" / "one.tex").write_text("% first\n$L = w^2$\n\\input{main}\n")
    (tmp_path / "out.tex").write_text("$L = 7 w$")
    main = book / "main.tex"
    main.write_text(
        "\\input{chapters/one}\n% \\input{nothing}\n\\input{../out}\n$dL/dw = 3 w$\n\\input{gone}\n"
    )
    report = check_file(main)
    first, second = report.equations
    assert (first.file, first.line, first.status) == ("chapters/one.tex", 2, "definition")
    assert (second.file, second.line, second.status) == ("", 4, "wrong")
    assert report.conventions == [
        "\\input{main} (chapters/one.tex, line 3) is not followed: it is taken in already",
        "\\input{../out} (line 3) is not followed: it leads out of the folder",
        "\\input{gone} (line 5) is not followed: there is none",
    ]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "out.tex").write_text("$L = 7 w$")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "link.tex").symlink_to(tmp_path / "out.tex")
    (folder / "main.tex").write_text("\\input{link}\n$L = w^2$\n$dL/dw = 2 w$")
    report = check_file(folder / "main.tex")
    assert outcomes(report) == ["definition", "right"]


def test_labels_name_equations_that_have_no_tag() -> None:
    text = r"\begin{align} L &= w^2 \label{eq:L} \\ dL/dw &= 2 w \label{eq:x} \tag{8-1} \end{align}"
    assert [e.id for e in check_text(text, kind="tex").equations] == ["eq:L", "8-1"]
