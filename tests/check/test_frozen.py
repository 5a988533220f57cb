"""The corpora keep the statuses that were found right before: each change of one is argued."""

from __future__ import annotations

import json

import frozen
import pytest

BEFORE = json.loads(frozen.FROZEN.read_text(encoding="utf-8"))
ARGUED = frozen.CHANGES.read_text(encoding="utf-8").splitlines()


def unargued(
    before: dict[str, list[str]], now: dict[str, list[str]], argued: list[str]
) -> list[str]:
    """Return what has changed and is argued by no line "- KEY: OLD -> NEW: why"."""
    told = [
        f"- {' '.join(key.split())}: "
        f"{' '.join(before.get(key, []))} -> {' '.join(now.get(key, []))}: "
        for key in {**before, **now}
        if before.get(key) != now.get(key)
    ]
    return [
        line
        for line in told
        if not any(a.startswith(line) and a.strip() != line.strip() for a in argued)
    ]


@pytest.mark.parametrize(("part", "found"), [("members", frozen.statuses), ("slips", frozen.slips)])
def test_every_change_of_a_status_is_argued(part: str, found: object) -> None:
    assert callable(found)
    assert unargued(BEFORE[part], found(), ARGUED) == []


def test_unargued_change_is_noticed() -> None:
    before, now = {"a.md #1": ["right"]}, {"a.md #1": ["wrong"]}
    assert unargued(before, now, []) == ["- a.md #1: right -> wrong: "]
    assert unargued(before, now, ["- a.md #1: right -> wrong: "]) != []
    assert unargued(before, now, ["- a.md #1: right -> wrong: 2 is not 3"]) == []
