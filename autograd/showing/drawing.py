"""`draw(root)`: the graph as a picture, through Graphviz.

Each node shows its name, its value and the derivative of the root by it; each edge the local
derivative, so that a gradient is read as the sum of (edge x gradient) over the edges going out.
A large network is folded: a neuron or a layer is one node, with what goes through it.
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias

from ..engine.labels import as_html
from ..engine.value import Value
from ..formulas.named_graph import NamedGraph
from ..formulas.palette import LIGHT
from ..formulas.symbol import Symbol, applied
from .folding import groups
from .pictures import dot_program, picture_class
from .repetition import Path, blocks

if TYPE_CHECKING:
    from graphviz import Digraph

Fold: TypeAlias = Literal["auto", "neuron", "layer"] | None
Blank: TypeAlias = Literal["gradients", "all"] | None
Key: TypeAlias = "int | Path"

INK, SOFT, VALUE, GRADIENT = (LIGHT[name] for name in ("ink", "soft", "value", "gradient"))
FILL = {"leaf": LIGHT["leaf"], "node": LIGHT["face"], "root": LIGHT["face"], "group": LIGHT["leaf"]}
LINE = {"leaf": LIGHT["line"], "node": LIGHT["line"], "root": INK, "group": SOFT}
FONT = "Arial"
DOTS = 12 * "."
LEGIBLE = 120
"""A picture of more nodes is folded, if it is not said how."""


def draw(root: Value, *, digits: int = 4, fold: Fold = "auto", blank: Blank = None) -> Digraph:
    """Return the graph below `root` as a `graphviz.Digraph`: it shows itself in a notebook.

    `draw(L).render("graph", format="svg")` writes a file.  Numbers have `digits` significant
    digits.  `fold` makes one node of each "neuron" or "layer", or with None of nothing; "auto"
    does so where there are more than 120 nodes.  `blank` leaves dotted lines to be filled in:
    "gradients" for those and the local derivatives, "all" for values too.  Rendering needs a
    `dot` program: Graphviz's, or that of `pip install chainrule[dot]`.

    >>> from autograd import Value, draw
    >>> graph = draw(Value(3.0, label="w") ** 2)
    >>> "label" in graph.source
    True
    """
    if blank not in (None, "gradients", "all"):
        raise ValueError(f'draw: blank must be "gradients", "all" or None, got {blank!r}')
    dot_program()
    graph = NamedGraph(root)
    keys = _folded(graph, fold)
    picture = picture_class()("graph")
    picture.attr(rankdir="LR", bgcolor=LIGHT["face"], fontname=FONT, fontsize="11", fontcolor=SOFT,
               nodesep="0.18", ranksep="0.75", labelloc="b",
               label=_legend(graph, any(isinstance(key, tuple) for key in keys)))  # fmt: skip
    picture.attr("node", shape="box", style="rounded,filled", fontname=FONT, fontsize="11",
               fontcolor=INK, margin="0.06,0.03", penwidth="1.2")  # fmt: skip
    picture.attr("edge", fontname=FONT, fontsize="9", fontcolor=SOFT, color=LIGHT["edge"],
               arrowsize="0.6")  # fmt: skip
    # the author's own blocks have frames, where they are not folded
    paths = _paths(graph) if any(blocks(graph.nodes)) else [()] * len(graph.nodes)
    frames = _frames(path for path, key in zip(paths, keys, strict=True) if isinstance(key, int))
    places: dict[Key, list[int]] = {}
    for i, key in enumerate(keys):
        places.setdefault(key, []).append(i)
    for key, members in places.items():
        i = members[0]
        v = graph.nodes[i]
        role = "root" if v is root else "node" if v.inputs else "leaf"
        if isinstance(key, tuple):
            role, label = "group", _group_label(graph, key, members, digits, blank)
        else:
            label = _label(graph, i, digits, blank)
        inside = frames.get(paths[i], picture) if isinstance(key, int) else picture
        inside.node(_name(key), label, fillcolor=FILL[role], color=LINE[role])
    for path in sorted(frames, key=len, reverse=True):
        frames.get(path[:-1], picture).subgraph(frames[path])
    for (start, end), numbers in _edges(graph, keys).items():
        for number in numbers if isinstance(start, int) and isinstance(end, int) else []:
            picture.edge(
                _name(start), _name(end), f" {DOTS if blank else _number(number, digits)} "
            )
        if not (isinstance(start, int) and isinstance(end, int)):
            total = DOTS if blank else _number(sum(numbers), digits)
            picture.edge(_name(start), _name(end), f" Σ {total} ")
    return picture


def _frames(paths: Iterable[Path]) -> dict[Path, Digraph]:
    """Return a frame (Graphviz's cluster) for each block that has nodes, and each around it."""
    frames: dict[Path, Digraph] = {}
    for path in dict.fromkeys(paths):
        for depth in range(1, len(path) + 1):
            if path[:depth] in frames:
                continue
            frame = frames[path[:depth]] = picture_class()(f"cluster {'/'.join(path[:depth])}")
            frame.attr(label=path[depth - 1], labelloc="t", labeljust="l", style="rounded",
                       color=SOFT, margin="12", penwidth="0.6")  # fmt: skip
    return frames


# --- folding ---


def _folded(graph: NamedGraph, fold: Fold) -> list[Key]:
    """Return what each node is drawn in: itself (its place), or a group (its path)."""
    everything: list[Key] = list(range(len(graph.nodes)))
    if fold not in ("auto", "neuron", "layer", None):
        raise ValueError(f'draw: fold must be "auto", "neuron", "layer" or None, got {fold!r}')
    if fold is None or (fold == "auto" and len(everything) <= LEGIBLE):
        return everything
    paths = _paths(graph)
    if fold == "auto":
        keys = _grouped(paths)
        fold = "neuron" if len(_edges(graph, keys)) <= LEGIBLE // 2 else "layer"
    if fold == "layer":
        paths = [path[:-1] if path and path[-1].startswith("neuron") else path for path in paths]
    return _grouped(paths)


def _paths(graph: NamedGraph) -> list[Path]:
    return groups(graph.nodes, [xs[: graph.drawn(i)] for i, xs in enumerate(graph.inputs)])


def _grouped(paths: Sequence[Path]) -> list[Key]:
    """Return each node's path, or its place where it would be alone in its group."""
    sizes = Counter(paths)
    return [path if path and sizes[path] > 1 else i for i, path in enumerate(paths)]


def _edges(graph: NamedGraph, keys: Sequence[Key]) -> dict[tuple[Key, Key], list[float]]:
    """Return the numbers on the edges: local derivatives, to or from a group contributions."""
    edges: dict[tuple[Key, Key], list[float]] = {}
    for i, xs in enumerate(graph.inputs):
        for x, p in list(zip(xs, graph.partials[i], strict=True))[: graph.drawn(i)]:
            if keys[x] == keys[i]:
                continue
            single = isinstance(keys[x], int) and isinstance(keys[i], int)
            upstream = graph.adjoints[i]
            number = p if single else upstream * p if upstream else 0.0
            edges.setdefault((keys[x], keys[i]), []).append(number)
    return edges


# --- labels, as Graphviz's HTML ---


def _label(graph: NamedGraph, i: int, digits: int, blank: Blank) -> str:
    """Return the node's table: name, how computed, value, gradient."""
    v = graph.nodes[i]
    lines = [_big(as_html(v.label, 15))] if v.label else []
    if v.op is not None:
        formula = _formula(graph, i)
        symbol = v.op.symbol
        if not formula and len(graph.inputs[i]) > 6:
            formula, symbol = f"{v.op.name.replace('_', ' ')} of {graph.drawn(i)}", ""
        if formula:
            lines.append(f'<FONT POINT-SIZE="9" COLOR="{SOFT}">{formula}</FONT>')
        elif v.label:
            lines.append(f'<FONT POINT-SIZE="9" COLOR="{SOFT}">{html.escape(symbol)}</FONT>')
        else:
            lines.append(_big(html.escape(symbol)))
    return _table([*lines, *_numbers(graph, i, digits, blank)])


def _formula(graph: NamedGraph, i: int) -> str:
    """Return how the node is computed, where all its inputs have names and are few; else ""."""
    v = graph.nodes[i]
    used = v.inputs[: graph.drawn(i)]
    if v.op is None or len(used) > 6 or not all(x.label or not x.inputs for x in used):
        return ""
    names = [Symbol(graph.label(x)) for x in graph.inputs[i]]
    return applied(v.op, tuple(names)).html(9).replace("</I> <I>", "</I> · <I>")  # x · x


def _group_label(
    graph: NamedGraph, path: Path, members: Sequence[int], digits: int, blank: Blank
) -> str:
    """Return the group's table: its name, its size, and its output where there is one."""
    lines = [f'<FONT POINT-SIZE="12">{html.escape(", ".join(path))}</FONT>']
    lines.append(f'<FONT POINT-SIZE="9" COLOR="{SOFT}">{len(members):,} nodes</FONT>')
    inside = set(members)
    outside = [i for i in range(len(graph.nodes)) if i not in inside]
    used = {x for i in outside for x in graph.inputs[i][: graph.drawn(i)]}
    inner = [x for x in members if x in used and graph.inputs[x]]
    if len(inner) == 1:
        (i,) = inner
        name = graph.nodes[i].label
        lines += [_big(as_html(name, 15))] if name else []
        lines += _numbers(graph, i, digits, blank)
    return _table(lines)


def _numbers(graph: NamedGraph, i: int, digits: int, blank: Blank) -> list[str]:
    hidden = blank == "all" and graph.inputs[i]
    value = DOTS if hidden else _number(graph.data[i], digits)
    gradient = DOTS if blank else _number(graph.adjoints[i], digits)
    return [
        f'<FONT COLOR="{VALUE}">{value}</FONT>',
        f'<FONT COLOR="{GRADIENT}">∂ {gradient}</FONT>',
    ]


def _big(text: str) -> str:
    return f'<FONT POINT-SIZE="15">{text}</FONT>'


def _table(lines: Sequence[str]) -> str:
    rows = "".join(f"<TR><TD>{line}</TD></TR>" for line in lines)
    return f'<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="1">{rows}</TABLE>>'


def _legend(graph: NamedGraph, folded: bool) -> str:
    """Return the caption, each line of one font: where it changes dot guesses where it goes on."""
    root = graph.nodes[-1]
    name = html.escape(graph.name(len(graph.nodes) - 1).text) if root.label else "root"
    more = (
        "<BR/>Σ: several edges, what they contribute together."
        if folded else ""
    )  # fmt: skip
    return (
        f"<<BR/>In each node its value and ∂ = ∂{name}/∂node; "
        f"on each edge the local derivative.<BR/>Multiply along a path, add across paths.{more}>"
    )


def _name(key: Key) -> str:
    return str(key) if isinstance(key, int) else "/".join(key)


def _number(x: float, digits: int) -> str:
    return f"{x:.{digits}g}".replace("-", "−")
