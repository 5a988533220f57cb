"""What is done while the site is built: pages filled from tables, maths set, links checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import site_fills
import site_links
import site_live
import site_maths
from mkdocs.structure.files import File

from autograd.formulas.palette import DARK, LIGHT, declared


def on_files(files: Any, config: Any, **_: Any) -> Any:
    """Add the files that are made: the live pages, and the colours."""
    made = {**site_live.pages(), "assets/palette.css": palette()}
    for path, text in made.items():
        files.append(File.generated(config, path, content=text))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Fill the page."""
    return site_fills.filled(markdown)


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
