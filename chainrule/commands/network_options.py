"""The options by which commands are given a network and samples, or a formula, to show."""

from __future__ import annotations

import argparse
import random
import re
from typing import Any, NamedTuple

import autograd
from autograd import Value
from nn.inspection import Inspection
from nn.partials import LOSSES
from nn.two_layer import TwoLayerMLP, worked_example

from ..sample_files import Samples, read_samples

LOSS_HELP = "bce: cross-entropy, equation 8-11 (default); mse: squared error; half: half of it"


class Network(NamedTuple):
    """A network, its samples x and targets y, and where its parameters come from."""

    net: TwoLayerMLP
    x: list[list[float]]
    y: list[list[float]]
    origin: str


class Shown(NamedTuple):
    """The graph that a command is about, and the numbers of the text's equations in it."""

    root: Value
    equations: dict[Value, str]


def add_options(parser: Any) -> None:
    """Add the options of a network to a command's."""
    option = parser.add_argument
    option("-s", "--samples", metavar="FILE", help="samples from a .csv or .json file")
    option("-w", "--widths", metavar="IN-HIDDEN-OUT", type=_widths, help="for instance 3-4-2")
    option("-l", "--loss", choices=LOSSES, default="bce", help=LOSS_HELP)
    option("--seed", type=int, help="draw random weights (and inputs, without --samples)")


def add_formula(parser: Any) -> None:
    """Add a formula with its numbers, which takes the place of a network."""
    parser.add_argument(
        "formula",
        metavar="FORMULA",
        nargs="?",
        help="instead of a network: a formula in LaTeX or in Python's notation; parts before a ; "
        "name its nodes: 'z = w x + b; (z - y)^2'",
    )
    parser.add_argument("numbers", metavar="NAME=NUMBER", nargs="*", help="a number for each name")
    add_options(parser)


def shown(arguments: argparse.Namespace) -> Shown:
    """Return the graph of the formula, or of the network's loss."""
    if arguments.formula is None:
        inspection = inspected(arguments)
        return Shown(inspection.root, inspection.equations)
    given = ("samples", "widths", "seed")
    if unfit := [name for name in given if getattr(arguments, name) is not None]:
        raise ValueError(f"--{unfit[0]} is for a network, here is a formula")
    root = autograd.formula(arguments.formula, **_numbers(arguments.numbers))
    labels = {v.label for v in autograd.topological_order(root)}
    root.label = root.label or next(name for name in ("f", "F", "root") if name not in labels)
    return Shown(root, {})


def inspected(arguments: argparse.Namespace) -> Inspection:
    """Return the inspection of the network that the options describe."""
    network = network_of(arguments)
    return network.net.inspect(network.x, network.y, arguments.loss)


def _numbers(pairs: list[str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for pair in pairs:
        name, sign, number = pair.partition("=")
        try:
            found[name] = float(number)
        except ValueError:
            sign = ""
        if not sign or not name:
            raise ValueError(f"{pair!r} is not of the form x=0.5")
    return found


def _widths(text: str) -> tuple[int, int, int]:
    numbers = text.replace("x", "-").replace(",", "-").split("-")
    if len(numbers) != 3 or not all(re.fullmatch("0*[1-9][0-9]*", n) for n in numbers):
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form 3-4-2")
    n_in, n_hidden, n_out = map(int, numbers)
    return n_in, n_hidden, n_out


def network_of(arguments: argparse.Namespace) -> Network:
    """Return the network that the options describe; without any the worked example."""
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
        return Network(net, samples.x, samples.y, f"from {arguments.samples}")
    if seed is None and widths in (None, (2, 2, 1)):
        origin = "those of the worked example (--seed draws others)"
        return Network(example, samples.x, samples.y, origin)
    net = TwoLayerMLP(*widths, seed=seed or 0)
    return Network(net, samples.x, samples.y, f"random, seed {seed or 0}")
