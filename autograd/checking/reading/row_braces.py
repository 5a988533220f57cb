r"""Braces around whole rows and cells, as programs write them that read LaTeX from pictures.

\begin{array}{l}{z = w x + b} \\ {a = \sigma(z)}\end{array}     two equations
\begin{aligned} {L} & {= a} \\ & {= b} \end{aligned}            one chain
"""

from __future__ import annotations

import re

_BEGINS = re.compile(r"(?:\\\\|&|\\begin\{\w+\*?\}(?:\{[lcr|\s]*\})?)\s*(?=\{)")
_ENDS = re.compile(r"\s*(?:\\\\|&|\\end\{|$)")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)


def without_row_braces(latex: str) -> str:
    """Blank out the braces around a cell that holds a relation sign."""
    found = list(latex)
    for begins in _BEGINS.finditer(latex):
        start = begins.end()
        end = _closing(latex, start)
        if end and _ENDS.match(latex, end + 1) and _holds_sign(latex[start + 1 : end]):
            found[start] = found[end] = " "
    return "".join(found)


def _closing(latex: str, start: int) -> int:
    """Return where the brace at `start` is closed, 0 if it is not."""
    depth = 0
    for brace in _BRACE.finditer(latex, start):
        depth += (brace[0] == "{") - (brace[0] == "}")
        if not depth:
            return brace.start()
    return 0


def _holds_sign(inside: str) -> bool:
    """Whether a relation sign stands outside of all braces."""
    while (bare := re.sub(r"\{[^{}]*\}", "", inside)) != inside:
        inside = bare
    return re.search(r"=|\\approx", inside) is not None
