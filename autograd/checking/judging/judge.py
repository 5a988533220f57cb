"""The judge of a document: every member of its claims, and how much of the text holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from ..meaning.definitions import CLAIM, DEFINITION
from ..meaning.errors import FAILURES
from ..meaning.law import is_numeric
from ..mending.explaining import diagnose
from ..reading.chains import Formula, Unread, parts_in
from ..reading.tree import Call, Derivative
from ..reading.walked import walk
from ..report.result import (
    NO_POINT,
    RIGHT,
    RIGHT_IF,
    SAYS_NOTHING,
    SET_ASIDE,
    UNKNOWN,
    WRONG,
    Explanation,
    Member,
)  # fmt: skip
from .absorbed import absorbed
from .assumed import assumption
from .by_parts import holds_by_parts
from .conditions import given_in_a_case, holds_at, needed, told_beside
from .constants import constants_told, holds_with_constants
from .direct import (
    IS_PARTIAL,
    PARTIAL,
    holds_at_last,
    holds_directly,
    holds_explicitly,
    holds_freely,
    holds_past_start,
    holds_summed,
    immediate_links,
    told_of_all,
)
from .doubted import doubt, unsized
from .forms import is_condition
from .forward import Change, best_changes
from .misread import LEAST
from .models import ScopedModels
from .refused import NO_GRAPH, TOO_LITTLE, refuse
from .reread import Rereader
from .restated import says_again
from .several_paths import holds_over_paths
from .solved import Solved, may_be_solved, slopes_before
from .trial import ModelTrial
from .trust import untrusted
from .vacuous import vacuous
from .verdicts import ModelClaim, Verdict, suggestion

_SOFTMAX = re.compile(r"\bsoft-?max\b", re.IGNORECASE)
_SIGMOID = re.compile("sigmo|logisti|1 *\\+ *e", re.IGNORECASE)
FEW = 5
"""Of so many claims `LEAST` must hold, or what seems wrong may be misread."""


class DocumentJudge(ScopedModels):
    """The judge of the formulas of one document.

    definitions  what each formula is, and what the forward equations say
    meant        what a formula means that is read again, see `Rereader`
    """

    meant: Callable[[Any], Any] | None = None

    # --- how much holds ---

    @cached_property
    def _all_held(self) -> tuple[int, int]:
        """How many members hold in the whole document as it stands, and of how many."""
        counts = [self._count(key, model) for key, model in self._models.items()]
        return sum(right for right, _ in counts), sum(of for _, of in counts)

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
        if self.is_misread(number):
            return False
        right, of = self.held_around(number)
        if of < FEW:
            right, of = self._all_held
        return of < FEW or right >= LEAST * of

    def is_misread(self, number: int) -> bool:
        """Whether a forward equation of its scope was left out."""
        return bool(self._misread.get(self._scopes[number]))

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
        if kind == DEFINITION and number in self.definitions.left_out:
            return
        if kind == DEFINITION and self._root is None and says_again(
            self.definitions, self.model_of(number), number
        ):  # fmt: skip
            members[0].status = members[1].status = RIGHT
        if self._judge_solved(number, members):
            return
        first = self.definitions.judged_from(number)
        if first is None:
            return
        try:
            claim = self._claim(self.model_of(number), formula, first)
        except FAILURES as error:
            for result in members:
                refuse(result, NO_POINT, str(error))
            return
        headless = isinstance(formula.members[0].tree, Unread) and not claim.is_about_derivative
        for place, (result, member) in enumerate(zip(members, formula.members, strict=True)):
            if isinstance(member.tree, Unread) or (first and place < 2):
                continue
            if headless:
                refuse(result, NO_POINT, "what it is equal to could not be read")
            elif not place or not is_numeric(member.tree) or member.tree is claim.anchor:
                self.judge_member(number, result, claim, member.tree)
        trees = formula.trees
        if kind == CLAIM and len(trees) > 1 and all(t == trees[0] for t in trees):
            for result in members:
                result.status = SAYS_NOTHING

    def _judge_solved(self, number: int, members: list[Member]) -> bool:
        """Judge what follows where derivatives are zero; whether it is such an equation."""
        formula = self.definitions.formulas[number]
        before = slopes_before(self.definitions, number) if self._root is None else []
        if not before or not may_be_solved(self.definitions, number, before):
            return False
        try:
            models = self.model_of(before[-1]), self.model_of(number)
            solved = Solved(self.definitions, number, before, *models)
            found = [solved.condition(tree) for tree in formula.trees[1:]]
        except FAILURES:
            return False
        if not all(found):
            return False
        members[0].status = RIGHT
        for result, condition in zip(members[1:], found, strict=True):
            result.status, result.condition = RIGHT_IF, condition
        return True

    def judge_member(self, number: int, result: Member, claim: ModelClaim, tree: Any) -> None:
        """Give one member its status."""
        if label := claim.groundless():
            if claim.model.laws:
                said = f"what {label} is, is not said{suggestion(label, claim.model)}"
                refuse(result, UNKNOWN, said)
            else:
                refuse(result, NO_POINT, NO_GRAPH)
            return
        found, prose = claim.verdict(tree), self.definitions.formulas[number].prose
        if found.status == WRONG and is_condition(claim.anchor, claim.trees, tree, claim.model):
            result.status = SET_ASIDE
        elif found.status == WRONG and (
            holds_directly(claim, tree, f"{prose} {self._told_of_all}")
            or holds_at_last(claim, tree, prose)
            or holds_past_start(claim, tree)
            or holds_with_constants(claim, tree, self._constants)
            or holds_explicitly(claim, tree, self._anchor_of(number, claim))
            or holds_summed(claim, tree, self.definitions.formulas[number].members[0].tree)
            or holds_by_parts(claim, tree)
            or holds_over_paths(claim, tree, self._formulas_beside(number))
        ):
            result.status = RIGHT
        elif found.status == WRONG:
            self._judge_wrong(number, result, claim, tree, found)
        elif found.status == NO_POINT and holds_freely(claim, tree):
            result.status = RIGHT
        elif found.status == RIGHT and (said := vacuous(claim, tree)):
            refuse(result, UNKNOWN, said)
        else:
            self._settle(result, found)
        if result.status == UNKNOWN and not claim.model.laws:
            refuse(result, NO_POINT, NO_GRAPH)
        if result.status in (RIGHT, WRONG):
            self._settle_assumed(result, claim, tree)

    @cached_property
    def _constants(self) -> frozenset[str]:
        return constants_told(self.definitions.formulas)

    def _formulas_beside(self, number: int) -> list[Formula]:
        formulas, scopes = self.definitions.formulas, self._scopes
        return [f for i, f in enumerate(formulas) if scopes[i] == scopes[number]]

    @cached_property
    def _told_of_all(self) -> str:
        return told_of_all(self.definitions.formulas)

    def _settle_assumed(self, result: Member, claim: ModelClaim, tree: Any) -> None:
        """Say under what condition a verdict holds that rests on what is usual, and not said."""
        said = assumption(claim, tree, self.definitions.assumed)
        if said and result.status == RIGHT:
            result.status, result.condition = RIGHT_IF, said
        elif said:
            refuse(result, UNKNOWN, f"whether {said} is not said")

    def _anchor_of(self, number: int, claim: ModelClaim) -> str:
        """Return the text of the side that says what all others are to be."""
        members = self.definitions.formulas[number].members
        text = next((m.text for m in members if m.tree is claim.anchor), "")
        return text + PARTIAL if self._writes_d_alone(claim.anchor) else text

    def _writes_d_alone(self, anchor: Any) -> bool:
        r"""Whether d is \partial of what it is of: df/dx and df/dy stand in a text without any."""
        formulas = self.definitions.formulas
        if any(IS_PARTIAL.search(f.latex) for f in formulas) or not isinstance(anchor, Derivative):
            return False
        return len({p.wrt for p in parts_in(formulas)
                    if isinstance(p, Derivative) and p.of == anchor.of}) > 1  # fmt: skip

    def _judge_wrong(
        self, number: int, result: Member, claim: ModelClaim, tree: Any, found: Verdict
    ) -> None:
        """Call a member wrong, or right under a condition, or say what keeps it from both."""
        formula = self.definitions.formulas[number]
        repaired = self._repaired.get(self._scopes[number])
        other = claim.within(repaired) if repaired else claim
        result.witness = claim.witness(found.pair)
        if repaired and other.holds(tree):
            said = "it is right once the forward pass is put right"
            result.explanations.append(Explanation("forward pass", said))
            result.condition = needed(claim, tree)
        else:
            result.condition = holds_at(other, tree, formula.at) or holds_at(
                other, tree, told_beside(formula.prose)
            )
            result.condition = result.condition or needed(other, tree, formula.prose)
            if said := absorbed(other, tree, formula.prose):
                result.status, result.condition = RIGHT_IF, said
                return
            if found.status == WRONG and (said := immediate_links(other, tree)):
                result.status, result.condition, result.witness = RIGHT_IF, said, None
                return
            found = untrusted(other, tree, other.verdict(tree))
        if result.condition:
            result.status = RIGHT_IF
            result.witness = other.witness(other.verdict(tree).pair) or result.witness
            self._explain(number, result, other, tree)
        elif found.status == WRONG and result.relation == r"\approx" and is_numeric(tree):
            result.status, result.witness = SET_ASIDE, None  # "when z_t \approx 0"
        elif found.status == WRONG and result.relation == r"\approx":
            refuse(result, UNKNOWN, "what an approximation leaves out is not said")
        elif found.status == WRONG and self._may_be_softmax((*claim.trees, *claim.model.trees)):
            refuse(result, UNKNOWN, "whether sigma is the sigmoid or the softmax is not said")
        elif found.status == WRONG and formula.variant:
            refuse(result, UNKNOWN, "the sentence before it speaks of another case")
        elif found.status == WRONG and (name := given_in_a_case(self.definitions, tree)):
            refuse(result, UNKNOWN, f"what {name} is elsewhere, is not said")
        elif found.status == WRONG and not self.is_understood(number):
            refuse(result, NO_POINT, TOO_LITTLE)
        else:
            self._settle(result, found)
            if found.status == WRONG and not (repaired and other.holds(tree)):
                self._explain(number, result, other, tree)
                if not self.may_misread:
                    return
                if said := unsized(other, result):
                    refuse(result, UNKNOWN, said)
                elif said := doubt(found, result, *self.held_around(number)):
                    refuse(result, NO_POINT, said)

    @cached_property
    def _speaks_of_softmax(self) -> bool:
        prose = " ".join(dict.fromkeys(f.prose for f in self.definitions.formulas))
        if any(isinstance(p, Call) and "softmax" in p.function.lower()
               for p in parts_in(self.definitions.formulas)):  # fmt: skip
            return False  # it has its own name
        return bool(_SOFTMAX.search(prose)) and not _SIGMOID.search(prose)

    def _may_be_softmax(self, trees: Any) -> bool:
        """Whether a sigma stands in formulas of a text that speaks of the softmax alone."""
        return self._speaks_of_softmax and any(
            isinstance(part, Call) and part.function == "sigma" for part in walk(trees)
        )

    def _explain(self, number: int, result: Member, claim: ModelClaim, tree: Any) -> None:
        formula = self.definitions.formulas[number]
        reader = self._reader.lettered(formula.letters)
        trial = ModelTrial(claim, tree, result.text, formula.latex, reader)
        found = diagnose(trial)
        if result.condition:  # a size that was chosen for the trial is no number of the author's
            found = [e for e in found if e.kind not in ("wrong number", "zero")]
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
