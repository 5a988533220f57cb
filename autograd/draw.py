"""`draw(root)`: the graph as a picture, through Graphviz.

Each node shows its name, its value and the derivative of the root by it; each edge the local
derivative, so that a gradient is read as the sum of (edge x gradient) over the edges going out.
"""

from __future__ import annotations

import functools
import html
from typing import TYPE_CHECKING

from .functional import grad
from .labels import as_html, as_text
from .sweep import below
from .symbols import Symbol
from .value import Value

if TYPE_CHECKING:
    from graphviz import Digraph

INK, SOFT, GRADIENT = "#1f2933", "#66727f", "#b3261e"
FILL = {"leaf": "#eaf2fb", "node": "#ffffff", "root": "#fff3d6"}
LINE = {"leaf": "#7ba3cf", "node": "#9aa5b1", "root": "#d99a1c"}
FONT = "Arial"


def draw(root: Value, *, digits: int = 4) -> Digraph:
    """Return the graph below `root` as a `graphviz.Digraph`: it shows itself in a notebook.

    `draw(L).render("graph", format="svg")` writes a file.  Numbers have `digits` significant
    digits.  Rendering needs a `dot` program: Graphviz's, or that of `pip install chainrule[dot]`.
    """
    from graphviz import Digraph

    dot_program()
    nodes = below(root)
    gradients = grad(root, nodes)
    graph = Digraph("graph")
    # dot warns of each character whose width it has to guess, such as the minus sign
    graph.pipe = functools.partial(graph.pipe, quiet=True)
    graph.render = functools.partial(graph.render, quiet=True)
    graph.attr(rankdir="LR", bgcolor="white", fontname=FONT, fontsize="11", fontcolor=SOFT,
               nodesep="0.18", ranksep="0.75", labelloc="b",
               label=_legend(root))  # fmt: skip
    graph.attr("node", shape="box", style="rounded,filled", fontname=FONT, fontsize="11",
               fontcolor=INK, margin="0.06,0.03", penwidth="1.2")  # fmt: skip
    graph.attr("edge", fontname=FONT, fontsize="9", fontcolor=SOFT, color="#9aa5b1",
               arrowsize="0.6")  # fmt: skip
    names = {v: str(i) for i, v in enumerate(nodes)}
    for v, gradient in zip(nodes, gradients, strict=True):
        role = "root" if v is root else "node" if v.inputs else "leaf"
        label = _label(v, gradient, digits)
        graph.node(names[v], label, fillcolor=FILL[role], color=LINE[role])
    for v in nodes:
        shown = len(v.inputs) - (v.op.auxiliary if v.op else 0)
        for x, p in list(zip(v.inputs, v.partials, strict=True))[:shown]:
            graph.edge(names[x], names[v], f" {_number(p, digits)} ")
    return graph


def dot_program() -> str | None:
    """Return the program that draws: `dot`, else graphviz-pure, which graphviz is told to run."""
    import shutil
    import sysconfig
    from pathlib import Path

    if dot := shutil.which("dot"):
        return dot
    scripts = sysconfig.get_path("scripts")
    pure = shutil.which("graphviz-pure") or shutil.which("graphviz-pure", path=scripts)
    if pure:
        from graphviz.backend import dot_command

        dot_command.DOT_BINARY = Path(pure)
    return pure


def _label(v: Value, gradient: float, digits: int) -> str:
    """Return the node's table as Graphviz's HTML: name, how computed, value, gradient."""
    lines = []
    if v.label:
        lines.append(f'<FONT POINT-SIZE="15">{as_html(v.label, 15)}</FONT>')
    if v.op is not None:
        lines.append(f'<FONT POINT-SIZE="9" COLOR="{SOFT}">{_formula(v)}</FONT>')
    lines.append(_number(v.data, digits))
    lines.append(f'<FONT COLOR="{GRADIENT}">∂ {_number(gradient, digits)}</FONT>')
    rows = "".join(f"<TR><TD>{line}</TD></TR>" for line in lines)
    return f'<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="1">{rows}</TABLE>>'


def _formula(v: Value) -> str:
    """Return how the node is computed, in its inputs' names where that is short, as HTML."""
    assert v.op is not None
    used = v.inputs[: len(v.inputs) - v.op.auxiliary]
    if len(used) <= 6 and all(x.label or not x.inputs for x in used):
        names = {f"«{i}»": x for i, x in enumerate(v.inputs)}
        text = html.escape(str(v.op(*map(Symbol, names)))).replace(" * ", " ")
        for name, x in names.items():
            text = text.replace(name, as_html(x.label, 9) if x.label else _number(x.data, 4))
        return text
    return f"{v.op.name.replace('_', ' ')} of {len(used)}"


def _legend(root: Value) -> str:
    name = html.escape(as_text(root.label) if root.label else "root")
    return (
        f'<<BR/>In each node its value and <FONT COLOR="{GRADIENT}">∂ = ∂{name}/∂node</FONT>; '
        f"on each edge the local derivative.<BR/>Multiply along a path, add across paths.>"
    )


def _number(x: float, digits: int) -> str:
    return f"{x:.{digits}g}".replace("-", "−")
