"""Who may import whom; what an import costs; what is exported; that what is public is explained."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import autograd

ROOT = Path(__file__).parent.parent
PACKAGES = ["autograd", "nn"]
AUTOGRAD, NN = (sorted((ROOT / package).rglob("*.py")) for package in PACKAGES)


def spoken(path: Path) -> str:
    return str(path.relative_to(ROOT))


def module_name(path: Path) -> str:
    """Return "autograd.check.read" for autograd/check/read.py."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(source: str, module: str, is_package: bool) -> Iterator[str]:
    """Yield the full name of everything that a module imports: "autograd.ops.Op", "math"."""
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


@pytest.mark.parametrize("module", ["ops", "sweep"])
def test_foundation_imports_nothing_of_ours(module: str) -> None:
    assert of_ours(imports_of(ROOT / "autograd" / f"{module}.py")) == []


@pytest.mark.parametrize("module", ["ops", "sweep", "value", "functional", "paths", "symbols"])
def test_core_imports_the_standard_library_alone(module: str) -> None:
    names = imports_of(ROOT / "autograd" / f"{module}.py")
    others = [n for n in names if n.split(".")[0] not in {"autograd", *sys.stdlib_module_names}]
    assert others == []


@pytest.mark.parametrize("path", AUTOGRAD, ids=spoken)
def test_autograd_does_not_know_nn(path: Path) -> None:
    assert [name for name in imports_of(path) if name.split(".")[0] == "nn"] == []


@pytest.mark.parametrize("path", NN, ids=spoken)
def test_nn_uses_what_autograd_exports(path: Path) -> None:
    assert not_public([*imports_of(path), *attributes(path.read_text(encoding="utf-8"))]) == []


def test_planted_imports_are_seen() -> None:
    source = (
        "import nn.cli\nfrom . import value\nfrom .sweep import below\nfrom autograd import ops"
    )
    found = list(imported(source, "autograd.draw", is_package=False))
    assert found == ["nn.cli", "autograd.value", "autograd.sweep.below", "autograd.ops"]
    assert of_ours([*found, "math"]) == found
    assert not_public(found) == ["autograd.value", "autograd.sweep.below", "autograd.ops"]
    assert not_public(["autograd", "autograd.Value"]) == []
    assert not_public(attributes("autograd.exp(autograd.sweep.below)")) == ["autograd.sweep"]
    inner = list(imported("from ..sweep import below", "autograd.check.read", is_package=False))
    assert inner == ["autograd.sweep.below"]
    assert list(imported("from .read import f", "autograd.check", is_package=True)) == [
        "autograd.check.read.f"
    ]


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


def unexplained(source: str) -> list[str]:
    """Return the public functions, classes and methods of a module that have no docstring."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    found, waiting = [], [("", node) for node in ast.parse(source).body]
    for prefix, node in waiting:  # which grows as we go
        if isinstance(node, kinds) and not node.name.startswith("_") and not _is_overload(node):
            if not ast.get_docstring(node):
                found.append(prefix + node.name)
            if isinstance(node, ast.ClassDef):
                waiting += [(f"{prefix}{node.name}.", inner) for inner in node.body]
    return found


def _is_overload(node: ast.AST) -> bool:
    """Whether it only tells types: what it overloads has the docstring."""
    decorators = getattr(node, "decorator_list", [])
    return any(isinstance(d, ast.Name) and d.id == "overload" for d in decorators)


@pytest.mark.parametrize("path", [*AUTOGRAD, *NN], ids=spoken)
def test_what_is_public_has_a_docstring(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert unexplained(source) == []
    assert not source.strip() or ast.get_docstring(ast.parse(source))


def test_planted_function_without_a_docstring_is_seen() -> None:
    source = 'class A:\n    "What."\n    def f(self): pass\n    def _g(self): pass\ndef h(): pass'
    assert unexplained(source) == ["h", "A.f"]
