"""`Inspection`: every partial of equations 8-12 to 8-19, at every node, computed three ways.

By automatic differentiation; by the closed form that the text gives; and by central difference,
which knows no derivatives.  With m > 1 samples there are two readings: the derivative of one
sample's L, and that of the mean J = (1/m) (L^(1) + ... + L^(m)); the table says which equations
hold in which.
"""

from __future__ import annotations

import html
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any

from autograd import (
    DomainError,
    Symbol,
    Value,
    binary_cross_entropy,
    central_difference,
    grad,
    label_text,
    topological_order,
    total,
)

from .equations import EQUATIONS, INDICES, LOSS, Equation
from .table import Row, html_table, table
from .two_layer import Forward, TwoLayerMLP, label_at, labels_of, numbered

if TYPE_CHECKING:
    from rich.console import Group

LOSSES: dict[str, Callable[[Value, Value], Value]] = {
    "bce": binary_cross_entropy,
    "mse": lambda a, y: (a - y) ** 2,
    "half": lambda a, y: 0.5 * (a - y) ** 2,
}
"""The losses by name: of one output a and its target y, summed over the outputs."""

PARAMETERS = ("w_1", "b_1", "w_2", "b_2")


class Inspection:
    """The table of partials of a two-layer network on m samples.

    Print it, read `.rows` (all samples) and `.notes` (what holds and what does not); `.root` is
    the node L, or J for several samples (then `.first` is the first sample's L),
    `.equations` has the numbers of the equations about the first sample's nodes, and
    `inspection["z_2"]` is the node of that label.
    """

    def __init__(self, net: TwoLayerMLP, x: Any, y: Any, loss: str = "bce") -> None:
        if loss not in LOSSES:
            raise ValueError(f"no loss {loss!r}: choose one of {', '.join(LOSSES)}")
        self.net, self.loss = net, loss
        self.samples = _samples(net, x, y)
        self.m = len(self.samples)
        self.rows, self.root, self.first, run = self._computed()
        self.equations = numbered(net, run) | {self.first: LOSS.number} if loss == "bce" else {}
        self.notes = list(self._notes())

    def __getitem__(self, label: str) -> Value:
        """Return the node of that label in the graph: "z_2", "w_{1,12}", "a_2^{(3)}"."""
        nodes: dict[str, Value] = {v.label: v for v in topological_order(self.root)}
        if label not in nodes:
            raise KeyError(f"no node {label!r}: there are {', '.join(filter(None, nodes))}")
        return nodes[label]

    # --- computing ---

    def _computed(self, *, as_printed: bool = False) -> tuple[list[Row], Value, Value, Forward]:
        """Return the rows of every sample and of the mean; the root; sample 1's L and nodes."""
        passes, targets, losses = [], [], []
        for k, (x, y) in enumerate(self.samples, 1):
            number = k if self.m > 1 else 0
            mark = f"^{{({k})}}" if number else ""
            run = self.net.run(x, number, as_printed=as_printed)
            target = [
                Value(t, label + mark) for t, label in zip(y, labels_of("y", len(y)), strict=True)
            ]
            terms = [LOSSES[self.loss](a, t) for a, t in zip(run.a_2, target, strict=True)]
            losses.append(terms[0] if len(terms) == 1 else total(terms))
            losses[-1].label = f"L{mark}"
            passes.append(run)
            targets.append(target)
        rows: list[Row] = []
        for k, loss in enumerate(losses):
            at = [self._nodes(passes[k], targets[k])]
            for equation in EQUATIONS:
                rows += self._rows(equation, loss, at, k + 1 if self.m > 1 else 0)
        if self.m == 1:
            return rows, losses[0], losses[0], passes[0]
        mean = total(losses) / self.m
        mean.label = "J"
        everywhere = [self._nodes(*nodes) for nodes in zip(passes, targets, strict=True)]
        for equation in EQUATIONS:
            if equation.wrt in PARAMETERS:
                rows += self._rows(equation, mean, everywhere, 0)
        return rows, mean, losses[0], passes[0]

    @property
    def _widths(self) -> dict[str, int]:
        return {"i": self.net.n_in, "j": self.net.n_hidden, "k": self.net.n_out}

    def _nodes(self, run: Forward, target: list[Value]) -> dict[str, Any]:
        net = self.net
        named = {"w_1": net.w_1, "b_1": net.b_1, "w_2": net.w_2, "b_2": net.b_2, "y": target}
        return {**run._asdict(), **named}

    def _rows(
        self, equation: Equation, of: Value, passes: list[dict[str, Any]], sample: int
    ) -> Iterator[Row]:
        """Yield a row for each node that the equation is about.

        The closed form is summed over the outputs k where the node reaches L through all of
        them, and over the samples of the mean (the text's matrix product).
        """
        widths = self._widths
        own = INDICES[equation.wrt]
        places = list(_places(own, widths))
        nodes = [_at(passes[0][equation.wrt], own, place) for place in places]
        others = "" if "k" in own else "k"
        exact = grad(of, nodes)
        for place, node, autodiff in zip(places, nodes, exact, strict=True):
            terms = [
                {
                    name: _at(nodes_of[name], INDICES[name], {**place, **rest})
                    for name in equation.names
                    if name != "m"
                }
                for nodes_of in passes
                for rest in _places(others, widths)
            ]
            book, doubt = self._book(equation, terms)
            verdict, holds = _verdict(autodiff, book, doubt, self.m)
            yield Row(
                equation.number,
                of.label,
                node.label,
                sample,
                self._formula(equation, place, summed=len(terms) > 1),
                autodiff,
                book,
                _difference(of, node),
                verdict,
                holds,
            )

    def _book(self, equation: Equation, terms: list[dict[str, Value]]) -> tuple[float, float]:
        """Return the text's formula in floats, and how far rounding of its inputs may move it.

        Both are NaN where a saturated activation has lost all its digits: 1 - a of a = 1.
        """

        def value(numbers: dict[str, float]) -> float:
            return float(equation.evaluate({"m": self.m, **numbers}))

        book = doubt = 0.0
        for term in terms:
            numbers = {name: v.data for name, v in term.items()}
            try:
                exact = value(numbers)
                moved = [value({**numbers, n: x * (1 + ROUNDING)}) for n, x in numbers.items()]
            except ZeroDivisionError:
                return math.nan, math.nan
            book += exact
            doubt += sum(abs(x - exact) for x in moved)
        return book, doubt

    def _formula(self, equation: Equation, place: dict[str, int], *, summed: bool) -> str:
        """Write the closed form with the names of the nodes at this place."""
        widths = self._widths
        names: dict[str, Any] = {"m": Symbol("m") if self.m > 1 else 1}
        for name in equation.names:
            if name != "m":
                own = INDICES[name]
                at = [place[i] + 1 if i in place else i if widths[i] > 1 else 1 for i in own]
                names[name] = Symbol(label_text(label_at(name, at, [widths[i] for i in own])))
        formula = equation.evaluate(names)
        text = str(formula).replace(" * ", " ").replace(" / ", "/")
        if not summed:
            return text
        return f"Σ ({text})" if formula.is_sum else f"Σ {text}"

    # --- what holds ---

    def holding(self, of: str = "L", rows: Sequence[Row] | None = None) -> list[str]:
        """Return the numbers of the equations that hold at every node, for "L" or for "J"."""
        chosen = [row for row in rows or self.rows if row.of.startswith(of)]
        numbers = dict.fromkeys(row.number for row in chosen)
        return [n for n in numbers if all(row.holds for row in chosen if row.number == n)]

    def _notes(self) -> Iterator[str]:
        every = [equation.number for equation in EQUATIONS]
        hold = self.holding()
        one = "one sample's L" if self.m > 1 else "L"
        yield f"For {one}: {_count(hold, every)}"
        if self.loss != "bce":
            yield (
                f"The text derives its equations from the cross-entropy 8-11; this loss is "
                f"{self.loss}."
            )
        if self.m > 1:
            about = [e.number for e in EQUATIONS if e.wrt in PARAMETERS]
            yield f"For the mean J = (1/m) Σ L, m = {self.m}: {_count(self.holding('J'), about)}"
            if self.loss == "bce":
                yield (
                    "8-14 is about the mean J, it carries the 1/m; 8-15, 8-18 and 8-19 are about "
                    "one sample's L: summed over the samples they are m times ∂J."
                )
        if self.net.n_in == self.net.n_hidden and self.loss == "bce":
            printed = self.holding(rows=self._computed(as_printed=True)[0])
            yield (
                f"The text prints z₂ = w₂ x + b₂, with which {_count(printed, every)} "
                f"It must be z₂ = w₂ a₁ + b₂, as here."
            )

    # --- showing ---

    def _tables(self) -> Iterator[tuple[str, list[Row]]]:
        """Yield the parts to print, with their titles: one sample's L, then the mean J."""
        x, y = self.samples[0]
        widths = f"{self.net.n_in}-{self.net.n_hidden}-{self.net.n_out}"
        numbers = f"x = ({', '.join(f'{v:g}' for v in x)}), y = {', '.join(f'{v:g}' for v in y)}"
        if self.m == 1:
            yield f"{widths} network, {numbers}: L = {self.root.data:.6f}", self.rows
            return
        first = [row for row in self.rows if row.sample == 1]
        yield f"{widths} network, one sample's L: sample 1 of {self.m}, {numbers}", first
        mean = [row for row in self.rows if row.of == "J"]
        yield f"The mean over {self.m} samples: J = {self.root.data:.6f}", mean

    def __rich__(self) -> Group:
        from rich.console import Group
        from rich.text import Text

        notes = [Text(note) for note in self.notes]
        return Group(*[table(title, rows) for title, rows in self._tables()], *notes)

    def __str__(self) -> str:
        from rich.console import Console

        console = Console(width=100, no_color=True, force_terminal=False)
        with console.capture() as capture:
            console.print(self)
        return "\n".join(line.rstrip() for line in capture.get().splitlines())

    __repr__ = __str__

    def _repr_html_(self) -> str:
        notes = "".join(f"<li>{html.escape(note)}</li>" for note in self.notes)
        tables = "".join(html_table(title, rows) for title, rows in self._tables())
        return f"{tables}<ul>{notes}</ul>"


ROUNDING = 4 * sys.float_info.epsilon


def _count(hold: Sequence[str], of: Sequence[str]) -> str:
    """Say how many hold, and name the fewer: those that do, or those that do not."""
    fail = [n for n in of if n not in hold]
    if not fail:
        return f"all {len(of)} equations hold."
    if not hold:
        return f"none of {len(of)} equations holds."
    if len(fail) <= len(hold):
        return f"{len(hold)} of {len(of)} equations hold, not {', '.join(fail)}."
    verb = "holds" if len(hold) == 1 else "hold"
    return f"{len(hold)} of {len(of)} equations {verb}: {', '.join(hold)}."


def _verdict(autodiff: float, book: float, doubt: float, m: int) -> tuple[str, bool]:
    if math.isclose(autodiff, book, rel_tol=1e-9, abs_tol=1e-300):
        return "✓", True
    if not abs(autodiff - book) > doubt:  # rounding may explain it; NaN too
        told = doubt < abs(autodiff) / 2
        return ("✓", True) if told else ("— saturated", True)
    if autodiff == 0:
        return "✗", False
    ratio = book / autodiff
    for factor, name in ((m, "m"), (1 / m, "1/m")):
        if m > 1 and math.isclose(ratio, factor, rel_tol=1e-9):
            return f"✗ × {name}", False
    return f"✗ × {ratio:.3g}", False


def _difference(of: Value, node: Value) -> float:
    """The central difference, with a smaller step near the edge of the domain; NaN without one."""
    for step in (None, 1e-9, 1e-13):
        try:
            return central_difference(of, node, step)
        except DomainError:
            continue
    return math.nan


def _places(indices: str, widths: dict[str, int]) -> Iterator[dict[str, int]]:
    for at in product(*(range(widths[i]) for i in indices)):
        yield dict(zip(indices, at, strict=True))


def _at(nodes: Any, indices: str, place: dict[str, int]) -> Value:
    for i in indices:
        nodes = nodes[place[i]]
    node: Value = nodes
    return node


def _samples(net: TwoLayerMLP, x: Any, y: Any) -> list[tuple[list[float], list[float]]]:
    """Return the samples as pairs of lists of numbers, one sample or several."""
    xs = list(x) if _is_list(x) else [x]
    ys = list(y) if _is_list(y) else [y]
    if not (_is_list(xs[0] if xs else 0) or (net.n_in == 1 and len(xs) > 1)):
        xs, ys = [xs], [ys]
    if len(xs) != len(ys):
        raise ValueError(f"{len(xs)} samples need {len(xs)} targets, got {len(ys)}")
    samples = []
    for k, (inputs, targets) in enumerate(zip(xs, ys, strict=True), 1):
        pair = [list(v) if _is_list(v) else [v] for v in (inputs, targets)]
        for numbers, width, what in zip(pair, (net.n_in, net.n_out), ("x", "y"), strict=True):
            if len(numbers) != width:
                raise ValueError(
                    f"sample {k}: {what} has {len(numbers)} numbers, the network needs {width}"
                )
            if not all(math.isfinite(Value(v).data) for v in numbers):
                raise ValueError(f"sample {k}: {what} = {numbers} is not finite")
        samples.append((pair[0], pair[1]))
    return samples


def _is_list(x: Any) -> bool:
    return hasattr(x, "__iter__") and not isinstance(x, str)
