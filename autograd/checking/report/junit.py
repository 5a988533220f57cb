"""A report as JUnit's XML, which every CI server shows: each judged equation is a test case.

What is wrong is a failure, what cannot be judged an error, what is about something else skipped.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from .findings import Finding, findings
from .result import RIGHT, RIGHT_IF, SET_ASIDE, WRONG, Report

KINDS = {WRONG: "failure", RIGHT_IF: "failure", SET_ASIDE: "skipped"}
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, even escaped."""


def as_junit(report: Report, **_options: object) -> str:
    """Return one test suite for the document."""
    found = {id(finding.equation): finding for finding in findings(report)}
    cases = [e for e in report.equations if e.status == RIGHT or id(e) in found]
    kinds = [KINDS.get(finding.status, "error") for finding in found.values()]
    counts = {
        "tests": len(cases),
        "failures": kinds.count("failure"),
        "errors": kinds.count("error"),
        "skipped": kinds.count("skipped"),
    }
    numbers = {name: str(count) for name, count in counts.items()}
    suites = Element("testsuites", numbers)
    suite = SubElement(suites, "testsuite", {"name": _plain(report.source or "-"), **numbers})
    for equation in cases:
        place = {"file": _plain(report.source), "line": str(equation.line)}
        name = _plain(f"{equation.id} (line {equation.line})")
        case = SubElement(suite, "testcase", {"classname": suite.get("name", ""), "name": name})
        for key, value in place.items():
            case.set(key, value)
        case.set("time", "0")
        if finding := found.get(id(equation)):
            _result(case, finding)
    indent(suites)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(suites, encoding="unicode")}\n'


def _result(case: Element, finding: Finding) -> None:
    kind = KINDS.get(finding.status, "error")
    result = SubElement(case, kind, {"message": _plain(finding.title)})
    if kind != "skipped":
        result.set("type", finding.status)
        result.text = _plain(finding.text)


def _plain(text: str) -> str:
    return FORBIDDEN.sub("\ufffd", text)
