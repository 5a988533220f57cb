r"""Search a document for its formulas: between delimiters, in code, in pictures, in lines.

    searched(text, "md")     each formula's text with its place
    blocks_of_code(text)     where fences begin and end

A text without any delimiter is searched for the doubled formulas that copying from a page leaves
behind, for lines that are formulas, and for arithmetic: see `doubled` and `plain`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from .at_points import with_points
from .beside import beside, is_forward
from .code import SET_AGAIN, names_of, statements
from .delimited import delimited
from .doubled import doubled_formulas
from .function_tables import function_rows, with_function_rows
from .line_by_line import line_by_line
from .named import with_named
from .plain import line_formulas, logical_lines
from .told_braces import with_braces
from .told_cases import with_cases
from .told_functions import with_functions
from .told_numbers import with_told_numbers

_CODE = re.compile(
    r"^ {0,9}(`{3,20}|~{3,20}).*?(?:^ {0,9}\1|\Z)|`[^`\n]+`", re.DOTALL | re.MULTILINE
)
_CONTINUED = re.compile(r"=(?![=>])")
"""What goes on with the equation of the code span before."""
_ADDRESS = r"(?:latex\.codecogs\.com/[\w./]{1,20}\?|/math/?\?(?:[\w=%]{1,30}&(?:amp;)?)?math=)"
_PICTURE = re.compile(
    rf"\bsrc=([\"'])(?:(?!\1)[^\s<>]){{0,80}}?{_ADDRESS}(?P<quoted>(?:(?!\1)[^<>]){{3,2000}})\1"
    rf"|{_ADDRESS}(?P<bare>[^\s\"'<>]{{3,2000}}?)(?=[\s\"'<>]|\)(?:\s|$))"
)
"""An address between quotes may have spaces in it, and primes."""
_SLOPE = re.compile(
    r"(?<![A-Za-z])d\d?[A-Za-z]\w*\s*(?:/|_)\s*d|∂|grad|^\s*d[A-Za-z]\w* *=", re.MULTILINE
)

_HEADING = re.compile(r"^#{1,6} ", re.MULTILINE)
_DIFFERENTIAL = re.compile(r"d[A-Za-z]")


def searched(text: str, kind: str) -> list[tuple[int, str]]:
    """Return the texts of the formulas of a document with their places, in order."""
    markup = "tex" if kind == "tex" else "md"
    parts = (part for part in delimited(text, markup) if not part.is_comment)
    listed = line_by_line([(part.start, part.text) for part in parts])
    listed = with_braces(with_cases(text, listed))
    found = with_points(text, with_functions(text, with_named(text, listed)))
    found = with_told_numbers(text, found)
    if kind == "tex":
        return found
    if found and kind == "md":
        found = [*found, *beside(text, found, [match.span() for match in _CODE.finditer(text)])]
    alone = not found and _SLOPE.search(text) is not None
    code = [*coded(text, found, alone=alone), *pictured(text)] if kind == "md" else []
    if not found:
        without_code = _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
        found = with_told_numbers(without_code, list(doubled_formulas(without_code)))
    if kind == "md" and (rows := function_rows(text)):
        found = with_function_rows(rows, found)
    return sorted(found + code, key=lambda pair: pair[0])


def blocks_of_code(text: str) -> list[tuple[int, int]]:
    """Return where the fences of a Markdown text begin and end."""
    return [match.span() for match in _CODE.finditer(text) if match[1] is not None]


def pictured(text: str) -> Iterator[tuple[int, str]]:
    """Yield the formulas that the address of a picture holds, as latex.codecogs.com draws them."""
    for match in _PICTURE.finditer(text):
        part = "quoted" if match["quoted"] else "bare"
        yield match.start(part), unquote(match[part]).replace("&space;", " ").replace("&amp;", "&")


def coded(
    text: str, listed: Sequence[tuple[int, str]] = (), *, alone: bool = False
) -> Iterator[tuple[int, str]]:
    """Yield the equations in code spans, and of fences that hold nothing else and a slope.

    listed the formulas between delimiters; a fence may be the forward pass of them, or of others
    alone  whether nothing but code and lines of their own hold the derivation: then a fence need
           hold no slope, and of Python every assignment is taken
    """
    derived = [*listed, *((m.start(), m[0]) for m in _fences(text) if _SLOPE.search(m[0]))]
    for match in _CODE.finditer(text):
        inside = match[0].strip("`~ \n")
        math = match[0].lstrip(" `~").startswith("math") or text[: match.start()].endswith("$")
        forward = match[1] is not None and is_forward(_inside(match)[1], derived)
        slopes = match[1] is None or alone or _SLOPE.search(match[0])
        if math or not (slopes or forward):
            continue
        if match[1] is None and _CONTINUED.match(inside):
            yield match.start() + match[0].find(inside), inside
            continue
        if match[1] is None:
            lines = [(match.start() + match[0].find(inside), inside)]
        else:
            begin, code = _inside(match)
            found = statements(code) if alone or forward else None
            if found is not None:
                yield from ((begin + one.start, one.text) for one in found)
                continue
            lines, place = [], begin
            for row in logical_lines(text[begin : match.end()]):
                told = row.strip(" `~\n") and row.lstrip()[:1] != "#"
                lines += [(place, row)] if told else []
                place += len(row)
        strict = match[1] is not None or not _SLOPE.search(inside)
        read = [(place, line_formulas(row, whole=strict)) for place, row in lines]
        if all(found for _, found in read):
            yield from ((place + start, text) for place, found in read for start, text in found)


def refused(text: str) -> dict[int, str]:
    """Return where statements of Python begin that are no equations, and why they are none."""
    found: dict[int, str] = {}
    defined: dict[str, tuple[int, str]] = {}
    ended = 0
    for fence in _fences(text):
        if _HEADING.search(text, ended, fence.start()):
            defined = {}
        ended = fence.end()
        begin, code = _inside(fence)
        for start, written, why in statements(code) or []:
            name, _, body = (part.strip() for part in written.partition("="))
            first = defined.setdefault(name, (begin + start, body))
            if first[1] != body and not _DIFFERENTIAL.match(name):
                found[begin + start] = found[first[0]] = SET_AGAIN
            if why:
                found[begin + start] = why
    return found


def words_in_code(text: str, read: Sequence[int] | None = None) -> frozenset[str]:
    """Return the words that the fences of Python in a text use as names.

    read  the places of formulas, where only fences count that hold some
    """
    fences = (m for m in _fences(text)
              if read is None or any(m.start() <= place < m.end() for place in read))  # fmt: skip
    return names_of(_inside(match)[1] for match in fences)


def _fences(text: str) -> Iterator[re.Match[str]]:
    return (match for match in _CODE.finditer(text) if match[1] is not None)


def _inside(fence: re.Match[str]) -> tuple[int, str]:
    """Return where the lines of a fence begin, and those lines."""
    begin = fence[0].find("\n") + 1
    return fence.start() + begin, fence[0][begin:].rstrip("`~ \t")
