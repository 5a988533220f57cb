r"""Notes as other people write them: each equation is judged as a careful reader would.

The notes stand in `data/notes`: lecture notes, blog posts, code; Chinese text, tables, fences,
inline maths, plain lines, boxes, cases, arrows.  Their right formulas are derived by hand, their
wrong ones have one slip each.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from reports import report_of

from autograd.checking import check_file
from autograd.checking.report.result import Equation, Report

NOTES = Path(__file__).parent / "data" / "notes"
STATUSES = {
    "d": "definition", "r": "right", "c": "right-if", "w": "wrong", "u": "unreadable",
    "a": "assignment", "?": "unknown-name", "n": "no-valid-point",
}  # fmt: skip
EXPECTED = {
    "accents.md": "dddd rr w:extra_factor",  # b is no factor of dE/db
    "align.tex": "ddd rrr",
    "arrows.md": "ddd rrr w n",  # (1 - a) for (1 - a^2); a value at a point
    "batch.md": "ddd rr c",  # 1/m is missing
    "bishop.md": "dddddd rrrrr ?",  # there is no z_2
    "bold.md": "ddd r w:sign",  # a (1 + a)
    "braces.md": "dddd d d rr",
    "cases.md": "ddd rr w",  # the slope of a relu for that of a leaky one
    "chinese.md": "ddddd rrr w:missing_factor",  # x
    "code.md": "ddd rrr w:extra_factor",  # b
    "code.txt": "ddd rrrr",
    "delta.md": "ddd rrrr",
    "dz.md": "ddd rrrrr w:wrong_name a",  # x_2 for x_1
    "gated.md": "dddd rrr w:missing_factor",  # r
    "gates.txt": "dd rrr w:wrong_name|other_derivative",  # q for z
    "hypothesis.md": "dd rr a",
    "inline.md": "dddd rrr w:sign",
    "leibniz.md": "ddd r w:derivative",  # sin(v) for sin'(v)
    "markdown.md": "dd rrr w:missing_factor r",  # w
    "mse.md": "dd rr w:sign",
    "nabla.md": "ddd rrr w",  # (1 - h) for (1 - h^2)
    "nielsen.md": "ddddd rrrr w:wrong_name",  # a_2 for a_1
    "numbers.md": "ddddddd rrrr w:arithmetic",  # dL/db for dL/dw
    "operators.md": "ddd rrrr w:wrong_name|other_derivative",  # w for x
    "plain.txt": "ddd rrr w:extra_factor",  # b
    "regulariser.md": "dd r w:one_path w:constant_factor",  # no penalty; twice of it
    "relu.md": "dddd rrr w",  # relu'(z) is missing
    "residual.md": "ddd r w r",  # the path around is missing
    "shared.md": "ddd r w:one_path",
    "softmax.md": "ddd rr c r w:sign",  # p_1 - y_1 needs targets that add up to 1
    "softplus.md": "ddd rr r",  # a second derivative
    "tables.md": "ddd rr w r",  # (1 - a)^2 for 1 - a^2
    "tanh.md": "ddd rrr w:wrong_name",  # h for h_0
    "text.md": "dd r d r",
    "underbrace.md": "ddd rr w:derivative|missing_factor",  # sigma(z) for sigma'(z)
    "unicode.md": "ddd rr w:extra_factor",  # b
    "updates.md": "ddd aaa r w:sign",
}  # fmt: skip


def outcomes(report: Report) -> list[tuple[str, str]]:
    """Return the status of each equation and the kind of what is told of it first."""
    return [
        (
            equation.status,
            next((e.kind for m in equation.members for e in m.explanations), ""),
        )
        for equation in report.equations
    ]


def wanted(code: str) -> list[tuple[str, list[str]]]:
    """Return the status of each equation and the kinds that may be told; [] is any."""
    found: list[tuple[str, list[str]]] = []
    for word in code.split():
        letters, _, kinds = word.partition(":")
        allowed = kinds.replace("_", " ").split("|") if kinds else []
        found += [(STATUSES[letter], allowed) for letter in letters]
    return found


def test_every_note_has_an_expectation() -> None:
    assert sorted(EXPECTED) == sorted(path.name for path in NOTES.iterdir())


@pytest.mark.parametrize(("name", "code"), EXPECTED.items(), ids=EXPECTED)
def test_note_is_judged_as_by_hand(name: str, code: str) -> None:
    report = report_of(NOTES / name)
    found, expected = outcomes(report), wanted(code)
    assert [status for status, _ in found] == [status for status, _ in expected]
    for (status, kind), (_, allowed) in zip(found, expected, strict=True):
        assert not allowed or kind in allowed, (status, kind)


def mended(text: str, equation: Equation) -> str:
    """Return the text with the first repair of an equation put in; as it is if there is none."""
    for member in equation.members:
        repair = next((e.repair for e in member.explanations), "")
        if repair:
            before, found, after = equation.latex.rpartition(member.text)
            assert found
            lines = text.splitlines(keepends=True)[: equation.line - 1]
            place = text.index(equation.latex, len("".join(lines)))
            rest = text[place + len(equation.latex) :]
            return text[:place] + before + repair + after + rest
    return text


@pytest.mark.parametrize("name", EXPECTED)
def test_note_with_the_repairs_put_in_has_nothing_wrong_with_them(
    name: str, tmp_path: Path
) -> None:
    report = report_of(NOTES / name)
    text = original = (NOTES / name).read_text(encoding="utf-8")
    for equation in report.equations:
        if equation.status in ("wrong", "right-if"):
            text = mended(text, equation)
    (tmp_path / name).write_text(text, encoding="utf-8")
    again = check_file(tmp_path / name)
    for before, after in zip(report.equations, again.equations, strict=True):
        repaired = mended(original, before) != original
        assert (after.status == "right") if repaired else (after.status == before.status)
