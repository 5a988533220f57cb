"""`animate`: `draw`'s picture, on which the steps of both passes are seen one after the other."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from autograd import Value, animate, draw, explain, formula
from autograd.showing.timeline import Timeline
from chainrule.commands import main
from nn import TwoLayerMLP, worked_example

SVG = "{http://www.w3.org/2000/svg}"


def network() -> Value:
    net, x, y = worked_example()
    root: Value = net.inspect(x, y).root
    return root


def animated(root: Value, tmp_path: Path, pace: float = 1.5) -> ElementTree.Element:
    return ElementTree.parse(animate(root, tmp_path / "passes.svg", pace=pace)).getroot()


def texts(svg: ElementTree.Element) -> list[str]:
    """Return what stands on a picture, but for what passes."""
    moving = {
        text
        for group in svg.iter()
        if "passing" in group.get("class", "")
        for text in group.iter(f"{SVG}text")
    }
    return sorted(text.text or "" for text in svg.iter(f"{SVG}text") if text not in moving)


def captions(svg: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in svg.iter() if "caption" in text.get("class", "")]


def test_the_still_is_the_picture_that_draw_makes(tmp_path: Path) -> None:
    root = network()
    picture = ElementTree.fromstring(draw(root, fold=None).pipe(format="svg"))
    assert texts(animated(root, tmp_path)) == texts(picture)


def test_each_step_has_its_formula(tmp_path: Path) -> None:
    """Those of `explain`, in its order."""
    root = network()
    told = captions(animated(root, tmp_path))
    steps = list(explain(root))
    assert len(told) == 7 + 1 + len(steps)  # seven nodes are computed
    assert told[0] == "z₁,₁ = w₁,₁₁ x₁ + w₁,₂₁ x₂ + b₁,₁ = 0.41"
    assert told[7] == "∂L/∂L = 1"
    for said, step in zip(told[8:], steps, strict=True):
        assert said.startswith(f"{step.gradient.text} += ")
        result = float(said.split(" = ")[-1].replace("−", "-"))
        assert result == pytest.approx(step.contribution, rel=5e-4)


def test_partial_sums_say_that_they_are_partial(tmp_path: Path) -> None:
    w = Value(0.5, "w")
    root = w * w + 3.0 * w
    root.label = "L"
    svg = animated(root, tmp_path)
    partial = [e.text for e in svg.iter() if "partial" in e.get("class", "")]
    assert [text and text[-8:] for text in partial] == ["(1 of 3)", "(2 of 3)"]


def test_the_same_node_twice_has_two_edges(tmp_path: Path) -> None:
    x = Value(3.0, "x")
    root = x * x
    root.label = "L"
    assert len([e for e in animated(root, tmp_path).iter() if "active" in e.get("class", "")]) == 2


def test_a_leaf_by_itself(tmp_path: Path) -> None:
    assert captions(animated(Value(3.0, "x"), tmp_path)) == ["∂x/∂x = 1"]


def test_any_label_is_shown(tmp_path: Path) -> None:
    x = Value(3.0, "<a & b>")
    assert captions(animated(x * 2.0, tmp_path))[0].startswith("v₂ = ")


def test_what_cannot_be_followed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nodes are too many to follow, at most 120"):
        animate(TwoLayerMLP(9, 9, 3).inspect([0.1] * 9, [0.1] * 3).root, tmp_path / "a.svg")
    with pytest.raises(ValueError, match="pace must be a number of seconds above 0"):
        animate(Value(1.0), tmp_path / "a.svg", pace=0)
    assert list(tmp_path.iterdir()) == []


# --- the timeline ---


def test_a_timeline_repeats_with_its_end_held() -> None:
    time = Timeline(steps=4, pace=2.0, hold=2.0)  # ten seconds
    first, later, passing, moving = (ElementTree.Element("g") for _ in range(4))
    time.shown(first, 0)
    time.shown(later, 2)
    time.shown(passing, 1, 2)
    time.moves(moving, "M0,0L9,0", 1, 2, (100, 0))
    rules = time.style()
    assert "@keyframes k0 { 0% { opacity: 1 } 100% { opacity: 1 } }" in rules
    assert "@keyframes k1 { 0% { opacity: 0 } 40% { opacity: 1 } 100% { opacity: 1 } }" in rules
    assert (
        "@keyframes k2 { 0% { opacity: 0 } 20% { opacity: 1 } 40%, 100% { opacity: 0 } }" in rules
    )
    assert "@keyframes k3 { 20% { offset-distance: 100% } 40% { offset-distance: 0% } }" in rules
    assert passing.get("class") == "passing"
    assert later.get("class") is None
    assert moving.get("style") == (
        'offset-path: path("M0,0L9,0"); offset-rotate: 0deg; animation: k3 10s linear infinite;'
    )
    time.shown(moving, 1, 2)
    assert moving.get("style", "").endswith(
        "animation: k3 10s linear infinite, k2 10s step-end infinite;"
    )
    assert re.search(r"prefers-reduced-motion: reduce\) { \* { animation: none !important", rules)


def test_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["view", "x*x + sin(x)", "x=2", "--animate", "passes.svg"]) == 0
    assert capsys.readouterr().out == "Animation: passes.svg\n"
    assert main(["view", "--animate", "passes.gif"]) == 2
    assert "expected" in capsys.readouterr().err
    assert formula("x*x + sin(x)", x=2).data == pytest.approx(4 + 0.9093, abs=1e-4)
    assert [p.name for p in tmp_path.iterdir()] == ["passes.svg"]
