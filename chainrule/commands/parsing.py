"""How the command line is read: mistakes are one line, which says what may have been meant."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any, NoReturn

LONGEST = 400  # characters of what is said about bad input


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line, with a word that may have been meant."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Read the arguments; what a command does not know is refused by the command itself."""
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return found, unknown

    def error(self, message: str) -> NoReturn:
        """Print what is wrong and leave with code 2."""
        told = one_line(message)
        meant = next(self._meant(message), None)
        if meant:
            told += f"; did you mean {meant}?"
        self.exit(2, f"{self.prog}: {told} (see {self.prog} --help)\n")

    def _meant(self, message: str) -> Iterator[str]:
        """Yield the options and choices that are spelt nearly so."""
        if unknown := re.match(r"unrecognized arguments: (.*)", message):
            for word in unknown[1].split():
                if word.startswith("-"):
                    yield from nearest(word.split("=")[0], list(self._option_string_actions))
        if wrong := re.search(r"invalid choice: '(.*?)' \(choose from (.*)\)$", message):
            yield from nearest(wrong[1], re.findall(r"[\w-]+", wrong[2]))


def nearest(word: str, known: Sequence[str]) -> list[str]:
    """Return the word that is spelt most like this one, if there is such a one."""
    return get_close_matches(word, known, n=1)


def one_line(message: str) -> str:
    """Return a message in one line that can be written in UTF-8; of a long one both ends."""
    line = " ".join(message.encode("utf-8", "backslashreplace").decode().split())
    if len(line) <= LONGEST:
        return line
    return f"{line[: LONGEST // 2]} ... {line[-LONGEST // 2 :]}"


class Completion(argparse.Action):
    """`--completion bash`: print what makes the shell complete commands, options and files."""

    def __call__(
        self, parser: argparse.ArgumentParser, _: object, values: Any, *__: object
    ) -> None:
        """Print it, and leave."""
        try:
            import shtab
        except ImportError:
            parser.error("completion needs shtab: pip install chainrule[completion]")
        if values not in shtab.SUPPORTED_SHELLS:
            shells = ", ".join(shtab.SUPPORTED_SHELLS)
            parser.error(
                f"argument --completion: invalid choice: {values!r} (choose from {shells})"
            )
        for action in actions_of(parser):
            if action.metavar == "FILE":
                action.complete = shtab.FILE  # type: ignore[attr-defined]  # as shtab wants it
        print(shtab.complete(parser, values))
        parser.exit()


def actions_of(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Yield the arguments of a parser and of its commands."""
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from actions_of(command)
