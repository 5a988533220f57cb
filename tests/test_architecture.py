"""Who may import whom; what an import costs; what is exported; that what is public is explained."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import autograd
import nn

ROOT = Path(__file__).parent.parent
PACKAGES = ["autograd", "nn", "chainrule"]
AUTOGRAD, NN, CHAINRULE = (sorted((ROOT / package).rglob("*.py")) for package in PACKAGES)
ALL = [*AUTOGRAD, *NN, *CHAINRULE]


def spoken(path: Path) -> str:
    return str(path.relative_to(ROOT))


def module_name(path: Path) -> str:
    """Return "autograd.engine.ops" for autograd/engine/ops.py."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(source: str, module: str, is_package: bool) -> Iterator[str]:
    """Yield the full name of everything that a module imports: "autograd.engine.ops.Op", "math"."""
    package = module.split(".") if is_package else module.split(".")[:-1]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            base += node.module.split(".") if node.module else []
            yield from (".".join([*base, alias.name]) for alias in node.names)


def attributes(source: str) -> list[str]:
    """Return "autograd.exp" for each use of `autograd.exp`."""
    return [
        f"autograd.{node.attr}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "autograd"
    ]


@cache
def imports_of(path: Path) -> list[str]:
    source = path.read_text(encoding="utf-8")
    return list(imported(source, module_name(path), path.name == "__init__.py"))


def of_ours(names: list[str]) -> list[str]:
    return [name for name in names if name.split(".")[0] in PACKAGES]


def not_public(names: list[str]) -> list[str]:
    """Return those names in autograd that it does not export."""
    exported = [*autograd.__all__, "__version__"]
    allowed = {"autograd", *(f"autograd.{name}" for name in exported)}
    return [n for n in names if n.split(".")[0] == "autograd" and n not in allowed]


# --- directions ---

STOREYS = {
    "autograd.engine": set(),
    "autograd.formulas": {"autograd.engine"},
    "autograd.showing": {"autograd.engine", "autograd.formulas"},
    "autograd.compiling": {"autograd.engine", "autograd.formulas"},
    "autograd.checking": {"autograd.engine", "autograd.formulas"},
    "autograd.exchange": {"autograd.engine", "autograd.formulas"},
    "autograd.marking": {
        "autograd.engine",
        "autograd.formulas",
        "autograd.showing",
        "autograd.checking",
    },
    "autograd": {
        f"autograd.{name}" for name in
        ("engine", "formulas", "showing", "compiling", "checking", "exchange", "marking")
    },
    "nn": {"autograd"},
    "chainrule": {"autograd", "autograd.marking", "nn"},
}  # fmt: skip
"""Which storeys each may import from: the house, from the ground up."""


def storey_of(name: str) -> str:
    """Return the storey that a module, or a name in one, belongs to."""
    return max((s for s in STOREYS if f"{name}.".startswith(f"{s}.")), key=len)


def climbs(module: str, names: list[str]) -> list[str]:
    """Return those imports of ours that a module's storey does not stand on."""
    here = storey_of(module)
    return [n for n in of_ours(names) if storey_of(n) not in {here, *STOREYS[here]}]


@pytest.mark.parametrize("path", ALL, ids=spoken)
def test_storeys_stand_on_those_below(path: Path) -> None:
    assert climbs(module_name(path), imports_of(path)) == []


def test_planted_climb_is_seen() -> None:
    assert climbs("autograd.engine.value", ["math", "autograd.formulas.symbol.Symbol"]) == [
        "autograd.formulas.symbol.Symbol"
    ]
    assert climbs("autograd.showing.drawing", ["autograd.engine.value.Value"]) == []
    assert climbs("autograd.checking.judge", ["autograd.showing.trace_data.trace"]) != []
    assert climbs("autograd.engine.ops", ["autograd.Value"]) == ["autograd.Value"]
    assert climbs("nn.layers", ["chainrule.commands.main"]) == ["chainrule.commands.main"]


def test_the_table_imports_only_what_a_row_is() -> None:
    """And functions of floats: both stand on nothing of ours."""
    engine = ROOT / "autograd" / "engine"
    ground = ("autograd.engine.operation", "autograd.engine.float_functions")
    assert {
        name for name in of_ours(imports_of(engine / "ops.py")) if not name.startswith(ground)
    } == set()
    for name in ("operation", "float_functions"):
        assert of_ours(imports_of(engine / f"{name}.py")) == []


@pytest.mark.parametrize("storey", ["engine", "formulas"])
def test_the_ground_floors_import_the_standard_library_alone(storey: str) -> None:
    for path in (ROOT / "autograd" / storey).rglob("*.py"):
        others = {name.split(".")[0] for name in imports_of(path)}
        bridge = {"sympy"} if path.stem == "sympy_bridge" else set()
        assert others <= {"autograd", *sys.stdlib_module_names, *bridge}, path


@pytest.mark.parametrize("path", NN, ids=spoken)
def test_nn_uses_what_autograd_exports(path: Path) -> None:
    assert not_public([*imports_of(path), *attributes(path.read_text(encoding="utf-8"))]) == []


def private(names: list[str]) -> list[str]:
    """Return the names that belong to another module alone."""
    return [n for n in of_ours(names) if re.search(r"\._(?!_)", n)]


@pytest.mark.parametrize("path", ALL, ids=spoken)
def test_private_names_stay_in_their_module(path: Path) -> None:
    assert private(imports_of(path)) == []


def circles(imports: dict[str, set[str]]) -> list[list[str]]:
    """Return the groups of modules each of which imports all others of its group, by detours."""
    reached = {module: set(names) for module, names in imports.items()}
    changed = True
    while changed:
        wider = {m: ns.union(*(reached.get(n, set()) for n in ns)) for m, ns in reached.items()}
        changed, reached = wider != reached, wider
    groups = {frozenset(n for n in ns if m in reached.get(n, set())) for m, ns in reached.items()}
    return sorted(sorted(group) for group in groups if len(group) > 1)


def module_imports() -> dict[str, set[str]]:
    """Return what each of our modules imports of the others, inside of functions as well."""
    modules = {module_name(path): path for path in ALL}

    def nearest(name: str) -> str:
        return name if name in modules else name.rpartition(".")[0]

    return {
        module: {nearest(name) for name in of_ours(imports_of(path))} - {module}
        for module, path in modules.items()
    }


def test_no_circles() -> None:
    assert circles(module_imports()) == []


def test_planted_circle_is_seen() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": set()}) == [["a", "b", "c"]]


def test_no_module_bears_the_name_of_a_public_function() -> None:
    public = {*autograd.__all__, *nn.__all__}
    stems = {path.parent.name if path.name == "__init__.py" else path.stem for path in ALL}
    assert stems & public == set()


def test_planted_imports_are_seen() -> None:
    source = (
        "import nn.cli\nfrom . import value\nfrom ..sweep import below\nfrom autograd import ops"
    )
    found = list(imported(source, "autograd.showing.drawing", is_package=False))
    assert found == [
        "nn.cli", "autograd.showing.value", "autograd.sweep.below", "autograd.ops"
    ]  # fmt: skip
    assert of_ours([*found, "math"]) == found
    assert not_public(found) == found[1:]
    assert not_public(["autograd", "autograd.Value"]) == []
    assert not_public(attributes("autograd.exp(autograd.sweep.below)")) == ["autograd.sweep"]
    assert private(["autograd.engine.ops._built_in", "nn._hidden.f", "nn.__version__"]) == [
        "autograd.engine.ops._built_in", "nn._hidden.f"
    ]  # fmt: skip
    inner = list(imported("from .parser import f", "autograd.checking", is_package=True))
    assert inner == ["autograd.checking.parser.f"]


# --- what an import loads ---

LOADED = """
import sys
before = set(sys.modules)
import {package}
print(*sorted({{name.split(".")[0] for name in set(sys.modules) - before}}))
"""


def loaded_by(package: str) -> set[str]:
    """Return the top-level modules that importing a package in a fresh interpreter loads."""
    ran = subprocess.run(
        [sys.executable, "-c", LOADED.format(package=package)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(ran.stdout.split())


@pytest.mark.parametrize("package", PACKAGES)
def test_import_loads_the_standard_library_alone(package: str) -> None:
    loaded = loaded_by(package)
    assert package in loaded
    assert loaded - set(PACKAGES) - sys.stdlib_module_names == set()


def test_planted_import_of_another_library_is_seen() -> None:
    assert "numpy" in loaded_by("autograd, numpy") - set(PACKAGES) - sys.stdlib_module_names


# --- what is exported and explained ---


@pytest.mark.parametrize("package", PACKAGES)
def test_exported_names_are_sorted_and_exist(package: str) -> None:
    module = __import__(package)
    assert list(module.__all__) == sorted(module.__all__)
    assert len(set(module.__all__)) == len(module.__all__)
    assert [name for name in module.__all__ if not hasattr(module, name)] == []


def overloads(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    """Whether a function only gives types to another, which is explained."""
    return any(ast.unparse(decorator) == "overload" for decorator in node.decorator_list)


def unexplained(source: str) -> list[str]:
    """Return the public functions, classes and methods of a module that have no docstring."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    found, waiting = [], [("", node) for node in ast.parse(source).body]
    for prefix, node in waiting:  # which grows as we go
        if isinstance(node, kinds) and not node.name.startswith("_") and not overloads(node):
            if not ast.get_docstring(node):
                found.append(prefix + node.name)
            if isinstance(node, ast.ClassDef):
                waiting += [(f"{prefix}{node.name}.", inner) for inner in node.body]
    return found


@pytest.mark.parametrize("path", ALL, ids=spoken)
def test_what_is_public_has_a_docstring(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert unexplained(source) == []
    assert not source.strip() or ast.get_docstring(ast.parse(source))


def test_planted_function_without_a_docstring_is_seen() -> None:
    source = 'class A:\n    "What."\n    def f(self): pass\n    def _g(self): pass\ndef h(): pass'
    assert unexplained(f"{source}\n@overload\ndef i(): pass") == ["h", "A.f"]
