"""Which laws a formula sees: of each name the nearest that is meant, and what belongs to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from ..reading.chains import Formula, Unread, parts_in
from ..reading.notation import DEFINING
from ..reading.tree import Call, Derivative, Expression, Name, Number, name_of
from ..reading.walked import names, walk
from .index import TOPS, whole_of
from .indices import Indices
from .law import OWN, Law, is_part, label_of, variables
from .rewriting import root_of, squared
from .scopes import acyclic, connected, distance, folded, reached
from .settings import Settings
from .step_losses import is_of_step


class Sight:
    """The laws of a document, and which of them a formula sees.

    settings  the values that it gives of functions, which are meant anew there
    numbers_set  the numbers that are given for names, and where, in order
    """

    indices: Indices
    formulas: list[Formula]
    laws: list[Law]
    settings: Settings
    numbers_set: list[tuple[int, str, Expression]]

    def __init__(self) -> None:
        self._needs: dict[int, frozenset[tuple[str, str]]] = {}
        self._led: dict[int, dict[Any, list[Law]]] = {}

    def scope(self, section: int, order: int, without: int = -1) -> list[Law]:
        """Return the laws that a formula sees: for each name that of the nearest section.

        without  the number of a formula of which the laws are not there
        """
        best: dict[Any, list[Law]] = {}
        anew = self.settings.within(section)
        leading = self._leading(section) if without < 0 else {}
        for law in self.laws:
            if law.excess is not None and law.order > order:
                continue  # a curve says what y is from there on
            if law.section > section or law not in leading.get(law.use.symbol, [law]):
                continue
            if law.order == without or (
                law.arguments and law.label in anew and law.section != section
            ):  # fmt: skip
                continue
            if law.arguments and self._is_number_by(law, order):
                continue
            of = self._exercises.get(law.section, 0)
            if of and of != self._exercises.get(section, 0):
                continue  # x of another exercise is another
            layers = tuple(("l" if x.letter and x.letter not in TOPS else x.letters, x.offset)
                           for x in law.use.family)  # fmt: skip
            key = law.use.symbol, layers, bool(law.arguments)
            others = best.setdefault(key, [])
            if others and others[0].section != law.section:
                if distance(law, section, order) < distance(others[0], section, order):
                    others[:] = [law]
                continue
            count = len(law.use.entries)
            same = next((x for x in others if len(x.use.entries) == count), None)
            if same is None:
                others.append(law)
            elif distance(law, section, order) < distance(same, section, order):
                others[others.index(same)] = law
        found = self._without_others([x for laws in best.values() for x in laws], order)
        found = self._without_stale(found, section)
        sections = {law.use.symbol: law.section for law in found}
        found = [
            law if (root := root_of(law.use.symbol)) is None
            or sections.get(root, 0) <= law.section
            or any(x.use.symbol == root and law.use.symbol in self.needs(x) for x in found)
            else replace(law, body=squared(law.target)) for law in found
        ]  # fmt: skip
        said = [[law for law in found if (law.order > order) is later] for later in (False, True)]
        by = set().union(*map(self._inverses, said)) & self._taken_by(order)
        seen = acyclic(
            found, self.needs, lambda law: (law.use.symbol in by, *distance(law, section, order))
        )
        return folded(sorted(seen, key=lambda law: law.order), self._asked, self._said_of)

    def _without_stale(self, laws: list[Law], section: int) -> list[Law]:
        """Return the laws without the ends of earlier sections whose names mean something else now.

        z = f(x, y) of an example leads nowhere here, and the y of this section is another.
        """
        now = {law.use.symbol: law.section for law in laws}
        if set(now.values()) <= {section}:
            return laws
        spoken = tuple(t for f in self.formulas if f.section == section for t in f.trees)
        reached = self._symbols(spoken)
        reached = reached.union(*(self._reached(law) for law in laws if law.use.symbol in reached))
        return [
            law for law in laws
            if law.use.symbol in reached
            or not any(now.get(x, 0) > law.section and self._had(x, law.section)
                       for x in self.needs(law))
        ]  # fmt: skip

    def _had(self, symbol: Any, section: int) -> bool:
        """Whether a quantity is defined in a section."""
        return any(law.section == section and law.use.symbol == symbol for law in self.laws)

    def _is_number_by(self, law: Law, order: int) -> bool:
        """Whether the letter of a function is that of a number from there on, by an equation.

        So it is of f(x) = x^2, where f = -2 and L = d f come after it.
        """
        after = self.formulas[law.order + 1 : order + 1]
        return any(
            law.order < at <= order and label == law.label for at, label, _ in self.numbers_set
        ) and any(
            law.order < x.order and any(n.label == law.label for n in names(x.body))
            for x in self.laws if not x.arguments
        ) and not any(
            isinstance(part, Call) and part.function == law.label for part in parts_in(after)
        )  # fmt: skip

    def _without_others(self, found: Sequence[Law], order: int) -> list[Law]:
        """Return laws without functions whose letter is a quantity's since: f(x, y), f = q y."""
        plain = {law.use.symbol: law.order for law in found if not law.arguments}
        since = {
            label_of(symbol): at for symbol, at in plain.items() if at < order and not any(
                isinstance(part, Call) and part.function == label_of(symbol)
                for part in parts_in(self.formulas[at:]))
        }  # fmt: skip
        return [x for x in found if not x.arguments or since.get(x.label, -1) < x.order]

    @cached_property
    def _asked(self) -> dict[Any, set[Any]]:
        """By the symbols that the formulas differentiate by, those of what they differentiate."""
        found: dict[Any, set[Any]] = defaultdict(set)
        for part in parts_in(self.formulas):
            if isinstance(part, Derivative) and isinstance(part.of, Name):
                for v in variables(part):
                    if isinstance(v, Name):
                        found[self.indices.use(v).symbol].add(self.indices.use(part.of).symbol)
        return dict(found)

    def _said_of(self, law: Law) -> list[Expression]:
        """Return what the formula of a law says to be equal to what it defines."""
        members = self.formulas[law.order].members
        if members[0].tree != law.target:
            return []
        said = [m.tree for m in members[1:] if m.relation in DEFINING]
        return [tree for tree in said if not isinstance(tree, (Unread, Number, Name))
                and not any(isinstance(part, Derivative) for part in walk(tree))]  # fmt: skip

    def _inverses(self, laws: Sequence[Law]) -> set[Any]:
        """Return the symbols of s = log v and v = e^s, of which one holds, as it is asked.

        Of two that do not stand on one side of a formula that before it holds: y = s(z), which
        comes later, is of another z than z = y - t.
        """
        plain = {law.use.symbol: self.needs(law) for law in laws if not law.use.family}
        return {a for a, needed in plain.items() for b in needed if a in plain.get(b, ())} - {
            a for a, needed in plain.items() if a in needed
        }

    def _taken_by(self, order: int) -> set[Any]:
        """Return the symbols that a formula differentiates by."""
        trees = tuple(self.formulas[order].trees) if 0 <= order < len(self.formulas) else ()
        return {
            self.indices.use(v).symbol
            for part in walk(trees) if isinstance(part, Derivative)
            for v in variables(part) if isinstance(v, Name)
        }  # fmt: skip

    @cached_property
    def _exercises(self) -> dict[int, int]:
        """The exercise that each section is of, 0 for none."""
        return {formula.section: formula.exercise for formula in self.formulas}

    def _leading(self, section: int) -> dict[Any, list[Law]]:
        """Return the laws of what a section differentiates that lead to what it is taken by.

        It has only those of which there are others: the J of an example that lies between.
        """
        if section not in self._led:
            asked: dict[Any, set[Any]] = defaultdict(set)
            for formula in self.formulas:
                for part in walk(tuple(formula.trees)) if formula.section == section else ():
                    if isinstance(part, Derivative) and isinstance(part.of, Name):
                        wrt = [n for v in variables(part) for n in names(v)]
                        asked[self.indices.use(part.of).symbol] |= self._symbols(tuple(wrt))
            found = {}
            for symbol, by in asked.items():
                laws = [law for law in self.laws if law.use.symbol == symbol]
                reached = [len(by & self._reached(law)) for law in laws]
                lead = [law for law, n in zip(laws, reached, strict=True) if n == max(reached)]
                if len(lead) < len(laws) and all(law.section < section for law in laws):
                    found[symbol] = lead
            self._led[section] = found
        return self._led[section]

    def _reached(self, law: Law) -> set[Any]:
        """Return the symbols that a law leads to, through whatever defines them."""

        def uses(symbol: Any) -> set[Any]:
            return self._symbols(tuple(x.body for x in self.laws if x.use.symbol == symbol))

        first = self._symbols((law.body,))
        return first | reached(first, uses)

    def parts_of(self, laws: Sequence[Law]) -> list[list[Law]]:
        """Return the laws in parts that have nothing to do with each other but leaves."""
        defined = {law.use.symbol for law in laws}
        plain = tuple(law.body for law in laws if not law.arguments)
        used = defined | self._symbols(plain)
        tied = []
        for law in laws:
            formal = {name_of(x).base for x in law.arguments  # a in L(y, a) may stand for a_2
                      if self.indices.use(name_of(x)).symbol not in used}  # fmt: skip
            parts = self._symbols((law.body,))
            parts |= {x for s in parts - defined for x in self._differentiated.get(s, ())}
            parts |= {whole_of(s) for s in parts - defined} & defined
            parts |= {x for group in self._together if law.use.symbol in group for x in group}
            mine = {s for s in defined if s in parts or s[0] in formal}
            tied.append({law.use.symbol, *mine})
        return [[laws[i] for i in group] for group in connected(tied)]

    @cached_property
    def _together(self) -> list[set[Any]]:
        r"""By what one formula differentiates a loss that nothing gives: x, y of a sum over paths.

        It is of both then, wherever but one of them stands: dL/dt = dL/dx dx/dt lacks a path.
        """
        defined = {law.use.symbol for law in self.laws}
        found = []
        for formula in self.formulas:
            by: dict[Any, set[Any]] = defaultdict(set)
            for part in walk(tuple(formula.trees)):
                of = part.of if isinstance(part, Derivative) else None
                if isinstance(of, Name) and (symbol := self.indices.use(of).symbol) not in defined:
                    by[symbol] |= self._symbols(variables(part)) & defined
            found += [group for group in by.values() if len(group) > 1]
        return found

    @cached_property
    def _differentiated(self) -> dict[Any, set[Any]]:
        """What is a part of a loss by its name, L_{data}, and by what it is differentiated."""
        found: dict[Any, set[Any]] = defaultdict(set)
        for part in parts_in(self.formulas):
            of = part.of if isinstance(part, Derivative) else None
            if isinstance(of, Name) and (is_part(of) or is_of_step(of)):
                by = tuple(n for n in variables(part) if isinstance(n, Name))
                found[self.indices.use(of).symbol] |= self._symbols(by)
        return found

    def part_of(self, trees: Sequence[Expression], parts: Sequence[list[Law]]) -> list[Law]:
        """Return the laws of the parts that define what a formula speaks of, or else use it."""
        spoken = self._symbols(tuple(trees))
        spoken |= {(base[1:], part) for base, part in spoken if base[0] == "d" and base[1:]}
        bases = {base for base, part in spoken if not _is_entry(part)}
        mine = [part for part in parts if any(
            law.use.symbol in spoken
            or (law.use.symbol[0] in bases and not _is_entry(law.use.symbol[1])) for law in part
        )]  # fmt: skip
        if not mine:
            mine = [part for part in parts
                    if any(self._symbols((law.body,)) & spoken for law in part)]  # fmt: skip
        return [law for part in mine for law in part]

    def laws_of(self, trees: Sequence[Expression], laws: Sequence[Law]) -> list[Law]:
        """Return the laws of the functions in formulas, and of what these are made of."""
        called = {name_of(p.function) for p in walk(tuple(trees)) if isinstance(p, Call)}
        asked = {self.indices.use(n).symbol for n in called}
        found: list[Law] = []
        while more := [law for law in laws if law.use.symbol in asked and law not in found]:
            found += more
            formal = {self.indices.use(name_of(x)).symbol for law in more for x in law.arguments}
            asked |= self._symbols(tuple(law.body for law in more)) - formal
        return found

    def _symbols(self, trees: Any) -> set[Any]:
        """Return the symbols of the names and functions in formulas."""
        called = {name_of(p.function) for p in walk(trees) if isinstance(p, Call)}
        return {self.indices.use(n).symbol for n in (*names(trees), *called)}

    def needs(self, law: Law) -> frozenset[tuple[str, str]]:
        """Return the symbols of the quantities without layers or times that a law is made of."""
        if id(law) not in self._needs:
            found = [self.indices.use(n) for n in names(law.body) if n.label not in law.arguments]
            called = [self.indices.use(name_of(part.function)) for part in walk(law.body)
                      if isinstance(part, Call) and part.function not in OWN]  # fmt: skip
            self._needs[id(law)] = frozenset(
                use.symbol for use in (*found, *called)
                if not use.family and not (  # the L of L = sum_i L_i
                    use.symbol == law.use.symbol and len(use.entries) != len(law.use.entries))
            )  # fmt: skip
        return self._needs[id(law)]


def _is_entry(part: str) -> bool:
    """Whether it is of an entry with its numbers, as z_{12} is another quantity than z."""
    return len(part) > 1 and part.isdigit()
