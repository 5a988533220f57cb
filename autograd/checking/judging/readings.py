"""The judge of a document: each formula in the laws that it sees, read as most of it holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..meaning.definitions import CLAIM, DEFINITION, Definitions, Law, is_numeric, label_of
from ..meaning.indices import names, walk
from ..meaning.model import Model
from ..meaning.shaping import is_about_matrices
from ..meaning.tensor import ShapeError
from ..meaning.values import FAILURES, FUNCTIONS
from ..mending.explaining import diagnose
from ..reading.tree import BigSum, Call, Formula, Quotient, Unread
from ..report.result import (
    NO_POINT,
    RIGHT,
    RIGHT_IF,
    UNKNOWN,
    UNREADABLE,
    WRONG,
    Explanation,
    Member,
)  # fmt: skip
from .trial import ModelTrial
from .trust import untrusted
from .verdicts import ModelClaim, Verdict, suggestion

SAYS_NOTHING = "says-nothing"
NO_GRAPH = "there is no graph to judge it against: no forward equations"
FEW, LEAST = 4, 0.34
"""Of so many claims this share at least must hold, or what seems wrong may be misread."""
HABITS: tuple[dict[str, Any], ...] = (
    {"rows": False}, {"denominator": True}, {"row_gradients": True}, {"by_entries": True},
    {"stars": True}, {"dots_by_entries": True},
)  # fmt: skip
FREE = {"last", "rows", "dots_by_entries"}
"""The habits that one equation is enough for; of the others a single one may as well be wrong."""
"""How notes differ: each is taken where more of a document is right with it."""


class DocumentJudge:
    """The judge of the formulas of one document."""

    def __init__(self, formulas: Sequence[Formula], domains: Any = None) -> None:
        self.definitions = Definitions(formulas)
        self.domains = {d.name: d.sizes for f in formulas for d in f.domains} | (domains or {})
        self._models: dict[Any, Model] = {}
        self._claims: dict[Any, ModelClaim] = {}
        self._understood: dict[Any, bool] = {}
        self._scopes: dict[int, tuple[Any, ...]] = {}
        seen = [self.definitions.scope(f.section, i)
                for i, f in enumerate(self.definitions.formulas)]  # fmt: skip
        self._scopes = {
            i: tuple((law.order, law.use, law.body) for law in laws) for i, laws in enumerate(seen)
        }
        for i in self._scopes:
            laws = seen[i]
            if self._scopes[i] not in self._models:
                self._models[self._scopes[i]] = self._model(laws, self._scopes[i])
                self._models[self._scopes[i]].unread = self.definitions.unread
        for key in list(self._models):
            self._settle(key)

    def _model(self, laws: list[Law], scope: Any) -> Model:
        mine = []
        for i, formula in enumerate(self.definitions.formulas):
            kind = self.definitions.kinds[i]
            if self._scopes[i] != scope:
                continue
            if kind == CLAIM:
                mine.append(tuple(formula.trees))
            elif kind == DEFINITION and len(formula.trees) > 2:
                mine.append(tuple(formula.trees[1:]))
        bodies = [law.body for law in laws] + [t for c in mine for t in c]
        if any(isinstance(p, Quotient) and _is_softmax(p) for t in bodies for p in walk(t)):
            return Model(laws, mine, self.definitions.indices, self.domains, normalised=True)
        softmax = any(
            isinstance(p, Call) and p.function.split("_")[0].lower() == "softmax"
            for t in bodies for p in walk(t)
        )  # fmt: skip
        return Model(laws, mine, self.definitions.indices, self.domains, normalised=softmax)

    def model_of(self, number: int) -> Model:
        """Return the model in which a formula is judged."""
        return self._models[self._scopes[number]]

    # --- habits ---

    def _settle(self, key: Any) -> None:
        """Read a model as most of it holds."""
        model = self._models[key]
        mine = [i for i, scope in self._scopes.items()
                if scope == key and self.definitions.kinds[i] == CLAIM]  # fmt: skip
        mine = [i for i in mine if len(self.definitions.formulas[i].trees) > 1][:40]
        right, of = self._count(model, mine)
        if right == of:
            return
        options = [*HABITS, *self._flips(model)]
        about = any(is_about_matrices(p) for t in self._trees(model) for p in walk(t))
        if not about:
            options = [h for h in options if "flipped" in h]
        if model.indices.steps and any(s[0] != model.LOSS for s in model.free_losses):
            options.append({"last": 1})
        for habit in options:
            if right == of:
                break
            other = model.with_habits(**habit)
            count, _ = self._count(other, mine)
            if count > right + (not habit.keys() & FREE):
                model, right = other, count
        self._models[key] = model

    @staticmethod
    def _trees(model: Model) -> list[Any]:
        return [law.body for law in model.laws] + [t for c in model.claims for t in c]

    @staticmethod
    def _flips(model: Model) -> list[dict[str, Any]]:
        double = {s[0] for s, counts in model.counts.items()
                  if 2 in counts and 0 in counts}  # fmt: skip
        return [{"flipped": frozenset(double)}] if double else []

    def _count(self, model: Model, numbers: Sequence[int]) -> tuple[int, int]:
        """Return how many members hold in a reading, and of how many."""
        right = of = 0
        for i in numbers:
            formula = self.definitions.formulas[i]
            claim = self._claim(model, formula)
            for tree in formula.trees:
                if tree is not claim.anchor:
                    of += 1
                    try:
                        right += claim.holds(tree)
                    except FAILURES:
                        continue
        return right, of

    def _claim(self, model: Model, formula: Formula, first: int = 0) -> ModelClaim:
        key = id(model), id(formula), first
        if key not in self._claims:
            self._claims[key] = self._new_claim(model, formula, first)
        return self._claims[key]

    @staticmethod
    def _new_claim(model: Model, formula: Formula, first: int) -> ModelClaim:
        trees = [m.tree for m in formula.members[first:] if not isinstance(m.tree, Unread)]
        return ModelClaim(trees, model, formula.conditions)

    # --- judging ---

    def is_understood(self, number: int) -> bool:
        """Whether enough of the claims around one hold: else it is the reading that is wrong."""
        key = self._scopes[number]
        if key not in self._understood:
            mine = [i for i, scope in self._scopes.items()
                    if scope == key and self.definitions.kinds[i] == CLAIM]  # fmt: skip
            mine = [i for i in mine if len(self.definitions.formulas[i].trees) > 1][:40]
            right, of = self._count(self._models[key], mine)
            self._understood[key] = of < FEW or right >= LEAST * of
        return self._understood[key]

    def judge(self, number: int, members: list[Member]) -> None:
        """Give every member of a claim its status."""
        formula = self.definitions.formulas[number]
        kind = self.definitions.kinds[number]
        model = self.model_of(number)
        first = 1 if kind == DEFINITION else 0
        if kind == DEFINITION and len(formula.trees) < 3:
            return
        try:
            claim = self._claim(model, formula, first)
        except FAILURES as error:
            self._refuse(members, str(error))
            return
        headless = isinstance(formula.members[0].tree, Unread) and not claim.is_about_derivative
        for place, (result, member) in enumerate(zip(members, formula.members, strict=True)):
            if headless and not isinstance(member.tree, Unread):
                result.status = NO_POINT
                result.explanations.append(
                    Explanation("no graph", "what it is equal to could not be read")
                )
                continue
            if isinstance(member.tree, Unread) or (kind == DEFINITION and place < 2):
                continue
            if place and is_numeric(member.tree) and member.tree is not claim.anchor:
                self._judge_number(result, claim, member.tree)
                continue
            self._judge(result, claim, member.tree, formula.latex)
            if result.status == UNKNOWN and not claim.model.laws:
                result.status = NO_POINT
                result.explanations = [Explanation("no graph", NO_GRAPH)]
            if result.status == WRONG and not self.is_understood(number):
                result.status, result.witness = NO_POINT, None
                said = "too little of this document holds as it is read to call anything wrong"
                result.explanations = [Explanation("no graph", said)]
            if kind == DEFINITION and result.status == RIGHT:
                result.status = DEFINITION
        nothing = len(formula.trees) > 1 and all(t == formula.trees[0] for t in formula.trees)
        if nothing and kind == CLAIM:
            for result in members:
                result.status = SAYS_NOTHING

    @staticmethod
    def _judge_number(result: Member, claim: ModelClaim, tree: Any) -> None:
        """Judge a number that is claimed of a function; one of the author's point is another's."""
        found = claim.verdict(tree)
        if found.status == RIGHT:
            result.status = RIGHT

    @staticmethod
    def _refuse(members: list[Member], said: str) -> None:
        for member in members:
            if member.status not in (UNREADABLE,):
                member.status = NO_POINT
                member.explanations.append(Explanation("no graph", said))

    def _judge(self, result: Member, claim: ModelClaim, tree: Any, latex: str) -> None:
        if label := claim.groundless():
            said = f"what {label} is, is not said{suggestion(label, claim.model)}"
            result.status = UNKNOWN
            result.explanations.append(Explanation(UNKNOWN, said))
            return
        found = claim.verdict(tree)
        if found.status == WRONG:
            found, condition = self._again(claim, tree, found)
            if condition:
                result.condition = condition
                result.status = RIGHT_IF
                result.witness = self._witness(claim, found)
                return
        if found.status == WRONG and (label := claim.model.obstacle(claim.trees)):
            said = f"the equation that defines {label} could not be read"
            found = Verdict(UNKNOWN, said, label)
        if found.status == WRONG and found.pair is None and claim.model.shaping.bad_laws:
            said = "the shapes of the forward equations do not fit together"
            found = Verdict(NO_POINT, said)
        if found.status == WRONG and (unknown := self._unknown(claim, tree)):
            label = unknown[0]
            said = f"{label} is not a name of this derivation{suggestion(label, claim.model)}"
            found = Verdict(UNKNOWN, said, label)
        if found.status == WRONG and (said := untrusted(claim, tree)):
            found = Verdict(UNKNOWN, said)
        result.status = found.status
        if found.said:
            kind = "shapes" if found.status == WRONG else found.status
            result.explanations.append(Explanation(kind, found.said))
        if found.status == WRONG:
            result.witness = self._witness(claim, found)
            result.explanations += diagnose(ModelTrial(claim, tree, result.text, latex))

    @staticmethod
    def _unknown(claim: ModelClaim, tree: Any) -> list[str]:
        return [*claim.unknown(tree), *claim.unknown(claim.anchor)]

    @staticmethod
    def _witness(claim: ModelClaim, found: Verdict) -> Any:
        try:
            return claim.witness(found.pair) if found.pair else None
        except (ShapeError, ValueError):
            return None

    def _again(self, claim: ModelClaim, tree: Any, found: Verdict) -> tuple[Verdict, str]:
        """Judge a member that does not hold in other readings, and under conditions."""
        model = claim.model

        def holds(**habits: Any) -> bool:
            other = ModelClaim(claim.trees, model.with_habits(**habits), claim.conditions)
            try:
                return other.holds(tree)
            except FAILURES:
                return False

        if any(self._is_free(model, t) for t in (tree, claim.anchor)):
            for name in ("sigma", "tanh", "relu"):
                if holds(activation=name):
                    return Verdict(RIGHT), ""
        bases = {n.base for t in self._trees(model) for n in names(t)}
        for size in ("m", "n", "N"):
            if size in bases and holds(sizes={size: 1}):
                return found, f"{size} = 1"
        if not model.normalised and holds(normalised=True):
            return found, "the targets add up to 1"
        if holds(hard=True):
            return found, "y is 0 or 1"
        for n in dict.fromkeys(names(tree)):
            use = model.indices.use(n)
            shape = model.shape(use.symbol, ()) if not use.family else ()
            if len(shape) == 2 and shape[0] == shape[1] > 1:
                label = label_of(use.symbol)
                if not model.law_for(use.symbol, (), 0) and holds(symmetric=label):
                    return found, f"{label} = {label}^T"
        return found, ""

    @staticmethod
    def _is_free(model: Model, tree: Any) -> bool:
        """Whether a function stands in the laws or in a formula that may be any."""
        for t in (*(law.body for law in model.laws), tree):
            for part in walk(t):
                if (
                    isinstance(part, Call)
                    and part.function not in FUNCTIONS
                    and model.function(part.function, len(part.arguments)) is None
                    and model.may_be_any(part.function)
                ):
                    return True
        return False


def _is_softmax(part: Any) -> bool:
    """Whether it is exp(z_i) over the sum of them."""
    below = part.below
    return (isinstance(part.above, Call) and part.above.function == "exp"
            and isinstance(below, BigSum) and isinstance(below.of, Call)
            and below.of.function == "exp")  # fmt: skip
