"""Build the graph of a derivation from its own forward equations, at random points.

`z_1 = w_1 x + b_1`, `a_1 = sigma(z_1)`, ..., `L(y, a) = ...` define nodes; the names that nothing
defines are leaves: data (x, y, t), which differ from sample to sample, or parameters.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ...engine.operation import DomainError
from ...engine.sweep import below
from ...engine.value import Value
from ..reading.tree import Call, Derivative, Expression, Formula, Name
from .evaluate import MeaningError, Scope, evaluate, names_in

DATA = ("x", "y", "t", r"\hat{x}", "X", "Y")
TARGETS = ("y", "t", "Y")
LOSSES = ("L", "J", "C", "E", "loss", "Loss", "cost", r"\ell")
CONSTANTS = ("m", "n", "N")
Rng = random.Random


def draw(name: str, rng: Rng) -> float:
    """Draw a leaf's number: a target in (0.1, 0.9), else 0.3 < |x| < 1.4 with a random sign."""
    if name.split("_")[0] in TARGETS:
        return rng.uniform(0.1, 0.9)
    return rng.uniform(0.3, 1.4) * rng.choice((-1, 1))


@dataclass(frozen=True)
class Definition:
    """One forward equation: the label it defines, its arguments if it is a function, the body."""

    label: str
    body: Expression
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """How forward equations make a graph: the same at every point.

    leaves  the names that nothing defines
    order   the definitions, each after those that it uses
    inputs  for each label that is a function, the nodes that its arguments stand for
    """

    definitions: list[Definition]
    leaves: list[str]
    order: list[Definition]
    inputs: dict[str, list[str]]


@dataclass
class Forward:
    """The forward equations of a document: what claims are judged against.

    given          the numbers that the document gives for names, as in x = 0.5
    abbreviations  names that the document gives to derivatives, as in delta = dL/dz
    printed        the results that it prints for names, as in z = w x + b = 1.1
    """

    definitions: list[Definition] = field(default_factory=list)
    given: dict[str, float] = field(default_factory=dict)
    abbreviations: dict[str, Derivative] = field(default_factory=dict)
    printed: dict[str, float] = field(default_factory=dict)
    _plan: Plan | None = field(default=None, repr=False, compare=False)

    @property
    def labels(self) -> list[str]:
        """The labels that are defined, in order."""
        return [d.label for d in self.definitions]

    @property
    def loss(self) -> str:
        """The label of the loss: by its name, else what is defined last."""
        named = [label for label in self.labels if label.split("_")[0] in LOSSES]
        return named[-1] if named else self.labels[-1] if self.labels else ""

    def leaves(self) -> list[str]:
        """Return the names that nothing defines, in order of use."""
        formal = {name for d in self.definitions for name in d.arguments}
        used = (
            name.label for d in self.definitions for name in names_in(d.body)
            if name.label not in d.arguments or name.label in TARGETS
        )  # fmt: skip
        found = dict.fromkeys(n for n in used if n not in self.labels and n not in CONSTANTS)
        return [n for n in found if n not in formal or n in TARGETS]

    def bound(self, formal: str) -> str | None:
        """Return the node that an argument of a definition stands for: `a` in L(y, a) is a_2.

        It is the node of that name, else the last one defined with that base which no other
        node is computed from; None if there is none.
        """
        if formal in self.labels or formal in self.leaves():
            return formal
        used = {n.label for d in self.definitions if not d.arguments for n in names_in(d.body)}
        alike = [x for x in self.labels if x.split("_")[0] == formal.split("_")[0]]
        ends = [x for x in alike if x not in used] or alike
        return ends[-1] if ends else None

    def plan(self) -> Plan:
        """Return the leaves and the order of these equations; those in a circle are left out."""
        if self._plan is None or self._plan.definitions != self.definitions:
            inputs = {}
            for d in self.definitions:
                found = [self.bound(x) for x in d.arguments]
                whole = [label for label in found if label is not None]
                inputs[d.label] = whole if len(whole) == len(found) else []
            order = _sorted(self.definitions, inputs)
            self._plan = Plan(list(self.definitions), self.leaves(), order, inputs)
        return self._plan

    def scopes(self, rng: Rng, m: int, *, lone: bool = False) -> list[Scope]:
        """Return the graphs of m samples at one random point; they share the parameters' leaves.

        With `lone` only that of the first sample, which is all that the loss of one needs.
        """
        leaves = self.plan().leaves
        shared = {n: Value(draw(n, rng), n) for n in leaves if n not in DATA}
        return [self._scope(shared, rng, m) for _ in range(1 if lone else m)]

    def missing(self) -> list[str]:
        """Return the leaves for which the document gives no number."""
        return [label for label in self.plan().leaves if label not in self.given]

    def given_scope(self) -> Scope | None:
        """Return the graph at the numbers that the document gives; None unless it gives all."""
        leaves = self.plan().leaves
        if not leaves or self.missing():
            return None
        try:
            return self._built({label: Value(self.given[label], label) for label in leaves}, 1)
        except (DomainError, OverflowError):
            return None

    def _scope(self, shared: dict[str, Value], rng: Rng, m: int) -> Scope:
        data = {n: Value(draw(n, rng), n) for n in self.plan().leaves if n in DATA}
        return self._built({**shared, **data}, m)

    def _built(self, nodes: dict[str, Value], m: int) -> Scope:
        """Build the graph from its leaves; an equation without meaning is left out."""
        plan = self.plan()
        constants = dict.fromkeys(CONSTANTS, float(m))
        functions: dict[str, Callable[..., Any]] = {}
        scope = Scope(nodes, functions, self.loss, constants, self.abbreviations)
        for definition in plan.order:
            if definition.arguments:
                functions[definition.label] = self._function(definition, scope)
        for definition in plan.order:
            inputs = plan.inputs[definition.label]
            if definition.arguments and not inputs:
                continue
            try:
                value = (
                    functions[definition.label](*(scope.nodes[label] for label in inputs))
                    if inputs
                    else evaluate(definition.body, scope, graph=True)
                )
            except (MeaningError, KeyError):
                continue
            if not isinstance(value, Value):
                value = Value(value)
            value.label = value.label or definition.label
            nodes[definition.label] = value
        return scope

    @staticmethod
    def _function(definition: Definition, scope: Scope) -> Callable[..., Any]:
        def function(*inputs: Any) -> Any:
            if len(inputs) != len(definition.arguments):
                raise MeaningError(
                    f"{definition.label} takes {len(definition.arguments)} arguments"
                )
            given = {
                name: x if isinstance(x, Value) else Value(x)
                for name, x in zip(definition.arguments, inputs, strict=True)
            }
            inner = Scope({**scope.nodes, **given}, scope.functions, "", scope.constants)
            return evaluate(definition.body, inner, graph=True)

        return function

    def replaced(self, label: str, body: Expression) -> Forward:
        """Return these equations with another body for one of them."""
        changed = [replace(d, body=body) if d.label == label else d for d in self.definitions]
        return replace(self, definitions=changed, _plan=None)


def _sorted(definitions: Sequence[Definition], inputs: dict[str, list[str]]) -> list[Definition]:
    """Return the definitions, each after those that it uses, without those in a circle."""
    needs = {
        d.label: {n.label for n in names_in(d.body)} - {*d.arguments} | {*inputs[d.label]}
        for d in definitions
    }
    done: list[Definition] = []
    waiting = list(definitions)
    while waiting:
        missing = {d.label for d in waiting}
        ready = [d for d in waiting if not needs[d.label] & missing]
        if not ready:
            break
        done += ready
        waiting = [d for d in waiting if needs[d.label] & missing]
    return done


class Graph:
    """A user's own graph as the thing that claims are judged against."""

    def __init__(self, root: Value) -> None:
        self.root = root
        self.loss = root.label
        self.labels = [v.label for v in below(root) if v.label]
        if not root.label:
            self.loss = "L" if "L" not in self.labels else "root"
        doubled = {label for label in self.labels if self.labels.count(label) > 1}
        if doubled:
            raise ValueError(f"check: several nodes have the label {sorted(doubled)[0]!r}")

    def scopes(
        self,
        rng: Rng,
        m: int,  # noqa: ARG002  (a graph is one sample)
        *,
        lone: bool = False,  # noqa: ARG002
    ) -> list[Scope]:
        """Return a copy of the graph with new numbers at its labelled leaves."""
        root = copy.deepcopy(self.root)
        nodes = {v.label: v for v in below(root) if v.label}
        for v in nodes.values():
            if v.op is None:
                v.data = draw(v.label, rng)
        root.forward()
        return [Scope({**nodes, self.loss: root}, {}, self.loss)]


Model = Forward | Graph


def points(model: Model, count: int, m: int, seed: int, *, lone: bool = False) -> list[list[Scope]]:
    """Return the scopes of m samples at `count` random points, drawn again outside a domain."""
    rng = random.Random(seed)
    found: list[list[Scope]] = []
    for _ in range(20 * count):
        if len(found) == count:
            break
        try:
            found.append(model.scopes(rng, m, lone=lone))
        except (DomainError, OverflowError):
            continue
    return found


def definition_of(formula: Formula) -> Definition | None:
    """Return what a formula defines, if it can be a forward equation: a name, or f(names) = ..."""
    left = formula.members[0].tree
    bodies = [m.tree for m in formula.members[1:] if m.relation in ("=", ":=", r"\equiv")]
    if not bodies or not isinstance(bodies[0], Expression.__args__):
        return None
    body: Expression = bodies[0]
    match left:
        case Name():
            return Definition(left.label, body)
        case Call(arguments=arguments) if all(isinstance(x, Name) for x in arguments):
            names = [x.label for x in arguments if isinstance(x, Name)]
            return Definition(left.function, body, tuple(names))
    return None
