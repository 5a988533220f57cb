"""What shows operations does not know them by name: it reads the columns of their rows.

A new row is then drawn, explained and traced with no further code.  The rule is kept in full by
`autograd/showing`.  `autograd/formulas` is algebra, and knows the arithmetic that it simplifies
(x + 0, 1 x, x**0, x x) and that SymPy's sums, products and powers are read back to; of all other
operations it may know no more.  All other modules that know an operation by its name are listed,
each with its reason; tables among them are compared with the operation table both ways.
"""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

import autograd
from autograd.compiling.primitives import called_in_python, primitive_of
from autograd.exchange.dialects import JAX, SMOOTH, SYMPY, TORCH, Dialect
from nn.activations import ACTIVATIONS

ROOT = Path(__file__).parent.parent
STOREY = ROOT / "autograd"
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


KNOWN = {
    # tables keyed by operations
    "autograd/compiling/primitives.py": "how Python and NumPy spell what they have themselves",
    "autograd/exchange/dialects.py": "how PyTorch, JAX and SymPy spell what they have themselves",
    "autograd/exchange/torch_entries.py": "keys are PyTorch's names, with PyTorch's arguments",
    "autograd/exchange/torch_products.py": "keys are PyTorch's names, with PyTorch's arguments",
    "nn/activations.py": "keys are Keras's names of activations: a choice of functions",
    # one operation
    "autograd/compiling/lowering.py": "a step is faster as two others; matrix instructions",
    "autograd/compiling/numpy_source.py": "names of matrix instructions",
    "autograd/compiling/program_text.py": "names of matrix instructions",
    "autograd/compiling/python_source.py": "products that are parts of a dot product",
    "autograd/engine/functions.py": "the cross-entropy of a sigmoid is computed from its logit",
    "autograd/engine/value.py": "Python's operators",
    "autograd/micrograd.py": "micrograd calls relu ReLU",
    "nn/losses.py": "the cross-entropy of a softmax is computed from its logits",
    # words that are something else
    "autograd/engine/label_reader.py": "macros of LaTeX in labels",
    "nn/delta.py": "an activation of Keras",
    "nn/layers.py": "an activation of Keras",
    "nn/model_loading.py": "an activation of Keras",
    "chainrule/commands/training.py": "activations of Keras",
}
"""Why a module outside the operation table knows operations by name."""
THEIR_OWN = ("autograd/checking", "autograd/formulas", "autograd/engine/ops.py")
"""What has a test of its own, or is the table."""


def test_who_else_knows_an_operation_by_name_is_listed() -> None:
    found = {
        str(path.relative_to(ROOT))
        for package in ("autograd", "nn", "chainrule")
        for path in (ROOT / package).rglob("*.py")
        if branches(path.read_text(encoding="utf-8"))
    }
    assert {path for path in found if not path.startswith(THEIR_OWN)} == set(KNOWN)


def test_primitives_are_rows_that_have_no_other_form() -> None:
    """That each is computed as its row is, tests of compiled programs show."""
    listed = [row for row in autograd.TABLE.values() if primitive_of(row)]
    assert [row for row in listed if row.branch_free] == []
    assert not set(called_in_python()) - NAMES


@pytest.mark.parametrize("dialect", [TORCH, JAX, SYMPY], ids=lambda dialect: dialect.header)
def test_what_a_dialect_lists_is_a_row_and_every_word_of_it_is_used(dialect: Dialect) -> None:
    rows = [row for row in autograd.TABLE.values() if row.built_in]
    written = {
        template.partition("({all}")[0] for row in rows if (template := dialect.template(row))
    }
    words = {f"{prefix}.{name}" for prefix, names in dialect.functions.items() for name in names}
    assert words - written == set()
    assert {*dialect.templates, *dialect.definitions, *SMOOTH} - NAMES == set()
    assert set(dialect.templates) & set(dialect.definitions) == set()


def test_torch_s_names_are_torch_s() -> None:
    torch = pytest.importorskip("torch")
    entries = importlib.import_module("autograd.exchange.torch_entries")
    products = importlib.import_module("autograd.exchange.torch_products")
    for name in (*entries.ELEMENTWISE, *products.PRODUCTS):
        assert hasattr(torch.ops.aten, name) or hasattr(torch.ops.prims, name), name


def test_activations_are_functions_of_that_name() -> None:
    for name, function in ACTIVATIONS.items():
        assert function is getattr(autograd, name, None), name


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
