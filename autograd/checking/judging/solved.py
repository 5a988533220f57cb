r"""What follows where derivatives are zero: X^T X w = X^T y, w^* = (X^T X)^{-1} X^T y.

Such an equation is no forward equation. It is judged at points at which the derivatives before it
are zero, and is right if they are: for any values of all else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from ..meaning.definitions import CLAIM, Definitions
from ..meaning.errors import FAILURES
from ..meaning.index import TARGETS
from ..meaning.law import Law, is_numeric
from ..meaning.law import variables as variables_of
from ..meaning.model import COUNT, Model, assignments
from ..meaning.stationary import set_to, stationary
from ..meaning.tensor import close_tensors, entries_of, plain
from ..meaning.values import Meaning
from ..meaning.world import World
from ..reading import parser
from ..reading.chains import Formula
from ..reading.rewritten import rewritten
from ..reading.tree import BigSum, Call, Derivative, Name, Power, name_of
from ..reading.walked import names, walk
from .verdicts import NOWHERE, TOLERANCE, ModelClaim

_ACCENT = re.compile(r"\\(?:hat|tilde|widehat)\{(.*)\}(\^2)?")
_OPTIMUM = re.compile(
    r"\b(?:zero|vanish\w*|stationar\w+|optim\w+|minim\w+|maxim\w+|annul\w*|null(?:setz\w*)?"
    r"|normal equations?|closed form|solution)\b|(?:to|zu|à|igual(?:ando)? a)\s+\$?0\b|=\s*0"
    r"|(?:为|等于|于|得)\s*\$?\\?\(?(?:0|零)|极值|驻点|最优|最小|最大|正规方程|闭式解|闭合解|解析解",
    re.IGNORECASE,
)
"""What is said where derivatives are set to zero."""
ROUNDS, NEARLY = 4, 1e-9
"""How often one variable is set after the other; what is nearer to 0 than rounding has it."""
SAMPLES = 5
"""How many a sum runs over: more than there are rows of what is estimated from them."""
MOST = 8
"""How many derivatives are set to zero at once, at most."""


class Solved:
    """A formula of a document as what follows where the derivatives before it are zero.

    number  of the formula
    before  those that say what the derivatives are, see `slopes_before`
    model   the one in which the last of these is judged
    mine    the one in which the formula would be
    """

    def __init__(
        self,
        definitions: Definitions,
        number: int,
        before: Sequence[int],
        model: Model,
        mine: Model,
    ) -> None:
        self._formula = definitions.formulas[number]
        claims = [definitions.formulas[i].members[0].tree for i in before]
        self.slopes = [_by_name(t, model) for t in claims if isinstance(t, Derivative)]
        self._variables = {v.label: v for s in self.slopes for v in variables_of(s)
                           if isinstance(v, Name)}  # fmt: skip
        seen = {n.label for i in range(before[0] + 1) for t in definitions.formulas[i].trees
                for n in names(t)}  # fmt: skip
        self._seen = seen | {*self._variables}
        trees = [self._plain(t) for t in self._formula.trees]
        laws = [law for law in dict.fromkeys([*model.laws, *mine.laws])
                if law.order != number and not self._is_estimate(law)]  # fmt: skip
        counts = {part.upper.label for law in laws for part in walk(law.body)
                  if isinstance(part, BigSum) and isinstance(part.upper, Name)}  # fmt: skip
        many = dict.fromkeys(counts & {*model.shaping.named}, SAMPLES)
        habits = {**model.habits, "sizes": {**many, **model.sizes}}
        self.model = Model(laws, [*model.claims, trees], model.indices, model.domains, **habits)
        self.model.kinds, self.model.unread = model.kinds, model.unread
        self.model.claimed = model.claimed
        self.claim = ModelClaim(trees, self.model, self._formula.conditions)

    def _plain(self, tree: Any) -> Any:
        r"""Return a formula with w for \hat w, w^* and w_{ML} where derivatives are taken by w."""
        return rewritten(tree, self._as_variable)

    def _as_variable(self, part: Any) -> Any:
        match part:
            case Power(base=Name() as name):
                squared = Name(f"{name.base}^2", name.sub, name.layer)
                found = self._variable(squared)
                return part if found is None else found
            case Name():
                found = self._variable(part)
                return part if found is None else found
        return part

    def _variable(self, name: Name) -> Name | None:
        """Return the variable of which a name that was not seen before is a value."""
        if name.label in self._seen:
            return None
        match = _ACCENT.fullmatch(name.base)
        bases = [name.base, *([match[1] + (match[2] or "")] if match else [])]
        kept = [(name.sub, name.layer), (name.sub, ""), ("", name.layer), ("", "")]
        for base in bases[::-1]:
            for sub, layer in kept:
                label = Name(base, sub, layer).label
                if label in self._variables:
                    return self._variables[label]
        return None

    def _is_estimate(self, law: Law) -> bool:
        return isinstance(law.target, Name) and self._variable(law.target) is not None

    # --- judging ---

    def condition(self, tree: Any) -> str:
        """Return where a member is right, "" if it is not, or is so everywhere."""
        tree = self._plain(tree)
        if any(self.claim.unknown(side) for side in (tree, self.claim.anchor)):
            return ""
        try:
            if self.claim.holds(tree):
                return ""
            for slopes in self._choices:
                if self._holds(tree, slopes):
                    return " and ".join(f"{parser.write(s)} = 0" for s in slopes)
        except FAILURES:
            return ""
        return ""

    @cached_property
    def _choices(self) -> list[list[Derivative]]:
        """Which derivatives may be zero: each alone, the last first; all of them."""
        alone = [[s] for s in self.slopes[::-1]]
        return alone if len(alone) == 1 else [*alone, self.slopes]

    def _holds(self, tree: Any, slopes: Sequence[Derivative]) -> bool:
        seen = 0
        for tried, world in enumerate(self.model.points()):
            if tried - seen > COUNT and seen < COUNT:
                return False
            try:
                point = self._set_to(world, tree, slopes) or self._stationary(world, slopes)
            except NOWHERE:
                continue
            if point is None:
                continue
            for env in self.claim.envs:
                true = self.claim.value(self.claim.anchor, point, env)
                if not close_tensors(self.claim.value(tree, point, env), true, TOLERANCE):
                    return False
            seen += 1
            if seen == COUNT:
                break
        return seen == COUNT

    def _stationary(self, world: World, slopes: Sequence[Derivative]) -> World | None:
        """Return a point at which derivatives are zero, by their variables or by all leaves."""
        own = [self.model.use(v).symbol for s in slopes for v in variables_of(s)]
        for symbols in (own, self._leaves):
            free = [s for s in dict.fromkeys(symbols) if self.model.is_leaf(s)]
            found = stationary(world, lambda w: list(self._entries(w, slopes)), free)
            if found is not None:
                return found
        return None

    def _set_to(self, world: World, tree: Any, slopes: Sequence[Derivative]) -> World | None:
        """Return a point at which a variable is what is claimed, if its derivative is zero there.

        The derivatives by the others are zero there as well.
        """
        anchor = self.claim.anchor
        mine = [s for s in slopes if anchor in variables_of(s)]
        if not (isinstance(anchor, Name) and mine):
            return None
        symbol = self.model.use(anchor).symbol
        others = [s for s in slopes if s not in mine]
        free = [self.model.use(v).symbol for s in others for v in variables_of(s)]
        free = [s for s in dict.fromkeys(free) if self.model.is_leaf(s)]
        point: World | None = world
        for _ in range(ROUNDS if self.model.is_leaf(symbol) else 0):
            point = set_to(point, symbol, self.claim.value(tree, point, {})) if point else None
            if point and free:
                point = stationary(point, lambda w: list(self._entries(w, others)), free)
        found = self._entries(point, mine) if point else ()
        return point if point and all(abs(plain(x)) <= NEARLY for x in found) else None

    @cached_property
    def _leaves(self) -> list[Any]:
        """The symbols of what may have other numbers, but for what the targets are."""
        model = self.model
        used = (model.use(n) for law in model.laws for n in names(law.body))
        found = dict.fromkeys(u.symbol for u in used if not u.family)
        return [s for s in found if s[0] not in TARGETS]

    def _entries(self, world: World, slopes: Sequence[Derivative]) -> Iterator[Any]:
        for slope in slopes:
            for env in assignments([slope], self.model, None):
                yield from entries_of(Meaning(world, env, graph=True).walk(slope))


def slopes_before(definitions: Definitions, number: int) -> list[int]:
    """Return the formulas before one that say what the derivatives of one quantity are."""
    found: list[int] = []
    for i in range(number - 1, -1, -1):
        formula = definitions.formulas[i]
        if definitions.kinds[i] == CLAIM and _is_slope(formula):
            first = formula.members[0].tree
            known = [definitions.formulas[j].members[0].tree for j in found]
            if not known or (_of(known[0]) == _of(first) and first not in known):
                found.append(i)
            if len(found) == MOST:
                break
    return found[::-1]


def may_be_solved(definitions: Definitions, number: int, before: Sequence[int]) -> bool:
    """Whether a text speaks of where derivatives are zero, between these and an equation."""
    formula = definitions.formulas[number]
    slope = isinstance(formula.members[0].tree, Name) and definitions.is_slope(
        formula.members[0].tree
    )
    if slope or not is_equation(formula):
        return False
    between = definitions.formulas[before[0] : number + 1]
    return any(f.solves or f.stationary or _OPTIMUM.search(f.prose) for f in between)


def _is_slope(formula: Formula) -> bool:
    match formula.members[0].tree:
        case Derivative(of=Name() | Call(), wrt=(Name(),), point=()):
            return True
    return False


def _by_name(slope: Derivative, model: Model) -> Derivative:
    r"""Return a derivative that says by what it is: \nabla f(w) is by w."""
    law = model.law_of(_of(slope))
    if slope.wrt == (Name(""),) and law is not None and len(law.arguments) == 1:
        return replace(slope, wrt=(name_of(law.arguments[0]),))
    return slope


def _of(tree: Any) -> str:
    of = tree.of
    return of.function if isinstance(of, Call) else str(of.label)


def is_equation(formula: Formula) -> bool:
    r"""Whether a formula has two sides or more that were read, and none holds a derivative.

    \sum_k x_k \partial L / \partial x_k = 0 is no news where the derivatives are zero.
    """
    read = len(formula.trees) == len(formula.members) > 1
    left, *others = formula.trees
    if isinstance(left, Name) and all(map(is_numeric, others)):
        return False
    parts = (part for tree in formula.trees for part in walk(tree))
    return read and not any(isinstance(part, Derivative) for part in parts)
