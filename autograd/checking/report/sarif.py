"""A report as SARIF 2.1.0 (OASIS), which code scanning and editors show beside the document."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from .findings import ERROR, LEVELS, WARNING, Finding, file_of, findings
from .outcomes import UNEXPECTED
from .result import (
    NO_POINT,
    RIGHT_IF,
    SET_ASIDE,
    UNKNOWN,
    UNREADABLE,
    WRONG,
    Report,
)

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
RULES = {
    WRONG: "An equation that is wrong",
    RIGHT_IF: "An equation that is right only under a condition",
    UNREADABLE: "An equation that could not be read",
    UNKNOWN: "An equation with a name of which nothing says what it is",
    NO_POINT: "An equation whose sides have no values at the same numbers",
    SET_ASIDE: "An equation about something else",
    UNEXPECTED: "An equation that is not wrong, but expected to be",
}


def as_sarif(*reports: Report, **_options: object) -> str:
    """Return one run with a result for each finding."""
    rules = [
        {
            "id": rule,
            "shortDescription": {"text": told},
            "defaultConfiguration": {"level": LEVELS.get(rule, WARNING)},
        }
        for rule, told in RULES.items()
    ]
    run: dict[str, Any] = {
        "tool": {"driver": {"name": "chainrule", "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(report, found) for report in reports for found in findings(report)],
    }
    if any(report.fault for report in reports):
        told = [_notification(report) for report in reports if report.fault]
        run["invocations"] = [{"executionSuccessful": False, "toolExecutionNotifications": told}]
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _notification(report: Report) -> dict[str, Any]:
    """Return what is said of a document that was not checked."""
    place = {"artifactLocation": {"uri": _address(report.source)}}
    return {
        "level": ERROR,
        "message": {"text": report.fault},
        "locations": [{"physicalLocation": place}] if report.source else [],
    }


def _result(report: Report, finding: Finding) -> dict[str, Any]:
    source, equation = file_of(report, finding.equation), finding.equation
    place: dict[str, Any] = {}
    if not equation.cell:  # the line of a cell is none of the file
        place["region"] = {"startLine": equation.line}
    if source:
        place["artifactLocation"] = {"uri": _address(source)}
    return {
        "ruleId": finding.status,
        "ruleIndex": list(RULES).index(finding.status),
        "level": finding.level,
        "message": {"text": finding.text},
        "locations": [{"physicalLocation": place}] if source else [],
    }


def _address(source: str) -> str:
    """Return a path as a URI: relative, or of a file."""
    path = PurePath(source)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
