"""`explain(L)`: the backward pass, one contribution after the other, in symbols and in numbers.

    z₂ = w₂ a₁ + b₂ = 0.4413
      8-14  ∂L/∂w₂ += ∂L/∂z₂ · ∂z₂/∂w₂ = ∂L/∂z₂ · a₁ = (-0.3914) · 0.4875 = -0.1908

Each line multiplies what came from above (upstream) by the local derivative, and adds the product
to the running total of its input: the chain rule is nothing else.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import Any

from ..engine.path_sums import Path
from ..engine.value import Value
from ..formulas.named_graph import NamedGraph
from .backward_steps import Step
from .contribution import Contribution, as_factor, shown_number
from .explained_steps import along, told_of, towards
from .explanation_lines import aligned
from .expression_trees import plain

STEPS_IN_FULL = 400
"""An explanation of more steps is shown by its first and last ones; iterating gives them all."""


class Explanation:
    """The steps from a root down: print it, iterate over its contributions, or index them.

    `.to_latex()`, `.to_markdown()`, `.to_dict()` write it; a notebook shows it as a table.
    """

    def __init__(
        self, graph: NamedGraph, steps: Sequence[Step] | None, to: Value | None, digits: int
    ) -> None:
        self._graph, self._chosen, self._to, self._digits = graph, steps, to, digits
        self._uses: dict[int, int] = {}
        for step in self._steps():
            self._uses[step.input] = self._uses.get(step.input, 0) + 1

    def _steps(self) -> Iterator[Step]:
        return told_of(self._graph) if self._chosen is None else iter(self._chosen)

    def __len__(self) -> int:
        return sum(self._uses.values())

    def __iter__(self) -> Iterator[Contribution]:
        yield from self._contributions(self._steps())

    def __getitem__(self, index: int) -> Contribution:
        at = range(len(self))[index]
        return next(self._contributions(islice(self._steps(), at, at + 1)))

    def _contributions(self, steps: Iterator[Step]) -> Iterator[Contribution]:
        t, root = self._graph, len(self._graph.nodes) - 1
        for i, of_node in groupby(steps, key=lambda step: step.node):
            formulas = t.locals(i)
            for s in of_node:
                yield Contribution(
                    t.nodes[i], t.nodes[s.input], s.slot, s.upstream, s.local, s.contribution,
                    s.before, s.after, t.derivative(root, s.input), t.derivative(root, i),
                    t.derivative(i, s.input), formulas[s.slot],
                    t.equations.get(t.nodes[s.input], ""), self._uses[s.input],
                )  # fmt: skip

    def _shown(self) -> Iterator[Contribution | int]:
        """Yield the contributions that are printed, and once how many are left out."""
        if len(self) <= STEPS_IN_FULL:
            yield from self
            return
        ends = STEPS_IN_FULL // 8
        yield from self._contributions(islice(self._steps(), ends))
        yield len(self) - 2 * ends
        yield from self._contributions(islice(self._steps(), len(self) - ends, None))

    def _summary(self, kind: int) -> str:
        """Return the sum over the uses of the node that is explained: x = 2 + 2 + (-0.4) = 3.6."""
        assert self._to is not None
        at = self._graph.place[self._to]
        terms = [s for s in self._steps() if s.input == at]
        left = self._graph.derivative(len(self._graph.nodes) - 1, at)[kind]
        added = " + ".join(as_factor(shown_number(s.contribution, self._digits)) for s in terms)
        total = shown_number(terms[-1].after if terms else 0.0, self._digits)
        return f"{left} = {added} = {total}" if len(terms) > 1 else f"{left} = {total}"

    def _constants(self, kind: int) -> list[str]:
        """Return a line with what the names of numbers without a label stand for; [] without."""
        places = {self._graph.place[c.input] for c in self._shown() if not isinstance(c, int)}
        definitions = [
            f"{self._graph.name(i)[kind]} = {self._graph.formula(i)[kind]}"
            for i in sorted(places) if self._graph.is_constant(i)
        ]  # fmt: skip
        where = ("where ", r"\text{where } ")[kind]
        return [where + ", ".join(definitions)] if definitions else []

    # --- showing ---

    def __str__(self) -> str:
        return self.to_text()

    def to_text(self, width: int | None = None) -> str:
        """Return the steps as lines of text; with `width` none is longer where it can be broken."""
        root = self._graph.name(len(self._graph.nodes) - 1).text
        lines = [f"∂{root}/∂{root} = 1"]
        for node, rows in groupby(self._shown(), key=_node):
            if node is None:
                lines.append(f"\n... {next(rows):,} more steps ...")
                continue
            lines += ["", self._heading(node, 0), *aligned(list(rows), self._digits, width)]
        ends = [*([self._summary(0)] if self._to else []), *self._constants(0)]
        return "\n".join([*lines, *(["", *ends] if ends else [])])

    __repr__ = __str__

    def _heading(self, node: Value, kind: int) -> str:
        i = self._graph.place[node]
        name, formula = self._graph.name(i)[kind], self._graph.formula(i)[kind]
        return f"{name} = {formula} = {shown_number(self._graph.data[i], self._digits)}"

    def to_latex(self) -> str:
        """Return the steps as an `align*` environment, one line each, with their numbers."""
        rows = []
        for c in self._shown():
            if isinstance(c, int):
                rows.append(rf"&\;\;\vdots \quad \text{{{c:,} more steps}}")
                continue
            sides = " = ".join(c.written(1, self._digits))
            total = rf" \quad (\text{{total }} {shown_number(c.after, self._digits)})" * (
                c.uses > 1
            )
            tag = rf" \tag{{{c.equation}}}" if c.equation else ""
            rows.append(rf"{c.gradient.latex} &\mathrel{{+}}= {sides}{total}{tag}")
        if self._to:
            rows.append(self._summary(1).replace(" = ", " &= ", 1))
        rows += [f"& {line}" for line in self._constants(1)]
        return "\\begin{align*}\n" + " \\\\\n".join(rows) + "\n\\end{align*}"

    def to_markdown(self) -> str:
        """Return the steps as a table in Markdown, its formulas in LaTeX."""
        lines = ["| eq. | gradient | upstream · local | in numbers | total |",
                 "|:--|:--|:--|:--|--:|"]  # fmt: skip
        for c in self._shown():
            if isinstance(c, int):
                lines.append(f"| | | ... {c:,} more steps ... | | |")
                continue
            *symbols, numbers, result = c.written(1, self._digits)
            cells = [c.equation, f"${c.gradient.latex}$", f"${' = '.join(symbols)}$",
                     f"${numbers} = {result}$", shown_number(c.after, self._digits)]  # fmt: skip
            lines.append(" | ".join(["", *map(_in_a_table, cells), ""]).strip())
        ends = [*([self._summary(1)] if self._to else []), *self._constants(1)]
        return "\n".join([*lines, *[text for end in ends for text in ("", f"${end}$")]]) + "\n"

    def to_dict(self) -> dict[str, Any]:
        """Return the steps as plain data, which JSON can hold."""
        steps = [
            {
                "node": c.name.text.rpartition("/")[0][1:], "gradient": c.gradient.text,
                "upstream": {"name": c.above.text, "value": plain(c.upstream)},
                "local": {"name": c.name.text, "formula": c.formula.text, "value": plain(c.local)},
                "contribution": plain(c.contribution), "before": plain(c.before),
                "after": plain(c.after), "equation": c.equation or None,
            }
            for c in self
        ]  # fmt: skip
        return {"of": self._graph.name(len(self._graph.nodes) - 1).text, "steps": steps}

    def _repr_markdown_(self) -> str:
        return self.to_markdown()

    def _repr_html_(self) -> str:
        body = "".join(
            f'<tr><td colspan="5">... {c:,} more steps ...</td></tr>' if isinstance(c, int) else
            self._html_row(c) for c in self._shown()
        )  # fmt: skip
        heads = "".join(
            f'<th style="text-align:left;padding:0.1em 0.7em">{h}</th>' for h in _HEADINGS
        )
        ends = [*([self._summary(0)] if self._to else []), *self._constants(0)]
        summary = "".join(f"<p>{html.escape(end)}</p>" for end in ends)
        return (
            '<table style="font-variant-numeric:tabular-nums"><thead><tr>'
            f"{heads}</tr></thead><tbody>{body}</tbody></table>{summary}"
        )

    def _html_row(self, c: Contribution) -> str:
        *symbols, numbers, result = c.written(0, self._digits)
        cells = [c.equation, f"{c.gradient.text} +=", " = ".join(symbols), f"{numbers} = {result}",
                 shown_number(c.after, self._digits)]  # fmt: skip
        return f"<tr>{''.join(_CELL.format(html.escape(cell)) for cell in cells)}</tr>"


def _in_a_table(cell: str) -> str:
    """Return a cell of Markdown: no sign of it ends the cell, or begins an HTML tag."""
    cell = cell.replace("|", r"\vert ")
    return cell.replace("<", r"\lt ").replace(">", r"\gt ")


_HEADINGS = ("eq.", "gradient", "upstream · local", "in numbers", "total")
_CELL = '<td style="text-align:left;white-space:nowrap;padding:0.1em 0.7em">{}</td>'


def explain(
    root: Value,
    to: Value | None = None,
    *,
    path: Path | None = None,
    equations: Mapping[Value, str] | None = None,
    digits: int = 4,
) -> Explanation:
    """Return every contribution of the backward pass from `root`, in the textbook's order.

    Leaves without a label are constants, and left out, unless no leaf has a label.  With `to`,
    only the steps on the ways from `root` to that node, and the sum over its uses.  With a `path`
    (one of `paths(root, node)`), only those along it, as if there were no other way.
    `equations` gives a text's numbers, {node: "8-13"}; numbers show `digits` significant digits.

    >>> from autograd import Value, explain, label
    >>> w, x = Value(3.0), Value(2.0)
    >>> z = w * x
    >>> L = z**2
    >>> label(w=w, x=x, z=z, L=L)
    >>> print(explain(L, to=w))
    ∂L/∂L = 1
    <BLANKLINE>
    L = z² = 36
            ∂L/∂z += ∂L/∂L · ∂L/∂z = ∂L/∂L · 2 z = 1 · 12 = 12
    <BLANKLINE>
    z = w x = 6
            ∂L/∂w += ∂L/∂z · ∂z/∂w = ∂L/∂z · x = 12 · 2 = 24
    <BLANKLINE>
    ∂L/∂w = 24
    """
    graph = NamedGraph(root, equations)
    if path is not None:
        return Explanation(graph, along(graph, path), None, digits)
    if to is None:
        return Explanation(graph, None, None, digits)
    if not isinstance(to, Value):
        raise TypeError(f"explain: expected a Value to explain, got {type(to).__name__}")
    if to not in graph.place:
        label = to.label or f"{to.data:.6g}"
        raise ValueError(f"explain: the root does not depend on {label}")
    return Explanation(graph, towards(graph, to), to, digits)


def _node(c: Contribution | int) -> Value | None:
    return None if isinstance(c, int) else c.node
