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
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ...engine.files import read_text
from .cursor import ReadError
from .doubled import doubled_formulas
from .grammar import Grammar
from .notation import ALIGNMENTS, FUNCTIONS, RELATIONS
from .parser import read_formulas
from .tree import Expression, Formula, Name

KINDS = {".md": "md", ".markdown": "md", ".tex": "tex", ".txt": "txt"}
"""The suffix of a file -> how its text is read."""

_ENVIRONMENTS = r"(?:equation|align|alignat|gather|multline|eqnarray|displaymath|math)\*?"
_OPEN = (
    rf"(?P<open> \$`|\$\$|(?<!\d)\$(?=\S) | \\\(|\\\[ | \\begin\{{(?P<name>{_ENVIRONMENTS})\}} )"
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
_INLINE = re.compile(r"\$((?:\\.|[^$\\\n]|\n(?![ \t]*\n)){1,2000})(?<=\S)\$(?!\d)", re.DOTALL)
_LOSSES = frozenset({"J", "L", "C", "E", "h", r"\ell", r"\mathcal{L}"})
_BEFORE_EQUATIONS = ALIGNMENTS | {",", ";", r"\\", "&"}
_ACTIVATIONS = frozenset({"f", "g", r"\phi", r"\varphi"})


def formulas_of_file(path: Path) -> list[Formula]:
    """Return the equality chains of a file; a ValueError says if `read_text` refuses it."""
    return formulas(read_text(path), KINDS.get(path.suffix.lower(), "txt"))


def formulas(text: str, kind: str = "md") -> list[Formula]:
    """Return the equality chains of a document; `kind` is "md", "tex" or "txt"."""
    if kind not in ("md", "tex", "txt"):
        raise ValueError(f'kind must be "md", "tex" or "txt", not {kind!r}')
    text = text.replace("\r\n", "\n")
    found = list(_delimited(text, "tex" if kind == "tex" else "md"))
    if not found and kind != "tex":
        without_code = _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
        found = list(doubled_formulas(without_code))
    functions = functions_of([latex for _, latex in found])
    chains = []
    line, counted = 1, 0
    for place, latex in found:
        line, counted = line + text.count("\n", counted, place), place
        for formula in read_formulas(latex, line, functions):
            if len(formula.members) > 1:
                chains.append(formula)
    return chains


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
            if inline := _INLINE.match(text, match.start()):
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


def functions_of(texts: Sequence[str]) -> frozenset[str]:
    r"""Return the labels that a document applies as functions.

    A name before a bracket is a function if the bracket holds a list, as in L(y, a); or if the
    two begin an equation and the bracket holds names only, as in s(z) = ...; or if it is f, g or
    \phi and does not stand in its bracket itself; or J, L, C, E or h before names only.  So
    w_2(a_2-y) and h(1-h) are products.
    """
    return frozenset(label for text in texts for label in _applied(text))


def _applied(text: str) -> Iterator[str]:
    try:
        grammar = Grammar(text, frozenset(), frozenset())
    except ReadError:
        return
    for place, token in enumerate(grammar.tokens):
        if token.kind != "word" or token.text in FUNCTIONS or token.text in ("d", "D", "T"):
            continue
        grammar.place, grammar.depth, grammar.bar = place + 1, 0, ""
        try:
            name, _ = grammar.scripts(Name(token.text))
            opened = grammar.place
            arguments = grammar.arguments() if grammar.at("(") else ()
        except ReadError:
            continue
        begins = place == 0 or grammar.tokens[place - 1].text in _BEFORE_EQUATIONS
        inside = {t.text for t in grammar.tokens[opened : grammar.place]}
        if arguments and isinstance(name, Name):
            label = replace(name, layer="").label
            if _is_applied(name, arguments, begins and grammar.at(*RELATIONS, "&"), inside):
                yield label


def _is_applied(
    name: Name, arguments: Sequence[Expression], begins_equation: bool, inside: set[str]
) -> bool:
    if len(arguments) > 1:
        return True
    names_only = isinstance(arguments[0], Name)
    if name.base in _ACTIVATIONS and name.base not in inside:
        return True
    return names_only and (begins_equation or name.base in _LOSSES)
