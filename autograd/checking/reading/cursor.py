"""The tokens of one formula and the place in them: what every part of the grammar stands on."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import TypeVar

from .lexer import Token, tokens
from .notation import COMPARISONS
from .tidied import tidied
from .transposing_primes import is_function
from .tree import Expression, Span
from .words import SIGMA, TRANSPOSES

LONGEST, MOST_TOKENS, DEEPEST = 20_000, 4_000, 60
_Read = TypeVar("_Read")
_CLOSING = {"(": ")", "[": "]", "{": "}", "|": "|", "||": "||", r"\langle": r"\rangle",
            r"\lfloor": r"\rfloor"}  # fmt: skip


class ReadError(ValueError):
    """A formula cannot be read.

    message  what is wrong, in one plain sentence
    at       where: an offset in the text
    """

    def __init__(self, message: str, at: int) -> None:
        super().__init__(f"{message} (at character {at + 1})")
        self.message, self.at = message, at


class Cursor(ABC):
    """Where reading has come to.

    functions  labels that the document applies as functions
    names      labels of nodes
    lists      the places of the brackets that hold a comma
    compared_in  the places of the brackets that hold a comparison
    given      the places of bars that part, as in p(y | x)
    plain        whether the text has no commands
    bar        the bar, "|" or "||", that has been opened last and is not closed yet
    """

    def __init__(
        self,
        text: str,
        functions: frozenset[str],
        names: frozenset[str],
        apart: frozenset[str] = frozenset(),
    ) -> None:
        if len(text) > LONGEST:
            raise ReadError(f"a formula may have {LONGEST:,} characters at most", LONGEST)
        self.functions, self.names = functions, names
        words = frozenset(
            re.split(r"[^A-Za-z]", label, maxsplit=1)[0] for label in functions | names
        ) | {name.removesuffix("[") for name in names if name[-1:] == "[" or name == SIGMA}
        self.tokens = tidied(tokens(text, words, apart))
        if TRANSPOSES in names:
            self.tokens = _turned(self.tokens)
        if len(self.tokens) > MOST_TOKENS:
            raise ReadError(f"a formula may have {MOST_TOKENS:,} signs", self.tokens[-1].start)
        self.plain = "\\" not in text
        self.place, self.depth, self.bar = 0, 0, ""
        self.lists, self.compared_in = brackets(self.tokens)
        self.given = parting_bars(self.tokens)

    @property
    def next(self) -> Token:
        """The token to be read next."""
        return self.tokens[self.place]

    def ahead(self, count: int = 1) -> Token:
        """Return the token that stands `count` places after the next one."""
        return self.tokens[min(self.place + count, len(self.tokens) - 1)]

    def take(self) -> Token:
        """Return the next token and move on."""
        token = self.next
        self.place += token.kind != "stop"
        return token

    def at(self, *signs: str) -> bool:
        """Whether the next token is one of these signs."""
        return self.next.kind == "sign" and self.next.text in signs

    def accept(self, *signs: str) -> str:
        """Take the next token if it is one of these signs; return it, or ""."""
        return self.take().text if self.at(*signs) else ""

    def within(self, read: Callable[[], _Read]) -> _Read:
        """Take an opening sign, read what stands inside, and take the sign that closes it."""
        opened, outer = self.take(), self.bar
        self.bar = opened.text if opened.text in ("|", "||") else ""
        inside = read()
        self.close(opened)
        self.bar = outer
        return inside

    def close(self, opened: Token) -> None:
        """Take the sign that closes what was opened, or say what is wrong."""
        closing = _CLOSING[opened.text]
        if self.accept(closing):
            return
        if self.next.kind == "stop":
            raise ReadError(f"this {opened.text} is never closed", opened.start)
        raise self.unexpected(f"{closing} or a sign")

    def deeper(self, read: Callable[[], _Read]) -> _Read:
        """Read something nested; every recursion of the grammar goes through here."""
        if self.depth == DEEPEST:
            raise ReadError(f"this is nested more than {DEEPEST} deep", self.next.start)
        self.depth += 1
        inside = read()
        self.depth -= 1
        return inside

    def span(self, start: int) -> Span:
        """Return the span from `start` to the end of what was taken last."""
        return start, self.tokens[self.place - 1].end if self.place else start

    def unexpected(self, wanted: str = "a number, a name or a bracket") -> ReadError:
        """Return the error that the next token is not what is wanted here."""
        kind, text, start, _ = self.next
        if kind == "stop":
            return ReadError(f"expected {wanted}, but the formula ends here", start)
        if text == r"\prose":
            return ReadError("words stand where a formula is expected", start)
        if kind == "unknown":
            what = "command" if text[1:].isalpha() else "sign"
            return ReadError(f"the {what} {text} is not known", start)
        if text in ("<", ">", "<=", ">=", "!="):
            return ReadError("an inequality has no value", start)
        if text in (")", "]", "}") and self.depth == 0:
            return ReadError(f"this {text} closes nothing", start)
        found = rf"\end{{{text}}}" if kind == "end" else text
        return ReadError(f"expected {wanted}, found {found}", start)

    def finish(self) -> None:
        """Raise a ReadError unless everything has been read."""
        if self.next.kind != "stop":
            raise self.unexpected("a sign or the end")

    # What the parts of the grammar use of each other.

    @abstractmethod
    def expression(self, first: Expression | None = None) -> Expression:
        """Read a sum."""

    @abstractmethod
    def product(self, first: Expression | None = None) -> Expression:
        """Read a product."""

    @abstractmethod
    def term(self, first: Expression | None = None) -> Expression:
        """Read a product with the signs before it."""

    @abstractmethod
    def factor(self) -> Expression:
        """Read an atom with its scripts."""

    @abstractmethod
    def signed_factor(self) -> Expression:
        """Read a factor that may have a minus sign, as after `*` or `^`."""

    @abstractmethod
    def single(self) -> Expression:
        """Read what TeX takes where braces are left out: one digit, name or bracket."""

    @abstractmethod
    def indicator(self) -> Expression:
        """Read the condition below a 1."""

    @abstractmethod
    def arguments(self) -> tuple[Expression, ...]:
        """Read the arguments of a call, with their brackets."""

    @abstractmethod
    def compared(self) -> Expression:
        """Read an expression, or what compares several."""

    @abstractmethod
    def valued(self) -> Expression:
        """Read an expression; a condition as its indicator."""

    @abstractmethod
    def bracket(self) -> Expression:
        """Read what stands in round or square brackets."""

    @abstractmethod
    def argument(self, command: Token) -> Expression:
        """Read an argument of a command."""

    @abstractmethod
    def of_method(self, base: Expression, method: Token) -> Expression:
        """Read the arguments of what is called of an array: x.sum(axis=0)."""

    @abstractmethod
    def begins_factor(self) -> bool:
        """Whether a factor begins here."""


def brackets(given: Sequence[Token]) -> tuple[frozenset[int], frozenset[int]]:
    """Return the places of the brackets that hold a comma, or a comparison, of their own."""
    opened: list[int] = []
    lists, compared = set(), set()
    for place, (kind, text, _, _) in enumerate(given):
        if kind == "sign" and text in _CLOSING and text[0] != "|":
            opened.append(place)
        elif kind == "sign" and text in _CLOSING.values() and text[0] != "|" and opened:
            opened.pop()
        elif (text == "," and opened) or (text == ";" and opened and given[opened[-1]].text == "("):
            lists.add(opened[-1])
        elif kind == "sign" and text in COMPARISONS and opened:
            compared.add(opened[-1])
    return frozenset(lists), frozenset(compared)


def parting_bars(given: Sequence[Token]) -> frozenset[int]:
    r"""Return the places of the bars that part: `\mid`, and one that is alone in its bracket."""
    opened: list[tuple[list[int], bool]] = []
    found = {place for place, token in enumerate(given) if token.text == r"\mid"}
    for place, (kind, text, _, _) in enumerate(given):
        if kind != "sign":
            continue
        after = given[min(place + 1, len(given) - 1)]
        at_point = after.kind == "sub" or after.text == "_"
        if text in ("(", "[", "{"):
            opened.append(([], place > 0 and given[place - 1].text == "_"))
        elif text in (")", "]", "}") and opened:
            bars, below = opened.pop()
            found.update(bars if len(bars) == 1 and not below else [])
        elif opened and (text == "||" or (text == "|" and not at_point)):
            opened[-1][0].append(place)
    return frozenset(found)


def _turned(tokens: Sequence[Token]) -> list[Token]:
    """Return tokens with .T for each prime but those of functions."""
    return [
        token._replace(text=".T")
        if token.text == "'" and not _is_of_function(tokens, place)
        else token
        for place, token in enumerate(tokens)
    ]


def _is_of_function(tokens: Sequence[Token], place: int) -> bool:
    at = place - 1
    while at > 0 and (tokens[at].kind == "sub" or tokens[at].text in ("^", "{", "'")):
        at -= 1
    return tokens[at].kind == "word" and is_function(tokens[at].text)
