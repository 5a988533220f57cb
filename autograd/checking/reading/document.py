r"""Find the formulas of a document: Markdown, LaTeX, plain text.

    formulas(text)              every equality chain, in order, with its line and its tag
    formulas_of_file(path)      the same for a .md, .tex or .txt file
    functions_of(latex_texts)   the names that the document applies: L in L(y, a), g in g(z)

In Markdown and in LaTeX a formula stands between `$`, `$$`, `\( \)`, `\[ \]`, in an environment
such as `align`, or in a fence ```` ```math ````; code and comments are passed over.  A text
without any of these is searched for the doubled formulas that copying from a page leaves behind,
for lines that are formulas, and for arithmetic: see `doubled` and `plain`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from ...engine.files import read_text
from .blanked import blanked
from .context import Found, in_context
from .doubled import doubled_formulas
from .functions import functions_of
from .macros import defined_in, expanded
from .parser import read_formulas
from .partials import with_partials
from .places import with_places
from .plain import line_formulas
from .resolved import resolved
from .tree import Derivative, Domain, Formula
from .words import products_of, words_of

KINDS = {".md": "md", ".markdown": "md", ".tex": "tex", ".txt": "txt"}
"""The suffix of a file -> how its text is read."""

_ENVIRONMENTS = r"(?:equation|align|alignat|gather|multline|eqnarray|displaymath|math)\*?"
_DOLLAR = r"(?<!\d)\$(?=\S | [ ][^$\n]*[=\\][^$\n]*\$)"
_OPEN = (
    rf"(?P<open> \$` | \$\$ | {_DOLLAR} | \\\( | \\\[ | \\begin\{{(?P<name>{_ENVIRONMENTS})\}} )"
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
_CODE = re.compile(
    r"^ {0,9}(`{3,20}|~{3,20}).*?(?:^ {0,9}\1|\Z)|`[^`\n]+`", re.DOTALL | re.MULTILINE
)
_CLOSINGS = {"$`": "`$", "$$": "$$", r"\(": r"\)", r"\[": r"\]", "<!--": "-->"}
_INSIDE = r"\\(?:text|mbox|textrm)\s*\{[^{}\n]{0,200}\}|\\.|[^$\\\n]|\n(?![ \t]*\n)"
_INLINE = re.compile(rf"\$((?:{_INSIDE}){{1,2000}})(?<=\S)\$(?!\d)", re.DOTALL)
_SPACED = re.compile(r"\$([ ](?=[^$\n]*[=\\])(?:\\.|[^$\\\n]){1,2000}?[ ]?)\$(?!\d)")
_PICTURE = re.compile(
    r"(?:latex\.codecogs\.com/[\w./]{1,20}\?|/math/?\?math=)([^\s\"'<>]{3,2000}?)(?=[\s\"'<>]|\)(?:\s|$))"
)
_SLOPE = re.compile(
    r"(?<![A-Za-z])d\d?[A-Za-z]\w*\s*(?:/|_)\s*d|∂|grad|^\s*d[A-Za-z]\w* *=", re.MULTILINE
)


def formulas_of_file(path: Path) -> list[Formula]:
    """Return the equality chains of a file; a ValueError says if `read_text` refuses it."""
    return formulas(read_text(path), KINDS.get(path.suffix.lower(), "txt"))


def formulas(text: str, kind: str = "md") -> list[Formula]:
    """Return the equality chains of a document; `kind` is "md", "tex" or "txt"."""
    return read_document(text, kind).formulas


class Document(NamedTuple):
    """The equality chains of a document, and what it says of the sizes of names."""

    formulas: list[Formula]
    domains: list[Domain]


def read_document(text: str, kind: str = "md") -> Document:
    """Return the equality chains of a document, with what stands around them."""
    if kind not in ("md", "tex", "txt"):
        raise ValueError(f'kind must be "md", "tex" or "txt", not {kind!r}')
    text = text.replace("\r\n", "\n")
    found = [(place, written) for place, written in _found(text, kind) if written.strip()]
    macros = defined_in(text)
    latex = [expanded(formula, macros) for _, formula in found]
    plain = [blanked(formula)[0] for formula in latex]
    apart = products_of(plain)
    functions, names = functions_of(plain), words_of(plain) - apart
    chains: list[Found] = []
    domains: list[Domain] = []
    line, counted = 1, 0
    for (place, written), formula in zip(found, latex, strict=True):
        line, counted = line + text.count("\n", counted, place), place
        read = read_formulas(formula, line, functions, names, apart)
        for chain in with_places(read, text, place, written):
            domains += chain.domains
            begun = isinstance(chain.members[0].tree, Derivative)
            if len(chain.members) > 1 or chain.conditions or begun:
                begins = place + (max(0, written.find(chain.latex)) if len(read) > 1 else 0)
                ends = begins + len(chain.latex) if len(read) > 1 else place + len(written)
                chains.append(Found(chain, begins, max(begins, ends)))
    placed = [f for f in in_context(text, chains) if len(f.members) > 1]
    return Document(with_partials(resolved(placed)), domains)


def _found(text: str, kind: str) -> list[tuple[int, str]]:
    """Return the texts of the formulas with their places, in order."""
    found = list(_delimited(text, "tex" if kind == "tex" else "md"))
    if kind == "tex":
        return found
    code = [*coded(text), *pictured(text)] if kind == "md" else []
    if not found:
        without_code = _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
        found = list(doubled_formulas(without_code))
    return sorted(found + code, key=lambda pair: pair[0])


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
            for row in match[0][begin:].splitlines(keepends=True):
                told = row.strip(" `~\n") and row.lstrip()[:1] != "#"
                lines += [(place, row)] if told else []
                place += len(row)
        strict = match[1] is not None or not _SLOPE.search(inside)
        read = [(place, line_formulas(row, whole=strict)) for place, row in lines]
        if all(found for _, found in read):
            yield from ((place + start, text) for place, found in read for start, text in found)


def _delimited(text: str, kind: str) -> Iterator[tuple[int, str]]:
    """Yield the formulas between delimiters, with their places."""
    openings, place = _OPENINGS[kind], 0
    never_closed: set[str] = set()
    while match := openings.search(text, place):
        place = match.end()
        if match["code"]:
            end, place = _after_code(text, match, never_closed)
            if kind == "md" and match["language"] == "math":
                yield match.end(), text[match.end() : end]
        elif match["open"] == "$":
            spaced = text[place : place + 1].isspace()
            if inline := (_SPACED if spaced else _INLINE).match(text, match.start()):
                place = inline.end()
                yield inline.start(1), inline[1]
        elif match["open"]:
            name = match["name"]
            closing = rf"\end{{{name}}}" if name else _CLOSINGS[match["open"]]
            end = -1 if closing in never_closed else text.find(closing, place)
            if end < 0:
                never_closed.add(closing)
                continue
            start, place = match.start() if name else place, end + len(closing)
            inside = text[start : place if name else end]
            yield start, _without_comments(inside) if kind == "tex" else inside


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


def _without_comments(latex: str) -> str:
    """Blank the comments out: the places in the text stay as they are."""
    return re.sub(r"(?<!\\)%[^\n]*", lambda match: " " * len(match[0]), latex)
