r"""The base of a logarithm: \log x = \frac{\ln x}{\ln 10} says that \log is that of base 10."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula, Member, Unread
from .rewritten import rewritten
from .tree import Call, Number, Quotient

_BASES = {10.0: "log10", 2.0: "log2"}


def with_log_base(formulas: Sequence[Formula]) -> list[Formula]:
    r"""Return the formulas with \log of the base that the text gives it; \ln stays natural."""
    said = {base for f in formulas for a, b in zip(f.members, f.members[1:], strict=False)
            if (base := _said(a, b))}  # fmt: skip
    if len(said) != 1:
        return list(formulas)
    (function,) = said
    return [replace(f, members=tuple(_based(m, function) for m in f.members)) for f in formulas]


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


def _is_log(member: Member, call: Call) -> bool:
    r"""Whether a logarithm is written \log, not \ln."""
    return member.text[call.span[0] :].lstrip("\\").startswith("log")


def _based(member: Member, function: str) -> Member:
    if isinstance(member.tree, Unread):
        return member

    def change(part: Any) -> Any:
        if isinstance(part, Call) and part.function == "log" and _is_log(member, part):
            return replace(part, function=function)
        return part

    return replace(member, tree=rewritten(member.tree, change))
