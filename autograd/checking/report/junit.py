"""A report as JUnit's XML, which every CI server shows: each judged equation is a test case.

What is wrong is a failure, what cannot be judged an error, what is about something else skipped.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from .findings import Finding, file_of, findings
from .outcomes import EXPECTED, UNEXPECTED
from .result import RIGHT, RIGHT_IF, SET_ASIDE, WRONG, Report
from .words import stands_at

KINDS = {WRONG: "failure", RIGHT_IF: "failure", UNEXPECTED: "failure", SET_ASIDE: "skipped"}
COUNTS = {"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, even escaped."""


def as_junit(*reports: Report, **_options: object) -> str:
    """Return one test suite for each document."""
    suites = Element("testsuites")
    for report in reports:
        _add_suite(suites, report)
    for element in (suites, *suites):
        for name, tag in COUNTS.items():
            element.set(name, str(len(list(element.iter(tag)))))
    indent(suites)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(suites, encoding="unicode")}\n'


def _add_suite(suites: Element, report: Report) -> None:
    found = {id(finding.equation): finding for finding in findings(report)}
    suite = SubElement(suites, "testsuite", {"name": _plain(report.source or "-")})
    name = suite.get("name", "")
    if report.fault:
        case = SubElement(suite, "testcase", {"classname": name, "name": "is read", "time": "0"})
        SubElement(case, "error", {"message": _plain(report.fault), "type": "unreadable"})
    for equation in report.equations:
        if equation.outcome not in (RIGHT, EXPECTED) and id(equation) not in found:
            continue
        told = {"classname": name, "name": _plain(f"{equation.id} ({stands_at(equation)})")}
        case = SubElement(suite, "testcase", told)
        case.set("file", _plain(file_of(report, equation)))
        case.set("line", str(equation.line))
        case.set("time", "0")
        if finding := found.get(id(equation)):
            _result(case, finding)


def _result(case: Element, finding: Finding) -> None:
    kind = KINDS.get(finding.status, "error")
    result = SubElement(case, kind, {"message": _plain(finding.title)})
    if kind != "skipped":
        result.set("type", finding.status)
        result.text = _plain(finding.text)


def _plain(text: str) -> str:
    return FORBIDDEN.sub("\ufffd", text)
