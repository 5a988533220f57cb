"""A teacher's key: the forward pass, and the equations that are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..judging.documents import check_document, definitions_of, is_fault
from ..judging.judge import DocumentJudge
from ..judging.verdicts import ModelClaim
from ..meaning.definitions import CLAIM, DEFINITION, Definitions, Law, variables
from ..meaning.indices import walk
from ..reading import parser
from ..reading.document import Document, read_document, read_file
from ..reading.tree import Call, Derivative, Formula, Name
from ..report.result import GOOD, UNREADABLE
from ..report.words import sentence, stands_at


@dataclass
class Question:
    r"""What is asked for.

    name   the \tag, else what it is about
    about  "dL/dw_2", or the name that an equation of the forward pass defines
    whole  the derivatives that the answer is left in
    """

    name: str
    about: str
    points: float
    is_forward: bool
    whole: frozenset[str]


@dataclass
class Key:
    """The key: its definitions stand before all that a student writes.

    laws      what they define
    symbols   the names that they define or use
    """

    document: Document
    definitions: list[Formula]
    laws: list[Law]
    questions: list[Question]

    @property
    def defined(self) -> set[Any]:
        """The symbols that the key defines."""
        return {law.use.symbol for law in self.laws}

    @property
    def of(self) -> float:
        """What all questions are worth."""
        return sum(question.points for question in self.questions)


def read_key(key: str | Path) -> Key:
    """Return the key that a file or a text holds; a ValueError says what is wrong with it."""
    is_text = isinstance(key, str) and ("\n" in key or "$" in key)
    document = read_document(str(key)) if is_text else read_file(Path(key))
    source = "the key" if is_text else str(key)
    report = check_document(document)
    for equation in report.equations:
        if equation.status not in GOOD:
            what = f"equation {equation.id} ({stands_at(equation)})"
            broken = equation.status == UNREADABLE
            doubt = "cannot be read" if broken else "is not right in the key itself"
            raise ValueError(f"{source}: {what} {doubt}: {sentence(equation)}")
    formulas = [f for f in document.formulas if not is_fault(f) and not f.remark.expected_wrong]
    found = Definitions(formulas)
    judge = DocumentJudge(formulas)
    questions = [
        question
        for number, formula in enumerate(formulas)
        if (question := _question(number, formula, found, judge)) is not None
    ]
    if not questions:
        raise ValueError(f"{source}: it asks for nothing: no equation says what a derivative is")
    twice = [q.name for n, q in enumerate(questions) if q.name in {p.name for p in questions[:n]}]
    if twice:
        raise ValueError(f"{source}: two questions are called {twice[0]}: give them a \\tag")
    return Key(document, definitions_of(document), found.laws, questions)


def _question(
    number: int, formula: Formula, found: Definitions, judge: DocumentJudge
) -> Question | None:
    """Return what a formula asks for; None if it asks for nothing."""
    kind, points = found.kinds[number], formula.remark.points
    claim = judge.claim_of(number)
    if kind == CLAIM and claim is not None and points != 0.0:
        about = about_of(claim)
        whole = frozenset(derivatives_in(formula.trees[-1:], claim))
        worth = 1.0 if points is None else points
        return Question(formula.id or about, about, worth, False, whole)
    if kind == DEFINITION and points:
        about = parser.write(formula.trees[0])
        return Question(formula.id or about, about, points, True, frozenset())
    return None


def about_of(claim: ModelClaim) -> str:
    r"""Return what a claim is about: "dL/dw_2", also where it is written dw_2 or \nabla_{w_2} L."""
    return _spelt(claim.anchor, claim) or parser.write(claim.trees[0])


def derivatives_in(trees: Sequence[Any], claim: ModelClaim) -> list[str]:
    """Return the derivatives in formulas, as `about_of` spells them."""
    found = (_spelt(part, claim) for tree in trees for part in walk(tree))
    return [x for x in found if x]


def _spelt(part: Any, claim: ModelClaim) -> str:
    if isinstance(part, Derivative):
        wrt = " d".join(parser.write(v) for v in variables(part))
        return f"d{_called(part.of)}/d{wrt}"
    if isinstance(part, Name) and (slope := claim.model.slope(part)) is not None:
        return f"d{_called(slope[0])}/d{parser.write(slope[1])}"
    return ""


def _called(of: Any) -> str:
    """Return the name of L(y, a), or a formula."""
    return of.function if isinstance(of, Call) else parser.write(of)
