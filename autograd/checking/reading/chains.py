r"""An equality chain of a document, its members, and what the text around it says of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from .tree import Call, Derivative, Expression, Name, Power, Span
from .walked import called, names, walk


@dataclass(frozen=True, slots=True)
class Unread:
    """A member that could not be read: what is wrong, and where in `text`."""

    message: str
    at: int


@dataclass(frozen=True, slots=True)
class Member:
    r"""One side of an equality chain: its text, and its tree or why there is none.

    relation  the sign before it: "" for the first, "=", "\approx", ":=", "\to"
    start     where `text` begins in the formula
    place     where it begins and ends in the document, None where it does not stand there so
    """

    text: str
    tree: Expression | Unread
    relation: str = ""
    start: int = 0
    place: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Domain:
    r"""X \in \mathbb{R}^{n \times d}: a name and its sizes as text, ("n", "d"); () for a number."""

    name: Name
    sizes: tuple[str, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Remark:
    """What comments say of an equation, see `directives`.

    expected_wrong  it is there to show a mistake
    points          what it is worth, in a key
    scope           the section that is a scope of its own in which it stands, 0 for none
    """

    expected_wrong: bool = False
    points: float | None = None
    scope: int = 0


@dataclass(frozen=True, slots=True)
class Formula:
    r"""One equality chain of a document.

    id          the \tag, else "" (a running number is given later)
    latex       the formula as it stands in the document, without its dollars
    line        from 1
    section     how many headings stand before it
    exercise    the section with which the exercise begins that it is of; 0 for none
    prose       the text around it, up to some 300 characters before and 200 after
    conditions  where it holds: ", i = j", "for all i", "If $i = k$," in the sentence before
    domains     names and sizes of what is said to lie in \mathbb{R}^{n \times d}
    lying       what the text says elsewhere that names lie in
    stationary  whether "= 0" is a condition, as after "set to zero"
    at          the numbers for which it is said to hold: "when $\\gamma = 0$" just before it
    solves      whether the words before it say that it is where a gradient is zero
    variant     whether the sentence before it is about another case: "in the limit", "if you use"
    given       whether the words before it say that it is given: "suppose that f(2) = 1"
    aside       why it is about something else, if that is seen from its form: "an update"
    remark      what the author's comments say of it
    letters     index letters of its text, each with the one that is read for it
    file, cell  where its line is counted: in a file that is taken in, in a cell of a notebook
    """

    id: str
    latex: str
    line: int
    members: tuple[Member, ...]
    section: int = 0
    exercise: int = 0
    prose: str = ""
    lying: tuple[Domain, ...] = ()
    conditions: tuple[Expression, ...] = ()
    domains: tuple[Domain, ...] = ()
    stationary: bool = False
    at: tuple[tuple[Name, Expression], ...] = ()
    solves: bool = False
    variant: bool = False
    given: bool = False
    aside: str = ""
    remark: Remark = Remark()
    file: str = ""
    cell: int = 0
    letters: tuple[tuple[str, str], ...] = ()

    @property
    def trees(self) -> list[Expression]:
        """The members that could be read."""
        return [m.tree for m in self.members if not isinstance(m.tree, Unread)]

    @property
    def is_set(self) -> bool:
        r"""Whether an algorithm's \mu \leftarrow \sum_i x_i / m says what a name is.

        Where the name stands on the right, too, it says what it becomes.
        """
        match [(m.relation, m.tree) for m in self.members]:
            case [(_, (Name() as name) | Power(base=Name() as name)), (r"\leftarrow", tree)] if (
                not isinstance(tree, Unread)
            ):
                inner = list(walk(tree))
                again = any(isinstance(p, Name) and p.base == name.base for p in inner)
                return not again and not any(isinstance(p, Derivative) for p in inner)
        return False


def parts_in(formulas: Iterable[Formula]) -> Iterator[Any]:
    """Yield all parts of all sides of formulas, in order."""
    return (part for formula in formulas for tree in formula.trees for part in walk(tree))


def names_in(formulas: Iterable[Formula]) -> Iterator[Name]:
    """Yield all names in formulas, those that are differentiated by too."""
    return (name for formula in formulas for tree in formula.trees for name in names(tree))


def calls_in(formulas: Iterable[Formula]) -> Iterator[Call]:
    """Yield all calls in formulas."""
    return (call for formula in formulas for tree in formula.trees for call in called(tree))
