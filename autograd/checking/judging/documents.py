"""Check a document with what its directives say: scopes, what is given, what is to be wrong.

check_document(document)          the report
checked_document(document)        the report, and the check of each scope by itself
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from ...engine.value import Value
from ..meaning.definitions import DEFINITION, Definitions
from ..reading.chains import Domain, Formula, Unread
from ..reading.document import Document, Given
from ..reading.tree import Name
from ..report.result import UNREADABLE, Equation, Member, Report
from .checker import Checker, note_unread
from .judge import DocumentJudge
from .samples import judge_of_samples

BEFORE = -1000
"""The section of what directives give: before all others."""


class SureJudge(DocumentJudge):
    """A judge who knows that formulas are meant as they are read, however few of them hold."""

    @property
    def may_misread(self) -> bool:
        """Whether what does not hold may be misread."""
        return False


class ScopeCheck(NamedTuple):
    """The check of one scope: of what is given to it, then of its formulas.

    numbers  those of its formulas in the document
    """

    checker: Checker
    numbers: list[int]

    @property
    def given(self) -> int:
        """How many formulas are given to it: its own stand after them."""
        return len(self.checker.formulas) - len(self.numbers)


class CheckedDocument(NamedTuple):
    """A report, and the checks of the scopes that it is made of."""

    report: Report
    scopes: list[ScopeCheck]


def check_document(document: Document, root: Value | None = None) -> Report:
    """Judge everything that a document says, be it about the graph of `root`."""
    return checked_document(document, root).report


def checked_document(document: Document, root: Value | None = None) -> CheckedDocument:
    """Judge everything that a document says; return the checks of its scopes, too."""
    formulas = document.formulas
    found: dict[int, Equation] = {}
    reports, checks = [], []
    for scope in dict.fromkeys(f.remark.scope for f in formulas if not is_fault(f)):
        mine = [n for n, f in enumerate(formulas) if f.remark.scope == scope and not is_fault(f)]
        given = [given for given in document.given if given.scope in (0, scope)]
        sound = [n for n in mine if not formulas[n].remark.expected_wrong]
        check = _check_of(formulas, sound, given, root)
        report = _report(check, given)
        found.update(zip(sound, report.equations, strict=True))
        reports.append(report)
        checks.append(check)
        for number in sorted(set(mine) - set(sound)):
            with_it = sorted([*sound, number])
            whole, sizes = _with_given([formulas[n] for n in with_it], given)
            checker = Checker(whole, SureJudge(whole, domains=sizes, root=root))
            at = len(whole) - len(with_it) + with_it.index(number)
            found[number] = checker.equation(at)
    equations = []
    for number, formula in enumerate(formulas):
        equation = _fault(formula) if is_fault(formula) else found[number]
        name, wrong = formula.id or str(number + 1), formula.remark.expected_wrong
        equations.append(
            replace(equation, id=name, expected_wrong=wrong, file=formula.file, cell=formula.cell)
        )
    return CheckedDocument(_whole(equations, reports, document.notes), checks)


def is_fault(formula: Formula) -> bool:
    """Whether it stands for a directive that is none."""
    return len(formula.members) == 1


def definitions_of(document: Document) -> list[Formula]:
    """Return the definitions of a document, as others see them: before all of their own."""
    own = [f for f in document.formulas if not is_fault(f) and not f.remark.expected_wrong]
    kinds = Definitions(own).kinds
    found = [f for f, kind in zip(own, kinds, strict=True) if kind == DEFINITION]
    before = [f for given in document.given for f in _given_formulas(given)]
    return [*before, *(replace(f, section=f.section + BEFORE) for f in found)]


def _given_formulas(given: Given) -> list[Formula]:
    used = definitions_of(given.document) if given.document else []
    return [*map(_elsewhere, used), *(replace(f, section=BEFORE) for f in given.formulas)]


def _elsewhere(formula: Formula) -> Formula:
    """Return a formula of another file: it has no place in this one."""
    return replace(formula, members=tuple(replace(m, place=None) for m in formula.members))


def _given_domains(given: Given) -> list[Domain]:
    used = given.document.given if given.document else []
    return [*(d for other in used for d in _given_domains(other)), *given.domains]


def _check_of(
    formulas: Sequence[Formula], numbers: list[int], given: Sequence[Given], root: Value | None
) -> ScopeCheck:
    whole, sizes = _with_given([formulas[n] for n in numbers], given)
    return ScopeCheck(Checker(whole, DocumentJudge(whole, domains=sizes, root=root)), numbers)


def _report(check: ScopeCheck, given: Sequence[Given]) -> Report:
    """Return what is found of the formulas of a scope, with what is given to them."""
    report = check.checker.report()
    if samples := "".join(one.samples for one in given)[:1]:
        judge_of_samples(report, check.checker.judge.claims(), samples)
    report.equations = report.equations[check.given :]
    return report


def _with_given(
    formulas: Sequence[Formula], given: Sequence[Given]
) -> tuple[list[Formula], dict[Name, tuple[str, ...]]]:
    """Return formulas after those that directives give to them, and the sizes of names."""
    before = [f for one in given for f in _given_formulas(one)]
    sizes = {domain.name: domain.sizes for one in given for domain in _given_domains(one)}
    return [*before, *formulas], sizes


def _fault(formula: Formula) -> Equation:
    (member,) = formula.members
    assert isinstance(member.tree, Unread)
    result = Member(member.text, "", UNREADABLE)
    note_unread(result, member.text, member.tree)
    result.place = member.place
    return Equation(formula.id, formula.latex, formula.line, [result])


def _whole(equations: list[Equation], reports: Sequence[Report], notes: Sequence[str]) -> Report:
    """Return one report of what was found in the scopes of a document."""
    readings: dict[str, int] = {}
    for report in reports:
        for kind, count in report.readings.items():
            readings[kind] = readings.get(kind, 0) + count
    said = dict.fromkeys(x for report in reports for x in report.conventions)
    return Report(
        equations,
        readings,
        [repair for report in reports for repair in report.repairs],
        sum(report.claims for report in reports),
        conventions=[*said, *notes],
        sizes={name: size for report in reports for name, size in report.sizes.items()},
        names=list({row.name: row for report in reports for row in report.names}.values()),
    )
