"""The command `chainrule`: one module for each of its commands."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

import autograd

from . import (
    checking,
    exercising,
    explaining,
    inspecting,
    laboratory,
    listing,
    marking,
    quizzing,
    training,
    viewing,
)
from .parsing import Completion, Parser, one_line

COMMANDS = (
    inspecting, explaining, viewing, checking, laboratory, marking, exercising, training,
    quizzing, listing,
)  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code: 0, 2 for bad input, 130 after Ctrl-C."""
    if sys.stdout is None:
        return refused("standard output is closed")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a pipe on Windows may have no ∂
    try:
        return _run(argv)
    except BrokenPipeError:  # the reader of our output has left, as in `chainrule inspect | head`
        _leave_stdout()
        return 0
    except OSError as error:
        if error.filename is None:
            _leave_stdout()
        return refused(f"{error.filename or 'output'}: {error.strerror or error}")
    except (ValueError, TypeError, ArithmeticError, ImportError) as error:
        return refused(str(error))
    except KeyboardInterrupt as interrupt:
        return refused("interrupted", getattr(interrupt, "exit_code", 130))
    except (MemoryError, RecursionError) as error:
        deep = isinstance(error, RecursionError)
        return refused("this is nested too deeply" if deep else "there is not enough memory for it")


def _run(argv: Sequence[str] | None) -> int:
    parser = command_parser()
    try:
        arguments = parser.parse_args(argv)
    except SystemExit:
        sys.stdout.flush()
        raise
    code = 0
    if "run" in arguments:
        code = arguments.run(arguments)
    else:
        parser.print_help()
    sys.stdout.flush()
    return code


def refused(why: str, code: int = 2) -> int:
    """Tell in one line what is wrong; return the exit code."""
    with suppress(OSError, AttributeError):  # stderr is full, or closed
        sys.stderr.write(f"chainrule: {one_line(why)}\n")
    return code


def _leave_stdout() -> None:
    """Have what is still to be written to it go nowhere, so that Python's exit is quiet."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def command_parser() -> Parser:
    """Return the parser of the command line, with that of each command."""
    parser = Parser(
        prog="chainrule",
        description="See every partial of backpropagation, step by step; check derivations of it.",
        epilog="examples:\n" + "".join(command.EXAMPLES for command in COMMANDS),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    version = f"chainrule {autograd.__version__}"
    parser.add_argument("--version", action="version", version=version)
    parser.add_argument(
        "--completion", metavar="SHELL", action=Completion,
        help="print the completion of commands and options for bash, zsh, fish or another shell",
    )  # fmt: skip
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for command in COMMANDS:
        command.add_to(commands)
    return parser
