r"""The base of a logarithm, as a text says it.

\log x = \frac{\ln x}{\ln 10} says it, and so does "by \lg we mean the natural logarithm".
\log_a x is \log x / \log a.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula, Member, Unread
from .rewritten import all_rewritten, rewritten
from .tree import Call, Name, Number, Quotient, name_of

_BASES = {10.0: "log10", 2.0: "log2"}
_E = (
    r"(?:natural(?: |-)log\w*|natürliche\w* Log\w*|naturel|n[ée]p[ée]rien|自然对数"
    r"|base \$?e\b|以 ?\$?e\$? ?为底)"
)
_LG_IS_NATURAL = re.compile(
    rf"(?<![A-Za-z])lg\b.{{0,40}}?{_E}|{_E}.{{0,40}}?(?<![A-Za-z])lg\b", re.IGNORECASE
)


def with_log_base(formulas: Sequence[Formula]) -> list[Formula]:
    r"""Return the formulas with \log and \lg of the base that the text gives; \ln stays natural."""
    if any(_LG_IS_NATURAL.search(prose) for prose in dict.fromkeys(f.prose for f in formulas)):
        formulas = [replace(f, members=tuple(map(_natural, f.members))) for f in formulas]
    formulas = all_rewritten(formulas, _to_a_base)
    said = {base for f in formulas for a, b in zip(f.members, f.members[1:], strict=False)
            if (base := _said(a, b))}  # fmt: skip
    if len(said) != 1:
        return list(formulas)
    (function,) = said
    return [replace(f, members=tuple(_based(m, function) for m in f.members)) for f in formulas]


def _to_a_base(part: Any) -> Any:
    r"""Return \log x / \log a for \log_a x."""
    if isinstance(part, Call) and part.function.startswith("log_") and len(part.arguments) == 1:
        base = name_of(part.function).sub
        number = Number(float(base)) if base.isdigit() else Name(base, span=part.span)
        plain = replace(part, function="log")
        return Quotient(plain, Call("log", (number,), span=part.span), part.span)
    return part


def _said(left: Member, right: Member) -> str:
    r"""Return the function that \log x = \ln x / \ln 10 says that \log is, "" if it is not that."""
    match left.tree, right.tree:
        case (
            Call(function="log", arguments=of) as whole,
            Quotient(Call(function="log", arguments=same) as above,
                     Call(function="log", arguments=(Number(value=base),)) as below),
        ) if of == same and _is_log(left, whole):  # fmt: skip
            natural = not _is_log(right, above) and not _is_log(right, below)
            return _BASES.get(base, "") if natural else ""
    return ""


def _is_log(member: Member, call: Call, written: str = "log") -> bool:
    r"""Whether a logarithm is written \log, not \ln."""
    return member.text[call.span[0] :].lstrip("\\").startswith(written)


def _natural(member: Member) -> Member:
    return _based(member, "log", "log10", "lg")


def _based(member: Member, function: str, read: str = "log", written: str = "log") -> Member:
    if isinstance(member.tree, Unread):
        return member

    def change(part: Any) -> Any:
        if isinstance(part, Call) and part.function == read and _is_log(member, part, written):
            return replace(part, function=function)
        return part

    return replace(member, tree=rewritten(member.tree, change))
