"""The examples: each text's own network does what the text says, and prints what is true."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from oracles import required

from autograd import grad, topological_order
from nn import categorical_crossentropy, half_squared_error

EXAMPLES = Path(__file__).parents[1] / "examples"


@pytest.fixture(autouse=True)
def _as_from_their_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.syspath_prepend(EXAMPLES)
    monkeypatch.chdir(tmp_path)


def example(name: str) -> Any:
    return importlib.import_module(name)


def test_each_example_is_a_script_that_a_user_can_run(tmp_path: Path) -> None:
    """From another folder, with nothing but the packages on the path."""
    script = EXAMPLES / "text_001_until_it_stops.py"
    ran = subprocess.run(
        [sys.executable, script], cwd=tmp_path, capture_output=True, text=True, check=True,
        env={"PYTHONPATH": str(EXAMPLES.parent)},
    )  # fmt: skip
    assert "no parameter changed by as much as 1e-06 in epoch 749" in ran.stdout
    assert "   0   0.002636896665  0.600000   0.700000   0.300000" in ran.stdout  # claims.md


# --- text 000 ---


def test_text_000_solves_xor_in_the_two_layer_sigmoid_network(
    capsys: pytest.CaptureFixture[str],
) -> None:
    module = example("text_000_xor")
    net, history = module.trained()
    assert (net.n_in, net.n_hidden, net.n_out) == (2, 2, 1)
    assert history.history["accuracy"][-1] == 1.0
    for x, y in zip(module.X, module.Y, strict=True):
        assert net(x).data == pytest.approx(y, abs=0.005)
    module.main()
    pairs = re.findall(r"= (\S+) at its node, (\S+) by equation 8-14", capsys.readouterr().out)
    assert len(pairs) == 2
    assert all(at_node == by_text != "0.0000000000" for at_node, by_text in pairs)


# --- text 001 ---


def by_torch(steps: int) -> tuple[list[float], list[list[float]]]:
    """The losses, and all nine parameters before each step and at the end, as PyTorch has them."""
    torch = required("torch")

    def tensor(numbers: Any) -> Any:
        return torch.tensor(numbers, dtype=torch.float64, requires_grad=True)

    parameters = [tensor([[0.5, 0.3], [0.2, 0.4]]), tensor([0.1, 0.2]), tensor([0.6, 0.7]),
                  tensor(0.3)]  # fmt: skip
    w_1, b_1, w_2, b_2 = parameters
    x = torch.tensor([0.5, 0.3], dtype=torch.float64)
    optimizer = torch.optim.SGD(parameters, lr=0.1)
    losses, states = [], []

    def state() -> list[float]:
        return [v for p in parameters for v in p.detach().flatten().tolist()]

    for _ in range(steps):
        states.append(state())
        optimizer.zero_grad()
        a_2 = torch.sigmoid(torch.sigmoid(x @ w_1 + b_1) @ w_2 + b_2)
        loss = torch.nn.functional.mse_loss(a_2, torch.tensor(0.8, dtype=torch.float64))
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses, [*states, state()]


def test_text_001_is_pytorchs_at_every_epoch_until_it_stops() -> None:
    history, weights = example("text_001_until_it_stops").trained()
    losses, states = by_torch(len(history.epoch))
    assert history.history["loss"] == pytest.approx(losses, rel=0, abs=1e-10)
    assert len(weights) == len(states) == 750
    for ours, theirs in zip(weights, states, strict=True):
        assert list(ours.values()) == pytest.approx(theirs, rel=0, abs=1e-10)


def test_text_001_stops_by_its_threshold_and_not_before() -> None:
    history, weights = example("text_001_until_it_stops").trained(threshold=1e-5)
    changes = [max(abs(b[n] - a[n]) for n in a) for a, b in pairwise(weights)]
    assert changes[-1] < 1e-5 <= min(changes[:-1])
    assert history.stop_reason == "no parameter changed by as much as 1e-05 in epoch 507"


# --- text 002 ---


@pytest.mark.parametrize("widths", [(3, 3, 2), (3, 4, 4, 2), (3, 2, 2, 2, 2, 2)])
def test_text_002_delta_is_its_recursion_at_any_depth(widths: tuple[int, ...]) -> None:
    module = example("text_002_any_depth")
    net = module.network(*widths)
    half_squared_error(net(module.X[0]), module.Y[0]).backward()
    assert [len(delta) for delta in module.deltas(net)] == list(widths[1:])
    for found, recursion in zip(module.deltas(net), module.deltas_by_recursion(net), strict=True):
        assert found == pytest.approx(recursion, rel=1e-12)


def test_text_002_labels_are_the_texts() -> None:
    module = example("text_002_any_depth")
    out = module.network(3, 3, 2)(module.X[0])
    labels = {v.label for v in topological_order(out[1])}
    assert {"w_{1,1}^{(2)}", "w_{3,2}^{(3)}", "z_2^{(3)}", "a_3^{(2)}", "a_2^{(3)}"} <= labels


def test_text_002_stops_by_the_threshold_or_the_number_of_iterations() -> None:
    module = example("text_002_any_depth")
    stopped = module.trained(module.network(3, 3, 2), 5000, threshold=3e-3)
    assert stopped.stop_reason.startswith("no parameter changed by as much as 0.003")
    ended = module.trained(module.network(3, 3, 2), 50)
    assert (len(ended.epoch), ended.stop_reason) == (50, "all 50 epochs are done")


# --- text 003 ---


def test_text_003_learns_iris_and_its_last_delta_is_output_minus_truth() -> None:
    required("sklearn")
    module = example("text_003_softmax")
    net, history = module.trained(epochs=60)
    assert history.history["val_accuracy"][-1] >= 0.9
    assert history.history["loss"][-1] < 0.2 < history.history["loss"][0]
    X, Y = module.iris()
    for k in (0, 75, 149):
        a = net(X[k])
        z = [neuron.z for neuron in net.layers[-1].neurons]
        found = grad(categorical_crossentropy(a, Y[k]), z)
        assert found == pytest.approx([v.data - y for v, y in zip(a, Y[k], strict=True)], abs=1e-15)


# --- text 004 ---


def test_text_004_trains_the_texts_network_on_784_inputs() -> None:
    required("sklearn")
    module = example("text_004_sequential")
    model, history = module.trained(epochs=3, samples=600)
    assert len(model.parameters()) == 7960
    losses = history.history["loss"]
    assert losses[0] > losses[1] > losses[2]
    assert history.history["accuracy"][-1] > 0.3
    assert history.engine.startswith("a NumPy program")


def test_an_image_is_drawn_out_to_28_by_28() -> None:
    large = example("text_004_sequential").enlarged([float(k) for k in range(64)])
    assert len(large) == 784
    assert (large[0], large[27], large[-28], large[-1]) == (0.0, 7.0, 56.0, 63.0)
    assert [large.count(float(k)) for k in (0, 9)] == [16, 9]  # 28 / 8 is 4 or 3 points


# --- real data ---


def test_digits_reach_97_percent_in_under_10_seconds() -> None:
    required("sklearn")
    _, history = example("digits").trained(verbose=0)
    assert history.history["val_accuracy"][-1] >= 0.97
    assert history.seconds < 10
    assert history.engine.startswith("a NumPy program")


def test_moons_are_solved_and_their_boundary_is_drawn(tmp_path: Path) -> None:
    required("sklearn")
    required("matplotlib")
    module = example("moons")
    net, history = module.trained(verbose=0)
    assert history.history["accuracy"][-1] == 1.0
    right = [(a > 0.5) == moon for (a,), moon in zip(net.predict(module.load()[0]),
                                                     module.load()[1], strict=True)]  # fmt: skip
    assert all(right)
    module.drawn(net, tmp_path / "moons.png", points=40)
    assert (tmp_path / "moons.png").read_bytes().startswith(b"\x89PNG")


def test_learning_curves_have_a_panel_for_each_number(tmp_path: Path) -> None:
    required("matplotlib")
    required("sklearn")
    _, history = example("digits").trained(epochs=2, samples=200, verbose=0)
    figure = history.plot(tmp_path / "curves.png")
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["loss", "accuracy"]
    for axes, name in zip(figure.axes, ("loss", "accuracy"), strict=True):
        training, validation = axes.get_lines()
        assert list(training.get_ydata()) == history.history[name]
        assert list(validation.get_ydata()) == history.history[f"val_{name}"]
        assert list(training.get_xdata()) == [1, 2]
    assert "<svg" in figure._repr_svg_()  # what a notebook shows
