"""The four ways to write a report say the same."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from mistakes import MISTAKES, SIGMOID

from autograd.checking import check_text
from autograd.checking.report import FORMATS, as_html, as_json, as_markdown, as_text
from autograd.checking.report.result import Report

CLAIMS = r"""
$$\frac{\partial L}{\partial z_2} = a_2 - y \tag{good}$$
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
        "✓ good  right",
        "✗ slip  wrong",
        "~ if  right only if m = 1",
        "? unknown  uses an unknown name",
        "? unread  could not be read",
        "because the factor a_1 is missing",
        "right only if m = 1",
        "ratio",
    ):
        assert said in text
    assert re.search(r"put right: \(\s*a_2 - y *\) a_1", text)
    assert "5 equations judged, 1 right." in text


def test_text_is_legible_without_colour_and_narrow(report: Report) -> None:
    for text in (as_text(report), *(as_text(check_text(m.text)) for m in MISTAKES[::5])):
        assert "\x1b" not in text
        assert max(map(len, text.splitlines())) <= 80


def test_long_formula_is_folded_in_text() -> None:
    long = " + ".join(["(a_2 - y)"] * 41) + " - 40 (a_2 - y)"
    text = as_text(check_text(SIGMOID + rf"$$\frac{{\partial L}}{{\partial z_2}} = {long}$$"))
    assert " ".join(text.split()).count("(a_2 - y)") == 42
    assert "1 right" in text
    assert max(map(len, text.splitlines())) <= 80


def test_markdown_has_a_row_for_each_equation_and_a_block_for_each_mistake(report: Report) -> None:
    text = as_markdown(report)
    rows = re.findall(r"^\| ([^|]+) \| (\d+) \| (.+) \|$", text, re.MULTILINE)
    assert [row[0] for row in rows] == [e.id for e in report.equations]
    assert [int(row[1]) for row in rows] == [e.line for e in report.equations]
    assert re.findall(r"^### (.+)$", text, re.MULTILINE) == ["slip", "if", "unknown", "unread"]
    assert text.count("```") == 8
    assert "the factor a_1 is missing" in text


def test_html_is_well_formed_and_escapes(report: Report) -> None:
    page = as_html(report)
    nesting = parsed(page)
    assert nesting.open == []
    assert nesting.tags.count("article") == len(report.equations)
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
    assert body in as_html(report)


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


def test_every_format_is_listed(report: Report) -> None:
    assert set(FORMATS) == {"text", "json", "md", "html"}
    assert len({write(report) for write in FORMATS.values()}) == 4


@pytest.mark.parametrize("write", FORMATS.values(), ids=FORMATS)
def test_empty_report_can_be_written(write: object) -> None:
    assert callable(write)
    assert write(Report([]))
