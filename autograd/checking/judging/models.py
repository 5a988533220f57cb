"""The models of a document: one for the formulas that see the same laws, read as most hold."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial
from typing import Any

from ...engine.value import Value
from ..meaning.definitions import CLAIM, Definitions
from ..meaning.errors import FAILURES
from ..meaning.graph_model import GraphClaims, GraphModel
from ..meaning.law import Law, is_numeric
from ..meaning.model import Model
from ..meaning.unsaid import bounds, logged, positive, speak_of_negatives, symmetric, under_roots
from ..reading import parser
from ..reading.chains import Formula, Unread, parts_in
from ..reading.tree import BigSum, Name, Number, Product
from ..reading.walked import walk
from ..report.result import RIGHT, WRONG
from .forms import decimals_of, is_rule, is_softmax, is_worked, leave_sums_open, speak_of_shares
from .habits import calls_rows, settled, told
from .misread import without_misread
from .one_sample import of_one
from .verdicts import ModelClaim

MOST = 40
"""How many claims a reading is chosen by."""


class ScopedModels:
    """The formulas of a document, each in its model.

    definitions  what each formula is, and what the forward equations say
    """

    def __init__(
        self, formulas: Sequence[Formula], domains: Any = None, root: Value | None = None
    ) -> None:
        self._root = root
        self.definitions = Definitions(formulas) if root is None else GraphClaims(formulas, root)
        self.domains = {d.name: d.sizes for f in formulas for d in f.domains} | (domains or {})
        self._claims: dict[Any, ModelClaim] = {}
        self._orders = {id(f): i for i, f in enumerate(self.definitions.formulas)}
        self._held: dict[Any, tuple[int, int]] = {}
        self._repaired: dict[Any, Model] = {}
        self._misread: dict[Any, list[Law]] = {}
        laws = [self.definitions.scope(f.section, i)
                for i, f in enumerate(self.definitions.formulas)]  # fmt: skip
        laws = self._connected(laws)
        given = [self.definitions.settings.within(f.section) for f in self.definitions.formulas]
        self._scopes = [(*((law.order, law.use, law.body) for law in seen), *values.items())
                        for seen, values in zip(laws, given, strict=True)]  # fmt: skip
        self._models: dict[Any, Model] = {}
        both = zip(laws, given, strict=True)
        for key, (seen, values) in dict(zip(self._scopes, both, strict=True)).items():
            build = partial(self._model, scope=key, values=values)
            count, gains = partial(self._count, key), partial(self._gains, key)
            model = settled(build(seen), count, gains)
            if self.may_misread:
                formulas_alone = partial(count, with_numbers=False)
                model, self._misread[key] = without_misread(model, build, formulas_alone)
                model = settled(model, count, gains) if self._misread[key] else model
            self._models[key] = model

    @property
    def may_misread(self) -> bool:
        """Whether what no slip explains may be misread: no graph says what the names are."""
        return self._root is None

    @cached_property
    def _symmetric(self) -> frozenset[str]:
        """The labels of the matrices that the text says to be symmetric."""
        return symmetric(self.definitions.formulas)

    @cached_property
    def _leaves_sums_open(self) -> bool:
        """Whether what the targets add up to is left open."""
        return leave_sums_open(self.definitions.formulas)

    @cached_property
    def _positive(self) -> frozenset[str]:
        """The labels of what the text says to be positive, or takes the logarithms of."""
        told = positive(self.definitions.formulas)
        told |= under_roots(self.definitions.formulas) | bounds(self.definitions.formulas)
        return told | logged(self.definitions.formulas, self.definitions.indices)

    @cached_property
    def _negatives(self) -> bool:
        """Whether the text draws negative samples."""
        return speak_of_negatives(self.definitions.formulas)

    def _connected(self, seen: Sequence[list[Law]]) -> list[list[Law]]:
        """Return for each formula those of the laws it sees that have to do with it."""
        if self._root is not None:
            return list(seen)
        found = []
        parts: dict[tuple[int, ...], list[list[Law]]] = {}
        for formula, laws in zip(self.definitions.formulas, seen, strict=True):
            if is_rule(formula, laws):  # of a function, whatever its argument is called
                found.append(self.definitions.laws_of(formula.trees, laws))
                continue
            key = tuple(map(id, laws))
            if key not in parts:
                parts[key] = self.definitions.parts_of(laws)
            mine = set(map(id, self.definitions.part_of(formula.trees, parts[key])))
            found.append([law for law in laws if id(law) in mine] if mine else laws)
        return found

    def _model(self, laws: list[Law], scope: Any, values: Any) -> Model:
        mine = []
        for i, formula in enumerate(self.definitions.formulas):
            first = self.definitions.judged_from(i) if self._scopes[i] == scope else None
            if first is not None:
                mine.append(tuple(formula.trees[first:]))
        if self._root is not None:
            return GraphModel(self._root, mine)
        mine = [trees for trees in mine if not is_worked(trees)] or mine
        bodies = [law.body for law in laws] + [t for c in mine for t in c]
        shares = any(is_softmax(part) for t in bodies for part in walk(t))
        shares = shares or speak_of_shares(self.definitions.formulas, laws)
        shares = shares and not self._leaves_sums_open
        model = Model(laws, mine, self.definitions.indices, self.domains, normalised=shares,
                      symmetric=self._symmetric, positive=self._positive,
                      zeros=self.definitions.begin_at_zero, stars=self._is_of_arrays,
                      values_at=values, negatives=self._negatives,
                      row_gradients=any(map(calls_rows, laws)))  # fmt: skip
        model.unread, model.claimed = self.definitions.unread, self.definitions.claimed
        return model

    @cached_property
    def _is_of_arrays(self) -> bool:
        """Whether a document is written as NumPy has it: @ multiplies matrices, * entries."""
        parts = parts_in(self.definitions.formulas)
        return any(
            (isinstance(p, Product) and "@" in p.signs)
            or (isinstance(p, BigSum) and p.index == "axis")
            for p in parts
        )

    def conventions(self) -> list[str]:
        """Return what was chosen where notes differ."""
        chosen = [x for model in self._models.values() for x in told(model)]
        used = {law.order for model in self._models.values() for law in model.laws}
        misread = (x for laws in self._misread.values() for x in laws if x.order not in used)
        left_out = [
            f"the equation {law.target.label} = {parser.write(law.body)} is left out: next to "
            "nothing holds with it"
            for law in misread
        ]
        return list(dict.fromkeys([*chosen, *left_out]))

    @property
    def models(self) -> list[Model]:
        """The models in which the formulas of a document are judged; none for a graph."""
        return list(self._models.values()) if self._root is None else []

    def model_of(self, number: int) -> Model:
        """Return the model in which a formula is judged."""
        return self._models[self._scopes[number]]

    def claim_of(self, number: int) -> ModelClaim | None:
        """Return a formula as a claim in its model; None where it is none or has no meaning."""
        first = self.definitions.judged_from(number)
        if first is None:
            return None
        try:
            return self._claim(self.model_of(number), self.definitions.formulas[number], first)
        except FAILURES:
            return None

    def claims(self) -> dict[int, ModelClaim]:
        """Return the claims that have a meaning, by the number of their formula."""
        found = {number: self.claim_of(number) for number in range(len(self.definitions.kinds))}
        return {number: claim for number, claim in found.items() if claim is not None}

    def claims_about_derivatives(self) -> dict[int, ModelClaim]:
        """Return the claims that say what a derivative is, by the number of their formula."""
        found = {}
        for number, kind in enumerate(self.definitions.kinds):
            claim = self.claim_of(number) if kind == CLAIM else None
            if claim is not None and claim.is_about_derivative:
                found[number] = claim
        return found

    def _claim(self, model: Model, formula: Formula, first: int = 0) -> ModelClaim:
        key = id(model), id(formula), first
        if key not in self._claims:
            trees = [m.tree for m in formula.members[first:] if not isinstance(m.tree, Unread)]
            order = self._orders[id(formula)]
            claim = ModelClaim(trees, model, formula.conditions, order)
            self._claims[key] = of_one(claim, formula.prose)
        return self._claims[key]

    def _count(self, scope: Any, model: Model, *, with_numbers: bool = True) -> tuple[int, int]:
        """Return how many members of the claims of a scope hold in a model, and of how many."""
        right = of = 0
        for formula, first in self._claims_of(scope):
            claim = self._claim(model, formula, first)
            case = isinstance(claim.anchor, Name)  # z_t = 1, for which something is said to hold
            for tree in claim.trees:
                numeric = (case or not with_numbers) and is_numeric(tree)
                left_out = decimals_of(tree) or numeric or _is_set_to_zero(claim, tree)
                if tree is not claim.anchor and not left_out:  # as a printed number is
                    try:
                        status = claim.verdict(tree).status
                    except FAILURES:
                        continue
                    right += status == RIGHT
                    of += status in (RIGHT, WRONG)
        return right, of

    def _gains(self, scope: Any, model: Model, other: Model, least: int) -> bool:
        """Whether `least` of the members that do not hold in a model do in another."""
        for formula, first in self._claims_of(scope):
            claim = self._claim(model, formula, first)
            changed = claim.within(other)
            for tree in claim.trees:
                if tree is not claim.anchor and not decimals_of(tree):
                    least -= not _is_right(claim, tree) and _is_right(changed, tree)
                if least <= 0:
                    return True
        return False

    def _claims_of(self, scope: Any) -> list[tuple[Formula, int]]:
        """Return the formulas that are judged in a scope, and which member is the first to be."""
        found = []
        for i, formula in enumerate(self.definitions.formulas):
            first = self.definitions.judged_from(i)
            judged = self._scopes[i] == scope and i not in self.definitions.left_out
            if judged and first is not None and len(formula.trees) > 1 + first:
                found.append((formula, first))
        return found[:MOST]


def _is_set_to_zero(claim: ModelClaim, tree: Any) -> bool:
    """Whether it is the 0 at the end of dL/dw = ... = 0, which asks for a point."""
    last = len(claim.trees) > 2 and tree is claim.trees[-1]
    return last and claim.is_about_derivative and tree == Number(0.0)


def _is_right(claim: ModelClaim, tree: Any) -> bool:
    try:
        return claim.holds(tree)
    except FAILURES:
        return False
