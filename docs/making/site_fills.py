"""Tables of pages, made from the tables of the project.

    python docs/making/site_fills.py     write them into the pages anew

A line `<!-- fill: NAME -->` is filled while the site is built.  Where `<!-- end of NAME -->`
follows, the page holds what stands between: it can be read in the repository, and a test compares.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import site_commands
import site_reads
import site_verdicts

ROOT = Path(__file__).parents[2]
FILLS: dict[str, Callable[[], str]] = {
    "commands": site_commands.commands,
    "operations": site_reads.operations,
    "functions": site_reads.functions,
    "words": site_reads.words,
    "signs": site_reads.signs,
    "environments": site_reads.environments,
    "layout": site_reads.layout,
    "directives": site_reads.directives,
    "notations": site_reads.notations,
    "verdicts": site_verdicts.verdicts,
    "explanations": site_verdicts.explanations,
    "changes": lambda: (ROOT / "CHANGELOG.md").read_text("utf-8").partition("\n")[2],
}
_HELD = re.compile(r"^<!-- fill: (\w+) -->\n.*?^<!-- end of \1 -->$", re.DOTALL | re.MULTILINE)
_OPEN = re.compile(r"^<!-- fill: (\w+) -->$(?!.*^<!-- end of \1 -->$)", re.DOTALL | re.MULTILINE)


def held(page: str) -> str:
    """Return a page with what it holds made anew."""
    return _HELD.sub(
        lambda m: f"<!-- fill: {m[1]} -->\n{FILLS[m[1]]().strip()}\n<!-- end of {m[1]} -->", page
    )


def filled(page: str) -> str:
    """Return a page with all that is to be filled."""
    return _OPEN.sub(lambda m: FILLS[m[1]](), page)


if __name__ == "__main__":
    for path in (ROOT / "docs").rglob("*.md"):
        before = path.read_text("utf-8")
        if (after := held(before)) != before:
            path.write_text(after, encoding="utf-8")
            print(path.relative_to(ROOT))
