"""The rows of an inspection, and how they are shown: in a terminal, as HTML, Markdown, data."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from autograd import label_text

if TYPE_CHECKING:
    from rich.table import Table

HEADINGS = ("eq.", "partial", "the text's form", "autodiff", "text", "difference", "holds")
NUMBERS = ("autodiff", "text", "difference")
FULL_WIDTH = 78
"""In a narrower terminal the table has no central differences: what it has is to be read."""
NARROW = f"Central differences: in a terminal {FULL_WIDTH} columns wide."


@dataclass(frozen=True)
class Row:
    """One partial derivative at one node.

    number       the equation's, "8-14"
    of, wrt      labels of the nodes: the derivative of `of` by `wrt`
    sample       from 1, where `of` is one sample's L among several; 0 otherwise
    closed_form  the text's formula with this node's names
    autodiff, book, difference  its value by the three ways
    verdict      "✓"; "✗" and by which factor the text's formula is off; or "— saturated" where
                 it cannot be computed in floats, which is no evidence against it
    holds        whether the text's formula and automatic differentiation agree
    """

    number: str
    of: str
    wrt: str
    sample: int
    closed_form: str
    autodiff: float
    book: float
    difference: float
    verdict: str
    holds: bool

    @property
    def symbol(self) -> str:
        """The derivative's name, without a sample's mark: "∂L/∂w₂"."""
        return f"∂{named(self.of)}/∂{named(self.wrt)}"

    def to_dict(self) -> dict[str, Any]:
        """Return the row as data for JSON: None for no sample, and for a number that is none."""
        numbers = {name: getattr(self, name) for name in ("autodiff", "book", "difference")}
        finite = {name: x if math.isfinite(x) else None for name, x in numbers.items()}
        return {**asdict(self), "sample": self.sample or None, **finite}


def named(label: str) -> str:
    """Return a label for the terminal, without the mark of its sample: "z_2^{(3)}" -> "z₂"."""
    return label_text(re.sub(r"\^\{\(\d+\)\}$", "", label))


def _cells(rows: Sequence[Row]) -> Iterator[list[str]]:
    """Yield each row's texts; an equation's number stands at its first row only."""
    before = ""
    for row in rows:
        numbers = [_shown(x) for x in (row.autodiff, row.book, row.difference)]
        number = row.number if row.number != before else ""
        yield [number, row.symbol, row.closed_form, *numbers, row.verdict]
        before = row.number


def table(title: str, rows: Sequence[Row], width: int = FULL_WIDTH) -> Table:
    """Return the rows as a table for a terminal of so many columns."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    left_out = () if width >= FULL_WIDTH else ("difference",)
    shown = Table(
        title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False,
        padding=(0, 1, 0, 0) if left_out else (0, 1),
    )  # fmt: skip
    for heading in HEADINGS:
        if heading in left_out:
            continue
        number = heading in NUMBERS
        whole = number or heading in ("eq.", "partial")
        shown.add_column(
            heading, justify="right" if number else "left", no_wrap=whole, overflow="fold"
        )
    for cells in _cells(rows):
        style = "bold red" if cells[-1].startswith("✗") else "green"
        texts = [
            Text(cell, style=style if heading == "holds" else "")
            for heading, cell in zip(HEADINGS, cells, strict=True)
            if heading not in left_out
        ]
        shown.add_row(*texts)
    return shown


def html_table(title: str, rows: Sequence[Row]) -> str:
    """Return the rows as a table in HTML."""

    def line(tag: str, cells: Sequence[str]) -> str:
        aligned = zip(HEADINGS, cells, strict=True)
        return "".join(
            f'<{tag} style="text-align:{"right" if heading in NUMBERS else "left"};'
            f'padding:0.1em 0.9em">{html.escape(text)}</{tag}>'
            for heading, text in aligned
        )

    body = "".join(f"<tr>{line('td', cells)}</tr>" for cells in _cells(rows))
    return (
        f'<table style="font-variant-numeric:tabular-nums"><caption style="text-align:left">'
        f"<b>{html.escape(title)}</b></caption><thead><tr>{line('th', HEADINGS)}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )


def markdown_table(title: str, rows: Sequence[Row]) -> str:
    """Return the rows as a table in Markdown."""

    def line(cells: Sequence[str]) -> str:
        escaped = [text.replace("|", r"\|") for text in cells]
        return f"| {' | '.join(escaped)} |"

    rule = ["--:" if heading in NUMBERS else ":--" for heading in HEADINGS]
    return "\n".join([f"**{title}**", "", *map(line, [HEADINGS, rule, *_cells(rows)])])


def _shown(x: float) -> str:
    if math.isnan(x):
        return "—"
    return f"{x:.7f}" if x == 0 or 1e-4 <= abs(x) < 1e4 else f"{x:.4e}"
