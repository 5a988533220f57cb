"""`Inspection`: the table of all partials of a two-layer network, printed, as HTML, as data."""

from __future__ import annotations

import html
import math
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from autograd import Value, topological_order

from .equation_findings import findings, holding
from .equations import LOSS
from .layers import is_list
from .partials import LOSSES, Partials, Sample
from .partials_table import FULL_WIDTH, NARROW, Row, html_table, markdown_table, table
from .two_layer_graph import Parameters

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult


class Inspection:
    """The table of partials of a two-layer network on m samples.

    Print it, read `.rows` (all samples) and `.notes` (what holds and what does not); `.root` is
    the node L, or J for several samples (then `.losses` has each sample's L), and
    `inspection["z_2"]` is the node of that label.  `sample` is the one that is shown, and
    `.equations` has the numbers of the equations about its nodes.
    """

    def __init__(self, net: Parameters, x: Any, y: Any, loss: str = "bce", sample: int = 1) -> None:
        if loss not in LOSSES:
            raise ValueError(f"no loss {loss!r}: choose one of {', '.join(LOSSES)}")
        self.net, self.loss = net, loss
        self.samples = _samples(net, x, y)
        self.m = len(self.samples)
        if sample not in range(1, self.m + 1):
            there = f"they are 1 to {self.m}" if self.m > 1 else "there is only 1"
            raise ValueError(f"no sample {sample}: {there}")
        self.sample = sample
        self._partials = partials = Partials(net, self.samples, loss)
        self.root, self.losses = partials.root, partials.losses
        shown = {self.losses[sample - 1]: LOSS.number}
        self.equations = {}
        if loss == "bce":
            self.equations = net.numbered(partials.passes[sample - 1]) | shown

    @property
    def rows(self) -> list[Row]:
        """A row for each partial: of all samples, then of the mean J."""
        return self._partials.rows

    @cached_property
    def notes(self) -> list[str]:
        """What holds and what does not, a sentence or two each."""
        return list(findings(self.net, self.samples, self.loss, self.rows))

    def __getitem__(self, label: str) -> Value:
        """Return the node of that label in the graph: "z_2", "w_{1,12}", "a_2^{(3)}"."""
        nodes: dict[str, Value] = {v.label: v for v in topological_order(self.root)}
        if label not in nodes:
            raise KeyError(f"no node {label!r}: there are {', '.join(filter(None, nodes))}")
        return nodes[label]

    def holding(self, of: str = "L") -> list[str]:
        """Return the numbers of the equations that hold at every node, for "L" or for "J"."""
        return holding(self.rows, of)

    # --- showing ---

    def _tables(self) -> Iterator[tuple[str, list[Row]]]:
        """Yield the parts to print, with their titles: one sample's L, then the mean J."""
        x, y = self.samples[self.sample - 1]
        widths = "-".join(map(str, self.net.widths))
        numbers = f"x = ({', '.join(f'{v:g}' for v in x)}), y = {', '.join(f'{v:g}' for v in y)}"
        if self.m == 1:
            yield f"{widths} network, {numbers}: L = {self.root.data:.6f}", self.rows
            return
        title = f"{widths} network, one sample's L: sample {self.sample} of {self.m}, {numbers}"
        yield title, [row for row in self.rows if row.sample == self.sample]
        mean = [row for row in self.rows if row.of == "J"]
        yield f"The mean over {self.m} samples: J = {self.root.data:.6f}", mean

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from rich.text import Text

        width = options.max_width
        yield from (table(title, rows, width) for title, rows in self._tables())
        yield from map(Text, [*self.notes, *([NARROW] if width < FULL_WIDTH else [])])

    def __str__(self) -> str:
        from rich.console import Console as Plain

        console = Plain(width=100, no_color=True, force_terminal=False)
        with console.capture() as capture:
            console.print(self)
        return "\n".join(line.rstrip() for line in capture.get().splitlines())

    __repr__ = __str__

    def _repr_html_(self) -> str:
        items = "".join(f"<li>{html.escape(note)}</li>" for note in self.notes)
        tables = "".join(html_table(title, rows) for title, rows in self._tables())
        return f"{tables}<ul>{items}</ul>"

    def to_markdown(self) -> str:
        """Return what is printed, in Markdown."""
        parts = [markdown_table(title, rows) for title, rows in self._tables()]
        return "\n\n".join([*parts, "\n".join(f"- {note}" for note in self.notes)])

    def to_dict(self) -> dict[str, Any]:
        """Return everything, the rows of all samples too, as data for JSON."""
        return {
            "widths": list(self.net.widths),
            "loss": self.loss,
            "samples": [{"x": x, "y": y} for x, y in self.samples],
            "L": [loss.data for loss in self.losses],
            "J": self.root.data if self.m > 1 else None,
            "rows": [row.to_dict() for row in self.rows],
            "holding": {of: self.holding(of) for of in ("L", "J")[: 1 + (self.m > 1)]},
            "notes": self.notes,
        }


def _samples(net: Parameters, x: Any, y: Any) -> list[Sample]:
    """Return the samples as pairs of lists of numbers, one sample or several."""
    n_in, _, n_out = net.widths
    xs = list(x) if is_list(x) else [x]
    ys = list(y) if is_list(y) else [y]
    if not (is_list(xs[0] if xs else 0) or (n_in == 1 and len(xs) > 1)):
        xs, ys = [xs], [ys]
    if len(xs) != len(ys):
        raise ValueError(f"{len(xs)} samples need {len(xs)} targets, got {len(ys)}")
    samples = []
    for k, (inputs, targets) in enumerate(zip(xs, ys, strict=True), 1):
        pair = [list(v) if is_list(v) else [v] for v in (inputs, targets)]
        for numbers, width, what in zip(pair, (n_in, n_out), ("x", "y"), strict=True):
            if len(numbers) != width:
                raise ValueError(
                    f"sample {k}: {what} has {len(numbers)} numbers, the network needs {width}"
                )
            if not all(math.isfinite(Value(v).data) for v in numbers):
                raise ValueError(f"sample {k}: {what} = {numbers} is not finite")
        samples.append(([float(v) for v in pair[0]], [float(v) for v in pair[1]]))
    return samples
