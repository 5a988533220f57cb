"""Every run of the tests draws the same examples, and no test leaves an operation behind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

from autograd import TABLE

settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,  # a slow machine is no failure
    database=None,
    max_examples=60,
)
settings.load_profile("repeatable")


@pytest.fixture(autouse=True)
def _table_as_it_was() -> Iterator[None]:
    """Take the operations that a test has defined out of the table."""
    before = dict(TABLE)
    yield
    TABLE.clear()
    TABLE.update(before)
