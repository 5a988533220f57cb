"""`chainrule mark`: mark the derivations of a class against a key."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import autograd

from ..found_files import SUFFIXES, found_files
from ..many_files import progress, table, width
from .number_types import count, positive
from .output_files import check_place

EXAMPLES = """\
  chainrule mark homework/*.md --key key.md  the points of a class
"""
STATES = {"unsure": "?", "missing": "-"}
NAME = 16  # columns that a student's name has at least
Column = tuple[str, list[str]]


def add_to(commands: Any) -> None:
    """Add the command to the parser's."""
    parser = commands.add_parser(
        "mark",
        help="mark the derivations of a class against a key: a table, CSV, a page a student",
        description="Judge each homework in the forward pass of the key.  Each equation of the "
        "key about a derivative is a question, called by its \\tag or by what it is the "
        "derivative of, and worth a point, or what a comment before it says: <!-- chainrule: "
        "points 2 -->.  It is answered by the equations about the same derivative.  Of a chain "
        "the share of right = counts; what follows from a slip is not punished twice.  Exit "
        "code: 0, or 2 if a homework could not be marked.",
        epilog="examples:\n"
        "  chainrule exercise --network 2-3-1 --seed 7\n"
        "  chainrule mark homework/ --key key.md --csv marks.csv --pages marks/\n"
        "in the table: - missing, ? to be looked at by a person\n",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    option = parser.add_argument
    option("files", metavar="FILE", nargs="+",
           help="homeworks: Markdown, LaTeX, notebooks or text; folders and globs")  # fmt: skip
    option("--key", metavar="FILE", required=True, help="the key, in the same formats")
    option("--csv", metavar="FILE", type=Path,
           help="write a row for each student, a column for each question")  # fmt: skip
    option("--pages", metavar="FOLDER", type=Path,
           help="write a page for each student, with the diagnosis")  # fmt: skip
    option("--exclude", metavar="GLOB", action="append", default=[],
           help="files and folders to be left out; may be given several times")  # fmt: skip
    option("--jobs", metavar="N", type=count, default=0,
           help="processes that share the homeworks; default: one for each core")  # fmt: skip
    option("--timeout", metavar="S", type=positive, default=60.0,
           help="seconds that a homework may take; default: 60")  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    """Mark the homeworks, print the table, write what is asked for; return the exit code."""
    check_place("--csv", arguments.csv)
    pages: Path | None = arguments.pages
    if pages and (pages.is_file() or not pages.absolute().parent.is_dir()):
        raise ValueError(f"--pages {pages}: there is no such place for a folder")
    if "-" in arguments.files:
        raise ValueError("homeworks are files: standard input is not read")
    key = Path(arguments.key)
    found = found_files(arguments.files, arguments.exclude, (*SUFFIXES, ".txt"))
    files = [path for path in found if Path(path).resolve() != key.resolve()]
    if not files:
        raise ValueError("there is no homework but the key itself")
    with progress("Marking", len(files)) as move:
        marks = autograd.mark_files(
            files, key, jobs=arguments.jobs, on_marks=move, timeout=arguments.timeout
        )
    _print_table(marks)
    if arguments.csv:
        autograd.write_whole(arguments.csv, marks.to_csv())
        print(f"Table: {arguments.csv}")
    if pages:
        pages.mkdir(exist_ok=True)
        written = marks.to_pages()
        for name, page in written.items():
            autograd.write_whole(pages / name, page)
        print(f"Pages: {pages}, {len(written)} of them")
    broken = [one for one in marks if one.fault]
    if broken:
        raise ValueError(f"{len(broken)} of {len(marks)} homeworks could not be marked")
    return 0


def _print_table(marks: Any) -> None:
    """Print a row a student; questions whose names are too long have numbers, told below.

    What is wider than the terminal is printed in parts, each with the students.
    """
    names = [question.name for question in marks.key.questions]
    needed = NAME + sum(max(4, len(name)) + 2 for name in names) + 10
    heads = names if needed <= width() else [str(n) for n in range(1, len(names) + 1)]
    sound = [one for one in marks if not one.fault]
    columns = [(head, [_cell(one.marks[n]) for one in sound]) for n, head in enumerate(heads)]
    columns.append(("points", [f"{_number(one.points)}/{_number(one.of)}" for one in sound]))
    students = [one.student for one in sound]
    for part in _parts(columns, width() - min(NAME, max(map(len, ["student", *students])))):
        if sound:
            rows = zip(students, *(cells for _, cells in part), strict=True)
            table(["student", *(head for head, _ in part)], list(rows))
    for line in _told(marks, sound, names if heads != names else []):
        print(line)


def _parts(columns: Sequence[Column], room: int) -> Iterator[list[Column]]:
    """Yield columns in parts that are no wider than there is room."""
    part: list[Column] = []
    left = room
    for head, cells in columns:
        needed = max(map(len, [head, *cells])) + 2
        if part and needed > left:
            yield part
            part, left = [], room
        part.append((head, cells))
        left -= needed
    yield part


def _told(marks: Any, sound: Sequence[Any], names: Sequence[str]) -> Iterator[str]:
    """Yield what stands below the table: what questions are called, what is to be said."""
    if names and sound:
        yield "questions: " + ", ".join(f"{n} {name}" for n, name in enumerate(names, 1))
    for one in marks:
        if one.fault:
            yield f"✗ {one.student}: {one.fault}"
        for remark in one.remarks:
            yield f"! {one.student}: {remark}"
        for mark in one.marks:
            if mark.state == "unsure":
                yield f"? {one.student}, {mark.question}: {mark.why}"
    total = f"{len(marks)} homework{'s' * (len(marks) != 1)}"
    if sound:
        mean = sum(one.points for one in sound) / len(sound)
        total += f": {_number(mean)} of {_number(marks.key.of)} points on average"
    yield f"{total}."


def _cell(mark: Any) -> str:
    """Return the points of a question, ? beside what is to be looked at, - for what is missing."""
    sign = STATES.get(mark.state, "")
    return sign if mark.state == "missing" else _number(mark.points) + sign


def _number(points: float) -> str:
    return f"{points:.2f}".rstrip("0").rstrip(".")
