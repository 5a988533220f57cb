r"""The commands of known LaTeX packages, written out: those of physics, derivative, commath.

\dv{f}{x}, \dv[2]{f}{x}, \dv{x}     \frac{d f}{d x}, \frac{d^2 f}{d x^2}, \frac{d}{d x}
\pdv{f}{x}{y}, \pdv{f}{x,y}         \frac{\partial^2 f}{\partial x \partial y}
\eval{f}_{x=2}, \norm{x}            \left. f \right|_{x=2}, \left\| x \right\|
\grad, \dd x, \vb{w}, \qty(a + b)   \nabla, d x, \mathbf{w}, (a + b)
\mqty(a & b \\ c & d)               \begin{pmatrix} a & b \\ c & d \end{pmatrix}

A text that defines a command of such a name itself means its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container

from .macros import braced

_SLOPES = {
    **dict.fromkeys(("dv", "odv", "derivative", "od", "diff"), "d"),
    **dict.fromkeys(("pdv", "partialderivative", "pderivative", "pd", "diffp"), r"\partial"),
}
_SIMPLE = {
    "grad": r"\nabla ", "gradient": r"\nabla ", "laplacian": r"\nabla^2 ", "vdot": r"\cdot ",
    "dotproduct": r"\cdot ", "cross": r"\times ", "vb": r"\mathbf ", "vectorbold": r"\mathbf ",
    "va": r"\vec ", "vectorarrow": r"\vec ", "vu": r"\hat ", "vectorunit": r"\hat ",
    "dd": "d ", "differential": "d ", "dif": "d ", "qty": "", "quantity": "", "flatfrac": r"\frac ",
}  # fmt: skip
_STYLED = (r"\mathbf", r"\vec", r"\hat")
"""What takes an argument: a lone \vb is a name of the text's own."""
_BARS = {"norm": (r"\left\|", r"\right\|"), "abs": (r"\left|", r"\right|")}
_MATRICES = {"(": ("pmatrix", ")"), "[": ("bmatrix", "]"), "{": ("matrix", "}")}
_COMMAND = re.compile(
    r"\\(" + "|".join((*_SLOPES, *_SIMPLE, *_BARS, "eval", "evaluated", "mqty", "pmqty", "bmqty"))
    + r")(?![A-Za-z])\*?\s*"
)  # fmt: skip
_ORDER = re.compile(r"\[\s*(\w)\s*\]\s*")


def without_packages(latex: str, own: Container[str]) -> str:
    """Return a formula with the commands of packages written out, but for a text's own."""
    place = 0
    while match := _COMMAND.search(latex, place):
        name, place = match[1], match.end()
        made = None if name in own else _written(name, latex, place)
        if made:
            text, end = made
            latex, place = latex[: match.start()] + text + latex[end:], match.start()
    return latex


def _written(name: str, latex: str, place: int) -> tuple[str, int] | None:
    """Return how a command is written out, and where it ends with all that it takes."""
    if name in _SIMPLE:
        braced = not _SIMPLE[name].startswith(_STYLED) or latex[place : place + 1] in ("{", "\\")
        return (_SIMPLE[name], place) if braced else None
    find: Callable[[str, str, int], tuple[str, int] | None] = (
        _slope if name in _SLOPES else _matrix if name.endswith("mqty") else _between
    )
    return find(name, latex, place)


def _slope(name: str, latex: str, place: int) -> tuple[str, int] | None:
    r"""Return \dv{f}{x}, \dv{x} and \pdv{f}{x}{y} as fractions; None where no brace follows."""
    order = _ORDER.match(latex, place)
    given, place = _arguments(latex, order.end() if order else place, 3 if name == "pdv" else 2)
    if not given or (len(given) == 1 and name == "diff"):
        return None
    of, by = ("", given) if len(given) == 1 else (given[0], given[1:])
    variables = [one.strip() for text in by for one in text.split(",") if one.strip()]
    sign, times = _SLOPES[name], order[1] if order else ""
    if len(variables) > 1 and not times:
        times = str(len(variables))
    above = f"^{{{times}}}" if times not in ("", "1") else ""
    each = above if len(variables) == 1 else ""
    below = " ".join(f"{sign} {variable}{each}" for variable in variables)
    return rf"\frac{{{sign}{above} {of}}}{{{below}}}", place


def _between(name: str, latex: str, place: int) -> tuple[str, int] | None:
    """Return what stands between the bars of a norm, or before that of an evaluation."""
    left, right = _BARS.get(name, (r"\left.", r"\right|"))
    inside, end = braced(latex, place)
    return None if inside is None else (f"{left} {inside} {right}", end)


def _matrix(name: str, latex: str, place: int) -> tuple[str, int] | None:
    opening = latex[place : place + 1]
    if opening not in _MATRICES:
        return None
    kind, closing = _MATRICES[opening]
    kind = {"pmqty": "pmatrix", "bmqty": "bmatrix"}.get(name, kind)
    depth = 0
    for end in range(place, len(latex)):
        depth += (latex[end] == opening) - (latex[end] == closing)
        if depth == 0:
            inside = latex[place + 1 : end]
            return rf"\begin{{{kind}}} {inside} \end{{{kind}}}", end + 1
    return None


def _arguments(latex: str, place: int, most: int) -> tuple[list[str], int]:
    """Return what stands in braces one behind the other, and where the last ends."""
    found: list[str] = []
    while len(found) < most:
        inside, end = braced(latex, place)
        if inside is None:
            break
        found.append(inside)
        place = end
    return found, place
