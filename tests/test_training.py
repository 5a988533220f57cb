"""`fit`: the loop one would write, the two engines' one answer, and what stops it."""

from __future__ import annotations

import math
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from oracles import required

import nn
from autograd import Value, no_grad
from nn import (
    MLP,
    SGD,
    Adam,
    Dense,
    DivergedError,
    EarlyStopping,
    History,
    Linear,
    Model,
    Normalization,
    Sequential,
    Tanh,
    TwoLayerMLP,
    worked_example,
)

XOR = [[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0]


def samples(m: int = 30, n_in: int = 3, seed: int = 0) -> list[list[float]]:
    rng = random.Random(seed)
    return [[rng.uniform(-1, 1) for _ in range(n_in)] for _ in range(m)]


def classes(m: int = 30, n: int = 3) -> list[int]:
    return [k * 7 % n for k in range(m)]


def classifier(activation: str = "tanh", units: int = 5) -> Sequential:
    layers = [Dense(units, activation=activation, input_shape=(3,)), Dense(3, "softmax")]
    return Sequential(layers, seed=0)


def weights(model: Model) -> list[float]:
    return [p.data for p in model.parameters()]


# --- it is the loop ---


def loop(model: Model, lr: float, epochs: int, size: int) -> list[float]:
    """The training that `fit` stands for, written out; the losses of its epochs."""
    X, y = samples(), classes()
    optimizer, losses = SGD(model.parameters(), lr), []
    for _ in range(epochs):
        so_far = 0.0
        for start in range(0, len(X), size):
            optimizer.zero_grad()
            batch = range(start, min(start + size, len(X)))
            loss = nn.cross_entropy([logits(model, X[k]) for k in batch], [y[k] for k in batch])
            loss.backward()
            optimizer.step()
            so_far += loss.data * len(batch)
        losses.append(so_far / len(X))
    return losses


def logits(model: Any, x: list[float]) -> list[Value]:
    model(x)
    return [neuron.z for neuron in model.layers[-1].neurons]


@pytest.mark.parametrize("compiled", [True, False])
def test_fit_is_the_loop_that_one_would_write(compiled: bool) -> None:
    by_hand, fitted = classifier(), classifier()
    losses = loop(by_hand, lr=0.3, epochs=4, size=8)  # 30 samples: the last batch is smaller
    fitted.compile(SGD(fitted.parameters(), lr=0.3), "sparse_categorical_crossentropy")
    history = fitted.fit(samples(), classes(), 4, 8, shuffle=False, verbose=0, compiled=compiled)
    assert history.history["loss"] == pytest.approx(losses, rel=1e-13)
    assert weights(fitted) == pytest.approx(weights(by_hand), abs=1e-13)


def test_keras_program_of_text_004_runs_as_it_stands() -> None:
    model = Sequential(
        [Dense(10, activation="relu", input_shape=(784,)), Dense(10, activation="softmax")]
    )
    model.compile(optimizer="sgd", loss="categorical_crossentropy", metrics=["accuracy"])
    X = samples(12, 784)
    y = [[float(k % 10 == j) for j in range(10)] for k in range(12)]
    history = model.fit(X, y, epochs=2, verbose=0)
    assert len(model.parameters()) == 784 * 10 + 10 + 10 * 10 + 10
    assert list(history.history) == ["loss", "accuracy"]
    assert history.epoch == [0, 1]
    assert model.history is history


# --- two engines, one answer ---

LOSSES: dict[str, tuple[str, Callable[[], list[Any]]]] = {
    "categorical_crossentropy": ("softmax", lambda: [[float(k == c) for k in range(3)]
                                                     for c in classes()]),
    "sparse_categorical_crossentropy": ("softmax", classes),
    "cross_entropy": ("linear", classes),
    "binary_crossentropy": ("sigmoid", lambda: [[x > 0 for x in row] for row in samples()]),
    "binary_crossentropy_with_logits": ("linear", lambda: [[x > 0 for x in row]
                                                           for row in samples()]),
    "mean_squared_error": ("linear", lambda: samples(seed=1)),
    "mean_absolute_error": ("tanh", lambda: samples(seed=1)),
    "half_squared_error": ("sigmoid", lambda: samples(seed=1)),
}  # fmt: skip
MODELS: dict[str, Callable[[], Model]] = {
    "MLP": lambda: MLP(3, [4, 3], activation="tanh", last="tanh", seed=1),
    "TwoLayerMLP": lambda: TwoLayerMLP(3, 4, 3, seed=1),
    "Linear, Tanh": lambda: Sequential(Linear(3, 3, seed=1), Tanh()),
    "Normalization": lambda: Sequential(
        [Normalization.of(samples()), Dense(4, "relu"), Dense(3)], seed=1
    ),
}


def histories_of(make: Callable[[], Model], loss: Any, y: Any, **how: Any) -> list[Any]:
    """The losses and the weights that both engines come to."""
    found = []
    for compiled in (True, False):
        model = make()
        model(samples()[0])
        model.compile(how.get("optimizer", "adam"), loss, how.get("metrics", ()))
        history = model.fit(
            samples(), y, 5, 8, (samples(9, seed=3), y[:9]), seed=0, verbose=0, compiled=compiled
        )
        found.append((history.history, weights(model)))
    return found


def assert_one_answer(program: Any, graph: Any) -> None:
    assert list(program[0]) == list(graph[0])
    for name, numbers in graph[0].items():
        assert program[0][name] == pytest.approx(numbers, rel=1e-12, abs=1e-14)
    assert program[1] == pytest.approx(graph[1], rel=0, abs=1e-12)


@pytest.mark.parametrize("loss", LOSSES)
def test_for_each_loss_program_and_graph_agree(loss: str) -> None:
    last, targets = LOSSES[loss]

    def make() -> Model:
        return Sequential([Dense(4, "tanh", input_shape=(3,)), Dense(3, last)], seed=0)

    assert_one_answer(*histories_of(make, loss, targets(), metrics=["accuracy", "mae", "mse"]))


@pytest.mark.parametrize("activation", nn.activations.ACTIVATIONS)
def test_for_each_activation_program_and_graph_agree(activation: str) -> None:
    targets = LOSSES["sparse_categorical_crossentropy"][1]()
    assert_one_answer(
        *histories_of(lambda: classifier(activation), "sparse_categorical_crossentropy", targets)
    )


@pytest.mark.parametrize("kind", MODELS)
def test_for_each_model_program_and_graph_agree(kind: str) -> None:
    assert_one_answer(*histories_of(MODELS[kind], "mse", samples(seed=1)))


@pytest.mark.parametrize(
    "optimizer",
    [partial(SGD, lr=0.3), partial(SGD, lr=0.1, momentum=0.9), partial(Adam, lr=0.05)],
    ids=["SGD", "momentum", "Adam"],
)
def test_for_each_optimizer_program_and_graph_agree(optimizer: Any) -> None:
    assert_one_answer(*histories_of(classifier, "cross_entropy", classes(), optimizer=optimizer))


def test_the_comparison_catches_another_learning_rate() -> None:
    a, b = (
        histories_of(classifier, "cross_entropy", classes(), optimizer=partial(SGD, lr=lr))[0]
        for lr in (0.3, 0.3 * (1 + 1e-9))
    )
    with pytest.raises(AssertionError):
        assert_one_answer(a, b)


def test_an_optimizer_keeps_its_state_from_fit_to_fit_and_engine_to_engine() -> None:
    ends = []
    for engines in ([True, True], [True, False], [False, True], [False, False]):
        model = classifier()
        model.compile(partial(Adam, lr=0.05), "sparse_categorical_crossentropy")
        for compiled in engines:
            model.fit(samples(), classes(), 2, seed=0, verbose=0, compiled=compiled)
        ends.append(weights(model))
    for end in ends[1:]:
        assert end == pytest.approx(ends[0], abs=1e-12)


def test_parameters_that_the_optimizer_has_not_are_left() -> None:
    for compiled in (True, False):
        model = classifier()
        frozen, moved = model.layers[0].parameters(), model.layers[1].parameters()
        before = [p.data for p in frozen], [p.data for p in moved]
        model.compile(SGD(moved, lr=0.1), "sparse_categorical_crossentropy")
        model.fit(samples(), classes(), verbose=0, compiled=compiled)
        assert [p.data for p in frozen] == before[0]
        assert all(p.data != x for p, x in zip(moved, before[1], strict=True))


# --- when one graph does not stand for every sample ---


class Branching(Model):
    """Another layer for each side: its graph depends on the data."""

    def __init__(self) -> None:
        self.left, self.right = Linear(2, 1, seed=0), Linear(2, 1, seed=1)

    def forward(self, x: Any) -> Any:
        return self.left(x) if x[0] > 0.5 else self.right(x)


class Noisy(Model):
    """Draws a number at each pass, as dropout does."""

    def __init__(self) -> None:
        self.layer, self._rng = Linear(2, 1, seed=0), random.Random(0)

    def forward(self, x: Any) -> Any:
        return self.layer([x[0] * self._rng.choice([0.0, 2.0]), x[1]])


class Detached(Model):
    """Takes a number out of the graph."""

    def __init__(self) -> None:
        self.layer = Linear(2, 1, seed=0)

    def forward(self, x: Any) -> Any:
        with no_grad():
            scale = self.layer(x)
        return self.layer(x) * scale


def huber(pred: Any, target: Any) -> Any:
    """A loss that branches on the error, which only later takes the other way."""
    error = pred - target
    return error**2 if abs(error) < 0.5 else abs(error) - 0.25


UNEVEN: dict[str, tuple[Callable[[], Model], Any, str]] = {
    "a branch in the network": (Branching, "mse", "x[0] > 0.5"),
    "a branch in the loss": (lambda: MLP(2, [3, 1], seed=0), huber, "abs(error) < 0.5"),
    "noise": (Noisy, "mse", "differs from one pass to the next"),
    "no_grad": (Detached, "mse", "no_grad"),
}


@pytest.mark.parametrize("kind", UNEVEN)
def test_it_falls_back_on_the_graph_and_says_why(
    kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    make, loss, why = UNEVEN[kind]
    ends = []
    for compiled in (None, False):
        model = make()
        model.compile(partial(SGD, lr=0.1), loss)
        if kind == "noise" and compiled is False:
            model.forward([0.0, 0.0])  # the two passes that looked for differences
            model.forward([0.0, 0.0])
            model.forward([0.0, 0.0])
        history = model.fit(*XOR, epochs=30, seed=0, verbose=2, compiled=compiled)
        ends.append((history.history["loss"], weights(model)))
        assert history.engine.startswith("the graph itself")
        assert (why in history.engine) == (compiled is None)
        assert capsys.readouterr().out.startswith(f"Computed by {history.engine}.\n")
    assert ends[0] == ends[1]


def test_noise_is_seen_with_one_sample_too() -> None:
    model = Noisy()
    model.compile("sgd", "mse")
    history = model.fit([[1.0, 2.0]], [1.0], verbose=0)
    assert "differs from one pass to the next" in history.engine


@pytest.mark.parametrize("kind", UNEVEN)
def test_compiled_on_demand_is_refused_with_the_reason(kind: str) -> None:
    make, loss, why = UNEVEN[kind]
    model = make()
    model.compile("sgd", loss)
    with pytest.raises(ValueError, match="compiled: ") as refusal:
        model.fit(*XOR, verbose=0, compiled=True)
    assert why in str(refusal.value)


def test_an_optimizer_of_ones_own_is_not_compiled() -> None:
    class Signs(SGD):
        def step(self) -> None:
            for p in self.params:
                p.data -= self.lr * math.copysign(1.0, p.grad)

    model = classifier()
    model.compile(Signs(model.parameters(), lr=0.01), "sparse_categorical_crossentropy")
    history = model.fit(samples(), classes(), verbose=0)
    assert history.engine == "the graph itself (Signs may not step arrays)"


WITHOUT_NUMPY = """
import sys
sys.modules["numpy"] = None
from nn import MLP
model = MLP(2, [3, 1], seed=0)
model.compile("sgd", "mse")
history = model.fit([[0.0, 1.0]] * 5, [1.0] * 5, verbose=0)
print(len(model.predict([[0.0, 1.0]] * 200)), history.engine)
"""


def test_without_numpy_it_is_the_graph() -> None:
    ran = subprocess.run([sys.executable, "-c", WITHOUT_NUMPY], capture_output=True, text=True)
    assert ran.stderr == ""
    assert ran.stdout.startswith("200 the graph itself (")
    assert "pip install chainrule[fast]" in ran.stdout


# --- repeatable ---


@pytest.mark.parametrize("compiled", [True, False])
def test_a_seed_makes_it_repeatable_and_another_one_different(compiled: bool) -> None:
    def losses(seed: int) -> list[float]:
        model = classifier()
        model.compile(partial(SGD, lr=0.3), "sparse_categorical_crossentropy")
        return model.fit(
            samples(), classes(), 3, 8, seed=seed, verbose=0, compiled=compiled
        ).history["loss"]

    assert losses(0) == losses(0) != losses(1)


def test_shuffling_draws_a_new_order_in_each_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    orders: list[list[int]] = []
    train = nn.batch_gradients.ByGraph.train

    def spied(self: Any, batch: Any) -> Any:
        orders.append(list(batch))
        return train(self, batch)

    monkeypatch.setattr(nn.batch_gradients.ByGraph, "train", spied)
    for shuffle in (True, False):
        model = classifier()
        model.compile("sgd", "sparse_categorical_crossentropy")
        model.fit(samples(), classes(), 2, 30, shuffle=shuffle, seed=0, verbose=0, compiled=False)
    assert [sorted(order) for order in orders] == [list(range(30))] * 4
    assert orders[0] != orders[1]
    assert orders[2] == orders[3] == list(range(30))


# --- the seeds' rule, and patience ---


def test_it_stops_when_no_parameter_changes_by_the_threshold() -> None:
    net, x, y = worked_example()
    net.compile(partial(SGD, lr=0.1), "mse")
    states: list[list[float]] = [weights(net)]

    class Watching(nn.Callback):
        def on_epoch_end(self, *_: Any) -> None:
            states.append(weights(net))

    history = net.fit(
        [x], [y], 1000, callbacks=[Watching(), EarlyStopping(threshold=1e-4)], verbose=0
    )
    changes = [max(abs(a - b) for a, b in zip(*pair, strict=True)) for pair in pairwise(states)]
    assert changes[-1] < 1e-4 <= min(changes[:-1])
    assert history.stop_reason == (
        f"no parameter changed by as much as 0.0001 in epoch {len(changes)}"
    )


def test_it_stops_at_the_number_of_iterations() -> None:
    net, x, y = worked_example()
    net.compile(partial(SGD, lr=0.1), "mse")
    history = net.fit([x], [y], 7, callbacks=[EarlyStopping(threshold=1e-9)], verbose=0)
    assert (len(history.epoch), history.stop_reason) == (7, "all 7 epochs are done")


class Scripted(nn.Callback):
    """Puts scores of its own in the place of the validation's."""

    def __init__(self, scores: list[float]) -> None:
        self.scores = scores

    def on_epoch_end(self, epoch: int, logs: Any) -> None:
        logs["val_loss"] = self.scores[epoch]
        for p in self.model.parameters():
            p.data = float(epoch)


@pytest.mark.parametrize(
    ("scores", "settings", "epochs", "kept"),
    [
        ([5, 4, 3, 4, 5, 6, 7], {"patience": 2}, 5, 4),
        ([5, 4, 3, 4, 5, 6, 7], {"patience": 2, "restore_best_weights": True}, 5, 2),
        ([5, 4, 3, 2, 1, 0, -1], {"patience": 2, "restore_best_weights": True}, 7, 6),
        ([5, 4, 4.5, 3, 3.5, 4, 2], {"patience": 2}, 6, 5),
        ([5, 4.9, 4.8, 4.7, 4.6, 4.5, 4.4], {"patience": 2, "min_delta": 0.15}, 7, 6),
        ([5, 4.9, 4.8, 4.7, 4.6, 4.5, 4.4], {"patience": 2, "min_delta": 1.0}, 3, 2),
        ([5, 6, 7, 8, 9, 10, 11], {}, 2, 1),
    ],
)
def test_patience_is_kerass(
    scores: list[float], settings: dict[str, Any], epochs: int, kept: float
) -> None:
    model = classifier()
    model.compile("sgd", "sparse_categorical_crossentropy")
    stop = EarlyStopping(**settings)
    history = model.fit(
        samples(), classes(), 7, callbacks=[Scripted(scores), stop], verbose=0, compiled=False
    )
    assert len(history.epoch) == epochs
    assert set(weights(model)) == {kept}
    assert ("val_loss has not improved" in history.stop_reason) == (epochs < 7)


def test_accuracy_is_best_when_large() -> None:
    model = classifier()
    model.compile("sgd", "sparse_categorical_crossentropy", ["accuracy"])

    class Falling(nn.Callback):
        def on_epoch_end(self, epoch: int, logs: Any) -> None:
            logs["accuracy"] = [0.5, 0.6, 0.7, 0.6, 0.5][epoch]

    stop = EarlyStopping("accuracy", patience=2)
    history = model.fit(samples(), classes(), 5, callbacks=[Falling(), stop], verbose=0)
    assert len(history.epoch) == 5
    assert history.stop_reason == "accuracy has not improved for 2 epochs"


def test_early_stopping_without_validation_says_what_it_needs() -> None:
    model = classifier()
    model.compile("sgd", "sparse_categorical_crossentropy")
    with pytest.raises(ValueError, match=r"no 'val_loss': it needs validation_data \(there is los"):
        model.fit(samples(), classes(), callbacks=[EarlyStopping(patience=1)], verbose=0)


@pytest.mark.parametrize("name", ["min_delta", "patience", "threshold"])
def test_early_stopping_refuses_what_is_below_0(name: str) -> None:
    with pytest.raises(ValueError, match=f"{name} must be a number from 0 up, got -1"):
        EarlyStopping(**{name: -1})


def test_callbacks_are_told_in_keras_order() -> None:
    told: list[str] = []

    class Telling(nn.Callback):
        def on_train_begin(self) -> None:
            told.append("begin")

        def on_epoch_begin(self, epoch: int) -> None:
            told.append(f"epoch {epoch}")

        def on_train_batch_end(self, batch: int, logs: Any) -> None:
            told.append(f"batch {batch}")
            assert list(logs) == ["loss"]

        def on_epoch_end(self, epoch: int, _: Any) -> None:
            told.append(f"end {epoch}")
            self.model.stop_training = epoch == 1

        def on_train_end(self) -> None:
            told.append("over")

    model = classifier()
    model.compile("sgd", "sparse_categorical_crossentropy")
    history = model.fit(samples(), classes(), 9, 20, callbacks=[Telling()], verbose=0)
    assert told == ["begin", "epoch 0", "batch 1", "batch 2", "end 0",
                    "epoch 1", "batch 1", "batch 2", "end 1", "over"]  # fmt: skip
    assert history.stop_reason == "a callback stopped it"


@pytest.mark.parametrize("compiled", [True, False])
def test_a_callback_may_set_the_parameters(compiled: bool) -> None:
    class Zero(nn.Callback):
        def on_epoch_end(self, *_: Any) -> None:
            for p in self.model.parameters():
                p.data = 0.0

    model = classifier()
    model.compile("sgd", "sparse_categorical_crossentropy")
    history = model.fit(
        samples(), classes(), 2, 30, callbacks=[Zero()], verbose=0, compiled=compiled
    )
    assert history.history["loss"][1] == pytest.approx(math.log(3))  # of three equal shares


# --- Ctrl-C ---


@pytest.mark.parametrize("compiled", [True, False])
def test_ctrl_c_ends_it_with_the_best_weights(compiled: bool) -> None:
    best: list[list[float]] = []

    class Pressing(nn.Callback):
        def on_epoch_end(self, *_: Any) -> None:
            best.append(weights(self.model))

        def on_train_batch_end(self, *_: Any) -> None:
            if len(best) == 3:
                signal.raise_signal(signal.SIGINT)

    model = classifier()
    model.compile(partial(SGD, lr=0.3), "sparse_categorical_crossentropy")
    history = model.fit(
        samples(), classes(), 50, 8, callbacks=[Pressing()], seed=0, verbose=0, compiled=compiled
    )
    losses = history.history["loss"]
    at = losses.index(min(losses))
    assert len(losses) == 3
    assert weights(model) == best[at]
    assert history.interrupted
    assert history.stop_reason == (
        f"interrupted; the weights are those of epoch {at + 1}, the best"
    )


def test_ctrl_c_in_the_first_epoch_leaves_the_weights_of_the_start() -> None:
    class Pressing(nn.Callback):
        def on_train_batch_end(self, *_: Any) -> None:
            raise KeyboardInterrupt

    model = classifier()
    before = weights(model)
    model.compile("sgd", "sparse_categorical_crossentropy")
    history = model.fit(samples(), classes(), 5, 8, callbacks=[Pressing()], verbose=0)
    assert weights(model) == before
    assert history.history == {}
    assert history.stop_reason == "interrupted; the weights are those of the start"


def test_another_error_is_not_swallowed_and_leaves_the_best_weights() -> None:
    class Failing(nn.Callback):
        def on_train_batch_end(self, *_: Any) -> None:
            raise RuntimeError("mine")

    model = classifier()
    before = weights(model)
    model.compile("sgd", "sparse_categorical_crossentropy")
    with pytest.raises(RuntimeError, match="mine"):
        model.fit(samples(), classes(), callbacks=[Failing()], verbose=0)
    assert weights(model) == before


# --- numbers that are none ---


@pytest.mark.parametrize("compiled", [True, False])
def test_a_diverging_loss_is_named_and_the_weights_are_kept(compiled: bool) -> None:
    model = Sequential([Dense(3, "relu", input_shape=(3,)), Dense(1)], seed=0)
    before = weights(model)
    model.compile(partial(SGD, lr=1e4), "mse")
    with pytest.raises(DivergedError, match=r"epoch \d+, batch \d+: .*smaller learning rate than"):
        model.fit(samples(), [1e3] * 30, 200, verbose=0, compiled=compiled)
    assert all(map(math.isfinite, weights(model)))
    assert len(model.history.epoch) < 100
    assert before != weights(model)


def test_a_diverging_loss_names_the_node() -> None:
    model = Sequential([Dense(2, input_shape=(3,)), Dense(1)], seed=0)
    for p in model.parameters():
        p.data = 1e200
    model.compile("sgd", lambda pred, target: pred * target)
    with pytest.raises(
        DivergedError, match=r"epoch 1, batch 1: the value of node 'z_1\^\{\(2\)\}'"
    ):
        model.fit(samples(), [1.0] * 30, verbose=0)


def test_validation_that_is_not_finite_is_named() -> None:
    model = Sequential([Dense(1, input_shape=(1,))], seed=0)
    model.compile(partial(SGD, lr=0.0), "mse")
    with pytest.raises(DivergedError, match="epoch 1, validation"):
        model.fit([[1.0]], [1.0], validation_data=([[1e300]], [1.0]), verbose=0)


# --- evaluate and predict ---


def test_evaluate_is_what_fit_says_of_the_validation() -> None:
    model = classifier()
    model.compile(partial(SGD, lr=0.3), "sparse_categorical_crossentropy", ["accuracy"])
    held = samples(200, seed=5), classes(200)
    history = model.fit(samples(), classes(), 3, validation_data=held, verbose=0)
    for scores in (model.evaluate(*held), [*model.evaluate(*held, return_dict=True).values()]):
        assert scores == pytest.approx(
            [history.history["val_loss"][-1], history.history["val_accuracy"][-1]], rel=1e-12
        )


def test_evaluate_without_metrics_is_the_loss_alone() -> None:
    model = classifier()
    model.compile("sgd", "sparse_categorical_crossentropy")
    one_by_one = [model.evaluate([x], [y]) for x, y in zip(samples(), classes(), strict=True)]
    assert model.evaluate(samples(), classes()) == pytest.approx(sum(one_by_one) / 30)


@pytest.mark.parametrize("m", [1, 30, 300])
def test_predict_gives_a_row_of_outputs_for_each_sample(m: int) -> None:
    model = classifier()
    found = model.predict(samples(m))
    expected = [[v.data for v in model(x)] for x in samples(m)]
    assert [x for row in found for x in row] == pytest.approx(
        [x for row in expected for x in row], rel=1e-12
    )
    assert len(found) == m


def test_arrays_go_in_and_come_out() -> None:
    np = required("numpy")
    model = classifier()
    model.compile("sgd", "sparse_categorical_crossentropy", ["accuracy"])
    X, y = np.array(samples(), dtype=np.float32), np.array(classes(), dtype=np.uint8)
    model.fit(X, y, verbose=0, validation_data=(X, y))
    found = model.predict(X)
    assert found.shape == (30, 3)
    assert np.mean(found.argmax(axis=1) == y) == model.evaluate(X, y)[1]


def test_a_lone_input_may_be_a_plain_number() -> None:
    model = Sequential([Dense(1, input_shape=(1,))], seed=0)
    model.compile(partial(SGD, lr=0.5), "mse")
    history = model.fit([0.0, 1.0], [1.0, 3.0], 400, 2, verbose=0)
    assert history.history["loss"][-1] < 1e-6
    assert model.predict([2.0])[0] == pytest.approx([5.0], abs=0.01)


# --- after training ---


@pytest.mark.parametrize("compiled", [True, False])
def test_every_gradient_can_still_be_read_at_its_node(compiled: bool) -> None:
    net = TwoLayerMLP(2, 3, seed=1)
    net.compile(partial(SGD, lr=1.0), "binary_crossentropy")
    net.fit(*XOR, epochs=20, verbose=0, compiled=compiled)
    assert {p.grad for p in net.parameters()} == {0.0}  # cleared
    loss = nn.binary_cross_entropy(net(XOR[0][1]), 1.0)
    loss.backward()
    assert net["z_2"].grad == pytest.approx(net["a_2"].data - 1)  # equation 8-13
    assert net["a_2"].grad == pytest.approx(-1 / net["a_2"].data)  # equation 8-12


def test_moons_are_solved_without_any_extra() -> None:
    """Two half circles with noise, as scikit-learn makes them, on the graph itself."""
    rng = random.Random(0)
    X, y = [], []
    for k in range(60):
        angle, moon = math.pi * rng.random(), k % 2
        x = [math.cos(angle), math.sin(angle)] if not moon else [
            1 - math.cos(angle), 0.5 - math.sin(angle)]  # fmt: skip
        X.append([v + rng.gauss(0, 0.1) for v in x])
        y.append(moon)
    model = MLP(2, [8, 8, 1], activation="tanh", last="sigmoid", seed=0)
    model.compile(partial(Adam, lr=0.1), "binary_crossentropy", ["accuracy"])
    history = model.fit(X, y, 70, 20, seed=0, verbose=0, compiled=False)
    assert history.history["accuracy"][-1] == 1.0


# --- refusals ---


def test_fit_before_compile_says_what_to_do() -> None:
    with pytest.raises(ValueError, match=r"first choose how to train: model\.compile"):
        classifier().fit(samples(), classes())


@pytest.mark.parametrize(
    ("how", "complaint"),
    [
        ({"optimizer": "rmsprop"}, "no optimizer 'rmsprop': choose one of sgd, adam"),
        ({"loss": "hinge"}, "no loss 'hinge': choose one of mean_squared_error"),
        ({"metrics": ["f1"]}, "no metric 'f1': choose one of accuracy"),
    ],
)
def test_names_that_are_none_are_refused_with_those_that_are(how: Any, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        classifier().compile(**{"optimizer": "sgd", "loss": "mse", **how})


@pytest.mark.parametrize("how", [{"optimizer": 0.1}, {"loss": None}])
def test_what_is_no_name_and_no_function_is_refused(how: Any) -> None:
    with pytest.raises(TypeError, match="expected a name"):
        classifier().compile(**{"optimizer": "sgd", "loss": "mse", **how})


@pytest.mark.parametrize("name", ["epochs", "batch_size"])
@pytest.mark.parametrize("n", [0, -1, 2.5])
def test_numbers_of_epochs_and_samples_are_whole(name: str, n: Any) -> None:
    model = classifier()
    model.compile("sgd", "sparse_categorical_crossentropy")
    with pytest.raises(ValueError, match=f"{name} must be a whole number from 1 up, got {n}"):
        model.fit(samples(), classes(), **{name: n})


def test_samples_of_another_width_are_refused() -> None:
    model = classifier()
    model.compile("sgd", "sparse_categorical_crossentropy")
    with pytest.raises(ValueError, match="Dense: expected 3 inputs, got 2"):
        model.fit(samples(5, 2), classes(5), verbose=0)


def test_validation_is_checked_too() -> None:
    model = classifier()
    model.compile("sgd", "sparse_categorical_crossentropy")
    with pytest.raises(ValueError, match="validation X: sample 1, feature 2 is nan"):
        model.fit(samples(), classes(), validation_data=([[0.0, math.nan, 0.0]], [1]), verbose=0)


def test_history_tells_what_happened() -> None:
    model = classifier()
    model.compile("sgd", "sparse_categorical_crossentropy")
    history = model.fit(samples(), classes(), 2, verbose=0)
    assert isinstance(history, History)
    assert repr(history).startswith("<History of 2 epochs: loss ")
    assert repr(history).endswith("; all 2 epochs are done>")
    assert history.seconds > 0
