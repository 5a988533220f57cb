"""The judge of a document: each formula in the laws that it sees, read as most of it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from typing import Any

from ...engine.value import Value
from ..meaning.definitions import (
    CLAIM,
    DEFINITION,
    Definitions,
    Law,
    is_numeric,
)  # fmt: skip
from ..meaning.errors import FAILURES
from ..meaning.graph_model import GraphClaims, GraphModel
from ..meaning.model import Model
from ..meaning.unsaid import positive, speak_of_negatives, symmetric
from ..mending.explaining import diagnose
from ..reading.chains import Formula, Unread
from ..reading.tree import BigSum, Product
from ..reading.walked import walk
from ..report.result import (
    NO_POINT,
    RIGHT,
    RIGHT_IF,
    SAYS_NOTHING,
    SET_ASIDE,
    UNKNOWN,
    UNREADABLE,
    WRONG,
    Explanation,
    Member,
)  # fmt: skip
from .conditions import holds_at, needed
from .direct import holds_directly, holds_past_start
from .forms import (
    decimals_of,
    is_condition,
    is_rule,
    is_softmax,
    is_worked,
    leave_sums_open,
    speak_of_shares,
)
from .forward import Change, best_changes
from .habits import settled, told
from .reread import Rereader
from .restated import says_again
from .trial import ModelTrial
from .trust import doubt, untrusted
from .verdicts import ModelClaim, Verdict, suggestion

NO_GRAPH = "there is no graph to judge it against: no forward equations"
FEW, LEAST = 5, 0.4
"""Of so many claims this share at least must hold, or what seems wrong may be misread."""
MOST = 40
"""How many claims a reading is chosen by."""


class DocumentJudge:
    """The judge of the formulas of one document.

    definitions  what each formula is, and what the forward equations say
    meant        what a formula means that is read again, see `Rereader`
    """

    meant: Callable[[Any], Any] | None = None

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
        laws = [self.definitions.scope(f.section, i)
                for i, f in enumerate(self.definitions.formulas)]  # fmt: skip
        laws = self._connected(laws)
        given = [self.definitions.settings.within(f.section) for f in self.definitions.formulas]
        self._scopes = [(*((law.order, law.use, law.body) for law in seen), *values.items())
                        for seen, values in zip(laws, given, strict=True)]  # fmt: skip
        self._models: dict[Any, Model] = {}
        both = zip(laws, given, strict=True)
        for key, (seen, values) in dict(zip(self._scopes, both, strict=True)).items():
            model = self._model(seen, key, values)
            self._models[key] = settled(model, partial(self._count, key), partial(self._gains, key))

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
        """The labels of what the text says to be positive."""
        return positive(self.definitions.formulas)

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
            kind = self.definitions.kinds[i]
            if self._scopes[i] == scope and kind == CLAIM:
                mine.append(tuple(formula.trees))
            elif self._scopes[i] == scope and kind == DEFINITION and len(formula.trees) > 2:
                mine.append(tuple(formula.trees[1:]))
        if self._root is not None:
            return GraphModel(self._root, mine)
        mine = [trees for trees in mine if not is_worked(trees)] or mine
        bodies = [law.body for law in laws] + [t for c in mine for t in c]
        shares = any(is_softmax(part) for t in bodies for part in walk(t))
        shares = shares or speak_of_shares(self.definitions.formulas, laws)
        shares = shares and not self._leaves_sums_open
        model = Model(laws, mine, self.definitions.indices, self.domains, normalised=shares,
                      symmetric=self._symmetric, positive=self._positive, stars=self._is_of_arrays,
                      values_at=values, negatives=self._negatives)  # fmt: skip
        model.unread, model.claimed = self.definitions.unread, self.definitions.claimed
        return model

    @cached_property
    def _is_of_arrays(self) -> bool:
        """Whether a document is written as NumPy has it: @ multiplies matrices, * entries."""
        parts = (p for f in self.definitions.formulas for t in f.trees for p in walk(t))
        return any(
            (isinstance(p, Product) and "@" in p.signs)
            or (isinstance(p, BigSum) and p.index == "axis")
            for p in parts
        )

    def conventions(self) -> list[str]:
        """Return what was chosen where notes differ."""
        return list(dict.fromkeys(x for model in self._models.values() for x in told(model)))

    @property
    def models(self) -> list[Model]:
        """The models in which the formulas of a document are judged; none for a graph."""
        return list(self._models.values()) if self._root is None else []

    def model_of(self, number: int) -> Model:
        """Return the model in which a formula is judged."""
        return self._models[self._scopes[number]]

    def claim_of(self, number: int) -> ModelClaim | None:
        """Return a formula as a claim in its model; None where it is none or has no meaning."""
        formula, kind = self.definitions.formulas[number], self.definitions.kinds[number]
        if kind not in (CLAIM, DEFINITION) or (kind == DEFINITION and len(formula.trees) < 3):
            return None
        try:
            return self._claim(self.model_of(number), formula, int(kind == DEFINITION))
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
            self._claims[key] = ModelClaim(trees, model, formula.conditions, order)
        return self._claims[key]

    # --- how much holds ---

    def _count(self, scope: Any, model: Model) -> tuple[int, int]:
        """Return how many members of the claims of a scope hold in a model, and of how many."""
        right = of = 0
        for formula, first in self._claims_of(scope):
            claim = self._claim(model, formula, first)
            for tree in claim.trees:
                if tree is not claim.anchor and not decimals_of(tree):  # a printed number
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

    @cached_property
    def _all_held(self) -> tuple[int, int]:
        """How many members hold in the whole document as it stands, and of how many."""
        counts = [self._count(key, model) for key, model in self._models.items()]
        return sum(right for right, _ in counts), sum(of for _, of in counts)

    def _claims_of(self, scope: Any) -> list[tuple[Formula, int]]:
        """Return the formulas that are judged in a scope, and which member is the first to be."""
        found = []
        for i, formula in enumerate(self.definitions.formulas):
            first = int(self.definitions.kinds[i] == DEFINITION)
            judged = self._scopes[i] == scope and i not in self.definitions.left_out
            judged = judged and self.definitions.kinds[i] in (CLAIM, DEFINITION)
            if judged and len(formula.trees) > 1 + first:
                found.append((formula, first))
        return found[:MOST]

    def held_around(self, number: int) -> tuple[int, int]:
        """Return how many members of the claims in the scope of a formula hold, and of how many.

        They are judged in the forward equations put right.
        """
        key = self._scopes[number]
        if key not in self._held:
            self._held[key] = self._count(key, self._repaired.get(key, self._models[key]))
        return self._held[key]

    def is_understood(self, number: int) -> bool:
        """Whether enough of the claims around one hold: else it is the reading that is wrong."""
        if not self.may_misread:
            return True
        right, of = self.held_around(number)
        if of < FEW:
            right, of = self._all_held
        return of < FEW or right >= LEAST * of

    def repair_forward(self, claims: dict[int, ModelClaim]) -> Iterator[Change]:
        """Yield the one-name changes of the forward equations under which most claims hold."""
        for key, model in self._models.items():
            mine = [claim for i, claim in claims.items() if self._scopes[i] == key]
            changes = best_changes(model, mine)
            if changes:
                self._repaired[key] = changes[0].model
            yield from changes

    # --- judging ---

    def judge(self, number: int, members: list[Member]) -> None:
        """Give every member of a claim its status, but for numbers, which are another's."""
        formula, kind = self.definitions.formulas[number], self.definitions.kinds[number]
        first = int(kind == DEFINITION)
        if kind == DEFINITION and number in self.definitions.left_out:
            return
        if kind == DEFINITION and self._root is None and says_again(
            self.definitions, self.model_of(number), number
        ):  # fmt: skip
            members[0].status = members[1].status = RIGHT
        if kind == DEFINITION and len(formula.trees) < 3:
            return
        try:
            claim = self._claim(self.model_of(number), formula, first)
        except FAILURES as error:
            for result in members:
                refuse(result, NO_POINT, str(error))
            return
        headless = isinstance(formula.members[0].tree, Unread) and not claim.is_about_derivative
        for place, (result, member) in enumerate(zip(members, formula.members, strict=True)):
            if isinstance(member.tree, Unread) or (kind == DEFINITION and place < 2):
                continue
            if headless:
                refuse(result, NO_POINT, "what it is equal to could not be read")
            elif not place or not is_numeric(member.tree) or member.tree is claim.anchor:
                self.judge_member(number, result, claim, member.tree)
        trees = formula.trees
        if kind == CLAIM and len(trees) > 1 and all(t == trees[0] for t in trees):
            for result in members:
                result.status = SAYS_NOTHING

    def judge_member(self, number: int, result: Member, claim: ModelClaim, tree: Any) -> None:
        """Give one member its status."""
        if label := claim.groundless():
            if claim.model.laws:
                said = f"what {label} is, is not said{suggestion(label, claim.model)}"
                refuse(result, UNKNOWN, said)
            else:
                refuse(result, NO_POINT, NO_GRAPH)
            return
        found = claim.verdict(tree)
        if found.status == WRONG and is_condition(claim.anchor, claim.trees, tree, claim.model):
            result.status = SET_ASIDE
        elif found.status == WRONG and (
            holds_directly(claim, tree, self.definitions.formulas[number].prose)
            or holds_past_start(claim, tree)
        ):
            result.status = RIGHT
        elif found.status == WRONG:
            self._judge_wrong(number, result, claim, tree, found)
        else:
            self._settle(result, found)
        if result.status == UNKNOWN and not claim.model.laws:
            refuse(result, NO_POINT, NO_GRAPH)

    def _judge_wrong(
        self, number: int, result: Member, claim: ModelClaim, tree: Any, found: Verdict
    ) -> None:
        """Call a member wrong, or right under a condition, or say what keeps it from both."""
        repaired = self._repaired.get(self._scopes[number])
        other = claim.within(repaired) if repaired else claim
        result.witness = claim.witness(found.pair)
        if repaired and other.holds(tree):
            said = "it is right once the forward pass is put right"
            result.explanations.append(Explanation("forward pass", said))
            result.condition = needed(claim, tree)
        else:
            at = self.definitions.formulas[number].at
            result.condition = holds_at(other, tree, at) or needed(other, tree)
            found = untrusted(other, tree, other.verdict(tree))
        if result.condition:
            result.status = RIGHT_IF
            result.witness = other.witness(other.verdict(tree).pair) or result.witness
            self._explain(number, result, other, tree)
        elif found.status == WRONG and not self.is_understood(number):
            refuse(result, NO_POINT,
                    "too little of this document holds as it is read to call anything wrong",
                    )  # fmt: skip
        else:
            self._settle(result, found)
            if found.status == WRONG and not (repaired and other.holds(tree)):
                self._explain(number, result, other, tree)
                if self.may_misread and (said := doubt(found, result, *self.held_around(number))):
                    refuse(result, NO_POINT, said)

    def _explain(self, number: int, result: Member, claim: ModelClaim, tree: Any) -> None:
        latex = self.definitions.formulas[number].latex
        trial = ModelTrial(claim, tree, result.text, latex, self._reader)
        found = diagnose(trial)
        if result.condition:  # a size that was chosen for the trial is no number of the author's
            found = [e for e in found if e.kind != "wrong number"]
            without = next((e.repair for e in found if e.kind == "extra factor"), "")
            if found and found[0].kind == "constant factor" and without:
                found[0].repair = without
        result.explanations += found

    @cached_property
    def _reader(self) -> Rereader:
        return Rereader(self.definitions.formulas, self.meant)

    @staticmethod
    def _settle(result: Member, found: Verdict) -> None:
        result.status = found.status
        if found.status == WRONG:
            return
        result.witness = None
        if found.said:  # which shapes do not fit is for the explanation to say
            result.explanations.append(Explanation(found.status, found.said))


def _is_right(claim: ModelClaim, tree: Any) -> bool:
    try:
        return claim.holds(tree)
    except FAILURES:
        return False


def refuse(member: Member, status: str, said: str) -> None:
    """Say why a member has no verdict."""
    if member.status != UNREADABLE:
        member.status, member.witness = status, None
        member.explanations = [Explanation("no graph" if status == NO_POINT else status, said)]
