r"""What only the whole document tells of a name: h^t is no power, L' no derivative.

* A superscript without brackets is a layer, a time step or an index where a left-hand side, or
  what a derivative is taken by, is written so: h^t = ..., \partial L / \partial S^{ij}.  Its
  letters then are no exponents of other names either.
* Letters above a name that are names themselves are part of it: a^z_t, a^r_t of gates z_t, r_t.
* A prime belongs to the name where the document differentiates it: \partial L' / \partial w.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from functools import partial
from typing import Any

from .chains import Formula, Unread
from .compositions import (
    at_argument,
    is_composition,
    open_functions,
    with_arguments_inside,
    with_functions_called,
)
from .dots import without_dots
from .dotted_columns import with_dotted_columns
from .entry_softmax import with_entry_softmax
from .joined_vectors import with_joined
from .lone_gradients import with_lone_gradients
from .numbered_above import numbered_above
from .of_one_name import with_entries_multiplied
from .rewritten import all_rewritten, with_trees
from .row_vectors import with_row_vectors
from .slices import without_slices
from .tree import (
    BigSum,
    Call,
    Derivative,
    Entry,
    Expression,
    Name,
    Negative,
    Number,
    Power,
    Prime,
    Product,
    Sum,
    Transpose,
    name_of,
)
from .turned_layers import with_turned_layers
from .walked import walk

_LETTERS = frozenset("abijklmnpqrstuT")
_BESIDE = _LETTERS | set("cdgh")
"""Letters that may be an index beside another: X^{ic}, where y^c alone is a power."""
_LETTERED = re.compile(r"(?:l|L|\\ell)(?:[+-]\d)?")
_LAST = re.compile("(?![TH])[A-Z]")
"""What stands above a name for the last layer, beside a letter that counts them."""
_TIMED = re.compile(r"(?<![A-Za-z])t(?![A-Za-z])")
_ENTRIES = frozenset("ijk")


def resolved(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with such names made whole."""
    formulas = with_joined([_with_arguments(formula) for formula in formulas])
    formulas = with_functions_called(formulas)
    if functions := open_functions(formulas):
        inside = partial(with_arguments_inside, functions)
        formulas = all_rewritten(formulas, inside)
    formulas = with_row_vectors(without_slices(formulas))
    for change in (with_entry_softmax, without_dots, with_entries_multiplied, with_turned_layers):
        formulas = all_rewritten(formulas, change)
    formulas = with_lone_gradients(with_dotted_columns(formulas))
    formulas = [_defining_objective(formula) for formula in formulas]
    if _is_transposing(formulas):
        formulas = all_rewritten(formulas, _transposed)
    if gates := _gates(formulas):
        formulas = all_rewritten(formulas, partial(_gated, gates))
    trees = [tree for formula in formulas for tree in formula.trees]
    indices = _closed(frozenset(letter for f in formulas for letter in _indices_of(f)), trees)
    if any(_is_error(f, indices) for f in formulas):
        formulas = all_rewritten(formulas, partial(_as_error, indices))
        trees = [tree for formula in formulas for tree in formula.trees]
    primed = frozenset(
        part.of.label
        for tree in trees
        for outer in walk(tree)
        if isinstance(outer, Derivative)
        for part in _primes_in(outer)
        if isinstance(part, Prime) and isinstance(part.of, Name)
    )
    primed |= _alike(trees, {name_of(x).base for x in primed if name_of(x).sub})
    layers = frozenset(
        n.layer for t in trees for n in walk(t) if isinstance(n, Name) and n.layer.isupper()
    )
    lettered = frozenset(
        replace(n, layer="").label
        for t in trees
        for n in walk(t)
        if isinstance(n, Name) and _LETTERED.fullmatch(n.layer)
    )
    bare = frozenset(_bare(trees))
    numbered = numbered_above(formulas, trees, bare)
    if not indices and not primed and not layers and not lettered and not numbered:
        return list(formulas)
    layered = frozenset(
        part.base.label
        for tree in trees
        for part in walk(tree)
        if isinstance(part, Power) and isinstance(part.base, Name)
        if (letters := list(_letters(part.exponent))) and indices.issuperset(letters)
    )
    ending = frozenset(_turned(trees)) if "t" in indices else frozenset()
    ending &= layered | {replace(parsed, layer="").label for parsed in _stepped(trees)}
    whole = _Whole(indices, primed, layered, layers, (layered | lettered | numbered) - bare, ending)
    return [
        replace(with_trees(f, whole.name), conditions=tuple(map(whole.name, f.conditions)))
        for f in formulas
    ]


def _defining_objective(formula: Formula) -> Formula:
    r"""Return \min_w J(w) = ... as J(w) = ..., which it says beside what it asks for."""
    first, *others = formula.members
    match first.tree:
        case BigSum(of=(Name() | Call()) as objective, kind="min" | "max") if others:
            return replace(formula, members=(replace(first, tree=objective), *others))
    return formula


def _is_error(formula: Formula, indices: frozenset[str]) -> bool:
    """Whether a formula says what e^t is: a name with an index above it, as others have."""
    match formula.members:
        case (first, _, *_) if isinstance(first.tree, Call):
            return _as_error(indices, first.tree) is not first.tree
    return False


def _as_error(indices: frozenset[str], part: Any) -> Any:
    """Return exp(t) as e^t where t is an index above names."""
    match part:
        case Call(function="exp", arguments=(above,), primes=0):
            letters = list(_letters(above))
            if letters and indices.issuperset(letters):
                return Name("e", layer=_text(above), span=part.span)
    return part


def _is_transposing(formulas: Sequence[Formula]) -> bool:
    """Whether t stands above names and brackets only: x^t A x is x^T A x."""
    above = others = 0
    for formula in formulas:
        for tree in formula.trees:
            for part in walk(tree):
                if isinstance(part, Power) and part.exponent == Name("t"):
                    above += 1
                elif isinstance(part, (Name, BigSum)) and _TIMED.search(_index_text(part)):
                    others += 1
    return above > 1 and others == above  # each exponent is a name itself


def _index_text(part: Name | BigSum) -> str:
    return f"{part.base} {part.sub} {part.layer}" if isinstance(part, Name) else part.index


def _transposed(part: Any) -> Any:
    """Return x^t as the transpose of x."""
    if isinstance(part, Power) and part.exponent == Name("t"):
        return Transpose(part.base, part.span)
    return part


def _gates(formulas: Sequence[Formula]) -> frozenset[str]:
    r"""Return the letters that stand above names with a subscript and are names with one too.

    Of one name there are several; above \delta, of which nobody takes powers, one is enough.
    """
    trees = [tree for formula in formulas for tree in formula.trees]
    above: dict[str, set[str]] = defaultdict(set)
    own: set[str] = set()
    for tree in trees:
        for part in walk(tree):
            match part:
                case Power(Name(sub=sub, layer="") as base, Name(sub="", layer="") as letter):
                    if sub and len(letter.base) == 1:
                        above[base.base].add(letter.base)
                case Name(base=base, sub=sub) if sub:
                    own.add(base.split("{")[-1].strip("}"))
    return frozenset(x for base, letters in above.items()
                     if len(letters & own) > (base != r"\delta") for x in letters)  # fmt: skip


def _gated(gates: frozenset[str], part: Any) -> Any:
    """Return a name below the letter of a gate as the name that both are."""
    match part:
        case Power(base=Name(sub=sub, layer="") as base, exponent=Name(sub="", layer="") as x):
            if sub and x.base in gates:
                return replace(base, base=f"{base.base}^{x.base}", span=part.span)
    return part


def _with_arguments(formula: Formula) -> Formula:
    r"""Return h = f \circ g as h(x) = f(g(x))."""
    if not any(is_composition(part) for tree in formula.trees for part in walk(tree)):
        return formula
    whole = any(map(is_composition, formula.trees))
    members = []
    for member in formula.members:
        tree = member.tree
        if whole and isinstance(tree, Name):
            tree = Call(tree.label, (Name("x", span=tree.span),), span=tree.span)
        elif not isinstance(tree, Unread) and is_composition(tree):
            tree = at_argument(tree, (Name("x", span=tree.span),), tree.span)
        elif not isinstance(tree, Unread):
            bare = next((p for p in walk(tree) if is_composition(p)), None)
            if bare is not None:
                tree = Unread(
                    "of what this composition of functions is taken is not said", bare.span[0]
                )
        members.append(replace(member, tree=tree))
    return replace(formula, members=tuple(members))


class _Whole:
    """What a document says of names.

    indices  the letters that are indices above a name
    primed   the names with a prime of their own
    layered  the names that have such an index: h^0 is the first of them
    layers   capitals that stand in brackets above other names: z^H is z^{(H)}
    always   the names that never stand without such an index: s^1 is one of them
    ending   the names that stand without it only as Q^T, at the last step T
    """

    def __init__(
        self,
        indices: frozenset[str],
        primed: frozenset[str],
        layered: frozenset[str],
        layers: frozenset[str],
        always: frozenset[str],
        ending: frozenset[str],
    ) -> None:
        self.indices, self.primed, self.layered = indices, primed, layered
        self.layers, self.always, self.ending = layers, always, ending

    def name(self, value: Any) -> Any:
        """Return a tree, or a part of one, with its names made whole."""
        if isinstance(value, tuple):
            return tuple(map(self.name, value))
        if not hasattr(value, "span"):
            return value
        match value:
            case Power(base=Name(layer="") as base, exponent=exponent):
                letters = list(_letters(exponent))
                start = exponent == Number(0.0) and base.label in self.layered
                counted = isinstance(exponent, Number) and base.label in self.always
                named = isinstance(exponent, Name) and (
                    exponent.label in self.layers
                    or (base.label in self.layered and _LAST.fullmatch(exponent.label) is not None)
                )
                if start or counted or named or (letters and self.indices.issuperset(letters)):
                    return replace(base, layer=_text(exponent), span=value.span)
            case Transpose(of=Name(layer="") as base) if base.label in self.ending:
                return replace(base, layer="T", span=value.span)
            case Power(base=of, exponent=Name(sub="", layer="") as exponent) if (
                exponent.base in self.indices & _ENTRIES and not isinstance(of, (Name, Number))
            ):
                return Entry(self.name(of), (exponent,), value.span)
            case Prime(of=Name() as name) if name.label in self.primed:
                return replace(name, base=name.base + "'", span=value.span)
        changed = {}
        for field in fields(value):
            old = getattr(value, field.name)
            new = old if field.name == "span" else self.name(old)
            if new is not old and new != old:
                changed[field.name] = new
        return replace(value, **changed) if changed else value


def _closed(indices: frozenset[str], trees: Sequence[Expression]) -> frozenset[str]:
    """Return the letters with those that stand beside one of them above a name: a of Q^{ia}."""
    beside = [
        letters
        for tree in trees
        for part in walk(tree)
        if isinstance(part, Power)
        and isinstance(part.base, Name)
        and isinstance(part.exponent, Product)
        and (letters := frozenset(_letters(part.exponent)))
    ]
    before: frozenset[str] = frozenset()
    while indices != before:
        before = indices
        indices = indices.union(*(letters for letters in beside if letters & indices))
    return indices


def _bare(trees: Sequence[Expression]) -> Iterator[str]:
    """Yield the labels of the names that stand somewhere without anything above them."""
    for tree in trees:
        above = {id(p.base) for p in walk(tree) if isinstance(p, Power)}
        for part in walk(tree):
            if isinstance(part, Name) and not part.layer and id(part) not in above:
                yield part.label


def _stepped(trees: Sequence[Expression]) -> Iterator[Name]:
    """Yield the names with a step above them that are read so: e^{t+1}, h^{(t)}."""
    for part in (part for tree in trees for part in walk(tree)):
        if isinstance(part, Name) and part.layer[:1] == "t":
            yield part


def _turned(trees: Sequence[Expression]) -> set[str]:
    """Return the labels of the names that stand without anything above them only as e^T."""
    counts: Counter[str] = Counter()
    for tree in trees:
        parts = list(walk(tree))
        counts.update(_bare([tree]))
        counts.subtract(p.of.label for p in parts if isinstance(p, Transpose)
                        and isinstance(p.of, Name) and not p.of.layer)  # fmt: skip
    turned = {p.of.label for tree in trees for p in walk(tree)
              if isinstance(p, Transpose) and isinstance(p.of, Name)}  # fmt: skip
    return {label for label in turned if counts[label] == 0}


def _indices_of(formula: Formula) -> Iterator[str]:
    """Yield the letters above what a formula defines or a derivative is taken by."""
    for tree in formula.trees:
        for part in walk(tree):
            if isinstance(part, Derivative):
                for wrt in part.wrt:
                    yield from _above(wrt)
    if len(formula.members) > 1 and formula.members[1].relation in ("=", ":="):
        yield from _above(formula.members[0].tree)


def _above(tree: Expression | Unread) -> Iterator[str]:
    match tree:
        case Power(base=Name(layer=""), exponent=exponent):
            yield from _letters(exponent)


def _letters(exponent: Expression) -> Iterator[str]:
    r"""Yield the letters of t, t-1, ij; nothing if it is no index."""
    match exponent:
        case Name(sub="", layer="") if exponent.base in _LETTERS:
            yield exponent.base
        case Prime(of=Name() as letter):  # j'
            yield from _letters(letter)
        case Sum(terms=(first, Number())) | Sum(terms=(first, Negative(Number()))):
            yield from _letters(first)
        case Sum(terms=(first, Negative(Name(sub="", layer="")))):
            yield from _letters(first)
        case Product(factors=factors, signs=signs) if not any(signs):
            found = [[x.base] if isinstance(x, Name) and x.label in _BESIDE else list(_letters(x))
                     for x in factors]  # fmt: skip
            if all(found):
                yield from (letter for letters in found for letter in letters)


def _text(exponent: Expression) -> str:
    match exponent:
        case Name():
            return exponent.base
        case Prime(of):
            return f"{_text(of)}'"
        case Number(value=value):
            return f"{value:g}"
        case Negative(of):
            return f"-{_text(of)}"
        case Sum(terms=terms):
            return "".join(
                _text(t) if i == 0 or isinstance(t, Negative) else f"+{_text(t)}"
                for i, t in enumerate(terms)
            )
        case Product(factors=factors):
            return "".join(map(_text, factors))
    return ""


def _alike(trees: Sequence[Expression], bases: set[str]) -> set[str]:
    r"""Return the labels of names with a prime and an index: v_{w_O}' where v_{w_j}' is varied."""
    primes = (p.of for tree in trees for p in walk(tree) if isinstance(p, Prime))
    return {n.label for n in primes if isinstance(n, Name) and n.sub and n.base in bases}


def _primes_in(derivative: Derivative) -> Iterator[Expression]:
    """Yield what is differentiated, and what it is differentiated by, without brackets."""
    for part in (derivative.of, *derivative.wrt):
        yield part
        if isinstance(part, Call):
            yield from part.arguments
