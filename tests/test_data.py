"""Data for training: every number that is none is named, and targets suit the loss."""

from __future__ import annotations

import math
import random
from typing import Any

import pytest
from oracles import required

from nn.objectives import OBJECTIVES, Objective, objective_called
from nn.training_data import batches, checked_rows, checked_targets, split

SPARSE = OBJECTIVES["sparse_categorical_crossentropy"]
ONE_HOT = OBJECTIVES["categorical_crossentropy"]
MSE = OBJECTIVES["mean_squared_error"]


@pytest.mark.parametrize(
    ("given", "rows"),
    [
        ([[1, 2.5], [True, 4]], [[1.0, 2.5], [1.0, 4.0]]),
        (((1, 2), (3, 4)), [[1.0, 2.0], [3.0, 4.0]]),
        ([1, 2], [[1.0], [2.0]]),
        (iter([[1], [2]]), [[1.0], [2.0]]),
    ],
)
def test_samples_become_rows_of_floats(given: Any, rows: list[list[float]]) -> None:
    found = checked_rows(given, "X")
    assert found == rows
    assert {type(x) for row in found for x in row} == {float}


def test_arrays_of_any_type_become_rows_of_floats() -> None:
    np = required("numpy")
    for kind in (np.float32, np.int64, np.uint8, bool):
        assert checked_rows(np.array([[1, 0], [0, 1]], dtype=kind), "X") == [[1.0, 0.0], [0.0, 1.0]]
    assert checked_rows([np.array([1.0, 2.0])], "X") == [[1.0, 2.0]]
    assert checked_rows(np.array([3, 4]), "y") == [[3.0], [4.0]]


def test_a_data_frame_is_its_numbers() -> None:
    class Frame:
        def to_numpy(self) -> Any:
            return required("numpy").array([[1.0, 2.0]])

    assert checked_rows(Frame(), "X") == [[1.0, 2.0]]


@pytest.mark.parametrize("x", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_not_finite_is_named_by_sample_and_feature(x: float) -> None:
    rows = [[0.0, 1.0], [2.0, x], [x, 3.0]]
    with pytest.raises(ValueError, match=f"X: sample 2, feature 2 is {x}: leave the sample out"):
        checked_rows(rows, "X")
    with pytest.raises(ValueError, match=f"y: sample 2, target 1 is {x}"):
        checked_targets([0.0, x], 2, 1, MSE)


@pytest.mark.parametrize(
    ("given", "kind", "complaint"),
    [
        ([], ValueError, "X: there are no samples"),
        ([[]], ValueError, "X: sample 1 has 0 numbers, expected some"),
        ([[1.0, 2.0], [3.0]], ValueError, "X: sample 2 has 1 numbers, expected 2"),
        ([[1.0, "two"]], TypeError, "X: sample 1, feature 2: 'two' is not a number"),
        ([[1.0, None]], TypeError, "X: sample 1, feature 2: None is not a number"),
        ([[[1.0]]], TypeError, r"X: sample 1, feature 1: \[1.0\] is not a number"),
        (["ab"], TypeError, "X: sample 1, feature 1: 'ab' is not a number"),
        (3.0, TypeError, "X: expected a list of samples, got 3.0"),
        ("ab", TypeError, "X: expected a list of samples, got 'ab'"),
    ],
)
def test_what_is_no_samples_is_refused(given: Any, kind: type, complaint: str) -> None:
    with pytest.raises(kind, match=complaint):
        checked_rows(given, "X")


def test_classes_become_one_hot_rows() -> None:
    assert checked_targets([2, 0], 2, 3, SPARSE) == [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]


def test_probabilities_are_kept() -> None:
    assert checked_targets([[0.2, 0.8], [1, 0]], 2, 2, ONE_HOT) == [[0.2, 0.8], [1.0, 0.0]]


@pytest.mark.parametrize(
    ("y", "objective", "complaint"),
    [
        ([3, 0], SPARSE, r"y: sample 1: expected a class from 0 to 2, got \[3.0\]"),
        ([0, -1], SPARSE, "y: sample 2: expected a class from 0 to 2"),
        ([0, 1.5], SPARSE, "y: sample 2: expected a class from 0 to 2"),
        ([[0, 1], [1, 0]], SPARSE, "y: sample 1: expected a class from 0 to 2"),
        (
            [0, 1],
            ONE_HOT,
            "3 outputs, each sample has 1 targets; for class numbers take sparse_cat",
        ),
        ([[0, 1, 1], [1, 0, 0]], ONE_HOT, "y: sample 1: categorical_crossentropy needs probabil"),
        ([[0, 1, 0], [2, -1, 0]], ONE_HOT, "y: sample 2: categorical_crossentropy needs probabi"),
        ([[0, 1], [1, 0]], MSE, "y: the network has 3 outputs, each sample has 2 targets$"),
        ([[0, 1, 2]], MSE, "X has 2 samples and y has 1"),
    ],
)
def test_targets_that_do_not_suit_are_refused(y: Any, objective: Objective, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        checked_targets(y, 2, 3, objective)


def test_a_loss_is_found_by_name_by_function_and_as_an_object() -> None:
    import nn

    assert objective_called("mse") is objective_called(nn.mse_loss) is objective_called(
        nn.MSELoss()) is MSE  # fmt: skip
    assert objective_called(nn.CrossEntropyLoss()).classes
    assert objective_called(nn.BCEWithLogitsLoss()).boundary == 0.0

    def mine(pred: Any, target: Any) -> Any:
        return pred * target

    assert objective_called(mine) == Objective("mine", mine)


def test_batches_cover_every_sample_once_and_in_order() -> None:
    assert list(batches([3, 1, 2, 0, 4], 2)) == [[3, 1], [2, 0], [4]]


@pytest.mark.parametrize(
    ("m", "fraction", "held"), [(10, 0.2, 2), (7, 0.5, 4), (5, 0.0, 0), (2, 0.9, 1)]
)
def test_a_split_is_of_all_samples_repeatable_and_drawn_at_random(
    m: int, fraction: float, held: int
) -> None:
    lots = split(m, fraction, random.Random(1))
    assert sorted([*lots[0], *lots[1]]) == list(range(m))
    assert len(lots[1]) == held
    assert lots == split(m, fraction, random.Random(1))


def test_another_seed_draws_another_split() -> None:
    assert split(100, 0.3, random.Random(1)) != split(100, 0.3, random.Random(2))
