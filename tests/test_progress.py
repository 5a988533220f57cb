"""What is shown of a training, where."""

from __future__ import annotations

import io
from typing import Any

import pytest
from rich.console import Console

from nn import Callback, Dense, Sequential
from nn.progress import Bar, Lines, as_text, progress_for


def fitted(**how: Any) -> None:
    model = Sequential([Dense(1, input_shape=(1,))], seed=0)
    model.compile("sgd", "mse", ["mae"])
    model.fit([0.0, 1.0], [1.0, 2.0], 3, validation_data=([2.0], [3.0]), seed=0, **how)


def test_by_default_it_is_a_line_an_epoch_where_there_is_no_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    fitted()
    first, *lines = capsys.readouterr().out.splitlines()
    assert first.startswith("Computed by ")
    assert [line.split(": ")[0] for line in lines] == ["Epoch 1/3", "Epoch 2/3", "Epoch 3/3"]
    assert lines[0].split(": ")[1].split(", ")[2].startswith("val_loss ")


def test_verbose_0_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    fitted(verbose=0)
    assert capsys.readouterr() == ("", "")


def test_a_bar_tells_the_epoch_and_the_numbers() -> None:
    out = io.StringIO()
    bar = Bar(Console(file=out, force_terminal=True, width=100, color_system=None), 3, 2)
    model = Sequential([Dense(1)])
    model.history = type("", (), {"engine": "the graph itself"})()
    bar.set_model(model)
    bar.on_train_begin()
    for epoch in range(3):
        for batch in (1, 2):
            bar.on_train_batch_end(batch, {"loss": 0.5})
        bar.on_epoch_end(epoch, {"loss": 0.25, "accuracy": 1.0})
    bar.on_train_end()
    assert "Computed by the graph itself." in out.getvalue()
    assert "3/3" in out.getvalue()
    assert "loss 0.2500, accuracy 1.0000" in out.getvalue()


@pytest.mark.parametrize(
    ("verbose", "kind"), [(0, Callback), (1, Bar), (2, Lines), ("auto", Lines)]
)
def test_the_kind_is_chosen(verbose: Any, kind: type) -> None:
    assert type(progress_for(verbose, 3, 2)) is kind


def test_on_a_terminal_it_is_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert type(progress_for("auto", 3, 2)) is Bar


@pytest.mark.parametrize("verbose", [3, "yes", None])
def test_another_kind_is_refused(verbose: Any) -> None:
    with pytest.raises(ValueError, match="verbose must be 0, 1, 2 or 'auto', got"):
        progress_for(verbose, 3, 2)


def test_numbers_are_told_in_four_digits() -> None:
    assert as_text({"loss": 1.23456, "val_loss": 0.00012345}) == "loss 1.2346, val_loss 0.000123"
