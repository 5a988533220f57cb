"""The forward equations of a key and of a student, each in its own names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ..judging.documents import SureJudge
from ..meaning.definitions import DEFINITION, Definitions
from ..meaning.law import Law, is_numeric
from ..meaning.model import Model
from ..reading.chains import Formula
from ..reading.tree import Call, Derivative, Name, name_of
from ..reading.walked import names, walk
from .key import Key
from .naming import Renaming, Token, plain, stands_above, token

MOST_CUTS, MOST_NAMES = 40, 7
"""In so many ways an equation of the key is written with other quantities before it, and names."""


class Option(NamedTuple):
    """A quantity that the key defines, and the names that it may be written with."""

    law: Law
    target: Token
    cuts: list[list[Token]]


class OwnEquations:
    """The forward equations of a student.

    laws       what they define, without numbers, functions and derivatives
    functions  g(u) = 1 / (1 + e^{-u}), of which nothing else speaks of u
    tokens     the names of the whole document;  defined: of what the equations define
    """

    def __init__(self, formulas: Sequence[Formula]) -> None:
        self._read = Definitions(formulas)
        self.indices = self._read.indices
        self.trees = tuple(t for f in formulas for t in f.trees)
        forward = [law for law in self._read.laws if self._is_forward(law)]
        self.functions = [law for law in forward if self._is_function(law)]
        self.laws = [law for law in forward if law not in self.functions]
        self.tokens = {self.token(n) for n in names(self.trees)}
        self.defined = {self.token(law.target) for law in self.laws}
        calls = [law.body for law in self.laws if isinstance(law.body, Call)]
        self._inner = frozenset(x.base for c in calls for x in c.arguments if isinstance(x, Name))

    def token(self, name: Name) -> Token:
        """Return what is renamed where a name stands."""
        return token(name, self.indices)

    @property
    def used(self) -> list[Name]:
        """The names of the forward equations."""
        return [n for law in self.laws for n in (law.target, *names(law.body))]

    @property
    def differentiated(self) -> set[Token]:
        """What derivatives are of, or by."""
        found = (part for part in walk(self.trees) if isinstance(part, Derivative))
        return {self.token(n) for part in found for n in names((part.of, part.wrt))}

    def renaming(self, pairs: Mapping[Token, Token], key: KeyEquations) -> Renaming:
        """Return the renaming of the pairs."""
        moved = frozenset(
            mine for mine, other in pairs.items()
            if isinstance(mine, str) and isinstance(other, str)
            and stands_above(mine, self.trees, self.indices)
            != stands_above(other, key.trees, key.indices)
        )  # fmt: skip
        return Renaming(pairs, moved, self._inner)

    def told(self, renaming: Renaming) -> Iterator[str]:
        """Yield what is read as what, of names with index letters the first that is written."""
        firsts: dict[Token, Name] = {}
        for n in names(self.trees):
            firsts.setdefault(self.token(n), plain(n))
        for mine in renaming.pairs:
            first = firsts[mine]
            if renaming.of(first) != first:
                yield f"{first.label} as {renaming.of(first).label}"

    def _is_forward(self, law: Law) -> bool:
        is_slope = any(isinstance(part, Derivative) for part in walk(law.body))
        is_given = self._read.kinds[law.order] == DEFINITION and not is_numeric(law.body)
        return is_given and not is_slope

    def _is_function(self, law: Law) -> bool:
        inside = {id(n) for n in names((law.body, *self._read.formulas[law.order].trees[:1]))}
        outside = {n.label for n in names(self.trees) if id(n) not in inside}
        own = {n.label for n in names(law.body)}
        return bool(law.arguments) and own <= set(law.arguments) and not own & outside


class KeyEquations:
    """The forward equations of a key.

    tokens   the names that they speak of;  defined: of what they define
    options  what they define, with the names that each may be written with
    """

    def __init__(self, key: Key, functions: Sequence[Law]) -> None:
        """`functions` are those that the student defines."""
        sizes = {d.name: d.sizes for one in key.document.given for d in one.domains}
        self._judge, self._functions = SureJudge(key.definitions, sizes), functions
        self.indices = self._judge.definitions.indices
        self._laws = self._judge.definitions.laws
        self.trees = tuple(x for law in self._laws for x in (law.target, law.body))
        self.tokens = {self.token(n) for n in names(self.trees)}
        self.defined = {self.token(law.target) for law in self._laws}
        self.asked = {question.of for question in key.questions}
        self._models: dict[int, Model] = {}
        self.options = [Option(x, self.token(x.target), list(self._cuts(x))) for x in self._laws]

    def token(self, name: Name) -> Token:
        """Return what stands for a name of a student's."""
        return token(name, self.indices)

    def model(self, law: Law) -> Model:
        """Return the model of one of the equations, in which the student's functions are known."""
        model = self._judge.model_of(law.order)
        if id(model) not in self._models:
            laws = [*model.laws, *self._functions]
            other = model.with_laws(laws, same_shapes=True) if self._functions else model
            self._models[id(model)] = other
        return self._models[id(model)]

    def is_constant(self, name: Name) -> bool:
        """Whether a name is a number, a size or an index, whoever writes it."""
        models = [self._judge.model_of(law.order) for law in self._laws[-1:]]
        return name.base in self.indices.letters or any(m.is_constant(name) for m in models)

    def _cuts(self, law: Law) -> Iterator[list[Token]]:
        """Yield the names of an equation; and with those of theirs in place of some of them."""
        bodies = {
            self.token(x.target): x for x in self._laws if not x.use.family and not x.use.entries
        }
        waiting, seen = [self._tokens(law)], list[list[Token]]()
        while waiting and len(seen) < MOST_CUTS:
            cut = waiting.pop(0)
            if set(cut) in map(set, seen) or len(cut) > MOST_NAMES:
                continue
            seen.append(cut)
            for name in cut:
                if name in bodies and name != self.token(law.target):
                    rest = [x for x in cut if x != name]
                    waiting.append(list(dict.fromkeys([*rest, *self._tokens(bodies[name])])))
        yield from seen

    def _tokens(self, law: Law) -> list[Token]:
        model = self._judge.model_of(law.order)
        bound = (name_of(model.bound(n.label)) if n.label in law.arguments else n
                 for n in names(law.body))  # fmt: skip
        return list(dict.fromkeys(
            self.token(plain(n)) for n in bound if not self.is_constant(n)
        ))  # fmt: skip
