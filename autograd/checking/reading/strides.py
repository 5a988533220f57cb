r"""Strides: x_{is + k}, X[i*stride + h]: every s-th entry, where s is a number that is left open.

It is tried with a number that stands nowhere else in an index.  What the text says of s = 1 alone
is another case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula, names_in, parts_in
from .rewritten import all_rewritten, rewritten, with_trees
from .tree import BigSum, Name, Number

_STRIDES = r"(?:stride|s|S|d|D)"
_PRODUCT = re.compile(
    rf"(?<![A-Za-z])(?:(?P<before>{_STRIDES})\*?(?P<letter>[a-z])|(?P<other>[a-z])\*?(?P<after>{_STRIDES}))"
    r"(?![A-Za-z(])"
)


def with_strides(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with a number for the stride, and with z_{2i} beside z_{2i+1}."""
    formulas = _with_multiples(formulas)
    texts = {n.sub for n in names_in(formulas) if "+" in n.sub or "-" in n.sub}
    found = {stride for text in texts for stride, _ in _in(text)}
    counted = {part.index for part in parts_in(formulas) if isinstance(part, BigSum)}
    alone = {
        x for n in names_in(formulas) for x in re.findall("[A-Za-z]+", _PRODUCT.sub("", n.sub))
    }
    strides = found - counted - alone
    if len(strides) != 1:
        return list(formulas)
    (stride,) = strides
    if not _is_forward(formulas, stride):
        return list(formulas)
    taken = {int(x) for text in texts for x in re.findall(r"\d+", text)}
    number = next(n for n in range(3, 99) if n not in taken)

    def told(part: Any) -> Any:
        match part:
            case Name(sub=sub) if sub and any(x == stride for x, _ in _in(sub)):
                return replace(part, sub=_PRODUCT.sub(lambda m: _with(m, stride, number), sub))
            case Name(sub="", layer="") if part.label == stride:
                return Number(float(number), span=part.span)
        return part

    def changed(formula: Formula) -> Formula:
        if _gives(formula, stride):
            return formula
        conditions = tuple(rewritten(x, told) for x in formula.conditions)
        whole = with_trees(formula, lambda tree: rewritten(tree, told))
        return _at_one(replace(whole, conditions=conditions), stride)

    return [changed(formula) for formula in formulas]


def _with_multiples(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with the 2i of z_{2i} as one index, where z_{2i+1} is spoken of."""
    spoken = {(n.base, m[1], m[2]) for n in names_in(formulas)
              if (m := re.fullmatch(r"(\d)([a-z])[+-]\d", n.sub))}  # fmt: skip

    def one(part: Any) -> Any:
        match part:
            case Name(base=base, sub=sub) if len(sub) == 2 and (base, *sub) in spoken:
                return replace(part, sub="*".join(sub))
        return part

    return all_rewritten(formulas, one) if spoken else list(formulas)


def _is_forward(formulas: Sequence[Formula], stride: str) -> bool:
    """Whether a name is given with the stride, and none without it in the same section."""
    heads: dict[Any, set[bool]] = {}
    for formula in formulas:
        first = formula.members[0].tree
        if isinstance(first, Name):
            has = any(x == stride for n in names_in([formula]) for x, _ in _in(n.sub))
            key = formula.section, first.base, first.layer, len(first.sub.split(","))
            heads.setdefault(key, set()).add(has)
    return {True} in heads.values() and all(len(both) == 1 for both in heads.values())


def _in(text: str) -> Iterator[tuple[str, str]]:
    """Yield the strides in an index, and what they are multiplied by."""
    for m in _PRODUCT.finditer(text):
        yield m["before"] or m["after"], m["letter"] or m["other"]


def _with(m: re.Match[str], stride: str, number: int) -> str:
    return f"{number}*{m['letter'] or m['other']}" if stride in (m["before"], m["after"]) else m[0]


def _gives(formula: Formula, stride: str) -> bool:
    """Whether a formula says what the stride is: s = 2."""
    first = formula.members[0].tree
    return isinstance(first, Name) and first.label == stride


def _at_one(formula: Formula, stride: str) -> Formula:
    """Return a formula that is said of a given stride as one of another case."""
    told = any(name.label == stride for name, _ in formula.at)
    return replace(formula, at=(), variant=True) if told else formula
