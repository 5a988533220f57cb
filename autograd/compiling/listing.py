"""A program as lines to read: backprop as one would write it by hand.

A temporary result that is used once stands where it is used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from ..ops import ATOM, PRODUCT, Op
from ..symbols import Symbol, symbol_of, write
from .blocks import Array, Block, View
from .names import Names
from .plan import Plan


def listing(plan: Plan) -> str:
    """Return the lines of a program: its arrays, then forward, then backward."""
    return _Listing(plan).text()


def _sign(text: str) -> Op:
    """Return an operation that only stands in a formula."""
    precedence = PRODUCT if " @ " in text else ATOM
    return Op("written", text, text, float, lambda *_: (), precedence, family=_sign)


_MATMUL, _TURNED = _sign("$x @ $y"), _sign("$x @ $y.T")
_OVER_SAMPLES, _OVER_ROWS = _sign('sum($x, "samples")'), _sign('sum($x, "rows")')
_OTHERS = _sign("others($x)")


class _Listing:
    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        blocks = [block for phase in plan.phases.values() for block in phase]
        views = [x for block in blocks for x in block.operands if isinstance(x, View)]
        self._uses = Counter(view.array for view in views)
        self._parts = {view.array for view in views if not view.is_whole}
        self._written: dict[Array, Symbol] = {}
        self._named: dict[Any, str] = {}
        taken = {array.name for array in plan.arguments} | {
            block.out.array.name for block in blocks
        }
        self._names = Names(plan.labels, taken)

    def text(self) -> str:
        phases = {
            name: [line for block in blocks for line in self._line(block)]
            for name, blocks in self._plan.phases.items()
        }
        inputs = [
            f"{array.name} ({len(array.rows)}, m)" if len(array.rows) > 1 else f"{array.name} (m)"
            for array in self._plan.arguments
        ]
        lines = []
        if self._plan.batch:
            lines += ["m samples: a row for each node, a column for each sample"]
            lines += ["inputs      " + ", ".join(inputs)]
            if self._shapes():
                lines += ["parameters  " + ", ".join(self._shapes())]
        for name, body in phases.items():
            if body:
                lines += ["", name, *[f"    {line}" for line in body]]
        return "\n".join(lines)

    def _shapes(self) -> list[str]:
        """Return the name and the shape of each part of the weights."""
        found: dict[int, str] = {}
        for (kind, start, stop, shape), name in self._named.items():
            if kind == "weights":
                found.setdefault(start, f"{name} {shape or f'({stop - start})'}")
        return [found[start] for start in sorted(found)]

    def _line(self, block: Block) -> list[str]:
        out = block.out
        symbol = self._symbol(block)
        whole = out.is_whole
        once = self._uses[out.array] == 1 and out.array not in self._parts
        if out.array.kind == "temporary" and whole and once and symbol is not None:
            self._written[out.array] = symbol
            return []
        return [f"{self._place(out)} = {symbol}"]

    def _symbol(self, block: Block) -> Symbol:
        if block.kind in _KINDS:
            return _KINDS[block.kind](self, block)
        operands = [self._operand(x) for x in block.operands]
        if block.kind == "row":
            return write(block.of.op, operands)
        slots = iter(operands)
        total: Any = None
        terms = [(c, [next(slots) for _ in factors]) for c, *factors in block.pattern]
        shared = [not any(factors) for _, *factors in block.pattern]
        order = sorted(range(len(terms)), key=lambda i: (terms[i][0] < 0, shared[i]))
        for c, factors in [terms[i] for i in order]:
            term: Any = symbol_of(abs(c))
            for x in factors:
                term = term * x
            if total is None:
                total = -term if c < 0 else term
            else:
                total = total - term if c < 0 else total + term
        return symbol_of(total)

    def _operand(self, x: Any) -> Symbol:
        if not isinstance(x, View):
            return symbol_of(x)
        return self._written.pop(x.array) if x.array in self._written else Symbol(self._place(x))

    def _named_operand(self, x: View) -> Symbol:
        """Return an operand of a matrix product, which has to have a name."""
        symbol = self._operand(x)
        return symbol if symbol.op is None else Symbol(f"({symbol})")

    def _place(self, view: View) -> str:
        array, whole = view.array, view.is_whole
        if array.is_vector:
            shape = (view.shape[::-1] if view.turned else view.shape) if view.shape else None
            shape = view.shape
            key = (array.kind, view.start, view.stop, shape)
            if key not in self._named:
                self._named[key] = self._names.of_view(view)
            return self._named[key] + (".T" if view.turned else "")
        if whole:
            return array.name + (".T" if view.turned else "")
        at = f"{view.start}" if view.size == 1 else f"{view.start}:{view.stop}"
        return f"{array.name}[{at}]"

    def product(self, block: Block) -> Symbol:
        """Return W @ X."""
        return write(_MATMUL, [self._named_operand(x) for x in block.operands])

    def mixture(self, block: Block) -> Symbol:
        """Return the sum of all rows, of all but one for each, or some matrix times the rows."""
        matrix, rows = block.operands
        x = self._operand(rows)
        if all(c == 1 for row in matrix for c in row) and len(matrix) == 1:
            return write(_OVER_ROWS, [x])
        if all(c == (i != j) for i, row in enumerate(matrix) for j, c in enumerate(row)):
            return write(_OTHERS, [x])
        return write(_MATMUL, [Symbol(str([list(row) for row in matrix])), x])

    def inner(self, block: Block) -> Symbol:
        """Return dZ @ X.T, or the sums over the samples of the products of two rows."""
        a, b = [self._named_operand(x) for x in block.operands]
        if block.out.shape:
            return write(_TURNED, [a, b])
        return write(_OVER_SAMPLES, [a * b])

    def total(self, block: Block) -> Symbol:
        """Return the sums over the samples."""
        if len(block.operands) == 2:
            return self.inner(block)
        return write(_OVER_SAMPLES, [self._operand(block.operands[0])])

    def pairs(self, block: Block) -> Symbol:
        """Return the sum over the rows of the products of two arrays."""
        a, b = [self._operand(x) for x in block.operands]
        return write(_OVER_ROWS, [a * b])

    def reduce(self, block: Block) -> Symbol:
        """Return what a row of many inputs is of all the rows of an array."""
        return write(block.of.op, [self._operand(block.operands[0])])

    def copy(self, block: Block) -> Symbol:
        """Return what is copied."""
        return self._operand(block.operands[0])


_KINDS: dict[str, Callable[[_Listing, Block], Symbol]] = {
    "product": _Listing.product,
    "mix": _Listing.mixture,
    "inner": _Listing.inner,
    "total": _Listing.total,
    "pairs": _Listing.pairs,
    "reduce": _Listing.reduce,
    "copy": _Listing.copy,
}
