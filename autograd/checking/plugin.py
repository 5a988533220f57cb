r"""The equations of a file as tests of pytest: see `pytest_chainrule`, which loads this.

    notes/backprop.md::8-14     the equation with \tag{8-14}; without a tag its number

An equation that is right passes, as does a definition, which the others are judged against.  What
claims nothing, such as an update of the weights, is skipped.  All else fails, with the diagnosis.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path, PurePath
from typing import Any, TypeVar

import pytest

from .judging.documents import check_document
from .reading.chains import Formula
from .reading.document import Document, read_file
from .report.outcomes import EXPECTED
from .report.result import (
    ASSIGNMENT,
    DEFINITION,
    NOT_A_CLAIM,
    RIGHT,
    SAYS_NOTHING,
    SET_ASIDE,
    Equation,
    Report,
)
from .report.text import equation_as_text, forward_as_text
from .report.words import FORWARD, sentence, stands_at, state

_Path = TypeVar("_Path", bound=PurePath)
_PASSED = (RIGHT, DEFINITION, EXPECTED)
_SKIPPED = {
    ASSIGNMENT: "an assignment claims nothing",
    NOT_A_CLAIM: "this claims nothing that could be judged",
    SAYS_NOTHING: "this says nothing: both sides are the same",
    SET_ASIDE: "this is not about the derivation",
}


class DerivationFile(pytest.File):
    """A file of equations, judged together when the first of them is run."""

    @cached_property
    def document(self) -> Document:
        """The file as it is read; an error of the collector if it is no text."""
        try:
            return read_file(self.path)
        except ValueError as error:
            raise self.CollectError(str(error)) from None

    @property
    def formulas(self) -> list[Formula]:
        """Its equations."""
        return self.document.formulas

    @cached_property
    def report(self) -> Report:
        """What the check found."""
        return check_document(self.document)

    def collect(self) -> Iterator[EquationItem]:
        """Yield an item for each equation; none if it is a text of doctests."""
        if self.path.suffix.lower() == ".txt" and ">>> " in self.path.read_text("utf-8", "replace"):
            return
        for i, name in enumerate(_names(self.formulas)):
            yield EquationItem.from_parent(self, name=name, number=i)


def _names(formulas: Sequence[Formula]) -> list[str]:
    """Return what pytest selects the equations by: tags come before numbers, each is used once."""
    given: dict[int, str] = {}
    for i, formula in sorted(enumerate(formulas), key=lambda numbered: not numbered[1].id):
        plain = re.sub(r"::|[\s\[\]/\\]", "_", formula.id or str(i + 1))
        again = (f"{plain}#{count}" for count in range(2, len(formulas) + 2))
        given[i] = next(name for name in chain([plain], again) if name not in given.values())
    return [given[i] for i in range(len(formulas))]


class EquationItem(pytest.Item):
    """One equation as a test; `number` counts the equations of the file from 0."""

    def __init__(self, *, number: int, **rest: Any) -> None:
        super().__init__(**rest)
        self.number = number

    @property
    def file(self) -> DerivationFile:
        """The file that it stands in."""
        assert isinstance(self.parent, DerivationFile)
        return self.parent

    def runtest(self) -> None:
        """Fail with the diagnosis unless the equation is right."""
        report = self.file.report
        equation = report.equations[self.number]
        if equation.outcome in _SKIPPED:
            pytest.skip(_SKIPPED[equation.outcome])
        if equation.outcome not in _PASSED:
            pytest.fail("\n".join(self.diagnosis(equation, report)), pytrace=False)

    def diagnosis(self, equation: Equation, report: Report) -> Iterator[str]:
        """Yield the lines about the equation, about the slip it hangs on, and its place."""
        yield from equation_as_text(equation)
        if any(e.kind == FORWARD for member in equation.members for e in member.explanations):
            yield from ("", *forward_as_text(report))
        file = PurePath(self.location[0])
        if equation.cell:
            yield f"\n{file}: {stands_at(equation)}: {state(equation)}"
        else:
            yield f"\n{self._whole(file, equation.file)}:{equation.line}: {state(equation)}"

    @staticmethod
    def _whole(file: _Path, taken_in: str) -> _Path:
        return file.parent / taken_in if taken_in else file

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> Any:  # type: ignore[override]  # pytest's own type is private
        """Return what is shown, which points at the equation in the file."""
        shown = super().repr_failure(excinfo)
        crash = getattr(shown, "reprcrash", None)
        if crash is not None and excinfo.errisinstance(pytest.fail.Exception):
            equation = self.file.report.equations[self.number]
            crash.path, crash.lineno = str(self._whole(self.path, equation.file)), equation.line
            crash.message = sentence(equation)
        return shown

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return the file, the line from 0, and what the test is called."""
        formula = self.file.formulas[self.number]
        return self._whole(self.path, formula.file), formula.line - 1, self.name
