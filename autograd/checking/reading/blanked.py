r"""A formula without what only arranges: every character keeps its place.

    blanked(r"\boxed{z = w x} \tag{1}")      "z = w x" between spaces, and the tag with its place

Tags, labels, frames and colours go; an `array` is what it is used as: cases, a system of
equations, or rows; so is `cases` that holds equations; formulas inside `\text{if $i = j$}` come
out; `f : x \mapsto x^2` is f(x) = x^2.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from .array_views import without_axes
from .row_braces import without_row_braces

_TAG = re.compile(
    r"\\(?:tag\*?|label|eqno|require)\s*\{([^{}]{0,100})\}|\\tag\s*(?P<bare>\w)|\\nonumber|\\notag"
)
_STACKED = re.compile(
    r"\\(?:stackrel|overset|underset)\s*\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\}){0,100}\}"
    r"\s*\{((?!\\(?:sum|prod|max|min|sup|inf|int)\b)[=:\\a-z]{1,9})\}"
)
_WRAPPER = re.compile(
    r"\\(?:boxed|fbox|[bx]?cancel|(?:textcolor|colorbox)\s*\{[^{}]{0,40}\})\s*\{|\\color\s*\{[^{}]{0,40}\}"
)
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_TEXT = re.compile(r"\\(?:text|mbox|textrm)\s*\{([^{}$]{0,80})\$([^$]{1,200})\$([^{}]{0,80})\}")
_BETWEEN = re.compile(
    r"\\(?:short)?intertext\s*\{((?:[^{}$]|\{[^{}]{0,80}\}|\$[^$]{1,200}\$){0,300})\}"
)
"""Words between the rows of a display."""
_IN_DOLLARS = re.compile(r"(?<=.)\$([^$]*)\$(?=.)")
_ROWS = re.compile(
    r"(?P<left>\\left\s*\\\{\s*|\\\{\s*)?\\begin\{(?P<env>array|cases|matrix)\}"
    r"(?P<columns>\s*(?:\[\w\])?\s*\{[^{}]{0,20}\})?"
    r"(?P<body>(?:(?!\\(?:begin|end)\{(?:array|cases|matrix)\}).){0,3000})\\end\{(?P=env)\}"
    r"(?P<right>\s*\\right\s*\.)?",
    re.DOTALL,
)
_FRAMED = re.compile(
    r"(?P<opening>\\begin\{(?P<env>[bpvBV]matrix)\})(?P<inner>\s*\{?\s*\\begin\{array\}\s*\{[^{}]{0,20}\})"
    r"(?P<body>(?:(?!\\(?:begin|end)\{).){0,3000})(?P<outer>\\end\{array\}\s*\}?\s*)(?=\\end\{(?P=env)\})",
    re.DOTALL,
)
"""An array that is all that a matrix holds."""
_ONES = re.compile(
    r"(\\(?:math(?:bf|bb|ds|bbm|rm)|boldsymbol|bold|bm|pmb)\s*\{\s*1)"
    r"((?:\s*[_^]\s*(?:\{[^{}]*\}|\\?\w+)){1,2}\s*)\}"
)
"""The vector of ones with its size or its transpose in the braces of its font."""
_CALLED = re.compile(
    r"\\(?:text|mbox|textrm)\s*\{([^{}$()]{1,40}\([^{}$()]*)\$([^$]{1,200})\$([^{}$]{0,80}\))\}"
)
"""A call of code in words: \\text{np.sum($x$, axis=1)}."""
_BRACED = re.compile(r"\{[^{}]*\}")
_DOTS = re.compile(r"(?:\\(?:[clvd]?dots|dotsc)|\.{2,}|[\s&])+")
_NUMBERED = re.compile(
    r"(\A\s*|\\\\(?:\s*\[[^\]\n]{0,12}\])?\s*|\\begin\{(?:align\w*|gather\w*|split|eqnarray)\*?\}\s*)"
    r"([(（](?:\d{1,2}|[a-h]|[ivx]{1,4})[)）])(?=\s*(?:\\q?quad|\\[;: ]|&\s*(?!=)))"
)
r"""A number before a row of a display: (2) \quad & \frac{da}{db} = c."""
_OPERATOR = re.compile(
    r"\{\s*(\\frac\s*\{\s*\\partial\s*\}\s*\{\s*\\partial\s*(?:[^{}]|\{[^{}]*\})*\})\s*\}"
)
"""A derivative of what follows in braces of its own."""
_NAMES = r"(?:\([^()=]{1,40}\)|[A-Za-z])"
_ARROW = r"\\(?:to|mapsto|longmapsto|rightarrow)(?![A-Za-z])"
_MAPPED = re.compile(
    rf"(?P<name>[A-Za-z])\s*(?::|\\colon)\s*(?:[^,;=:\n]{{1,80}}{_ARROW}[^,;=:\n]{{1,80}}[,;]\s*"
    rf"(?:\\quad\s*)?)?(?P<of>{_NAMES})\s*\\(?:long)?mapsto(?![A-Za-z])"
)
_MAPPED_TO = re.compile(
    rf"(?P<of>{_NAMES})\s*{_ARROW}\s*(?=[A-Za-z]\s*(?:(?P=of)|\((?P=of)\))\s*=)"
)


class Tag(NamedTuple):
    r"""The text of a `\tag`, or of a `\label`, which names an equation without a tag."""

    place: int
    text: str
    is_label: bool


def blanked(latex: str) -> tuple[str, list[Tag]]:
    """Return the formula with all that blanked out, and its tags and labels."""
    found = [m for m in _TAG.finditer(latex) if m[0].startswith((r"\tag", r"\label"))]
    told = [(m, (m[1] or m["bare"] or "").strip()) for m in found]
    tags = [Tag(m.start(), re.sub(r"^\((.*)\)$", r"\1", tag), m[0][1] == "l") for m, tag in told]
    plain = without_row_braces(without_axes(_TAG.sub(_spaces, latex)))
    plain = _STACKED.sub(lambda m: m[1].rjust(len(m[0]) - 1) + " ", plain)
    plain = _CALLED.sub(lambda m: "".join(m.groups()).rjust(len(m[0])), plain)
    plain = _TEXT.sub(_untexted, plain)
    plain = _ONES.sub(lambda m: f"{m[1]}}}{m[2]}", plain)
    plain = _BETWEEN.sub(_parting, plain)
    plain = _NUMBERED.sub(lambda m: m[1] + " " * len(m[2]), plain)
    plain = _OPERATOR.sub(lambda m: f" {m[1]} ".ljust(len(m[0])), plain)
    plain = _FRAMED.sub(_unframed, plain)
    plain = _ROWS.sub(_arranged, plain)
    plain = _MAPPED.sub(_as_definition, plain)
    plain = _MAPPED_TO.sub(_spaces, plain)
    return _unwrapped(plain), tags


def _spaces(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _padded(text: str, match: re.Match[str]) -> str:
    """Return a text as long as the match, which is longer."""
    return text.ljust(len(match[0]))


def _untexted(match: re.Match[str]) -> str:
    r"""Return `\text{if }i = j` for `\text{if $i = j$}`; words alone if more stands inside."""
    before, inside, after = match.groups()
    if "$" in after:
        return _padded(r"\text{" + "prose".ljust(len(before)) + "}", match)
    return _padded(match[0][: match.start(2) - 1 - match.start()] + "}" + inside, match)


def _parting(match: re.Match[str]) -> str:
    """Return a new row for words between rows, and one for each equation that they hold."""
    found = list(r"\\".ljust(len(match[0])))
    for part in _IN_DOLLARS.finditer(match[0]):
        if "=" in part[1]:
            start, end = part.start() - 1, part.end() + 1
            found[start:end] = [*r"\\", *part[1], *r"\\"][: end - start]
    return "".join(found)


def _unframed(match: re.Match[str]) -> str:
    parts = match["opening"], " " * len(match["inner"]), match["body"], " " * len(match["outer"])
    return "".join(parts)


def _arranged(match: re.Match[str]) -> str:
    """Return an array or cases as what its rows make it."""
    body = match["body"]
    bare = _BRACED.sub("", _BRACED.sub("", body))
    rows = [
        row
        for row in re.split(r"\\\\|\\cr(?![a-z])", bare)
        if row.strip() and not _DOTS.fullmatch(row)
    ]
    equations = [re.search(r"(?<![<>!:])=", row.split(r"\text")[0]) for row in rows]
    columns = match["columns"] or ""
    if match["env"] == "matrix" and not match["left"] and not (rows and all(equations)):
        return match[0]
    if rows and all(equations) and not _has_conditions(rows):
        opening, closing = r"\\", ""  # a system of equations
    elif match["env"] != "cases" and match["left"] and any("&" in row for row in rows):
        opening, closing = (match["left"] or "") + r"\begin{cases}", r"\end{cases}"
        opening = opening.replace(match["left"], "")
    elif match["env"] == "array":
        begun = match[0][: match.start("body") - match.start() - len(columns)]
        return begun + " " * len(columns) + match[0][match.start("body") - match.start() :]
    else:
        return match[0]
    length = match.start("body") - match.start()
    if len(opening) > length:
        return match[0]
    return opening.ljust(length) + body + closing.ljust(len(match[0]) - length - len(body))


def _has_conditions(rows: list[str]) -> bool:
    """Whether what stands after the & of a row is a condition, as in cases."""
    return any("&" in row and "=" not in row.split("&")[0] and not re.search(r"&\s*=", row)
               for row in rows)  # fmt: skip


def _as_definition(match: re.Match[str]) -> str:
    of = match["of"]
    return _padded(match["name"] + (of if of[0] == "(" else f"({of})") + " =", match)


def _unwrapped(plain: str) -> str:
    r"""Blank out what only frames or colours: the `\boxed{` and `}` around an equation."""
    characters = list(plain)
    wrappers = {}
    for match in _WRAPPER.finditer(plain):
        if match[0].startswith(r"\color{"):
            characters[slice(*match.span())] = " " * len(match[0])
        else:
            wrappers[match.end() - 1] = match
    opened: list[int] = []
    for brace in _BRACE.finditer(plain):
        if brace[0] == "{":
            opened.append(brace.start())
        elif brace[0] == "}" and opened and (wrapper := wrappers.get(opened.pop())):
            characters[slice(*wrapper.span())] = " " * len(wrapper[0])
            characters[brace.start()] = " "
    return "".join(characters)
