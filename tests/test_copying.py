"""Copies and pickles keep what the graph shares, its numbers and its names."""

from __future__ import annotations

import copy
import io
import pickle
from collections.abc import Callable
from typing import Any

import pytest

import autograd
from autograd import Value


def by_pickle(protocol: int) -> Callable[[Any], Any]:
    return lambda x: pickle.loads(pickle.dumps(x, protocol))


copied = pytest.mark.parametrize(
    "again",
    [copy.deepcopy, *map(by_pickle, range(2, pickle.HIGHEST_PROTOCOL + 1))],
    ids=["deepcopy", *[f"pickle {p}" for p in range(2, pickle.HIGHEST_PROTOCOL + 1)]],
)


def graph() -> tuple[Value, Value, Value]:
    """Return two roots that share nodes, and a leaf of both."""
    w = Value(0.5, label="w")
    z = autograd.affine([w, w], [Value(2.0), w], 1.0)
    z.label = "z"
    first = z.tanh() * z**2
    second = z - w.leaky_relu(0.1)
    first.backward()
    return first, second, w


@copied
def test_copy_has_the_same_numbers_names_and_rows(again: Callable[[Any], Any]) -> None:
    first, _, _ = graph()
    twin = again(first)
    pairs = [(first, twin)]
    for v, u in pairs:
        assert u is not v
        assert (u.data, u.grad, u.label) == (v.data, v.grad, v.label)
        assert (u.op and u.op.name, u.partials) == (v.op and v.op.name, v.partials)
        pairs += zip(v.inputs, u.inputs, strict=True)
    assert len(pairs) > 10


@copied
def test_roots_copied_together_share_what_they_shared(again: Callable[[Any], Any]) -> None:
    first, second, w = graph()
    one, two, leaf = again([first, second, w])
    z = two.inputs[0]
    assert one.inputs[0].inputs[0] is one.inputs[1].inputs[0] is z
    assert z.inputs[0] is z.inputs[1] is z.inputs[3] is two.inputs[1].inputs[0] is leaf
    again_in_order = again({"w": w, "roots": (second, first)})
    assert again_in_order["roots"][0].inputs[1].inputs[0] is again_in_order["w"]


@copied
def test_copy_is_independent(again: Callable[[Any], Any]) -> None:
    first, second, w = graph()
    _, two, leaf = again([first, second, w])
    before = first.data, second.data, w.grad
    leaf.data = 3.0
    two.forward()
    two.backward()
    assert (first.data, second.data, w.grad) == before
    assert two.data == 3.0 * 2 + 3.0 * 3.0 + 1 - 3.0
    assert leaf.grad == w.grad + 2 + 2 * 3.0 - 1


@copied
def test_copy_differentiates_as_the_original(again: Callable[[Any], Any]) -> None:
    first, _, w = graph()
    one, leaf = again((first, w))
    assert autograd.partial(one, leaf) == autograd.partial(first, w)
    assert autograd.hessian(one, [leaf]) == autograd.hessian(first, [w])


def test_shallow_copy_shares_its_inputs() -> None:
    first, _, _ = graph()
    twin = copy.copy(first)
    assert twin is not first
    assert twin.inputs == first.inputs
    assert (twin.data, twin.grad, twin.op) == (first.data, first.grad, first.op)
    twin.label = "twin"
    assert first.label == ""


def test_pickles_are_of_the_present_numbers() -> None:
    """What one pickle remembers of the graph does not go into the next."""
    first, _, w = graph()
    pickle.dumps(first)
    w.data, w.label = 7.0, "renamed"
    twin = pickle.loads(pickle.dumps(w))
    assert (twin.data, twin.label) == (7.0, "renamed")


def test_one_pickler_keeps_what_is_shared_between_its_dumps() -> None:

    first, second, w = graph()
    stream = io.BytesIO()
    pickler = pickle.Pickler(stream)
    for v in (w, first, second):
        pickler.dump(v)
    stream.seek(0)
    unpickler = pickle.Unpickler(stream)
    leaf, one, two = unpickler.load(), unpickler.load(), unpickler.load()
    assert two.inputs[1].inputs[0] is leaf
    assert one.inputs[1].inputs[0] is two.inputs[0]


def test_node_is_pickled_once_however_often_it_is_named() -> None:
    z = Value(1.0)
    nodes = [z := z * 0.5 + 1 for _ in range(300)]
    assert len(pickle.dumps([z, *nodes])) < 1.5 * len(pickle.dumps(z))


def test_subclass_stays_a_subclass() -> None:
    x = _Named(2.0)
    assert type(copy.copy(x)) is type(copy.deepcopy(x)) is type(by_pickle(2)(x)) is _Named


class _Named(Value):
    pass
