"""Notes in the notations of strangers, and how far verdicts on them are those of a person.

python -m tests.check.scored developed|apart|third|...|thirteenth   the score of a set
python -m tests.check.scored --planted             what is said of the mistakes planted in them

Each note of `strangers/` was written by somebody who had not seen the code, in the notation of a
public text; the JSON beside it says what a person finds of each claim, checked numerically.
`developed` was looked at while the checker was written; the others were each measured once,
afterwards, and looked at from then on.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple

from autograd import check_file
from autograd.checking.judging.judge import DocumentJudge
from autograd.checking.meaning.definitions import CLAIM, DEFINITION
from autograd.checking.reading.document import formulas
from autograd.checking.reading.hypertext import edits_of
from autograd.checking.reading.respelt import Respelt
from autograd.checking.reading.sources import KINDS
from autograd.checking.report.result import Explanation, Member

NOTES = Path(__file__).with_name("strangers")
_LAID_OUT = re.compile(
    r"\\tag\{[^}]*\}|\\label\{[^}]*\}|\\nonumber|\\(?:begin|end)\{\w+\*?\}|\\qquad|\\quad|\\\\"
    r"|[\s$&.,`]|\\[,;:!\[\]]"
)
_FIRST = ("wrong", "right-if", "unreadable", "unknown-name", "no-valid-point", "right")
_ASIDE = {"set-aside", "assignment", "not-a-claim", "definition", "missing", "says-nothing"}


class Verdict(NamedTuple):
    """What the checker said of one claim, and what a person says."""

    note: str
    line: int
    said: str
    wanted: str
    ambiguous: bool

    @property
    def is_judged(self) -> bool:
        """Whether it is a verdict."""
        return self.said in ("right", "right-if", "wrong")

    @property
    def is_false(self) -> bool:
        """Whether right is called wrong, or the reverse."""
        wrongly = {"right": ("wrong",), "set-aside": ("wrong",)}
        opposite = wrongly.get(
            self.wanted, ("right",) if self.wanted in ("wrong", "right-if") else ()
        )
        return not self.ambiguous and self.said in opposite

    @property
    def is_as_by_hand(self) -> bool:
        """Whether the person agrees."""
        if self.ambiguous and self.is_judged:
            return True
        return self.said == self.wanted or (self.wanted == "set-aside" and self.said in _ASIDE)


def verdicts(part: str) -> Iterator[Verdict]:
    """Yield the verdict on each claim of each note."""
    for path in sorted(p for p in (NOTES / part).iterdir() if p.suffix != ".json"):
        report, text = check_file(path), path.read_text(encoding="utf-8")
        for claim in json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["claims"]:
            said, _ = said_of(report, claim, text)
            yield Verdict(
                path.name, claim["line"], said, claim["verdict"], claim.get("ambiguous", False)
            )


def said_of(report: Any, claim: Any, text: str = "") -> tuple[str, list[Any]]:
    """Return the status of what a claim quotes, and its equations, found by lines and text.

    Of a chain over several lines only the members that the claim quotes count.
    text  the note, for what is quoted as it is written there, with the macros of its author
    """
    quote = _LAID_OUT.sub("", Respelt(claim["quote"], edits_of(claim["quote"])).text)
    first, last = claim["line"] - 1, claim.get("end_line", claim["line"])
    near = [e for e in report.equations  # the lines of a notebook's cells are none of the file
            if e.cell or (e.line <= last and e.line + e.latex.count("\n") >= first)]  # fmt: skip
    found = [(_alike(quote, _LAID_OUT.sub("", e.latex)), e) for e in near]
    if not found:
        return "missing", []
    best = max(score for score, _ in found)
    inside = [e for score, e in found if score >= 1 and _LAID_OUT.sub("", e.latex) in quote]
    chosen = inside or [e for s, e in found if s == best and s > 0.5]
    said = [_status(_begun(_quoted(e, quote, claim) or e.members, claim, text)) for e in chosen]
    if not said:
        said = [m.status for e in near for m in e.members if m.relation and m.place and
                _LAID_OUT.sub("", text[slice(*m.place)]) in quote.strip("=")
                and m.place[1] > m.place[0] + 3 and text]  # fmt: skip
    return next((s for s in _FIRST if s in said), said[0] if said else "missing"), chosen


def _quoted(equation: Any, quote: str, claim: Any) -> list[Any]:
    """Return the members of a longer chain that a quote holds, or that hold the quote.

    Where that is a definition alone, and the claim ends on a later line, it is of the next too.
    """
    bare = quote.strip("=")
    texts = [(_LAID_OUT.sub("", m.text), m) for m in equation.members]
    sides = re.split(r"=|\\approx", bare)
    found = [m for text, m in texts if text and (
        bare in text or (text in bare if len(text) > 2 else text in sides))]  # fmt: skip
    if len(texts) < 3 or not any(m.relation for m in found):
        return []
    ends_later = claim.get("end_line", claim["line"]) > claim["line"]
    if ends_later and all(m.status == "definition" for m in found):
        return equation.members[: equation.members.index(found[-1]) + 2]
    return found


def _begun(members: list[Any], claim: Any, text: str) -> list[Any]:
    """Return those of several members that begin on the lines of a claim, if it has several."""
    lines = range(claim["line"], claim.get("end_line", claim["line"]) + 1)
    if len(lines) == 1 and len(members) < 3:
        return members
    here = [
        m
        for m in members
        if text and m.relation and m.place and text.count("\n", 0, m.place[0]) + 1 in lines
    ]
    return here or members


def _alike(a: str, b: str) -> float:
    shorter, longer = sorted((a, b), key=len)
    if shorter and shorter in longer:
        return 1 + len(shorter) / len(longer)
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def _status(members: Any) -> str:
    said = [m.status for m in members]
    order = ("wrong", "right-if", "unreadable", "unknown-name", "no-valid-point", "says-nothing",
             "set-aside", "assignment", "not-a-claim", "right")  # fmt: skip
    return next((s for s in order if s in said), said[0] if said else "none")


class Slip(NamedTuple):
    """A mistake planted in a note, and what is said of it: what explains the wrong member.

    wrong, meant  the line with the mistake, and without it
    words         of which one names the slip
    """

    note: str
    line: int
    kind: str
    wrong: str
    meant: str
    words: tuple[str, ...]
    member: Member | None

    def is_named_by(self, explanation: Explanation) -> bool:
        """Whether an explanation says a word of the slip, or puts right what was planted."""
        told, repair = _bare(explanation.kind + explanation.text), _bare(explanation.repair)
        words = [_bare(word) for word in (*self.words, self.kind)]
        if any(word in told or (len(word) > 3 and word in repair) for word in words):
            return True
        if not repair or self.member is None:
            return False
        return repair in _bare(self.meant) or self._mends_there(repair)

    def _mends_there(self, repair: str) -> bool:
        """Whether a repair changes the text in the place of the mistake, and not much more."""
        assert self.member is not None
        text, wrong, meant = _bare(self.member.text), _bare(self.wrong), _bare(self.meant)
        if text not in wrong:
            return False
        begin, end = _differing(wrong, meant)
        first, last = _differing(text, repair)
        at = wrong.index(text)
        overlaps = first + at <= end and begin <= last + at
        return overlaps and last - first <= end - begin + 8


def slips(part: str) -> Iterator[Slip]:
    """Yield each planted mistake of each note, judged alone."""
    for path in sorted(p for p in (NOTES / part).iterdir() if p.suffix != ".json"):
        text = path.read_text(encoding="utf-8")
        for found in json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["planted"]:
            lines = text.split("\n")
            meant = lines[found["line"] - 1]
            lines[found["line"] - 1] = wrong = meant.replace(found["from"], found["to"], 1)
            member = _wrong_member("\n".join(lines), KINDS[path.suffix], found["line"])
            yield Slip(path.name, found["line"], found["kind"], wrong, meant,
                       tuple(found["explains"]), member)  # fmt: skip


def _wrong_member(text: str, kind: str, line: int) -> Member | None:
    """Return the first member on a line that is called wrong, or right under a condition."""
    judge = DocumentJudge(formulas(text, kind))
    for number, formula in enumerate(judge.definitions.formulas):
        if formula.line <= line <= formula.line + formula.latex.count("\n"):
            members = [Member(m.text, "", "") for m in formula.members]
            if judge.definitions.kinds[number] in (CLAIM, DEFINITION) and formula.trees:
                judge.judge(number, members)
            for member in members:
                if member.status in ("wrong", "right-if"):
                    return member
    return None


def _bare(text: str) -> str:
    """Return a formula without what only arranges, in one of several spellings."""
    text = _LAID_OUT.sub("", text).replace(r"\top", "T").replace(r"\dfrac", r"\frac")
    return re.sub(r"[{}]|\\left|\\right", "", text).lower()


def _differing(text: str, other: str) -> tuple[int, int]:
    """Return the part of a text in which it differs from another."""
    first = next((i for i, (x, y) in enumerate(zip(text, other, strict=False)) if x != y),
                 min(len(text), len(other)))  # fmt: skip
    last, end = len(text), len(other)
    while last > first and end > first and text[last - 1] == other[end - 1]:
        last, end = last - 1, end - 1
    return first, last


def told(part: str) -> tuple[int, int, int, list[str]]:
    """Return how many slips are planted, detected, named first, and those that are not."""
    found = list(slips(part))
    detected = [slip for slip in found if slip.member is not None]
    missed = []
    for slip in detected:
        explanations = slip.member.explanations if slip.member else []
        if not explanations or not slip.is_named_by(explanations[0]):
            said = [f"{e.kind}: {e.text}" for e in explanations[:1]]
            missed.append(f"{slip.note}:{slip.line} {slip.kind}: {said}")
    return len(found), len(detected), len(detected) - len(missed), missed


def main() -> None:
    """Print the score of each part."""
    if sys.argv[1:2] == ["--planted"]:
        for part in sys.argv[2:] or ["developed", "apart", "third"]:
            count, detected, first, missed = told(part)
            print("\n".join(missed))
            print(f"{part}: {count} planted, {detected} detected, {first} named first")
        return
    for part in sys.argv[1:] or ["developed", "apart", "third"]:
        found = list(verdicts(part))
        for v in found:
            if v.is_false:
                print(f"false: {v.note}, line {v.line}: said {v.said}, is {v.wanted}")
        judged = [v for v in found if v.is_judged]
        agreed = sum(v.is_as_by_hand for v in found)
        print(f"{part}: {len(found)} claims, {agreed} as by hand, {len(judged)} judged, "
              f"{sum(v.is_false for v in found)} false")  # fmt: skip


if __name__ == "__main__":
    main()
