"""From instructions to the source of a program of floats: one local variable for each result."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..engine import ops
from ..engine.operation import ATOM, Op
from .blocks import Array, View
from .lowering import Code, Instruction
from .plan import Plan
from .primitives import called_in_python, math_functions, primitive_of
from .signature import Signature


def functions() -> dict[str, Any]:
    """Return what a program's source can call, and its two constants."""
    return {
        **{name: getattr(math, name) for name in (*math_functions(), "inf", "isfinite", "nan")},
        **called_in_python(),
    }


RESERVED = ("forward", "differentiate", "descend", "rate", "weights", "gradient", "row_by_row",
            "step_row_by_row", "abs")  # fmt: skip
DEEPEST_EXPRESSION = 20
"""How deep an expression may be: Python's compiler has limits."""


class Text:
    """Instructions as lines of Python; a result that is used once stands where it is used."""

    def __init__(
        self, plan: Plan, instructions: Sequence[Instruction], names: dict[Any, str]
    ) -> None:
        self._plan = plan
        self._names = names
        self._written: dict[Array, tuple[str, int, int]] = {}
        self._uses = Counter(x.array for i in instructions for x in i.inputs if isinstance(x, View))
        self._repeated = {
            x.array
            for i in instructions
            if (primitive := primitive_of(i.function)) is not None
            for at, x in enumerate(i.inputs)
            if isinstance(x, View) and primitive.python.count(f"{{{at}}}") > 1
        }

    def lines(self, instructions: Sequence[Instruction]) -> list[str]:
        """Return the assignments."""
        found = []
        for instruction in instructions:
            text, precedence, depth = self._expression(instruction)
            out = instruction.out
            inline = self._uses[out.array] == 1 and out.array not in self._repeated
            if inline and out.array.kind not in ("gradient", "kept") and depth < DEEPEST_EXPRESSION:
                self._written[out.array] = text, precedence, depth
            else:
                found.append(f"{self.name(out)} = {text}")
        return found

    def name(self, view: View) -> str:
        """Return the local variable of a number."""
        array = view.array
        key = (array, view.start) if array.is_vector else array
        if key not in self._names:
            kept = array.kind in ("kept", "input")
            self._names[key] = array.name if kept else self._plan.names.of_view(view)
        return self._names[key]

    def _expression(self, instruction: Instruction) -> tuple[str, int, int]:
        operands = [self._operand(x) for x in instruction.inputs]
        depth = 1 + max((depth for _, _, depth in operands), default=0)
        function = instruction.function
        if function == "copy":
            return operands[0]
        primitive = primitive_of(function)
        if primitive is not None:
            template, binds, inside = primitive.python, primitive.precedence, primitive.inside
        else:
            if function not in self._names:
                self._names[function] = self._plan.names.unused(f"row_{function.name}")
            places = ", ".join(f"{{{i}}}" for i in range(len(operands)))
            template = f"{self._names[function]}({places})"
            binds, inside = ATOM, 0
        texts = [
            f"({text})" if precedence < inside + (at > 0 and inside > 0) else text
            for at, (text, precedence, _) in enumerate(operands)
        ]
        return template.format(*texts), binds, depth

    def operand(self, x: Any) -> str:
        """Return a number, or the local variable of one."""
        return self.name(x) if isinstance(x, View) else repr(x)

    def _operand(self, x: Any) -> tuple[str, int, int]:
        if not isinstance(x, View):
            return repr(x), ATOM if math.copysign(1, x) > 0 else 0, 0
        if x.array in self._written:
            return self._written.pop(x.array)
        return self.name(x), ATOM, 0


def source_of(plan: Plan, signature: Signature) -> tuple[str, dict[str, Op]]:
    """Return the text of the functions, and the rows that it calls by name."""
    return _Functions(plan, signature).written()


class _Functions:
    """The functions of a program: forward, differentiate and descend."""

    def __init__(self, plan: Plan, signature: Signature) -> None:
        self._plan, self._signature = plan, signature
        code = Code(batch=False)
        self._forward, self._backward = [code.blocks(blocks) for blocks in plan.phases.values()]
        self._names: dict[Any, str] = {}
        self._text = Text(plan, [], self._names)
        self._roots = [plan.value(v) for v in signature.roots]
        self._gradient = list(_views(plan.gradient))
        self._begin = [f"{_all(self._text.name(v) for v in _views(plan.weights))} = weights"]
        self._given = ", ".join(self._arguments())

    def _arguments(self) -> list[str]:
        """Return the names of the arguments; lists are unpacked at the beginning of a function."""
        arguments = []
        places = iter(self._plan.arguments)
        for entry in self._signature.entries:
            if isinstance(entry, list):
                inputs = [next(places) for _ in entry]
                scalars = [s for array in inputs for s in array.rows]
                arguments.append(self._plan.names.of_rows(scalars, matrix=True))
                self._begin.append(f"{_all(array.name for array in inputs)} = {arguments[-1]}")
            else:
                arguments.append(next(places).name)
        return arguments

    def written(self) -> tuple[str, dict[str, Op]]:
        """Return the text, and the rows that it calls by name."""
        given = self._given
        functions = [self._function("forward", "", self._roots, [], f"row_by_row({given})")]
        if self._signature.wrt is not None:
            wanted = [*self._roots, *self._gradient]
            slopes = [self._text.name(v) for v in self._gradient]
            stepped = [
                f"{self._text.name(w)} - rate * {slope}"
                for w, slope in zip(_views(self._plan.weights), slopes, strict=True)
            ]
            otherwise = f"row_by_row({given}, differentiate=True)"
            end = [f"gradient[:] = {_all(slopes)}"]
            functions.append(self._function("differentiate", "", wanted, end, otherwise))
            otherwise = f"step_row_by_row({given}, rate=rate)"
            end = [f"weights[:] = {_all(stepped)}"]
            functions.append(self._function("descend", ", *, rate", wanted, end, otherwise))
        rows = {name: op for op, name in self._names.items() if isinstance(op, Op)}
        return "\n".join(functions), rows

    def _function(
        self, name: str, more: str, wanted: list[Any], end: list[str], otherwise: str
    ) -> str:
        """Return a function that computes what is wanted, and does `end` if all is finite."""
        phases = [*self._forward, *(self._backward if wanted is not self._roots else [])]
        used = _used(phases, wanted)
        text = Text(self._plan, used, self._names)
        lines = [*self._begin, *text.lines(used)]
        roots = [text.operand(x) for x in self._roots]
        tested = {*self._roots, *_factors(used, self._plan.gradient)}
        others = [text.operand(x) for x in wanted if x not in tested]
        lines += [f"if not isfinite({' + '.join([*roots, *others])}):", "    raise ArithmeticError"]
        lines += [*end, f"return {roots[0] if self._signature.single_root else _all(roots)}"]
        inner = "\n".join(f"        {line}" for line in lines)
        return (
            f"def {name}({self._given}{more}):\n    try:\n{inner}\n"
            f"    except (ArithmeticError, ValueError):\n        return {otherwise}\n"
        )


def _all(names: Iterable[str]) -> str:
    return f"[{', '.join(names)}]"


def _views(array: Array) -> Iterator[View]:
    for at in range(len(array.rows)):
        yield View(array, at, at + 1)


def _factors(instructions: Iterable[Instruction], products: Array) -> set[View]:
    """Return the factors of what is in an array: where they are not finite, the product is not."""
    return {
        x
        for instruction in instructions
        if instruction.function is ops.mul and instruction.out.array is products
        for x in instruction.inputs
        if isinstance(x, View)
    }


def _used(instructions: Sequence[Instruction], wanted: Iterable[Any]) -> list[Instruction]:
    """Return the instructions on which the wanted results depend."""
    needed = {x.array for x in wanted if isinstance(x, View)}
    found = []
    for instruction in reversed(instructions):
        if instruction.out.array in needed:
            found.append(instruction)
            needed |= {x.array for x in instruction.inputs if isinstance(x, View)}
    return found[::-1]
