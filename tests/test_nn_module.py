"""`Module` finds its parameters, and saves and loads them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from autograd import Value
from nn import MLP, Linear, Module, ReLU, Sequential, Tanh


class Net(Module):
    """Parameters in every place where a module may hold them."""

    def __init__(self) -> None:
        self.bias = Value(1.0)
        self.rows = [[Value(2.0), Value(3.0)], (Value(4.0),)]
        self.heads = {"left": Value(5.0), "right": [Value(6.0)]}
        self.inner = Linear(1, 1, seed=0)
        self.width, self.name, self.nothing = 3, "net", None

    def forward(self, x: Any) -> Any:
        return self.inner(x) * self.bias


NAMES = ["bias", "rows.0.0", "rows.0.1", "rows.1.0", "heads.left", "heads.right.0",
         "inner.weight.0.0", "inner.bias.0"]  # fmt: skip


def test_parameters_are_named_by_their_path_in_the_order_they_were_set() -> None:
    assert [name for name, _ in Net().named_parameters()] == NAMES


def test_parameters_are_the_values_of_named_parameters() -> None:
    net = Net()
    assert net.parameters() == [v for _, v in net.named_parameters()]
    assert [p.data for p in net.parameters()[:6]] == [1, 2, 3, 4, 5, 6]


def test_a_shared_value_is_one_parameter_under_its_first_name() -> None:
    first, second = Linear(2, 2), Linear(2, 2)
    second.weight = first.weight
    names = [name for name, _ in Sequential(first, second).named_parameters()]
    assert [name for name in names if "weight" in name] == [
        f"layers.0.weight.{j}.{i}" for j in range(2) for i in range(2)
    ]


def test_private_attributes_hold_no_parameters() -> None:
    net: Any = Net()
    net._cache = [Value(7.0)]
    net._other = Linear(1, 1)
    assert [name for name, _ in net.named_parameters()] == NAMES


def test_a_module_without_parameters_has_none() -> None:
    assert Sequential(ReLU(), Tanh()).parameters() == []


def test_zero_grad_forgets_the_gradient_of_every_parameter() -> None:
    net = Net()
    net(2.0).backward()
    assert any(p.grad for p in net.parameters())
    net.zero_grad()
    assert [p.grad for p in net.parameters()] == [0.0] * len(NAMES)


def test_the_state_goes_through_json_into_another_network() -> None:
    one, other = MLP(2, [3, 1], seed=1), MLP(2, [3, 1], seed=2)
    assert one([0.3, -0.7]).data != other([0.3, -0.7]).data
    other.load_state_dict(json.loads(json.dumps(one.state_dict())))
    assert other.state_dict() == one.state_dict()
    assert other([0.3, -0.7]).data == one([0.3, -0.7]).data


def test_the_state_is_of_numbers_by_name_and_not_tied_to_the_network() -> None:
    net = Net()
    state = net.state_dict()
    assert list(state) == NAMES
    net.bias.data = 9.0
    assert state["bias"] == 1.0


def test_loading_keeps_the_parameters_themselves() -> None:
    net = Net()
    before = net.parameters()
    net.load_state_dict(dict.fromkeys(NAMES, 0.5))
    assert net.parameters() == before
    assert {p.data for p in before} == {0.5}


def test_loading_names_what_is_missing_and_changes_nothing() -> None:
    net = Net()
    state = {**dict.fromkeys(NAMES, 0.5)}
    del state["inner.bias.0"]
    before = net.state_dict()
    with pytest.raises(ValueError, match=r"missing.*'inner\.bias\.0'"):
        net.load_state_dict(state)
    assert net.state_dict() == before


def test_loading_names_what_is_unexpected_and_changes_nothing() -> None:
    net = Net()
    before = net.state_dict()
    with pytest.raises(ValueError, match=r"unexpected.*'outer'"):
        net.load_state_dict({**dict.fromkeys(NAMES, 0.5), "outer": 1.0})
    assert net.state_dict() == before


@pytest.mark.parametrize("bad", ["1.0", None, [1.0], 1j])
def test_loading_what_is_no_number_changes_nothing(bad: Any) -> None:
    net = Net()
    before = net.state_dict()
    with pytest.raises(TypeError, match="expected a real number"):
        net.load_state_dict({**dict.fromkeys(NAMES, 0.5), NAMES[-1]: bad})
    assert net.state_dict() == before


def test_repr_shows_the_modules_inside_as_pytorch_does() -> None:
    class Body(Module):
        def __init__(self) -> None:
            self.first = Linear(2, 3)
            self.activation = Tanh()

    class Outer(Module):
        def __init__(self) -> None:
            self.body = Body()
            self.head = Linear(3, 1, bias=False)

    assert repr(Outer()) == (
        "Outer(\n"
        "  (body): Body(\n"
        "    (first): Linear(2, 3, bias=True)\n"
        "    (activation): Tanh()\n"
        "  )\n"
        "  (head): Linear(3, 1, bias=False)\n"
        ")"
    )


def test_repr_shows_what_sequential_and_mlp_are_made_of() -> None:
    shown = repr(Sequential(Linear(2, 3), Tanh()))
    assert shown.index("Linear(2, 3, bias=True)") < shown.index("Tanh()")
    assert "Layer(3, 1, activation='linear')" in repr(MLP(2, [3, 1]))


def test_a_module_without_forward_says_so() -> None:
    with pytest.raises(TypeError, match=r"Module has no forward\(\)"):
        Module()(1.0)
