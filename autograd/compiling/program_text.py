"""A program as lines to read: backprop as one would write it by hand.

A temporary result that is used once stands where it is used, as long as the line stays short.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from ..engine.operation import ATOM, PRODUCT, Op
from ..formulas.symbol import Symbol, symbol_of, write
from .blocks import Array, Block, View
from .plan import Plan

LONGEST = 60
"""A longer formula is a line of its own."""


def text_of(plan: Plan) -> str:
    """Return the lines of a program: its arrays, then forward, then backward."""
    return _Writer(plan).text()


def _sign(text: str) -> Op:
    """Return an operation that only stands in a formula."""
    precedence = PRODUCT if " @ " in text else ATOM
    return Op("written", text, text, float, lambda *_: (), precedence, family=_sign)


_MATMUL, _TURNED = _sign("$x @ $y"), _sign("$x @ $y.T")
_OVER_SAMPLES, _OVER_ROWS = _sign('sum($x, "samples")'), _sign('sum($x, "rows")')
_OTHERS = _sign("others($x)")  # for each row the sum of the other rows


class _Writer:
    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._names = plan.names.anew()
        self._named: dict[Any, str] = {}
        self._formulas: dict[Array, Symbol] = {}
        self._shapes: dict[str, tuple[int, ...]] = {}
        blocks = [block for phase in plan.phases.values() for block in phase]
        views = [x for block in blocks for x in block.operands if isinstance(x, View)]
        self._uses = Counter(view.array for view in views)
        self._in_parts = {view.array for view in views if not view.is_whole}

    def text(self) -> str:
        inputs = ", ".join(self._shaped(array) for array in self._plan.arguments)
        phases = {
            name: [line for block in blocks for line in self._line(block)]
            for name, blocks in self._plan.phases.items()
        }
        lines = []
        if self._plan.batch:
            lines += ["m samples: a row for each node, a column for each sample"]
            lines += [f"inputs      {inputs}"]
            if self._shapes:
                weights = [
                    f"{name} {shape}".replace(",)", ")") for name, shape in self._shapes.items()
                ]
                lines += [f"parameters  {', '.join(weights)}"]
        for name, body in phases.items():
            if body:
                lines += ["", name, *[f"    {line}" for line in body]]
        return "\n".join(lines).lstrip("\n")

    def _shaped(self, array: Array) -> str:
        rows = f"{len(array.rows)}, " if len(array.rows) > 1 else ""
        return f"{self._name(array)} ({rows}m)"

    def _line(self, block: Block) -> list[str]:
        """Return the line of a block; none where its formula stands in another one."""
        array = block.out.array
        formula = _FORMULAS[block.kind](self, block)
        once = self._uses[array] == 1 and array not in self._in_parts and block.out.is_whole
        if array.kind == "temporary" and once and len(str(formula)) <= LONGEST:
            self._formulas[array] = formula
            return []
        return [f"{self._place(block.out)} = {formula}"]

    # --- names ---

    def _operand(self, x: Any) -> Symbol:
        if not isinstance(x, View):
            return symbol_of(x)
        formula = self._formulas.pop(x.array, None)
        return Symbol(self._place(x)) if formula is None else formula

    def _bracketed(self, x: View) -> Symbol:
        """Return an operand of a matrix product."""
        symbol = self._operand(x)
        return symbol if symbol.op is None else Symbol(f"({symbol})")

    def _place(self, view: View) -> str:
        array = view.array
        turned = ".T" if view.turned else ""
        if array.kind == "count":
            return "m"
        if array.is_vector:
            return self._part(view) + turned
        if view.is_whole:
            return self._name(array) + turned
        at = f"{view.start}" if view.size == 1 else f"{view.start}:{view.stop}"
        return f"{self._name(array)}[{at}]"

    def _name(self, array: Array) -> str:
        if array not in self._named:
            matrix = array.batch and len(array.rows) > 1
            self._named[array] = self._names.of_rows(array.rows, matrix)
        return self._named[array]

    def _part(self, view: View) -> str:
        """Return the name of a part of the weights or of the gradients, for which there is one."""
        key = (view.array, view.start, view.stop)
        if key not in self._named:
            self._named[key] = self._names.of_view(view)
            if view.array.kind == "weights" and self._plan.batch:
                self._shapes[self._named[key]] = view.shape or (view.size,)
        name = self._named[key]
        as_row = self._shapes.get(name, ()) == (1, view.size) and view.shape is None
        return name + (".T" if as_row and view.size > 1 else "")

    # --- formulas ---

    def row(self, block: Block) -> Symbol:
        return write(block.of.op, [self._operand(x) for x in block.operands])

    def sum(self, block: Block) -> Symbol:
        slots = iter([self._operand(x) for x in block.operands])
        terms = [
            (c < 0, not any(batch), abs(c), [next(slots) for _ in batch])
            for c, *batch in block.pattern
        ]
        terms.sort(key=lambda term: term[:2])  # what is added first, what all samples share last
        written = [(negative, _product(c, factors)) for negative, _, c, factors in terms]
        if len(terms) > LONGEST // 4:  # too long for a line, and too deep for a formula
            text = "".join(f" {'-+'[not sign]} {term}" for sign, term in written)
            return Symbol(text.removeprefix(" + ").removeprefix(" "))
        (negative, total), *others = written
        total = -total if negative else total
        for negative, term in others:
            total = total - term if negative else total + term
        return total

    def product(self, block: Block) -> Symbol:
        return write(_MATMUL, [self._bracketed(x) for x in block.operands])

    def mix(self, block: Block) -> Symbol:
        matrix, rows = block.operands
        if all(c == 1 for row in matrix for c in row) and len(matrix) == 1:
            return write(_OVER_ROWS, [self._operand(rows)])
        if all(c == (i != j) for i, row in enumerate(matrix) for j, c in enumerate(row)):
            return write(_OTHERS, [self._operand(rows)])
        shown = ", ".join(str([float(f"{c:.6g}") for c in row]) for row in matrix)
        return write(_MATMUL, [Symbol(f"[{shown}]"), self._bracketed(rows)])

    def inner(self, block: Block) -> Symbol:
        a, b = [self._bracketed(x) for x in block.operands]
        return write(_TURNED, [a, b]) if block.out.shape else write(_OVER_SAMPLES, [a * b])

    def total(self, block: Block) -> Symbol:
        if len(block.operands) == 2:
            return self.inner(block)
        return write(_OVER_SAMPLES, [self._operand(block.operands[0])])

    def pairs(self, block: Block) -> Symbol:
        a, b = [self._operand(x) for x in block.operands]
        return write(_OVER_ROWS, [a * b])

    def copy(self, block: Block) -> Symbol:
        return self._operand(block.operands[0])


def _product(c: float, factors: list[Symbol]) -> Symbol:
    product = symbol_of(c)
    for x in factors:
        product = product * x
    return product


_FORMULAS: dict[str, Callable[[_Writer, Block], Symbol]] = {
    "row": _Writer.row,
    "sum": _Writer.sum,
    "product": _Writer.product,
    "mix": _Writer.mix,
    "reduce": _Writer.row,
    "pairs": _Writer.pairs,
    "inner": _Writer.inner,
    "total": _Writer.total,
    "copy": _Writer.copy,
}
