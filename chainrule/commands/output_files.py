"""The page or the picture that a command leaves beside its output."""

from __future__ import annotations

import subprocess
from pathlib import Path

import autograd
from nn.inspection import Inspection

LEGIBLE = 120  # nodes of all samples that are still drawn together
DRAWABLE = 400  # nodes that a picture may have at all
SHOWABLE = 5_000  # nodes of all samples that are still shown in one page


def check_output(path: Path) -> None:
    """Refuse a file that could not be written, before any work."""
    if path.suffix.lower() not in (".html", ".svg", ".png", ".pdf", ".gv"):
        raise ValueError(f"--output {path}: expected .html, .svg, .png, .pdf or .gv")
    if path.is_dir():
        raise ValueError(f"--output {path}: there is a folder of that name")
    if not path.absolute().parent.is_dir():
        raise ValueError(f"--output {path}: there is no folder {path.parent}")


def check_place(option: str, path: Path | None) -> None:
    """Refuse, before any work, a place in which no file can be written."""
    if path and (path.is_dir() or not path.absolute().parent.is_dir()):
        raise ValueError(f"{option} {path}: there is no such place for a file")


def written(inspection: Inspection, path: Path) -> str:
    """Show the graph, of one sample where all would be too many; return what to tell of it."""
    page = path.suffix.lower() == ".html"
    size = len(autograd.topological_order(inspection.root))
    root, what = inspection.root, ""
    if size > (SHOWABLE if page else LEGIBLE) and inspection.m > 1:
        root, what = (
            inspection.losses[inspection.sample - 1],
            f" (of sample {inspection.sample}; that of all {inspection.m} has {size:,} nodes)",
        )
    if page:
        autograd.view(root, path, equations=inspection.equations)
        return f"Page: {path}{what}"
    return drawn(root, path, what)


def drawn(root: autograd.Value, path: Path, what: str = "") -> str:
    """Draw the graph below a node; return what to tell of it."""
    size = len(autograd.topological_order(root))
    graph = autograd.draw(root)
    dot = autograd.dot_program()
    if size > DRAWABLE and path.suffix.lower() != ".gv":
        path = path.with_suffix(".gv")
        what += f"; with {size:,} nodes it is too large for a picture"
    if path.suffix.lower() == ".gv" or not dot:
        path = path.with_suffix(".gv")
        autograd.write_whole(path, graph.source)
        hint = "; a picture of it needs Graphviz, or: pip install chainrule[dot]"
        return f"Graph: {path}{what}{'' if dot else hint}"
    kind = path.suffix[1:].lower()
    try:
        drawn = graph.pipe(format=kind)
    except (subprocess.CalledProcessError, ImportError) as error:
        path = path.with_suffix(".gv")
        autograd.write_whole(path, graph.source)
        why = str(error) if isinstance(error, ImportError) else f"{Path(dot).name} draws no {kind}"
        return f"Graph: {path}{what}; {why}"
    autograd.write_whole(path, drawn)
    return f"Picture: {path}{what}"
