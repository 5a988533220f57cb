"""`animate(root, "passes.svg")`: both passes as one SVG that moves by itself, for slides.

The picture is `draw`'s, with its layout and colours.  Values appear as they are computed; then each
gradient's upstream number travels against its edge, becomes the product with the local derivative,
and is added.  Where a reader wants no motion it is a still, `draw`'s picture; in an <img>, to which
browsers do not pass that wish on, it moves.
"""

from __future__ import annotations

import re
from collections import defaultdict
from os import PathLike
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from ..engine.files import write_whole
from ..engine.value import Value
from ..formulas.named_graph import NamedGraph
from ..formulas.palette import LIGHT
from .backward_steps import Step, steps
from .drawing import GRADIENT, VALUE, draw
from .pictures import require_dot
from .questions import chain, number, sides
from .timeline import Timeline

MOST_NODES = 120
HOLD = 3.0  # seconds that the end is shown
FOOT = 44  # pixels below the picture, for the step's formula
FEW_INPUTS = 4  # of which the values are seen travelling
WIDEST = 7.0  # pixels a character at most


def animate(root: Value, path: str | PathLike[str], *, pace: float = 1.5) -> Path:
    """Write both passes over the graph below `root` as a moving SVG; return its path.

    A step takes `pace` seconds; at the end it begins anew.  It needs a `dot` program as `draw`
    does, and a graph of at most 120 nodes.
    """
    if not pace > 0:
        raise ValueError(f"animate: pace must be a number of seconds above 0, got {pace!r}")
    graph = NamedGraph(root)
    if len(graph.nodes) > MOST_NODES:
        raise ValueError(
            f"animate: {len(graph.nodes):,} nodes are too many to follow, at most {MOST_NODES}"
        )
    require_dot()
    file = Path(path)
    write_whole(file, _Animation(graph, draw(root, fold=None).pipe(format="svg"), pace).source())
    return file


class _Animation:
    """The picture of a graph, and what moves on it step by step."""

    def __init__(self, graph: NamedGraph, svg: bytes, pace: float) -> None:
        self.graph = graph
        text = re.sub(r'^.*?(?=<svg)| xmlns(:xlink)?="[^"]*"', "", svg.decode(), flags=re.DOTALL)
        self.svg = ElementTree.fromstring(text)
        self.world = next(iter(self.svg.findall("g")))
        groups: dict[str, list[Element]] = defaultdict(list)
        for group in self.world.findall("g"):
            groups[group.findtext("title", "")].append(group)
        self.nodes = [groups[str(i)][0] for i in range(len(graph.nodes))]
        self.gradients = [_texts(node, GRADIENT) for node in self.nodes]
        self.edges: dict[tuple[int, int], Element] = {}
        for i, inputs in enumerate(graph.inputs):
            for slot, x in enumerate(inputs[: graph.drawn(i)]):
                self.edges[i, slot] = groups[f"{x}->{i}"].pop(0)
        backward = list(steps(graph))
        computed = [i for i, v in enumerate(graph.nodes) if v.inputs]
        self.seed = len(computed)
        self.time = Timeline(self.seed + 1 + len(backward), pace, HOLD)
        self.uses: dict[int, list[int]] = defaultdict(list)
        for k, step in enumerate(backward):
            self.uses[step.input].append(k)
        self._place_captions()
        for at, i in enumerate(computed):
            self._forward(at, i)
        self._seed(self.seed)
        for k, step in enumerate(backward):
            self._backward(self.seed + 1 + k, k, step)

    def source(self) -> str:
        """Return the SVG."""
        style = Element("style")
        style.text = STYLE + self.time.style()
        self.svg.insert(0, style)
        self.svg.set("xmlns", "http://www.w3.org/2000/svg")
        return ElementTree.tostring(self.svg, encoding="unicode")

    # --- the steps ---

    def _forward(self, at: int, i: int) -> None:
        """A node is computed: its inputs' values come along the edges, then its own is there."""
        slots = range(self.graph.drawn(i))
        for slot in slots:
            edge = self.edges[i, slot]
            self._line(edge, "feeding", at, at + 1)
            if len(slots) <= FEW_INPUTS:
                value = self.graph.nodes[self.graph.inputs[i][slot]].data
                self._token(edge, number(value).text, "value", at, at + 0.7, (0, 100))
        self._outline(i, "computing", at, at + 1)
        for text in _texts(self.nodes[i], VALUE):
            self.time.shown(text, at + 0.7)
        name, formula = self.graph.name(i), self.graph.formula(i)
        self._caption(chain([name, formula, number(self.graph.nodes[i].data)]).text, at)

    def _seed(self, at: int) -> None:
        """The backward pass begins; from here on the local derivatives are seen."""
        root = len(self.graph.nodes) - 1
        for edge in self.edges.values():
            for text in edge.findall("text"):
                self.time.shown(text, at)
        self._outline(root, "receiving", at, at + 1)
        for text in self.gradients[root]:
            self.time.shown(text, at)
        name = self.graph.derivative(root, root)
        self._caption(chain([name, number(1.0)]).text, at)

    def _backward(self, at: int, k: int, step: Step) -> None:
        """A contribution travels against the edge, and is added to the gradient at its end."""
        look = "minus" if step.contribution < 0 else "gradient"
        edge = self.edges[step.node, step.slot]
        self._line(edge, f"active {look}", at, at + 1)
        self._line(edge, f"passed {look}", at + 1)
        self._token(edge, number(step.upstream).text, look, at, at + 0.4, (100, 50))
        self._token(edge, number(step.contribution).text, look, at + 0.4, at + 0.8, (50, 0))
        self._outline(step.input, "receiving", at, at + 1)
        for text in self.gradients[step.input]:
            self._total(text, at + 0.8, k, step)
        root = len(self.graph.nodes) - 1
        left = self.graph.derivative(root, step.input).text
        self._caption(f"{left} += {chain(sides(self.graph, step)).text}", at)

    def _total(self, text: Element, at: float, k: int, step: Step) -> None:
        """The gradient so far; of several contributions it says how many have arrived."""
        uses = self.uses[step.input]
        place = uses.index(k)
        if k == uses[-1]:
            self.time.shown(text, at)
            return
        until = self.seed + 1 + uses[place + 1] + 0.8
        centre = f"{_centre(self.nodes[step.input]):g}"
        partial = Element("text", {**text.attrib, "class": "partial", "x": centre})
        partial.text = _minus(f"∂ {number(step.after).text} ({place + 1} of {len(uses)})")
        self.nodes[step.input].append(partial)
        self.time.shown(partial, at, until)

    # --- what is put on the picture ---

    def _line(self, edge: Element, look: str, start: float, end: float | None = None) -> None:
        """The edge's line once more, in the colour of what flows over it."""
        line = Element("path", {"class": f"flow {look}", "d": _path(edge)})
        edge.insert(2, line)
        self.time.shown(line, start, end)

    def _outline(self, i: int, look: str, start: float, end: float) -> None:
        """The node's outline once more."""
        shape = next(part for part in self.nodes[i] if part.tag in ("path", "polygon"))
        outline = SubElement(self.nodes[i], shape.tag, {"class": f"outline {look}"})
        for key in shape.attrib.keys() & {"d", "points"}:
            outline.set(key, shape.attrib[key])
        self.time.shown(outline, start, end)

    def _token(
        self, edge: Element, text: str, look: str, start: float, end: float,
        places: tuple[float, float],
    ) -> None:  # fmt: skip
        """A number that moves along the edge, 0 % at its input and 100 % at its output."""
        token = SubElement(self.world, "g", {"class": f"token {look}"})
        width = WIDEST * len(text) + 8
        box = {"x": f"{-width / 2:g}", "y": "-9", "width": f"{width:g}", "height": "18", "rx": "9"}
        SubElement(token, "rect", box)
        SubElement(token, "text", {"y": "4"}).text = _minus(text)
        self.time.moves(token, _path(edge), start, end, places)
        self.time.shown(token, start, end)

    def _place_captions(self) -> None:
        """Make room below the picture, and say what it is."""
        _, _, width, height = map(float, self.svg.get("viewBox", "").split())
        self.width, self.height = width, height
        self.svg.set("viewBox", f"0 0 {width:g} {height + FOOT:g}")
        self.svg.set("width", f"{width:g}pt")
        self.svg.set("height", f"{height + FOOT:g}pt")
        paper = {"y": f"{height:g}", "width": f"{width:g}", "height": f"{FOOT}"}
        SubElement(self.svg, "rect", {**paper, "fill": LIGHT["face"]})
        name = self.graph.name(len(self.graph.nodes) - 1).text
        title = Element("title")
        title.text = f"The forward and the backward pass of {name}"
        self.svg.insert(0, title)

    def _caption(self, text: str, at: int) -> None:
        """The step's formula, in letters that fit."""
        size = min(16.0, 1.8 * self.width / max(len(text), 1))
        place = {"x": f"{self.width / 2:g}", "y": f"{self.height + FOOT / 2:g}"}
        caption = SubElement(self.svg, "text", {**place, "class": "caption"})
        caption.set("font-size", f"{size:.3g}")
        caption.text = _minus(text)
        self.time.shown(caption, at, at + 1)


def _path(edge: Element) -> str:
    """Return the edge's line, from its input to its output."""
    return next(path for path in edge.findall("path") if not path.get("class")).attrib["d"]


def _centre(node: Element) -> float:
    """Return the middle of a node's outline, from left to right."""
    shape = next(part for part in node if part.tag in ("path", "polygon"))
    pairs = re.findall(r"(-?[\d.]+),-?[\d.]+", shape.get("d") or shape.get("points") or "")
    xs = [float(x) for x in pairs]
    return (min(xs) + max(xs)) / 2


def _minus(text: str) -> str:
    """Return numbers with the sign that `draw` gives them."""
    return text.replace("-", "−")


def _texts(node: Element, colour: str) -> list[Element]:
    return [text for text in node.findall("text") if text.get("fill") == colour]


STYLE = f"""
text {{ font-family: Arial, "Liberation Sans", sans-serif; }}
.flow, .outline {{ fill: none; }}
.flow {{ stroke-width: 3; }}
.passed {{ stroke-width: 2; stroke-opacity: .5; }}
.outline {{ stroke-width: 2.5; }}
.feeding, .computing {{ stroke: {VALUE}; }}
.gradient, .receiving {{ stroke: {GRADIENT}; }}
.minus {{ stroke: {LIGHT["minus"]}; }}
.token rect {{ fill: {LIGHT["face"]}; stroke: inherit; stroke-width: 1.5; }}
.token.value {{ stroke: {VALUE}; }}
.token text {{ fill: {LIGHT["ink"]}; stroke: none; font-size: 11px; text-anchor: middle; }}
.partial {{ font-size: 8.5px; text-anchor: middle; }}
.caption {{ fill: {LIGHT["ink"]}; text-anchor: middle; }}
"""
