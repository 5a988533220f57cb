"""The options by which commands are given a network and samples, or a formula, to show."""

from __future__ import annotations

import argparse
import math
import random
import re
from typing import Any, NamedTuple

import autograd
from autograd import Value
from nn.inspection import Inspection
from nn.partials import LOSSES
from nn.two_layer import TwoLayerMLP, worked_example

from ..csv_table import is_number
from ..sample_files import Samples, read_samples
from .number_types import check_parameters, whole

MOST_PARAMETERS = 20_000  # of which each is computed three ways
MOST_PARTIALS = 200_000  # of all samples
LOSS_HELP = "bce: cross-entropy, equation 8-11 (default); mse: squared error; half: half of it"


Widths = tuple[int, int, int]


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
    option("--seed", type=whole, help="draw random weights (and inputs, without --samples)")


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


def node_called(root: Value, label: str, option: str) -> Value:
    """Return the node of that label; a ValueError lists those that there are."""
    nodes: dict[str, Value] = {v.label: v for v in autograd.topological_order(root) if v.label}
    alike = {autograd.label_text(name): v for name, v in nodes.items()}
    node = nodes.get(label, alike.get(autograd.label_text(label)))
    if node is None:
        raise ValueError(f"{option} {label}: no such node, there are {', '.join(nodes)}")
    return node


def inspected(arguments: argparse.Namespace) -> Inspection:
    """Return the inspection of the network that the options describe."""
    network = network_of(arguments)
    return network.net.inspect(network.x, network.y, arguments.loss)


def _numbers(pairs: list[str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for pair in pairs:
        name, sign, number = pair.partition("=")
        if not sign or not name or not is_number(number):
            raise ValueError(f"{pair!r:.60} is not of the form x=0.5")
        if name in found:
            raise ValueError(f"{pair!r:.60}: {name:.40} has a number already")
        found[name] = float(number)
        if not math.isfinite(found[name]):
            raise ValueError(f"{pair!r:.60} is not finite")
    return found


def _widths(text: str) -> Widths:
    numbers = text.replace("x", "-").replace(",", "-").split("-")
    if len(numbers) != 3 or not all(re.fullmatch("0*[1-9][0-9]{0,11}", n) for n in numbers):
        raise argparse.ArgumentTypeError(f"{text!r:.60} is not of the form 3-4-2")
    n_in, n_hidden, n_out = map(int, numbers)
    return n_in, n_hidden, n_out


def network_of(arguments: argparse.Namespace) -> Network:
    """Return the network that the options describe; without any the worked example."""
    seed: int | None = arguments.seed
    samples, widths = _samples(arguments)
    if samples.parameters:
        net = TwoLayerMLP.from_weights(**samples.parameters)
        if arguments.widths not in (None, net.graph.widths):
            raise ValueError(
                f"--widths: the parameters in {arguments.samples} are for {net.graph.widths}"
            )
        if seed is not None:
            raise ValueError(f"--seed: {arguments.samples} has the parameters, none are drawn")
        return Network(net, samples.x, samples.y, f"from {arguments.samples}")
    if seed is None and widths == (2, 2, 1):
        origin = "those of the worked example (--seed draws others)"
        return Network(worked_example()[0], samples.x, samples.y, origin)
    net = TwoLayerMLP(*widths, seed=seed or 0)
    return Network(net, samples.x, samples.y, f"random, seed {seed or 0}")


def _samples(arguments: argparse.Namespace) -> tuple[Samples, Widths]:
    """Return the samples, and the widths of the network that they are for."""
    widths: Widths = arguments.widths or (2, 2, 1)
    check_parameters("--widths", widths, MOST_PARAMETERS)
    if arguments.samples is not None:
        samples = read_samples(arguments.samples)
        found = len(samples.x[0]), len(samples.y[0])
        if arguments.widths and (widths[0], widths[2]) != found:
            raise ValueError(
                f"{arguments.samples}: its samples have {found[0]} inputs and {found[1]} targets, "
                f"--widths says {widths[0]} and {widths[2]}"
            )
        widths = found[0], widths[1], found[1]
        size = len(samples.x) * check_parameters(arguments.samples, widths, MOST_PARAMETERS)
        if size > MOST_PARTIALS:
            raise ValueError(
                f"{arguments.samples}: its samples have {size:,} partials in this network, here "
                f"they may have {MOST_PARTIALS:,}"
            )
        return samples, widths
    if arguments.seed is None and widths == (2, 2, 1):
        _, x, y = worked_example()
        return Samples([x], [[y]], {}), widths
    rng = random.Random(arguments.seed or 0)
    drawn = [
        [round(rng.uniform(low, high), 2) for _ in range(width)]
        for low, high, width in ((-1, 1, widths[0]), (0.1, 0.9, widths[2]))
    ]
    return Samples(drawn[:1], drawn[1:], {}), widths
