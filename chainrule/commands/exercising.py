"""`chainrule exercise`: a sheet about a network to be derived by hand, and its key."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import autograd

from .number_types import widths
from .output_files import check_place

EXAMPLES = """\
  chainrule exercise --network 2-3-1         a derivation to be done by hand, and its key
"""


def add_to(commands: Any) -> None:
    """Add the command to the parser's."""
    parser = commands.add_parser(
        "exercise",
        help="write an exercise about a network, to be derived by hand, and its key",
        description="Write a sheet, which gives the forward pass of a network and asks for every "
        "partial of the loss, and a key, against which chainrule mark marks what comes back.  "
        "The seed draws the activations and the loss: the same one gives the same exercise.",
    )
    parser.set_defaults(run=run)
    option = parser.add_argument
    option("--network", metavar="WIDTHS", type=widths, default=[2, 3, 1],
           help="widths of the layers, input first; default: 2-3-1")  # fmt: skip
    option("--seed", metavar="N", type=int, default=0, help="default: 0")
    option("-o", "--output", metavar="FILE", type=Path,
           help="the sheet; default: exercise-SEED.md")  # fmt: skip
    option("--key", metavar="FILE", type=Path, help="default: that of the sheet with -key")


def run(arguments: argparse.Namespace) -> int:
    """Write the sheet and the key; return the exit code."""
    sheet = arguments.output or Path(f"exercise-{arguments.seed}.md")
    key = arguments.key or sheet.with_name(f"{sheet.stem}-key{sheet.suffix}")
    for option, path in (("--output", sheet), ("--key", key)):
        check_place(option, path)
    if sheet.absolute() == key.absolute():
        raise ValueError(f"--key {key}: that is the sheet")
    drawn = autograd.exercise(arguments.network, arguments.seed)
    autograd.write_whole(sheet, drawn.sheet)
    autograd.write_whole(key, drawn.key)
    print(f"Sheet: {sheet}\nKey: {key}")
    return 0
