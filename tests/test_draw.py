"""The picture: what each node and edge shows, and that any graph and any label renders."""

from __future__ import annotations

import base64
import re
import shutil
import sys
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograd import (
    Value,
    affine,
    binary_cross_entropy,
    block,
    draw,
    grad,
    label,
    sigmoid,
    tanh,
    topological_order,
)
from autograd.showing.pictures import dot_program, pdf_of, shifted
from nn import MLP, cross_entropy, worked_example


class Drawn(NamedTuple):
    """The DOT source taken apart: what the nodes say, and (from, to, what it says) edges."""

    nodes: dict[str, str]
    edges: list[tuple[str, str, str]]


def drawn(root: Value, **options: int) -> Drawn:
    source = draw(root, **options).source
    nodes = re.findall(r"^\t(\d+) \[label=<(.*)> color", source, flags=re.MULTILINE)
    edges = re.findall(r'^\t(\d+) -> (\d+) \[label="(.*)"\]', source, flags=re.MULTILINE)
    return Drawn(
        {name: " | ".join(text_of(page).split("\n")) for name, page in nodes},
        [(a, b, number.strip()) for a, b, number in edges],
    )


def text_of(page: str) -> str:
    """The text of a table in Graphviz's HTML, a line for each row."""
    table = ElementTree.fromstring(page)
    return "\n".join("".join(row.itertext()) for row in table.iter("TR"))


def svg_text(root: Value) -> str:
    """All that the SVG shows; reading it fails where it is no XML."""
    page = draw(root).pipe(format="svg")
    texts = ElementTree.fromstring(page).iter("{http://www.w3.org/2000/svg}text")
    return " ".join("".join(t.itertext()) for t in texts).replace("\xa0", " ")


def named(**values: float) -> list[Value]:
    return [Value(number, name) for name, number in values.items()]


# --- the source -----------------------------------------------------------------------------


def test_a_node_shows_its_name_its_value_and_its_gradient() -> None:
    x, w = named(x=3.0, w_2=-2.0)
    root = x * w
    label(L=root)
    assert list(drawn(root).nodes.values()) == [
        "x | 3 | ∂ −2", "w2 | −2 | ∂ 3", "L | x · w2 | −6 | ∂ 1",
    ]  # fmt: skip


def test_both_edges_of_x_times_x_are_drawn() -> None:
    (x,) = named(x=3.0)
    nodes, edges = drawn(x * x)
    assert nodes == {"0": "x | 3 | ∂ 6", "1": "x · x | 9 | ∂ 1"}
    assert edges == [("0", "1", "3"), ("0", "1", "3")]


def test_an_edge_shows_the_local_derivative() -> None:
    """sigmoid(0.5) is 0.6225 with slope 0.2350; a y has the derivatives y and a."""
    x, y = named(x=0.5, y=4.0)
    a = sigmoid(x)
    root = a * y
    label(a=a, L=root)
    nodes, edges = drawn(root)
    name = {number: shown.split(" | ")[0] for number, shown in nodes.items()}
    assert sorted((name[start], name[end], number) for start, end, number in edges) == [
        ("a", "L", "4"), ("x", "a", "0.235"), ("y", "L", "0.6225"),
    ]  # fmt: skip


def test_multiplied_along_paths_and_added_across_them_the_edges_give_the_gradient() -> None:
    x, y = named(x=0.7, y=-1.3)
    z = x * y
    nodes, edges = drawn(z.tanh() * x + z, digits=17)
    gradient = {name: float(shown.rpartition("∂ ")[2].replace("−", "-"))
                for name, shown in nodes.items()}  # fmt: skip
    for name in nodes:
        out = [(b, float(p.replace("−", "-"))) for a, b, p in edges if a == name]
        if out:
            assert sum(p * gradient[b] for b, p in out) == pytest.approx(gradient[name], rel=1e-14)


def test_the_gradients_shown_are_the_roots_and_leave_grad_alone() -> None:
    (x,) = named(x=3.0)
    root = x * x
    x.grad = 99.0
    assert drawn(root).nodes["0"] == "x | 3 | ∂ 6"
    assert (x.grad, root.grad) == (99.0, 0.0)


def test_numbers_have_as_many_digits_as_asked() -> None:
    assert drawn(Value(1 / 3)).nodes["0"] == "0.3333 | ∂ 1"
    assert drawn(Value(1 / 3), digits=7).nodes["0"] == "0.3333333 | ∂ 1"


def test_an_input_that_only_carries_precision_is_not_drawn() -> None:
    """L is computed from the logit z, but the picture shows the text's L of a and y."""
    z, y = named(z=0.4, y=1.0)
    a = z.sigmoid()
    loss = binary_cross_entropy(a, y)
    label(a=a, L=loss)
    assert len(loss.inputs) == 3
    nodes, edges = drawn(loss)
    into_loss = [nodes[a].split(" | ")[0] for a, b, _ in edges if nodes[b].startswith("L |")]
    assert into_loss == ["a", "y"]


def test_a_lone_leaf_is_one_node_without_edges() -> None:
    assert drawn(Value(2.0, "x")) == Drawn({"0": "x | 2 | ∂ 1"}, [])


def test_a_short_formula_is_written_out_and_a_long_one_is_counted() -> None:
    xs, ws = named(x_1=1.0, x_2=2.0), named(w_1=3.0, w_2=4.0)
    assert drawn(affine(ws, xs, Value(5.0, "b"))).nodes["5"] == "w1 x1 + w2 x2 + b | 16 | ∂ 1"
    many = [Value(1.0, f"x_{i}") for i in range(9)]
    assert drawn(affine(many, many, Value(5.0, "b"))).nodes["10"].startswith("affine of 19 |")


def test_the_network_has_all_its_nodes_and_edges() -> None:
    net, x, y = worked_example()
    loss = binary_cross_entropy(net(x), Value(y, "y"))
    loss.label = "L"
    nodes, edges = drawn(loss)
    names = [shown.split(" | ")[0] for shown in nodes.values()]
    assert sorted(names) == sorted(
        ["L", "y", "a2", "z2", "b2", "w2,11", "w2,21", "a1,1", "a1,2", "z1,1", "z1,2", "b1,1",
         "b1,2", "w1,11", "w1,12", "w1,21", "w1,22", "x1", "x2"]
    )  # fmt: skip
    assert len(edges) == 2 + 1 + 5 + 2 * 1 + 2 * 5
    (z_2,) = [shown for shown in nodes.values() if shown.startswith("z2")]
    assert z_2.endswith("1.091 | ∂ −0.05135")  # claims.md: 1.0914213567828495, -0.05135072214579717


@pytest.mark.parametrize(
    ("make", "shown"),
    [
        (lambda x: (x * x) * (x + x), "× | 54 | ∂ 1"),
        (lambda x: (x + 1).exp(), "exp | 54.6 | ∂ 1"),
        (lambda x: (x * x) ** 2, "x² | 81 | ∂ 1"),
        (lambda x: (x * x).sigmoid(), "σ | 0.9999 | ∂ 1"),
        (lambda x: x * x - x * 2, "− | 3 | ∂ 1"),
    ],
)
def test_a_node_without_a_name_shows_what_it_does(
    make: Callable[[Value], Value], shown: str
) -> None:
    (x,) = named(x=3.0)
    assert list(drawn(make(x)).nodes.values())[-1] == shown


# --- folding --------------------------------------------------------------------------------


def network(n_in: int, widths: list[int]) -> Value:
    """The cross-entropy of a network with a hidden layer of tanh."""
    xs = [Value(0.1 * i, f"x_{{{i}}}") for i in range(1, n_in + 1)]
    loss = cross_entropy(MLP(n_in, widths, activation="tanh", seed=1)(xs), 0)
    loss.label = "L"
    return loss


def groups(root: Value, **options: Any) -> list[str]:
    """The names of the groups that are drawn."""
    found = re.findall(r'^\t"?([^"\n]*?)"? \[label=<<TABLE', draw(root, **options).source,
                       flags=re.MULTILINE)  # fmt: skip
    return sorted(name for name in found if not name.isdigit())


def test_a_neuron_can_be_one_node() -> None:
    assert groups(network(2, [3, 2]), fold="neuron") == [
        "inputs", "layer 1/neuron 1", "layer 1/neuron 2", "layer 1/neuron 3", "layer 2/neuron 1",
        "layer 2/neuron 2",
    ]  # fmt: skip


def test_a_layer_can_be_one_node() -> None:
    assert groups(network(2, [3, 2]), fold="layer") == ["inputs", "layer 1", "layer 2"]


def test_a_folded_edge_carries_the_sum_of_the_contributions() -> None:
    """Into L go softmax - y for each logit; the layer's edge carries their sum by value z."""
    root = network(2, [3, 2])
    source = draw(root, fold="layer", digits=12).source
    (number,) = re.findall(r'"layer 2" -> \d+ \[label=" Σ (\S+) "', source)
    logits = [v for v in topological_order(root) if v.label in ("z_1^{(2)}", "z_2^{(2)}")]
    assert float(number.replace("−", "-")) == pytest.approx(sum(grad(root, logits)), abs=1e-9)


def test_a_folded_neuron_shows_what_comes_out_of_it() -> None:
    source = draw(network(2, [3, 2]), fold="neuron").source
    table = re.search(r'"layer 1/neuron 1" \[label=<(.*?)> color', source)
    assert table
    name, size, a, _value, gradient = text_of(table[1]).split("\n")
    assert (name, size, a) == ("layer 1, neuron 1", "5 nodes", "a1(1)")
    assert gradient.startswith("∂ ")


def test_a_small_graph_is_drawn_whole_and_a_large_one_folded() -> None:
    assert groups(network(2, [3, 2])) == []
    assert len(groups(network(10, [10, 4]))) == 1 + 10 + 4
    assert groups(network(40, [20, 10])) == ["inputs", "layer 1", "layer 2"]
    assert groups(network(10, [10, 4]), fold=None) == []


def test_784_10_10_is_a_picture() -> None:
    root = cross_entropy(MLP(784, [10, 10], seed=0)([0.5] * 784), 3)
    assert len(ElementTree.fromstring(draw(root).pipe(format="svg"))) > 0
    assert len(draw(root).source) < 5_000


def test_another_fold_is_refused() -> None:
    with pytest.raises(ValueError, match='fold must be "auto", "neuron", "layer" or None'):
        draw(Value(1.0), fold="sample")  # type: ignore[arg-type]


# --- the picture ----------------------------------------------------------------------------


def test_there_is_a_program_to_draw_with() -> None:
    assert dot_program()


def test_the_program_installed_by_pip_draws_where_there_is_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pure = shutil.which("graphviz-pure") or dot_program()
    if pure is None or "graphviz-pure" not in pure:
        pytest.skip("graphviz-pure is not installed, or hidden by another dot")
    monkeypatch.setenv("PATH", str(Path(pure).parent))
    assert dot_program() == pure
    written = draw(Value(2.0, "x") * 3).render(tmp_path / "graph", format="svg")
    assert ElementTree.parse(written).getroot().tag.endswith("svg")


def test_where_nothing_draws_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograd.showing.pictures.shutil.which", lambda *_, **__: None)
    picture = draw(Value(2.0, "x") * 3)
    with pytest.raises(ImportError, match=r"pip install chainrule\[dot\]"):
        picture.render(tmp_path / "graph", format="svg")
    with pytest.raises(ImportError, match=r"pip install chainrule\[dot\]"):
        picture.pipe(format="svg")


def readable(pdf: bytes) -> str:
    """Return the contents of a PDF's streams: what is drawn, as operators and strings."""
    found = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    text = b""
    for stream in found:
        with suppress(ValueError, zlib.error):
            text += zlib.decompress(base64.a85decode(stream.strip().removesuffix(b"~>")))
    return text.decode("latin-1")


def test_without_graphviz_a_pdf_is_drawn_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("svglib")
    x, w = named(x=3.25, w_2=-2.5)
    picture = draw(x * w)
    monkeypatch.chdir(tmp_path)
    pdf = picture.pipe(format="pdf")
    assert pdf.startswith(b"%PDF")
    assert picture.render("a", cleanup=True) == "a.pdf"  # the format that graphviz begins with
    assert picture.render(outfile="b.pdf") == "b.pdf"
    assert picture.render(tmp_path / "c.gv", format="pdf") == str(tmp_path / "c.gv.pdf")
    assert {p.name for p in tmp_path.iterdir()} == {"a.pdf", "b.gv", "b.pdf", "c.gv", "c.gv.pdf"}
    if "graphviz-pure" in str(dot_program()):
        assert "(3.25) Tj" in readable(pdf)


def test_scripts_are_shifted_in_every_browser(tmp_path: Path) -> None:
    """dot's baseline-shift is not drawn by Firefox, nor by many programs; dy is."""
    picture = draw(Value(2.0, "w_1^{(2)}") * 3)
    for drawn in (
        picture.pipe(format="svg").decode(),
        picture.pipe(format="svg", encoding="utf-8"),
        Path(picture.render(tmp_path / "graph", format="svg")).read_text("utf-8"),
    ):
        assert "baseline-shift" not in drawn
        assert 'dy="0.25em"' in drawn
        assert 'dy="-0.45em"' in drawn
    assert "a" in shifted('<text baseline-shift="sub">a</text>')


def test_without_svglib_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "svglib.svglib", None)
    with pytest.raises(ImportError, match=r"pip install chainrule\[dot\]"):
        pdf_of(b"<svg/>")


def test_the_svg_shows_names_values_gradients_and_local_derivatives() -> None:
    x, w = named(x=3.25, w_2=-2.5)
    root = x * w
    label(L=root)
    shown = svg_text(root)
    for text in ("x", "w", "2", "L", "3.25", "−2.5", "−8.125", "∂ 3.25", "∂ −2.5"):
        assert text in shown


def test_a_notebook_shows_it_as_svg() -> None:
    bundle = draw(Value(2.0, "x") * 3)._repr_mimebundle_()
    assert ElementTree.fromstring(bundle["image/svg+xml"]).tag.endswith("svg")


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("a < b", "a < b"),
        ("R&D", "R&D"),
        ('say "x"', 'say "x"'),
        ("it's", "it′s"),
        ("损失", "损失"),
        (r"\theta", "θ"),
        (r"\hat{y}", "y\u0302"),
        ("x_{a long subscript, longer than its name}", "a long subscript, longer than its name"),
        ("z_1^{(2)}", "(2)"),
        (r"a\b", "a"),
        ("]>", "]>"),
        ("%s {0} $x", "%s {0} $x"),
        ("«0»", "«0»"),
    ],
)
def test_any_label_is_shown(name: str, seen: str) -> None:
    assert seen in svg_text(Value(2.0, name))
    assert seen in svg_text(Value(2.0, name) * Value(3.0, "y"))


@settings(max_examples=25)
@given(st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cn", "Co", "Cc"])))
def test_any_text_makes_a_label_that_is_well_formed(name: str) -> None:
    assert drawn(Value(2.0, name) * Value(3.0, name)).edges
    assert list(drawn(Value(2.0, name)).nodes) == ["0"]


@pytest.mark.parametrize("number", [0.0, -0.0, 1e300, -1e-300, float("inf"), float("nan")])
def test_any_number_is_shown(number: float) -> None:
    assert f"{number:.4g}".replace("-", "−") in svg_text(Value(number, "x"))


def test_the_legend_names_the_root() -> None:
    (x,) = named(x=3.0)
    root = x * x
    label(J=root)
    assert "∂J/∂node" in svg_text(root)


def test_authors_blocks_have_frames_within_frames() -> None:
    with block("encoder"):
        h = tanh(Value(0.5, "x"))
        with block("cell"):
            z = h * 2.0
    source = draw(z + 1.0).source
    encoder = source.index('subgraph "cluster encoder" {')
    cell = source.index('subgraph "cluster encoder/cell" {')
    end = [source.index("\n\t\t}", cell), source.index("\n\t}", encoder)]
    assert encoder < cell < end[0] < end[1]  # one within the other
    inside = [line for line in source[encoder : end[1]].splitlines() if "tanh(<I>x" in line]
    assert len(inside) == 1
    assert "cluster" not in draw(tanh(Value(0.5, "x")) * 2.0).source
