"""`chainrule functions`: the functions that a formula may call, with their spellings."""

from __future__ import annotations

import argparse
from typing import Any

import autograd

EXAMPLES = """\
  chainrule functions                        the functions that a formula may call
"""


def add_to(commands: Any) -> None:
    """Add the command to the parser's."""
    parser = commands.add_parser(
        "functions",
        help="list the functions that a formula may call, with their spellings",
        description="List the functions that formulas and derivations may call: their names, how "
        "else they may be spelt, and the derivative by x, in which z is the result.",
    )
    parser.set_defaults(run=run)
    parser.add_argument(
        "words", metavar="WORD", nargs="*", help="only those with such a word in a spelling"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the table; return the exit code."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("function", "also spelt", "derivative"):
        table.add_column(heading, overflow="fold")
    for name, spellings, derivative in autograd.functions_read():
        wanted = arguments.words or [""]
        if any(w.lower() in spelt.lower() for w in wanted for spelt in (name, *spellings)):
            table.add_row(name, ", ".join(spellings), derivative)
    if not table.row_count:
        raise ValueError(f"no function is spelt {' or '.join(arguments.words)}")
    Console(highlight=False).print(table)
    return 0
