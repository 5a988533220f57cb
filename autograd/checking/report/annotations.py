"""A report as GitHub's annotations: one line for each finding, which GitHub shows at its equation.

See "Workflow commands for GitHub Actions", docs.github.com.
"""

from __future__ import annotations

from .findings import NOTE, Finding, findings
from .result import Report

LARGEST = 64 * 1024  # characters of an annotation, as GitHub has it


def as_annotations(report: Report, **_options: object) -> str:
    """Return the lines `::error file=notes.md,line=17,title=8-16: wrong::...`."""
    return "".join(f"{_line(report.source, finding)}\n" for finding in findings(report))


def _line(source: str, finding: Finding) -> str:
    command = "notice" if finding.level == NOTE else finding.level
    places = {"file": source, "line": str(finding.equation.line), "title": finding.title}
    told = ",".join(f"{key}={_property(value)}" for key, value in places.items() if value)
    message = _data("\n".join(finding.lines) or finding.title)
    return f"::{command} {told}::{message[:LARGEST]}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
