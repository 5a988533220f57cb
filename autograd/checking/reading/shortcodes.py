r"""Formulas as blogs and boards mark them: WordPress's $latex ... $, and tags in brackets.

$latex x^2 &s=1$              \(x^2 \), without what only says how it is drawn
[latex]x^2[/latex], [tex], [math], [itex]     \(x^2\)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .respelt import Edit

_WORDPRESS = re.compile(
    r"\$latex[ ~\n](?P<inside>(?:\\.|[^$\\]){1,3000}?)(?:&(?:amp;)?(?:s|bg|fg)=[^$]{0,60})?\$",
    re.DOTALL,
)
_TAGGED = re.compile(
    r"\[(?P<tag>latex|tex|math|itex)\](?P<inside>.{1,3000}?)\[/(?P=tag)\]",
    re.DOTALL | re.IGNORECASE,
)


def of_shortcodes(text: str) -> Iterator[Edit]:
    """Yield the delimiters of Markdown in the place of those marks."""
    for pattern in (_WORDPRESS, _TAGGED):
        for match in pattern.finditer(text):
            yield Edit(match.start(), match.start("inside"), _opening(match))
            yield Edit(match.end("inside"), match.end(), r"\)")


def _opening(match: re.Match[str]) -> str:
    r"""Return \( with the ends of lines that stand before what is inside."""
    return r"\(" + "\n" * match[0][: match.start("inside") - match.start()].count("\n")
