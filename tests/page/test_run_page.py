"""The page of a training in a browser: its numbers are the engine's at every epoch kept."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from test_accessibility import violations

from nn import Adam, Callback, Dense, Sequential, TrainingPage, binary_cross_entropy

Opened = Callable[..., Any]
RNG = random.Random(0)
X = [[RNG.uniform(-1, 1), RNG.uniform(-1, 1)] for _ in range(40)]
Y = [float(b > 0.2) for _, b in X]
EPOCHS = 30
PIXEL = """async ([x, y]) => {
  const image = new Image();
  image.src = document.querySelector(".plane image").href.baseVal;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width, image.height];
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  return [...context.getImageData(x * image.width, y * image.height, 1, 1).data];
}"""


class Losses(Callback):
    """Keeps the loss of two samples at each epoch, as the engine finds it."""

    def __init__(self) -> None:
        self.found: list[list[float]] = []

    def on_train_begin(self) -> None:
        self.keep()

    def on_epoch_end(self, *_: object) -> None:
        self.keep()

    def keep(self) -> None:
        self.found.append([binary_cross_entropy(self.model(X[k]), Y[k]).data for k in range(2)])


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Losses]:
    """The page of a network that tells the upper half of the plane, and its losses."""
    path = tmp_path_factory.mktemp("run") / "run.html"
    model = Sequential([Dense(4, "tanh", input_shape=(2,)), Dense(1, "sigmoid")], seed=1)
    model.compile(partial(Adam, lr=0.1), "binary_crossentropy", ["accuracy"])
    losses = Losses()
    model.fit(X, Y, epochs=EPOCHS, seed=0, verbose=0, callbacks=[losses, TrainingPage(path)])
    return path, losses


def loss_shown(page: Any) -> float:
    text: str = page.locator(".graph .brand .result").text_content()
    mantissa, _, power = text.removeprefix("= ").replace("−", "-").partition("×10")
    raised = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    return float(mantissa) * 10 ** int(power.translate(raised) or 0)


def go_to(page: Any, at: int) -> None:
    page.locator(".epochs input").evaluate(
        "(slider, at) => { slider.value = at; slider.dispatchEvent(new Event('input')); }", at
    )


def test_the_graph_at_each_epoch_has_the_engines_loss(
    opened: Opened, run: tuple[Path, Losses]
) -> None:
    path, losses = run
    page = opened(path)
    assert page.locator(".told").text_content() == f"epoch {EPOCHS} of {EPOCHS}"
    for at in (EPOCHS, 0, 1, 17):
        go_to(page, at)
        assert loss_shown(page) == pytest.approx(losses.found[at][0], rel=1e-5)
    assert page.requests == []


def test_the_graph_of_another_sample(opened: Opened, run: tuple[Path, Losses]) -> None:
    path, losses = run
    page = opened(path)
    go_to(page, 5)
    field = page.locator(".samplerow input")
    field.fill("2")
    field.dispatch_event("change")
    assert loss_shown(page) == pytest.approx(losses.found[5][1], rel=1e-5)
    page.locator('.point[data-sample="0"]').click(force=True)
    assert field.input_value() == "1"
    assert loss_shown(page) == pytest.approx(losses.found[5][0], rel=1e-5)


def test_the_readings_are_those_of_the_epoch(opened: Opened, run: tuple[Path, Losses]) -> None:
    page = opened(run[0])
    rows = page.locator(".epochtable tbody tr").evaluate_all(
        "all => all.map((row) => [...row.cells].map((cell) => cell.textContent))"
    )
    assert [row[0] for row in rows] == ["start", *map(str, range(1, EPOCHS + 1))]
    go_to(page, 7)
    assert page.locator(".reading").all_text_contents() == rows[7][1:]
    assert page.locator(".epochtable tr.chosen th").text_content() == "7"
    go_to(page, 0)
    assert page.locator(".reading").first.text_content() == ""  # no epoch, no loss of it
    assert page.locator(".told").text_content() == "before the training"


def test_a_click_on_a_curve_goes_to_its_epoch(opened: Opened, run: tuple[Path, Losses]) -> None:
    page = opened(run[0])
    page.locator(".chart").nth(1).click()
    told = page.locator(".told").text_content()
    assert 10 <= int(told.split()[1]) <= 20


def test_the_colours_are_those_of_the_classes(opened: Opened, run: tuple[Path, Losses]) -> None:
    """Blue below, where class 0 is, vermilion above: upside down it would be seen here."""
    page = opened(run[0])
    upper, lower = page.evaluate(PIXEL, [0.5, 0.05]), page.evaluate(PIXEL, [0.5, 0.95])
    assert upper[0] > upper[2]  # red over blue
    assert lower[2] > lower[0]
    go_to(page, 0)
    assert page.evaluate(PIXEL, [0.5, 0.05]) != upper


def test_playing_goes_through_the_epochs(opened: Opened, run: tuple[Path, Losses]) -> None:
    page = opened(run[0])
    page.locator(".epochs .tool").click()
    page.wait_for_function("() => document.querySelector('.told').textContent === 'epoch 2 of 30'")
    page.locator(".epochs .tool").click()
    assert page.locator(".epochs .tool").get_attribute("aria-label") == "Play the epochs"


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing(opened: Opened, run: tuple[Path, Losses], dark: bool) -> None:
    page = opened(run[0], dark=dark)
    page.evaluate("() => { document.querySelector('.epochtable').open = true; }")
    assert violations(page) == []


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_window(
    opened: Opened, run: tuple[Path, Losses], width: int
) -> None:
    page = opened(run[0], width=width)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_on_paper_it_is_light_and_without_controls(
    opened: Opened, run: tuple[Path, Losses]
) -> None:
    page = opened(run[0], dark=True)
    dark = page.evaluate(PIXEL, [0.5, 0.95])
    page.emulate_media(media="print")
    page.wait_for_timeout(100)
    assert page.evaluate(
        "() => getComputedStyle(document.querySelector('.run')).backgroundColor"
    ) == ("rgb(255, 255, 255)")
    assert not page.locator(".epochs input").is_visible()
    assert sum(page.evaluate(PIXEL, [0.5, 0.95])) > sum(dark)


def test_in_chinese(opened: Opened, run: tuple[Path, Losses]) -> None:
    page = opened(run[0], locale="zh-CN")
    assert page.locator(".told").text_content() == f"第 {EPOCHS} / {EPOCHS} 轮"
