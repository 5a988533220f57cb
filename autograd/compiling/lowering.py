"""From blocks to instructions: one call of a NumPy function each, or one operation of Python.

A block's row is read with Operands, which write an instruction for every operation on them; an
instruction that has been written before is not written again.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ..engine import ops
from ..engine.arithmetic import Arithmetic
from ..engine.operation import READINGS, Op
from .blocks import Array, Block, View
from .primitives import form_of, is_extreme


@dataclass(eq=False)
class Instruction:
    """out = function(*inputs).

    function  a row: a primitive, or to be called; or "dot", "inner", "total", ...
    inputs    Views and numbers; of "mix" first the matrix, as tuples of numbers
    """

    function: Any
    inputs: tuple[Any, ...]
    out: View


class Operand(Arithmetic):
    """A place, operations on which are written down; or an array, on which they are computed."""

    __slots__ = ("code", "view")
    _computes = True

    def __init__(self, code: Computer, view: Any) -> None:
        self.code, self.view = code, view


READINGS["_computes"] = lambda op, inputs: next(
    x for x in inputs if isinstance(x, Operand)
).code.row(op, inputs)


class Computer(ABC):
    """What Operands ask for the results of rows."""

    def __init__(self, batch: bool) -> None:
        self._batch = batch

    @abstractmethod
    def primitive(self, function: Any, inputs: Sequence[Any]) -> Operand:
        """Return the result of an operation."""

    def row(self, op: Op, inputs: Sequence[Any]) -> Any:
        """Return a row of operands and numbers: by its form, or as one instruction."""
        form = form_of(op)
        if form is not None:
            return form(*inputs)
        if is_extreme(op):
            first, *others = sorted(inputs, key=_is_number)
            for x in others:
                first = self.primitive(op, (first, x))
            return first
        if op is ops.heaviside and self._batch:
            return ops.sign(ops.relu(*inputs))  # mostly there already; a comparison is slower
        return self.primitive(op, inputs)


class Code(Computer):
    """The instructions of some blocks, for arrays or for floats."""

    def __init__(self, batch: bool) -> None:
        super().__init__(batch)
        self.instructions: list[Instruction] = []
        self._known: dict[Any, View] = {}
        self._same: dict[Array, View] = {}
        """What a temporary array would only repeat."""

    def blocks(self, blocks: Sequence[Block]) -> list[Instruction]:
        """Write the instructions of some blocks; return them."""
        before = len(self.instructions)
        for block in blocks:
            self._block(block)
        return self.instructions[before:]

    def _block(self, block: Block) -> None:
        places = tuple([self.place(x) for x in block.operands])
        if block.kind in _WHOLE:
            self._write(_WHOLE[block.kind](block), places, block.out)
            return
        operands = [Operand(self, x) if isinstance(x, View) else x for x in places]
        if block.kind == "pairs":
            of_each = operands[0] * operands[1]
            self._write("mix", (((1.0,) * of_each.view.size,), of_each.view), block.out)
            return
        if block.kind == "sum":
            result = self._sum(block, operands)
        elif all(map(_is_number, operands)):  # at which it has no value: that is to be said later
            self._write(block.of.op, places, block.out)
            return
        else:
            result = self.row(block.of.op, operands)
        self._store(result, block.out)

    def primitive(self, function: Any, inputs: Sequence[Any]) -> Operand:
        """Return the result of an operation."""
        given = tuple([x.view if isinstance(x, Operand) else float(x) for x in inputs])
        key = (function, *given)
        if key not in self._known:
            views = [x for x in given if isinstance(x, View)]
            count = max(x.size for x in views)
            rows: list[Any] = [None] * count
            array = Array("", any(x.array.batch for x in views), kind="register", rows=rows)
            self._known[key] = View(array, 0, count)
            self._write(function, given, self._known[key])
        return Operand(self, self._known[key])

    def _write(self, function: Any, inputs: tuple[Any, ...], out: View) -> None:
        self.instructions.append(Instruction(function, inputs, out))

    def _sum(self, block: Block, operands: list[Any]) -> Any:
        result: Any = None
        for c, factors in _terms(block, operands):
            term, sign = abs(c), -1 if c < 0 else 1
            if factors:
                term = factors[0]
                for x in factors[1:]:
                    term = term * x
                term = term if abs(c) == 1 else term * abs(c)
            if result is None:
                result = term if sign > 0 else -term
            else:
                result = result - term if sign < 0 else result + term
        return result

    def place(self, x: Any) -> Any:
        """Return where a place really is, if a temporary array would only repeat another."""
        if isinstance(x, View) and x.array in self._same:
            same = self._same[x.array]
            return x._replace(
                array=same.array, start=same.start + x.start, stop=same.start + x.stop
            )
        return x

    def _store(self, result: Any, out: View) -> None:
        """Have the result in its block's place: written there, or what was known before."""
        view = result.view if isinstance(result, Operand) else result
        last = self.instructions[-1] if self.instructions else None
        if isinstance(view, View) and view.size == out.size:
            if last and last.out == view and view.array.kind == "register":
                key = (last.function, *last.inputs)
                last.out = self._known[key] = out
                return
            if out.array.kind == "temporary" and out.is_whole:
                self._same[out.array] = view
                return
        self._write("copy", (view,), out)


def _is_number(x: Any) -> bool:
    return isinstance(x, float)


def _terms(block: Block, operands: list[Any]) -> list[tuple[float, list[Any]]]:
    """Return the terms of a sum with their operands, one with a positive coefficient first."""
    slots = iter(operands)
    counts = [(c, len(factors)) for c, *factors in block.pattern]
    terms = [(c, [next(slots) for _ in range(n)]) for c, n in counts]
    terms.sort(key=lambda term: (term[0] < 0, not term[1]))
    return terms


_WHOLE: dict[str, Callable[[Block], Any]] = {
    "product": lambda _: "dot",
    "mix": lambda _: "mix",
    "inner": lambda _: "inner",
    "total": lambda block: "inner" if len(block.operands) == 2 else "total",
    "reduce": lambda block: f"reduce {block.of.op.name}",
    "copy": lambda _: "copy",
}
