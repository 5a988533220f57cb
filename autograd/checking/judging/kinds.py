"""What each formula of a document is: a definition, a claim, arithmetic, an assignment, ..."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ..meaning.build import LOSSES, Definition, Forward, definition_of
from ..meaning.evaluate import names_in
from ..mending.edits import name_of, subtrees
from ..reading.notation import FUNCTIONS
from ..reading.tree import (
    Call,
    Derivative,
    Expression,
    Formula,
    Name,
    Negative,
    Number,
    Product,
    Unread,
)
from ..report.result import ASSIGNMENT, DEFINITION, NOT_A_CLAIM
from .judge import free_argument, is_numeric

CLAIM, LAYERED, NUMBER = "claim", "layered", "number"
"""Kinds beside those that are a status as well: what is judged, and by whom."""
ARROWS = (r"\to", "→", r"\rightarrow", r"\longrightarrow")
STEPS = (r"\eta", r"\alpha", r"\lambda", "lr", "eta", "alpha", r"\epsilon", r"\gamma")
_OWN = frozenset(name.rstrip("'") for name in FUNCTIONS.values())


class Sorter:
    """Sorts formulas, in order, and gathers the forward equations from them.

    kinds    of each formula
    forward  the definitions, the numbers given for names, and the abbreviations
    """

    def __init__(self, formulas: Sequence[Formula], layered: Callable[[Formula], bool]) -> None:
        self._layered = layered
        self._bases = {name.base for f in formulas for t in f.trees for name in names_in(t)}
        self.forward = Forward()
        self._printed: dict[float, str] = {}  # the name whose value a document says a number is
        self.kinds = [self._kind(formula) for formula in formulas]

    def _kind(self, formula: Formula) -> str:
        read = formula.trees
        if len(formula.members) < 2 or any(m.relation in ARROWS for m in formula.members):
            return NOT_A_CLAIM
        if len(read) == len(formula.members) and all(is_numeric(t) for t in read):
            return NUMBER
        if is_update(formula):
            return ASSIGNMENT
        if self._layered(formula):
            return LAYERED
        left = formula.members[0].tree
        if any(isinstance(part, Derivative) for tree in read for part in subtrees(tree)):
            derivative = next((tree for tree in read if isinstance(tree, Derivative)), None)
            if isinstance(left, Name) and derivative is not None:
                self.forward.abbreviations.setdefault(left.label, derivative)
            return CLAIM
        if isinstance(left, Name) and self._is_slope(left):
            return CLAIM
        if isinstance(left, Name):
            self._note_printed(left, read[-1])
        if isinstance(left, Name) and all(is_numeric(tree) for tree in read[1:]) and read[1:]:
            if substituted := self._substituted(left, read[1]):
                return self._defined(substituted, formula)
            return self._given(left, read[-1])
        definition = definition_of(formula)
        if definition is None or (free_argument(formula) and not self._may_define(left)):
            return CLAIM
        return self._defined(definition, formula)

    def _is_slope(self, name: Name) -> bool:
        r"""Whether a name is the loss's derivative by another: \\delta_1, dz_2."""
        if name.label in self.forward.abbreviations:
            return True
        if name.base == r"\delta":
            return "z" in self._bases
        return len(name.base) > 1 and name.base[0] == "d" and name.base[1:] in self._bases

    @staticmethod
    def _may_define(left: Expression | Unread) -> bool:
        """Whether f(x) = ... is a definition: f is the document's own, and has no prime."""
        return isinstance(left, Call) and (
            left.function in LOSSES or (left.function not in _OWN and not left.primes)
        )

    def _note_printed(self, left: Name, last: Expression) -> None:
        if isinstance(last, Number) and last.decimals:
            self._printed.setdefault(last.value, left.label)
            self.forward.printed.setdefault(left.label, last.value)

    def _substituted(self, left: Name, body: Expression) -> Definition | None:
        """Return a = sigma(z) for a = sigma(1.1), where 1.1 was printed as the value of z."""
        match body:
            case Call(arguments=(Number(value=number),)) if left.label not in self.forward.labels:
                if number in self._printed:
                    argument = name_of(self._printed[number])
                    return Definition(left.label, replace(body, arguments=(argument,)))
        return None

    def _given(self, left: Name, value: Expression) -> str:
        """Note the number that is given for a name."""
        match value:
            case Number(value=number):
                self.forward.given.setdefault(left.label, number)
            case Negative(of=Number(value=number)):
                self.forward.given.setdefault(left.label, -number)
        return CLAIM if left.label in self.forward.labels else DEFINITION

    def _defined(self, definition: Definition, formula: Formula) -> str:
        known = next((d for d in self.forward.definitions if d.label == definition.label), None)
        if known is None:
            self.forward.definitions += [definition, *self._inner(definition, formula)]
            return DEFINITION
        again = bool(definition.arguments) or known.body == definition.body
        return DEFINITION if again else CLAIM

    def _inner(self, definition: Definition, formula: Formula) -> list[Definition]:
        """Return what more a chain defines: z in a = g(z) = g(w x + b), a in y = a = g(z)."""
        if len(formula.members) < 3:
            return []
        match definition.body, formula.members[2].tree:
            case Call(arguments=(Name() as z,)) as outer, Call(arguments=(body,)) as explicit:
                if outer.function == explicit.function and z.label not in self.forward.labels:
                    return [Definition(z.label, body)]
            case Name() as middle, body if not isinstance(body, Unread):
                if middle.label not in self.forward.labels and not is_numeric(body):
                    return [Definition(middle.label, body)]
        return []


def is_update(formula: Formula) -> bool:
    r"""Tell W = W - \\eta dL/dW, or \\Delta W = -\\eta dL/dW, an assignment, from an equation."""
    left, *others = (m.tree for m in formula.members)
    names = [name for tree in others if not isinstance(tree, Unread) for name in names_in(tree)]
    if not any(name.base in STEPS for name in names):
        return False
    match left:
        case Product(factors=(Name(base=r"\Delta"), Name())):
            return True
        case Name():
            bare = replace(left, sub="")
            return any(
                n.base == left.base and (n.label == left.label or bare != left or n.sub)
                for n in names
            )
    return False
