"""The tests' own browsers: required where they are said to be, and cut off from the network."""

from __future__ import annotations

from typing import Any

import pytest
from browsers import missing


@pytest.mark.parametrize(
    ("required", "outcome"), [("1", pytest.fail.Exception), ("", pytest.skip.Exception)]
)
def test_without_a_browser_tests_fail_only_where_it_is_required(
    monkeypatch: pytest.MonkeyPatch, required: str, outcome: Any
) -> None:
    monkeypatch.setenv("CHAINRULE_REQUIRE_BROWSER", required)
    with pytest.raises(outcome, match="Firefox is missing"):
        missing("Firefox")


def test_a_request_is_refused_and_listed(page: Any) -> None:
    failed = page.evaluate("fetch('https://example.com/').then(() => false, () => true)")
    assert failed
    assert page.requests == ["https://example.com/"]
