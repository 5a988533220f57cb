"""`chainrule view`: the interactive page of a network or a formula."""

from __future__ import annotations

import argparse
import webbrowser
from pathlib import Path
from typing import Any

import autograd

from .network_options import add_formula, shown
from .output_files import check_output, drawn

EXAMPLES = """\
  chainrule view                             the worked example as an interactive page
  chainrule view --widths 4-8-2 -o net.html --open
  chainrule view "x*x + sin(x)" x=2
  chainrule view "x*x + sin(x)" x=2 -o graph.svg
"""
OUT_HELP = """the page: .html (default: graph.html); or a picture: .svg, .png, .pdf, or .gv for its
source"""


def add_to(commands: Any) -> None:
    """Add the command to the parser's."""
    parser = commands.add_parser(
        "view",
        help="write the graph of a network or a formula as an interactive page",
        description="Write one offline HTML file in which the backward pass can be stepped "
        "through, forward and back, and every number moved.",
        epilog="examples:\n" + EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    add_formula(parser)
    option = parser.add_argument
    option("-o", "--output", metavar="FILE", type=Path, default=Path("graph.html"), help=OUT_HELP)
    option("--title", help="the page's title")
    option("--language", choices=("en", "zh"), help="default: the reader's own")
    option("--lecture", action="store_true", help="open for a hall: the graph, one formula")
    option("--open", action="store_true", help="open the page in the browser")


def run(arguments: argparse.Namespace) -> int:
    """Write the page; return the exit code."""
    path: Path = arguments.output
    check_output(path)
    root, equations = shown(arguments)
    if path.suffix.lower() != ".html":
        print(drawn(root, path))
        return 0
    autograd.view(
        root,
        path,
        title=arguments.title,
        equations=equations,
        language=arguments.language,
        lecture=arguments.lecture,
    )
    print(f"Page: {path}")
    if arguments.open:
        webbrowser.open(path.absolute().as_uri())
    return 0
