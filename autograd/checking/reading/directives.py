r"""What an author's comments tell the checker: `<!-- chainrule: skip -->`, `% chainrule: skip`.

    skip                   the next equation is not read; after one, on its line: that one
    skip begin, skip end   nor is what stands between them
    expected-wrong         it is meant to be wrong, and told if it is not; with begin, end too
    scope                  the section, with its subsections, sees no equation of another one
    scope sections         so does each section below this one
    declare x: vector(n)   what a name is; also scalar, matrix(n, d); "m samples"; "g = sigmoid"
    use common.md          the definitions of another file
    macro \newcommand...   a command
    points 2               what the next equation of a key is worth, see `mark`

Several stand in one comment line by line.  What is none is told with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from .delimited import Delimited

RANGES = ("skip", "expected-wrong")
"""What concerns an equation, or all between its begin and its end."""
AIMED = (*RANGES, "points")
"""What concerns the equation beside it."""
ARGUMENTS = {
    "skip": r"begin|end|",
    "expected-wrong": r"begin|end|",
    "scope": r"sections|",
    "declare": r".+",
    "use": r"\S.*",
    "macro": r"\\.+",
    "points": r"\d{1,6}(?:\.\d{1,6})?",
}
"""Each directive, and what may stand after its name."""
HOW = {
    "skip": "skip, skip begin, or skip end",
    "expected-wrong": "expected-wrong, expected-wrong begin, or expected-wrong end",
    "scope": "scope, or scope sections",
    "declare": "declare x: vector(n)",
    "use": "use common.md",
    "macro": r"macro \newcommand{\R}{\mathbb{R}}",
    "points": "points 2",
}
_MARK = re.compile(r"\s*chainrule\b\s*(:?)\s*")


class Directive(NamedTuple):
    """A directive: its name, what stands after it, and where its comment begins and ends."""

    name: str
    argument: str
    start: int
    end: int


class Fault(NamedTuple):
    """A directive that is none: as it is written, why, and where it begins in the text."""

    text: str
    why: str
    start: int


def directives_of(comments: Iterable[Delimited]) -> tuple[list[Directive], list[Fault]]:
    """Return the directives of comments, and those that are none."""
    found: list[Directive] = []
    faults: list[Fault] = []
    for comment in comments:
        mark = _MARK.match(comment.text)
        if mark is None:
            continue
        lines = comment.text[mark.end() :].split("\n")
        place = comment.start + mark.end()
        if not mark[1]:
            if _name_and_argument(lines[0])[0] in ARGUMENTS and not "".join(lines[1:]).strip():
                faults.append(Fault(comment.text.strip(), "a colon is missing: chainrule:", place))
            continue
        for line in lines:
            written = line.strip()
            if why := _wrong_with(written):
                faults.append(Fault(written, why, place))
            elif written:
                name, argument = _name_and_argument(written)
                found.append(Directive(name, argument, comment.start, comment.end))
            place += len(line) + 1
        if not "".join(lines).strip():
            faults.append(Fault("chainrule:", f"expected one of {_listed(ARGUMENTS)}", place - 1))
    return found, faults


def unpaired(directives: Sequence[Directive]) -> list[Fault]:
    """Return what begins and never ends, or ends and never began."""
    faults = []
    for name in RANGES:
        begun: Directive | None = None
        for one in directives:
            if one.name != name or not one.argument:
                continue
            told = f"{name} {one.argument}"
            if one.argument == "begin" and begun is not None:
                faults.append(Fault(told, "it has begun already", one.start))
            elif one.argument == "end" and begun is None:
                faults.append(Fault(told, "nothing has begun", one.start))
            begun = one if one.argument == "begin" else None
        if begun is not None:
            faults.append(Fault(f"{name} begin", f"it never ends: {name} end", begun.start))
    return faults


def _wrong_with(written: str) -> str:
    """Return what is wrong with a directive, "" if nothing is."""
    name, argument = _name_and_argument(written)
    if not written or (name in ARGUMENTS and re.fullmatch(ARGUMENTS[name], argument)):
        return ""
    if name in ARGUMENTS:
        return f"expected {HOW[name]}"
    near = get_close_matches(name, ARGUMENTS, n=1, cutoff=0.5)
    if not near:
        return f"there is no directive {name[:40]}: there are {_listed(ARGUMENTS)}"
    return f"there is no directive {name[:40]}; did you mean {near[0]}?"


def _name_and_argument(written: str) -> tuple[str, str]:
    name, _, argument = written.strip().partition(" ")
    return name.rstrip(":"), argument.strip()


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
