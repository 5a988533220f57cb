r"""Commands that a text uses as names and nowhere defines: \vx, \mW, \bz, \hx, as pages leave them.

\frac{\partial L}{\partial \vx}, \vw^\top \vx, \hat{\vy}, \vz = \mW \vx + \vb       are names
\vx, \bx, \mX, \bfx, \rvx, \xx           are \mathbf{x}: how packages call what is bold
\hx, \yh, \sL                            are each a name of its own

A command that nothing of this is said of is none, nor one that a brace follows, as an argument.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from .lexer import tokens

_COMMAND = re.compile(r"\\([A-Za-z]+)(?=(\s*\{)?)")
_SCRIPT = r"(?:_(?:\{[^{}=]*\}|\\?[A-Za-z0-9]+))"
_END = r"(?= \s* (?: [-+=,;)\]}&] | \\\\ | \\right | $ ))"
_BEGUN = r"(?: ^ | , | ; | \\\\ | \\q?quad (?![A-Za-z]) )"
_ABOVE = r"\s* \^ \s* \{? \s* (?: T (?![A-Za-z]) | \\top | [(\[] )"
_ACCENTS = r"\\(?: hat | widehat | bar | tilde | vec | dot ) (?![A-Za-z])"
_NAMED = re.compile(
    rf"""(?: \\partial | \\nabla \s* _ | {_ACCENTS} ) \s* \{{? \s* \\(?P<under>[A-Za-z]+)
      | [(\[] \s* \\(?P<argument>[A-Za-z]+) \s* {_SCRIPT}? \s* [)\],]
      | {_BEGUN} \s* \\(?P<head>[A-Za-z]+) \s* {_SCRIPT}? \s* &? =
      | \\(?P<turned>[A-Za-z]+) \s* {_SCRIPT}? {_ABOVE}
      | \\(?P<entry>[A-Za-z]+) \s* {_SCRIPT} {_END}""",
    re.VERBOSE,
)
_BOLD = re.compile(r"(?:[bvm]|bf|bm|mb|bs|mat|vec|e?rv)([A-Za-z])|([A-Za-z])\2")
_LETTERED = re.compile(r"([a-z]+)[A-Za-z]")


def own_names(formulas: Sequence[str]) -> dict[str, str]:
    """Return such commands with how each is written as a name."""
    found = {(match[1], bool(match[2])) for text in formulas for match in _COMMAND.finditer(text)}
    taking = {name for name, braced in found if braced}
    unknown = {name for name, _ in found if name not in taking and _is_unknown(name)}
    if not unknown:
        return {}
    sure = {match[match.lastgroup or 0] for text in formulas for match in _NAMED.finditer(text)}
    families = {_family(name) for name in sure & unknown} - {""}
    names = {name for name in unknown if name in sure or _family(name) in families}
    return {name: _written(name) for name in names}


def with_names(text: str, names: Mapping[str, str]) -> str:
    """Return a text with such commands as names."""
    return _COMMAND.sub(lambda m: names.get(m[1], m[0]), text) if names else text


def _family(name: str) -> str:
    """Return what stands before the letter of a command, which others have as well."""
    match = _LETTERED.fullmatch(name)
    return "doubled" if re.fullmatch(r"(\w)\1", name) else match[1] if match else ""


def _written(name: str) -> str:
    bold = _BOLD.fullmatch(name)
    return rf"\mathbf{{{bold[1] or bold[2]}}}" if bold else rf"\mathrm{{{name}}}"


@lru_cache(maxsize=1000)
def _is_unknown(name: str) -> bool:
    """Whether a command is none that is known, of LaTeX or of a function."""
    return name not in ("tag", "label") and next(tokens(f"\\{name}")).kind == "unknown"
