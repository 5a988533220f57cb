r"""Which formulas of a document are about layers, and which of them define the network.

A formula about whole layers, vectors or matrices is judged in the network that the document's
laws define, at every layer that its letters allow.  Formulas that number the entries of numbered
layers, as in `a_1^{(2)} = g(w_{1,1}^{(2)} x_1 + ...)`, are judged in a network of just that size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from ..meaning.build import LOSSES, TARGETS
from ..meaning.evaluate import FUNCTIONS, MeaningError, names_in
from ..mending.edits import subtrees
from ..reading.tree import (
    Call,
    Derivative,
    Formula,
    Matrix,
    Name,
)  # fmt: skip
from ..report.result import DEFINITION
from .laws import Law, Laws, layers_of
from .model import LayeredClaim, Model
from .notation import Key, Notation, is_about_layers
from .superscripts import numbered_layers

CLAIM = "layered claim"


class LayeredDocument:
    """The formulas of a document that are about layers.

    kinds  {formula: DEFINITION or CLAIM} of those
    """

    def __init__(self, printed: Sequence[Formula]) -> None:
        formulas = numbered_layers(printed)
        self._read = {id(old): new for old, new in zip(printed, formulas, strict=True)}
        self.trees = [tree for f in formulas for tree in f.trees]
        self.notation = Notation(self.trees)
        about = any(is_about_layers(tree) for tree in self.trees)
        self.formulas = [f for f in formulas if about and self._owns(f)]
        self._laws: list[Law] = []
        candidates = [f for f in formulas if about and self._may_define(f)]
        generic = [f for f in candidates if not self._is_numbered(f)]
        defining = [f for f in generic if self._define(f)]
        self.notation.defined = frozenset(law.place.base for law in self._laws)
        self.kinds: dict[int, str] = {}
        for formula in self.formulas:
            defines = any(formula is f for f in defining) or self.only_names(formula)
            self.kinds[id(formula)] = DEFINITION if defines else CLAIM
        self._settle_habits()

    def _settle_habits(self) -> None:
        """Find out what the document means where notes differ: what makes more of it right.

        Whether w_{i,j} goes from i to j; and beside a mean over samples, whether dZ is the
        derivative of one sample's loss.
        """
        double, named = set(), []
        forward, entries = [], []
        for formula in (f for f in self.formulas if self.kinds[id(f)] == CLAIM):
            names = [name for tree in formula.trees for name in names_in(tree)]
            two = {n.base for n in names if len(self.notation.place(n).indices) == 2} - {":"}
            two -= self.notation.batched
            double |= two
            entries += [formula] if two else []
            forward += [formula] if two and self._is_forward(formula) else []
            named += [formula] if any(map(self.notation.is_slope, names)) else []
        if double and self._laws and (forward or len(entries) > 1):
            options = frozenset[str](), frozenset(double)
            right = self._choose("flipped", options, forward or entries)
            if not forward and right[0]:  # where some hold as they stand, the others are wrong
                self._choose("flipped", options[:1], entries)
        if self.notation.batched and self._laws:
            self._choose("per_sample", (True, False), named)

    def _is_forward(self, formula: Formula) -> bool:
        """Whether a formula is about values, not derivatives."""
        trees = formula.trees
        names = [name for tree in trees for name in names_in(tree)]
        derivatives = any(isinstance(part, Derivative) for t in trees for part in subtrees(t))
        return not derivatives and not any(map(self.notation.is_slope, names))

    def _choose(self, habit: str, options: Sequence[Any], formulas: Sequence[Formula]) -> list[int]:
        """Set a habit of the notation to the option with which most formulas hold.

        Return how many hold with each.
        """
        right = []
        for option in options:
            self._set(habit, option)
            right.append(self._right(formulas))
        self._set(habit, options[right.index(max(right))])
        return right

    def _set(self, habit: str, option: Any) -> None:
        """Set a habit; the networks, which depend on it, are made anew when they are used."""
        setattr(self.notation, habit, option)
        for network in ("model", "example"):
            self.__dict__.pop(network, None)

    def _right(self, formulas: Sequence[Formula]) -> int:
        """Return how many members hold."""
        count = 0
        for formula in formulas:
            try:
                claim = self.claim(formula)
                count += sum(claim.holds(tree) for tree in claim.trees)
            except MeaningError:
                continue
        return count

    def as_read(self, formula: Formula) -> Formula | None:
        """Return a formula of the document as it is read here, None if it is not about layers."""
        read = self._read.get(id(formula))
        return read if read is not None and id(read) in self.kinds else None

    def claim(self, formula: Formula) -> LayeredClaim:
        """Return a formula as a claim about the network that it is about."""
        trees = formula.trees
        about = [tree for tree in trees if isinstance(tree, Derivative)]
        return LayeredClaim((about or trees)[0], trees, self.model_of(formula), formula.latex)

    def _owns(self, formula: Formula) -> bool:
        trees = formula.trees
        if any(is_about_layers(tree) for tree in trees):
            return True
        names = [name for tree in trees for name in names_in(tree)]
        if self.notation.matrices:
            return bool(names)
        return any(self.notation.place(n).indices or n.base in self.notation.layered for n in names)

    def _may_define(self, formula: Formula) -> bool:
        trees = formula.trees
        whole = len(trees) == len(formula.members) >= 2
        return whole and not any(isinstance(p, Derivative) for t in trees for p in subtrees(t))

    def _is_numbered(self, formula: Formula) -> bool:
        """Whether it is about one entry: a_1^{(2)} = ..."""
        left = formula.members[0].tree
        return isinstance(left, Name) and any(
            i.isdigit() for i in self.notation.place(left).indices
        )

    def only_names(self, formula: Formula) -> bool:
        """Whether it only says that two names mean the same, or prints a matrix's entries."""
        left, *others = formula.trees
        if not isinstance(left, Name) or self.notation.is_slope(left):
            return False
        if all(isinstance(tree, Name) for tree in others):
            return True
        mine = self.notation.place(left)
        return self._is_aside(left) or all(
            isinstance(tree, Matrix) and any(n.base == mine.base for n in names_in(tree))
            for tree in others
        )

    def _is_aside(self, left: Name) -> bool:
        """Whether a law is said in passing: z = w x + b where the layers have z^{(l)}, or of y."""
        place = self.notation.place(left)
        layered = place.base in self.notation.layered and place.layer is None
        return layered or (place.base in TARGETS and bool(self.notation.layered))

    def _define(self, formula: Formula) -> bool:
        """Take a formula as a law if it can be one; tell whether it is one, or repeats one."""
        left, body, *_ = formula.trees
        if isinstance(left, Name):
            if self.only_names(formula) or self.notation.is_slope(left):
                return False
            law = Law(self.notation.place(left), body)
        elif isinstance(left, Call) and left.function not in FUNCTIONS and not left.primes:
            arguments = [x for x in left.arguments if isinstance(x, Name)]
            inside = {name.label for name in names_in(body)}
            formal = tuple(x.label for x in arguments if x.label in inside)
            loss = left.function in LOSSES
            if len(arguments) < len(left.arguments) or not (loss or formal):
                return False
            used = formal if len(formal) == len(arguments) else ()
            law = Law(self.notation.place(Name(left.function)), body, used)
        else:
            return False
        if law.body == left:
            return False
        known = next((x for x in self._laws if x.place[:3] == law.place[:3]), None)
        if known is None:
            self._laws.append(law)
            self._laws += self._inner(formula)
        return known is None or known.body == law.body

    def _inner(self, formula: Formula) -> list[Law]:
        """Return what a = g(z) = g(w x + b) says of z, where nothing has defined it before."""
        trees = formula.trees
        if len(trees) < 3:
            return []
        match trees[1], trees[2]:
            case Call(arguments=(Name() as z,)) as outer, Call(arguments=(body,)) as explicit:
                place = self.notation.place(z)
                known = any(law.place[:3] == place[:3] for law in self._laws)
                if outer.function == explicit.function and not known:
                    return [Law(place, body)]
        return []

    @property
    def has_laws(self) -> bool:
        """Whether there are forward equations."""
        return bool(self._laws)

    def turned(self, formula: Formula) -> list[Name]:
        """Return the matrices of a law that the indices elsewhere number the other way round."""
        return [
            name for tree in formula.trees[1:2] for name in names_in(tree)
            if name.base in self.notation.flipped and not self.notation.place(name).indices
            and not any(isinstance(part, Matrix) for part in subtrees(tree))
        ]  # fmt: skip

    # --- the networks ---

    @cached_property
    def model(self) -> Model:
        """The network of the laws, all widths different."""
        bottom, top = layers_of(self.trees, self._laws, self.notation)
        return Model(Laws(tuple(self._laws), self.notation, bottom, top), self.trees, {})

    @cached_property
    def example(self) -> Model:
        """The network of the size that the numbered formulas have."""
        laws = self.model.laws
        sizes: dict[Key, tuple[int, int]] = {}
        for tree in self.trees:
            for name in names_in(tree):
                place = self.notation.place(name)
                if (
                    place.indices
                    and all(i.isdigit() for i in place.indices)
                    and "0" not in place.indices
                ):
                    layer = place.layer[1] if place.layer and not place.layer[0] else None
                    if place.layer is not None and layer is None:
                        continue
                    key = place.base, place.sub, layer
                    height, width = sizes.get(key, (1, 1))
                    row, column = [*map(int, place.indices), 1][:2]
                    sizes[key] = max(height, row), max(width, column)
        top = max((key[2] for key in sizes if key[2] is not None), default=laws.top)
        fixed = {
            key: shape for key, shape in sizes.items() if shape[1] == 1 and key[2] != laws.bottom
        }
        return Model(replace(laws, top=top), self.trees, fixed)

    def model_of(self, formula: Formula) -> Model:
        """Return the network in which a formula is judged."""
        numbered = any(
            i.isdigit() for tree in formula.trees for n in names_in(tree)
            for i in self.notation.place(n).indices
        )  # fmt: skip
        return self.example if numbered and self.notation.lettered else self.model
