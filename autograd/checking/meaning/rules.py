"""What a document says and how it is read: its laws, letters and conventions, before any number."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence, Set
from functools import cached_property
from itertools import product
from typing import Any

from ..reading.tree import BigSum, Call, Derivative, Name, Number, Prime, Product, Sum, Transpose
from .definitions import LOSSES, SURE_LOSSES, Law, label_of, name_of, variables
from .indices import SAMPLES, TOPS, Index, Indices, Use, names, nested, parts_of, told, walk

LAST = 3
"""The number of the last time step or layer."""


class Rules(ABC):
    """The laws that a formula sees, and how they are read.

    laws, claims, indices, domains  what the document says
    denominator      whether the derivative of a vector by a vector has its rows by the variable
    row_gradients    whether the derivative of a number by a vector is a row
    rows             whether the samples are the rows of a matrix
    flipped          bases whose two indices are (column, row)
    normalised       whether targets add up to 1;  hard: whether they are 0 or 1
    claimed          the labels of which some claim of the document says what they are
    activation       what an unknown function is; "" for any
    """

    LOSS = "the loss"

    def __init__(
        self,
        laws: Sequence[Law],
        claims: Sequence[Sequence[Any]],
        indices: Indices,
        domains: Mapping[Name, Sequence[str]],
        **habits: Any,
    ) -> None:
        self.laws, self.claims, self.indices, self.domains = (
            list(laws),
            list(claims),
            indices,
            domains,
        )
        self.denominator = self.row_gradients = self.normalised = self.hard = False
        self.stars = self.dots_by_entries = self.by_entries = False
        self.rows, self.activation = True, ""
        self.symmetric: frozenset[str] = frozenset()
        self.last = LAST
        self.flipped: frozenset[str] = frozenset()
        self.sizes: dict[str, int] = {}
        self.unread: Mapping[Any, str] = {}
        self.claimed: Set[str] = frozenset()
        self.kinds: dict[Any, str] | None = None
        self.__dict__.update(habits)
        self._laws_for: dict[Any, Any] = {}
        self._implicit: dict[str, bool] = {}

    @property
    def habits(self) -> dict[str, Any]:
        """The habits of this reading."""
        known = ("denominator", "row_gradients", "normalised", "hard", "stars", "dots_by_entries",
                 "by_entries", "rows", "symmetric", "activation", "flipped", "sizes",
                 "last")  # fmt: skip
        return {name: getattr(self, name) for name in known}

    @property
    def trees(self) -> list[Any]:
        """The formulas of the laws and of the claims."""
        return [law.body for law in self.laws] + [t for c in self.claims for t in c]

    def law_for(
        self, symbol: Any, family: tuple[int, ...], entries: int
    ) -> tuple[Law, dict[str, int]] | None:
        """Return the law of a quantity, with what the letters of its layers stand for."""
        key = symbol, family, entries
        if key not in self._laws_for:
            self._laws_for[key] = self._law_for(symbol, family, entries)
        found: tuple[Law, dict[str, int]] | None = self._laws_for[key]
        return found

    def _law_for(
        self, symbol: Any, family: tuple[int, ...], entries: int
    ) -> tuple[Law, dict[str, int]] | None:
        found = []
        for law in self.laws:
            if law.use.symbol != symbol or len(law.use.family) != len(family):
                continue
            env = _solved(law.use.family, family, self.last)
            if env is not None and min(env.values(), default=1) >= 1:
                special = sum(not index.letters for index in law.use.family)
                generic = all(index.letter for index in law.use.entries)
                if generic or not law.use.entries:
                    fits = len(law.use.entries) in (entries, 0) or not entries
                    found.append((special, fits, -law.order, law, env))
        if not found:
            return None
        best = max(found, key=lambda x: x[:3])
        return best[3], best[4]

    def use(self, name: Name) -> Use:
        """Return a name taken apart; without a layer it means that of the last one."""
        found = self.indices.use(name)
        if found.symbol not in self.known and (other := self._alike(found.symbol)):
            found = found._replace(symbol=other)
        if found.family or found.symbol not in self._layered:
            return found
        return found._replace(family=self._layered[found.symbol])

    def _alike(self, symbol: Any) -> Any:
        """Return the one known symbol that differs in case only."""
        if self.matrix_of(symbol) or self.samples_of(symbol) or any(
            self.indices.use(n).symbol == symbol for n in self.domains
        ):  # fmt: skip
            return None
        base, part = symbol
        found = [s for s in self.known if s[1] == part and s[0].lower() == base.lower()]
        if found and found[0][0].islower() and not part:  # X holds samples of which x is one
            return None
        return found[0] if len(found) == 1 and self.is_loss(symbol) is False else None

    @cached_property
    def _layered(self) -> dict[Any, tuple[Index, ...]]:
        plain = {law.use.symbol for law in self.laws if not law.use.family}
        return {
            law.use.symbol: tuple(Index((), self.last) if i.letters else i for i in law.use.family)
            for law in self.laws
            if law.use.family and law.use.symbol not in plain
            and any(i.letters for i in law.use.family) and law.use.symbol[0] not in ("x", "y")
        }  # fmt: skip

    def sums(self, law: Law) -> bool:
        """Whether a loss is meant as the sum of what its formula gives entry by entry."""
        if law.use.symbol[0] not in SURE_LOSSES or law.use.entries or self._has_slope(law):
            return False
        if any(self.indices.use(n).symbol == law.use.symbol for n in names(law.body)):
            return False  # C_t of C_{t-1} is a state
        return not any(isinstance(p, (Transpose, Derivative)) for p in walk(law.body))

    @cached_property
    def fixed_letters(self) -> frozenset[str]:
        """The index letters in a law that its left side has not: the same throughout."""
        found: set[str] = set()
        for law in self.laws:
            if law.arguments:
                continue
            mine = {x for i in (*law.use.family, *law.use.entries) for x, _ in i.letters}
            found |= {x for x in letters_of([law.body], self) if x not in mine}
        return frozenset(found - self.indices.steps)

    @cached_property
    def counts(self) -> dict[Any, set[int]]:
        """With how many indices each symbol is used here."""
        found: dict[Any, set[int]] = {}
        for tree in [*self.trees, *(law.target for law in self.laws)]:
            for n in names(tree):
                use = self.indices.use(n)
                found.setdefault(use.symbol, set()).add(len(use.entries))
                for told_by in nested(n):
                    found.setdefault((told_by.base, ""), set()).add(1)
        return found

    def has_layers_of_entries(self, law: Law) -> bool:
        """Whether it defines the layers of a quantity whose entries are spoken of: a^l, a^l_k."""
        symbol = law.use.symbol
        if not law.use.family or law.use.entries or law.arguments:
            return False
        if any(x.use.symbol == symbol and x.use.entries for x in self.laws):
            return False
        trees = self.trees
        uses = (self.indices.use(n) for t in trees for n in names(t))
        return any(u.symbol == symbol and any(i.letters for i in u.entries) for u in uses)

    @cached_property
    def values(self) -> dict[str, Law]:
        """The laws that define a quantity, by label."""
        return {law.label: law for law in self.laws}

    def law_of(self, label: str) -> Law | None:
        """Return the law with arguments of a label."""
        found = self.values.get(label)
        return found if found is not None and found.arguments else None

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
        for label in ("x", r"\theta", "w", r"\beta"):
            if label in leaves:
                return leaves[label]
        return None

    def function(self, label: str, count: int) -> Law | None:
        """Return the law of a function: L(a, y) = ..."""
        for law in self.laws:
            if (
                law.arguments
                and law.target is not None
                and len(law.arguments) == count
                and (
                    label in (law.target.label, law.label)
                    or (
                        label.split("_")[0] == law.target.base and law.target.sub in ("", r"\theta")
                    )
                )
            ):
                return law
        return None

    @cached_property
    def known(self) -> set[Any]:
        """The symbols that the forward equations and the declarations speak of."""
        found = {law.use.symbol for law in self.laws}
        for law in self.laws:
            found |= {self.indices.use(n).symbol for n in names(law.body)
                      if n.label not in law.arguments}  # fmt: skip
            found |= {self.indices.use(name_of(x)).symbol for x in law.arguments}
        found |= {self.indices.use(n).symbol for n in (*self.domains, *self.further_paths.values())}
        return found

    @property
    def further_names(self) -> list[Name]:
        """The names that no equation speaks of, and that are known: those of a graph's nodes."""
        return []

    @cached_property
    def _labels(self) -> dict[str, Any]:
        return {label_of(symbol): symbol for symbol in self.known}

    def is_leaf(self, symbol: Any) -> bool:
        """Whether nothing defines a quantity."""
        return not any(law.use.symbol == symbol for law in self.laws)

    @cached_property
    def moving(self) -> dict[Any, Any]:
        """The leaves that are functions of a variable: x of t where only dx/dt speaks of t."""
        found: dict[Any, Any] = {}
        for part in (part for tree in self.trees for part in walk(tree)):
            if not isinstance(part, Derivative) or not isinstance(part.of, Name):
                continue
            of = self.use(part.of)
            by = [self.use(v) for v in variables(part) if isinstance(v, Name)]
            plain = not any((*use.family, *use.entries) for use in (of, *by))
            known = of.symbol in self.known and self.is_leaf(of.symbol)
            if plain and known and by and by[0].symbol not in {*self.known, of.symbol}:
                found[of.symbol] = by[0].symbol
        return found if len(set(found.values())) == 1 else {}

    def is_open(self, symbol: Any) -> bool:
        """Whether nothing says what a quantity is that a derivative is claimed of."""
        if self.is_loss(symbol) or not self.is_leaf(symbol):
            return False
        return not self.matrix_of(symbol) and not self.samples_of(symbol)

    def has(self, name: Name) -> bool:
        """Whether the document defines or uses a quantity of this name."""
        return self.use(name).symbol in self.known

    @cached_property
    def star_is_product(self) -> bool:
        """Whether * is the product of matrices: another sign is that by entries."""
        trees = self.trees
        signs = {sign for t in trees for p in walk(t) if isinstance(p, Product) for sign in p.signs}
        return "*" in signs and bool(signs & {r"\cdot", r"\odot"}) and "@" not in signs

    def obstacle(self, trees: Sequence[Any]) -> str:
        """Return the label of what a formula depends on and no equation that was read defines."""
        if not self.unread:
            return ""
        defined = {law.use.symbol for law in self.laws}
        waiting = list(trees)
        seen: set[Any] = set()
        while waiting:
            for n in names(waiting.pop()):
                symbol = self.use(n).symbol
                slope = self.slope(n)
                if slope is not None:
                    symbol = self.use(slope[1]).symbol
                    waiting.append(slope[0])
                if symbol in seen:
                    continue
                seen.add(symbol)
                if symbol in self.unread and symbol not in defined:
                    return label_of(symbol)
                waiting += [law.body for law in self.laws if law.use.symbol == symbol]
        return ""

    def is_letter(self, name: Name) -> bool:
        """Whether a name by itself is an index letter, as both are in i = j."""
        return name.label in self.indices.letters and self.is_leaf(self.indices.use(name).symbol)

    def families(self, law: Law) -> list[tuple[int, ...]]:
        """Return the layers or steps that a law is about."""
        spans = [
            range(1, self.last + 1) if i.letters else [i.offset] for i in law.use.family
        ]  # fmt: skip
        found = []
        for place in product(*spans):
            env = _solved(law.use.family, place, self.last)
            if env is not None and all(1 <= v <= self.last for v in env.values()):
                found.append(place)
        return found

    def reaches(self, symbol: Any, family: tuple[int, ...]) -> bool:
        """Whether there is such a layer or time step of a quantity."""
        if any(i > self.last and not self._numbered(symbol, i) for i in family) or min(family) < 0:
            return False
        if min(family) >= 1:
            return True
        return symbol in self.carriers or any(
            law.use.symbol == symbol
            and any(not i.letters and i.offset == 0 for i in law.use.family)
            for law in self.laws
        )

    def _numbered(self, symbol: Any, i: int) -> bool:
        return any(
            law.use.symbol == symbol
            and any(not x.letters and x.offset == i for x in law.use.family)
            for law in self.laws
        )

    @cached_property
    def carriers(self) -> set[Any]:
        """The symbols that carry numbers from step to step: h, in h_t = ... h_{t-1} ..."""
        found = set()
        for law in self.laws:
            for n in names(law.body):
                use = self.indices.use(n)
                for mine, theirs in product(law.use.family, use.family):
                    if (
                        mine.letter
                        and mine.letters == theirs.letters
                        and (theirs.offset < mine.offset)
                    ):
                        found.add(use.symbol)
        return found

    def bound(self, formal: str) -> str:
        """Return what an argument of a definition stands for: `a` in L(y, a) is a_2.

        It is what has that name, else what is defined last with that base and used by nothing.
        """
        symbol = self.indices.use(name_of(formal)).symbol
        defined = {law.use.symbol for law in self.laws if not law.arguments}
        used = {self.indices.use(n).symbol for law in self.laws if not law.arguments
                for n in names(law.body)}  # fmt: skip
        if symbol in defined or symbol in used:
            return formal
        base = name_of(formal).base
        alike = [law for law in self.laws if not law.arguments and law.use.symbol[0] == base]
        alike = [law for law in alike if not law.use.entries]
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

    def is_loss(self, symbol: Any) -> bool:
        """Whether a symbol is a loss that the text does not give."""
        return symbol in self.free_losses

    @cached_property
    def free_losses(self) -> set[Any]:
        """The losses without a definition: what only stands above derivatives."""
        found = {(self.LOSS, "")}
        defined = {law.use.symbol for law in self.laws}
        plain: set[Any] = set()
        above: set[Any] = set()
        for tree in self.trees:
            hidden = set()
            for part in walk(tree):
                if isinstance(part, Derivative) and isinstance(part.of, Name):
                    hidden.add(id(part.of))
                    use = self.indices.use(part.of)
                    if use.symbol not in defined and not use.entries:
                        above.add(use.symbol)
                elif isinstance(part, Name) and id(part) not in hidden:
                    plain.add(self.indices.use(part).symbol)
        return found | {s for s in above - plain if s[0] in LOSSES}

    @cached_property
    def loss(self) -> Name:
        """What a lone dW is a derivative of: the loss by its name, else any loss."""
        named = [law for law in self.laws if law.use.symbol[0] in LOSSES and not law.use.entries
                 and not law.use.family and not self._has_slope(law)]  # fmt: skip
        if named:
            target = named[-1].target
            return Name(target.base, target.sub, target.layer)
        free = sorted(s for s in self.free_losses if s[0] != self.LOSS)
        if free:
            return Name(*free[0])
        lone = [
            law for law in self.laws if not law.use.entries and not law.use.family
            and self.shape(law.use.symbol, ()) == () and law.use.symbol not in self._used
        ]  # fmt: skip
        if lone and not lone[-1].arguments and len(self.laws) > 1 and not self._has_upstream:
            target = lone[-1].target
            return Name(target.base, target.sub, target.layer)
        return Name(self.LOSS)

    def _has_slope(self, law: Law) -> bool:
        """Whether a derivative by what a law defines is spoken of: dC, which makes C no loss."""
        return f"d{law.use.symbol[0]}" in self._claimed_bases or law.use.symbol in self._below

    @cached_property
    def _below(self) -> set[Any]:
        """What the derivatives of another quantity, that is a loss by its name, are taken by."""
        found = set()
        for part in (part for tree in self.trees for part in walk(tree)):
            of = part.of if isinstance(part, Derivative) else None
            if isinstance(of, Name) and of.base in SURE_LOSSES:
                found |= {self.indices.use(n).symbol for n in variables(part)
                          if isinstance(n, Name) and n.base != of.base}  # fmt: skip
        return found

    @cached_property
    def _claimed_bases(self) -> set[str]:
        return {n.base for c in self.claims for t in c for n in names(t)}

    @cached_property
    def _has_upstream(self) -> bool:
        """Whether the derivative by the last quantity stands on a right-hand side, as given."""
        heads = {"d" + law.use.symbol[0] for law in self.laws}
        left = {t[0].base for t in self.claims if t and isinstance(t[0], Name)}
        right = {n.base for c in self.claims for t in c[1:] for n in names(t)}
        return bool((right & heads) - left) or bool(left & heads)

    @cached_property
    def _used(self) -> set[Any]:
        return {self.indices.use(n).symbol for law in self.laws for n in names(law.body)}

    @cached_property
    def tainted(self) -> set[Any]:
        """The symbols that are derivatives, or are computed from some."""
        found = {law.use.symbol for law in self.laws if _is_derivative(law.body) or any(
            self.slope(n) for n in names(law.body))}  # fmt: skip
        while True:
            more = {
                law.use.symbol for law in self.laws
                if any(self.indices.use(n).symbol in found for n in names(law.body))
            }  # fmt: skip
            if more <= found:
                return found
            found |= more

    @cached_property
    def further_paths(self) -> dict[Any, Name]:
        r"""What has a further gradient from outside, with the name of that: c with dc_next.

        Such a name stands alone as a term of what its quantity's derivative is said to be:
        \partial L/\partial c_t = dc_t + ..., with dc_t, \overline{dc}_t or \delta_c.
        """
        found: dict[Any, Name] = {}
        defined = {law.use.symbol for law in self.laws}
        for trees in filter(None, self.claims):
            for n in names(tuple(trees[1:])):
                later = n.base[0] == "d" and n.sub in ("next", "up", "future")
                if later and (n.base[1:], "") in defined:
                    found.setdefault((n.base[1:], ""), n)
            of = self._differentiated_by(trees[0])
            if of is None or self.indices.use(of).symbol not in defined:
                continue
            for term in (x for t in trees[1:] if isinstance(t, Sum) for x in t.terms):
                if isinstance(term, Name) and self._is_upstream(term, of) and (
                    self.indices.use(term).symbol not in defined
                ):  # fmt: skip
                    found.setdefault(self.indices.use(of).symbol, term)
        return found

    def _differentiated_by(self, tree: Any) -> Name | None:
        r"""Return what \partial L/\partial c_t, or dc_t, is taken by."""
        if isinstance(tree, Derivative) and len(variables(tree)) == 1:
            by = variables(tree)[0]
            return by if isinstance(by, Name) else None
        if isinstance(tree, Name) and tree.base[0] == "d" and tree.base[1:]:
            return Name(tree.base[1:], tree.sub, tree.layer)
        return None

    @staticmethod
    def _is_upstream(name: Name, of: Name) -> bool:
        bare = name.base.split("{")[-1].strip("}")
        return bare == f"d{of.base}" or (bare == r"\delta" and name.sub.lower() == of.base.lower())

    def slope(self, name: Name) -> tuple[Name, Name] | None:
        r"""Return what a dW, or a \delta that nothing defines, is the derivative of and by."""
        use = self.indices.use(name)
        if any(self.indices.use(x).symbol == use.symbol for x in self.further_paths.values()):
            return None
        own = use.symbol in self.known and not self._is_other_layer(use)
        if own and (name.label not in self.claimed or not self.is_leaf(use.symbol)):
            return None
        if name.base == r"\delta":
            wrt = self.preactivation(name)
            return (self.loss, wrt) if wrt is not None else None
        if len(name.base) < 2 or name.base[0] != "d":
            if (
                name.sub
                and name.base in self.values
                and self.values[name.base].arguments
                and name.sub in self.values[name.base].arguments
            ):
                return Name(name.base), name_of(name.sub)
            return None
        wrt = Name(name.base[1:], name.sub, name.layer)
        if self.has(wrt):
            return self.loss, wrt
        alike = [s for s in self.known if s[0] == wrt.base]
        alike = [s for s in alike if not wrt.sub or s[1] == wrt.sub]
        if len(alike) == 1:
            law = next((x for x in self.laws if x.use.symbol == alike[0]), None)
            if law is not None and law.use.family and not wrt.layer:
                return self.loss, law.target
            if not wrt.sub:
                return self.loss, Name(alike[0][0], alike[0][1].replace(SAMPLES, ""), wrt.layer)
        return None

    def _is_other_layer(self, use: Use) -> bool:
        r"""Whether it is a \delta^{(l)} where only \delta^{(L)} is defined."""
        if use.symbol[0] != r"\delta" or not use.family:
            return False
        laws = [law.use.family for law in self.laws if law.use.symbol == use.symbol]
        special = all(x in TOPS for f in laws for i in f for x, _ in i.letters)
        return bool(laws) and special and use.family not in laws

    def preactivation(self, name: Name) -> Name | None:
        r"""Return what \delta of a layer or number is the derivative by: z^{(l)}, z_2."""
        for law in self.laws:
            match law.body:
                case Call(arguments=(Name() as z,)) if not law.arguments:
                    here = Name(z.base, name.sub or ("" if name.layer else z.sub), name.layer)
                    use, mine = self.indices.use(here), self.indices.use(z)
                    if use.symbol == mine.symbol and len(use.family) == len(mine.family):
                        return here
        if name.sub or name.layer:
            here = Name("z", name.sub, name.layer)
            return here if self.has(here) else None
        return None

    def is_kronecker(self, name: Name) -> bool:
        r"""Whether a name is \delta_{ij}."""
        if name.base != r"\delta" or (
            (r"\delta", "") in self.known and not self.indices.use(name).entries
        ):
            return False
        both = parts_of(name.sub) if name.sub and not name.layer else (
            parts_of(name.layer) if not name.sub else []
        )  # fmt: skip
        return len(both) == 2 and not any(law.use.symbol[0] == r"\delta" for law in self.laws)

    @cached_property
    def zero_based(self) -> set[str]:
        """The letters that count from 0."""
        found = set()
        for tree in self.trees:
            for part in walk(tree):
                if (
                    isinstance(part, BigSum)
                    and isinstance(part.lower, Number)
                    and part.lower.value == 0
                ):
                    found |= set(parts_of(part.index))
        return found

    def starts(self, symbol: Any, count: int) -> tuple[int, ...]:
        """Return the first number of each index of a quantity: 1, or 0."""
        return self._starts.get(symbol, ())[:count] or (1,) * count

    @cached_property
    def _starts(self) -> dict[Any, tuple[int, ...]]:
        if not self.zero_based:
            return {}
        found: dict[Any, list[int]] = {}
        for tree in [*self.trees, *(law.target for law in self.laws)]:
            for n in names(tree):
                use = self.indices.use(n)
                mine = found.setdefault(use.symbol, [1] * len(use.entries))
                for i, index in enumerate(use.entries[: len(mine)]):
                    if index.letters and all(x in self.zero_based for x, _ in index.letters):
                        mine[i] = 0
        return {s: tuple(x) for s, x in found.items() if x}

    def may_hold_vectors(self, symbol: Any) -> bool:
        """Whether what has one index may be a vector for each: samples, rows of a matrix."""
        return self.counts.get(symbol) == {1}

    def matrix_of(self, symbol: Any) -> Any:
        """Return the samples x^{(i)} or x_i that X holds, where X itself is defined by nothing."""
        base, part = symbol
        if any(law.use.symbol == symbol for law in self.laws):
            return None
        if not base.isupper():
            samples = base, part + SAMPLES  # y, of the numbers y^{(i)}
            lone = samples in self.known and self.counts.get(symbol, {0}) == {0}
            numbers = self.counts.get(samples) == {1} and base not in self._inner
            return samples if lone and numbers and symbol not in self.known else None
        if base in ("R", "D"):  # residuals and diagonals: not what r_i and d_i are the rows of
            return None
        for lower in ((base.lower(), part + SAMPLES), (base.lower(), part)):
            if (
                lower in self.known
                and self.counts.get(lower, {0}) != {0}
                and max(self.counts[lower]) >= 1
                and self.counts.get(symbol) == {0}
            ):
                if self.law_for(lower, (), 0) or SAMPLES in lower[1]:
                    return lower
                if any(self.counts[lower] == c for c in ({1}, {1, 2}, {2})):
                    return lower
        return None

    @cached_property
    def _inner(self) -> set[str]:
        """The bases of what stands in a product with a transpose, as w and x in w^T x."""
        found = set()
        for tree in self.trees:
            for part in walk(tree):
                if isinstance(part, Product):
                    turned = [f.of for f in part.factors if isinstance(f, Transpose)]
                    beside = [f for f in part.factors if turned and isinstance(f, Name)]
                    found |= {x.base for x in (*turned, *beside) if isinstance(x, Name)}
        return found

    def samples_of(self, symbol: Any) -> Any:
        """Return the matrix that holds the samples a^{(i)}, where A is defined."""
        base, part = symbol
        if SAMPLES not in part or any(law.use.symbol == symbol for law in self.laws):
            return None
        upper = base.upper() if len(base) == 1 else "d" + base[1:].upper()
        whole = upper, part.replace(SAMPLES, "")
        return whole if any(law.use.symbol == whole for law in self.laws) else None

    def may_be_any(self, function: str) -> bool:
        r"""Whether a function without a definition is one that may be any: f, g, \\phi."""
        base = function.split("_")[0].split("^")[0]
        return len(base) == 1 or (base.startswith("\\") and base[1:].isalpha())

    # --- what shapes and numbers answer ---

    @abstractmethod
    def is_constant(self, name: Name) -> bool:
        """Whether a name is a number that the reading fixes: a size, pi, the last layer."""

    @abstractmethod
    def constant(self, name: Name) -> Any:
        """Return the value of a constant, None if a name is none."""

    @abstractmethod
    def world(self, rng: Any) -> Any:
        """Return a world of numbers, drawn at random."""

    @abstractmethod
    def shape(self, symbol: Any, family: tuple[int, ...]) -> tuple[int, ...]:
        """Return the shape of a quantity, () for a number."""

    @abstractmethod
    def slots(self, symbol: Any, family: tuple[int, ...]) -> tuple[int, ...]:
        """Return how far the indices of a quantity that is defined entry by entry run."""

    @abstractmethod
    def outputs(self, world: Any, family: tuple[int, ...]) -> list[Any]:
        """Return the entries of what the forward equations lead to, in a world of numbers."""

    @abstractmethod
    def bound_value(self, world: Any, formal: str) -> Any:
        """Return the Values that an argument of a definition stands for."""

    @abstractmethod
    def evaluated(self, world: Any, tree: Any, env: Mapping[str, int], **how: Any) -> Any:
        """Return the value of a formula in a world; see `Meaning`."""

    @abstractmethod
    def range_of(self, tree: Any, letter: str, meaning: Any) -> range:
        """Return what a letter runs over in a sum."""


def _solved(indices: Sequence[Index], place: tuple[int, ...], last: int) -> dict[str, int] | None:
    """Return what the letters stand for where the indices are these numbers."""
    env: dict[str, int] = {}
    for index, i in zip(indices, place, strict=True):
        if not index.letters:
            if index.offset != i:
                return None
            continue
        letter, factor = index.letters[0]
        if len(index.letters) > 1 or factor != 1:
            return None
        if letter in TOPS:
            if i - index.offset != last:
                return None
            env[letter] = last
            continue
        if env.setdefault(letter, i - index.offset) != i - index.offset:
            return None
    return env


def _is_derivative(tree: Any) -> bool:
    return any(isinstance(part, Derivative) for part in walk(tree))


def letters_of(trees: Sequence[Any], rules: Rules) -> list[str]:
    """Return the free index letters of a formula, in order."""
    found: dict[str, None] = {}
    for tree in trees:
        _free(tree, frozenset(), rules, found)
    return list(found)


def _free(tree: Any, bound: frozenset[str], rules: Rules, found: dict[str, None]) -> None:
    if isinstance(tree, tuple):
        for part in tree:
            _free(part, bound, rules, found)
        return
    if not hasattr(tree, "span"):
        return
    if isinstance(tree, BigSum):
        bound = bound | set(parts_of(tree.index))
    if isinstance(tree, Name) and tree.base:
        use = rules.indices.use(tree)
        here = [told(x) for i in (*use.family, *use.entries) for x, _ in i.letters]
        if rules.is_kronecker(tree):
            here += parts_of(tree.sub or tree.layer)
        if not tree.sub and not tree.layer and tree.base in rules.indices.letters:
            here += [tree.base] if rules.is_letter(tree) else []
        found.update(dict.fromkeys(x for x in here if x not in bound and x not in TOPS))
        return
    for field in tree.__slots__:
        if field == "upper" and isinstance(tree.upper, Name):
            continue
        if field != "span":
            _free(getattr(tree, field), bound, rules, found)
