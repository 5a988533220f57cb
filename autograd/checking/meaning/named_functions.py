"""The functions of a document: what they are, by what they vary, what their arguments stand for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from ..reading.tree import Call, Derivative, Name, Prime, name_of
from ..reading.walked import names, walk
from .functions import FACTORIAL
from .index import TOPS, parts_of
from .law import Law, variables
from .laws import Laws


class NamedFunctions(Laws):
    """What is known of functions by the laws."""

    @cached_property
    def values(self) -> dict[str, Law]:
        """The laws that define a quantity, by label."""
        return {law.label: law for law in self.laws}

    def law_of(self, label: str) -> Law | None:
        """Return the law with arguments of a label."""
        found = self.values.get(label)
        return found if found is not None and found.arguments else None

    def is_of_entries(self, law: Law) -> bool:
        """Whether a function is only taken of entries of what its argument is called: f(r_i).

        They are numbers: what defines them does so one by one.
        """
        if len(law.arguments) != 1 or law.label in self._of_entries:
            return self._of_entries.get(law.label, False)
        calls = [part.arguments for tree in self.trees for part in walk(tree)
                 if isinstance(part, Call) and part.function == law.label]  # fmt: skip
        taken = [a for (a, *_) in calls if isinstance(a, Name) and a.base == law.arguments[0]]
        defined = {x.use.symbol for x in self.laws if x.use.entries}
        uses = list(map(self.indices.use, taken))
        found = bool(uses) and all(u.entries and u.symbol in defined for u in uses)
        self._of_entries[law.label] = found
        return found

    def is_implicit(self, law: Law) -> bool:
        """Whether a function's formula speaks of quantities that depend on its argument too."""
        if law.label not in self._implicit:
            waiting = [n for n in names(law.body) if n.label not in law.arguments]
            seen: set[Any] = set()
            found = False
            while waiting and not found:
                symbol = self.use(waiting.pop()).symbol
                bodies = [x.body for x in self.laws if x.use.symbol == symbol and not x.arguments]
                more = [n for body in bodies if symbol not in seen for n in names(body)]
                found = any(n.label in law.arguments for n in more)
                waiting += more
                seen.add(symbol)
            self._implicit[law.label] = found
        return self._implicit[law.label]

    def partial_named(self, function: str, order: int) -> tuple[Law, list[str]] | None:
        """Return the law and the variables of g'_x, g''_{xy}."""
        name = name_of(function)
        law = self.law_of(name.base)
        by = parts_of(name.sub)
        if law is None or len(by) != order or not set(by) <= set(law.arguments):
            return None
        return law, by

    @cached_property
    def primed(self) -> set[str]:
        """The names without a law of which a derivative is written u'."""
        found = set()
        for tree in (t for c in self.claims for t in c):
            for part in walk(tree):
                if isinstance(part, Prime) and isinstance(part.of, Name) and not self.has(part.of):
                    found.add(part.of.label)
        return found

    def main_variable(self, of: Any) -> Name | None:
        """Return what a formula is differentiated by where that is not said: its one variable."""
        waiting, leaves, seen = [of], dict[str, Name](), set()
        while waiting:
            for n in names(waiting.pop()):
                symbol = self.use(n).symbol
                if symbol in seen:
                    continue
                seen.add(symbol)
                laws = [law for law in self.laws if law.use.symbol == symbol]
                waiting += [law.body for law in laws]
                if not laws and not self.is_constant(n):
                    leaves[n.label] = n
        if len(leaves) == 1:
            return next(iter(leaves.values()))
        for base in ("x", r"\theta", "w", r"\beta"):
            for label in (base, rf"\vec{{{base}}}", rf"\bm{{{base}}}"):
                if label in leaves:
                    return leaves[label]
        return None

    def function(self, label: str, count: int) -> Law | None:
        """Return the law of a function: L(a, y) = ...; h_w(x) is h where none is of h_w itself."""
        alike = None
        for law in self.laws:
            if len(law.arguments) != count or not count:
                continue
            if label in (law.target.label, law.label):
                return law
            near = label.split("_")[0] == law.target.base and law.target.sub in ("", r"\theta")
            alike = alike or (law if near else None)
        return alike

    def bound(self, formal: str) -> str:
        """Return what an argument of a definition stands for: `a` in L(y, a) is a_2.

        It is what has that name, else what is defined last with that base and used by nothing.
        """
        if formal not in self._bound:
            self._bound[formal] = self._what_is_bound(formal)
        return self._bound[formal]

    def _what_is_bound(self, formal: str) -> str:
        symbol = self.indices.use(name_of(formal)).symbol
        defined = {law.use.symbol for law in self.laws if not law.arguments}
        used = {self.indices.use(n).symbol for law in self.laws if not law.arguments
                for n in names(law.body)}  # fmt: skip
        if symbol in defined or symbol in used:
            return formal
        base = name_of(formal).base
        alike = [law for law in self.laws if not law.arguments and law.use.symbol[0] == base]
        alike = [law for law in alike if not law.use.entries and law.target.layer != "*"]
        ends = [law for law in alike if law.use.symbol not in used] or alike
        if not ends:
            return formal
        last = ends[-1]
        if any(i.letters for i in last.use.family):
            tops = {v: k for k, v in TOPS.items()}
            return Name(last.target.base, last.target.sub, tops.get(last.target.layer, "")).label
        return str(last.target.label)

    def is_indexed(self, label: str) -> bool:
        """Whether an argument of a definition has an index itself: L(a_i, y_i)."""
        use = self.indices.use(name_of(label))
        return bool(use.entries or use.family)

    def row_of_argument(self, name: Name, arguments: Mapping[str, Any]) -> str | None:
        """Return the argument that a name with an index is an entry of."""
        if not arguments or not name.sub:
            return None
        return name.base if name.base in arguments and self.indices.use(name).entries else None

    def may_be_any(self, function: str) -> bool:
        r"""Whether a function without a definition is one that may be any: f, g, \\phi."""
        base = function.split("_")[0].split("^")[0]
        return (
            function == FACTORIAL
            or len(base) == 1
            or (base.startswith("\\") and base[1:].isalpha())
        )

    @cached_property
    def in_logarithms(self) -> frozenset[str]:
        """What logarithms are taken of, and what that is made of: positive, as probabilities."""
        parts = (part for tree in self.trees for part in walk(tree))
        waiting = [x for p in parts if isinstance(p, Call) and p.function.startswith("log")
                   for x in p.arguments]  # fmt: skip
        found: set[str] = set()
        while waiting:
            for part in walk(waiting.pop()):
                if isinstance(part, Call) and part.function not in found:
                    found.add(part.function)
                    waiting += [x.body for x in self.laws if x.label == part.function]
        return frozenset(found)

    @cached_property
    def moving(self) -> dict[Any, Any]:
        """The leaves that are functions of a variable: x of t where only dx/dt speaks of t."""
        found: dict[Any, Any] = {}
        rates = [law.body for law in self.laws if isinstance(law.body, Derivative)]  # w = dx/dt
        times = {self.use(v).symbol for rate in rates for v in variables(rate)
                 if isinstance(v, Name)}  # fmt: skip
        said = self.known - times | {self.use(n).symbol for law in self.laws
                                     if law.body not in rates for n in names(law.body)
                                     if n.label not in law.arguments}  # fmt: skip
        for part in (part for tree in self.trees for part in walk(tree)):
            if not isinstance(part, Derivative) or not isinstance(part.of, Name):
                continue
            of = self.use(part.of)
            by = [self.use(v) for v in variables(part) if isinstance(v, Name)]
            plain = not any((*use.family, *use.entries) for use in (of, *by))
            known = of.symbol in self.known and self.is_leaf(of.symbol)
            if plain and known and by and by[0].symbol not in {*said, of.symbol}:
                found[of.symbol] = by[0].symbol
        return found if len(set(found.values())) == 1 else {}
