"""`chainrule view`: the interactive page of a network or a formula, or one to type a formula in."""

from __future__ import annotations

import argparse
import webbrowser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import autograd

from .network_options import add_formula, shown
from .output_files import check_output, drawn

EXAMPLES = """\
  chainrule view                             a page in which you type a formula
  chainrule view --widths 2-2-1              the worked example's network as an interactive page
  chainrule view --widths 4-8-2 -o net.html --open
  chainrule view "x*x + sin(x)" x=2
  chainrule view "x*x + sin(x)" x=2 -o graph.svg
  chainrule view --animate passes.svg        both passes as a moving picture, for slides
"""
OUT_HELP = """the page: .html (default: graph.html); or a picture: .svg, .png, .pdf, or .gv for its
source"""


def add_to(commands: Any) -> None:
    """Add the command to the parser's."""
    parser = commands.add_parser(
        "view",
        help="write the graph of a network or a formula as an interactive page",
        description="Write one offline HTML file in which the backward pass can be stepped "
        "through, forward and back, and every number moved.  Without a formula or a network it is "
        "a page in which one types a formula.",
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
    option("--embed", action="store_true", help="made for an iframe: the graph and the steps alone")
    option("--animate", metavar="FILE", type=Path,
           help="instead of the page both passes as an SVG that moves, for slides")  # fmt: skip
    option("--open", action="store_true", help="open the page in the browser")


def run(arguments: argparse.Namespace) -> int:
    """Write the page; return the exit code."""
    path: Path = arguments.animate or arguments.output
    check_output(path)
    if arguments.animate and path.suffix.lower() != ".svg":
        raise ValueError(f"--animate {path}: expected .svg")
    if _is_empty(arguments):
        autograd.view_formula(
            path,
            title=arguments.title or "A formula",
            language=arguments.language,
            lecture=arguments.lecture,
        )
        return _written(path, arguments)
    root, equations = shown(arguments)
    if arguments.animate:
        print(f"Animation: {autograd.animate(root, path)}")
        return 0
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
        embed=arguments.embed,
    )
    return _written(path, arguments)


def _is_empty(arguments: argparse.Namespace) -> bool:
    """Whether nothing is said of what to show."""
    given = (arguments.formula, arguments.samples, arguments.widths, arguments.seed)
    page = arguments.output.suffix.lower() == ".html"
    return page and not any((arguments.animate, arguments.embed)) and given == (None,) * 4


def _written(path: Path, arguments: argparse.Namespace) -> int:
    """Tell where the page is, and open it if that is wanted; return the exit code."""
    print(f"Page: {path}")
    if arguments.embed:
        style = "width: 100%; aspect-ratio: 16 / 9; border: 0"
        print(f'<iframe src="{quote(path.name)}" title="A graph" style="{style}"></iframe>')
    if arguments.open:
        webbrowser.open(path.absolute().as_uri())
    return 0
