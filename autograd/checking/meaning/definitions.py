r"""What each formula of a document is, and what the forward equations define, by section.

A name that is defined again in another section starts anew there; what a formula needs is taken
from the nearest section that has it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ..reading.chains import Formula, Member, Unread, names_in, parts_in
from ..reading.notation import FUNCTIONS, PI
from ..reading.small_changes import is_change
from ..reading.tree import (
    Call,
    Derivative,
    Expression,
    Matrix,
    Name,
    Number,
    Product,
    Transpose,
    name_of,
)
from ..reading.walked import names, walk
from .alike import alike
from .any_distribution import any_distributions
from .biases_apart import with_biases_apart
from .by_letters import with_entropies
from .copies import with_copies
from .counted import with_counts
from .each_sample import each_sample
from .every_layer import for_every_layer
from .gradients import with_gradients
from .implicit import curve_of
from .in_passing import named_in_passing
from .in_steps import in_steps, with_numbers
from .index import INDEX_LETTERS
from .indices import Indices
from .law import OWN, Law, is_numeric, label_of, variables
from .more_indices import with_more_indices
from .named_rows import named_rows
from .one_feature import for_one_feature
from .one_hot import is_hot, one_hot
from .one_time import with_each_time
from .predicted import predictions
from .put_back import put_back
from .rewriting import with_adjoints, with_differentials, with_squares
from .scopes import connected
from .settings import Settings
from .short_sines import short_sines
from .slope_names import SlopeNames
from .solutions import is_solution
from .step_losses import with_step_losses
from .tapes import tape_of
from .timeless import with_times
from .told_losses import told_losses
from .unnamed_inputs import with_inputs
from .unsaid import averages, for_each, outputs, with_preactivations
from .updates import is_iterate, is_update
from .usual_layers import usual_layers

CLAIM, DEFINITION, NUMBER = "claim", "definition", "number"
ASSIGNMENT, NOT_A_CLAIM, SET_ASIDE = "assignment", "not-a-claim", "set-aside"
ARROWS = (r"\to", "→", r"\rightarrow", r"\longrightarrow", r"\sim", r"\propto")


_ANEW = re.compile(
    r"\b(?:from (?:here|now) on|from now|hereafter|henceforth|redefine|désormais|jetzt|ab hier)\b"
    r"|从(?:这里|现在)起|此后|重新",
    re.IGNORECASE,
)
"""What is said where a name is given another meaning."""


class Definitions(SlopeNames):
    """The laws of a document, the numbers that it gives, and what each formula is.

    kinds     of each formula
    given     the numbers that are given for names, the first of each
    printed   the results that are printed for names
    assumed   what no equation says, and a verdict is under the condition of
    left_out  the numbers of the formulas whose definition is of one layer, where all are defined
    """

    def __init__(self, formulas: Sequence[Formula]) -> None:
        super().__init__()
        spelt, squared = with_squares(with_adjoints(with_biases_apart(formulas)))
        spelt, gated = with_gradients(with_differentials(for_one_feature(spelt)))
        spelt, inner = with_preactivations(
            with_times(with_entropies(with_step_losses(with_each_time(spelt))))
        )
        spelt, copies = with_copies(spelt)
        spelt, inputs = with_inputs(spelt)
        inner += [*gated, *copies, *inputs]
        self.formulas, self._counts = with_counts(spelt)
        inner += [*named_in_passing(self.formulas), *alike(self.formulas)]
        inner += named_rows(self.formulas)
        targets = list(one_hot(self.formulas))
        self._hot = {name.base for name, _, _ in targets}
        inner += [*outputs(self.formulas), *averages(self.formulas), *targets]
        told = list(told_losses(self.formulas))
        inner += [*predictions(self.formulas), *short_sines(self.formulas)]
        inner += any_distributions(self.formulas)
        self.assumed = usual_layers(self.formulas)
        inner += self.assumed
        self.laws: list[Law] = []
        self.numbered: list[Law] = []
        self.given: dict[str, Expression] = {}
        self.numbers_set = []
        self.printed: dict[str, float] = {}
        self._zeros: set[str] = set()
        self._values: dict[float, str] = {}
        counted = Counter(label for f in self.formulas if (label := _target_label(f)))
        self._targets = counted
        self._tape = tape_of(self.formulas)
        others = [f for i, f in enumerate(self.formulas) if i not in self._tape.said]
        others += [replace(self.formulas[i], members=(Member("", name), Member("", body, "=")))
                   for name, body, i in told]  # fmt: skip
        self.indices = Indices(others, counted, self._tape.of)
        for name, which, _ in targets:
            self.indices.count_by(name, *(n for n in names(which) if not n.sub))
        self.variables = {
            v.label for p in parts_in(self.formulas)
            if isinstance(p, Derivative) for v in variables(p) if isinstance(v, Name)
        }  # fmt: skip
        self.given_by = {t.function for f in self.formulas for t in f.trees[:1]
                         if isinstance(t, Call) and not t.primes}  # fmt: skip
        self.labels = {n.label for n in names_in(self.formulas)}
        self.bases = {n.base for n in names_in(self.formulas)}
        self.bases |= {n.base for name, body, _ in inner for n in (name, *names(body))}
        self.unread: dict[Any, str] = {}
        inner += each_sample(self.formulas, self.indices)
        self._assume(inner)
        self.settings = Settings(self.formulas)
        self.kinds = [self._kind(f, i) for i, f in enumerate(self.formulas)]
        self._assume(told)
        self.laws += with_more_indices(self.laws, self.formulas, self.indices)
        self.laws = for_every_layer(self.laws, self.formulas, self.indices)
        layered = {x.use.symbol for x in self.laws
                   if any(i.letter in ("l", "\\ell") for i in x.use.family)}  # fmt: skip
        kept = [x for x in self.laws if x.use.family or x.arguments or not (
            x.use.symbol in layered or ((layered and x.use.symbol[0] in ("y", "t"))
            and "l" in self.indices.steps))]  # fmt: skip
        self.left_out = {x.order for x in self.laws} - {x.order for x in kept}
        self.laws = with_numbers(in_steps(kept, self.formulas))
        for name in squared:
            self._tie_square(name)
        self._set_aside()

    def _assume(self, said: Sequence[tuple[Name, Any, int]]) -> None:
        """Take for laws what stands in no equation."""
        for name, body, i in said:
            self.laws.append(Law(self.indices.use(name), body, (), self.formulas[i].section,
                                 i, name))  # fmt: skip

    def judged_from(self, number: int) -> int | None:
        r"""Return which side of a formula the others are judged by; None where none is.

        It is the second of a definition that goes on, and of w := w - \eta dJ/dw = w - \eta ...
        """
        formula, kind = self.formulas[number], self.kinds[number]
        if kind == CLAIM:
            return 0
        sides = formula.trees
        if len(sides) < 3 or kind not in (DEFINITION, ASSIGNMENT):
            return None
        if kind == ASSIGNMENT and not (
            len(sides) == len(formula.members) and not any(map(is_numeric, sides[2:]))
            and any(isinstance(part, Derivative) for part in walk(sides[1]))
            and all(m.relation in ("=", ":=") for m in formula.members[1:])
        ):  # fmt: skip
            return None
        return 1

    # --- what a formula is ---

    def _kind(self, formula: Formula, order: int) -> str:
        trees = formula.trees
        if formula.aside:
            self._note_unread(formula)
            return ASSIGNMENT if len(formula.members) > 1 and is_update(formula) else SET_ASIDE
        if len(formula.members) < 2 or any(m.relation in ARROWS for m in formula.members):
            return NOT_A_CLAIM
        if order in self._tape.said:
            return NOT_A_CLAIM
        if len(trees) == len(formula.members) and all(map(is_numeric, trees)):
            return NUMBER
        left = formula.members[0].tree
        if not isinstance(left, Derivative) and any(map(self._is_shape, walk(tuple(trees)))):
            return SET_ASIDE
        if is_update(formula) or (
            isinstance(left, Name) and is_iterate(left, formula, self.labels)
        ):
            return ASSIGNMENT
        if order in self.settings.given:
            return DEFINITION
        self._note_named_last(formula, order)
        if isinstance(left, Unread) or any(map(is_change, walk(left))):
            return CLAIM
        if isinstance(left, Name) and left.base in self._hot and is_hot(formula):
            return NOT_A_CLAIM
        if isinstance(left, Name) and left.base in self.indices.letters and not left.sub and all(
            isinstance(t, (Name, Number)) for t in trees
        ):  # fmt: skip
            return NOT_A_CLAIM  # i = k, i = 1, ..., n
        turned = left.of if isinstance(left, Transpose) else left
        if isinstance(turned, Name) and any(isinstance(t, Derivative) for t in trees[1:]):
            self._call_slope(turned, formula, order)
            return CLAIM
        if isinstance(left, Derivative) or (isinstance(left, Name) and self.is_slope(left)):
            return CLAIM
        if isinstance(left, Name) and self._only_prints(left, trees):
            return DEFINITION
        if isinstance(left, Name) and left.label in self._counts:
            return SET_ASIDE  # P = H W, how many a mean is of
        if isinstance(left, Name) and left.sub and left.label in self.indices.sizes:
            return SET_ASIDE  # d_k = d / h
        if isinstance(left, Name) and formula.solves and self._is_varied(left) and not (
            self._is_turned_round(left, formula)
        ):  # fmt: skip
            return SET_ASIDE  # \mu = \bar x, where the gradient by \mu is zero
        if self._sets_alike(trees, order):
            return DEFINITION
        found = self._law(formula, order)
        curve = curve_of(formula, order, self.formulas, self.indices) if found is None else None
        if curve is not None:
            self.laws.append(curve)
            return DEFINITION
        if found is None:
            self._note_unread(formula)
            return CLAIM
        law = found
        counted = [x for i in law.use.entries for x, _ in i.letters]
        if len(set(counted)) < len(counted):  # S_{ii} says nothing of the other entries
            self.unread[law.use.symbol] = formula.latex
            return DEFINITION
        if isinstance(law.body, Call) and law.body.function == law.label:
            return NOT_A_CLAIM  # x = x(t) says what it depends on
        if isinstance(left, Name):
            self._note_printed(left, trees[-1])
        if isinstance(left, Name) and is_numeric(law.body):
            law = self._substituted(law, left) or law
            named = put_back(law.body, self._last_set()) if is_numeric(law.body) else None
            if named is not None and law.use.symbol not in {x.use.symbol for x in self.laws}:
                law = replace(law, body=named)
            if is_numeric(law.body):
                return self._given(left, trees[-1], law)
        return self._defined(law, formula)

    def _call_slope(self, name: Name, formula: Formula, order: int) -> None:
        r"""Note what \delta = \partial E/\partial z, or \delta^T, calls a derivative."""
        body: Any = next(t for t in formula.trees[1:] if isinstance(t, Derivative))
        body = Transpose(body) if isinstance(formula.members[0].tree, Transpose) else body
        law = Law(self.indices.use(name), body, (), formula.section, order, name)
        given = name.base[0] == "d" and name.base[1:] in self.bases
        each = [replace(law, use=self.indices.use(name), body=body, target=name)
                for name, body in for_each(formula, self.bases)]  # fmt: skip
        anew = _ANEW.search(formula.prose)
        new = [x for x in each or [law] if not any(
            self._same(x, y) and not (anew and x.body != y.body) for y in self.laws
        )]  # fmt: skip
        self.laws += [] if given else new

    def _is_shape(self, part: Any) -> bool:
        r"""Whether it says how large something is: n \times m, by which nothing is derived."""
        return (isinstance(part, Product) and r"\times" in part.signs
                and all(isinstance(f, Name) and not self.indices.is_base(f.base)
                        and f.label not in self.variables for f in part.factors))  # fmt: skip

    def _is_varied(self, name: Name) -> bool:
        """Whether equations before are made of a name by which derivatives are taken."""
        used = any(n == name for law in self.laws for n in names(law.body))
        return used and name.label in self.variables

    def _is_turned_round(self, name: Name, formula: Formula) -> bool:
        r"""Whether it is an earlier equation solved for a name in it: g = 4\pi^2 L / T^2, of T."""
        right = {n.label for tree in formula.trees[1:] for n in names(tree)}
        return any(law.label in right and name in names(law.body) for law in self.laws)

    def _note_unread(self, formula: Formula) -> None:
        """Note what an equation would define that could not be read."""
        left, right, *_ = (*(m.tree for m in formula.members), None)
        if isinstance(right, Unread) and isinstance(left, (Name, Call)):
            name = left if isinstance(left, Name) else name_of(left.function)
            self.unread[self.indices.use(name).symbol] = formula.latex

    def _given(self, left: Name, value: Expression, law: Law) -> str:
        known = any(x.use.symbol == law.use.symbol and not x.arguments for x in self.laws)
        family = law.use.family
        if known and family and value == Number(0.0) and not any(x.letters for x in family):
            self._zeros.add(label_of(law.use.symbol, tuple(x.at({}) for x in family)))
            return DEFINITION
        if not (known and isinstance(value, Matrix)):
            self.given.setdefault(left.label, value)
            self.numbers_set.append((law.order, left.label, value))
        return CLAIM if known else DEFINITION

    def _sets_alike(self, trees: Sequence[Any], order: int) -> bool:
        """Whether it gives one number to several names, x = y = 3; note it."""
        *alike, value = trees
        free = all(isinstance(name, Name) and self._targets[name.label] <= (name is alike[0])
                   for name in alike)  # fmt: skip
        if len(alike) < 2 or not free or not is_numeric(value):
            return False
        for name in alike:
            self.given.setdefault(name.label, value)
            self.numbers_set.append((order, name.label, value))
        return True

    @property
    def begin_at_zero(self) -> frozenset[str]:
        r"""The labels of what is 0 before the first step, h^{(0)}, where no other number is given.

        Beside others it may be the start of an example only.
        """
        return frozenset() if self.given else frozenset(self._zeros)

    def _last_set(self) -> dict[str, Expression]:
        """Return the numbers of the last row of settings."""
        found: dict[str, Expression] = {}
        last = self.numbers_set[-1][0] if self.numbers_set else 0
        for order, label, value in reversed(self.numbers_set):
            if order < last - 1:
                break
            found[label], last = value, order
        return found

    def _defined(self, law: Law, formula: Formula) -> str:
        if law.use.entries and not any(i.letters for i in law.use.entries):
            return self._numbered(law)
        known = [x for x in self.laws if self._same(law, x)]
        here = [x for x in known if x.section == law.section]
        if law.body == law.target or (not known and self._is_named_derivative(law)):
            return CLAIM
        if not known and self._is_by_entries(law, formula):
            return CLAIM
        if not known and is_solution(law, self.formulas, self.laws, self.variables):
            return DEFINITION
        if here and self._is_put_in(law, here[-1]):
            return DEFINITION
        if here and not is_numeric(law.body) and (
            self._is_anew(law, here[-1]) or self._is_general(here[-1])
            or self._is_restricted(law, here[-1])
        ):  # fmt: skip
            if self._is_general(here[-1]) or self._is_restricted(law, here[-1]):
                self.laws = [x for x in self.laws if x is not here[-1]]
            here = []
        if here and not law.arguments and self._between(law, here[-1]):
            return DEFINITION
        if here and law.arguments and all(law.body != x.body for x in here):
            here = known = []  # a function is given anew: the next exercise
        if not here and not (known and known[-1].body == law.body):
            self.laws.append(law)
            self.laws += self._inner(law, formula)
            return DEFINITION
        again = bool(law.arguments) or any(x.body == law.body for x in known)
        return DEFINITION if again and not law.arguments else CLAIM

    def _numbered(self, law: Law) -> str:
        """What an equation about one entry is: a_1 = ...; the generic law is another's."""
        self.numbered.append(law)
        return DEFINITION

    # --- what the document is not about ---

    def _set_aside(self) -> None:
        """Set aside definitions that share no name with any claim, where others do."""
        used = [self._spoken(formula) for formula in self.formulas]
        aside: list[int] = []
        tied = False
        for group in connected(used):
            kinds = {self.kinds[i] for i in group}
            kinds |= {CLAIM for i in group if self.judged_from(i) == 1}
            if CLAIM not in kinds:
                aside += group
            tied = tied or (CLAIM in kinds and DEFINITION in kinds)
        for i in aside if tied else ():
            numeric = is_numeric(self.formulas[i].trees[-1]) if self.formulas[i].trees else True
            if self.kinds[i] == DEFINITION and used[i] and not numeric:
                self.kinds[i] = SET_ASIDE

    @staticmethod
    def _spoken(formula: Formula) -> set[str]:
        """Return the bases of the names in a formula, and its functions, but for those of all."""
        found = {n.base for t in formula.trees for n in names(t)}
        found |= {c.function for t in formula.trees for c in walk(t) if isinstance(c, Call)}
        return found - {"e", *PI, "i", "j", "k", "n", "m", *FUNCTIONS, *OWN}

    @property
    def claimed(self) -> set[str]:
        """The labels of which a claim says what they are."""
        return {
            f.members[0].tree.label for f, kind in zip(self.formulas, self.kinds, strict=True)
            if kind == CLAIM and isinstance(f.members[0].tree, Name)
        }  # fmt: skip


def _target_label(formula: Formula) -> str:
    left = formula.members[0].tree
    if len(formula.members) < 2 or isinstance(formula.members[1].tree, Unread):
        return ""
    if all(isinstance(t, Name) and t.label in INDEX_LETTERS for t in formula.trees):
        return ""  # i = j is a case
    if isinstance(left, Name):
        return left.label
    return left.function if isinstance(left, Call) and not left.primes else ""
