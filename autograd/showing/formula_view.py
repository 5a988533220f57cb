"""`view_formula(...)`: a page in which one types a formula and sees its graph; no Python needed."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from pathlib import Path

from ..engine.files import write_whole
from .catalogue import catalogue
from .page import FORMULA, document
from .viewing import LANGUAGES

EXAMPLE = "L = (sigmoid(w x + b) - y)^2"


def view_formula(
    path: str | PathLike[str],
    text: str = EXAMPLE,
    numbers: Mapping[str, float] | None = None,
    *,
    title: str = "A formula",
    language: str | None = None,
    lecture: bool = False,
) -> Path:
    """Write the page of a formula: its graph, and that of any other that is typed, is built there.

    `numbers` gives numbers by label; other names have some number that can be moved.  The page
    reads what `formula` reads of one number, but for derivatives (sigma'(x), dL/dw).  A ValueError
    if the language is none of the page's; what of the text cannot be read the page says itself.
    """
    if language not in (None, *LANGUAGES):
        raise ValueError(f"language must be one of {', '.join(LANGUAGES)}, got {language!r}")
    given = {label: float(x) for label, x in (numbers or {}).items()}
    data = {"title": title, "catalogue": catalogue(), "formula": text, "numbers": given}
    file = Path(path)
    write_whole(file, document(data, language, FORMULA, lecture=lecture))
    return file
