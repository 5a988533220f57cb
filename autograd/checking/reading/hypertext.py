r"""Formulas of HTML, of wikis and of reStructuredText, written as Markdown has them.

&part;L/&part;w<sub>ij</sub>        ∂L/∂w_{ij}
<sup>∂E</sup>/<sub>∂w</sub>         ∂E/∂w: raised and lowered to look like a fraction
<b>SUM</b> <sub>k</sub> [...]       \sum_k [...]
<math>x^2</math>, :math:`x^2`       \(x^2\)
.. math::                           \[ ... \], the lines that are further in
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from .commented import uncommented
from .notation import WORDS
from .respelt import Edit
from .shortcodes import of_shortcodes

_HTML = re.compile(
    r"</(?:su[bp]|math|p|td|li)>|&(?:part|sigma|delta|nabla|sum|minus|middot);", re.I
)
_CODE = re.compile(r"^ {0,9}(`{3,20}|~{3,20}).*?(?:^ {0,9}\1|\Z)", re.DOTALL | re.MULTILINE)
_WIKI = re.compile(r"<math\b[^<>\n]*>((?:(?!</math>|<m\w+\b)[\s\S]){1,3000})</math>")
_SUM = re.compile(r"\b(?:SUM|Sum)(?=(?:</(?:b|strong)>)?\s*(?:<i>)?<sub>)")
_WORDED = re.compile(r"(?P<word>[a-z]{2,}),? (?=<(?:i|var|em)>)|(?<=</i>)(?P<end>)(?=,? [a-z]{2,})")
"""Where words end and italics, which are symbols, begin; or the reverse."""
_PRIME = re.compile(r"(?<=[A-Za-z]) +(?=['′]\s*(?:<|\())")
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#\d{1,6}|#[xX][0-9a-fA-F]{1,5});")
_NAMES = (
    "a|abbr|b|big|blockquote|body|br|code|dd|div|dl|dt|em|font|h[1-6]|head|hr|html|i|li|ol|p|pre"
    "|small|span|strong|sub|sup|table|tbody|td|th|thead|tr|tt|u|ul|var"
)
_TAG = re.compile(rf"<(/?)({_NAMES})((?:\s+[\w:-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)\s*/?>", re.I)
_INLINE = {
    "a", "abbr", "b", "big", "code", "em", "font", "i", "small", "span", "strong", "tt", "u", "var"
}  # fmt: skip
_RAISED = re.compile(r"\s*(?:∂|&part;|𝜕|d[A-Za-z])")
_ROLE = re.compile(r":math:`([^`\n]{1,500})`")
_UNDERLINE = re.compile(r"^[^\s`~].*\n([`~]{3,})[ \t]*$", re.MULTILINE)
"""What underlines a title, and is no fence: of reStructuredText."""
_CELLS = re.compile(r"[ \t]*\|[ \t]*\|[ \t]*$", re.MULTILINE)
_DIRECTIVE = re.compile(r"^([ \t]*)\.\. math::[ \t]*([^\n]*)$", re.MULTILINE)


def edits_of(text: str) -> list[Edit]:
    """Return what is to be written in another way, in no order."""
    found = [*_roles(text), *_directives(text), *uncommented(text), *of_shortcodes(text)]
    if _ROLE.search(text) or _DIRECTIVE.search(text):
        found += [Edit(*m.span(1), "-" * len(m[1])) for m in _UNDERLINE.finditer(text)]
    if _HTML.search(text):
        found += _of_html(text)
    cells = list(_CELLS.finditer(text))
    if len(cells) > text.count("\n") / 2:  # a listing that was copied from a table of lines
        found += [Edit(*match.span(), "") for match in cells]
    return found


def _of_html(text: str) -> Iterator[Edit]:
    code = [match.span() for match in _CODE.finditer(text)]
    wiki = [match.span() for match in _WIKI.finditer(text)]
    for match in _WIKI.finditer(text):
        yield Edit(match.start(), match.start(1), r"\(")
        yield Edit(match.end(1), match.end(), r"\)")
    for match in _SUM.finditer(text):
        yield Edit(*match.span(), r"\sum")
    for match in _PRIME.finditer(text):
        yield Edit(*match.span(), "")
    for match in _WORDED.finditer(text):
        before = text[: match.start()].rpartition("\n")[2].split()[-1:]
        if match["word"] not in WORDS or (before and before[0].isalpha()):
            yield Edit(match.end(), match.end(), " ")
    for match in _ENTITY.finditer(text):
        character = unescape(match[0]).replace("\u00a0", " ")
        if len(character) == 1 and not any(a <= match.start() < b for a, b in code):
            yield Edit(*match.span(), character)
    for one in _tags(text):
        if not any(a <= one.start < b for a, b in [*code, *wiki]):
            yield one


def _tags(text: str) -> Iterator[Edit]:
    """Yield what tags are written as; a script that is never closed is none."""
    tags = list(_TAG.finditer(text))
    opened: list[int] = []
    pairs: dict[int, int] = {}
    for number, tag in enumerate(tags):
        if tag[2].lower() in ("sub", "sup"):
            if not tag[1]:
                opened.append(number)
            elif opened and tags[opened[-1]][2].lower() == tag[2].lower():
                pairs[opened.pop()] = number
    scripts = {tag for pair in pairs.items() for tag in pair}
    for opening, closing in pairs.items():
        before, after = _marks(text, tags[opening], tags[closing])
        yield Edit(*tags[opening].span(), before)
        yield Edit(*tags[closing].span(), after)
    for number, tag in enumerate(tags):
        if number not in scripts:
            yield Edit(*tag.span(), _written(tag))


def _written(tag: re.Match[str]) -> str:
    name = tag[2].lower()
    if name in ("td", "th", "tr"):
        return "" if tag[1] and name != "tr" else "" if name == "tr" and not tag[1] else " | "
    return "" if name in _INLINE else "  "


def _marks(text: str, opening: re.Match[str], closing: re.Match[str]) -> tuple[str, str]:
    """Return what a script begins and ends with: of a fraction with nothing, or in brackets."""
    inside = text[opening.end() : closing.start()]
    before = _TAG.sub("", text[max(0, opening.start() - 200) : opening.start()]).rstrip()
    after = _TAG.sub(_shown, text[closing.end() : closing.end() + 200])
    above = opening[2].lower() == "sup"
    if (above and re.match(r"\s*(?:/|⁄|&frasl;)\s*\x01", after)) or (
        not above and re.search(r"(?:/|⁄|&frasl;)$", before)
    ):
        return ("", "") if _RAISED.match(inside) else ("(", ")")
    plain = unescape(_TAG.sub("", inside)).strip()
    bare = len(plain) == 1 and not re.match(r"\.?\w", after.replace("\x01", "").replace("\x02", ""))
    mark = "^" if above else "_"
    return (mark, "") if bare else (mark + "{", "}")


def _shown(tag: re.Match[str]) -> str:
    """Return a sign for a tag that lowers or raises what follows, and nothing for others."""
    name = tag[2].lower()
    return "\x01" if name == "sub" and not tag[1] else "\x02" if name == "sup" else ""


def _roles(text: str) -> Iterator[Edit]:
    for match in _ROLE.finditer(text):
        yield Edit(match.start(), match.start(1), r"\(")
        yield Edit(match.end(1), match.end(), r"\)")


def _directives(text: str) -> Iterator[Edit]:
    r"""Yield \[ and \] around what stands further in than `.. math::`, and around its parts."""
    for match in _DIRECTIVE.finditer(text):
        if match[2].strip():
            yield Edit(match.start(), match.start(2), r"\[")
            yield Edit(match.end(2), match.end(2), r"\]")
        begun, place, ended = -1, match.end() + 1, match.end()
        for line in text[place:].splitlines(keepends=True):
            further = line.startswith((match[1] + " ", match[1] + "\t"))
            option = begun < 0 and re.match(r"\s*:\w+:", line)
            if line.strip() and not further:
                break
            if line.strip() and not option and begun < 0:
                begun = place
            elif not line.strip() and begun >= 0:
                yield from _displayed(begun, ended)
                begun = -1
            place += len(line)
            ended = place - len(line) + len(line.rstrip()) if line.strip() else ended
        if begun >= 0:
            yield from _displayed(begun, ended)
        if not match[2].strip():
            yield Edit(match.start(), match.end(), "")


def _displayed(start: int, end: int) -> Iterator[Edit]:
    yield Edit(start, start, r"\[")
    yield Edit(end, end, r"\]")
