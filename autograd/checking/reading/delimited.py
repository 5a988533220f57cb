r"""Find what stands between the delimiters of a text, and its comments.

    delimited(text, "md")     the formulas between `$`, `$$`, `\( \)`, ..., and the comments

Code is passed over, but for fences ```` ```math ````.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_ENVIRONMENTS = r"(?:equation|align|alignat|gather|multline|eqnarray|displaymath|math)\*?"
_INNER = r"aligned|alignedat|gathered|split"
"""What stands between dollars, and is shown without them in Markdown that uses them elsewhere."""
_DOLLAR = (
    r"(?<!\d)\$(?=\S | [ ][^$\n]*[=\\][^$\n]*\$ | \s[^$]{0,3000}\\[A-Za-z][^$]{0,3000}\$"
    r" | [ \t]*\n[^$]{0,3000}=[^$]{0,3000}\n[ \t]*\$[ \t]*(?:\n|\Z))"
)
_OPEN = (
    rf"(?P<open> \$` | \$\$ | {_DOLLAR} | \\\( | \\\["
    rf" | \\begin\{{(?P<name>{_ENVIRONMENTS} | {_INNER})\}} )"
)
_OPENINGS = {
    "md": re.compile(
        r"""
        (?P<code>   ^[ ]{0,9} (?P<fence>`{3,20}|~{3,20}) [ ]* (?P<language>[\w-]*) [^\n]*\n
                  | (?<!\$) `{1,20} | <!--                                                  )
      | (?P<escape> \\\\ (?![(\[]) | \\[$`]                                                 )
      | """
        + _OPEN,
        re.VERBOSE | re.MULTILINE,
    ),
    "tex": re.compile(
        r"""
        (?P<code>   (?<!\\)%[^\n]* | \\begin\{(?:verbatim|lstlisting)\*?\} )
      | (?P<escape> \\\\ (?![(\[]) | \\\$                                  )
      | """
        + _OPEN,
        re.VERBOSE,
    ),
}
_MATH_FENCE = re.compile(r"[ ]{0,9}```math[ ]+([^\n`]+?)[ ]*```[ \t]*$", re.MULTILINE)
"""A fence of one line."""
_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_CLOSINGS = {"$`": "`$", "$$": "$$", r"\(": r"\)", r"\[": r"\]", "<!--": "-->"}
_INSIDE = r"\\(?:text|mbox|textrm)\s*\{[^{}\n]{0,200}\}|\\.|[^$\\\n]|\n(?![ \t]*\n)"
_INLINE = re.compile(rf"\$((?:{_INSIDE}){{1,2000}})(?<=\S)\$(?!\d)", re.DOTALL)
_SPACED = re.compile(r"\$([ ](?=[^$\n]*[=\\])(?:\\.|[^$\\\n]){1,2000}?[ ]{0,9})\$(?!\d)")
_SPREAD = re.compile(
    r"\$(\s(?=[^$]*=)(?=[^$]*\\[A-Za-z])(?:\\.|(?!\n\s*\n)[^$\\]){1,3000}?)\$(?!\d)", re.DOTALL
)
"""Over several lines of a paragraph, with space behind the first dollar."""
_ON_LINES = re.compile(
    rf"\$([ \t]*\n(?=[^$]*=)(?:{_INSIDE}){{1,2000}}\n[ \t]*)\$(?=[ \t]*(?:\n|\Z))", re.DOTALL
)
"""On lines of its own, between a dollar that ends a line and one that is one."""
_SPACED_END = re.compile(r"\$((?=[^$\n]*[=\\])(?:\\.|[^$\\\n]){1,2000}?[ ])\$(?![A-Za-z0-9_$\\])")


_TWICE = re.compile(
    r"\s*(?:\$\$|\\[(\[])((?:(?!\$\$|\\[()\[\]])[\s\S]){1,3000})(?:\$\$|\\[)\]])\s*"
)
"""A formula between delimiters within others: \\[ $$ ... $$ \\]."""
_IN_CODE = re.compile(r"\$([^$\n`]{1,300})\$")
"""A formula with its dollars in a span of code: where no dollar stands outside, it is none."""
_QUOTED = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)


class Delimited(NamedTuple):
    """A formula between its delimiters, or the inside of a comment, and where it begins."""

    is_comment: bool
    start: int
    text: str

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)


def delimited(text: str, kind: str) -> Iterator[Delimited]:
    """Yield the formulas and the comments of a text in order; `kind` is "md" or "tex"."""
    openings, place = _OPENINGS[kind], 0
    has_dollars = "$" in text
    in_code = has_dollars and "$" not in re.sub(r"`[^`\n]*`", "", text)
    never_closed: set[str] = set()
    while match := openings.search(text, place):
        place = match.end()
        if math := _MATH_FENCE.match(text, match.start()):
            place = math.end()
            yield Delimited(False, math.start(1), math[1])
        elif match["code"]:
            end, place = _after_code(text, match, never_closed)
            if kind == "md" and match["language"] == "math":
                yield Delimited(False, match.end(), text[match.end() : end])
            elif (
                in_code
                and match["code"] == "`"
                and (bare := _IN_CODE.fullmatch(text, match.end(), end))
            ):
                yield Delimited(False, bare.start(1), bare[1])
            elif match["code"][0] in "<%" and place:
                start = match.end() if match["code"] == "<!--" else match.start() + 1
                yield Delimited(True, start, text[start:end])
        elif match["open"] == "$":
            spaced = text[place : place + 1].isspace()
            kinds = (_SPACED, _SPREAD, _ON_LINES) if spaced else (_INLINE, _SPACED_END)
            tried = (one.match(text, match.start()) for one in kinds)
            if inline := next(filter(None, tried), None):
                place = inline.end()
                yield from _inside(inline.start(1), inline[1], kind)
        elif match["open"]:
            name = match["name"]
            if name and name in _INNER.split("|") and not has_dollars:
                continue
            closing = rf"\end{{{name}}}" if name else _CLOSINGS[match["open"]]
            end = -1 if closing in never_closed else text.find(closing, place)
            if end < 0:
                never_closed.add(closing)
                continue
            start, place = match.start() if name else place, end + len(closing)
            if not name and text[start - 3 : start - 1] == text[end - 1] * 2 == "\\\\":
                end -= 1  # of \\( ... \\)
            yield from _inside(start, text[start : place if name else end], kind)


def _unquoted(inside: str) -> str:
    """Return a formula of several lines, each of them quoted (> ...), without those marks."""
    first, newline, rest = inside.partition("\n")
    if not newline or len(_QUOTED.findall(rest)) <= rest.count("\n"):
        return inside
    return first + newline + _QUOTED.sub(lambda match: " " * len(match[0]), rest)


def _inside(start: int, inside: str, kind: str) -> Iterator[Delimited]:
    """Yield a formula without its comments, then these."""
    if kind != "tex":
        if twice := _TWICE.fullmatch(inside):
            start, inside = start + twice.start(1), twice[1]
        yield Delimited(False, start, _unquoted(inside))
        return
    yield Delimited(False, start, _COMMENT.sub(lambda match: " " * len(match[0]), inside))
    for match in _COMMENT.finditer(inside):
        yield Delimited(True, start + match.start() + 1, match[0][1:])


def _after_code(text: str, match: re.Match[str], never_closed: set[str]) -> tuple[int, int]:
    """Return where code or a comment ends, and where what closes it ends."""
    groups = match.groupdict()
    if fence := groups.get("fence"):
        closing = re.compile(rf"^[ ]{{0,9}}{fence[0]}{{{len(fence)},}}[ \t]*$", re.MULTILINE)
        found = closing.search(text, match.end())
        return (found.start(), found.end()) if found else (len(text), len(text))
    opening = match[0]
    if opening.startswith("%"):
        return match.end(), match.end()
    closing_text = opening.replace(r"\begin", r"\end") if opening[0] == "\\" else opening
    closing_text = _CLOSINGS.get(closing_text, closing_text)
    end = -1 if closing_text in never_closed else text.find(closing_text, match.end())
    if end < 0:
        never_closed.add(closing_text)
        return match.end(), match.end()
    return end, end + len(closing_text)
