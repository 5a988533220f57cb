r"""Which letters of a document are indices: those that vary.

A letter varies if a sum runs over it, it stands with an offset (t - 1), a condition speaks of it,
it stands for a layer or a sample in brackets, or it stands free on both sides of an equation and
is no name of its own, as the f of w_f is beside a gate f.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from ..reading.chains import Formula
from ..reading.notation import ORDERS
from ..reading.tree import (
    BigSum,
    Call,
    Compare,
    Derivative,
    Expression,
    Indicator,
    Name,
    Number,
    Product,
    Transpose,
)
from ..reading.walked import names, walk
from .index import (
    INDEX_LETTERS,
    LAYERS,
    TARGETS,
    TOPS,
    UNIT,
    Index,
    above,
    affine,
    bound_letters,
    nested,
    parts_of,
)
from .one_step import lone_steps

CLASS = "y"
r"""What may be the number of the class that is right, in L = -\log p_y."""


class IndexLetters:
    r"""The letters that are indices in formulas, found once for a document.

    letters    the letters that are indices
    steps      those of them that count times or layers, each with a quantity of its own
    bare       the bases of what stands without anything below or above it
    sizes      what stands for the sizes of vectors and matrices, as text: d_k
    classes    the bases of what tells an index of something else: y, where w_{y_i} stands, or
               1\{y_i = k\}
    words      what stands below names and is a word though it may be two letters: in, beside out
    dotted     the bases of w^T x, whose numbers w_1, x_2 are entries, and of h(x) = b + w x_1
    apart      the conditions that an index is no such: j \ne y_i
    """

    def __init__(self, formulas: Sequence[Formula], defined: Mapping[str, int]) -> None:
        """`defined` counts how often the document defines each label."""
        self._defined = defined
        self._stems = {label.partition("^")[0] for label in defined}
        trees = [tree for f in formulas for tree in f.trees]
        self.bare = {n.base for t in trees for n in names(t) if not n.sub and not n.layer}
        self.sizes = {text for f in formulas for d in f.domains for text in d.sizes}
        self.classes = classes_of(trees)
        self._units = {letter for f in formulas for letter in self._units_of(f)}
        self._units |= _numbered_units(trees)
        self._arguments = {x.label for f in formulas for t in f.trees[:1]
                           if isinstance(t, Call) for x in names(t.arguments)}  # fmt: skip
        self._below: dict[str, set[str]] = defaultdict(set)
        for n in (n for tree in trees for n in names(tree)):
            self._below[n.base].add(n.sub)
        below = {part for subs in self._below.values() for x in subs for part in x.split(",")}
        self.words = {"in"} if {"in", "out"} <= below else set()
        self.dotted = {n.base for t in trees for p in walk(t) for n in _dotted(p)}
        self.dotted |= {base for f in formulas for base in _listed(f)}
        self._counts_tau = any(map(_has_tau, (p for t in trees for p in walk(t))))
        self.apart: list[Compare] = []
        self.letters: set[str] = set()
        self.steps: set[str] = set()
        for tree in trees:
            self._from_tree(tree)
        for formula in formulas:
            for condition in formula.conditions:
                self._from_condition(condition)
            self._from_bounds(tuple(formula.trees))
        for part in (part for tree in trees for part in walk(tree)):
            self._from_derivative(part)
        for formula in formulas:
            self._from_both_sides(formula)
        alone = lone_steps(formulas, self.steps)
        self.steps -= alone
        self.letters = (self.letters | self.steps) - alone
        if _is_class([*trees, *(c for f in formulas for c in f.conditions)]):
            self.letters.add(CLASS)

    def is_step(self, index: Index) -> bool:
        """Whether it counts times or layers."""
        return any(x in self.steps or TOPS.get(x) in self.steps for x, _ in index.letters)

    def is_last(self, label: str) -> bool:
        r"""Whether it is the number of steps or layers; \tau alone may be a temperature."""
        return TOPS.get(label) in self.steps and (label != r"\tau" or self._counts_tau)

    def is_unit(self, name: Name) -> bool:
        r"""Whether it is of a unit, as \delta_{o1} of o1."""
        unit = UNIT.fullmatch(name.sub)
        return unit is not None and unit[1] in self._units

    def _from_tree(self, tree: Expression) -> None:
        for part in walk(tree):
            kind = type(part).__name__
            if kind == "BigSum":
                self.letters.update(bound_letters(part))
                if getattr(part, "condition", None) is not None:
                    self._from_condition(part.condition)
            elif kind in ("Indicator", "Cases", "Compare"):
                self._from_condition(part)
            elif kind == "Name" and part.base:
                self._from_name(part)

    def _from_bounds(self, trees: tuple[Expression, ...]) -> None:
        r"""Take k in \prod_{j=k+1}^t for a step as j and t are, where s_k stands beside s_t."""
        below: dict[str, set[str]] = defaultdict(set)
        for n in names(trees):
            below[n.base] |= {n.sub}
        for part in walk(trees):
            bound = set(bound_letters(part)) if type(part).__name__ == "BigSum" else set()
            ends = list(names((part.lower, part.upper))) if bound else []
            if {TOPS.get(n.label, n.label) for n in ends} & self.steps:  # \sum_{s=1}^t h_s
                self.steps |= {
                    x for x in bound
                    if any({x} < subs and subs & self.steps - {x} for subs in self._below.values())
                }  # fmt: skip
            for n in ends if bound & self.steps else ():
                if n.label in INDEX_LETTERS and any(
                    {n.base} <= subs and len(subs) > 1 for subs in below.values()
                ):  # fmt: skip
                    self.steps.add(n.base)

    def _from_derivative(self, part: Any) -> None:
        r"""Take k for a step in \partial h_t/\partial h_k, as t is, and in \partial^+ h_k."""
        match part:
            case Derivative(of=Name() as of, wrt=(Name() as by,)):
                same = of.base == by.base and {of.sub, by.sub} & self.steps
                both = {of.sub, by.sub} if same else {of.sub} if part.alone and self.steps else ()
                self.steps |= {x for x in both if x in INDEX_LETTERS}

    def _from_condition(self, condition: Any) -> None:
        for part in walk(condition):
            if isinstance(part, Compare):
                if part.sign == "!=" and isinstance(part.right, Name) and (
                    part.right.base in self.classes
                ):  # fmt: skip
                    self.apart.append(part)
                for side in (part.left, part.right):
                    if (
                        isinstance(side, Name)
                        and not side.sub
                        and len(side.base) == 1
                        and side.base in INDEX_LETTERS
                        and side.base not in self._defined
                        and not (part.sign in ORDERS and side.base in self._arguments)
                    ):
                        self.letters.add(side.base)

    def _from_name(self, name: Name) -> None:
        for text in parts_of(name.sub) if name.sub else []:
            found = affine(text)
            if found and found.letters and (found.offset or len(found.letters) > 1):
                self.letters.update(x for x, _ in found.letters if x in INDEX_LETTERS)
                if found.letter in INDEX_LETTERS:  # t - 1; 2i + 1 is every other one
                    self.steps.add(found.letter)
        if name.base == r"\delta" and r"\delta" not in self._defined:
            both = parts_of(name.sub or name.layer)
            if len(both) == 2 and all(x in INDEX_LETTERS for x in both):
                self.letters.update(both)
        for text in above(name):
            found = affine(text)
            if found is None:
                continue
            here = {x for x, _ in found.letters if x in INDEX_LETTERS or x in TOPS}
            self.letters |= {x for x in here if x not in TOPS}
            if here & set(LAYERS):
                self.steps.update(TOPS.get(x, x) for x in here)
            elif here and found.offset and len(found.letters) == 1:
                self.steps |= here

    def _units_of(self, formula: Formula) -> set[str]:
        """Return the letter of a unit: o where net_{o1} is defined without it, or b_o = 0.2."""
        left = formula.trees[0] if len(formula.trees) > 1 else None
        if isinstance(left, Name) and isinstance(formula.trees[1], Number):
            return {left.sub} if re.fullmatch("[a-hopqr]", left.sub) else set()
        unit = UNIT.fullmatch(left.sub) if isinstance(left, Name) else None
        if unit is None or any(unit[1] in parts_of(n.sub) for t in formula.trees[1:]
                               for n in names(t)):  # fmt: skip
            return set()
        return {unit[1]}

    def _from_both_sides(self, formula: Formula) -> None:
        """Take the letters that stand below names on both sides."""
        if len(formula.trees) < 2:
            return
        sides = [self._letters_below(tree) for tree in formula.trees]
        left = formula.trees[0]
        for letter, owners in sides[0].items():
            others = set().union(*(side.get(letter, set()) for side in sides[1:]))
            if (
                not others - owners
                and not (isinstance(left, Derivative) and len(owners) > 1)
                and not (others and isinstance(left, Derivative))
            ):
                continue
            if letter in self._units or self._is_named(letter, owners | others):
                continue
            self.letters.add(letter)

    def _is_named(self, letter: str, owners: set[str]) -> bool:
        """Whether a letter below names is a name of its own: a gate f, or one of z_f, z_i, z_o."""
        if self.is_base(letter):
            return True
        for base in owners:
            alike = [x for x in self._defined if re.fullmatch(re.escape(base) + r"_[A-Za-z]", x)]
            gates = {x[-1] for x in self._stems if re.fullmatch(re.escape(base) + r"_[A-Za-z]", x)}
            if len(alike) > 1 or (len(gates) > 1 and gates & set("fou")):
                return True
        return letter in self.bare and letter not in "ijktn"

    def is_base(self, letter: str) -> bool:
        """Whether the document defines a quantity that a letter is the base of: o of o_t."""
        return any(x.split("_")[0].split("^")[0] == letter for x in self._defined)

    def _letters_below(self, tree: Expression) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for name in (n for n in names(tree) if n.sub not in self.words):
            for text in parts_of(name.sub) if len(name.sub) < 4 or "," in name.sub else []:
                if text in INDEX_LETTERS:
                    found[text].add(name.base)
        return found


def _has_tau(part: Any) -> bool:
    r"""Whether \tau is an index in a part, or how far a sum goes."""
    if isinstance(part, Name):
        return r"\tau" in f"{part.sub} {part.layer}"
    return isinstance(part, BigSum) and (
        r"\tau" in part.index or any(n.base == r"\tau" for n in names((part.lower, part.upper)))
    )


def classes_of(trees: Sequence[Any]) -> set[str]:
    r"""Return the bases of what tells a class: y where w_{y_i} stands, or 1\{y_i = k\}."""
    told = {x.base for t in trees for n in names(t) for x in nested(n)}
    return told | {base for t in trees for p in walk(t) for base in _class_in(p)}


def _class_in(part: Any) -> tuple[str, ...]:
    r"""Return y of 1\{y^{(i)} = k\}, where k counts classes."""
    match part:
        case Indicator(Compare(sign="=", left=Name() as y, right=Name(sub="", layer="") as k)):
            told = y.base in TARGETS and k.base in INDEX_LETTERS and k.base != y.base
            return (y.base,) if told else ()
    return ()


def _dotted(part: Any) -> tuple[Name, ...]:
    """Return the names w and x of w^T x."""
    for left, right in pairwise(part.factors) if isinstance(part, Product) else ():
        match left, right:
            case Transpose(of=Name(sub="", layer="") as row), Name(sub="", layer="") as column:
                return row, column
    return ()


def _listed(formula: Formula) -> Iterator[str]:
    """Yield the arguments of which a function is given by their entries: x of h(x) = b + w x_1."""
    match formula.trees:
        case [Call(arguments=arguments, primes=0), body, *_]:
            given = {x.base for x in arguments if isinstance(x, Name) and not x.sub}
            yield from {n.base for n in names(body) if n.sub.isdigit()} & given


def _numbered_units(trees: Sequence[Expression]) -> set[str]:
    """Return the letters that stand below names with a number only: o of out_{o1}, net_{o2}."""
    found: dict[str, set[str]] = defaultdict(set)
    others: set[str] = set()
    for name in (n for tree in trees for n in names(tree)):
        unit = UNIT.fullmatch(name.sub)
        if unit:
            found[unit[1]].add(f"{name.base}{unit[2]}")
        else:
            others.update(parts_of(name.sub) if 0 < len(name.sub) < 3 else [])
    return {x for x, uses in found.items() if x in "abcdefghopqr" and len(uses) > 3} - others


def _is_class(sides: Sequence[Expression]) -> bool:
    r"""Whether y is the number of a class: it stands below names, and is compared or of a log p_y.

    In 1[k = y] it stands alone; beside y_i or \hat{y} it is a target, beside v_x a direction.
    """
    parts = [part for side in sides for part in walk(side)]
    every = [part for part in parts if isinstance(part, Name)]
    compared = [x for p in parts if isinstance(p, Compare) and p.sign in ("=", "!=")
                for x in (p.left, p.right) if isinstance(x, Name) and x.base == CLASS]  # fmt: skip
    below = {n.sub for n in every}
    if CLASS not in below or "x" in below or sum(n.base == CLASS for n in every) > len(compared):
        return False
    return bool(compared) or any(isinstance(p, Call) and p.function == "log" for p in parts)
