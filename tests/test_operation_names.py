"""What shows operations does not know them by name: it reads the columns of their rows.

A new row is then drawn, explained and traced with no further code.  The rule is kept in full by
`autograd/showing`.  `autograd/formulas` is algebra, and knows the arithmetic that it simplifies
(x + 0, 1 x, x**0, x x) and that SymPy's sums, products and powers are read back to; of all other
operations it may know no more.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import autograd

STOREY = Path(__file__).parent.parent / "autograd"
SHOWING, FORMULAS = (sorted((STOREY / name).rglob("*.py")) for name in ("showing", "formulas"))
NAMES = frozenset(name for name, row in autograd.TABLE.items() if row.built_in)
ARITHMETIC = frozenset({"add", "sub", "mul", "div", "power", "total"})


def spoken(path: Path) -> str:
    return str(path.relative_to(STOREY))


def decisions(source: str) -> Iterator[ast.AST]:
    """Yield all by which a program may branch: comparisons, keys of dicts, collections, cases.

    A collection counts if it is of operations and nothing else: table headings may have a "total".
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.Compare, ast.MatchValue)):
            yield node
        elif isinstance(node, (ast.Tuple, ast.Set, ast.List)):
            if all(any(operations_in(element)) for element in node.elts):
                yield node
        elif isinstance(node, ast.Dict):
            yield from (key for key in node.keys if key is not None)


def operations_in(decision: ast.AST) -> Iterator[str]:
    """Yield the operations that it names: "tanh", ops.tanh, TABLE["tanh"], autograd.tanh.

    What is called is applied and not compared: ops.add(x, y) names none.
    """
    called = [node.func for node in ast.walk(decision) if isinstance(node, ast.Call)]
    for node in ast.walk(decision):
        if isinstance(node, ast.Constant) and node.value in NAMES:
            yield str(node.value)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            of_table = node.value.id in ("ops", "autograd") and node.attr in NAMES
            if of_table and node not in called:
                yield node.attr


def branches(source: str, allowed: frozenset[str] = frozenset()) -> set[str]:
    """Return the operations by whose names a module branches."""
    return {name for decision in decisions(source) for name in operations_in(decision)} - allowed


@pytest.mark.parametrize("path", SHOWING, ids=spoken)
def test_showing_knows_no_operation_by_name(path: Path) -> None:
    assert branches(path.read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize("path", FORMULAS, ids=spoken)
def test_formulas_know_arithmetic_alone_by_name(path: Path) -> None:
    assert branches(path.read_text(encoding="utf-8"), ARITHMETIC) == set()


def test_the_arithmetic_is_what_formulas_need() -> None:
    """No name stays on the list of exceptions that is not used."""
    used = set().union(*(branches(path.read_text(encoding="utf-8")) for path in FORMULAS))
    assert used == ARITHMETIC


@pytest.mark.parametrize("planted", [
    'if v.op.name == "tanh": pass',
    'if "tanh" != name: pass',
    'if name in ("tanh", "other"): pass',
    'KINDS = {"tanh"}',
    'KINDS = ("tanh", "tanh")',
    'SIGNS = {"tanh": "~"}',
    "if op is ops.tanh: pass",
    "if op in [ops.tanh]: pass",
    "SIGNS = {ops.tanh: 1}",
    'if op is TABLE["tanh"]: pass',
    "if op is autograd.tanh: pass",
    'match name:\n    case "tanh": pass',
])  # fmt: skip
def test_planted_branch_is_seen(planted: str) -> None:
    assert branches(planted) == {"tanh"}
    assert branches(planted, ARITHMETIC) == {"tanh"}
    assert branches(planted.replace("tanh", "total"), ARITHMETIC) == set()


def test_columns_and_applications_are_no_branches() -> None:
    assert branches("if v.op.is_weighted_sum and v.op.precedence <= SUM: pass") == set()
    assert branches("pair = (ops.exp(x), autograd.TABLE)") == set()
    assert branches('text = f"tanh of {x}"; label = "tanh"') == set()
    assert branches('HEADINGS = ("gradient", "total")') == set()
