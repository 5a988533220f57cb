"""`chainrule inspect`: equations 8-12 to 8-19 at every node of a two-layer network."""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from pathlib import Path
from typing import Any

from ..partials import LOSSES
from ..samples import Samples, read_samples
from ..two_layer import TwoLayerMLP, worked_example
from .pictures import check_output, drawn

EXAMPLES = """\
  chainrule inspect                          the worked example: 2-2-1, x = (0.5, 0.3), y = 0.8
  chainrule inspect --samples data.csv       your own samples, one a line, the target last
  chainrule inspect --samples net.json       {"x": [[..]], "y": [..]}, with w_1, b_1, w_2, b_2
  chainrule inspect --widths 3-4-2 --seed 1  another network, with random numbers
  chainrule inspect -s data.csv --sample 7   the seventh sample, beside the mean over all
  chainrule inspect --format json            for other programs: every row of every sample
"""
FORMATS = ("text", "json", "md")
LOSS_HELP = "bce: cross-entropy, equation 8-11 (default); mse: squared error; half: half of it"
OUT_HELP = "the picture: .svg, .png, .pdf, or .gv for its source (default: network.svg)"


def add_to(commands: Any) -> None:
    """Add the command to the parser's."""
    parser = commands.add_parser(
        "inspect",
        help="print equations 8-12 to 8-19 at every node of a two-layer network, and draw it",
        description="Print every partial of equations 8-12 to 8-19 of a two-layer sigmoid network, "
        "by automatic differentiation, by the text's formula and by central difference, say which "
        "equations hold, and draw the graph.",
        epilog="examples:\n" + EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    option = parser.add_argument
    option("-s", "--samples", metavar="FILE", help="samples from a .csv or .json file")
    option("-w", "--widths", metavar="IN-HIDDEN-OUT", type=_widths, help="for instance 3-4-2")
    option("-l", "--loss", choices=LOSSES, default="bce", help=LOSS_HELP)
    option("--seed", type=int, help="draw random weights (and inputs, without --samples)")
    option("--sample", metavar="K", type=_place, default=1, help="show sample K (default: 1)")
    option("-f", "--format", choices=FORMATS, default="text", help="of the table; default: text")
    option("-o", "--output", metavar="FILE", type=Path, default=Path("network.svg"), help=OUT_HELP)


def _widths(text: str) -> tuple[int, int, int]:
    numbers = text.replace("x", "-").replace(",", "-").split("-")
    if len(numbers) != 3 or not all(re.fullmatch("0*[1-9][0-9]*", n) for n in numbers):
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form 3-4-2")
    n_in, n_hidden, n_out = map(int, numbers)
    return n_in, n_hidden, n_out


def _place(text: str) -> int:
    if not re.fullmatch("0*[1-9][0-9]*", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no sample's number; a file is for --samples")
    return int(text)


def run(arguments: argparse.Namespace) -> int:
    """Print the table, draw the graph; return the exit code."""
    from rich.console import Console

    check_output(arguments.output)
    net, x, y, origin = _network(arguments)
    with Console(stderr=True).status(f"Computing every partial of {net} on {len(x)} samples ..."):
        inspection = net.inspect(x, y, arguments.loss, arguments.sample)
    if arguments.format == "json":
        written = drawn(inspection, arguments.output)
        data = {**inspection.to_dict(), "parameters": origin, "output": written}
        print(json.dumps(data, indent=2, ensure_ascii=False))
        return 0
    console = Console(width=None if sys.stdout.isatty() else 100)
    if arguments.format == "md":
        print(inspection.to_markdown())
    elif console.is_terminal:
        console.print(inspection)
    else:
        print(inspection)
    print(f"\nParameters: {origin}.")
    print(drawn(inspection, arguments.output))
    return 0


def _network(
    arguments: argparse.Namespace,
) -> tuple[TwoLayerMLP, list[list[float]], list[list[float]], str]:
    """Return the network, the inputs, the targets, and where the parameters come from."""
    widths, seed = arguments.widths, arguments.seed
    example, x, y = worked_example()
    samples = Samples([x], [[y]], {})
    if arguments.samples:
        samples = read_samples(arguments.samples)
        found = len(samples.x[0]), len(samples.y[0])
        if widths and (widths[0], widths[2]) != found:
            raise ValueError(
                f"{arguments.samples}: its samples have {found[0]} inputs and {found[1]} targets, "
                f"--widths says {widths[0]} and {widths[2]}"
            )
        widths = widths or (found[0], 2, found[1])
    elif (widths or seed is not None) and (widths != (2, 2, 1) or seed is not None):
        widths = widths or (2, 2, 1)
        rng = random.Random(seed or 0)
        samples = Samples(
            [[round(rng.uniform(-1, 1), 2) for _ in range(widths[0])]],
            [[round(rng.uniform(0.1, 0.9), 2) for _ in range(widths[2])]],
            {},
        )
    if samples.parameters:
        net = TwoLayerMLP.from_weights(**samples.parameters)
        given = net.n_in, net.n_hidden, net.n_out
        if arguments.widths not in (None, given):
            raise ValueError(f"--widths: the parameters in {arguments.samples} are for {given}")
        if seed is not None:
            raise ValueError(f"--seed: {arguments.samples} has the parameters, none are drawn")
        return net, samples.x, samples.y, f"from {arguments.samples}"
    if seed is None and widths in (None, (2, 2, 1)):
        return example, samples.x, samples.y, "those of the worked example (--seed draws others)"
    net = TwoLayerMLP(*widths, seed=seed or 0)
    return net, samples.x, samples.y, f"random, seed {seed or 0}"
