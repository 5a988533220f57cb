"""What CI is told of a report: GitHub's annotations, JUnit's XML, SARIF."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from autograd.checking.report import FORMATS
from autograd.checking.report.findings import findings
from autograd.checking.report.result import (
    DEFINITION,
    RIGHT,
    RIGHT_IF,
    SET_ASIDE,
    UNKNOWN,
    UNREADABLE,
    WRONG,
    Equation,
    Explanation,
    Member,
    Repair,
    Report,
)
from chainrule.commands import main


def equation(
    name: str, line: int, status: str, *explanations: Explanation, **more: str
) -> Equation:
    left = Member("dL/dw", "dL/dw", RIGHT if status != UNREADABLE else status)
    right = Member("a b", "a * b", status, "=", explanations=list(explanations), **more)  # type: ignore[arg-type]
    return Equation(name, "dL/dw = a b", line, [left, right])


@pytest.fixture
def report() -> Report:
    slip = Explanation("missing factor", "the factor a_1 is missing", "a_1 a b")
    forward = Explanation("forward pass", "it is right once the forward pass is put right")
    return Report(
        [
            equation("1", 3, DEFINITION),
            equation("2", 4, RIGHT),
            equation("8-14", 5, WRONG, slip),
            equation("50%, a:b", 6, RIGHT_IF, condition="m = 1"),
            equation("5", 7, UNREADABLE, Explanation("", "a * b\n  ^\nexpected a factor")),
            equation("6", 8, SET_ASIDE),
            equation("7", 9, WRONG, forward),
        ],
        repairs=[Repair("z = w x", "z = w a", 1, 2, 3)],
        source="my notes/a,b.md",
    )


def test_findings_are_what_is_to_be_looked_at(report: Report) -> None:
    told = [(one.equation.line, one.level, one.title) for one in findings(report)]
    assert told == [
        (5, "error", "8-14: wrong"),
        (6, "warning", "50%, a:b: right only if m = 1"),
        (7, "warning", "5: could not be read"),
        (8, "note", "6: set aside: not about this derivation"),
        (9, "error", "7: wrong"),
    ]


def test_a_finding_says_why_and_how_it_is_put_right(report: Report) -> None:
    first, *_, last = findings(report)
    assert first.lines == ["a * b", "because the factor a_1 is missing", "put right: a_1 a b"]
    assert last.lines[-1] == "forward pass: z = w a, not z = w x"


def test_a_name_that_nothing_explains_is_asked_for() -> None:
    member = Member("q", "q", UNKNOWN, "=", needs=("q",))
    (found,) = findings(Report([Equation("1", "L = q", 2, [Member("L", "L", RIGHT), member])]))
    assert found.lines[-1] == "a line such as q = ... would say it"


# --- GitHub ---


def test_annotations_are_lines_that_github_reads(report: Report) -> None:
    """Escaped as actions/toolkit's command.ts does: % CR LF, and : , in properties."""
    first, second, third, fourth, _ = FORMATS["github"](report).splitlines()
    assert first == (
        "::error file=my notes/a%2Cb.md,line=5,title=8-14%3A wrong::"
        "a * b%0Abecause the factor a_1 is missing%0Aput right: a_1 a b"
    )
    assert second.startswith(
        "::warning file=my notes/a%2Cb.md,line=6,title=50%25%2C a%3Ab%3A right"
    )
    assert third.count("%0A") >= 3
    assert fourth.startswith("::notice ")


def test_without_a_finding_there_is_no_annotation() -> None:
    assert FORMATS["github"](Report([equation("1", 2, RIGHT)])) == ""


# --- JUnit ---


def test_junit_counts_what_it_holds(report: Report) -> None:
    suites = ElementTree.fromstring(FORMATS["junit"](report).encode())
    (suite,) = suites
    for element in (suites, suite):
        counts = {name: int(element.get(name, "-1")) for name in
                  ("tests", "failures", "errors", "skipped")}  # fmt: skip
        assert counts == {"tests": 6, "failures": 3, "errors": 1, "skipped": 1}
    assert len(suite.findall("testcase")) == 6
    assert len(suite.findall("testcase/failure")) == 3
    assert len(suite.findall("testcase/error")) == 1
    assert len(suite.findall("testcase/skipped")) == 1
    case = suite.findall("testcase")[1]
    assert (case.get("name"), case.get("line")) == ("8-14 (line 5)", "5")
    failure = case.find("failure")
    assert failure is not None
    assert failure.get("type") == "wrong"
    assert "the factor a_1 is missing" in str(failure.text)


def test_junit_holds_any_text() -> None:
    odd = equation("<&\x00\x1b\ud800>", 1, WRONG, Explanation("", "a\x0cb ]]> \uffff"))
    ElementTree.fromstring(FORMATS["junit"](Report([odd], source='"q"')))


def test_junitparser_reads_it(report: Report, tmp_path: Path) -> None:
    junitparser = pytest.importorskip("junitparser")
    file = tmp_path / "report.xml"
    file.write_text(FORMATS["junit"](report), encoding="utf-8")
    read = junitparser.JUnitXml.fromfile(str(file))
    assert (read.tests, read.failures, read.errors, read.skipped) == (6, 3, 1, 1)


# --- SARIF ---


def test_sarif_has_what_the_standard_requires(report: Report) -> None:
    """SARIF 2.1.0: 3.13 the log, 3.14 runs, 3.27 results with a message, 3.49 rules with an id."""
    log = json.loads(FORMATS["sarif"](report))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [result["level"] for result in run["results"]] == [
        "error", "warning", "warning", "note", "error"
    ]  # fmt: skip
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        (place,) = result["locations"]
        where = place["physicalLocation"]
        assert where["region"]["startLine"] >= 1
        assert unquote(where["artifactLocation"]["uri"]) == "my notes/a,b.md"
        assert " " not in where["artifactLocation"]["uri"]


def test_sarif_of_an_absolute_path_is_a_file() -> None:
    report = Report([equation("1", 2, WRONG)], source=str(Path("/a b.md").absolute()))
    (result,) = json.loads(FORMATS["sarif"](report))["runs"][0]["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.startswith("file:///")
    assert uri.endswith("a%20b.md")


# --- the command ---


@pytest.mark.parametrize("form", ["github", "junit", "sarif"])
def test_the_command_writes_it_and_its_exit_code_stays(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("right.md").write_text("$$L = w^2$$\n\n$$\\frac{dL}{dw} = 2 w$$\n")
    Path("wrong.md").write_text("$$L = w^2$$\n\n$$\\frac{dL}{dw} = 3 w$$\n")
    assert main(["check", "right.md", "--format", form]) == 0
    quiet = capsys.readouterr().out
    assert main(["check", "wrong.md", "-f", form]) == 1
    out = capsys.readouterr().out
    assert "wrong.md" in out
    assert "error" in out or "failure" in out
    assert quiet != out
