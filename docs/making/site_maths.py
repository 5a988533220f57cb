"""Formulas of the site as MathML: no script, no font from elsewhere."""

from __future__ import annotations

import html
import re

from latex2mathml.converter import convert

_FORMULA = re.compile(
    r'<(?P<tag>span|div) class="arithmatex">\\(?P<open>[(\[])(?P<latex>.*?)\\[)\]]</(?P=tag)>',
    re.DOTALL,
)


def with_mathml(page: str) -> str:
    """Return a page of HTML with each formula set."""
    return _FORMULA.sub(_set, page)


def _set(match: re.Match[str]) -> str:
    display = "block" if match["open"] == "[" else "inline"
    formula = convert(html.unescape(match["latex"]).strip(), display=display)
    return f'<{match["tag"]} class="formula">{formula}</{match["tag"]}>'
