r"""Derivatives at steps: through one equation alone, past the first step, or at the last one.

\partial c_t / \partial c_{t-1} = f_t, "with h_{t-1} held fixed", is not the total derivative.  This
has a term with h_{t-1}, but for the first step: h_0 and c_0 are both given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ..meaning.errors import FAILURES
from ..meaning.index import LAYERS, SURE_LOSSES
from ..meaning.model import Model
from ..meaning.tensor import close_tensors, entries_of, plain, scalar_of, shape_of, summed
from ..meaning.values import Meaning
from ..meaning.world import World
from ..reading.chains import Formula
from ..reading.parser import write
from ..reading.rewritten import rewritten
from ..reading.tree import BigSum, Call, Derivative, Name, Number, name_of
from ..reading.walked import names, walk
from ..report.result import RIGHT
from .vacuous import vacuous
from .verdicts import NOWHERE, TOLERANCE, ModelClaim, Pair

_SAID = re.compile(
    r"(?:看作|视为|当作|作为).{0,8}(?:独立|常数|常量|固定|不变)|忽略|不考虑|直接|\bimmediate\b"
    r"|(?:held|hold|keep|kept|holding|keeping)\b.{0,40}(?:fixed|constant)"
    r"|treat\w*\b.{0,40}\b(?:constant|independent|fixed)|\bignor(?:e|ing)\b|\bdirect(?:ly)?\b"
    r"|\b(?:fest(?:gehalten)?|konstant|fix[ée]|constante?)\b",
    re.IGNORECASE,
)

_IMMEDIATE = re.compile(
    r"\b(?:immediate|direct|explicit)\s+(?:partial\s+)?derivatives?\b|直接(?:偏)?导数",
    re.IGNORECASE,
)
_LAST = re.compile(
    r"(?:held|hold|keep|kept|holding|keeping)\b.{0,40}(?:fixed|constant)"
    r"|\b(?:one|single|last|final) (?:time[- ]?)?(?:step|output|state)\b|\b(?:dernier|letzte)"
    r"|最后(?:一个|一)?(?:时间步|时刻|输出|步)|(?:单个?|一个)时间步",
    re.IGNORECASE,
)
"""What is said where nothing comes after the step that is spoken of."""
PARTIAL = "∂"
IS_PARTIAL = re.compile(r"\\partial|∂|^\s*[A-Za-z]'{0,2}_")
FEW_STEPS = 3
"""So many steps at least have one past the first."""


def holds_past_start(claim: ModelClaim, tree: Any) -> bool:
    """Whether a derivative by the step before holds but for what is given before the first."""
    match claim.anchor:
        case Derivative(of=Name() as of, wrt=(Name() as by,)):
            above, below = claim.model.use(of).family, claim.model.use(by).family
            if not (len(above) == len(below) == 1 and above[0].letter not in ("", *LAYERS)
                    and below[0] == above[0]._replace(offset=above[0].offset - 1)):  # fmt: skip
                return False
        case _:
            return False
    letter = above[0].letters[0][0]
    longer = claim.within(claim.model.anew(last=max(claim.model.last, FEW_STEPS)))
    try:
        later = [p for p in longer.pairs(tree) if p.env[letter] + below[0].offset > 0]
        return bool(later) and all(longer.agree(tree, pair) for pair in later)
    except FAILURES:
        return False


def holds_at_last(claim: ModelClaim, tree: Any, prose: str) -> bool:
    """Whether a derivative of a loss holds at the last step, as a text says that there is one."""
    anchor, steps = claim.anchor, claim.model.indices.steps - set(LAYERS)
    if not (isinstance(anchor, Derivative) and _LAST.search(prose)):
        return False
    letters = {i.letter for by in names(anchor) for i in claim.model.use(by).family} & steps
    try:
        last = [p for p in claim.pairs(tree)
                if letters and all(p.env.get(x) == claim.model.last for x in letters)]  # fmt: skip
        return bool(last) and all(claim.agree(tree, pair) for pair in last)
    except FAILURES:
        return False


def told_of_all(formulas: Sequence[Formula]) -> str:
    """Return what a text says once of all its derivatives: that some are the immediate ones."""
    return " ".join(found[0] for f in formulas if (found := _IMMEDIATE.search(f.prose)))


def may_be_immediate(claim: ModelClaim, tree: Any) -> bool:
    r"""Whether a sum over steps k has \partial h_k / \partial W by the very W that is asked for.

    So the chain rule through time is written; that one is through the equation of h_k alone then.
    """
    return next(_last_links(claim, tree), None) is not None


def immediate_links(claim: ModelClaim, tree: Any) -> str:
    r"""Return under what a sum over steps holds: \partial h_k / \partial W is the immediate one.

    With the whole derivative a path of three steps would be counted three times.
    """
    found = list(_last_links(claim, tree))
    links = {id(link) for link in found}

    def alone(part: Any) -> Any:
        if id(part) in links:
            return replace(part, alone=True)
        if isinstance(part, BigSum) and part.lower == Number(0.0):  # h_0 is given
            inside = (p for p in walk(part.of) if isinstance(p, Derivative))
            return replace(part, lower=Number(1.0)) if any(p.alone for p in inside) else part
        return part

    read = rewritten(tree, alone)
    try:
        holds = bool(links) and claim.verdict(read).status == RIGHT and not vacuous(claim, read)
    except FAILURES:
        holds = False
    return f"{write(found[0])} goes through one step alone" if holds else ""


def _last_links(claim: ModelClaim, tree: Any) -> Iterator[Derivative]:
    """Yield the derivatives of h_k in sums over steps k by what is asked for."""
    by = claim.variable
    for total in walk(tree) if isinstance(by, Name) else ():
        for part in walk(total.of) if isinstance(total, BigSum) else ():
            if (
                isinstance(part, Derivative) and part.wrt == (by,) and isinstance(part.of, Name)
                and not part.alone
                and any(i.letter == total.index for i in claim.model.use(part.of).family)
            ):  # fmt: skip
                yield part


def holds_directly(claim: ModelClaim, tree: Any, prose: str) -> bool:
    """Whether a member holds through the one equation of what is differentiated, as a text says."""
    anchor = claim.anchor
    if not (isinstance(anchor, Derivative) and isinstance(anchor.of, Name) and _SAID.search(prose)):
        return False
    if _holds_at_first(claim, anchor, tree):
        return True
    model = claim.model
    own = [law for law in model.laws if law.use.symbol == model.use(anchor.of).symbol]
    if not own or len(own) == len(model.laws):
        return False
    alone = Model(own, model.claims, model.indices, model.domains, **model.habits)
    try:
        return claim.within(alone).verdict(tree).status == RIGHT
    except FAILURES:
        return False


def _holds_at_first(claim: ModelClaim, anchor: Derivative, tree: Any) -> bool:
    """Whether a derivative of h_k by what all steps share holds where no step comes before."""
    use, steps = claim.model.use, claim.model.indices.steps - set(LAYERS)
    letters = {i.letter for n in names(anchor.of) for i in use(n).family} & steps
    if not letters or any(use(n).family for by in anchor.wrt for n in names(by)):
        return False
    try:
        pairs = [p for p in claim.pairs(tree) if any(map(plain, entries_of(p.true)))]
        first = {x: min(p.env[x] for p in pairs) for x in letters}
        begun = [p for p in pairs if all(p.env[x] == first[x] for x in letters)]
        return bool(begun) and all(claim.agree(tree, pair) for pair in begun)
    except FAILURES:
        return False


def holds_summed(claim: ModelClaim, tree: Any, total: Any) -> bool:
    r"""Whether a loss is what a member is, entry by entry and summed: L = -\sum_t y_t \log p_t."""
    named = name_of(total.function) if isinstance(total, Call) else total
    if claim.is_about_derivative or not (isinstance(named, Name) and named.base in SURE_LOSSES):
        return False
    try:
        pairs = list(claim.pairs(claim.anchor))
        return bool(pairs) and not any(map(shape_of, (p.true for p in pairs))) and all(
            close_tensors(_summed(tree, pair), pair.true, TOLERANCE) for pair in pairs
        )  # fmt: skip
    except FAILURES:
        return False


def _summed(tree: Any, pair: Pair) -> Any:
    return scalar_of(summed(Meaning(pair.world, pair.env, entrywise=True).walk(tree)))


def holds_explicitly(claim: ModelClaim, tree: Any, text: str) -> bool:
    r"""Whether a member holds where \partial f/\partial x of f(x, y) holds y fixed, a y of x too.

    text  the side that is differentiated: df/dx is total there, \partial f/\partial x is not
    """
    formal = {x for law in claim.model.laws for x in law.arguments if len(law.arguments) > 1}
    dependent = formal & {law.label for law in claim.model.laws if not law.arguments}
    if not dependent or claim.anchor is tree:
        return False
    partial = IS_PARTIAL.search(text) is not None
    held = 0
    for world in claim.model.points():
        for env in claim.envs:
            try:
                true = _value(claim, claim.anchor, world, env, partial)
                claimed = _value(claim, tree, world, env, explicit=True)
            except NOWHERE:
                continue
            except FAILURES:
                return False
            if not close_tensors(claimed, true, TOLERANCE):
                return False
            held += 1
    return held > 1


def _value(claim: ModelClaim, tree: Any, world: World, env: dict[str, int], explicit: bool) -> Any:
    return scalar_of(Meaning(world, env, variable=claim.variable, explicit=explicit).walk(tree))


def holds_freely(claim: ModelClaim, tree: Any) -> bool:
    """Whether a slope that is 0 throughout holds for any values of what it is taken by.

    It is where the equations say what solves it: K = P H^T S^{-1} is where the slope by K is 0.
    """
    by, model = claim.variable, claim.model
    if not claim.is_about_derivative or not isinstance(by, Name):
        return False
    symbol = model.indices.use(by).symbol
    free = [law for law in model.laws if law.use.symbol != symbol]
    if len(free) == len(model.laws):
        return False
    other = claim.within(model.with_laws(free, same_shapes=True))
    return other.holds(tree) and not other.is_same(claim.anchor)
