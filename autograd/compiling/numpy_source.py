"""From instructions to the source of a NumPy program, with few buffers, used again and again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from .blocks import Array, View
from .identifiers import Names
from .lowering import Instruction
from .primitives import primitive_of
from .runtime import functions

MATRIX_ONLY = ("dot", "inner")


class Source:
    """The text of a program's functions, and what it refers to by name.

    text       lines that make the buffers for `m` samples and define the functions
    constants  {name: the matrix of plain numbers, or the row that is called}
    weights    {name: the part of the vector of weights that it means}
    direct     the inputs of which only matrix products are taken: they are not copied
    """

    def __init__(
        self, phases: dict[str, list[Instruction]], inputs: Sequence[Array], names: Names
    ) -> None:
        self.constants: dict[str, Any] = {}
        self.weights: dict[str, View] = {}
        self._names = names
        self._functions = functions()
        self._made: dict[str, str] = {}
        """{what is made of buffers: its name}"""
        everything = [i for phase in phases.values() for i in phase]
        self.direct = [a for a in inputs if all(_whole(a, i) for i in everything)]
        self.buffers: dict[Array, str] = {a: a.name for a in inputs}
        self._sizes: dict[str, str] = {a.name: _size(a) for a in inputs if a not in self.direct}
        self._allocate(everything)
        self._arguments = ", ".join(a.name for a in self.direct)
        defined = [self._function(name, phase) for name, phase in phases.items()]
        buffers = [f"{name} = {size}" for name, size in self._sizes.items()]
        views = [f"{name} = {text}" for text, name in self._made.items()]
        self.text = "\n".join([*buffers, *views, *defined, ""])

    def _allocate(self, instructions: Sequence[Instruction]) -> None:
        """Give every array a buffer: its own if it is kept, else one that is free again."""
        last: dict[Array, int] = {}
        for at, instruction in enumerate(instructions):
            for view in _views(instruction):
                last[view.array] = at
        free: dict[str, list[str]] = {}
        for at, instruction in enumerate(instructions):
            dying = [
                v.array
                for v in _views(instruction)
                if last.get(v.array) == at and v.array.kind in ("temporary", "register")
            ]
            primitive = primitive_of(instruction.function)
            if primitive is not None and primitive.in_place:
                self._release(dying, instruction.out.array, free)
                self._buffer(instruction.out.array, free)
            else:
                self._buffer(instruction.out.array, free)
                self._release(dying, instruction.out.array, free)

    def _release(self, dying: Iterable[Array], out: Array, free: dict[str, list[str]]) -> None:
        for array in dict.fromkeys(dying):
            if array is not out:
                name = self.buffers[array]
                free.setdefault(self._sizes[name], []).append(name)

    def _buffer(self, array: Array, free: dict[str, list[str]]) -> None:
        if array in self.buffers or array.kind in ("weights", "gradient", "count"):
            return
        size = _size(array)
        if array.kind == "kept":
            name = array.name
        elif free.get(size):
            name = free[size].pop()
        else:
            name = self._names.unused(f"t{len(array.rows)}")
        self.buffers[array] = name
        self._sizes[name] = size

    # --- text ---

    def _function(self, name: str, instructions: Sequence[Instruction]) -> str:
        lines = [f"    {self._call(i)}" for i in instructions] or ["    pass"]
        return "\n".join([f"\ndef {name}({self._arguments}):", *lines])

    def _call(self, instruction: Instruction) -> str:
        function, inputs, out = instruction.function, instruction.inputs, instruction.out
        if function == "copy":
            return f"copyto({self.view(out)}, {self.operand(inputs[0])})"
        if function in ("dot", "mix"):
            matrix = inputs[0]
            first = self._matrix(matrix, flat=True) if function == "dot" else self._constant(matrix)
            return f"dot({first}, {self._table(inputs[1])}, {self.view(out)})"
        if function == "inner":
            return self._inner(inputs[0], inputs[1], out)
        if function == "total":
            return f"dot({self._table(inputs[0])}, ones, {self._flat(out)})"
        if str(function).startswith("reduce "):
            name = function.partition(" ")[2]
            return f"{name}.reduce({self._table(inputs[0])}, 0, None, {self.view(out)})"
        given = ", ".join(map(self.operand, inputs))
        primitive = primitive_of(function)
        if primitive is not None and primitive.array in self._functions:
            return f"{primitive.array}({given}, {self.view(out)})"
        return f"each({self._known_constant('row', function)}, {self.view(out)}, {given})"

    def _inner(self, a: View, b: View, out: View) -> str:
        if out.shape is not None:
            return f"dot({self._table(a)}, {self._turned(b)}, {self._matrix(out, flat=False)})"
        return f"vecdot({self._table(a)}, {self._table(b)}, {self._flat(out)})"

    def operand(self, x: Any) -> str:
        """Return the text of a place or a number."""
        return self.view(x) if isinstance(x, View) else repr(x)

    def view(self, view: View) -> str:
        """Return the name of some rows: one row for itself has one dimension less."""
        array = view.array
        if array.kind == "count":
            return "m"
        if array.is_vector:
            text = f"{array.kind}[{view.start}:{view.stop}]"
            return self._named(view, text if view.size == 1 else f"{text}.reshape(-1, 1)")
        name = self.buffers[array]
        if view.is_whole:
            return name
        at = f"{view.start}" if view.size == 1 else f"{view.start}:{view.stop}"
        return self._named(view, f"{name}[{at}]")

    def _table(self, view: View) -> str:
        """The rows as a matrix, even a single one."""
        if view.array in self.direct:
            return view.array.name
        if view.size > 1:
            return self.view(view)
        if view.array.is_vector:
            return self._named(view, f"{view.array.kind}[{view.start}:{view.stop}].reshape(1, 1)")
        name = self.buffers[view.array]
        if len(view.array.rows) == 1:
            return self._named(view, f"{name}.reshape(1, -1)")
        return self._named(view, f"{name}[{view.start}:{view.stop}]")

    def _turned(self, view: View) -> str:
        if view.array in self.direct:
            return f"{view.array.name}.T"
        return self._named(view, f"{self._table(view)}.T")

    def _matrix(self, view: View, *, flat: bool) -> str:
        """Numbers for all samples as a matrix; with `flat` as a vector if it has one row."""
        rows, columns = view.shape or (view.size, 1)
        vector = view.array.is_vector
        name = view.array.kind if vector else self.buffers[view.array]
        at = f"[{view.start}:{view.stop}]" if vector else ""
        if flat and (columns if view.turned else rows) == 1:
            return self._named(view, f"{name}{at}.reshape(-1)")
        turned = ".T" if view.turned else ""
        return self._named(view, f"{name}{at}.reshape({rows}, {columns}){turned}")

    def _flat(self, view: View) -> str:
        array = view.array
        if array.is_vector:
            return self._named(view, f"{array.kind}[{view.start}:{view.stop}]")
        part = "" if view.is_whole else f"[{view.start}:{view.stop}]"
        return self._named(view, f"{self.buffers[array]}{part}.reshape(-1)")

    def _named(self, view: View, text: str) -> str:
        if text not in self._made:
            self._made[text] = self._names.of_view(view)
            if view.array.kind == "weights":
                places = [(known.start, known.stop) for known in self.weights.values()]
                if (view.start, view.stop) not in places:
                    self.weights[self._made[text]] = view
        return self._made[text]

    def _constant(self, matrix: tuple[Any, ...]) -> str:
        return self._known_constant("mixture", matrix[0] if len(matrix) == 1 else matrix)

    def _known_constant(self, wanted: str, value: Any) -> str:
        for name, known in self.constants.items():
            if known == value:
                return name
        name = self._names.unused(wanted)
        self.constants[name] = value
        return name


def _size(array: Array) -> str:
    """Return the call that makes a buffer: a single row has one dimension."""
    count = len(array.rows)
    if array.batch:
        return f"rows({count})" if count > 1 else "row()"
    return f"numbers({count})" if count > 1 else "number()"


def _views(instruction: Instruction) -> list[View]:
    return [x for x in (*instruction.inputs, instruction.out) if isinstance(x, View)]


def _whole(array: Array, instruction: Instruction) -> bool:
    """Whether an instruction leaves an array alone, or takes all of it into a matrix product."""
    if all(view.array is not array for view in _views(instruction)):
        return True
    views = [view for view in _views(instruction) if view.array is array]
    return (
        instruction.function in MATRIX_ONLY
        and (instruction.function == "dot" or instruction.out.shape is not None)
        and all(view.is_whole for view in views)
    )
