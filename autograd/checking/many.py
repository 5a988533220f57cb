"""Check many files: one that cannot be read is a report as well."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from .judging.documents import check_document
from .processes import each
from .reading.document import read_file
from .reading.sources import source_of
from .report import WRITERS_OF_MANY
from .report.result import Report
from .time_limit import limited

NO_EQUATION = "no equation was found in it"


class Reports(list[Report]):
    """The reports of several documents, in order."""

    @property
    def ok(self) -> bool:
        """Whether there is one at least, and all of them are ok."""
        return bool(self) and all(report.ok for report in self)

    def render(self, form: str) -> str:
        """Return the reports as one "json", "md", "html", "github", "junit" or "sarif"."""
        return WRITERS_OF_MANY[form](self)


def check_paths(
    paths: Iterable[str | Path],
    jobs: int,
    on_report: Callable[[], object] | None,
    timeout: float,
) -> Reports:
    """Check files; see `autograd.check_files`."""
    files = [str(path) for path in dict.fromkeys(paths)]
    parts = taken_in(files)
    files = [file for file in files if Path(file).resolve() not in parts]
    work = partial(limited, timeout, report_of, partial(_late, timeout))
    return Reports(each(work, files, jobs, _lost, on_report))


def report_of(path: str) -> Report:
    """Return the report of a file, be it that it cannot be read."""
    try:
        report = check_document(read_file(Path(path)))
    except Exception as error:
        return Report([], source=path, fault=fault_of(error, path))
    report.source = path
    if not report.equations:
        report.fault = NO_EQUATION
    return report


def fault_of(error: Exception, path: str) -> str:
    """Return why a file cannot be worked with."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    if isinstance(error, (MemoryError, RecursionError)):
        return "there is not enough memory for it"
    if isinstance(error, ValueError):
        return str(error).removeprefix(f"{path}: ")
    return f"a mistake of chainrule's own, please report it: {error!r:.200}"


def _lost(path: str) -> Report:
    return Report([], source=path, fault="the process that checked it was killed")


def _late(seconds: float, path: str) -> Report:
    return Report([], source=path, fault=f"took longer than {seconds:g} s; not checked")


def taken_in(files: Sequence[str]) -> set[Path]:
    r"""Return the files that another one takes in by \input: they are checked as parts of it."""
    found: set[Path] = set()
    for file in files:
        if file.endswith(".tex"):
            try:
                found.update(source_of(Path(file)).taken)
            except (OSError, ValueError):
                continue
    return found
