"""Write a report: as text, Markdown, HTML or JSON; for CI as annotations, JUnit or SARIF.

What is said stands in `words`, once for all; the others only arrange it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from .annotations import as_annotations
from .junit import as_junit
from .markdown import as_markdown
from .page import as_fragment, as_html
from .result import WRITERS, Report
from .sarif import as_sarif
from .text import as_names, as_text

__all__ = ["FORMATS", "as_fragment", "as_html", "as_json", "as_markdown", "as_text"]


def as_json(report: Report, **_options: Any) -> str:
    """Return the report as JSON, which always holds everything."""
    return json.dumps(report.to_dict(), ensure_ascii=False, indent=2) + "\n"


FORMATS: dict[str, Callable[..., str]] = {
    "text": as_text,
    "json": as_json,
    "md": as_markdown,
    "html": as_html,
    "github": as_annotations,
    "junit": as_junit,
    "sarif": as_sarif,
}
WRITERS.update(FORMATS, fragment=as_fragment, names=as_names)


def as_json_of_many(reports: Sequence[Report]) -> str:
    """Return the reports as JSON: {"version": 1, "ok": ..., "files": [...]}."""
    ok = bool(reports) and all(report.ok for report in reports)
    whole = {"version": 1, "ok": ok, "files": [report.to_dict() for report in reports]}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


WRITERS_OF_MANY: dict[str, Callable[[Sequence[Report]], str]] = {
    "json": as_json_of_many,
    "md": lambda reports: "\n".join(map(as_markdown, reports)),
    "html": lambda reports: as_html(*reports),
    "github": lambda reports: as_annotations(*reports),
    "junit": lambda reports: as_junit(*reports),
    "sarif": lambda reports: as_sarif(*reports),
}
"""What writes several reports in one."""
