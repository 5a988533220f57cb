"""`chainrule check`: which = of a derivation is wrong, and why; of one file, or of many."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from typing import Any

import autograd

from ..check_summary import code_of, print_summary
from ..found_files import found_files, is_one_file
from ..many_files import progress
from ..settings import settings
from .number_types import count, positive

EXAMPLES = """\
  chainrule check notes.md                   which = of a derivation is wrong, and why
  chainrule check notes/ lecture.ipynb       of many files, with a summary
"""
READS = r"""what is read, among much else:
  derivatives  \frac{\partial L}{\partial w}, dL/dw, \nabla_w L, f'(x), \delta^{(l)}
  names        w_1, z^{(l)}, x^{(i)}, h_{t-1}, p_i; \sum_{i=1}^m, \mathbb{1}[i = j]
  matrices     X^T, \odot, \operatorname{tr}; \begin{cases}; Python too: 2*(z - y)*x
All of it: docs/reference/what-the-checker-reads.md; the functions: chainrule functions
"""
FORMATS = ("text", "json", "md", "html", "github", "junit", "sarif")
NO_EQUATION = "no equation was found in it"
FOR_CI = ("github", "junit", "sarif")


def add_to(commands: Any) -> None:
    """Add the command to the parser's."""
    parser = commands.add_parser(
        "check",
        help="check hand derivations in Markdown, LaTeX, notebooks or text: which = is wrong, why",
        description="Read every equation of the files, build the graph of each file's own forward "
        "equations, judge each side of each equation against automatic differentiation at random "
        "points, and explain what is wrong.  Exit code: 0 all right, 1 something wrong, 2 unread, "
        "or without an equation.  Comments such as <!-- chainrule: skip --> or % chainrule: "
        "declare x: vector(n) tell the checker more; [tool.chainrule] in pyproject.toml holds "
        "defaults.",
        epilog="examples:\n"
        "  chainrule check notes.md\n"
        "  chainrule check notes/ 'lectures/**/*.tex' --exclude drafts --allow-empty\n"
        "  chainrule check . --format github\n"
        "  pandoc -t markdown notes.docx | chainrule check -\n\n" + READS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    option = parser.add_argument
    option("files", metavar="FILE", nargs="*",
           help="Markdown, LaTeX, a notebook, or text copied from a page; folders and globs; "
           "- is standard input; default: the files of [tool.chainrule]")  # fmt: skip
    option("-f", "--format", choices=FORMATS,
           help="default: text; github (annotations), junit, sarif: for CI")  # fmt: skip
    switch = {"action": argparse.BooleanOptionalAction, "default": None}
    option("--all", **switch, help="show what is right in full as well")
    option("--strict", **switch, help="an equation about something else is a failure too")
    option("--allow-empty", **switch, help="a file of which nothing is judged is no failure")
    option("--exclude", metavar="GLOB", action="append", default=[],
           help="files and folders to be left out; may be given several times")  # fmt: skip
    option("--jobs", metavar="N", type=count,
           help="processes that share the files; default: one for each core")  # fmt: skip
    option("--timeout", metavar="S", type=positive,
           help="seconds that one of several files may take; default: 300")  # fmt: skip
    option("--as", dest="kind", choices=("md", "tex", "txt"), default="md",
           help="what standard input is; default: md")  # fmt: skip
    told = "print every name with what it was taken for: its role, shape and indices"
    option("--explain-reading", action="store_true", help=told)


def run(arguments: argparse.Namespace) -> int:
    """Check the files, print what was found; return the exit code."""
    _fill_in(arguments)
    if is_one_file(arguments.files) and arguments.format not in FOR_CI:
        return _check_one(arguments)
    files = found_files(arguments.files, arguments.exclude)
    if not files:
        raise ValueError("every file is excluded")
    reports = _reports(files, arguments)
    codes = [code_of(r, arguments.strict, arguments.allow_empty) for r in reports]
    if arguments.format == "text":
        for report, code in zip(reports, codes, strict=True):
            if (code and not report.fault) or (report.equations and arguments.all):
                if arguments.explain_reading:
                    print(report.render("names"))
                _print_report(report, arguments)
                print()
        print_summary(reports, codes, everything=arguments.all)
    else:
        for report, code in zip(reports, codes, strict=True):
            report.fault = report.fault if code else ""
        print(reports.render(arguments.format), end="")
    if 1 in codes or not any(codes):
        return max(codes, default=0) and 1
    _refuse(reports, codes)
    return 2


def _fill_in(arguments: argparse.Namespace) -> None:
    """Take from [tool.chainrule] what the command line does not say."""
    said, folder = settings(FORMATS)
    arguments.files = arguments.files or [
        os.path.relpath(folder / name) for name in said.get("files", [])
    ]
    if not arguments.files:
        raise ValueError(
            "what is to be checked? name files or folders (see chainrule check --help)"
        )
    arguments.exclude += said.get("exclude", [])
    arguments.format = arguments.format or said.get("format", "text")
    defaults = {"all": False, "strict": False, "allow_empty": False, "jobs": 0, "timeout": 300}
    for name, otherwise in defaults.items():
        if getattr(arguments, name) is None:
            setattr(arguments, name, said.get(name.replace("_", "-"), otherwise))


def _reports(files: Sequence[str], arguments: argparse.Namespace) -> Any:
    """Return the reports in the order of the files."""
    paths = [file for file in files if file != "-"]
    with progress("Checking", len(paths)) as move:
        reports = autograd.check_files(
            paths, jobs=arguments.jobs, on_report=move, timeout=arguments.timeout
        )
    if "-" in files:
        if sys.stdin is None:
            raise ValueError("standard input is closed")
        try:
            text = sys.stdin.buffer.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ValueError(f"standard input: not text in UTF-8 ({error.reason})") from None
        report = autograd.check_text(text, kind=arguments.kind)
        report.source = "-"
        reports.insert(files.index("-"), report)
    for report in reports:
        if not report.fault and not report.equations:
            report.fault = NO_EQUATION
        if not arguments.allow_empty and not report.fault and not report.judged and report.is_quiet:
            report.fault = "none of its equations could be judged"
    return reports


def _refuse(reports: Any, codes: Sequence[int]) -> None:
    """Say in one line on standard error why the exit code is 2, as nothing is wrong."""
    bad = [report for report, code in zip(reports, codes, strict=True) if code]
    if len(reports) == 1:
        (report,) = bad
        if report.fault:
            raise ValueError(f"{report.source}: {report.fault}")
        return
    empty = " (--allow-empty lets files without an equation pass)"
    hint = empty if any(report.fault == NO_EQUATION for report in bad) else ""
    raise ValueError(f"{len(bad)} of {len(reports)} files could not be checked to the end{hint}")


def _check_one(arguments: argparse.Namespace) -> int:
    (file,) = arguments.files
    report = autograd.check_file(file)
    if not report.equations and not arguments.allow_empty:
        raise ValueError(f"{file}: {NO_EQUATION}")
    if arguments.format == "text":
        if arguments.explain_reading:
            print(report.render("names"))
        _print_report(report, arguments)
    else:
        print(report.render(arguments.format, everything=arguments.all), end="")
    code = code_of(report, arguments.strict, arguments.allow_empty)
    if code == 2 and not report.judged and report.is_quiet:
        raise ValueError(f"{file}: none of its equations could be judged")
    if code == 2 and arguments.strict and report.set_aside:
        lines = ", ".join(str(e.line) for e in report.set_aside)
        raise ValueError(f"{file}: not about the derivation: line {lines}")
    return code


def _print_report(report: Any, arguments: argparse.Namespace) -> None:
    """Print the report, in colour on a terminal."""
    width = min(80, shutil.get_terminal_size().columns)
    text = report.render(everything=arguments.all, width=width)
    if sys.stdout.isatty():
        _print_coloured(text)
    else:
        print(text, end="")


def _print_coloured(text: str) -> None:
    from rich.console import Console
    from rich.text import Text

    styles = {"✓": "green", "✗": "bold red", "~": "yellow", "?": "magenta"}
    console = Console(highlight=False)
    for line in text.splitlines():
        console.print(Text(line, style=styles.get(line.lstrip()[:1], "")))
