"""A report as GitHub's annotations: one line for each finding, which GitHub shows at its equation.

See "Workflow commands for GitHub Actions", docs.github.com.
"""

from __future__ import annotations

from .findings import ERROR, NOTE, Finding, file_of, findings
from .result import Report

LARGEST = 64 * 1024  # characters of an annotation, as GitHub has it


def as_annotations(*reports: Report, **_options: object) -> str:
    """Return the lines `::error file=notes.md,line=17,title=8-16: wrong::...`."""
    lines = []
    for report in reports:
        if report.fault:
            lines.append(_line(ERROR, report.fault, file=report.source, title="not checked"))
        lines += [_told(report, finding) for finding in findings(report)]
    return "".join(f"{line}\n" for line in lines)


def _told(report: Report, finding: Finding) -> str:
    """A line of a file; the cells of a notebook have no lines that GitHub could show."""
    equation = finding.equation
    return _line(
        "notice" if finding.level == NOTE else finding.level,
        "\n".join(finding.lines) or finding.title,
        file=file_of(report, equation),
        line="" if equation.cell else str(equation.line),
        title=finding.title,
    )


def _line(command: str, message: str, **places: str) -> str:
    told = ",".join(f"{key}={_property(value)}" for key, value in places.items() if value)
    return f"::{command} {told}::{_data(message)[:LARGEST]}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
