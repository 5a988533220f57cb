"""`chainrule quiz`: a worksheet about a network or a formula, with its answers."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import autograd
from autograd import Quiz, Value

from .network_options import add_formula, node_called, shown
from .number_types import count
from .output_files import check_place

EXAMPLES = """\
  chainrule quiz --level 3 -o sheet.html     a worksheet with its answers, to be printed
"""
FORMATS = {
    "text": Quiz.to_text,
    "md": Quiz.to_markdown,
    "html": Quiz.to_html,
}
BY_SUFFIX = {".html": "html", ".htm": "html", ".md": "md", ".txt": "text"}


def add_to(commands: Any) -> None:
    """Add the command to the parser's."""
    parser = commands.add_parser(
        "quiz",
        help="set a worksheet about a network or a formula, with its answers",
        description="Write questions about a graph: values and local derivatives (level 1), what "
        "a use of a node contributes to its gradient (2), whole gradients (3).  The same seed "
        "gives the same sheet; of a network it draws the weights too.",
        epilog="examples:\n"
        '  chainrule quiz "z = w x + b; (z - y)^2" w=0.5 x=2 b=1 y=3 --level 1\n'
        "  chainrule quiz --widths 2-2-1 --seed 7 --level 3 -o sheet-7.html\n"
        "  chainrule quiz --nodes w_2 a_1 --answers no -f md\n",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    add_formula(parser)
    option = parser.add_argument
    option("-n", "--nodes", metavar="NODE", nargs="+", default=[],
           help="what is asked about; default: all that have a name")  # fmt: skip
    option("--level", type=int, choices=(1, 2, 3), default=2, help="default: 2")
    option("--count", metavar="N", type=count, default=8, help="questions (default: 8)")
    option("--answers", choices=("after", "no", "only"), default="after",
           help="on a page after the questions (default), none, or the answers alone")  # fmt: skip
    option("-f", "--format", choices=FORMATS, help="default: that of the file, else text")
    option("-o", "--output", metavar="FILE", type=Path, help=".html, .md or .txt; default: print")
    option("--page", metavar="FILE", type=Path,
           help="the interactive page too, .html; its quiz asks the same questions")  # fmt: skip
    option("--title", default="", help="the sheet's")


def run(arguments: argparse.Namespace) -> int:
    """Write the sheet; return the exit code."""
    path: Path | None = arguments.output
    page: Path | None = arguments.page
    for name, file in (("--output", path), ("--page", page)):
        check_place(name, file)
    if page and page.suffix.lower() != ".html":
        raise ValueError(f"--page {page}: expected .html")
    suffix = path.suffix.lower() if path else ".txt"
    if not arguments.format and suffix not in BY_SUFFIX:
        raise ValueError(f"--output {path}: expected .html, .md or .txt")
    seed = arguments.seed or 0
    if arguments.formula is not None:
        arguments.seed = None  # it draws questions alone: the numbers are given
    root, _ = shown(arguments)
    nodes: list[Value] = [node_called(root, name, "--nodes") for name in arguments.nodes]
    sheet = autograd.quiz(
        root, nodes, level=arguments.level, count=arguments.count, seed=seed, title=arguments.title
    )
    if page:
        sheet.write_page(page)
    part = {"after": "both", "no": "questions", "only": "answers"}[arguments.answers]
    written = FORMATS[arguments.format or BY_SUFFIX[suffix]](sheet, part)
    if path:
        autograd.write_whole(path, written)
        print(f"Worksheet: {path}, {len(sheet.questions)} questions, sheet {seed}")
    else:
        print(written, end="")
    if page:
        print(f"Page: {page}")
    return 0
