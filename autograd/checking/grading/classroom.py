"""Mark a class: many homeworks against one key, as a table, as CSV, as pages."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from ..many import fault_of
from ..processes import each
from ..reading.document import read_document, read_file
from ..report.result import Report
from ..time_limit import limited
from .key import Key
from .marker import marked
from .marks import Mark, Marks, number
from .pages import page_of

NO_EQUATION = "no equation was found in it"


class ClassMarks(list[Marks]):
    """The marks of a class, in the order of its files."""

    def __init__(self, marks: Sequence[Marks], key: Key) -> None:
        super().__init__(marks)
        self.key = key

    def to_csv(self) -> str:
        """Return a row for each student and a column for each question."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        names = [question.name for question in self.key.questions]
        writer.writerow(["student", "points", "of", *map(_harmless, names), "remarks"])
        for marks in self:
            given = ["" if marks.fault else number(mark.points) for mark in marks.marks]
            told = [f"{m.question}: {m.why}" for m in marks.marks if m.state == "unsure"]
            remarks = "; ".join(filter(None, [marks.fault, *told, *marks.remarks]))
            points = "" if marks.fault else number(marks.points)
            cells = [_harmless(marks.student), points, number(self.key.of), *given]
            writer.writerow([*cells, _harmless(remarks)])
        return out.getvalue()

    def to_pages(self) -> dict[str, str]:
        """Return an HTML page for each student, by the name of its file."""
        pages: dict[str, str] = {}
        for marks in self:
            plain = "".join(c if c.isalnum() or c in "-_." else "-" for c in marks.student)
            name = plain.strip(".") or "homework"
            count = 2
            while f"{name}.html" in pages:
                name, count = f"{plain}-{count}", count + 1
            pages[f"{name}.html"] = page_of(marks)
        return pages


def _harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def mark_one(homework: str | Path, key: Key) -> Marks:
    """Return the marks of a file or of a text."""
    if isinstance(homework, str) and ("\n" in homework or "$" in homework):
        return _marked_text(homework, key)
    return _mark_path(key, str(homework))


def mark_many(
    paths: Sequence[str],
    key: Key,
    jobs: int,
    on_marks: Callable[[], object] | None,
    timeout: float,
) -> ClassMarks:
    """Return the marks of files, whatever is wrong with one of them."""
    files = list(dict.fromkeys(paths))
    work = partial(limited, timeout, partial(_mark_path, key), partial(_late, key, timeout))
    found = each(work, files, jobs, partial(_lost, key), on_marks)
    for marks, student in zip(found, students_of(files), strict=True):
        marks.student = student
    return ClassMarks(found, key)


def students_of(paths: Sequence[str]) -> list[str]:
    """Return what tells files apart: "alice", or "alice/homework" where folders do.

    >>> from autograd.checking.grading.classroom import students_of
    >>> students_of(["class/alice.md", "class/bob.tex"])
    ['alice', 'bob']
    >>> students_of(["alice/homework.md", "bob/homework.md"])
    ['alice', 'bob']
    """
    whole = [Path(os.path.normpath(path)) for path in paths]
    stems = [path.with_suffix("") for path in whole]
    if len(set(stems)) < len(stems):
        stems = whole
    parts = [list(path.parts) for path in stems]
    while parts and all(len(p) > 1 for p in parts) and len({p[0] for p in parts}) == 1:
        parts = [p[1:] for p in parts]
    while len(parts) > 1 and all(len(p) > 1 for p in parts) and len({p[-1] for p in parts}) == 1:
        parts = [p[:-1] for p in parts]
    return ["/".join(p[-1:] if len(parts) == 1 else p) for p in parts]


def _marked_text(text: str, key: Key) -> Marks:
    return _with_faults(marked(key, read_document(text, heed=False).formulas, "homework"), key)


def _mark_path(key: Key, path: str) -> Marks:
    student = Path(path).stem
    try:
        marks = marked(key, read_file(Path(path), heed=False).formulas, student)
    except Exception as error:
        return _unmarked(key, student, fault_of(error, path), path)
    marks.report.source = path
    return _with_faults(marks, key)


def _with_faults(marks: Marks, key: Key) -> Marks:
    if marks.report.equations:
        return marks
    return _unmarked(key, marks.student, NO_EQUATION, marks.report.source)


def _unmarked(key: Key, student: str, why: str, path: str) -> Marks:
    missing = [Mark(q.name, 0.0, q.points, "missing", "missing") for q in key.questions]
    return Marks(student, missing, fault=why, report=Report([], source=path, fault=why))


def _lost(key: Key, path: str) -> Marks:
    return _unmarked(key, Path(path).stem, "the process that marked it was killed", path)


def _late(key: Key, seconds: float, path: str) -> Marks:
    return _unmarked(key, Path(path).stem, f"took longer than {seconds:g} s; not marked", path)
