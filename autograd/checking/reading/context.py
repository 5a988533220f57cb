r"""What stands around a formula: its section, its prose, the conditions in the sentence.

"If $i = k$," before a formula and "if $i \neq k$" after it are conditions of it; "= 0" after "set
to zero" is one as well, and not a claim.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from .chains import Formula, Member, Unread
from .supposed import (
    INDICES,
    as_condition,
    as_supposition,
    given_anew,
    has_its_line,
    heads_its_line,
    is_of_indices,
)
from .tree import (
    BigSum,
    Compare,
    Expression,
    Name,
    Negative,
    Number,
    Power,
    Sum,
)
from .variants import is_of_variant
from .walked import names, parts

BEFORE, AFTER = 300, 200
HEADING = re.compile(
    r"^(?:(?P<marks>\#{1,6})[ ]|[ \t]*\\(?P<kind>(?:sub)*(?:section|paragraph|chapter))\*?\s*\{"
    r"|\*\*(?=(?:example|exercise|problem|question|ejemplo|ejercicio|exemple|exercice|beispiel|aufgabe"
    r"|例题?|习题|练习|问题|题)[ ]*(?-i:\d|[A-Z](?![A-Za-z])|[一二三四五六]))"
    r"|\*\*(?=\d{1,2}[.、)．][ ]*[^\W\d])"
    r"|\*\*(?!step|schritt|étape|paso|步骤)"
    r"(?=[^\W\d_]{2,12}[ ]*[.#]?[ ]*(?:\d{1,2}|[一二三四五六])(?!\w)"
    r"[^*$\n]{0,60}\*\*[ ]*[:：]?[ ]*$)"
    r"|[^\n]{2,80}\n(?P<line>={3,}|-{3,})[ ]*$)",
    re.MULTILINE | re.IGNORECASE,
)
_EXERCISE = re.compile(
    r"[^A-Za-z一-鿿\n]*(?:example|exercise|problem|question|ejemplo|ejercicio|exemple|exercice"
    r"|beispiel|aufgabe|例题?|习题|练习|问题|题)[ ]*\.?[ ]*"
    r"(?-i:\d|[A-Z](?![A-Za-z])|[一二三四五六])",
    re.IGNORECASE,
)
"""What begins an exercise or an example, which has nothing to do with the one before."""
_LEVELS = {"chapter": 0, "section": 1, "subsection": 2, "subsubsection": 3, "paragraph": 4}
_IF_BEFORE = re.compile(
    r"(?:\b(?:if|for|when|where|case|si|pour|où)|当|若|如果|对于)[\s:]*$", re.IGNORECASE
)
_TAKEN = re.compile(r"\b(?:take|consider)[\s:]*$", re.IGNORECASE)
"""What stands before a case of indices: "Take $i = k$ first"."""
_IF_AFTER = re.compile(
    r"^[ \t,;，$`)]*\n?[ \t]*(?:if|for|when|where|si|pour|当|若)[\s$`]*$", re.IGNORECASE
)
_WHERE = re.compile(
    r"^[ \t,;，\\$`)]*(?:where|with|其中|avec|où|mit|wobei)[\s\\($`]*$", re.IGNORECASE
)
_LEADS = re.compile(
    r"[$`)\s]*(?:时|first|next|now)?(?:[,，:：]|then\b|dann\b|alors\b|则)[^.。\n]{0,20}[\s$\\\[]*\Z"
)
_WHEN = re.compile(r"[\s$`)*\\]*(?:时|的时候|なら|の?とき|の場合|とすると|とすれば)")
_HEADS = re.compile(r"[$`)*_\s\\]*(?:[:：]|(?:then|dann|alors|entonces)\b|则|那么)")
_ADDED = re.compile(r"[^\s^_{]\s*(?:[-+*/]|\\mathrel\s*\{\s*[-+]\s*\})\s*$")
"""What ends the first side of dw += x, which adds to what there was."""
_ZERO = re.compile(
    r"\b(?:set\w*|equat\w+|put\w*|zero|vanish\w*|stationar\w+|optim\w+|minimi\w+|annul\w*|null(?:setz\w*)?|setz\w*"
    r"|igual\w*)\b|令|置零",
    re.IGNORECASE,
)
_OPTIMUM = re.compile(
    r"(?:\b(?:at|in|an?|au|im) (?:the |its |a |le |point )?(?:stationary|critical|minim\w+|maxim\w+"
    r"|optim\w+|stationnaire|critique)"
    r"|\b(?:normal equations?|solv(?:e|ing)|solution|minimi[sz]er)\b"
    r"|on en tire|驻点|极值点|解得|求得)[^.。]*\Z",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    r"(?:\b(?:given|suppose|assume|know(?:n|ing)?|table|values?|let|data|soit|supposons|sachant|donn\w+"
    r"|gegeben|sei(?:en)?|bekannt|upstream|incoming)\b|已知|设|给定|假设|令|上游)"
    r"(?:(?!\b(?:then|so|hence|thus|therefore|find|compute|we get|donc|alors|also|dann|folglich)\b"
    r"|[则所故求]|因此|[.!?。]\$*\s|(?<!:)\n[ \t]*\n).)*\Z",
    re.IGNORECASE | re.DOTALL,
)
_AT_POINT = re.compile(
    r"(?:\b(?:at|in|bei|au|im|en|an)\b(?: (?:the|el|le|dem))?(?: (?:point|punto|punkt))?|在点?|点)"
    r"\s*"
    r"[$\\(]*\((?P<x>-?\d+(?:\.\d+)?)\s*[,|;，]\s*(?P<y>-?\d+(?:\.\d+)?)\)[$\\)]*"
    r"[^.=\d(]{0,30}\Z",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!?。；;]\$*\s|[．。]|\n\s*\n")
_LEFT = re.compile(r"[$`]|\\[\[\]()]|\\(?:begin|end)\{|[.。:：]\s")
"""What stands between two formulas that are not displayed together."""
FAR = 80


class Found(NamedTuple):
    """A formula, where its text begins and ends in the document, and whether it is inline."""

    formula: Formula
    start: int
    end: int


class Heading(NamedTuple):
    """Where a heading stands, and how deep: 1 for a chapter, more for what is below it.

    is_exercise  whether what follows has nothing to do with the exercise before
    """

    start: int
    level: int
    is_exercise: bool = False


def headings_of(text: str) -> list[Heading]:
    """Return the headings of a text in order."""
    return [
        Heading(
            match.start(),
            len(match["marks"]) if match["marks"]
            else 1 + _LEVELS.get(match["kind"], 5) if match["kind"]
            else 1 + (match["line"][0] == "-") if match["line"]
            else 6,
            bool(_EXERCISE.match(text, match.end("kind") if match["kind"] else match.start())),
        )
        for match in HEADING.finditer(text)
    ]  # fmt: skip


def in_context(text: str, found: Sequence[Found], headings: Sequence[Heading]) -> list[Formula]:
    """Return the formulas with all that the text around them tells."""
    starts = [heading.start for heading in headings]
    exercises = exercises_of(headings)
    result: list[Formula] = []
    pending: tuple[Expression, ...] = ()
    held: tuple[Expression, ...] = ()
    point: list[tuple[Name, Expression]] = []
    supposed: tuple[Expression, ...] = ()
    varied = False
    ended, reach = 0, FAR
    ahead = [*[start for _, start, _ in found[1:]], len(text)]
    for (formula, start, end), following in zip(found, ahead, strict=False):
        between = text[ended:start]
        condition = as_condition(formula)
        behind = text[end:following]
        leads = _LEADS.match(behind) and ("\n" in between or _HEADS.match(behind))
        unlike = any(isinstance(x, Compare) and x.sign == "!=" for x in condition)
        after = _IF_AFTER.match(between) or (unlike and _WHERE.match(between))
        if condition and result and ended and after and not leads:
            result[-1] = replace(result[-1], conditions=(*result[-1].conditions, *condition))
            ended = end
            continue
        before = text[max(0, start - 20) : start].rstrip("$ `*\\([")
        heads = is_of_indices(condition) and bool(
            has_its_line(text, start, end)
            or heads_its_line(text, start, end, condition)
            or _TAKEN.search(before)
        )
        heads = heads or ("\n" in between and bool(_HEADS.match(text[end:following])))
        led = heads or _IF_BEFORE.search(before) or _WHEN.match(text[end:following])
        if condition and led:
            pending, held, ended, reach = condition, (), end, FAR * (1 + 2 * heads)
            continue
        if held and not _LEFT.search(between):
            pending = held  # of all that is displayed together
        elif len(between) > reach:
            pending = ()
        lone = len(formula.members) == 1  # z_j, of which nothing is said
        number = _as_number(formula)
        if number and not (point and len(between.strip("$ ")) < 4):
            when = _IF_BEFORE.search(before) or _WHEN.match(text[end:following])
            point = [number] if when else []
        elif number:
            point.append(number)
        near = len(between) < FAR // 2 and not _ENDS.search(between)
        if _ENDS.search(between) or len(between) > FAR:
            supposed, varied = (), False
        case = as_supposition(formula, result, text[max(0, start - 130) : start])
        anew = "" if case else given_anew(formula, result, text[max(0, start - 130) : start])
        varied = varied or bool(anew)
        prose = text[max(0, start - BEFORE) : start], text[end : end + AFTER]
        here = pending if _speaks_of(pending, formula) and not lone else ()
        result.append(
            replace(
                formula,
                section=bisect_right(starts, start),
                exercise=exercises[bisect_right(starts, start)],
                prose="".join(prose),
                conditions=(*formula.conditions, *here, *supposed),
                stationary=_is_stationary(formula, prose[0][-60:]),
                at=(tuple(point) if near and not number else ()) or _point(prose[0]),
                solves=bool(_OPTIMUM.search(prose[0][-90:])),
                variant=varied or is_of_variant(prose[0]),
                given=bool(_GIVEN.search(prose[0])),
                aside="a case" if case or anew == "named" else _aside(formula),
            )
        )
        supposed += case
        held, pending, ended = pending, () if here else pending, end
        point = point if number or near else []
    return result


def exercises_of(headings: Sequence[Heading]) -> list[int]:
    """Return for each section the number of the one with which its exercise begins, 0 for none."""
    found, open_ = [0], (0, 0)
    for number, heading in enumerate(headings, 1):
        begun, level = open_
        if heading.is_exercise:
            open_ = number, heading.level
        elif begun and heading.level <= level:
            open_ = 0, 0
        found.append(open_[0])
    return found


def _speaks_of(condition: Sequence[Expression], formula: Formula) -> bool:
    """Whether a formula has an index of a condition: "for i = k, as d log(x)/dx = 1/x, ..."."""
    letters = {n.label for x in condition for n in names(x)}
    return not letters <= {*INDICES} or any(
        x in (n.label, *n.sub, *n.layer) for tree in formula.trees for n in names(tree)
        for x in letters
    )  # fmt: skip


def _as_number(formula: Formula) -> tuple[Name, Expression] | None:
    """Return the name and the number of x = 2."""
    match [m.tree for m in formula.members]:
        case [Name() as name, Number() | Negative(of=Number()) as number]:
            return name, number
    return None


def _point(before: str) -> tuple[tuple[Name, Expression], ...]:
    """Return x = 3 and y = 4 after "at the point (3, 4)", right before a formula."""
    match = _AT_POINT.search(before)
    if match is None:
        return ()
    pairs = zip(("x", "y"), match.group("x", "y"), strict=True)
    return tuple((Name(name), _number(text)) for name, text in pairs)


def _number(text: str) -> Expression:
    value = Number(float(text.lstrip("-")))
    return Negative(value) if text[0] == "-" else value


def _is_stationary(formula: Formula, before: str) -> bool:
    """Whether "= 0" at the end is a condition: "set to zero"."""
    last = formula.members[-1].tree
    return isinstance(last, Number) and last.value == 0 and bool(_ZERO.search(before))


def _aside(formula: Formula) -> str:
    """Return why a formula is no claim about a derivation, as far as its form tells."""
    members = formula.members
    trees = [m.tree for m in members if not isinstance(m.tree, Unread)]
    arrow = any(m.relation == r"\leftarrow" for m in members) and not formula.is_set
    if arrow or _is_step(members) or _ADDED.search(members[0].text):
        return "an update"
    kinds = {part.kind for tree in trees for part in _big(tree)}
    if "lim" in kinds:
        return "a limit"
    if "int" in kinds:
        return "an integral"
    mapped = len(members) == 2 and members[1].relation == r"\to" and ":" in members[0].text
    return "a signature" if mapped else ""


def _is_step(members: Sequence[Member]) -> bool:
    """Whether a formula is w := w - ...: a name anew from itself."""
    if len(members) != 2 or members[1].relation not in ("=", ":="):
        return False
    left, right = members[0].tree, members[1].tree
    named = isinstance(left, Name) or (isinstance(left, Power) and isinstance(left.base, Name))
    return named and isinstance(right, Sum) and left in right.terms


def _big(tree: Expression) -> list[BigSum]:
    found, waiting = [], [tree]
    while waiting:
        part = waiting.pop()
        found += [part] if isinstance(part, BigSum) else []
        waiting += parts(part)
    return found
