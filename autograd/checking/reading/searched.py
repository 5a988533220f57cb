r"""Search a document for its formulas: between delimiters, in code, in pictures, in lines.

    searched(text, "md")     each formula's text with its place
    blocks_of_code(text)     where fences begin and end

A text without any delimiter is searched for the doubled formulas that copying from a page leaves
behind, for lines that are formulas, and for arithmetic: see `doubled` and `plain`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from .delimited import delimited
from .doubled import doubled_formulas
from .plain import line_formulas, logical_lines

_CODE = re.compile(
    r"^ {0,9}(`{3,20}|~{3,20}).*?(?:^ {0,9}\1|\Z)|`[^`\n]+`", re.DOTALL | re.MULTILINE
)
_PICTURE = re.compile(
    r"(?:latex\.codecogs\.com/[\w./]{1,20}\?|/math/?\?math=)([^\s\"'<>]{3,2000}?)(?=[\s\"'<>]|\)(?:\s|$))"
)
_SLOPE = re.compile(
    r"(?<![A-Za-z])d\d?[A-Za-z]\w*\s*(?:/|_)\s*d|∂|grad|^\s*d[A-Za-z]\w* *=", re.MULTILINE
)


def searched(text: str, kind: str) -> list[tuple[int, str]]:
    """Return the texts of the formulas of a document with their places, in order."""
    markup = "tex" if kind == "tex" else "md"
    found = [(part.start, part.text) for part in delimited(text, markup) if not part.is_comment]
    if kind == "tex":
        return found
    code = [*coded(text), *pictured(text)] if kind == "md" else []
    if not found:
        without_code = _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
        found = list(doubled_formulas(without_code))
    return sorted(found + code, key=lambda pair: pair[0])


def blocks_of_code(text: str) -> list[tuple[int, int]]:
    """Return where the fences of a Markdown text begin and end."""
    return [match.span() for match in _CODE.finditer(text) if match[1] is not None]


def pictured(text: str) -> Iterator[tuple[int, str]]:
    """Yield the formulas that the address of a picture holds, as latex.codecogs.com draws them."""
    for match in _PICTURE.finditer(text):
        yield match.start(1), unquote(match[1]).replace("&space;", " ").replace("&amp;", "&")


def coded(text: str) -> Iterator[tuple[int, str]]:
    """Yield the equations in code spans, and of fences that hold nothing else and a slope."""
    for match in _CODE.finditer(text):
        inside = match[0].strip("`~ \n")
        math = match[0].lstrip(" `~").startswith("math") or text[match.start() - 1] == "$"
        if math or (match[1] is not None and not _SLOPE.search(match[0])):
            continue
        if match[1] is None:
            lines = [(match.start() + match[0].find(inside), inside)]
        else:
            begin = match[0].find("\n") + 1
            lines, place = [], match.start() + begin
            for row in logical_lines(match[0][begin:]):
                told = row.strip(" `~\n") and row.lstrip()[:1] != "#"
                lines += [(place, row)] if told else []
                place += len(row)
        strict = match[1] is not None or not _SLOPE.search(inside)
        read = [(place, line_formulas(row, whole=strict)) for place, row in lines]
        if all(found for _, found in read):
            yield from ((place + start, text) for place, found in read for start, text in found)
