"""The command `chainrule`."""

from __future__ import annotations

import argparse
import io
import os
import random
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import autograd

from .inspection import LOSSES, Inspection
from .samples import Samples, read_samples
from .two_layer import TwoLayerMLP, worked_example

EXAMPLES = """examples:
  chainrule inspect                          the worked example: 2-2-1, x = (0.5, 0.3), y = 0.8
  chainrule inspect --samples data.csv       your own samples, one a line, the target last
  chainrule inspect --samples net.json       {"x": [[..]], "y": [..]}, with w_1, b_1, w_2, b_2
  chainrule inspect --widths 3-4-2 --seed 1  another network, with random numbers
  chainrule check notes.md                   which = of a derivation is wrong, and why
"""


FORMATS = ("text", "json", "md", "html")
LEGIBLE = 120  # nodes of all samples that are still drawn together
DRAWABLE = 400  # nodes that a picture may have at all
LOSS_HELP = "bce: cross-entropy, equation 8-11 (default); mse: squared error; half: half of it"
OUT_HELP = "the picture: .svg, .png, .pdf, or .gv for its source (default: network.svg)"


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        """Print what is wrong and leave with code 2."""
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code: 0, 2 for bad input, 130 after Ctrl-C."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a pipe on Windows may have no ∂
    parser = _parser()
    arguments = parser.parse_args(argv)
    if "run" not in arguments:
        parser.print_help()
        return 0
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # the reader of our output has left, as in `chainrule inspect | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"chainrule: {error.filename or 'output'}: {error.strerror}", file=sys.stderr)
        return 2
    except (ValueError, TypeError) as error:
        print(f"chainrule: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("chainrule: interrupted", file=sys.stderr)
        return 130


def _parser() -> Parser:
    parser = Parser(
        prog="chainrule",
        description="See every partial of backpropagation, and check derivations of it.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    version = f"chainrule {autograd.__version__}"
    parser.add_argument("--version", action="version", version=version)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    inspect = commands.add_parser(
        "inspect",
        help="print equations 8-12 to 8-19 at every node of a two-layer network, and draw it",
        description="Print every partial of equations 8-12 to 8-19 of a two-layer sigmoid network, "
        "by automatic differentiation, by the text's formula and by central difference, say which "
        "equations hold, and draw the graph.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    inspect.set_defaults(run=_inspect)
    option = inspect.add_argument
    option("-s", "--samples", metavar="FILE", help="samples from a .csv or .json file")
    option("-w", "--widths", metavar="IN-HIDDEN-OUT", type=_widths, help="for instance 3-4-2")
    option("-l", "--loss", choices=LOSSES, default="bce", help=LOSS_HELP)
    option("--seed", type=int, help="draw random weights (and inputs, without --samples)")
    option("-o", "--output", metavar="FILE", type=Path, default=Path("network.svg"), help=OUT_HELP)
    check = commands.add_parser(
        "check",
        help="check a hand derivation in a .md, .tex or .txt file: which = is wrong, and why",
        description="Read every equation of a file, build the graph of its own forward equations, "
        "judge each side of each equation against automatic differentiation at random points, and "
        "explain what is wrong.  Exit code: 0 all right, 1 something wrong, 2 unreadable.",
    )
    check.set_defaults(run=_check)
    check.add_argument("file", metavar="FILE", help="Markdown, LaTeX, or text copied from a page")
    check.add_argument("-f", "--format", choices=FORMATS, default="text", help="default: text")
    return parser


def _check(arguments: argparse.Namespace) -> int:
    report = autograd.check_file(arguments.file)
    if not report.equations:
        raise ValueError(f"{arguments.file}: no equation was found in it")
    text = report.render(arguments.format)
    if arguments.format == "text" and sys.stdout.isatty():
        _coloured(text)
    else:
        print(text, end="")
    statuses = {equation.status for equation in report.equations}
    if statuses & {"wrong", "right-if"}:
        return 1
    return 0 if report.ok else 2


def _coloured(text: str) -> None:
    from rich.console import Console
    from rich.text import Text

    styles = {"✓": "green", "✗": "bold red", "~": "yellow", "?": "magenta"}
    console = Console(highlight=False)
    for line in text.splitlines():
        console.print(Text(line, style=styles.get(line.lstrip()[:1], "")))


def _widths(text: str) -> tuple[int, int, int]:
    numbers = text.replace("x", "-").replace(",", "-").split("-")
    if len(numbers) != 3 or not all(re.fullmatch("0*[1-9][0-9]*", n) for n in numbers):
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form 3-4-2")
    n_in, n_hidden, n_out = map(int, numbers)
    return n_in, n_hidden, n_out


def _inspect(arguments: argparse.Namespace) -> int:
    from rich.console import Console

    _check_output(arguments.output)
    net, x, y, origin = _network(arguments)
    with Console(stderr=True).status(f"Computing every partial of {net} on {len(x)} samples ..."):
        inspection = net.inspect(x, y, arguments.loss)
    console = Console(width=None if sys.stdout.isatty() else 100)
    if console.is_terminal:
        console.print(inspection)
    else:
        print(inspection)
    print(f"\nParameters: {origin}.")
    print(_drawn(inspection, arguments.output))
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


def _check_output(path: Path) -> None:
    """Refuse a picture that could not be written, before any work."""
    if path.suffix.lower() not in (".svg", ".png", ".pdf", ".gv"):
        raise ValueError(f"--output {path}: expected .svg, .png, .pdf or .gv")
    if path.is_dir():
        raise ValueError(f"--output {path}: there is a folder of that name")
    if not path.absolute().parent.is_dir():
        raise ValueError(f"--output {path}: there is no folder {path.parent}")


def _drawn(inspection: Inspection, path: Path) -> str:
    """Draw the graph, of one sample where all would be too many; return what to tell of it."""
    size = len(autograd.topological_order(inspection.root))
    root, what = inspection.root, ""
    if size > LEGIBLE and inspection.m > 1:
        root, what = (
            inspection.first,
            f" (of sample 1; that of all {inspection.m} has {size:,} nodes)",
        )
    graph = autograd.draw(root)
    dot = autograd.dot_program()
    if len(autograd.topological_order(root)) > DRAWABLE and path.suffix.lower() != ".gv":
        path = path.with_suffix(".gv")
        what += f"; with {size:,} nodes it is too large for a picture"
    if path.suffix.lower() == ".gv" or not dot:
        path = path.with_suffix(".gv")
        path.write_text(graph.source, encoding="utf-8")
        hint = "; a picture of it needs Graphviz, or: pip install chainrule[dot]"
        return f"Graph: {path}{what}{'' if dot else hint}"
    kind = path.suffix[1:].lower()
    drawn = subprocess.run([dot, f"-T{kind}"], input=graph.source.encode(), capture_output=True)
    if drawn.returncode:
        path = path.with_suffix(".gv")
        path.write_text(graph.source, encoding="utf-8")
        return f"Graph: {path}{what}; {Path(dot).name} draws no {kind}, Graphviz does"
    path.write_bytes(drawn.stdout)
    return f"Picture: {path}{what}"
