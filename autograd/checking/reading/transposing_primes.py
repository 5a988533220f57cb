r"""Texts where a prime is a transpose: X'X, (y - X\beta)'(y - X\beta), W' \delta, x_i'\beta.

So it is where a matrix, a group or a weight with a prime is multiplied with what stands behind it,
and no name with a prime is defined, differentiated, counted or applied, as derivatives, other
points and other indices are.  At f, g, \sigma and their like a prime stays a derivative.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...engine.labels import GREEK
from .notation import ACTIVATIONS, FUNCTIONS

_FONT = r"(?:\\(?:mathbf|boldsymbol|bm|mathrm|hat|tilde|bar)\s*)?"
_BASE = r"(?P<base>\\[A-Za-z]+|(?<!\\)[A-Za-z])"
_SCRIPTS = r"(?:\s*_\s*(?:\{[^{}]*\}|\\?[A-Za-z0-9]+)|\s*\^\s*\{?\s*[(\[][^{}()\[\]]*[)\]]\s*\}?)*"
_ATOM = rf"(?P<font>{_FONT})\{{?\s*{_BASE}\s*\}}?{_SCRIPTS}\s*\}}?"
_PRIME = r"\s*(?:'(?!')|\^\s*\{?\s*\\prime(?![A-Za-z])\s*\}?)"
_PRIMED = re.compile(_ATOM + _PRIME)
_GROUP = re.compile(
    rf"(\([^()]+\)){_PRIME}\s*(?:\\[,;!]\s*)?(?:[^()=+]{{0,40}}\1|{_FONT}\{{?\s*[A-Z])"
    rf"|\(\s*{_FONT}\{{?\s*[A-Z]\s*\}}?{_SCRIPTS}\s*\){_PRIME}\s*[^\s=,;.)]"
)
_SIZES = re.compile(r"\\(?:left|right|[bB]igg?[lr]?)(?![A-Za-z])\s*")
_DERIVED = re.compile(r"(?:\\partial|\\nabla|(?<![A-Za-z\\])d|\\mathrm\{d\})\s*(?:_\s*)?\{?\s*$")
_TWICE = re.compile(rf"\\partial\s*(\\?\w+)\s*(?:\\[,;!])?\s*\\partial\s*\1{_PRIME}")
_HEAD = re.compile(r"(?:^|[,;&]|\\\\|quad|\band\b)\s*$")
_SCRIPT = re.compile(r"[_^]\s*\{[^{}]*$|_\s*$")
_EQUALS = re.compile(r"\s*(?:\([^()]*\)\s*)?(?:&\s*)?(?::?=|\\equiv|\\to\b)")
_OPERAND = re.compile(
    rf"\s*(?:\\[,;!\s]\s*)?(?:\*\s*|\\cdot\s*)?"
    rf"(?:\((?=[^()]*(?:[-+*]|\\odot|\\circ))|{_FONT}\{{?\s*{_BASE})"
)
_LAST_FACTOR = re.compile(r"\s*(?:[-+,.;)\]}&]|\\\\|$)")
_BY_MATRIX = re.compile(
    rf"\W*(?:\\d?frac\s*\{{[^{{}}]*\}}\s*\{{\s*(?:\\partial|d)|\\nabla\s*_\s*\{{?)\s*{_FONT}\{{?\s*[A-Z]"
)
_LAST = re.compile(r"(\\[A-Za-z]+|[A-Za-z])\s*$")
_CALLED = re.compile(r"(?<![A-Za-z\\])(\\?[A-Za-z]+)\s*\(\s*\\?[A-Za-z]\s*\)\s*&?=")
_BY = re.compile(
    rf"(?:\}}\s*\{{|/)\s*(?:\\partial|\\mathrm\{{d\}}|d)\s*{_FONT}\{{?\s*{_BASE}"
    rf"|\\nabla\s*_\s*\{{?\s*{_FONT}\{{?\s*(?P<along>\\[A-Za-z]+|[A-Za-z])"
)
_WEIGHTS = frozenset({"w", r"\beta", r"\theta", r"\omega", r"\gamma"})


def transposes(texts: Sequence[str]) -> bool:
    """Whether primes are transposes in the formulas of a text."""
    if any("''" in text for text in texts):
        return False
    if not any("'" in text or r"\prime" in text for text in texts):
        return False
    texts = [_SIZES.sub("", text) for text in texts]
    functions = {match[1] for text in texts for match in _CALLED.finditer(text)}
    by = {match["base"] or match["along"] for text in texts for match in _BY.finditer(text)}
    found = False
    before_it: set[tuple[str, str]] = set()
    behind_it: set[tuple[str, str]] = set()
    for text in texts:
        twice = [match.span() for match in _TWICE.finditer(text)]
        found |= bool(twice) or _GROUP.search(text) is not None
        for match in _PRIMED.finditer(text):
            base, before = match["base"], text[: match.start()]
            if is_function(base) or any(a <= match.start() < b for a, b in twice):
                continue
            defined = _HEAD.search(before) and _EQUALS.match(text, match.end())
            if defined or base in functions or _DERIVED.search(before) or _SCRIPT.search(before):
                return False
            large = base.strip("\\")[:1].isupper() or "b" in match["font"]
            operand = _OPERAND.match(text, match.end())
            other = (operand["base"] or "(") if operand else ""
            multiplied = operand is not None and _is_letter(other)
            ends = before.strip() and _LAST_FACTOR.match(text, match.end())
            found |= not multiplied and bool(ends and _BY_MATRIX.match(text))
            behind_it.add((base, other))
            before_it |= {(prior[1], base) for prior in [_LAST.search(before)] if prior}
            found |= (large or base in by) and (multiplied or (large and base in by))
            found |= multiplied and (base in _WEIGHTS or other in _WEIGHTS)
    return found and not before_it & behind_it  # F'G + FG'


def _is_letter(text: str) -> bool:
    """Whether it is a name: a letter, Latin or Greek."""
    return len(text) == 1 or text[1:] in GREEK


def is_function(base: str) -> bool:
    """Whether a letter is a function by custom, whose prime is its derivative."""
    return base in ACTIVATIONS | {r"\psi"} or base.lstrip("\\") in FUNCTIONS or base in FUNCTIONS
