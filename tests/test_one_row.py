"""One operation is one row: a row that is added in one place works in every reader.

The row `versin` is written into a copy of the package, in a process of its own: nothing else in
the copy knows of it.  Its meaning is 1 - cos(x) and its slope sin(x), by definition.
"""

from __future__ import annotations

import math
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from oracles import ROWS, essential, points, spoken

from autograd import Op, Symbol, Value, formula
from autograd.engine.operation import SPELLINGS, TABLE

ROOT = Path(__file__).parent.parent
ROW = """
versin: Op = Op("versin", "versin($x)", r"\\operatorname{versin}($x)", lambda x: 1 - math.cos(x),
                lambda z, x: (sin(x),), names=("vers",), expression=lambda x: 1 - cos(x))

BUILT_IN.update(TABLE)
"""
USES = {
    "a function and a method": """
        assert near(autograd.versin(0.5), VERSIN) and near(Value(0.5).versin().data, VERSIN)
        assert "versin" in dir(autograd)""",
    "derivatives of any order": """
        assert near(autograd.grad(autograd.versin)(0.5), SLOPE)
        assert near(autograd.grad(autograd.grad(autograd.versin))(0.5), math.cos(0.5))""",
    "symbols, text and LaTeX": """
        z = autograd.versin(autograd.Symbol("x_1"))
        assert (str(z), z.latex()) == ("versin(x_1)", r"\\operatorname{versin}(x_{1})")
        assert "versin" in z.mathml()""",
    "SymPy": """
        x = Value(0.5, "x")
        z = x.versin()
        z.label = "z"
        slope = eval(str(autograd.derive(z, x)), {"x": 0.5, "z": VERSIN, "sin": math.sin})
        assert near(slope, SLOPE)""",
    "formula": """
        for text in ("versin(x)", r"\\operatorname{versin}(x)", "vers(x)", r"\\versin x"):
            assert near(formula(text, x=0.5).data, VERSIN), text""",
    "the checker": """
        x = Value(0.5, "x")
        L = x.versin()
        L.label = "L"
        report = autograd.check(L, {"dL/dx": r"\\sin(x) + 2 \\versin(x) - 2 \\versin(x)"})
        assert report.ok, report
        assert not autograd.check(L, {"dL/dx": r"\\versin(x)"}).ok""",
    "compiled programs": """
        x = Value(0.5, "x")
        program = autograd.compile(x.versin() * x, [x])
        assert near(float(program([0.5])[0]), 0.5 * VERSIN)""",
    "arrays": """
        import numpy
        assert near(float(autograd.versin(numpy.array([0.5]))[0]), VERSIN)""",
    "explain, draw and trace": """
        x = Value(0.5, "x")
        assert "versin" in str(autograd.explain(x.versin()))
        entry = autograd.trace(x.versin())["operations"]["versin"]
        assert entry["forward"] == ["sub", 1.0, ["cos", ["x", 0]]]
        assert entry["partials"]""",
}  # fmt: skip
BEFORE = """
import math
import autograd
from autograd import Value, formula
VERSIN = 1 - math.cos(0.5)
SLOPE = math.sin(0.5)
def near(got, want):
    return math.isclose(got, want, rel_tol=1e-12)
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a copy of the package that has one row more."""
    folder = tmp_path_factory.mktemp("one_row")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "autograd", folder / "autograd", ignore=ignored)
    table = folder / "autograd" / "engine" / "ops.py"
    source = table.read_text(encoding="utf-8")
    end = "\nBUILT_IN.update(TABLE)\n"
    assert source.count(end) == 1
    table.write_text(source.replace(end, ROW), encoding="utf-8")
    return folder


@pytest.mark.parametrize("use", USES)
def test_a_row_that_is_added_in_one_place_works(package: Path, use: str) -> None:
    lines = [line[8:] for line in USES[use].splitlines()]
    ran = subprocess.run(
        [sys.executable, "-c", BEFORE + "\n".join(lines)],
        cwd=package,
        env={"PYTHONPATH": str(package)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr


# --- what is written is read back with the same meaning ---


@pytest.mark.parametrize("notation", ["text", "LaTeX"])
@pytest.mark.parametrize("row", ROWS, ids=spoken)
def test_each_rows_own_form_is_read_back(row: Op, notation: str) -> None:
    for inputs in points(row, 3):
        names = [f"q_{i}" for i in range(len(inputs))]
        written = row(*map(Symbol, names))
        text = str(written) if notation == "text" else written.latex()
        numbers = dict(zip(essential(row, names), inputs, strict=False))
        assert formula(text, **numbers).data == pytest.approx(row(*inputs), rel=1e-9)


@pytest.mark.parametrize("spelling", sorted(s for s, row in SPELLINGS.items() if row.is_unary))
def test_each_spelling_is_read(spelling: str) -> None:
    row = SPELLINGS[spelling]
    inputs = points(row, 1)[0]
    for text in (f"{spelling}(x)", rf"\operatorname{{{spelling}}}(x)"):
        if "_" not in spelling or text[0] != "\\":
            assert formula(text, x=inputs[0]).data == row(*inputs), text


def test_every_unary_row_is_a_method() -> None:
    for row in TABLE.values():
        if row.is_unary and row.built_in:
            (x,) = points(row, 1)[0]
            assert getattr(Value(x), row.name)().op is row


def test_methods_for_type_checkers_are_those_of_the_table() -> None:
    source = (ROOT / "autograd" / "engine" / "value.py").read_text(encoding="utf-8")
    block = source.partition("if TYPE_CHECKING:")[2].partition("def leaky_relu")[0]
    listed = {
        name.strip()
        for line in block.splitlines()
        if line.rstrip().endswith("= _unary")
        for name in line.split("=")[:-1]
    }
    assert listed == {row.name for row in TABLE.values() if row.is_unary and row.built_in}


def test_planted_misreading_is_seen() -> None:
    """A form that reads as something else does not pass."""
    assert formula("log(x) * y", x=2.0, y=3.0).data != pytest.approx(math.log(6.0))
