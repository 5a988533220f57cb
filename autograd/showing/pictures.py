"""`Picture`: a `graphviz.Digraph` that is drawn by whichever `dot` there is, as PDF too.

Graphviz's own program draws PDF; that of the extra `dot`, graphviz-pure, does not: its SVG is then
written as PDF by svglib, which comes with the extra.
"""

from __future__ import annotations

import shutil
import sysconfig
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..engine.files import write_whole

if TYPE_CHECKING:
    from graphviz import Digraph

PURE = "graphviz-pure"


def dot_program() -> str | None:
    """Return the program that draws: `dot`, else graphviz-pure, which graphviz is told to run."""
    if dot := shutil.which("dot"):
        return dot
    pure = shutil.which(PURE) or shutil.which(PURE, path=sysconfig.get_path("scripts"))
    if pure:
        from graphviz.backend import dot_command

        dot_command.DOT_BINARY = Path(pure)
    return pure


def require_dot() -> None:
    """Raise an ImportError that says what to install if no program draws."""
    if not dot_program():
        raise ImportError("a picture needs Graphviz, or: pip install chainrule[dot]")


@cache
def picture_class() -> type[Digraph]:
    """Return the class; graphviz is imported when it is asked for."""
    from graphviz import Digraph, view

    class Picture(Digraph):  # type: ignore[misc]  # graphviz ships no types
        """A Digraph that says nothing of widths it guesses, and draws PDF with any program."""

        def pipe(self, format: str | None = None, *args: Any, **options: Any) -> Any:  # noqa: A002
            """Return the picture, as `graphviz.Digraph.pipe` does."""
            require_dot()
            options.setdefault("quiet", True)  # dot warns of each character whose width it guesses
            kind = format or self.format
            if _is_ours(kind):
                return pdf_of(super().pipe("svg", *args, **{**options, "encoding": None}))
            drawn = super().pipe(format, *args, **options)
            return shifted(drawn) if kind == "svg" else drawn

        def render(self, filename: Any = None, *args: Any, **options: Any) -> str:
            """Write the picture, as `graphviz.Digraph.render` does; return the file's path."""
            require_dot()
            options.setdefault("quiet", True)
            outfile = options.get("outfile")
            suffix = Path(outfile).suffix[1:] if outfile else ""
            kind = options.get("format") or suffix or self.format
            if not _is_ours(kind):
                path = super().render(filename, *args, **options)
                if kind == "svg":
                    write_whole(path, shifted(Path(path).read_bytes()))
                return str(path)
            if outfile and filename is None:
                filename = Path(outfile).with_suffix(".gv")
            instead = {"format": "svg", "outfile": None, "view": False}
            svg = Path(super().render(filename, *args, **{**options, **instead}))
            target = Path(outfile) if outfile else svg.with_suffix(".pdf")
            write_whole(target, pdf_of(svg.read_bytes()))
            svg.unlink()
            if options.get("view"):
                view(str(target))
            return str(target)

    return Picture


def _is_ours(kind: str) -> bool:
    """Whether the picture is to be a PDF, which the program there is does not draw."""
    return kind == "pdf" and PURE in Path(dot_program() or "").name


def shifted(svg: bytes | str) -> Any:
    """Return a picture of dot's with scripts that are shifted in every browser.

    dot writes baseline-shift, which Firefox and many programs leave out; dy they all know.
    """
    if isinstance(svg, bytes):
        return shifted(svg.decode()).encode()
    for where, dy in (("sub", "0.25em"), ("super", "-0.45em")):
        svg = svg.replace(f'baseline-shift="{where}"', f'dy="{dy}"')
    return svg


def pdf_of(svg: bytes) -> bytes:
    """Return a picture of dot's as PDF; an ImportError without svglib.

    Characters that no font has on this machine are taken from PDF's own Symbol font.
    """
    try:
        from reportlab.graphics import renderPDF
        from svglib.svglib import svg2rlg
    except ImportError:
        raise ImportError(
            "a picture as PDF needs Graphviz, or svglib: pip install chainrule[dot]"
        ) from None
    return bytes(renderPDF.drawToString(svg2rlg(BytesIO(svg))))
