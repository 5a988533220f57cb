"""Random programs over the table, to the third derivative: PyTorch and mpmath say the same.

    python -m tests.test_random_programs 10000 1000 [seed]     so many against each; a report

PyTorch   programs of 4 to 12 rows, away from kinks and poles: the value and three derivatives
mpmath    the same with 60 digits, by differences of the value alone
far out   rows where exp overflows or rounds to 0, in mpmath with 300 digits: the same
the ends  programs that begin with a row at 0, a kink, the end of a domain or an infinity: the
          value and the slopes in PyTorch

A derivative is along a random direction, so that there is one number of each order.  It is
compared relative to the terms that it is a sum of, which may cancel.
"""

from __future__ import annotations

import math
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent))  # as pytest does

import pytest
from mpmath import mp
from oracles import ROWS, definition, essential, points, spoken
from table_programs import Program, random_program, sizes_of_terms
from test_edges import IEEE

import autograd
from autograd import DomainError, Op, Value, grad

ORDERS = 3
TOLERANCE = 1e-13
"""What a number may differ relative to its terms."""
SMALLEST = 2.0**-1022 / TOLERANCE
"""Numbers below this are compared as if they were as large: near the smallest, digits get lost."""

Oracle = Callable[[Program, Sequence[float]], list[Any]]


class Error(NamedTuple):
    """How far a number of ours is from the truth, relative to its terms; what it belongs to."""

    size: float
    order: int
    told: str


def errors(
    told: str, got: Sequence[float], truth: Sequence[Any], sizes: Sequence[float]
) -> Iterator[Error]:
    """Yield the error of each order."""
    for order, (g, t, size) in enumerate(zip(got, truth, sizes, strict=True)):
        whole = max(abs(t), size, SMALLEST)
        found = float(abs(g - t) / whole)
        yield Error(found, order, f"{told}: order {order}: {g!r}, not {float(t)!r}")


def directional(
    root: Value, leaves: Sequence[Value], direction: Sequence[float]
) -> tuple[list[float], list[float]]:
    """Return the value and the derivatives along a direction, and the size of each one's terms."""
    terms = root.inputs if root.op is autograd.TABLE["total"] else (root,)
    found, sizes = [root.data], [math.fsum(abs(x.data) for x in terms)]
    for _ in range(ORDERS):
        parts = zip(direction, sizes_of_terms(root, list(leaves)), strict=True)
        sizes.append(math.fsum(abs(d) * size for d, size in parts))
        root = autograd.total(
            d * g for d, g in zip(direction, grad(root, leaves, create_graph=True), strict=True)
        )
        found.append(root.data)
    return found, sizes


# --- programs against PyTorch ---


def by_pytorch(program: Program, direction: Sequence[float]) -> list[float]:
    from torch_rows import TORCH, gradients, in_torch, tensor, torch

    def cross_entropy(x: Any, y: Any) -> Any:
        """Equation 8-11: the second derivative of PyTorch's own is off by 1e-12, which it adds."""
        return -(y * torch.log(x) + (1 - y) * torch.log1p(-x))

    own = ("binary_cross_entropy", "binary_cross_entropy_of_sigmoid")
    product = {"prod": lambda *xs: math.prod(xs)}  # torch.prod divides: its third is off by 4e-12
    table = {**TORCH, **dict.fromkeys(own, cross_entropy), **product}
    leaves = [tensor(x).requires_grad_() for x in program.leaves]
    root = program.run(leaves, lambda row: in_torch(row, table), torch.atan)
    found = [root.item()]
    for _ in range(ORDERS):
        root = torch.dot(tensor(direction), torch.stack(gradients(root, leaves)))
        found.append(root.item())
    return found


# --- programs against mpmath ---


def by_mpmath(program: Program, direction: Sequence[float]) -> list[Any]:
    def along(t: Any) -> Any:
        leaves = [mp.mpf(x) + d * t for x, d in zip(program.leaves, direction, strict=True)]
        return program.run(leaves, in_mpmath, mp.atan)

    with mp.workdps(60):
        return list(mp.diffs(along, 0, ORDERS))


def in_mpmath(row: Op) -> Callable[..., Any]:
    function = definition(row)
    return lambda *inputs: function(*essential(row, inputs))


def programs_against(oracle: Oracle, count: int, rng: random.Random) -> Iterator[Error]:
    """Yield the errors of random programs."""
    for _ in range(count):
        program = random_program(rng)
        direction = [rng.uniform(-1, 1) for _ in program.leaves]
        leaves = list(map(Value, program.leaves))
        root = program.run(leaves, lambda row: row, autograd.atan)
        got, sizes = directional(root, leaves, direction)
        yield from errors(program.uses(), got, oracle(program, direction), sizes)


# --- rows far out against mpmath ---

FAR = [sign * x for x in (0.0, 5.0, 20.0, 40.0, 100.0, 300.0) for sign in (1, -1)]
SATURATING = [
    "sigmoid", "tanh", "softplus", "silu", "exp", "expm1", "logsumexp", "softmax",
    "softmax_cross_entropy", "binary_cross_entropy_with_logits", "sinh", "cosh", "atan", "hypot",
    "atan2", "gelu", "erf", "erfc",
]  # fmt: skip


def rows_far_out(count: int, rng: random.Random) -> Iterator[Error]:
    """Yield the errors of row(inputs) times another number, at eighths: differences are exact."""
    rows = [row for row in ROWS if row.name in SATURATING]
    for _ in range(count):
        row = rng.choice(rows)
        width = len(points(row, 1)[0])
        inputs = [rng.choice(FAR) + rng.randint(1, 15) / 8 for _ in range(width)]
        direction = [rng.uniform(-1, 1) for _ in range(len(inputs) + 1)]
        numbers = [*inputs, rng.uniform(0.5, 2)]
        told = f"{spoken(row)}({', '.join(map(str, inputs))})"
        leaves = list(map(Value, numbers))
        try:
            got, sizes = directional(row(*leaves[:-1]) * leaves[-1], leaves, direction)
        except DomainError as error:
            yield Error(math.inf, 0, f"{told}: {error}")
            continue

        def along(t: Any, row: Op = row, at: Any = numbers, by: Any = direction) -> Any:
            *xs, y = [mp.mpf(x) + d * t for x, d in zip(at, by, strict=True)]
            return in_mpmath(row)(*xs) * y

        with mp.workdps(300):
            yield from errors(told, got, list(mp.diffs(along, 0, ORDERS)), sizes)


# --- the ends against PyTorch ---

ENDS = [0.0, -0.0, 1.0, -1.0, 0.5, 2.0, math.inf, -math.inf]
REFUSED = {"atan2", "xlogy"}
"""Where PyTorch has a number and we a DomainError: the slopes of atan2(0, 0), of 0 log(y <= 0)."""


def ends_against_pytorch(count: int, rng: random.Random) -> Iterator[Error]:
    """Yield the errors of the value and the slopes; infinite where only one of two is a number."""
    rows = [row for row in ROWS if not row.auxiliary]
    for _ in range(count):
        row, program = rng.choice(rows), random_program(rng)
        ends = [rng.choice(ENDS) for _ in points(row, 1)[0]]
        told = f"{spoken(row)}({', '.join(map(str, ends))}), {program.uses()}"
        truth = slopes_by_pytorch(row, ends, program)
        try:
            got = slopes(row, ends, program)
        except DomainError as error:
            if all(map(math.isfinite, truth)) and row.name not in REFUSED:
                yield Error(math.inf, 0, f"{told}: {error}, not {truth}")
            continue
        for i, (g, t) in enumerate(zip(got, truth, strict=True)):
            if t == t and not (g != g and row.name in IEEE and not all(map(math.isfinite, ends))):
                yield Error(0.0 if g == t else abs(g - t) / max(abs(t), 1.0), min(i, 1), told)


def slopes(row: Op, ends: Sequence[float], program: Program) -> list[float]:
    nodes = list(map(Value, ends))
    leaves = [row(*nodes), *map(Value, program.leaves[1:])]
    root = program.run(leaves, lambda row: row, autograd.atan)
    root.backward()
    return [root.data, *[x.grad for x in nodes]]


def slopes_by_pytorch(row: Op, ends: Sequence[float], program: Program) -> list[float]:
    """The same in PyTorch; NaN where it refuses the inputs."""
    from torch_rows import gradients, in_torch, tensor, torch

    nodes = [tensor(x).requires_grad_() for x in ends]
    try:
        leaves = [in_torch(row)(*nodes), *map(tensor, program.leaves[1:])]
        root = program.run(leaves, in_torch, torch.atan)
    except RuntimeError:
        return [math.nan] * (len(ends) + 1)
    return [root.item(), *[g.item() for g in gradients(root, nodes)]]


# --- the tests, and the full run ---


def over(found: Iterator[Error] | list[Error]) -> list[str]:
    """Return what differs by more than the tolerance, or is NaN."""
    return [error.told for error in found if not error.size <= TOLERANCE]


def test_programs_agree_with_pytorch() -> None:
    assert over(programs_against(by_pytorch, 150, random.Random(1))) == []


def test_programs_agree_with_mpmath() -> None:
    assert over(programs_against(by_mpmath, 40, random.Random(2))) == []


def test_rows_far_out_agree_with_mpmath() -> None:
    assert over(rows_far_out(40, random.Random(3))) == []


def test_the_ends_agree_with_pytorch() -> None:
    assert over(ends_against_pytorch(150, random.Random(4))) == []


@pytest.mark.parametrize("order", range(ORDERS + 1))
def test_planted_error_of_each_order_is_caught(order: int) -> None:
    """One part in 10^11 of one number in one program."""

    def wrong(program: Program, direction: Sequence[float]) -> list[Any]:
        found = by_mpmath(program, direction)
        found[order] *= 1 + mp.mpf("1e-11")
        return found

    told = over(programs_against(wrong, 3, random.Random(5)))
    assert told
    assert all(f": order {order}: " in line for line in told)


def test_planted_slope_at_the_end_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if relu'(0) were 1."""
    right = slopes

    def wrong(row: Op, ends: Sequence[float], program: Program) -> list[float]:
        value, *found = right(row, ends, program)
        return [value, *[g + (row.name == "relu" and ends[0] == 0) for g in found]]

    monkeypatch.setitem(globals(), "slopes", wrong)
    told = over(ends_against_pytorch(600, random.Random(4)))
    assert told
    assert all(line.startswith("relu(") for line in told)


def report(name: str, found: Iterator[Error]) -> int:
    """Print how large the errors of each order are; return how many are over the tolerance."""
    by_order: dict[int, list[Error]] = {}
    for error in found:
        by_order.setdefault(error.order, []).append(error)
    for order, mine in sorted(by_order.items()):
        sizes = [error.size for error in mine]
        print(f"{name:8} order {order}: {len(sizes):6} numbers, worst {max(sizes):.1e}, "
              f"over {TOLERANCE:g}: {len(over(mine))}")  # fmt: skip
        for line in over(mine)[:20]:
            print(f"    {line}")
    return sum(len(over(mine)) for mine in by_order.values())


def main(against_pytorch: int, against_mpmath: int, seed: int = 0) -> int:
    """Run so many programs; return 1 if anything differs."""
    print(f"seed {seed}, errors relative to the terms that a number is a sum of")
    runs = (
        ("PyTorch", programs_against(by_pytorch, against_pytorch, random.Random(seed))),
        ("the ends", ends_against_pytorch(against_pytorch, random.Random(seed))),
        ("mpmath", programs_against(by_mpmath, against_mpmath, random.Random(seed))),
        ("far out", rows_far_out(against_mpmath, random.Random(seed))),
    )
    return min(1, sum(report(name, found) for name, found in runs))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
