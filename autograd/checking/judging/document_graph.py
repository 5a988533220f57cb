"""The graph of a document: what its forward equations compute, as Values with labels.

found = document_graph(checker)
trace(found.root)                 its graph, at the document's numbers or at random ones
found.about[4]                    fifth equation: the node above and those below its derivative
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ...engine.order import below
from ...engine.value import Value
from ..meaning.errors import FAILURES
from ..meaning.index import SAMPLES
from ..meaning.law import label_of, variables
from ..meaning.model import Model, assignments
from ..meaning.tensor import Tensor, entries_of, places
from ..meaning.values import Meaning
from ..meaning.world import World
from ..reading.chains import Formula, parts_in
from ..reading.tree import Call, Derivative, Name, name_of
from .checker import Checker
from .verdicts import ModelClaim

MOST = 1_500
"""Nodes of the largest graph that is shown."""


@dataclass(frozen=True)
class About:
    """What an equation is about: the nodes d`of`/d`wrt`, or the nodes that it defines."""

    of: Value | None
    wrt: list[Value]


@dataclass(frozen=True)
class DocumentGraph:
    """The root, what each equation is about by its number, whether its numbers are random."""

    root: Value
    about: dict[int, About]
    is_random: bool


def document_graph(checker: Checker) -> DocumentGraph | None:
    """Return the graph of the most forward equations that belong together; None without any."""
    judge = checker.judge
    numbers = range(len(checker.formulas))
    models = {id(model): model for model in map(judge.model_of, numbers) if model.laws}
    model = max(models.values(), key=lambda model: len(model.laws), default=None)
    if model is None:
        return None
    world = model.at(checker.author.given)
    roots = {root: len(below(root)) for root in _roots(checker, model, world)}
    root = max(roots, key=lambda root: roots[root], default=None)
    if root is None or roots[root] > MOST:
        return None
    _label(world)
    root.label = root.label or model.loss.label
    inside = set(below(root))
    about = {}
    for number, formula in enumerate(checker.formulas):
        found = _about(formula, model, world)
        if found is not None:
            of = found.of if found.of in inside else None
            wrt = [v for v in found.wrt if v in inside]
            if wrt and (of is None) == (found.of is None):
                about[number] = About(of, wrt)
    return DocumentGraph(root, about, bool(world.lacking))


def _roots(checker: Checker, model: Model, world: World) -> Iterator[Value]:
    """Yield the numbers that may stand on top: what derivatives are of, or what is defined last."""
    parts = parts_in(checker.formulas)
    above = [_called(part.of) for part in parts if isinstance(part, Derivative)]
    ends = [law.target for law in model.laws[-1:] if law.target]
    for name in dict.fromkeys([*above, model.loss, *ends]):
        if isinstance(name, Name) and name.base and not model.is_loss(model.use(name).symbol):
            values = _values(name, model, world)
            if values and values[-1].op is not None:
                yield values[-1]


def _called(tree: Any) -> Any:
    """Return the name of L(y, a), and a name as it is."""
    return name_of(tree.function) if isinstance(tree, Call) else tree


def _values(name: Any, model: Model, world: World) -> list[Value]:
    """Return the Values of a name, of the first of those that its indices may mean."""
    try:
        for env in assignments([name], model):
            found = _at(name, world, env)
            if found:
                return found
    except FAILURES:
        pass
    return []


def _at(name: Any, world: World, env: Mapping[str, int]) -> list[Value]:
    """Return the Values of a name, none of what is no name."""
    if not isinstance(name, Name):
        return []
    try:
        found = Meaning(world, env, graph=True).walk(name)
    except FAILURES:
        return []
    return [x for x in entries_of(found) if isinstance(x, Value)]


def _about(formula: Formula, model: Model, world: World) -> About | None:
    for tree in formula.trees:
        if isinstance(tree, Derivative) and len(variables(tree)) == 1:
            slope = ModelClaim([_called(tree.of), variables(tree)[0]], model, formula.conditions)
            return _slope(slope, world)
        if isinstance(tree, Name) and (slope_of := model.slope(tree)) is not None:
            return _slope(ModelClaim(slope_of, model, formula.conditions), world)
    if not formula.trees:
        return None
    first = _called(formula.trees[0])
    claim = ModelClaim([first], model, formula.conditions)
    values = {v: None for env in _applying(claim, world) for v in _at(first, world, env)}
    return About(None, list(values)) if values else None


def _slope(slope: ModelClaim, world: World) -> About | None:
    """Return the nodes of d`of`/d`wrt`: the first that is above, and all that are below it."""
    of, wrt = slope.trees
    top: Value | None = None
    found: dict[Value, None] = {}
    for env in _applying(slope, world):
        above, under = _at(of, world, env), _at(wrt, world, env)
        if above and under and top in (None, above[-1]):
            top = above[-1]
            found.update(dict.fromkeys(under))
    return About(top, list(found)) if top is not None else None


def _applying(claim: ModelClaim, world: World) -> Iterator[dict[str, int]]:
    r"""Yield what the letters may stand for where the conditions hold: for j \ne k."""
    try:
        for env in assignments(claim.trees, claim.model):
            if claim.applies(world, env):
                yield env
    except FAILURES:
        return


def _label(world: World) -> None:
    r"""Give every quantity its label, and each of its entries: w_{1,12}, h_2^{(3)}."""
    for symbol, family, at, found in list(world.quantities()):
        if at is not None:
            _name(found, _entry_label(symbol, family, at))
        elif isinstance(found, Tensor):
            kept = 1 if found.shape[1:] == (1,) else None
            for place, entry in zip(places(found.shape), found.entries, strict=True):
                counted = tuple(i + 1 for i in place[:kept])
                _name(entry, _entry_label(symbol, family, counted))
        else:
            _name(found, label_of(symbol, family))


def _entry_label(symbol: tuple[str, str], family: tuple[int, ...], at: tuple[int, ...]) -> str:
    """Return the label of one entry of a quantity, or of one of its samples."""
    if symbol[1].endswith(SAMPLES):
        return label_of((symbol[0], symbol[1].removesuffix(SAMPLES)), at)
    digits = "".join(map(str, at))
    name = name_of(label_of(symbol, family))
    return replace(name, sub=f"{name.sub},{digits}" if name.sub else digits).label


def _name(x: Any, label: str) -> None:
    """Label a node; what two names are given to keeps the first."""
    if isinstance(x, Value) and (not x.label or x.op is None):
        x.label = label
