"""The ways to write a report say the same."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from mistakes import MISTAKES, SIGMOID

from autograd.checking import check_text
from autograd.checking.report import FORMATS, as_html, as_json, as_markdown, as_text
from autograd.checking.report.result import (
    DEFINITION,
    NO_POINT,
    RIGHT,
    SAYS_NOTHING,
    SET_ASIDE,
    UNKNOWN,
    UNREADABLE,
    WRONG,
    Equation,
    Member,
    NameRow,
    Report,
)

CLAIMS = r"""
$$\frac{\partial L}{\partial z_2} = a_2 - y = -(y - a_2) = -y + a_2 \tag{good}$$
$$\frac{\partial L}{\partial w_2} = a_2 - y \tag{slip}$$
$$\frac{\partial L}{\partial b_2} = \frac{1}{m}(a_2 - y) \tag{if}$$
$$\frac{\partial L}{\partial a_1} = w_9 (a_2 - y) \tag{unknown}$$
$$\frac{\partial L}{\partial a_1} = w_2 (a_2 - ) < 3 \tag{unread}$$
$$x \to z_1 \tag{order}$$
"""
VOID = {"meta", "link", "br", "hr"}


@pytest.fixture(scope="module")
def report() -> Report:
    return check_text(SIGMOID + CLAIMS)


class Nesting(HTMLParser):
    """Check that what is opened is closed, in order, and gather the text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs)
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def parsed(page: str) -> Nesting:
    nesting = Nesting()
    nesting.feed(page)
    nesting.close()
    return nesting


def test_text_says_what_is_wrong_and_how_to_put_it_right(report: Report) -> None:
    text = as_text(report)
    assert str(report) == text
    for said in (
        "✓ right: good (line",
        "✗ slip  wrong",
        "~ if  right only if m = 1",
        "? cannot be judged: w_9 is not a name",
        "concerns unknown (line",
        "? could not be read: ",
        "because the factor a_1 is missing",
        "right only if m = 1",
        "ratio",
    ):
        assert said in text
    assert re.search(r"put right: a_1 \(\s*a_2 - y *\)", text)
    counts = "3 equations judged: 1 right, 1 wrong, 1 right only under a condition, 1 could not be"
    assert counts in " ".join(text.split())


def test_text_is_legible_without_colour_and_narrow(report: Report) -> None:
    reports = [report, *(check_text(m.text) for m in MISTAKES[::5])]
    for width in (60, 80):
        for text in (as_text(r, everything=True, width=width) for r in reports):
            assert "\x1b" not in text
            assert max(map(len, text.splitlines())) <= width


def test_long_formula_is_folded_in_text() -> None:
    long = " + ".join(["(a_2 - y)"] * 41) + " - 40 (a_2 - y)"
    found = check_text(SIGMOID + rf"$$\frac{{\partial L}}{{\partial z_2}} = {long}$$")
    text = as_text(found, everything=True)
    assert " ".join(text.split()).count("(a_2 - y)") == 42
    assert "1 right" in text
    assert max(map(len, text.splitlines())) <= 80


def test_markdown_has_a_row_for_each_equation_and_a_block_for_each_mistake(report: Report) -> None:
    text = as_markdown(report)
    rows = re.findall(r"^\| ([^|]+) \| (\d+) \| (.+) \|$", text, re.MULTILINE)
    assert [row[0] for row in rows] == ["good", "slip", "if", "unknown", "unread"]
    assert [int(row[1]) for row in rows] == [e.line for e in report.equations[-6:-1]]
    whole = as_markdown(report, everything=True)
    assert all(f"| {e.line} | · a definition |" in whole for e in report.equations[:5])
    assert re.findall(r"^### (.+)$", text, re.MULTILINE) == ["slip", "if"]
    assert text.count("```") == 6
    assert r"* ? cannot be judged: w\_9 is not a name" in text
    assert "the factor a_1 is missing" in text


def test_html_is_well_formed_and_escapes(report: Report) -> None:
    page = as_html(report)
    nesting = parsed(page)
    assert nesting.open == []
    assert nesting.tags.count("article") == len(report.equations) - 2
    assert nesting.tags.count("section") == 2  # what keeps those two from a verdict
    assert "the factor a_1 is missing" in nesting.text
    assert page.startswith("<!doctype html>")
    assert "http" not in page


def test_html_lets_no_markup_of_the_document_through() -> None:
    text = (
        SIGMOID
        + r"$$\frac{\partial L}{\partial z_2} = \text{<script>alert(1)</script>} + (\tag{<b>}$$"
    )
    report = check_text(text)
    report.source = "<i>.md"
    for page in (as_html(report), report._repr_html_()):
        nesting = parsed(page)
        assert nesting.open == []
        assert not {"script", "b", "i"} & set(nesting.tags)
        assert "<i>.md" in nesting.text


def test_notebook_gets_the_body_alone(report: Report) -> None:
    body = report._repr_html_()
    assert "<html" not in body
    assert body.partition("</style>\n")[2] in as_html(report)


def test_json_round_trips_and_is_complete(report: Report) -> None:
    plain = json.loads(as_json(report))
    assert plain == json.loads(json.dumps(report.to_dict()))
    assert plain["ok"] is False
    assert plain["version"] == 1
    assert [e["status"] for e in plain["equations"]] == [e.status for e in report.equations]
    slip = next(e for e in plain["equations"] if e["id"] == "slip")
    assert slip["breaks_at"] == 1
    explanation = slip["members"][-1]["explanations"][0]
    assert explanation["kind"] == "missing factor"
    witness = slip["members"][-1]["witness"]
    assert set(witness["leaves"]) == {"w_1", "b_1", "w_2", "b_2", "x", "y"}
    assert witness["claimed"] != pytest.approx(witness["true"])


# --- what a long note needs ---


def equations(*statuses: str, **more: Any) -> list[Equation]:
    """Return equations L = x with such statuses of their right side."""
    return [
        Equation(str(n), "L = x", n, [Member("L", "L", RIGHT), Member("x", "x", s, "=", **more)])
        for n, s in enumerate(statuses, 1)
    ]


def test_what_keeps_claims_from_being_judged_is_told_once_with_what_would_say_it() -> None:
    report = Report([*equations(UNKNOWN, UNKNOWN, UNKNOWN, needs=("CE",)), *equations(RIGHT)])
    for told in (as_text(report), as_markdown(report), parsed(as_html(report)).text):
        assert told.count("what CE is is not said") == 1
        assert "a line such as CE = ... would say it" in told
        assert "concerns 1 (line 1), 2 (line 2), 3 (line 3)" in told


def test_a_long_note_has_a_short_report_with_what_is_wrong_first() -> None:
    report = Report(equations(*[RIGHT] * 90, *[SET_ASIDE] * 40, *[UNKNOWN] * 30, WRONG))
    lines = as_text(report).splitlines()
    assert lines[0] == "91 equations judged: 90 right, 1 wrong, 30 cannot be judged, 40 set aside."
    assert lines[2].startswith("✗ 161  wrong")
    assert len(lines) < 50
    assert len(as_text(report, everything=True).splitlines()) > 160


def test_what_was_chosen_is_said_and_samples_only_where_they_matter() -> None:
    report = Report(equations(RIGHT), conventions=["samples are rows"])
    report.readings = {"per sample": 1, "sum": 1, "mean": 0}
    for told in map(str, (as_text(report), as_markdown(report), as_html(report))):
        assert "Samples are rows." in told
        assert "sample," not in told
    report.readings["mean"] = 4
    assert "for the mean over samples 4" in " ".join(as_text(report).split())


def test_report_is_ok_only_if_something_was_judged_and_nothing_fails() -> None:
    assert Report(equations(RIGHT, SET_ASIDE, SAYS_NOTHING)).ok
    assert not Report(equations(SET_ASIDE, SAYS_NOTHING, DEFINITION)).ok
    assert not Report([]).ok
    for status in (WRONG, UNREADABLE, UNKNOWN, NO_POINT):
        assert not Report(equations(RIGHT, status)).ok, status
    assert [e.id for e in Report(equations(RIGHT, SET_ASIDE)).set_aside] == ["2"]


def test_wrong_number_behind_a_definition_is_the_status_of_the_equation() -> None:
    (equation,) = equations(WRONG)
    equation.members[:0] = [Member("z", "z", DEFINITION), Member("w x", "w x", DEFINITION)]
    assert equation.status == WRONG


def test_note_says_in_what_sense_a_claim_is_right() -> None:
    report = Report([*equations(RIGHT), *equations(RIGHT, note="for any loss")])
    assert "✓ right, for any loss: 1 (line 1)" in as_text(report)


def test_title_of_a_page_is_no_path() -> None:
    assert "<title>n.md: derivation check</title>" in as_html(Report([], source="/home/me/n.md"))


def test_names_are_told_with_role_shape_and_indices() -> None:
    rows = [NameRow("W", "a matrix", "n x d", ("i", "j")), NameRow(r"\beta", "a number")]
    assert Report([], names=rows).render("names").splitlines() == [
        "name   role      shape  indices",
        "W      a matrix  n x d  i, j",
        r"\beta  a number",
    ]


def test_every_format_is_listed(report: Report) -> None:
    assert set(FORMATS) == {"text", "json", "md", "html", "github", "junit", "sarif"}
    assert len({write(report) for write in FORMATS.values()}) == 7


@pytest.mark.parametrize("write", FORMATS.values(), ids=FORMATS)
def test_empty_report_can_be_written(write: object) -> None:
    assert callable(write)
    assert isinstance(write(Report([])), str)
