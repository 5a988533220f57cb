"""A user's own graph of Values as what claims are judged in: its nodes by their labels."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from ...engine.order import below
from ...engine.value import Value
from ..reading.chains import Formula
from ..reading.tree import Name, Number, name_of
from .definitions import ARROWS, CLAIM, NOT_A_CLAIM, NUMBER, Definitions
from .errors import MeaningError
from .index import Use
from .indices import Indices
from .law import Law, is_numeric, label_of
from .model import Model, close_label
from .tensor import plain
from .world import World

Symbol = tuple[str, str]


class Labels(Indices):
    """The labels of a graph: a name is a whole label, without indices.

    "w1", "w_1" and "w_{1}" are one name where the graph has one of them.
    """

    def __init__(self, labels: Sequence[str]) -> None:
        super().__init__([], {})
        self._known = {label: symbol_of(label) for label in labels}
        spelt = Counter(map(_bare, labels))
        self._alike = {_bare(x): s for x, s in self._known.items() if spelt[_bare(x)] == 1}
        cased = Counter(_bare(x).lower() for x in labels)
        self._cased = {_bare(x).lower(): s for x, s in self._known.items()
                       if cased[_bare(x).lower()] == 1}  # fmt: skip

    def use(self, name: Name) -> Use:
        """Return the label that a name means, be it written a little differently."""
        bare = _bare(name.label)
        found = (
            self._known.get(name.label) or self._alike.get(bare) or self._cased.get(bare.lower())
        )
        return Use(found or symbol_of(name.label), (), ())


class GraphClaims(Definitions):
    """What formulas about a graph are: claims, whose numbers are about its own numbers."""

    def __init__(self, formulas: Sequence[Formula], root: Value) -> None:
        super().__init__([])
        self.formulas = list(formulas)
        self.kinds = list(map(_kind, formulas))
        self.given = {v.label: Number(v.data) for v in below(root) if v.label and v.op is None}

    def scope(self, section: int, order: int, without: int = -1) -> list[Law]:
        """A graph needs no equations."""
        del section, order, without
        return []


def _kind(formula: Formula) -> str:
    arrows = any(m.relation in ARROWS for m in formula.members)
    if len(formula.members) < 2 or arrows or formula.aside:
        return NOT_A_CLAIM
    numeric = all(map(is_numeric, formula.trees)) and len(formula.trees) == len(formula.members)
    return NUMBER if numeric else CLAIM


class GraphWorld(World):
    """A copy of a graph with new numbers at its labelled leaves."""

    model: GraphModel

    def _built(self, symbol: Symbol, family: tuple[int, ...]) -> Any:
        del family
        if symbol not in self.nodes:
            label = label_of(symbol)
            near = close_label(label, list(self.model.labels.values()))
            hint = f"; did you mean {near}?" if near else ""
            raise MeaningError(f"{label} is not a name of this derivation{hint}", label)
        return self.nodes[symbol]

    @cached_property
    def nodes(self) -> dict[Symbol, Value]:
        """The nodes by their symbols; a DomainError where the graph has no value."""
        root = copy.deepcopy(self.model.root)
        found = {symbol_of(v.label): v for v in below(root) if v.label}
        for symbol, v in found.items():
            if v.op is None:
                v.data = plain(self._leaf(symbol, ()))
        root.forward()
        return {**found, symbol_of(self.model.root_label): root}


class GraphModel(Model):
    """The model of a graph; its numbers are drawn anew at its labelled leaves."""

    world_of = GraphWorld

    def __init__(self, root: Value, claims: Sequence[Sequence[Any]], **habits: Any) -> None:
        self.root = root
        self.nodes = {v.label: v for v in below(root) if v.label}
        counted = Counter(v.label for v in below(root) if v.label)
        doubled = sorted(label for label, count in counted.items() if count > 1)
        if doubled:
            raise ValueError(f"check: several nodes have the label {doubled[0]!r}")
        self.root_label = root.label or ("L" if "L" not in self.nodes else "root")
        self.labels = {symbol_of(label): label for label in [*self.nodes, self.root_label]}
        super().__init__([], claims, Labels(list(self.labels.values())), {}, **habits)

    def _like(self, laws: Sequence[Law], habits: Mapping[str, Any], domains: Any = None) -> Model:
        del laws, domains  # the graph has them
        return GraphModel(self.root, self.claims, **habits)

    @cached_property
    def known(self) -> set[Any]:
        """The symbols of the labelled nodes."""
        return set(self.labels)

    @property
    def further_names(self) -> list[Name]:
        """The names of the labelled nodes."""
        return list(map(name_of, self.nodes))

    @cached_property
    def loss(self) -> Name:
        """The root, which a lone dW is a derivative of."""
        return name_of(self.root_label)

    @cached_property
    def may_have_samples(self) -> bool:
        """A graph is one sample."""
        return False

    def is_leaf(self, symbol: Any) -> bool:
        """Whether a node is an input of the graph."""
        label = self.labels.get(symbol, "")
        return label in self.nodes and self.nodes[label].op is None

    def is_open(self, symbol: Any) -> bool:
        """Whether the graph has no node of this name."""
        return symbol not in self.labels

    def is_constant(self, name: Name) -> bool:
        """Whether a name is a number that no node has taken: pi, e."""
        return not self.has(name) and super().is_constant(name)


def symbol_of(label: str) -> Symbol:
    """Return a label as a symbol: its base, and what stands below and above it."""
    name = name_of(label)
    if name.label != label:
        return label, ""
    return name.base, name.sub + f"^{name.layer}" * bool(name.layer)


def _bare(label: str) -> str:
    return label.translate(str.maketrans("", "", "_{} "))
