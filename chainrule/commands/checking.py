"""`chainrule check`: which = of a derivation is wrong, and why."""

from __future__ import annotations

import argparse
import shutil
import sys
from typing import Any

import autograd

EXAMPLES = """\
  chainrule check notes.md                   which = of a derivation is wrong, and why
"""
READS = r"""what is read, among much else:
  derivatives  \frac{\partial L}{\partial w}, dL/dw, \nabla_w L, f'(x), \delta^{(l)}
  names        w_1, z^{(l)}, x^{(i)}, h_{t-1}, p_i; \sum_{i=1}^m, \mathbb{1}[i = j]
  matrices     X^T, \odot, \operatorname{tr}; \begin{cases}; Python too: 2*(z - y)*x
All of it: docs/reference/what-the-checker-reads.md; the functions: chainrule functions
"""
FORMATS = ("text", "json", "md", "html", "github", "junit", "sarif")


def add_to(commands: Any) -> None:
    """Add the command to the parser's."""
    parser = commands.add_parser(
        "check",
        help="check a hand derivation in a .md, .tex or .txt file: which = is wrong, and why",
        description="Read every equation of a file, build the graph of its own forward equations, "
        "judge each side of each equation against automatic differentiation at random points, and "
        "explain what is wrong.  Exit code: 0 all right, 1 something wrong, 2 unreadable.",
        epilog=READS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    parser.add_argument("file", metavar="FILE", help="Markdown, LaTeX, or text copied from a page")
    parser.add_argument(
        "-f",
        "--format",
        choices=FORMATS,
        default="text",
        help="default: text; github (annotations), junit, sarif: for CI",
    )
    parser.add_argument("--all", action="store_true", help="show what is right in full as well")
    parser.add_argument(
        "--strict", action="store_true", help="an equation about something else is a failure too"
    )
    parser.add_argument(
        "--explain-reading",
        action="store_true",
        help="print every name with what it was taken for: its role, shape and indices",
    )


def run(arguments: argparse.Namespace) -> int:
    """Check the file, print the report; return the exit code."""
    report = autograd.check_file(arguments.file)
    if not report.equations:
        raise ValueError(f"{arguments.file}: no equation was found in it")
    if arguments.explain_reading:
        print(report.render("names"))
    if arguments.format == "text":
        width = min(80, shutil.get_terminal_size().columns)
        _shown(report.render(everything=arguments.all, width=width))
    else:
        print(report.render(arguments.format, everything=arguments.all), end="")
    statuses = {equation.status for equation in report.equations}
    if statuses & {"wrong", "right-if"}:
        return 1
    if not report.judged:
        raise ValueError(f"{arguments.file}: none of its equations could be judged")
    if arguments.strict and report.set_aside:
        lines = ", ".join(str(e.line) for e in report.set_aside)
        raise ValueError(f"{arguments.file}: not about the derivation: line {lines}")
    return 0 if report.ok else 2


def _shown(text: str) -> None:
    """Print the report, in colour on a terminal."""
    if sys.stdout.isatty():
        _coloured(text)
    else:
        print(text, end="")


def _coloured(text: str) -> None:
    from rich.console import Console
    from rich.text import Text

    styles = {"✓": "green", "✗": "bold red", "~": "yellow", "?": "magenta"}
    console = Console(highlight=False)
    for line in text.splitlines():
        console.print(Text(line, style=styles.get(line.lstrip()[:1], "")))
