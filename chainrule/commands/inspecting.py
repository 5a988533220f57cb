"""`chainrule inspect`: equations 8-12 to 8-19 at every node of a two-layer network."""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

from .network_options import add_options, network_of
from .output_files import check_output, written

EXAMPLES = """\
  chainrule inspect                          the worked example: 2-2-1, x = (0.5, 0.3), y = 0.8
  chainrule inspect --samples data.csv       your own samples, one a line, the target last
  chainrule inspect --samples net.json       {"x": [[..]], "y": [..]}, with w_1, b_1, w_2, b_2
  chainrule inspect --widths 3-4-2 --seed 1  another network, with random numbers
  chainrule inspect -s data.csv --sample 7   the seventh sample, beside the mean over all
  chainrule inspect --format json            for other programs: every row of every sample
"""
FORMATS = ("text", "json", "md")
OUT_HELP = """the interactive page: .html (default: network.html); or a picture: .svg, .png, .pdf,
or .gv for its source"""


def add_to(commands: Any) -> None:
    """Add the command to the parser's."""
    parser = commands.add_parser(
        "inspect",
        help="print equations 8-12 to 8-19 at every node of a two-layer network, and show it",
        description="Print every partial of equations 8-12 to 8-19 of a two-layer sigmoid network, "
        "by automatic differentiation, by the text's formula and by central difference, say which "
        "equations hold, and write the graph as an interactive page.",
        epilog="examples:\n" + EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    add_options(parser)
    option = parser.add_argument
    option("--sample", metavar="K", type=_place, default=1, help="show sample K (default: 1)")
    option("-f", "--format", choices=FORMATS, default="text", help="of the table; default: text")
    option("-o", "--output", metavar="FILE", type=Path, default=Path("network.html"), help=OUT_HELP)


def _place(text: str) -> int:
    if not re.fullmatch("0*[1-9][0-9]*", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no sample's number; a file is for --samples")
    return int(text)


def run(arguments: argparse.Namespace) -> int:
    """Print the table, write the page; return the exit code."""
    from rich.console import Console

    check_output(arguments.output)
    net, x, y, origin = network_of(arguments)
    with Console(stderr=True).status(f"Computing every partial of {net} on {len(x)} samples ..."):
        inspection = net.inspect(x, y, arguments.loss, arguments.sample)
    if arguments.format == "json":
        output = written(inspection, arguments.output)
        data = {**inspection.to_dict(), "parameters": origin, "output": output}
        print(json.dumps(data, indent=2, ensure_ascii=False))
        return 0
    console = Console(width=None if sys.stdout.isatty() else 100)
    if arguments.format == "md":
        print(inspection.to_markdown())
    elif console.is_terminal:
        console.print(inspection)
    else:
        print(inspection)
    parameters = f"\nParameters: {origin}."
    if console.is_terminal:
        console.print(parameters, markup=False, highlight=False)
    else:
        print(parameters)
    print(written(inspection, arguments.output))
    return 0
