"""The laws that a formula sees: what they define, with which letters, and what is known by them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cached_property
from typing import Any

from ..reading.tree import BigSum, Call, Derivative, Name, Number, Product, Transpose, name_of
from ..reading.walked import names, walk
from .index import TARGETS, TOPS, Index, Use, nested, parts_of, told
from .index_letters import classes_of
from .indices import Indices
from .law import Law, cases_of, label_of, variables
from .layered_laws import LayeredLaws
from .settings import Setting

PARAMETERS = ("W", "U", "V", r"\Theta", r"\mathbf{W}")
"""What parameters are called that are matrices."""
FIXED = 2
"""What an index stands for that is the same throughout, as c in C = -log p_c."""
LAST = 3
"""The number of the last time step or layer."""


class Laws(LayeredLaws):
    """The laws that a formula sees, and how they are read.

    laws, claims, indices, domains  what the document says
    denominator      whether the derivative of a vector by a vector has its rows by the variable
    row_gradients    whether the derivative of a number by a vector is a row
    rows             whether the samples are the rows of a matrix
    flipped          bases whose two indices are (column, row)
    normalised       whether targets add up to 1;  hard: whether they are 0 or 1
    signed           whether targets are 1 or -1
    alone            whether dz^{(i)} is of the loss of that sample, where J is the mean of them
    claimed          the labels of which some claim of the document says what they are
    activation       what an unknown function is; "" for any
    negatives        whether what is drawn is another than what it stands beside: u_k than u_o
    zeros            the labels of what is 0 before the first step
    values_at        what is given of functions that no formula gives
    """

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
        self.signed = False
        self.stars = self.dots_by_entries = self.by_entries = self.alone = False
        self.downhill = False
        self.rows, self.activation = True, ""
        self.symmetric: frozenset[str] = frozenset()
        self.positive: frozenset[str] = frozenset()
        self.zeros: frozenset[str] = frozenset()
        self.last = LAST
        self.negatives = False
        self.values_at: Mapping[str, Sequence[Setting]] = {}
        self.flipped: frozenset[str] = frozenset()
        self.sizes: dict[str, int] = {}
        self.unread: Mapping[Any, str] = {}
        self.claimed: Set[str] = frozenset()
        self.kinds: dict[Any, str] | None = None
        self.__dict__.update(habits)
        self._laws_for: dict[Any, Any] = {}
        self._uses: dict[Name, Use] = {}
        self._quantities: dict[Name, Use | None] = {}
        self._slopes: dict[Name, tuple[Name, Name] | None] = {}
        self._bound: dict[str, str] = {}
        self._implicit: dict[str, bool] = {}
        self._of_entries: dict[str, bool] = {}

    @property
    def habits(self) -> dict[str, Any]:
        """The habits of this reading."""
        known = ("denominator", "row_gradients", "normalised", "hard", "signed", "stars",
                 "dots_by_entries", "by_entries", "rows", "symmetric", "activation", "flipped",
                 "sizes", "last", "values_at", "negatives", "positive", "zeros", "alone",
                 "downhill")  # fmt: skip
        return {name: getattr(self, name) for name in known}

    @property
    def trees(self) -> list[Any]:
        """The formulas of the laws and of the claims."""
        return [law.body for law in self.laws] + [t for c in self.claims for t in c]

    def use(self, name: Name) -> Use:
        """Return a name taken apart; without a layer it means that of the last one."""
        known = self._uses.get(name)
        if known is None:
            known = self._uses[name] = self._use(name)
        return known

    def _use(self, name: Name) -> Use:
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

    @cached_property
    def defined(self) -> frozenset[Any]:
        """The symbols that a law defines."""
        return frozenset(law.use.symbol for law in self.laws)

    @cached_property
    def classes(self) -> set[str]:
        """The bases of what tells a class in these laws and claims."""
        return classes_of(self.trees) if self.indices.classes else set()

    @cached_property
    def targets(self) -> frozenset[str]:
        r"""What targets are called here: what a derivative is taken by is none.

        So is the q of -\sum_i q_i \log p_i, where nothing defines it.
        """
        taken = {v.base for tree in self.trees for part in walk(tree)
                 if isinstance(part, Derivative) for v in variables(part)
                 if isinstance(v, Name)}  # fmt: skip
        told = {law.use.symbol[0] for law in self.laws}
        weights = {n.base for tree in self.trees for part in walk(tree) for n in _weighing(part)}
        return frozenset({*TARGETS, *weights - told} - taken)

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
    def fixed(self) -> dict[str, int]:
        """What each of those stands for: another number for i and j in q_i - q_j."""
        counting: dict[str, set[Any]] = {letter: set() for letter in sorted(self.fixed_letters)}
        for n in (n for law in self.laws for n in names(law.body)):
            for place, (letter, _) in enumerate(self._letters_below(n)):
                if letter in counting:
                    counting[letter].add((n.base, place))
        found: dict[str, int] = {}
        for letter, places in counting.items():
            taken = {found[other] for other in found if counting[other] & places}
            found[letter] = FIXED - 1 if taken == {FIXED} else FIXED
        return found

    @cached_property
    def drawn(self) -> frozenset[str]:
        """The letters of negative samples: k in f(u_o) + sum_k g(u_k), never the o that is fixed.

        A sum of exponentials is over all words, o among them.
        """
        found = set()
        for law in self.laws if self.negatives else ():
            sums = [part for part in walk(law.body) if isinstance(part, BigSum)
                    and not (isinstance(part.of, Call) and part.of.function == "exp")]  # fmt: skip
            below = {
                n.base: letter
                for n in names(law.body)
                for letter, _ in self._letters_below(n)
                if letter in self.fixed_letters
            }
            for part in sums:
                found |= {
                    part.index
                    for n in names(part.of)
                    if n.base in below and part.index in dict(self._letters_below(n))
                }
        return frozenset(found - {""})

    def _letters_below(self, name: Name) -> list[tuple[str, int]]:
        return [pair for index in self.indices.use(name).entries for pair in index.letters]

    @cached_property
    def counts(self) -> dict[Any, set[int]]:
        """With how many indices each symbol is used here."""
        found: dict[Any, set[int]] = {}
        for tree in [*self.trees, *(law.target for law in self.laws)]:
            for n in names(tree):
                use = self.indices.use(n)
                found.setdefault(use.symbol, set()).add(len(use.entries))
                for other in map(self.indices.use, nested(n)):
                    found.setdefault(other.symbol, set()).add(len(other.entries))
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
    def known(self) -> set[Any]:
        """The symbols that the forward equations and the declarations speak of."""
        found = {law.use.symbol for law in self.laws}
        for law in self.laws:
            found |= {self.indices.use(x).symbol for n in names(law.body)
                      if n.label not in law.arguments for x in (n, *nested(n))}  # fmt: skip
            found |= {self.indices.use(name_of(x)).symbol for x in law.arguments}
        found |= {self.indices.use(n).symbol for n in (*self.domains, *self.further_paths.values())}
        return found

    @cached_property
    def sided(self) -> frozenset[str]:
        """The labels of what functions are of that are given by cases: x, where x < c, and else."""
        return frozenset(x for law in self.laws if cases_of(law) for x in law.arguments)

    @property
    def further_names(self) -> list[Name]:
        """The names that no equation speaks of, and that are known: those of a graph's nodes."""
        return []

    @cached_property
    def _labels(self) -> dict[str, Any]:
        return {label_of(symbol): symbol for symbol in self.known}

    def is_leaf(self, symbol: Any) -> bool:
        """Whether nothing defines a quantity."""
        return symbol not in self.defined

    def has(self, name: Name) -> bool:
        """Whether the document defines or uses a quantity of this name."""
        return self.use(name).symbol in self.known

    def is_letter(self, name: Name) -> bool:
        """Whether a name by itself is an index letter, as both are in i = j."""
        return name.label in self.indices.letters and self.is_leaf(self.indices.use(name).symbol)

    @cached_property
    def star_is_product(self) -> bool:
        r"""Whether * is the product of matrices: another sign is that by entries.

        Where \cdot alone stands behind parameters, W \cdot x, it is the other way round; what
        stands nowhere, as in a loss told in words, has no span.  Behind a number, 2 \cdot w, a
        sign says nothing.
        """
        products = [p for t in self.trees for p in walk(t) if isinstance(p, Product)]
        signs = {sign for p in products for at, sign in enumerate(p.signs)
                 if (sign != r"\odot" or any(p.span))
                 and not isinstance(p.factors[at], Number)}  # fmt: skip
        behind = {sign for p in products for f, sign in zip(p.factors, p.signs, strict=False)
                  if isinstance(f, Name) and f.base in PARAMETERS}  # fmt: skip
        other = r"\cdot" in behind and "*" not in behind
        return (
            "*" in signs and bool(signs & {r"\cdot", r"\odot"}) and "@" not in signs and not other
        )

    def obstacle(self, trees: Sequence[Any]) -> str:
        """Return the label of what a formula depends on and no equation that was read defines."""
        if not self.unread:
            return ""
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
                if symbol in self.unread and symbol not in self.defined:
                    return label_of(symbol)
                waiting += [law.body for law in self.laws if law.use.symbol == symbol]
        return ""

    # --- what is made of them ---

    @abstractmethod
    def is_kronecker(self, name: Name) -> bool:
        r"""Whether a name is 1 where its two indices are the same, else 0."""

    @abstractmethod
    def is_loss(self, symbol: Any) -> bool:
        """Whether it is a loss that may be any."""

    @abstractmethod
    def matrix_of(self, symbol: Any) -> Any:
        """Return the samples that a matrix holds, None if it holds none."""

    @abstractmethod
    def samples_of(self, symbol: Any) -> Any:
        """Return the matrix that holds some samples, None if there is none."""

    @abstractmethod
    def is_constant(self, name: Name) -> bool:
        """Whether a name is a number that the reading fixes: a size, pi, the last layer."""

    @abstractmethod
    def shape(self, symbol: Any, family: tuple[int, ...]) -> tuple[int, ...]:
        """Return the shape of a quantity, () for a number."""

    @abstractmethod
    def slope(self, name: Name) -> tuple[Name, Name] | None:
        """Return what a name such as dW is the derivative of and by."""

    @property
    @abstractmethod
    def further_paths(self) -> Mapping[Any, Name]:
        """What has a further gradient from outside, with the name of that."""


def _weighing(part: Any) -> Iterator[Name]:
    r"""Yield the q of a sum of q_i \log p_i, and of q^T \log p."""
    match part:
        case Product(
            factors=(Transpose(of=Name() as q), Call(function="log", arguments=(Name(),)))
        ):
            yield q
        case BigSum(kind="sum", index=i, of=Product(factors=(
            Name(base=base, sub=sub) as q,
            Call(function="log", arguments=(Name(sub=other) as of,)),
        ))) if sub == other == i and of.base != base:  # fmt: skip
            yield q


def letters_of(trees: Sequence[Any], rules: Laws) -> list[str]:
    """Return the free index letters of a formula, in order."""
    found: dict[str, None] = {}
    for tree in trees:
        _free(tree, frozenset(), rules, found)
    return list(found)


def _free(tree: Any, bound: frozenset[str], rules: Laws, found: dict[str, None]) -> None:
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
