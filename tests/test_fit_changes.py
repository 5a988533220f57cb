"""`fit` sees what its callbacks change, whichever way it computes; and a run can be resumed."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from oracles import required

import nn
from autograd import Value
from nn import SGD, Adam, AdamW, Callback, Dense, EarlyStopping, Linear, Model, Sequential

X = [[0.1, 0.7], [0.9, 0.2], [0.4, 0.5], [0.6, 0.1], [0.3, 0.8]]
Y = [0.9, 0.2, 0.6, 0.1, 0.7]
GRAPH = "the graph itself"


class Tempered(Model):
    """A linear layer, times a plain number that is no parameter."""

    def __init__(self) -> None:
        self.l = Linear(2, 1, seed=0)
        self.t = 1.0

    def forward(self, x: Any) -> Any:
        return self.l(x) * self.t


class Change(Callback):
    """Does something to the model at the end of each epoch, or of each batch."""

    def __init__(self, change: Callable[[Any], object]) -> None:
        self.change = change

    def on_epoch_end(self, *_: object) -> None:
        self.change(self.model)


class ChangeEachBatch(Callback):
    def __init__(self, change: Callable[[Any], object]) -> None:
        self.change = change

    def on_train_batch_end(self, *_: object) -> None:
        self.change(self.model)


class ChangeBefore(Change):
    on_epoch_end = Callback.on_epoch_end  # type: ignore[assignment]

    def on_epoch_begin(self, *_: object) -> None:
        self.change(self.model)


class ChangeAtFirst(Change):
    on_epoch_end = Callback.on_epoch_end  # type: ignore[assignment]

    def on_train_begin(self) -> None:
        self.change(self.model)


def halve(model: Any) -> None:
    model.t /= 2


def replace_a_value(model: Any) -> None:
    model.l.weight[0][0] = Value(model.l.weight[0][0].data + 0.25)


def replace_a_row(model: Any) -> None:
    model.l.weight = [[Value(0.5), Value(-0.5)]]


def set_a_number(model: Any) -> None:
    model.l.bias[0].data += 0.125


def freeze(model: Any) -> None:
    model.l.bias = []


CHANGES = [halve, replace_a_value, replace_a_row, set_a_number, freeze]


def trained(
    make: Callable[[Any], Callback], change: Any, compiled: bool | None
) -> tuple[list[float], list[float], str]:
    """Return the losses, the weights and what was told of the way."""
    model = Tempered()
    model.compile(partial(SGD, lr=0.1, momentum=0.5), "mse")
    history = model.fit(X, Y, 4, 2, callbacks=[make(change)], seed=0, verbose=0, compiled=compiled)
    return history.history["loss"], [p.data for p in model.parameters()], history.engine


@pytest.mark.parametrize("change", CHANGES, ids=lambda f: f.__name__)
@pytest.mark.parametrize("when", [Change, ChangeEachBatch, ChangeBefore, ChangeAtFirst])
def test_what_a_callback_changes_is_seen(when: Any, change: Any) -> None:
    losses, weights, how = trained(when, change, None)
    expected, expected_weights, _ = trained(when, change, False)
    assert losses == pytest.approx(expected, rel=1e-12)
    assert weights == pytest.approx(expected_weights, rel=1e-12)
    if change is set_a_number:
        assert how == "a NumPy program, compiled from the graph of one sample"
    else:
        assert how.startswith("a NumPy program")
        assert f"; {GRAPH} from epoch " in how
        assert how.endswith("(a callback changed what the network computes)")


def test_a_program_that_was_asked_for_is_refused_then() -> None:
    with pytest.raises(ValueError, match="compiled: a callback changed what the network computes"):
        trained(Change, halve, True)


def test_callbacks_that_change_nothing_leave_the_program() -> None:
    assert trained(Change, lambda _: None, True)[2].startswith("a NumPy program")
    model = Tempered()
    model.compile("sgd", "mse")
    history = model.fit(X, Y, 3, callbacks=[EarlyStopping("loss", patience=2)], verbose=0)
    assert history.engine == "a NumPy program, compiled from the graph of one sample"


class Counting(Tempered):
    """Another formula from its tenth pass on."""

    calls = 0

    def forward(self, x: Any) -> Any:
        self.calls += 1
        return self.l(x) * (2.0 if self.calls > 9 else 1.0)


CALLS = [0]


class CountingOutside(Tempered):
    def forward(self, x: Any) -> Any:
        CALLS[0] += 1
        return self.l(x) * (2.0 if CALLS[0] > 9 else 1.0)


@pytest.mark.parametrize("kind", [Counting, CountingOutside])
def test_a_pass_that_counts_is_not_compiled(kind: Any) -> None:
    model = kind()
    model.compile("sgd", "mse")
    history = model.fit(X, Y, 2, verbose=0)
    assert history.engine == (
        f"{GRAPH} (a pass changes numbers that the network keeps, as a counter does)"
    )


# --- losses by their objects, as PyTorch has them ---

OPTIONS: dict[str, tuple[Any, Callable[[Any, Any, Any], Any]]] = {
    "MSELoss": (nn.MSELoss(), lambda F, p, y: F.mse_loss(p, one_hot(p, y))),
    "MSELoss, sum": (
        nn.MSELoss(reduction="sum"),
        lambda F, p, y: F.mse_loss(p, one_hot(p, y), reduction="sum") / len(p),
    ),
    "L1Loss": (nn.L1Loss(), lambda F, p, y: F.l1_loss(p, one_hot(p, y))),
    "BCEWithLogitsLoss": (
        nn.BCEWithLogitsLoss(pos_weight=[2.0, 0.5, 3.0]),
        lambda F, p, y: F.binary_cross_entropy_with_logits(
            p, one_hot(p, y), pos_weight=p.new_tensor([2.0, 0.5, 3.0])
        ),
    ),
    "BCELoss": (
        nn.BCELoss(weight=[2.0, 0.5, 3.0]),
        lambda F, p, y: F.binary_cross_entropy(
            p.sigmoid(), one_hot(p, y), weight=p.new_tensor([2.0, 0.5, 3.0])
        ),
    ),
    "CrossEntropyLoss": (nn.CrossEntropyLoss(), lambda F, p, y: F.cross_entropy(p, y)),
    "CrossEntropyLoss, weights": (
        nn.CrossEntropyLoss(weight=[2.0, 0.5, 3.0]),
        lambda F, p, y: (
            F.cross_entropy(p, y, weight=p.new_tensor([2.0, 0.5, 3.0]), reduction="sum") / len(p)
        ),
    ),
}
LABELS = [k * 2 % 3 for k in range(len(X))]


def one_hot(p: Any, y: Any) -> Any:
    torch = required("torch")
    return torch.nn.functional.one_hot(y, 3).to(p.dtype)


def fitted(name: str, compiled: bool | None, epochs: int = 50) -> tuple[Linear, list[float]]:
    """Return the layer and the losses of fifty epochs on the whole data."""
    layer = Linear(2, 3, seed=0)
    parts = [layer, nn.Sigmoid()] if name == "BCELoss" else [layer]
    model = Sequential(parts)
    model.compile(partial(AdamW, lr=0.05), OPTIONS[name][0])
    y: Any = LABELS
    if not name.startswith("Cross"):
        y = [[float(k == label) for k in range(3)] for label in LABELS]
    history = model.fit(X, y, epochs, len(X), shuffle=False, verbose=0, compiled=compiled)
    return layer, history.history["loss"]


@pytest.mark.parametrize("compiled", [True, False])
@pytest.mark.parametrize("name", OPTIONS)
def test_fifty_epochs_are_pytorchs(name: str, compiled: bool) -> None:
    torch = required("torch")
    start = Linear(2, 3, seed=0)
    weight, bias = (
        torch.tensor(x, dtype=torch.float64, requires_grad=True)
        for x in ([[w.data for w in row] for row in start.weight], [b.data for b in start.bias])
    )
    optimizer = torch.optim.AdamW([weight, bias], lr=0.05)
    data, y, losses = torch.tensor(X, dtype=torch.float64), torch.tensor(LABELS), []
    for _ in range(50):
        optimizer.zero_grad()
        loss = OPTIONS[name][1](torch.nn.functional, data @ weight.T + bias, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    layer, found = fitted(name, compiled)
    assert found == pytest.approx(losses, rel=0, abs=1e-12)
    numbers = [w.data for row in layer.weight for w in row]
    assert numbers == pytest.approx(weight.flatten().tolist(), rel=0, abs=1e-12)


def test_terms_are_no_loss_to_train_on() -> None:
    model = Sequential(Linear(2, 1))
    with pytest.raises(ValueError, match='reduction="none" gives no single number'):
        model.compile("sgd", nn.MSELoss(reduction="none"))


# --- resuming ---


def network() -> Sequential:
    return Sequential([Dense(4, "tanh", input_shape=(2,)), Dense(1, "sigmoid")], seed=0)


@pytest.mark.parametrize("compiled", [True, False])
@pytest.mark.parametrize(
    "make",
    [partial(SGD, lr=0.5, momentum=0.9), partial(Adam, lr=0.05), partial(AdamW, lr=0.05)],
    ids=["SGD", "Adam", "AdamW"],
)
def test_a_fit_resumes_to_the_last_bit(make: Any, compiled: bool) -> None:
    whole, first, second = network(), network(), network()
    for model in (whole, first, second):
        model.compile(make(model.parameters()), "mse")
    how: Any = {"batch_size": 2, "seed": 3, "verbose": 0, "compiled": compiled}
    losses = whole.fit(X, Y, 10, **how).history["loss"]
    first.fit(X, Y, 4, **how)
    kept = json.loads(json.dumps([first.state_dict(), first.optimizer().state_dict()]))
    second.load_state_dict(kept[0])
    second.optimizer().load_state_dict(kept[1])
    history = second.fit(X, Y, 10, initial_epoch=4, **how)
    assert history.epoch == list(range(4, 10))
    assert history.history["loss"] == losses[4:]
    assert second.state_dict() == whole.state_dict()


def test_numbers_of_epochs_may_be_numpys() -> None:
    np = required("numpy")
    model = network()
    model.compile("sgd", "mse")
    assert model.fit(X, Y, np.int64(2), np.int32(3), verbose=0).epoch == [0, 1]
    for name in ("epochs", "batch_size", "initial_epoch"):
        for wrong in (True, 2.0, "2", np.float64(2), -1):
            with pytest.raises(ValueError, match=f"{name} must be a whole number from "):
                model.fit(X, Y, **{name: wrong})
