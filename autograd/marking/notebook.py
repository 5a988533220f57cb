"""`lab("...")`: write a derivation in a notebook and see it marked as it is typed.

page = lab("$L = (a - y)^2$ and $dL/da = a - y$")     in a cell; or lab("notes.md")
page.text                                             what stands in it now
"""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from ..engine.files import read_text

if TYPE_CHECKING:
    from .widget import LabWidget

KINDS = {".md": "md", ".markdown": "md", ".tex": "tex", ".txt": "txt"}
LANGUAGES = ("en", "zh")


def lab(
    text: str | PathLike[str] = "", *, kind: str | None = None, language: str | None = None
) -> LabWidget:
    """Return the lab as a widget: an editor that marks each `=` as you type, its graph beside it.

    `text` is a derivation, or the path of a .md, .tex or .txt file that holds one, which is read
    and not written.  The widget's `text` is what stands in the editor at any time, and can be set;
    its `report` is the check of it.  `kind` is "md", "tex" or "txt", by default that of the file,
    else "md".  `language` is "en" or "zh"; the default is the reader's own.

    The sheet of an exercise, `lab(exercise([2, 3, 1]).sheet)`, is marked against its key.  The
    kernel checks; a check that takes longer than five seconds is ended.  It needs
    `pip install chainrule[notebook]`.  A ValueError says which file is no derivation's.
    """
    if language not in (None, *LANGUAGES):
        raise ValueError(f"language must be one of {', '.join(LANGUAGES)}, got {language!r}")
    if kind not in (None, *KINDS.values()):
        raise ValueError(f'kind must be "md", "tex" or "txt", got {kind!r}')
    path = _path_of(text)
    if path is not None:
        if path.suffix.lower() not in KINDS:
            raise ValueError(f"{path}: expected a .md, .tex or .txt file")
        kind, text = kind or KINDS[path.suffix.lower()], read_text(path)
    from .widget import LabWidget

    return LabWidget(str(text), kind or "md", language, path)


def _path_of(text: str | PathLike[str]) -> Path | None:
    """Return the path that is given; None where it is a text, which has maths or several lines."""
    if not isinstance(text, str):
        return Path(text)
    is_name = not any(sign in text for sign in "\n$=") and Path(text).suffix.lower() in KINDS
    return Path(text) if is_name else None
