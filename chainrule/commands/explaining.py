"""`chainrule explain`: the backward pass, one contribution after the other."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import textwrap
from collections.abc import Callable
from typing import Any

import autograd
from autograd import Explanation, Value

from .network_options import add_formula, node_called, shown

EXAMPLES = """\
  chainrule explain                          every step of the worked example's backward pass
  chainrule explain --to w_{1,11}            only the way from L to this node
  chainrule explain "sigmoid(w*x+b)" w=0.5 x=2 b=1
  chainrule explain "z = w x + b; (z - y)^2" w=0.5 x=2 b=1 y=3 --derive
"""
FORMATS: dict[str, Callable[[Explanation], str]] = {
    "text": str,
    "latex": Explanation.to_latex,
    "md": Explanation.to_markdown,
    "json": lambda explanation: json.dumps(explanation.to_dict(), ensure_ascii=False, indent=2),
}


def add_to(commands: Any) -> None:
    """Add the command to the parser's."""
    parser = commands.add_parser(
        "explain",
        help="explain a gradient step by step: upstream times local, in symbols and numbers",
        description="Print every contribution of the backward pass, upstream gradient times "
        "local derivative, in symbols and in numbers, with the running totals.  Without a formula "
        "about the network of the worked example, or another one.",
        epilog="examples:\n" + EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    add_formula(parser)
    option = parser.add_argument
    option("-t", "--to", metavar="NODE", help="only the way to this node: z_2, w_{1,11}")
    option("-d", "--derive", action="store_true", help="closed forms instead of numbers (SymPy)")
    option("-n", "--digits", type=int, default=4, help="significant digits (default: 4)")
    option("-f", "--format", choices=FORMATS, default="text", help="default: text")


def run(arguments: argparse.Namespace) -> int:
    """Print the explanation; return the exit code."""
    if not 1 <= arguments.digits <= 17:
        raise ValueError(f"--digits {arguments.digits}: expected 1 to 17")
    root, equations = shown(arguments)
    to = None if arguments.to is None else node_called(root, arguments.to, "--to")
    if arguments.derive:
        for node in _labelled(root) if to is None else [to]:
            derivation = autograd.derive(root, node)
            line = derivation.latex() if arguments.format == "latex" else derivation.text()
            _print_wrapped(f"{equations.get(node, ''):6}{line}" if equations else line)
        return 0
    explanation = autograd.explain(root, to, equations=equations, digits=arguments.digits)
    if arguments.format == "text" and sys.stdout.isatty():
        print(explanation.to_text(shutil.get_terminal_size().columns).rstrip("\n"))
    else:
        print(FORMATS[arguments.format](explanation).rstrip("\n"))
    return 0


def _print_wrapped(line: str) -> None:
    """Print a chain of equal sides; in a terminal that is too narrow each on its line."""
    width = shutil.get_terminal_size().columns
    if not sys.stdout.isatty() or len(line) <= width:
        print(line)
        return
    first, *sides = line.split(" = ")
    indent = " " * min(len(first) + 1, width // 3)
    print(first)
    for side in sides:
        lines = textwrap.wrap(f"= {side}", width - len(indent), subsequent_indent="  ")
        print(textwrap.indent("\n".join(lines), indent))


def _labelled(root: Value) -> list[Value]:
    """Return the nodes below the root that have a label, from the root down."""
    steps = autograd.explain(root)
    return list(dict.fromkeys(step.input for step in steps if step.input.label))
