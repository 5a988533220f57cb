"""`TrainingPage`: what it keeps of a training, what it works out, and that it changes nothing."""

from __future__ import annotations

import base64
import json
import math
import random
import re
import zlib
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import nn
from autograd import Value
from autograd.showing.training_plane import LEVELS, log_odds, log_shares
from autograd.showing.training_view import view_training
from chainrule.commands import main
from nn import Adam, Callback, Dense, Sequential, TrainingPage, TwoLayerMLP
from nn.training_record import layers_of

RNG = random.Random(0)
X = [[RNG.uniform(-1, 1), RNG.uniform(-1, 1)] for _ in range(60)]
Y = [float(b > 0.2) for _, b in X]


def network(n_in: int = 2, loss: str = "binary_crossentropy") -> Sequential:
    """A network that tells the upper half of the plane from the lower."""
    last = "sigmoid" if loss == "binary_crossentropy" else "linear"
    model = Sequential([Dense(4, "tanh", input_shape=(n_in,)), Dense(1, last)], seed=1)
    model.compile(partial(Adam, lr=0.1), loss, ["accuracy"] if n_in == 2 else [])
    return model


def packed(path: Path) -> dict[str, Any]:
    """Return what a page holds."""
    text = re.search(r'id="trace">([^<]*)</script>', path.read_text("utf-8"))
    assert text is not None
    data: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(text[1])))
    return data


def trained(path: Path, epochs: int = 12, *callbacks: Callback, **options: Any) -> dict[str, Any]:
    page = TrainingPage(path, **options)
    network().fit(X, Y, epochs=epochs, seed=0, verbose=0, callbacks=[page, *callbacks])
    return packed(path)


def read(field: dict[str, Any]) -> list[list[float]]:
    """Return a field's channels as numbers."""
    return [
        [field["low"] + field["step"] * LEVELS.index(level) for level in channel]
        for channel in field["channels"]
    ]


# --- what is kept ---


def test_every_epoch_is_kept_where_they_are_few(tmp_path: Path) -> None:
    data = trained(tmp_path / "run.html")
    assert data["kept"] == list(range(13))
    assert data["epochs"] == list(range(1, 13))
    assert sorted(data["curves"]) == ["accuracy", "loss"]
    assert len(data["curves"]["loss"]) == 12
    assert len(data["numbers"]) == 13
    assert {len(row) for row in data["numbers"]} == {17}


def test_of_many_epochs_some_are_kept_at_even_distances_and_the_last(tmp_path: Path) -> None:
    data = trained(tmp_path / "run.html", 50, kept=10)
    assert data["kept"] == [0, 8, 16, 24, 32, 40, 48, 50]
    assert len(data["curves"]["loss"]) == 50


def test_a_resumed_training_starts_where_it_was_left(tmp_path: Path) -> None:
    page = TrainingPage(tmp_path / "run.html", kept=4)
    network().fit(X, Y, epochs=11, initial_epoch=3, seed=0, verbose=0, callbacks=[page])
    data = packed(tmp_path / "run.html")
    assert data["kept"] == [3, 4, 6, 8, 10, 11]
    assert data["epochs"] == list(range(4, 12))


def test_of_many_samples_some_are_shown(tmp_path: Path) -> None:
    data = trained(tmp_path / "run.html", 1, samples=20)
    assert [x for x, _ in data["samples"]] == [
        [pytest.approx(x, rel=1e-6) for x in X[k]] for k in range(0, 60, 3)
    ]


def test_the_page_is_small_and_names_no_address(tmp_path: Path) -> None:
    file = tmp_path / "run.html"
    trained(file, 100)
    assert file.stat().st_size < 250_000
    assert "https://" not in file.read_text("utf-8")


@pytest.mark.parametrize("options", [{"kept": 0}, {"samples": -1}, {"kept": 2.5}])
def test_a_number_that_is_none_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="must be a whole number from 1"):
        TrainingPage("run.html", **options)


def test_an_unknown_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="language must be one of en, zh"):
        view_training(
            tmp_path / "a.html", title="", curves={}, epochs=[], kept={}, layers={},
            gradient=lambda _: [], outputs=lambda *_: [], samples=[([0.0], [0.0])],
            root=Value(0.0), parameters=[], language="fr",
        )  # fmt: skip


# --- what is not changed ---


def test_the_training_is_the_same_with_it(tmp_path: Path) -> None:
    plain, watched = network(), network()
    plain.fit(X, Y, epochs=5, seed=0, verbose=0)
    watched.fit(X, Y, epochs=5, seed=0, verbose=0, callbacks=[TrainingPage(tmp_path / "a.html")])
    assert watched.state_dict() == plain.state_dict()
    assert watched.history.engine == plain.history.engine


def test_an_interrupted_training_leaves_its_page(tmp_path: Path) -> None:
    class Interrupt(Callback):
        def on_epoch_end(self, epoch: int, *_: object) -> None:
            if epoch == 3:
                raise KeyboardInterrupt

    assert trained(tmp_path / "run.html", 50, Interrupt())["kept"] == [0, 1, 2, 3, 4]


# --- the numbers ---


def test_gradients_are_those_of_the_mean_loss(tmp_path: Path) -> None:
    """Of w x with the loss (w x - y)^2 by hand: the mean of 2 (w x - y) x."""
    xs, ys, w = [0.5, -1.0, 2.0], [1.0, 0.0, 3.0], 0.7
    for compiled in (True, False):
        model = Sequential([Dense(1, input_shape=(1,))], seed=1)
        (neuron,) = model.layers[0].neurons
        neuron.w[0].data = w
        model.compile(partial(nn.SGD, lr=0.1), "mse")
        page = TrainingPage(tmp_path / "run.html")
        model.fit([[x] for x in xs], ys, epochs=1, verbose=0, callbacks=[page], compiled=compiled)
        slopes = [2 * (w * x - y) for x, y in zip(xs, ys, strict=True)]
        by_w = sum(slope * x for slope, x in zip(slopes, xs, strict=True)) / 3
        by_b = sum(slopes) / 3
        size = math.sqrt((by_w**2 + by_b**2) / 2)
        assert packed(tmp_path / "run.html")["gradients"]["layer 1"][0] == pytest.approx(size)


def test_layers_are_called_as_their_network_calls_them() -> None:
    class Two(nn.Module):
        def __init__(self) -> None:
            self.encoder = nn.Linear(2, 3)
            self.heads = [nn.Linear(3, 1), nn.Linear(3, 1)]

    assert list(layers_of(network())) == ["layer 1", "layer 2"]
    assert list(layers_of(TwoLayerMLP(2, 2))) == ["w₁", "b₁", "w₂", "b₂"]
    assert list(layers_of(Two())) == ["encoder", "heads 1", "heads 2"]
    assert sum(map(len, layers_of(network()).values())) == len(network().parameters())


def test_the_fields_are_what_the_network_says(tmp_path: Path) -> None:
    model = network()
    page = TrainingPage(tmp_path / "run.html")
    model.fit(X, Y, epochs=30, seed=0, verbose=0, callbacks=[page])
    plane = packed(tmp_path / "run.html")["plane"]
    side, low, high = plane["side"], plane["low"], plane["high"]
    ((found),) = read(plane["fields"][-1])
    for row, column in ((0, 0), (3, side - 1), (side - 1, 7)):
        at = [low[i] + (high[i] - low[i]) * k / (side - 1) for i, k in ((0, column), (1, row))]
        ((p,),) = model.predict([at])
        odds = max(-8.0, min(8.0, math.log(p / (1 - p))))
        assert found[row * side + column] == pytest.approx(odds, abs=plane["fields"][-1]["step"])
    assert plane["classes"] == ["0", "1"]
    assert plane["targets"] == Y


@pytest.mark.parametrize(
    ("output", "marks", "boundary", "odds"),
    [
        (0.5, [0.0, 1.0], 0.5, 0.0),
        (0.75, [0.0, 1.0], 0.5, math.log(3)),
        (-2.0, [0.0, 1.0], 0.0, -2.0),  # a logit
        (0.0, [-1.0, 1.0], 0.5, 0.0),  # a hinge loss's
        (1.0, [-1.0, 1.0], 0.5, 1.0),
        (1.0, [0.0, 1.0], 0.5, 8.0),
        (3.0, [0.0, 1.0], 0.5, 8.0),
    ],
)
def test_log_odds(output: float, marks: Sequence[float], boundary: float, odds: float) -> None:
    assert log_odds(output, marks, boundary) == pytest.approx(odds, abs=1e-3)


def test_log_shares_of_probabilities_and_of_logits() -> None:
    shares = [0.2, 0.3, 0.5]
    logs = [math.log(p) for p in shares]
    assert log_shares(shares) == pytest.approx(logs)
    assert log_shares([z + 7 for z in logs]) == pytest.approx(logs)
    assert log_shares([0.0, 1.0]) == [-8.0, 0.0]


# --- what cannot be shown is left out ---


def test_three_inputs_have_no_plane(tmp_path: Path) -> None:
    model = network(3, "mse")
    page = TrainingPage(tmp_path / "run.html", title="three")
    rows = [[*x, 1.0] for x in X]
    model.fit(rows, Y, epochs=2, verbose=0, callbacks=[page])
    data = packed(tmp_path / "run.html")
    assert data["plane"] is None
    assert data["title"] == "three"


def test_a_quantity_is_a_field_of_itself(tmp_path: Path) -> None:
    model = network(2, "mse")
    model.compile("adam", "mse")
    page = TrainingPage(tmp_path / "run.html")
    model.fit(X, [a + b for a, b in X], epochs=2, verbose=0, callbacks=[page])
    plane = packed(tmp_path / "run.html")["plane"]
    ((p,),) = model.predict([plane["low"]])
    assert plane["classes"] == []
    assert read(plane["fields"][-1])[0][0] == pytest.approx(p, abs=plane["fields"][-1]["step"])


def test_a_large_network_has_no_graph(tmp_path: Path) -> None:
    model = Sequential([Dense(60, "tanh", input_shape=(90,)), Dense(1)], seed=1)
    model.compile("adam", "mse")
    page = TrainingPage(tmp_path / "run.html")
    model.fit([[0.1] * 90] * 2, [1.0, 2.0], epochs=1, verbose=0, callbacks=[page])
    assert packed(tmp_path / "run.html")["trace"] is None


def test_a_graph_that_depends_on_numbers_is_that_of_one_sample(tmp_path: Path) -> None:
    class Sided(nn.Model):
        def __init__(self) -> None:
            self.left, self.right = Value(0.1, "l"), Value(0.2, "r")

        def forward(self, x: Any) -> Value:
            return self.left * x[0] if x[0] < 0 else self.right * x[0]

    model = Sided()
    model.compile("sgd", "mse")
    model.fit(X, Y, epochs=2, verbose=0, callbacks=[TrainingPage(tmp_path / "run.html")])
    data = packed(tmp_path / "run.html")
    assert data["inputs"] == []
    assert data["trace"] is not None
    assert data["parameters"].count(None) == 1  # the other side's


def test_the_command_says_how_large_the_page_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = ["a,b,kind", *(f"{a:.3f},{b:.3f},{'up' if b > 0 else 'down'}" for a, b in X)]
    Path("data.csv").write_text("\n".join(lines))
    assert main(["train", "data.csv", "--epochs", "3", "--view", "run.html"]) == 0
    size = Path("run.html").stat().st_size
    assert f"Page: run.html ({size / 1000:.0f} kB)\n" in capsys.readouterr().out
    data = packed(Path("run.html"))
    assert data["title"] == "data.csv, 2-16-2"
    assert data["plane"]["names"] == ["a", "b"]
    assert data["plane"]["classes"] == ["down", "up"]
    assert main(["train", "data.csv", "--view", "run.txt"]) == 2
    assert "--view run.txt: expected .html" in capsys.readouterr().err
