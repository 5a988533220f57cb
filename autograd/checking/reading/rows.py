r"""Part a formula into chains and members: at its relation signs, commas and rows.

    z = w x + b, \quad a = \sigma(z)       two chains, of two members each
    \begin{aligned} L &= a \\ &= b \end{aligned}    one chain of three members

Only signs outside all brackets part.  A row that begins with `&` or with a relation sign goes on
with the chain; other rows, and what follows a comma, `\quad` or an arrow `\implies`, begin a new
one if they hold a relation sign.  Without one, names listed before an equation are dropped, as
is a range such as `i = 1, \dots, m`; anything else belongs to the member before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from .blanked import blanked
from .lexer import Token, tokens
from .notation import ALIGNMENTS, COMPARISONS, RELATIONS, SEPARATORS

_IN_BRACKETS = re.compile(
    r"\((\s*[a-zA-Z]\s*(?:[=<>≠≤≥]|!=|\\(?:neq?|ge|le|geq|leq|not\s*=)(?![a-z]))\s*[\w+-]+\s*)\)"
)
_LISTED = re.compile(
    r"(?:\\left\s*|\\[bB]igg?l?\s*)?[\[(](?P<entries>.*?)(?:\\right\s*|\\[bB]igg?r?\s*)?[\])]"
    r"\s*(?:\^\s*\{?\s*(?:\\top|T|\\intercal|\\mathsf\s*\{?T\}?)\s*\}?)?\s*"
)
"""A vector that is listed: of what is computed it is no range of an index."""
_NUMBER = re.compile(r"[(（](?:公?式\s*)?(\d+(?:[-.–]\d+)*[a-z]?)[)）]")
_AND = re.compile(r"(?<=[\s})\d])and(?=\s+(?:\\[a-z]+\s*)?[^=,&\\+]{1,12}&?\s*=)")
"""A word between two equations of a row: u &= 2x and v &= e^x."""
_OPERATORS = frozenset({"+", "-", "*", "/", r"\cdot", r"\times", r"\odot"})
_COMPARING = frozenset(COMPARISONS) - {"="}
_REALS = re.compile(r"\\(?:mathbb|mathbf|mathds)\s*\{?\s*R|ℝ")
_OPENING = {")": "(", "]": "[", "}": "{", r"\rangle": r"\langle", r"\rfloor": r"\lfloor"}
_BOUNDS = frozenset({"<", ">", "<=", ">=", "!=", r"\succeq", r"\preceq", r"\succ", r"\prec"})


class Piece(NamedTuple):
    """The text of one member, the relation sign before it, and where it begins."""

    text: str
    relation: str
    start: int


class Chain(NamedTuple):
    r"""A chain of members: its tag, its place, its pieces.

    conditions  the texts of the conditions after it, ", i = j"
    domains     (what lies in it, the set): ("w", r"\mathbb{R}^d")
    """

    tag: str
    start: int
    end: int
    pieces: list[Piece]
    conditions: tuple[str, ...] = ()
    domains: tuple[tuple[str, str], ...] = ()


@dataclass
class _Draft:
    """A chain while it is cut: what parted it from the one before, and its members.

    cuts  [relation, where the member begins, where it ends]
    """

    parted: str
    first: str = ""
    cuts: list[tuple[str, int, int]] = field(default_factory=list)
    tag: str = ""
    compares: bool = False
    domain: int = -1  # where what it lies in begins
    bound: int = -1  # where an inequality behind the equation begins
    conditions: list[str] = field(default_factory=list)
    domains: list[tuple[str, str]] = field(default_factory=list)
    lies: bool = False  # whether it is no more than a name that lies in something


def chains(latex: str) -> list[Chain]:
    """Return the chains of a formula: those with a relation sign, else the whole as one piece."""
    plain, tags = blanked(latex)
    plain = _AND.sub(" , ", plain)
    drafts, plain = _drafts(plain)
    joined = _joined(drafts, plain)
    found = [draft for draft in joined if len(draft.cuts) > 1 and not _is_range(draft, plain)]
    if not found:
        whole = _Draft("", cuts=[("", 0, len(plain))])
        for draft in (d for d in drafts if d.cuts):
            _note_condition(draft, whole, plain)
            whole.domains += draft.domains
        found = [whole]
    result = []
    for draft in found:
        alone = len(found) == 1
        start = 0 if alone else _piece(plain, draft.cuts[0]).start
        end = len(latex) if alone else draft.cuts[-1][2]
        tag = draft.tag
        here = [one for one in tags if draft is found[-1] or one.place <= end]
        tags = tags[len(here) :]
        labels = [one.text for one in here if one.is_label and one.text]
        tag = ([one.text for one in here if not one.is_label and one.text] or [tag])[-1]
        tag = tag or next(iter(labels), "")
        pieces = [_piece(plain, cut) for cut in draft.cuts]
        result.append(Chain(tag, start, end, pieces, tuple(draft.conditions), tuple(draft.domains)))
    return result


def _drafts(plain: str) -> tuple[list[_Draft], str]:
    """Cut at the relations and separators; return also the text without what only arranges."""
    draft, relation, begun = _Draft(""), "", 0
    drafts = [draft]
    characters = list(plain)
    found = _parted_by_arrows(list(_outside(list(tokens(plain)))))
    columns = _columns(found)
    for kind, text, start, end in found:
        arranges = text == "&" or (kind in ("begin", "end") and text in ALIGNMENTS)
        if arranges or text == r"\\":
            characters[start:end] = " " * (end - start)
        arranges = arranges and start not in columns
        in_front = not draft.first and not draft.cuts
        if text == "&" and in_front and draft.parted == r"\\":
            draft.parted = "&"
        elif text in RELATIONS and in_front and draft.parted in ("&", r"\\"):
            while len(drafts) > 1 and len(drafts[-1].cuts) < 2 and _is_remark(drafts[-1]):
                drafts.pop()  # the row goes on with the chain
            draft, relation, begun = drafts[-1], text, end
        elif text in RELATIONS:
            draft.cuts.append((relation, begun, start))
            relation, begun, draft.bound = text, end, -1
        elif text in (*SEPARATORS, r"\\") or kind == "stop" or start in columns:
            _close(drafts, relation, begun, start, plain)
            draft, relation, begun = _Draft(text), "", end
            drafts.append(draft)
        elif not arranges:
            draft.first = draft.first or text
            if kind == "sign" and text == r"\in" and draft.domain < 0:
                draft.domain = start
            draft.compares |= kind == "sign" and text in _COMPARING
            if draft.cuts and draft.bound < 0 and kind == "sign" and text in _BOUNDS:
                draft.bound = start
    return drafts[:-1], "".join(characters)


def _columns(found: list[Token]) -> set[int]:
    r"""Return where an & parts two equations of a row: u &= 2x & v &= e^x."""
    columns, related = set(), False
    for place, token in enumerate(found):
        if token.text in RELATIONS:
            related = True
        elif token.text == r"\\":
            related = False
        elif token.text == "&" and related:
            ahead = found[place + 1 :]
            stop = next((i for i, t in enumerate(ahead) if t.text in ("&", r"\\", *RELATIONS)), 0)
            if stop and ahead[stop].text == "&" and ahead[stop + 1].text in RELATIONS:
                columns.add(token.start)
    return columns


def _is_remark(draft: _Draft) -> bool:
    r"""Whether a draft is nothing, or what stands behind words in a row: \text{as } p(x)."""
    return not draft.first or (draft.parted == r"\prose" and not draft.compares)


def _close(drafts: list[_Draft], relation: str, begun: int, end: int, plain: str) -> None:
    r"""End the last draft; what it lies in, as in x \in \mathbb{R}^n, is no part of it."""
    draft = drafts[-1]
    if draft.bound > begun and draft.parted != r"\if":
        end = draft.bound  # a = b >= 0
    if draft.domain < begun or not _REALS.search(plain, draft.domain, end):
        draft.cuts.append((relation, begun, end))
        return
    draft.cuts.append((relation, begun, draft.domain))
    inside = re.sub(r"^\s*(?:\\in(?![A-Za-z])|∈)\s*", "", plain[draft.domain : end])
    draft.domains.append((_piece(plain, draft.cuts[0]).text, inside.strip()))
    draft.lies = len(draft.cuts) == 1
    for before in drafts[-2::-1]:  # Q, K, V \in ...
        if draft.parted != "," or len(before.cuts) != 1 or before.compares:
            break
        draft.domains.append((_piece(plain, before.cuts[0]).text, inside.strip()))
        before.lies = draft.lies
        if before.parted != ",":
            break
    draft.compares = False


def _is_condition(draft: _Draft, plain: str) -> bool:
    r"""Whether a draft says where the chain before it holds: \text{if } i = j, `i != j`."""
    if draft.parted == r"\if":
        return True
    pieces = [_piece(plain, cut).text for cut in draft.cuts]
    if len(pieces) == 1 and (draft.compares or _IN_BRACKETS.fullmatch(pieces[0])):
        return draft.compares or draft.parted in (r"\quad", ",")
    beside = draft.parted in (",", r"\quad")
    index = beside and len(pieces) == 2 and len(pieces[0]) == 1 and pieces[0] in "ijklmnpqrst"
    return index and bool(re.fullmatch(r"[h-ucTKLNM](?:\s*[+-]\s*\d)?", pieces[1]))


def _note_condition(draft: _Draft, before: _Draft, plain: str) -> None:
    begun, end = draft.cuts[0][1], draft.cuts[-1][2]
    if draft.compares or draft.parted == r"\if":
        before.conditions.append(plain[begun:end].strip(" \t\n.,"))


def _parted_by_arrows(found: list[Token]) -> list[Token]:
    r"""Return the tokens; an arrow that leads from one equation to the next is \implies.

    In `x \to z \to a` the arrows are the claim, in `z = w x \to a = \sigma(z)` they part.
    """
    parts = (r"\to", *SEPARATORS, r"\\")
    breaks = [-1, *(i for i, token in enumerate(found) if token.text in parts), len(found)]
    for start, at, end in zip(breaks, breaks[1:], breaks[2:], strict=False):
        before, after = found[start + 1 : at], found[at + 1 : end]
        between = all(any(token.text == "=" for token in run) for run in (before, after))
        if found[at].text == r"\to" and (between or not before):
            found[at] = found[at]._replace(text=r"\implies")
    return found


def _joined(drafts: list[_Draft], plain: str) -> list[_Draft]:
    """Let those that are no chains of their own go on with the one before."""
    found: list[_Draft] = []
    for draft in drafts:
        if not draft.first and len(draft.cuts) == 1:
            continue
        before = found[-1] if found and len(found[-1].cuts) > 1 else None
        remark = draft.parted == r"\prose" and len(draft.cuts) == 1 and not draft.compares
        if remark and not (before and not _piece(plain, before.cuts[-1]).text):
            continue
        if before and _is_condition(draft, plain):
            begun, end = draft.cuts[0][1], draft.cuts[-1][2]
            said = plain[begun:end].strip(" \t\n.,")
            inside = _IN_BRACKETS.fullmatch(said)
            before.conditions.append(inside[1] if inside else said)
            continue
        if before and draft.lies:
            before.domains += draft.domains
            continue
        number = _NUMBER.fullmatch(_piece(plain, draft.cuts[0]).text)
        if before and number and draft.parted == r"\quad" and len(draft.cuts) == 1:
            before.tag = number[1]
        elif before and _goes_on(draft, before, plain):
            relation, begun, _ = before.cuts[-1]
            before.cuts[-1] = relation, begun, draft.cuts[0][2]
            before.cuts += draft.cuts[1:]
            before.domains += draft.domains
        else:
            found.append(draft)
    return found


_DIAGONAL = re.compile(r"\\?(?:\w+\s*\{\s*)?diag\b")


def _goes_on(draft: _Draft, before: _Draft, plain: str) -> bool:
    """Whether a draft belongs to the last member of the chain before it."""
    unfinished = not _piece(plain, before.cuts[-1]).text
    if draft.parted == r"\\" and draft.first == "+":  # no equation begins so
        return True
    return unfinished or len(draft.cuts) == 1 or (draft.parted == "&" and draft.first in _OPERATORS)


def _is_range(draft: _Draft, plain: str) -> bool:
    r"""Whether a chain only says which values an index has: i = 1, \dots, m."""
    last = _piece(plain, draft.cuts[-1]).text
    if _DIAGONAL.match(last):
        return False
    if len(draft.cuts) != 2 or "," not in last or not re.search(r"\.\.|…|\\[lc]?dots", last):
        return False
    listed = _LISTED.fullmatch(last)
    return not (listed and all(re.search(r"[-+(]|\\(?:frac|partial)", x) or re.search("dots|…", x)
                               for x in listed["entries"].split(",")))  # fmt: skip


def _piece(plain: str, cut: tuple[str, int, int]) -> Piece:
    """Return the text of a member without the space around it and without a full stop."""
    relation, start, end = cut
    text = plain[start:end].rstrip()
    if text[-1:] in (".", "。") and text[-2:] != "..":
        text = text[:-1].rstrip()
    bare = text.lstrip()
    return Piece(bare, relation, start + len(text) - len(bare))


def _outside(found: list[Token]) -> Iterator[Token]:
    """Yield the tokens outside all brackets and matrices; a bracket never closed is no bracket."""
    opened: dict[str, list[int]] = {}
    inside = [0] * (len(found) + 1)
    for place, (kind, text, _, _) in enumerate(found):
        matrix = kind == "begin" and text not in ALIGNMENTS
        if matrix or (kind == "sign" and text in _OPENING.values()):
            opened.setdefault(text, []).append(place)
        opening = _OPENING.get(text, "") if kind == "sign" else text if kind == "end" else ""
        if opened.get(opening):
            inside[opened[opening].pop() + 1] += 1
            inside[place] -= 1
    for token, depth in zip(found, accumulate(inside), strict=False):
        if depth == 0 or token.kind == "stop":
            yield token
