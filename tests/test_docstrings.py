"""The examples in the docstrings give what they say; and a docstring says something."""

from __future__ import annotations

import ast
import doctest
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import autograd
import chainrule
import nn

ROOT = Path(__file__).parent.parent
PATHS = sorted(
    p for package in ("autograd", "nn", "chainrule") for p in (ROOT / package).rglob("*.py")
)
KINDS = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
WITH_EXAMPLES = 20
"""At least so many docstrings: examples that are no longer found are not taken for right ones."""


def docstrings(source: str) -> Iterator[tuple[str, int, str]]:
    """Yield the name, the line and the docstring of a module, its classes and its functions.

    They are read, not imported: what a decorator made of a function is found as well.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, KINDS) and (text := ast.get_docstring(node, clean=False)):
            yield getattr(node, "name", "module"), getattr(node, "lineno", 1), text


def examples(source: str, path: str) -> list[doctest.DocTest]:
    """Return the docstrings that have examples: each begins with nothing but Python's own names."""
    found = [
        doctest.DocTestParser().get_doctest(text, {}, f"{path}::{name}", path, line)
        for name, line, text in docstrings(source)
    ]
    return [test for test in found if test.examples]


def failures(test: doctest.DocTest) -> str:
    """Run the examples of a docstring; return what doctest reports, "" if all hold."""
    told: list[str] = []
    doctest.DocTestRunner().run(test, out=told.append)
    return "".join(told)


TESTS = [
    test
    for path in PATHS
    for test in examples(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)))
]


@pytest.mark.parametrize("test", TESTS, ids=lambda test: test.name)
def test_the_examples_of_a_docstring_hold(test: doctest.DocTest) -> None:
    assert failures(test) == ""


def test_the_main_functions_have_examples() -> None:
    assert len(TESTS) >= WITH_EXAMPLES
    names = {test.name.rpartition("::")[2] for test in TESTS}
    assert names >= {
        "Value", "grad", "value_and_grad", "hessian", "jacobian", "partial", "paths", "explain",
        "derive", "formula", "draw", "trace", "check", "check_text", "compile", "no_grad",
        "detect_anomaly", "op", "label", "Symbol", "TwoLayerMLP", "worked_example", "fit",
    }  # fmt: skip


def test_planted_wrong_example_is_caught() -> None:
    source = 'def f():\n    """Twice.\n\n    >>> from math import exp\n    >>> {}\n    {}\n    """'
    (right,) = examples(source.format("exp(0)", "1.0"), "planted.py")
    (wrong,) = examples(source.format("exp(0)", "0.0"), "planted.py")
    (raises,) = examples(source.format("exp('')", "1.0"), "planted.py")
    assert failures(right) == ""
    assert "Expected:\n    0.0\nGot:\n    1.0" in failures(wrong)
    assert "TypeError" in failures(raises)


# --- a docstring says something ---

MADE_BY_OTHERS = {
    "Contribution", "Derivation", "Explanation", "History", "Inspection", "Path", "Paths",
    "Quiz", "Row", "TorchGraph",
}  # fmt: skip
"""What functions return: their docstrings have the fields."""
WRITING_FILES = {"TrainingPage", "animate", "view", "view_training", "write_whole"}
OTHERS = {
    "Callback": "a base that does nothing",
    "Model": "a base: the examples are at `fit` and at Sequential",
    "dot_program": "depends on what is installed",
}


def public() -> dict[str, Any]:
    """Return what the packages export by name, but for exceptions and rows of the table."""
    found = {name: getattr(package, name) for package in (autograd, nn) for name in package.__all__}
    return {
        name: thing
        for name, thing in found.items()
        if callable(thing)
        and not isinstance(thing, autograd.Op)
        and not (isinstance(thing, type) and issubclass(thing, BaseException))
    }


def test_what_is_public_has_an_example_or_says_what_it_refuses() -> None:
    silent = {
        name
        for name, thing in public().items()
        if ">>>" not in (text := thing.__doc__ or "") and "Error" not in text
    }
    assert silent - MADE_BY_OTHERS - WRITING_FILES == set(OTHERS)
    assert set(public()) >= MADE_BY_OTHERS | WRITING_FILES
    assert set(chainrule.__all__) <= {*autograd.__all__, *nn.__all__}


def says_nothing(text: str) -> bool:
    """Whether a docstring only sends its reader elsewhere: "See Callback."."""
    return re.fullmatch(r"\s*See [`\w.]+\.?\s*", text) is not None


@pytest.mark.parametrize("path", PATHS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_docstring_only_points_elsewhere(path: Path) -> None:
    found = docstrings(path.read_text(encoding="utf-8"))
    assert [name for name, _, text in found if says_nothing(text)] == []


def test_planted_pointer_is_seen() -> None:
    assert says_nothing("See `mse_loss`.")
    assert not says_nothing("See `mse_loss`: the mean over all elements.")
