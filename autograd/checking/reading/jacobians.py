r"""Jacobians of what is written entry by entry: matrices of the entries' derivatives.

    \frac{\partial g}{\partial x} where g(u, x) = (x + v, y + w) and x = (x, y)
    \frac{\partial (x, y)}{\partial (r, \theta)}, a matrix, or its determinant
    J_F, DF(x, y) where F(x, y) = (x y, x^2); J where the words say that it is a Jacobian, of such
    an F or of x = r \cos t and y = r \sin t; H of h where a text speaks of Jacobians at all

Each row is of an entry of what is differentiated, each column of one of those that it is by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .chains import Formula, Member, parts_in
from .notation import DEFINING
from .rewritten import rewritten, with_trees
from .tree import Call, Derivative, Matrix, Name, Product, Transpose, Tuple
from .walked import names, walk

_JACOBIAN = re.compile(r"jacobi|jacobien|functional matrix|雅可比|ヤコビ", re.IGNORECASE)
_CALLED = ("J", "F", "G", "H", "DF", "Df", "DG", "Dg", "Dh", "DH")
"""What Jacobians are called beside words that say that one is."""
_OF_NAMES = "x, y"
"""The function that x = r \\cos t and y = r \\sin t are together."""
Entries = tuple[Any, ...]


@dataclass(frozen=True)
class _Told:
    """What formulas say of vectors, by their labels.

    entries  what they are made of
    by       the arguments of those that are functions
    """

    entries: dict[str, Entries]
    by: dict[str, Entries]

    def rows(self, tree: Any) -> Entries | None:
        """Return the entries of what is differentiated, None of a number."""
        match tree:
            case Tuple(entries=entries):
                return entries
            case Name():
                return self.entries.get(tree.label)
            case Call(function=function, primes=0):
                return self.entries.get(function)
        return None

    def columns(self, tree: Any) -> Entries | None:
        """Return the names that a vector of variables is made of, None of a number."""
        found = self.rows(tree) if isinstance(tree, (Name, Tuple)) else None
        plain = found is not None and _are_names(found)
        return found if plain and len(set(found or ())) == len(found or ()) else None

    def variables(self, function: str) -> Entries | None:
        """Return by what the Jacobian of a function is: its arguments, or the entries of one."""
        match self.by.get(function):
            case (argument,):
                return self.columns(argument)
            case arguments:
                return arguments


def with_jacobians(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with such Jacobians as matrices."""
    told = _Told({}, {})
    for formula in formulas:
        for name, entries in _vectors(formula):
            label = name.function if isinstance(name, Call) else name.label
            told.entries.setdefault(label, entries)
            if isinstance(name, Call) and _are_names(name.arguments):
                told.by.setdefault(label, name.arguments)
    called = _called(formulas, told)

    def change(formula: Formula) -> Formula:
        shapes = [shape for tree in formula.trees if (shape := shape_written(tree))]
        lists = [len(t.entries) for t in formula.trees if isinstance(t, Tuple)]
        whole = [m.tree for m in formula.members if not isinstance(m.tree, Name)]

        def part(tree: Any) -> Any:
            if isinstance(tree, Derivative):
                found = _derivative(tree, told, shapes, is_number=tree in whole and not shapes)
                row = isinstance(found, Matrix) and len(found.rows) == 1
                listed = row and len(found.rows[0]) in lists  # (dL/dw, dL/db)
                return Tuple(found.rows[0], found.span) if listed else found
            return _by_name(tree, called, told)

        return with_trees(formula, lambda tree: rewritten(tree, part))

    return [change(formula) for formula in formulas]


def _vectors(formula: Formula) -> Iterator[tuple[Name | Call, Entries]]:
    """Yield the names that a formula says the entries of, with these."""
    named: list[Name | Call] = []
    for member in formula.members:
        if isinstance(member.tree, Name) or (
            isinstance(member.tree, Call) and not member.tree.primes
        ):
            named.append(member.tree)
        elif member.relation in DEFINING and (entries := _entries(member.tree)):
            yield from ((name, entries) for name in named)
            return


def _entries(tree: Any) -> Entries | None:
    """Return the entries of a vector that is written out, two at least."""
    if isinstance(tree, Transpose):
        tree = tree.of
    match tree:
        case Tuple(entries=(_, _, *_) as entries) | Matrix(rows=((_, _, *_) as entries,)):
            return tuple(entries)
        case Matrix(rows=(_, _, *_) as rows) if len(rows[0]) == 1:
            return tuple(row[0] for row in rows)
    return None


def shape_written(tree: Any) -> tuple[int, int] | None:
    """Return the shape of a matrix or a vector that is written out; a list is a row."""
    if isinstance(tree, Transpose) and isinstance(tree.of, (Matrix, Tuple)):
        shape = shape_written(tree.of)
        return shape and (shape[::-1] if isinstance(tree.of, Matrix) else shape)
    if isinstance(tree, Tuple):
        return 1, len(tree.entries)
    return (len(tree.rows), len(tree.rows[0])) if isinstance(tree, Matrix) else None


def _derivative(
    tree: Derivative, told: _Told, shapes: Sequence[tuple[int, int]], *, is_number: bool
) -> Any:
    """Return a derivative by several variables as a matrix, where it is one."""
    if len(tree.wrt) != 1:
        return tree
    by = tree.wrt[0]
    columns, rows = told.columns(by), told.rows(tree.of)
    if columns is None or any(n == by for n in names(tree.point)):
        return tree
    if rows is None:
        rows = (tree.of,)
        found = (1, len(columns)), (len(columns), 1)
        if not isinstance(by, Tuple) and not any(shape in shapes for shape in found):
            return tree
    shape = len(rows), len(columns)
    if by in columns and shape not in shapes and shape[::-1] not in shapes:
        return tree
    whole = _matrix(tree, rows, columns)
    if shape not in shapes and shape[::-1] in shapes:
        return Transpose(whole, tree.span)
    square = isinstance(by, Tuple) and shape[0] == shape[1] > 1
    return Call("det", (whole,), span=tree.span) if square and is_number else whole


def _matrix(tree: Any, rows: Entries, columns: Entries, point: Any = ()) -> Matrix:
    point = point or (tree.point if isinstance(tree, Derivative) else ())
    found = tuple(tuple(Derivative(of, (by,), point, tree.span) for by in columns) for of in rows)
    return Matrix(found, tree.span)


def _called(formulas: Sequence[Formula], told: _Told) -> dict[str, str]:
    """Return the functions whose Jacobians have a name, by that: J_F, and J of a single one."""
    found: dict[str, str] = {}
    mapped = [f for f in told.by if told.variables(f)]
    for function in mapped:
        found |= dict.fromkeys((f"J_{function}", f"J_{{{function}}}", f"D{function}"), function)
    spoken = any(_JACOBIAN.search(formula.prose) for formula in formulas)
    for number, formula in enumerate(formulas):
        first, *others = formula.members
        label = _label(first.tree)
        shape = next((shape_written(m.tree) for m in others), None)
        if label not in _CALLED or shape is None:
            continue
        fitting = [f for f in mapped
                   if shape == (len(told.entries[f]), len(told.variables(f) or ()))]  # fmt: skip
        own = spoken and len(fitting) == 1 and label == fitting[0].upper() != fitting[0]
        if not (own or (spoken and label == "J") or _JACOBIAN.search(formula.prose)):
            continue
        if len(fitting) == 1:
            found[label] = fitting[0]
        elif not mapped and label == "J" and (parts := _of_names(formulas[:number], others, shape)):
            told.entries[_OF_NAMES], told.by[_OF_NAMES] = parts
            found[label] = _OF_NAMES
    given = {f.members[0].tree.label for f in formulas if isinstance(f.members[0].tree, Name)
             and len(f.members) > 1 and shape_written(f.members[1].tree) is None}  # fmt: skip
    return {label: function for label, function in found.items() if label not in given}


def _label(tree: Any) -> str:
    """Return what a side is called: a name, or J of names, J(q); F(x, y) is a function."""
    match tree:
        case Call(function="J", arguments=arguments, primes=0) if _are_names(arguments):
            return tree.function
        case Name():
            return tree.label
    return ""


def _are_names(trees: Entries) -> bool:
    return all(isinstance(x, Name) for x in trees)


def _of_names(
    before: Sequence[Formula], written: Sequence[Member], shape: tuple[int, int]
) -> tuple[Entries, Entries] | None:
    """Return x and y, given before one by one, and r and t that they are differentiated by.

    That is told by their derivatives, or by there being no other names in what they are; or they
    are the angles of what has lengths besides, and all of these stand in the matrix.
    """
    bodies = {f.trees[0]: f.trees[1] for f in before if len(f.trees) > 1 < shape[0]
              and isinstance(f.trees[0], Name) and any(names(f.trees[1]))}  # fmt: skip
    rows = [*bodies][-shape[0] :]
    slopes = (p for p in parts_in(before) if isinstance(p, Derivative) and len(p.wrt) == 1)
    by = [p.wrt[0] for p in slopes if p.of in rows] or [
        n for x in rows for n in names(bodies[x]) if n not in bodies
    ]
    columns = tuple(dict.fromkeys(n for n in by if isinstance(n, Name)))
    if len(columns) > shape[1]:
        angles = {n for x in rows for p in walk(bodies[x]) if isinstance(p, Call) for n in names(p)}
        if {*columns} - angles <= {n for m in written for n in names(m.tree)}:
            columns = tuple(n for n in columns if n in angles)
    fits = shape == (len(rows), len(columns)) and not {*rows} & {*columns}
    return (tuple(rows), columns) if fits else None


def _by_name(tree: Any, called: dict[str, str], told: _Told) -> Any:
    """Return the Jacobian that a name stands for, J_F or J_F(1, 2), as a matrix."""
    match tree:
        case Name() if tree.label in called:
            label, arguments = tree.label, None
        case Call(function=label, arguments=arguments, primes=0) if label in called:
            pass
        case Product(factors=(Name(base="D", sub="", layer=""), Call(function=of) as call)) if (
            f"D{of}" in called
        ):
            label, arguments = f"D{of}", call.arguments
        case _:
            return tree
    function = called[label]
    columns = told.variables(function) or ()
    formals = told.by[function]
    whole = function == _OF_NAMES and len(arguments or ()) == 1 and _are_names(arguments or ())
    point = () if whole or arguments is None or arguments == formals else tuple(
        (x, at) for x, at in zip(columns, arguments, strict=False) if isinstance(x, Name)
    )  # fmt: skip
    if point and len(point) != len(arguments or ()):
        return tree
    return replace(_matrix(tree, told.entries[function], columns, point), span=tree.span)
