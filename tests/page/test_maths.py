"""The page's primitives are as accurate as Python's, and refuse what Python refuses."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from mpmath import mp
from oracles import MPMATH, ROWS, essential, points, ulps

from autograd.engine import operation
from autograd.showing.expression_trees import is_primitive

TABLE = [row for row in ROWS if row.family is None]
PAGE_ROWS = [row for row in TABLE if is_primitive(row)]
ENDS = [0.0, 1e-300, 1e-9, 0.3, 1.0, 2.0, 20.0, 36.0, 40.0, 700.0, 745.0, 1000.0]
RANGE = sorted({sign * x for x in ENDS for sign in (1, -1)})
DIGITS = 900  # 1 - sigmoid(1000) is 1e-435
A_FEW = 4.0  # units of the last place

PRIMITIVE = """({PRIMITIVES, DomainError}, calls) => calls.map(([name, inputs]) => {
  try { return PRIMITIVES[name](...inputs); }
  catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.reason;
  }
})"""


def results(js: Callable[..., Any], calls: list[tuple[str, tuple[float, ...]]]) -> list[Any]:
    """Return what the primitives give in the page, a word where they refuse."""
    found: list[Any] = js(PRIMITIVE, [[name, list(inputs)] for name, inputs in calls])
    return found


def test_every_built_in_row_is_a_primitive_or_is_written_in_them(js: Callable[..., Any]) -> None:
    names = js("({PRIMITIVES}) => Object.keys(PRIMITIVES)")
    assert sorted(names) == sorted(row.name for row in PAGE_ROWS)
    for row in TABLE:
        assert row in PAGE_ROWS or row.branch_free or row.expression, row


@pytest.mark.parametrize("row", PAGE_ROWS, ids=lambda row: row.name)
def test_primitive_is_pythons(js: Callable[..., Any], row: Any) -> None:
    given = points(row, 20)
    for inputs, got in zip(given, results(js, [(row.name, xs) for xs in given]), strict=True):
        scale = max(abs(row(*inputs)), 1e-3 * max(map(abs, essential(row, inputs))))
        assert got == pytest.approx(row(*inputs), rel=0, abs=1e-14 * scale), inputs


@pytest.mark.parametrize("name", ["sigmoid", "softplus", "erf", "erfc", "gelu"])
def test_accurate_over_the_whole_range(js: Callable[..., Any], name: str) -> None:
    xs = [*RANGE, *[k / 16 for k in range(-100, 440)]]
    with mp.workdps(DIGITS if name in ("sigmoid", "softplus") else 60):
        for x, got in zip(xs, results(js, [(name, (x,)) for x in xs]), strict=True):
            truth = MPMATH[name](mp.mpf(x))
            if float(truth) > 1e-300 or float(truth) <= 0:  # the smallest floats have no ulps
                assert ulps(got, truth) <= A_FEW, x


@pytest.mark.parametrize(
    ("name", "inputs"),
    [
        *[("logsumexp", (x, -x)) for x in (0.0, 1.0, 40.0, 1000.0)],
        *[("softmax", (x, 0.0)) for x in (0.0, 1.0, 40.0, -40.0, 700.0, -700.0)],
        *[("softmax_cross_entropy", (x, 0.0, 0.5)) for x in RANGE],
        *[("binary_cross_entropy_with_logits", (x, y)) for x in RANGE for y in (0.0, 0.8, 1.0)],
        ("logsumexp", (-1000.0, -1000.5, -1001.0)),
    ],
)
def test_saturated_losses_are_accurate(
    js: Callable[..., Any], name: str, inputs: tuple[float, ...]
) -> None:
    (got,) = results(js, [(name, inputs)])
    with mp.workdps(DIGITS):
        truth = MPMATH[name](*map(mp.mpf, inputs))
        assert float(truth) < 1e-300 or ulps(got, truth) <= A_FEW


def test_cross_entropy_of_a_saturated_sigmoid(js: Callable[..., Any]) -> None:
    (got,) = results(js, [("binary_cross_entropy_of_sigmoid", (1.0, 0.8, 1000.0))])
    assert got == pytest.approx(200.0, rel=1e-15)  # (1 - 0.8) 1000


def test_planted_naive_sigmoid_is_caught(js: Callable[..., Any]) -> None:
    naive = js("() => 1 - 1 / (1 + Math.exp(-36))")
    with mp.workdps(DIGITS):
        assert ulps(naive, MPMATH["sigmoid"](mp.mpf(-36))) > A_FEW


@pytest.mark.parametrize(
    ("name", "inputs", "reason"),
    [
        ("log", (0.0,), "domain"),
        ("log", (-1.0,), "domain"),
        ("log1p", (-1.0,), "domain"),
        ("sqrt", (-1.0,), "domain"),
        ("asin", (1.5,), "domain"),
        ("sin", (math.inf,), "domain"),
        ("div", (1.0, 0.0), "zero-division"),
        ("exp", (710.0,), "overflow"),
        ("cosh", (-711.0,), "overflow"),
        ("power", (0.0, -1.0), "domain"),
        ("power", (-8.0, 1 / 3), "domain"),
        ("power", (10.0, 400.0), "overflow"),
        ("binary_cross_entropy", (0.0, 1.0), "domain"),
    ],
)
def test_refuses_what_python_refuses(
    js: Callable[..., Any], name: str, inputs: tuple[float, ...], reason: str
) -> None:
    with pytest.raises(operation.DomainError):
        operation.find(name)(*inputs)
    assert results(js, [(name, inputs)]) == [reason]


@pytest.mark.parametrize(
    ("name", "inputs"),
    [
        ("log", (math.inf,)),
        ("exp", (math.inf,)),
        ("exp", (-math.inf,)),
        ("mul", (1e200, 1e200)),
        ("tanh", (math.inf,)),
        ("erf", (-math.inf,)),
        ("erfc", (math.inf,)),
        ("power", (1.0, math.inf)),
        ("logsumexp", (-math.inf, -math.inf)),
        ("logsumexp", (math.inf, 0.0)),
        ("maximum", (2.0, -math.inf)),
        ("heaviside", (0.0,)),
        ("xlogy", (0.0, 0.0)),
    ],
)
def test_allows_what_python_allows(
    js: Callable[..., Any], name: str, inputs: tuple[float, ...]
) -> None:
    assert results(js, [(name, inputs)]) == [operation.find(name)(*inputs)]


def test_not_a_number_stays_so(js: Callable[..., Any]) -> None:
    names = ["exp", "log", "sigmoid", "erf", "erfc", "softplus", "relu", "sign", "sqrt"]
    assert all(map(math.isnan, results(js, [(name, (math.nan,)) for name in names])))


def test_sums_keep_what_cancels(js: Callable[..., Any]) -> None:
    calls = [("total", (1e16, 1.0, -1e16)), ("affine", (1e16, 1.0, 1.0, -1e16, 3.0))]
    assert results(js, calls) == [1.0, 3.0]


# --- programs ---


@pytest.mark.parametrize(
    ("tree", "value"),
    [
        (2.5, 2.5),
        ("Infinity", math.inf),
        ("z", 7.0),
        (["x", 1], 3.0),
        (["add", ["mul", "z", ["x", 0]], ["neg", 1.0]], 13.0),
        (["total", 1.0, ["x", 0], ["x", 1], "z"], 13.0),
    ],
)
def test_evaluate_reads_trees(js: Callable[..., Any], tree: Any, value: float) -> None:
    assert js("({evaluate}, tree) => evaluate(tree, 7, [2, 3])", tree) == value


def test_program_computes_once_what_is_shared_and_nothing_unused(js: Callable[..., Any]) -> None:
    trees = [["mul", ["s", 1], ["s", 1]], ["exp", ["x", 0]], ["add", ["s", 1], 1.0]]
    shared = [["log", ["x", 0]], ["exp", ["x", 0]]]
    assert js(
        """({Program}, [trees, shared]) => {
          const program = new Program(trees, 1, shared);
          return [program.run(0, [0]), program.calls.length];
        }""",
        [trees, shared],
    ) == [[1.0, 1.0, 2.0], 3]  # exp, mul, add; log(0) is never asked for


def test_unknown_primitive_is_named(js: Callable[..., Any]) -> None:
    found = js(
        """({evaluate}) => {
          try { return evaluate(["eval", 1], 0, []); } catch (error) { return error.message; }
        }"""
    )
    assert found == 'no primitive "eval"'
