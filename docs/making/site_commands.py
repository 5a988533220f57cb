"""The page of the command line, from the parser itself."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator

from chainrule.commands import command_parser


def commands() -> str:
    """Return a section for each command: how it is called, what it does, each argument."""
    os.environ["COLUMNS"] = "88"  # argparse folds its usage at the terminal's width
    parser = command_parser()
    return "\n".join(_sections(parser))


def _sections(parser: argparse.ArgumentParser) -> Iterator[str]:
    yield from _section(parser, "chainrule")
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, command in action.choices.items():
                yield from _section(command, f"chainrule {name}")


def _section(parser: argparse.ArgumentParser, name: str) -> Iterator[str]:
    yield f"## {name}\n\n{_escaped(parser.description or '')}\n"
    usage = parser.format_usage().removeprefix("usage: ").replace("\n       ", "\n").rstrip()
    yield f"```text\n{usage}\n```\n"
    shown = [a for a in parser._actions if a.help != argparse.SUPPRESS and a.dest != "help"]
    shown = [a for a in shown if not isinstance(a, argparse._SubParsersAction)]
    if shown:
        yield "| argument | meaning |\n| --- | --- |"
    for action in shown:
        yield f"| {_called(action)} | {_meaning(action)} |"
    yield ""


def _called(action: argparse.Action) -> str:
    names = action.option_strings or [_placeholder(action)]
    value = f" {_placeholder(action)}" if action.option_strings and action.nargs != 0 else ""
    return "<br>".join(f"`{name}{value}`" for name in names)


def _placeholder(action: argparse.Action) -> str:
    if isinstance(action.metavar, tuple):
        return " ".join(action.metavar)
    return action.metavar or action.dest.upper()


def _meaning(action: argparse.Action) -> str:
    told = (action.help or "") % {**vars(action), "prog": "chainrule"}
    choices = [f"`{choice}`" for choice in action.choices or []]
    if choices:
        told += f" ({', '.join(choices)})"
    return _escaped(told).replace("|", r"\|")


def _escaped(text: str) -> str:
    return text.replace("<", "&lt;").replace("*", r"\*").replace("_", r"\_").replace("  ", " ")
