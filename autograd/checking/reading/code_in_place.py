r"""Python that changes an array in place, as one assignment: dz = p.copy(), dz /= n.

What stands at the class of each sample, p[range(n), y], is a sum over classes: y is 1 for its own.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

_ROWS = frozenset({"range", "arange"})
_LOGS = frozenset({"log", "log2", "log10"})
_COPIES = frozenset({"copy", "clone"})


class Step(NamedTuple):
    """A statement, and what it assigns if that is not as it stands there; else None."""

    node: ast.stmt
    value: ast.expr | None = None


def in_one(body: Sequence[ast.stmt]) -> list[Step]:
    """Return statements, each with what changes what it sets before anything else uses it."""
    found: list[Step] = []
    for node in body:
        place = _set_by(found, node) if isinstance(node, ast.AugAssign) else None
        if place is None or not isinstance(node, ast.AugAssign):
            found.append(Step(node))
            continue
        before = found[place]
        by, labels = node.value, _labels(node.target)
        by = by if labels is None else ast.BinOp(by, ast.Mult(), labels)
        value = ast.BinOp(_without_copy(before.value or _value(before.node)), node.op, by)
        found[place] = Step(before.node, value)
    return [step._replace(value=_summed(step)) for step in found]


def _set_by(found: Sequence[Step], node: ast.AugAssign) -> int | None:
    """Return which statement sets what one changes, if nothing between them uses it."""
    whole: Any = node.target
    if isinstance(node.target, ast.Subscript):
        whole = node.target.value if _labels(node.target) is not None else None
    if not isinstance(whole, ast.Name):
        return None
    for place in range(len(found) - 1, -1, -1):
        match found[place].node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name == whole.id:
                return None if whole.id in _names(value) else place
            case other if whole.id in _names(other):
                return None
    return None


def _value(node: ast.stmt) -> ast.expr:
    assert isinstance(node, ast.Assign)
    return node.value


def _names(tree: ast.AST) -> Iterator[str]:
    return (part.id for part in ast.walk(tree) if isinstance(part, ast.Name))


def _without_copy(value: ast.expr) -> ast.expr:
    """Return p for p.copy() and np.copy(p)."""
    match value:
        case ast.Call(func=ast.Attribute(attr=attr), args=[of]) if attr in _COPIES:
            return of
        case ast.Call(func=ast.Attribute(value=of, attr=attr), args=[]) if attr in _COPIES:
            return of
    return value


def _labels(tree: ast.expr) -> ast.Name | None:
    """Return the classes of [np.arange(n), y]; None of another index."""
    match tree:
        case ast.Subscript(slice=ast.Tuple(elts=[ast.Call(func=rows), ast.Name() as labels])):
            name = rows.attr if isinstance(rows, ast.Attribute) else getattr(rows, "id", "")
            return labels if name in _ROWS else None
    return None


def _summed(step: Step) -> ast.expr | None:
    """Return the value of a statement with sums over classes, None if it stands as it is."""
    match step:
        case Step(node=ast.Assign(value=written), value=value):
            whole = value or written
            if any(_labels(x) is not None for x in ast.walk(whole) if isinstance(x, ast.expr)):
                total: ast.expr = _Sums().visit(whole)
                return ast.fix_missing_locations(total)
            return value
    return None


class _Sums(ast.NodeTransformer):
    """Put sums over classes for what stands at the class of each sample."""

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """Return the sum of y log(p) for log(p[rows, y])."""
        match node:
            case ast.Call(func=ast.Attribute(attr=attr), args=[ast.Subscript(value=of) as pick]):
                if attr in _LOGS and (labels := _labels(pick)) is not None:
                    return _total(labels, ast.Call(node.func, [of], []))
        self.generic_visit(node)
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        """Return the sum of y p for p[rows, y]."""
        labels = _labels(node)
        return node if labels is None else _total(labels, node.value)


def _total(labels: ast.Name, of: ast.expr) -> ast.expr:
    product = ast.BinOp(ast.Name(labels.id, ast.Load()), ast.Mult(), of)
    total = ast.Attribute(ast.Name("np", ast.Load()), "sum", ast.Load())
    return ast.Call(total, [product], [ast.keyword("axis", ast.Constant(1))])
