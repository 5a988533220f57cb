"""Programs written for micrograd run with one import changed; micrograd 0.1.0 is the judge."""

from __future__ import annotations

import copy
import io
import math
import pickle
import random
import re
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from oracles import required

import autograd
from autograd import micrograd as ours

PAGE = Path(__file__).parents[2] / "docs" / "moving_from_micrograd.md"


def readme(Value: Any) -> tuple[Any, Any, Any]:
    """The example of micrograd's README."""
    a = Value(-4.0)
    b = Value(2.0)
    c = a + b
    d = a * b + b**3
    c += c + 1
    c += 1 + c + (-a)
    d += d * 2 + (b + a).relu()
    d += 3 * d + (b - a).relu()
    e = c - d
    f = e**2
    g = f / 2.0
    g += 10.0 / f
    g.backward()
    return a, b, g


def test_example_of_its_readme() -> None:
    """The printed numbers are those of micrograd's README."""
    a, b, g = readme(ours.Value)
    assert f"{g.data:.4f}" == "24.7041"
    assert f"{a.grad:.4f}" == "138.8338"
    assert f"{b.grad:.4f}" == "645.5773"


def test_random_programs_give_its_numbers() -> None:
    theirs = required("micrograd.engine")

    def program(Value: Any, seed: int) -> tuple[list[Any], Any]:
        rng = random.Random(seed)
        leaves = [Value(rng.uniform(-2, 2)) for _ in range(3)]
        nodes = list(leaves)
        for _ in range(15):
            x, y = rng.choice(nodes), rng.choice(nodes)
            step = rng.randrange(7)
            nodes.append(
                [x + y, x * y * 0.3, x - y, (x * 0.2) ** 2, x.relu() + 0.1, 1.5 - x, x / 3.0][step]
            )
        root = sum(nodes)
        root.backward()
        return leaves, root

    for seed in range(40):
        (xs, ours_root), (ys, their_root) = (program(V, seed) for V in (ours.Value, theirs.Value))
        assert ours_root.data == pytest.approx(their_root.data, rel=1e-12)
        assert [x.grad for x in xs] == pytest.approx([y.grad for y in ys], rel=1e-9, abs=1e-9)


def test_graph_has_its_attributes() -> None:
    a, b = ours.Value(2.0), ours.Value(-3.0)
    c: Any = a * b
    assert c._prev == {a, b}
    assert (c._op, a._op, a._prev) == ("*", "", set())
    results: list[Any] = [a + b, a - b, a / b, a**2, a**-0.5, a.relu(), a.tanh(), -a]
    assert [v._op for v in results] == [
        "+", "-", "/", "**2", "**-0.5", "ReLU", "tanh", "-"
    ]  # fmt: skip
    assert repr(a) == "Value(data=2.0, grad=0.0)"
    sum_: Any = a + 1
    numbers = sum_._prev - {a}
    assert all(type(x) is ours.Value and x._prev == set() for x in numbers)
    assert type(sum([a, b])) is ours.Value
    assert a.label == ""
    assert ours.Value(1.0, (), "", "x").label == ours.Value(1.0, label="x").label == "x"
    assert ours.Value(1.0, "x").label == "x"  # as in autograd


def notebook_trace(root: Any) -> tuple[set[Any], set[Any]]:
    """The walk of micrograd's notebook trace_graph.ipynb."""
    nodes, edges = set(), set()

    def build(v: Any) -> None:
        if v not in nodes:
            nodes.add(v)
            for child in v._prev:
                edges.add((child, v))
                build(child)

    build(root)
    return nodes, edges


def test_walk_of_its_notebook() -> None:
    a, _, g = readme(ours.Value)
    nodes, edges = notebook_trace(g)
    assert a in nodes
    assert all(v._op for v in nodes if v._prev)
    assert len(edges) >= len(nodes) - 1


def test_drawing_of_its_notebook() -> None:
    y = (ours.Value(2.0) * ours.Value(-3.0)).relu()
    picture = ours.draw_dot(y, format="png", rankdir="TB")
    assert picture.format == "png"
    assert "rankdir=TB" in picture.source
    assert picture.source.count("->") == 3
    with pytest.raises(ValueError, match="rankdir is 'LR' or 'TB'"):
        ours.draw_dot(y, rankdir="up")


# --- nodes made by hand ---


def by_hand(x: Any) -> Any:
    """The tanh of Karpathy's lecture, of a class that has none."""
    t = (math.exp(2 * x.data) - 1) / (math.exp(2 * x.data) + 1)
    out = type(x)(t, (x,), "my tanh")

    def _backward() -> None:
        x.grad += (1 - t**2) * out.grad

    out._backward = _backward
    return out


def by_hand_of_any(x: Any) -> Any:
    """The same of a Value of autograd."""
    return by_hand(x * ours.Value(1.0) if type(x) is ours.Value else ours.Value(1.0) * x)


def test_operation_written_by_hand_is_used() -> None:
    theirs = required("micrograd.engine")
    found = []
    for Value in (ours.Value, theirs.Value):
        x = Value(0.7)
        y = by_hand(x * 2) * 3 + x
        y.backward()
        found.append((y.data, x.grad))
    assert found[0] == pytest.approx(found[1], rel=1e-14)
    assert by_hand(ours.Value(0.7))._op == "my tanh"


def test_gradients_before_do_not_matter_to_it() -> None:
    x = ours.Value(0.7)
    y = by_hand(x)
    y.backward()
    once = x.grad
    y.backward()
    assert x.grad == pytest.approx(2 * once)
    assert y.partials == pytest.approx((1 - math.tanh(0.7) ** 2,))
    assert (x.grad, y.grad) == (pytest.approx(2 * once), 2.0)


def test_node_with_the_sign_of_an_operation_is_that_operation() -> None:
    a, b = ours.Value(2.0), ours.Value(-3.0)
    for node, row in [
        (ours.Value(-6.0, (a, b), "*"), "mul"),
        (ours.Value(-1.0, (a, b), "+"), "add"),
        (ours.Value(4.0, (a,), "**2"), "power_by"),
        (ours.Value(2.0, (a,), "ReLU"), "relu"),
        (ours.Value(math.tanh(2.0), (a,), "tanh"), "tanh"),
    ]:
        assert node.op is not None
        assert node.op.name == row
    product = ours.Value(-6.0, (a, b), "*")
    product.backward()
    assert (a.grad, b.grad) == (-3.0, 2.0)
    wrong = ours.Value(7.0, (a, b), "*")
    with pytest.raises(TypeError, match=r"'\*' was made by hand: set its _backward"):
        wrong.backward()


def test_child_that_is_there_twice() -> None:
    x = ours.Value(3.0)
    out = ours.Value(9.5, (x, x), "square and a half")

    def _backward() -> None:
        x.grad += 2 * x.data * out.grad

    out._backward = _backward
    out.backward()
    assert x.grad == 6.0


def test_what_a_node_made_by_hand_cannot_do() -> None:
    x = ours.Value(0.7)
    y = by_hand(x)
    assert y.forward() is y  # nothing has changed
    x.data = 0.8
    with pytest.raises(TypeError, match="cannot be computed anew"):
        y.forward()
    with pytest.raises(TypeError, match="first derivatives alone"):
        autograd.grad(autograd.grad(by_hand_of_any))(0.7)
    with pytest.raises(TypeError, match="_children: expected a real number"):
        ours.Value(1.0, ("a",), "+")


def test_loop_over_backwards_by_hand() -> None:
    """As one writes it before one has written `backward`."""
    a, b = ours.Value(2.0), ours.Value(-3.0)
    c = a * b
    d: Any = c + a
    d.grad = 1.0
    for v in (d, c, a):
        v._backward()
    assert (a.grad, b.grad) == (-2.0, 2.0)


# --- the rest of the library reads it ---


def test_it_is_an_autograd_value() -> None:
    x = ours.Value(0.5, label="x")
    y = (x * x).sigmoid()
    y.label = "y"
    assert autograd.partial(y, x) == pytest.approx(autograd.grad(lambda t: (t * t).sigmoid())(0.5))
    assert "∂y/∂x" in str(autograd.explain(y))
    assert str(autograd.derive(y, x)) == "2 * x * sigmoid'(x**2)"
    assert autograd.hessian(lambda t: t.tanh())(x)[0][0].data == pytest.approx(
        autograd.grad(autograd.grad(lambda t: t.tanh()))(0.5)
    )


def test_copies_and_pickles() -> None:
    y = (ours.Value(0.5, label="x") * 2).tanh()
    for twin in (copy.deepcopy(y), pickle.loads(pickle.dumps(y))):
        assert type(twin) is ours.Value
        assert twin.data == y.data
        assert twin._op == "tanh"


# --- the page on moving over ---


def test_page_on_moving_over_prints_what_it_says() -> None:
    text = PAGE.read_text(encoding="utf-8")
    code = "\n".join(re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL))
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(code, {})
    promised = re.findall(r"^print\(.*\)  # (.*)$", code, flags=re.MULTILINE)
    assert printed.getvalue().split("\n")[:-1] == promised
    assert len(promised) == 4
