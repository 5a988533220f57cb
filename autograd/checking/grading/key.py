"""A teacher's key: the forward pass, and the equations that are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from ..judging.authors_point import AuthorsPoint
from ..judging.documents import check_document, definitions_of, is_fault
from ..judging.judge import DocumentJudge
from ..judging.verdicts import ModelClaim
from ..meaning.definitions import CLAIM, DEFINITION, Definitions
from ..meaning.index import TOPS
from ..meaning.law import Law, variables
from ..reading import parser
from ..reading.chains import Formula
from ..reading.document import Document, read_document, read_file
from ..reading.tree import Call, Derivative, Expression, Name
from ..reading.walked import walk
from ..report.result import GOOD, UNREADABLE
from ..report.words import sentence, stands_at


@dataclass
class Question:
    r"""What is asked for.

    name   the \tag, else what it is about
    about  "dL/dw_2", or the name that an equation of the forward pass defines
    whole  the derivatives that the answer is left in
    of     "L": what is differentiated
    """

    name: str
    about: str
    points: float
    is_forward: bool
    whole: frozenset[str]
    of: str = ""


@dataclass
class Key:
    """The key: its definitions stand before all that a student writes.

    laws      what they define
    given     the numbers that they give
    """

    document: Document
    definitions: list[Formula]
    laws: list[Law]
    given: dict[str, Any]
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
    given = AuthorsPoint(found.given, {}).given
    return Key(document, definitions_of(document), found.laws, given, questions)


def _question(
    number: int, formula: Formula, found: Definitions, judge: DocumentJudge
) -> Question | None:
    """Return what a formula asks for; None if it asks for nothing."""
    kind, points = found.kinds[number], formula.remark.points
    claim = judge.claim_of(number)
    if kind == CLAIM and claim is not None and points != 0.0:
        about = about_of(claim)
        whole = frozenset(x.text for x in partials_in(formula.trees[-1], claim))
        worth = 1.0 if points is None else points
        asked = _partial(claim.anchor, claim)
        of = asked.family[0] if asked else ""
        return Question(formula.id or about, about, worth, False, whole, of)
    if kind == DEFINITION and points:
        about = parser.write(formula.trees[0])
        return Question(formula.id or about, about, points, True, frozenset())
    return None


class Partial(NamedTuple):
    """A derivative in a formula.

    text        "dL/dz_2"
    family      the same for all layers and entries of what it is by
    is_general  whether it is of any of these: dL/dz^{(l)}, dL/dz_j, and not dL/dz^{(L)}
    """

    text: str
    family: Any
    is_general: bool


def about_of(claim: ModelClaim) -> str:
    r"""Return what a claim is about: "dL/dw_2", also where it is written dw_2 or \nabla_{w_2} L."""
    found = _partial(claim.anchor, claim)
    return found.text if found else parser.write(claim.trees[0])


def partials_in(tree: Expression, claim: ModelClaim) -> list[Partial]:
    """Return the derivatives in a formula."""
    found = (_partial(part, claim) for part in walk(tree))
    return [partial for partial in found if partial is not None]


def _partial(part: Any, claim: ModelClaim) -> Partial | None:
    if isinstance(part, Derivative):
        of, by = part.of, variables(part)
    elif isinstance(part, Name) and (slope := claim.model.slope(part)) is not None:
        of, by = slope[0], slope[1:]
    else:
        return None
    above = of.function if isinstance(of, Call) else parser.write(of)
    uses = [claim.model.use(x) if isinstance(x, Name) and x.base else None for x in by]
    indices = [i for use in uses if use for i in (*use.family, *use.entries)]
    return Partial(
        f"d{above}/d{' d'.join(map(parser.write, by))}",
        (above, *(use.symbol if use else x for use, x in zip(uses, by, strict=True))),
        all(i.letters and i.letters[0][0] not in TOPS for i in indices),
    )
