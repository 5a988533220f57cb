"""The picture: columns, nothing on top of anything else, hardly more crossings than `dot` has."""

from __future__ import annotations

import math
import subprocess
from collections.abc import Callable, Iterator
from itertools import combinations, pairwise, product
from typing import Any, NamedTuple

import pytest
from graphs import GRAPHS, traced

from autograd import Value, trace
from autograd.showing.drawing import dot_program

Point = tuple[float, float]
WIDTH, HEIGHT = 78.0, 46.0
LAID = """({Model, defaultFolds, visible, layout}, [trace, whole, scale]) => {
  const model = new Model(trace);
  const graph = visible(model, whole ? new Set() : defaultFolds(model));
  const names = new Map(graph.nodes.map((node) => [node.key, node.name.text]));
  const size = (key) => ({width: Math.max(78, 20 + scale * names.get(key).length), height: 46});
  const {nodes, edges, labels, ...rest} = layout(graph, size);
  const ends = graph.edges.map(({key, from, to}) => [key, [from, to]]);
  return {nodes: [...nodes], edges: [...edges], labels: [...labels], ends, ...rest};
}"""
FIRST_VIEWS = ["2-2-1", "3-3-2", "x x + sin x", "chain of 30", "twelve uses", "long names"]


class Picture(NamedTuple):
    """A layout: boxes by node, lines by edge."""

    boxes: dict[str, dict[str, float]]
    lines: dict[str, list[Point]]
    labels: dict[str, Point]
    ends: dict[str, list[str]]
    size: tuple[float, float]
    crossings: int

    def middle(self, key: str) -> Point:
        """Return the middle of a node."""
        box = self.boxes[key]
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def laid(js: Callable[..., Any], data: Any, whole: bool = False, scale: float = 8.0) -> Picture:
    """Lay out a trace, folded as at first or whole; `scale` is the width of a character."""
    got = js(LAID, [data, whole, scale])
    return Picture(
        dict(got["nodes"]), dict(got["edges"]), dict(got["labels"]), dict(got["ends"]),
        (got["width"], got["height"]), got["crossings"],
    )  # fmt: skip


# --- geometry ---


def side(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def cross(p: Point, q: Point, r: Point, s: Point) -> bool:
    """Whether two stretches cross, not counting a touch."""
    return side(p, q, r) * side(p, q, s) < 0 and side(r, s, p) * side(r, s, q) < 0


def crossings(lines: list[list[Point]]) -> int:
    """Count where different lines cross."""
    stretches = sorted(
        (min(p[0], q[0]), max(p[0], q[0]), i, p, q)
        for i, line in enumerate(lines)
        for p, q in pairwise(line)
    )
    found = 0
    for at, (_, right, i, p, q) in enumerate(stretches):
        for left, _, j, r, s in stretches[at + 1 :]:
            if left >= right:
                break
            found += i != j and cross(p, q, r, s)
    return found


def overlap(a: dict[str, float], b: dict[str, float]) -> bool:
    apart = 2  # pixels at least
    return (
        a["x"] < b["x"] + b["width"] + apart
        and b["x"] < a["x"] + a["width"] + apart
        and a["y"] < b["y"] + b["height"] + apart
        and b["y"] < a["y"] + a["height"] + apart
    )


def enters(line: list[Point], box: dict[str, float]) -> bool:
    """Whether a line goes through the inside of a box."""
    left, top = box["x"] + 1, box["y"] + 1
    right, bottom = box["x"] + box["width"] - 1, box["y"] + box["height"] - 1
    diagonals = [((left, top), (right, bottom)), ((left, bottom), (right, top))]
    return any(
        cross(p, q, *diagonal) or any(left < x < right and top < y < bottom for x, y in (p, q))
        for (p, q), diagonal in product(pairwise(line), diagonals)
    )


# --- nothing overlaps ---


@pytest.mark.parametrize("scale", [8.0, 16.0])
@pytest.mark.parametrize("name", [name for name in GRAPHS if name != "784-10-10"])
def test_nothing_overlaps_or_is_cut_off(js: Callable[..., Any], name: str, scale: float) -> None:
    picture = laid(js, traced(name), scale=scale)
    for a, b in combinations(picture.boxes, 2):
        assert not overlap(picture.boxes[a], picture.boxes[b]), (a, b)
    for box in picture.boxes.values():
        assert 0 <= box["x"] <= picture.size[0] - box["width"]
        assert 0 <= box["y"] <= picture.size[1] - box["height"]
    for line in picture.lines.values():
        assert all(0 <= x <= picture.size[0] and 0 <= y <= picture.size[1] for x, y in line)


@pytest.mark.parametrize("scale", [8.0, 16.0])
@pytest.mark.parametrize("name", [*FIRST_VIEWS, "4-8-8-2", "batch", "28-10-10"])
def test_no_edge_goes_through_a_node(js: Callable[..., Any], name: str, scale: float) -> None:
    picture = laid(js, traced(name), scale=scale)
    for key, line in picture.lines.items():
        for node, box in picture.boxes.items():
            assert not enters(line, box), (key, node)


@pytest.mark.parametrize("name", FIRST_VIEWS)
def test_every_edge_has_a_label_and_no_two_are_in_one_place(
    js: Callable[..., Any], name: str
) -> None:
    picture = laid(js, traced(name))
    assert picture.labels.keys() == picture.lines.keys()
    for a, b in combinations(picture.labels.values(), 2):
        assert abs(a[0] - b[0]) > 40 or abs(a[1] - b[1]) > 10  # a number of 9 pixels


@pytest.mark.parametrize("name", FIRST_VIEWS)
def test_edges_lead_from_node_to_node(js: Callable[..., Any], name: str) -> None:
    picture = laid(js, traced(name))
    for key, (start, *_, end) in picture.lines.items():
        from_, to = (picture.boxes[node] for node in picture.ends[key])
        assert start[0] == from_["x"] + from_["width"]
        assert from_["y"] < start[1] < from_["y"] + from_["height"]
        assert end[0] == to["x"]
        assert to["y"] < end[1] < to["y"] + to["height"]


def test_parallel_edges_are_apart(js: Callable[..., Any]) -> None:
    x = Value(3.0, "x")
    picture = laid(js, trace(x * x))
    first, second = picture.lines.values()
    assert abs(first[-1][1] - second[-1][1]) >= 8
    assert crossings([first, second]) == 0


def test_planted_overlap_and_crossing_are_caught(js: Callable[..., Any]) -> None:
    picture = laid(js, traced("2-2-1"))
    a, b = list(picture.boxes.values())[:2]
    assert overlap(a, a | {"x": a["x"] + 10})
    assert not overlap(a, b)
    assert enters([(0, a["y"] + 20), (9999, a["y"] + 20)], a)
    assert crossings([[(0, 0), (2, 2)], [(0, 2), (2, 0)]]) == 1


# --- crossings ---


def dots_lines(data: Any) -> Iterator[list[Point]]:
    """Yield each edge of `dot`'s layout as the straight line between its nodes."""
    source = ["digraph {rankdir=LR; nodesep=0.18; ranksep=0.75; node [shape=box fixedsize=true]"]
    edges = []
    for i, node in enumerate(data["nodes"]):
        source.append(f"{i} [width={WIDTH / 72} height={HEIGHT / 72}]")
        edges += [(str(x), str(i)) for x in node["inputs"][: node["drawn"]]]
    source += [f"{x} -> {y}" for x, y in edges]
    written = subprocess.run(
        [dot_program() or "dot", "-Tplain"],
        input="\n".join([*source, "}"]), capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    words = [line.split() for line in written.splitlines()]
    at = {w[1]: (float(w[2]), float(w[3])) for w in words if w[0] == "node"}
    for x, y in edges:
        yield [at[x], at[y]]


@pytest.mark.parametrize("name", ["2-2-1", "3-3-2", "4-8-8-2"])
def test_hardly_more_crossings_than_dot(js: Callable[..., Any], name: str) -> None:
    picture = laid(js, traced(name), whole=True)
    straight = [[picture.middle(a), picture.middle(b)] for a, b in picture.ends.values()]
    allowed = 1.3 * crossings(list(dots_lines(traced(name))))
    assert crossings(straight) <= allowed
    assert crossings(list(picture.lines.values())) <= allowed


@pytest.mark.parametrize("name", ["twelve uses", "batch", "tangle of 100"])
def test_nor_has_any_other_graph(js: Callable[..., Any], name: str) -> None:
    """Of the lines as they are drawn: a long edge goes round what stands between."""
    lines = laid(js, traced(name), whole=True).lines.values()
    assert crossings(list(lines)) <= 1.3 * crossings(list(dots_lines(traced(name))))


@pytest.mark.parametrize("name", [*FIRST_VIEWS, "4-8-8-2", "batch"])
def test_the_crossings_are_counted_rightly(js: Callable[..., Any], name: str) -> None:
    picture = laid(js, traced(name), whole=True)
    assert picture.crossings == crossings(list(picture.lines.values()))


def test_a_network_has_the_fewest_crossings_possible(js: Callable[..., Any]) -> None:
    """Of the complete bipartite graph K(m, n) in two columns: C(m, 2) C(n, 2)."""
    pairs = [(4, 8), (8, 8), (8, 2)]
    least = sum(math.comb(m, 2) * math.comb(n, 2) for m, n in pairs)
    assert laid(js, traced("4-8-8-2"), whole=True).crossings == least


# --- as in the textbook ---


def test_a_network_is_drawn_in_columns(js: Callable[..., Any]) -> None:
    data = traced("3-3-2")
    picture = laid(js, data)
    at = {node["label"]: picture.middle(str(i)) for i, node in enumerate(data["nodes"])}
    columns = [[at[f"{name}{i}{end}"] for i in (1, 2, 3)] for name, end in
               (("x_", ""), ("z_{1,", "}"), ("a_{1,", "}"))]  # fmt: skip
    for column in columns:
        assert len({x for x, _ in column}) == 1
        assert column == sorted(column, key=lambda point: point[1])  # the first on top
    assert [column[0][0] for column in columns] == sorted(column[0][0] for column in columns)
    for z, a in zip(columns[1], columns[2], strict=True):
        assert z[1] == pytest.approx(a[1], abs=1)  # each activation beside its neuron


def test_weights_stand_just_before_their_neuron(js: Callable[..., Any]) -> None:
    data = traced("3-3-2")
    picture = laid(js, data)
    at = {node["label"]: picture.middle(str(i)) for i, node in enumerate(data["nodes"])}
    zs = {label: point for label, point in at.items() if label.startswith("z_{1,")}
    for label, (x, y) in at.items():
        if label.startswith("w_{1,"):
            own = f"z_{{1,{label[-2]}}}"
            assert min(zs, key=lambda z: math.dist(zs[z], (x, y))) == own, label
            assert x < zs[own][0]


@pytest.mark.parametrize("name", ["2-2-1", "3-3-2", "long names", "batch", "tangle of 100"])
def test_data_flows_to_the_right(js: Callable[..., Any], name: str) -> None:
    picture = laid(js, traced(name), whole=True)
    for line in picture.lines.values():
        assert all(p[0] <= q[0] + 1e-9 for p, q in pairwise(line))


def test_a_long_chain_is_broken_into_lines(js: Callable[..., Any]) -> None:
    picture = laid(js, traced("chain of 30"))
    assert picture.size[0] <= 1060  # a page of 1024 pixels shows it at its size
    tops = [picture.boxes[str(i)]["y"] for i in range(31)]
    assert tops == sorted(tops)
    assert len(set(tops)) > 3
    assert crossings(list(picture.lines.values())) == 0


def test_it_is_the_same_every_time(js: Callable[..., Any]) -> None:
    assert laid(js, traced("batch")) == laid(js, traced("batch"))


# --- odd graphs ---


ODD = """({layout}, edges) => {
  const keys = [...new Set(edges.flat())];
  const graph = {
    nodes: keys.map((key) => ({key})),
    edges: edges.map(([from, to], i) => ({key: `${i}`, from, to})),
  };
  const {nodes, edges: lines} = layout(graph, () => ({width: 50, height: 30}));
  return {nodes: [...nodes], lines: [...lines]};
}"""


def test_a_cycle_of_folded_groups_is_drawn(js: Callable[..., Any]) -> None:
    got = js(ODD, [["a", "b"], ["b", "c"], ["c", "a"], ["c", "d"]])
    at = dict(got["nodes"])
    assert at["a"]["x"] < at["b"]["x"] < at["c"]["x"] < at["d"]["x"]
    back = dict(got["lines"])["2"]
    assert back[0][0] > back[-1][0]


def test_a_lone_node(js: Callable[..., Any]) -> None:
    picture = laid(js, trace(Value(2.0, "x")))
    assert len(picture.boxes) == 1


def test_a_graph_in_two_parts(js: Callable[..., Any]) -> None:
    boxes = [box for _, box in js(ODD, [["a", "b"], ["c", "d"], ["x", "b"], ["x", "d"]])["nodes"]]
    assert not any(overlap(a, b) for a, b in combinations(boxes, 2))


def test_a_thousand_nodes_unfolded_take_a_second_or_two(js: Callable[..., Any]) -> None:
    spent = js(
        """({Model, visible, layout}, trace) => {
          const start = performance.now();
          layout(visible(new Model(trace), new Set()), () => ({width: 80, height: 46}));
          return performance.now() - start;
        }""",
        traced("tangle of 1,000"),
    )
    assert spent < 4000  # milliseconds
