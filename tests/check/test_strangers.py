"""Strangers' notes: which verdicts are false is known, and no fewer are as by hand."""

from __future__ import annotations

import json

import pytest
import scored

KNOWN = json.loads((scored.NOTES / "known.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("part", ["developed", "apart"])
def test_verdicts_on_strangers_notes(part: str) -> None:
    found = list(scored.verdicts(part))
    assert [f"{v.note}:{v.line}" for v in found if v.is_false] == KNOWN[part]["false"]
    assert sum(v.is_as_by_hand for v in found) >= KNOWN[part]["as by hand"]


def test_planted_false_verdicts_are_seen() -> None:
    said = scored.Verdict("note.md", 1, "wrong", "right", ambiguous=False)
    assert said.is_false
    assert not said.is_as_by_hand
    assert scored.Verdict("note.md", 1, "right", "wrong", ambiguous=False).is_false
    assert not scored.Verdict("note.md", 1, "unknown-name", "right", ambiguous=False).is_false
