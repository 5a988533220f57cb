"""`view(root)`: the interactive page of a graph, in a file or in a notebook.

    view(L, "page.html")      one offline HTML file; its path is returned
    view(L)                   in a notebook: the same page as a widget

The page steps through both passes, one contribution at a time, forward and back; shows at every
edge local x upstream = contribution; and recomputes everything when a leaf is moved.
"""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from typing import TYPE_CHECKING, Any, overload

from ..engine.files import write_whole
from ..engine.value import Value
from ..formulas.named_graph import NamedGraph
from .explanation import explain
from .notes import Notes, at_steps
from .trace_data import trace

if TYPE_CHECKING:
    from pathlib import Path

    from .widget import Page

LANGUAGES = ("en", "zh")


@overload
def view(
    root: Value,
    path: None = None,
    *,
    title: str | None = None,
    equations: Mapping[Value, str] | None = None,
    language: str | None = None,
    lecture: bool = False,
    notes: Notes | None = None,
) -> Page: ...
@overload
def view(
    root: Value,
    path: str | PathLike[str],
    *,
    title: str | None = None,
    equations: Mapping[Value, str] | None = None,
    language: str | None = None,
    lecture: bool = False,
    notes: Notes | None = None,
    embed: bool = False,
) -> Path: ...
def view(
    root: Value,
    path: str | PathLike[str] | None = None,
    *,
    title: str | None = None,
    equations: Mapping[Value, str] | None = None,
    language: str | None = None,
    lecture: bool = False,
    notes: Notes | None = None,
    embed: bool = False,
) -> Path | Page:
    """Write the page of the graph below `root` to `path`; without a path return it as a widget.

    `title` is the page's; the default is the root's name.  `equations` gives the numbers of a
    text's equations: {node: "8-13"} for d root/d node.  `language` is "en" or "zh"; the default is
    the reader's own.  With `lecture` the page opens before the first step, with the graph and one
    formula in large type.  `notes` are the teacher's own words, by the step at which they are
    shown: {"z_2": ...} where z_2 is computed, {"dL/dz_2": ...} where its gradient receives
    something, {0: ..., 12: ...} by number.  With `embed` a file that stands in another page's
    iframe is the graph and the steps alone, in whatever size the iframe has.  The widget needs
    `pip install chainrule[notebook]`; a file needs nothing.
    """
    if language not in (None, *LANGUAGES):
        raise ValueError(f"language must be one of {', '.join(LANGUAGES)}, got {language!r}")
    data = trace(root, equations)
    if title is not None:
        data["title"] = title
    if notes:
        data["notes"] = at_steps(notes, data, NamedGraph(root).place)
    if path is None:
        from .widget import Page

        return Page(data, language, lecture, lambda: fallback(root, equations))
    from pathlib import Path

    from .page import document

    file = Path(path)
    write_whole(file, document(data, language, lecture=lecture, embed=embed))
    return file


def fallback(root: Value, equations: Mapping[Value, str] | None = None) -> dict[str, Any]:
    """Return what a notebook shows where widgets do not run: the steps as text, HTML and LaTeX."""
    explanation = explain(root, equations=equations)
    return {
        "text/plain": str(explanation),
        "text/html": explanation._repr_html_(),
        "text/latex": explanation.to_latex(),
    }
