"""What is done while the site is built: pages filled from tables, maths set, links checked.

A line `<!-- fill: NAME -->` of a page is replaced by what FILLS has under that name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import site_commands
import site_links
import site_live
import site_maths
import site_reads
import site_verdicts
from mkdocs.structure.files import File

from autograd.formulas.palette import DARK, LIGHT, declared

ROOT = Path(__file__).parents[2]
FILLS: dict[str, Callable[[], str]] = {
    "commands": site_commands.commands,
    "operations": site_reads.operations,
    "functions": site_reads.functions,
    "words": site_reads.words,
    "signs": site_reads.signs,
    "environments": site_reads.environments,
    "layout": site_reads.layout,
    "notations": site_reads.notations,
    "verdicts": site_verdicts.verdicts,
    "explanations": site_verdicts.explanations,
    "changes": lambda: (ROOT / "CHANGELOG.md").read_text("utf-8").partition("\n")[2],
}
_FILL = re.compile(r"^<!-- fill: (\w+) -->$", re.MULTILINE)


def on_files(files: Any, config: Any, **_: Any) -> Any:
    """Add the files that are made: the live pages, and the colours."""
    made = {**site_live.pages(), "assets/palette.css": palette()}
    for path, text in made.items():
        files.append(File.generated(config, path, content=text))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Fill the page."""
    return _FILL.sub(lambda match: FILLS[match[1]](), markdown)


def on_page_content(html: str, **_: Any) -> str:
    """Set the formulas as MathML, which browsers show without a script."""
    return site_maths.with_mathml(html)


def on_post_build(config: Any, **_: Any) -> None:
    """Raise an error if a link inside the site leads nowhere, or a page loads from elsewhere."""
    found = site_links.faults(Path(config["site_dir"]))
    if found:
        raise SystemExit("\n".join(["Links of the site:", *found]))


def palette() -> str:
    """Return the colours of the project's one palette as CSS, for light and for dark paper."""
    return (
        f"[data-md-color-scheme=default] {{ {declared(LIGHT)} }}\n"
        f"[data-md-color-scheme=slate] {{ {declared(DARK)} }}\n"
    )
