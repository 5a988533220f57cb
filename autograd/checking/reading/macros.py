r"""A document's own commands: \newcommand, \def, \DeclareMathOperator, expanded in its formulas.

macros = defined_in(r"\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}}")
expanded(r"\pd{L}{w}", macros)      r"\frac{\partial L}{\partial w}"
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

MOST_EXPANSIONS, LONGEST = 300, 20_000
_DEFINED = re.compile(
    r"""\\(?:newcommand|renewcommand|providecommand)\*? \s*
          \{? \s* \\(?P<name>[A-Za-z]+) \s* \}? \s*
          (?: \[ (?P<count>\d) \] )? \s* (?: \[ (?P<default>[^\[\]]{0,80}) \] )? \s* (?=\{)
      | \\def \s* \\(?P<short>[A-Za-z]+) \s* (?P<marks> (?: \#\d )* ) \s* (?=\{)
      | \\DeclareMathOperator\*? \s* \{? \s* \\(?P<operator>[A-Za-z]+) \s* \}? \s* (?=\{)
    """,
    re.VERBOSE,
)
_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_ARGUMENT = re.compile(r"\s*(\\[A-Za-z]+|[^\s{}])")


class Macro(NamedTuple):
    """What a command stands for: how many arguments, the default of the first, the body."""

    arity: int
    default: str | None
    body: str


def defined_in(text: str) -> dict[str, Macro]:
    """Return the commands that a text defines, by name."""
    found = {}
    for match in _DEFINED.finditer(text):
        body, _ = braced(text, match.end())
        if body is None:
            continue
        body = _COMMENT.sub("", body).replace("\n", " ")
        if name := match["operator"]:
            found[name] = Macro(0, None, rf"\operatorname{{{body}}}")
        elif name := match["short"]:
            found[name] = Macro(len(match["marks"]) // 2, None, body)
        else:
            found[match["name"]] = Macro(int(match["count"] or 0), match["default"], body)
    return found


def expanded(latex: str, macros: Mapping[str, Macro]) -> str:
    """Return a formula with the commands expanded; what does not end is left as it is."""
    place = count = 0
    while macros and count < MOST_EXPANSIONS and (match := _COMMAND.search(latex, place)):
        macro = macros.get(match[1])
        place = match.end()
        if macro is None or _DEFINED.match(latex, match.start()):
            continue
        arguments, end = _arguments(latex, match.end(), macro)
        body = _filled(macro.body, arguments)
        body += " " if re.search(r"\\[A-Za-z]+$", body) else ""
        if len(latex) + len(body) > LONGEST:
            return latex
        latex, place = latex[: match.start()] + body + latex[end:], match.start()
        count += 1
    return latex


def _filled(body: str, arguments: list[str]) -> str:
    """Return a body with #1, #2, ... replaced; a missing argument is nothing."""
    given = {str(number): text for number, text in enumerate(arguments, 1)}
    return re.sub(r"#(\d)", lambda match: given.get(match[1], ""), body)


def _arguments(latex: str, place: int, macro: Macro) -> tuple[list[str], int]:
    """Return the arguments after a command, and where they end."""
    found: list[str] = []
    if macro.arity and macro.default is not None:
        given = re.compile(r"\s*\[([^\[\]]*)\]").match(latex, place)
        found.append(given[1] if given else macro.default)
        place = given.end() if given else place
    while len(found) < macro.arity:
        inside, end = braced(latex, place)
        if inside is None:
            match = _ARGUMENT.match(latex, place)
            if match is None:
                break
            inside, end = match[1], match.end()
        found.append(inside)
        place = end
    return found, place


def braced(text: str, place: int) -> tuple[str | None, int]:
    """Return what stands in the braces that begin at a place, and where they end."""
    while place < len(text) and text[place].isspace():
        place += 1
    if text[place : place + 1] != "{":
        return None, place
    depth = 0
    for end in range(place, min(len(text), place + 2_000)):
        if text[end - 1] == "\\" and end > place:
            continue
        depth += (text[end] == "{") - (text[end] == "}")
        if depth == 0:
            return text[place + 1 : end], end + 1
    return None, place
