"""The command `chainrule`: one module for each of its commands."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import autograd

from . import checking, explaining, inspecting, training, viewing

COMMANDS = (inspecting, explaining, viewing, checking, training)


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
    except (ValueError, TypeError, ArithmeticError, ImportError) as error:
        print(f"chainrule: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("chainrule: interrupted", file=sys.stderr)
        return 130


def _parser() -> Parser:
    parser = Parser(
        prog="chainrule",
        description="See every partial of backpropagation, step by step; check derivations of it.",
        epilog="examples:\n" + "".join(command.EXAMPLES for command in COMMANDS),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    version = f"chainrule {autograd.__version__}"
    parser.add_argument("--version", action="version", version=version)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for command in COMMANDS:
        command.add_to(commands)
    return parser
