"""Strangers' notes: which verdicts are false is known, and no fewer are as by hand."""

from __future__ import annotations

import json

import pytest
import scored

NAMED = 0.8
"""Of the planted mistakes that are detected this share is named by the first explanation."""
KNOWN = json.loads((scored.NOTES / "known.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "part",
    [
        "developed",
        "apart",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
    ],
)
def test_verdicts_on_strangers_notes(part: str) -> None:
    found = list(scored.verdicts(part))
    assert [f"{v.note}:{v.line}" for v in found if v.is_false] == KNOWN[part]["false"]
    assert sum(v.is_as_by_hand for v in found) >= KNOWN[part]["as by hand"]


@pytest.mark.slow
@pytest.mark.parametrize("part", ["developed", "apart"])
def test_planted_mistakes_are_named_first(part: str) -> None:
    _, detected, first, missed = scored.told(part)
    assert detected >= KNOWN[part]["planted detected"]
    assert first >= NAMED * detected, missed


def test_slip_is_named_by_a_word_or_in_its_place_alone() -> None:
    member = scored.Member("2 x (y - a)", "", "wrong")
    slip = scored.Slip(
        "note.md", 1, "sign", "L = 2 x (y - a)", "L = 2 x (a - y)", ("minus",), member
    )
    named = [
        scored.Explanation("order", "y - a should be a - y", "2 x (a - y)"),
        scored.Explanation("sign", "the sign is wrong", "-2 x (y - a)"),
    ]
    assert all(map(slip.is_named_by, named))
    elsewhere = scored.Explanation("missing factor", "the factor -1 is missing", "2 (-1) x (y - a)")
    assert not slip.is_named_by(elsewhere)
    assert not slip.is_named_by(scored.Explanation("unexplained", "no common mistake", ""))


def test_planted_false_verdicts_are_seen() -> None:
    said = scored.Verdict("note.md", 1, "wrong", "right", ambiguous=False)
    assert said.is_false
    assert not said.is_as_by_hand
    assert scored.Verdict("note.md", 1, "right", "wrong", ambiguous=False).is_false
    assert not scored.Verdict("note.md", 1, "unknown-name", "right", ambiguous=False).is_false
