r"""The text of a file with all that belongs to it, each line with the place where it stands.

    source_of(Path("notes.tex"))     its text, with what it takes in by \input, line by line
    source_of(Path("lesson.ipynb"))  the Markdown cells of a notebook, one after the other
    source_of_text(text, "tex", path)    a text, as if it stood in that file

`\input`, `\include` and `\subfile` are followed within the file's folder, and never out of it.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from pathlib import Path
from typing import Any, NamedTuple

from ...engine.files import read_text
from .hypertext import edits_of
from .respelt import Respelt
from .times import with_times_below
from .tree import Span

KINDS = {
    ".md": "md", ".markdown": "md", ".html": "md", ".htm": "md", ".org": "md", ".tex": "tex",
    ".txt": "txt", ".rst": "txt", ".ipynb": "md",
}  # fmt: skip
"""The suffix of a file -> how its text is read."""
DEEPEST = 20
_INPUT = re.compile(
    r"(?<!\\)%[^\n]*|\\begin\{(?P<code>verbatim|lstlisting)\}.*?\\end\{(?P=code)\}"
    r"|\\(?:input|include|subfile)\s*\{(?P<name>[^{}\n]{1,200})\}",
    re.DOTALL,
)
"""A comment, code, or what takes another file in."""


class Place(NamedTuple):
    """Where a line stands: in a file that is taken in, "" for the file itself; in which cell."""

    file: str
    cell: int
    line: int


class Piece(NamedTuple):
    """Lines that stand together: where they begin in the whole, and in what they come from."""

    begin: int
    line: int
    own: int
    place: Place
    respelt: Respelt | None = None


class Source:
    """A text, and where its lines stand.

    folder  where other files are looked for; None for a text by itself
    notes   what was not taken in, and why, in sentences
    taken   the files that were taken in
    inputs  the names of these, and where the text itself takes them in
    """

    def __init__(self, kind: str, folder: Path | None = None) -> None:
        self.kind, self.folder = kind, folder
        self.notes: list[str] = []
        self.taken: list[Path] = []
        self.inputs: dict[str, Span] = {}
        self.text = ""
        self._pieces: list[Piece] = []

    def add(self, text: str, place: Place, own: int = 0) -> None:
        """Add lines, the first of which stands at a place; `own` is where that begins there."""
        if self.text and not self.text.endswith("\n"):
            self.text += "\n"
        edits = [] if self.kind == "tex" else edits_of(text)
        edits += with_times_below(text, "tex" if self.kind == "tex" else "md")
        respelt = Respelt(text, edits) if edits else None
        begin, line = len(self.text), self.text.count("\n") + 1
        self._pieces.append(Piece(begin, line, own, place, respelt))
        self.text += respelt.text if respelt else text

    @property
    def is_whole(self) -> bool:
        """Whether it is one text, by itself: every line stands where it is counted."""
        places = [(piece.place, piece.respelt) for piece in self._pieces]
        return places == [(Place("", 0, 1), None)]

    def place(self, line: int) -> Place:
        """Return where a line of the text stands; both count from 1."""
        number = bisect_right(self._pieces, line, key=lambda piece: piece.line) - 1
        if number < 0:
            return Place("", 0, line)
        piece = self._pieces[number]
        return piece.place._replace(line=piece.place.line + line - piece.line)

    def own(self, span: Span) -> Span | None:
        """Return where a part of the text stands in the file itself; None if it is not there."""
        number = bisect_right(self._pieces, span[0], key=lambda piece: piece.begin) - 1
        piece, rest = self._pieces[number], self._pieces[number + 1 :]
        if piece.place.file or (rest and span[1] > rest[0].begin):
            return None
        first, last = (place - piece.begin for place in span)
        if piece.respelt:
            first, last = piece.respelt.own(first), piece.respelt.own(last)
        return first + piece.own, last + piece.own


def source_of(path: Path) -> Source:
    """Return the text of a file; a ValueError says if it is no text, or no notebook."""
    text = read_text(path)
    if path.suffix.lower() != ".ipynb":
        return source_of_text(text, KINDS.get(path.suffix.lower(), "txt"), path)
    source, own = Source("md", path.parent), 0
    for number, cell in _markdown_cells(text, path):
        source.add(f"{cell}\n\n", Place("", number, 1), own)
        own += len(cell) + 2
    return source


def source_of_text(text: str, kind: str, path: Path | None = None) -> Source:
    """Return a text as if it stood in a file; without one it takes nothing in."""
    text = text.replace("\r\n", "\n")
    source = Source(kind, path.parent if path else None)
    if kind == "tex" and path:
        source.taken.append(path.resolve())
        _add_latex(source, text, "", path.parent.resolve(), 0)
        source.taken.pop(0)
    else:
        source.notes += not_followed(text) if kind == "tex" else []
        source.add(text, Place("", 0, 1))
    return source


def not_followed(text: str) -> list[str]:
    """Return what is said of each file that a text by itself would take in."""
    return [
        f"{match[0]} (line {1 + text.count(chr(10), 0, match.start())}) is not followed: "
        "the text is in no folder"
        for match in _INPUT.finditer(text)
        if match["name"]
    ]


def _markdown_cells(text: str, path: Path) -> list[tuple[int, str]]:
    """Return the Markdown cells of a notebook with their numbers, which count all cells from 1."""
    try:
        cells = json.loads(text)["cells"]
        found = [(number, cell["source"]) for number, cell in enumerate(cells, 1)
                 if cell["cell_type"] == "markdown"]  # fmt: skip
        return [(number, _whole(lines)) for number, lines in found]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ValueError(f"{path}: not a notebook, as nbformat 4 describes one") from None


def _whole(lines: Any) -> str:
    return lines if isinstance(lines, str) else "".join(map(str, lines))


def _add_latex(source: Source, text: str, file: str, root: Path, depth: int) -> None:
    """Add the lines of a LaTeX file, and where it takes another in, those of that one."""
    done, line = 0, 1
    for match in filter(lambda match: match["name"], _INPUT.finditer(text)):
        path, why = _inside(match["name"].strip(), root)
        if not why and (depth >= DEEPEST or path in source.taken):
            why = "it is taken in already"
        try:
            inner = "" if why else read_text(path).replace("\r\n", "\n")
        except (ValueError, OSError) as error:
            why = "it could not be read" if isinstance(error, ValueError) else "there is none"
        if why:
            where = f"{file}, line" if file else "line"
            at = line + text.count("\n", done, match.start())
            source.notes.append(f"{match[0]} ({where} {at}) is not followed: {why}")
            continue
        name = path.relative_to(root).as_posix()
        source.taken.append(path)
        source.inputs[name] = source.inputs[file] if file else match.span()
        source.add(text[done : match.start()], Place(file, 0, line), done)
        _add_latex(source, inner, name, root, depth + 1)
        line += text.count("\n", done, match.end())
        done = match.end()
    source.add(text[done:], Place(file, 0, line), done)


def _inside(name: str, root: Path) -> tuple[Path, str]:
    """Return the file of that name in a folder, and why it is not to be read, "" if it is."""
    try:
        path = (root / name).resolve()
        if not path.is_file():
            path = (root / f"{name}.tex").resolve()
        outside = not path.is_relative_to(root)
    except (OSError, ValueError):
        return root, "that is no name of a file"
    return path, "it leads out of the folder" if outside else ""
