"""Reports that several tests look at: each document is checked once in a process."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from autograd.checking import check_file, check_text
from autograd.checking.report.result import Report


@cache
def report_of(given: str | Path) -> Report:
    """Return the report of a file or of a text, to be read and not to be changed."""
    return check_file(given) if isinstance(given, Path) else check_text(given)
