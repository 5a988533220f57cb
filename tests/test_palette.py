"""One palette: no colour stands anywhere else, all are legible, and all that is shown reads it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import autograd
from autograd import PALETTE, Value, check_text, draw
from autograd.checking.report.page import as_fragment, as_html
from autograd.formulas import palette
from autograd.formulas.palette import DARK, EITHER, LIGHT, SERIES, declared_for_both
from autograd.showing.page import GRAPH, TRAINING, style

ROOT = Path(__file__).parents[1]
SOURCE = Path(palette.__file__)
COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}\b|\b(?:rgba?|hsla?)\((?!0 0 0 /)")
"""A colour that is written out; a shadow, black that is hardly there, is none."""


def colours_in(text: str) -> list[str]:
    return COLOUR.findall(re.sub(r"&#\w+;", "", text))


def files() -> list[Path]:
    kinds = (".py", ".js", ".css", ".html")
    found = [p for top in ("autograd", "nn", "chainrule") for p in (ROOT / top).rglob("*")]
    return [p for p in found if p.suffix in kinds and p != SOURCE]


def test_no_colour_stands_outside_the_palette() -> None:
    assert len(files()) > 150
    found = {str(p.relative_to(ROOT)): colours_in(p.read_text("utf-8")) for p in files()}
    assert {path: colours for path, colours in found.items() if colours} == {}


@pytest.mark.parametrize(
    "planted", ["color: #fff;", 'COLOURS = ("#2563a8",)', "fill: rgb(255 0 0)", "hsl(10 20% 30%)"]
)
def test_planted_colour_is_found(planted: str) -> None:
    assert colours_in(planted)


@pytest.mark.parametrize("harmless", ["&#x2202;", "rgb(0 0 0 / .12)", "#chainrule", "# a comment"])
def test_what_is_no_colour_is_not(harmless: str) -> None:
    assert colours_in(harmless) == []


# --- legibility, by WCAG 2.2 ---


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_that_of_the_recommendation() -> None:
    """Black on white 21:1, and #767676 on white 4.54:1, as its notes have it."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("colours", [LIGHT, DARK])
@pytest.mark.parametrize("name", ["ink", *SERIES])
def test_text_is_legible(colours: dict[str, str], name: str) -> None:
    for ground in ("paper", "raised", "face"):
        assert contrast(colours[name], colours[ground]) >= 4.5


@pytest.mark.parametrize("name", EITHER)
def test_signs_are_legible_on_either_paper(name: str) -> None:
    """A sign is no text: 3:1."""
    for colours in (LIGHT, DARK):
        assert contrast(EITHER[name], colours["paper"]) >= 3


def test_light_and_dark_have_the_same_names() -> None:
    assert list(LIGHT) == list(DARK)
    assert set(EITHER) < set(LIGHT)


# --- who reads it ---


def test_the_page_the_picture_the_report_and_the_curves_read_it() -> None:
    value, gradient = LIGHT["value"], LIGHT["gradient"]
    for kind in (GRAPH, TRAINING):
        assert f"--value: {value};" in style(kind)
        assert f"--value: {DARK['value']};" in style(kind)
        assert not re.search(r"@(light|dark|series);", style(kind))
    x = Value(2.0, "x")
    assert gradient in draw(x * x).source
    report = check_text("L = x y\n\ndL/dx = x")
    assert declared_for_both() in as_html(report)
    assert f"--gradient: {EITHER['gradient']};" in as_fragment(report)
    used = set(re.findall(r"var\(--([\w-]+)\)", as_html(report)))
    assert used <= {*LIGHT, "line", "tint"}
    assert value in autograd.quiz(x * x, level=3).to_html()
    assert PALETTE == LIGHT
