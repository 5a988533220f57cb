"""A graph as straight-line Python for one sample: floats in local variables, and no array."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from .. import ops
from ..ops import ATOM, Op
from . import careful
from .arguments import as_numbers
from .blocks import Array, View
from .forms import PRIMITIVES
from .listing import listing
from .lower import Code, Instruction
from .plan import Plan
from .signature import Signature

FUNCTIONS: dict[str, Any] = {
    **{name: getattr(math, name) for name in (
        "acos", "asin", "atan", "cos", "cosh", "exp", "expm1", "log", "log1p", "pow", "sin",
        "sinh", "sqrt", "tan", "tanh", "inf", "isfinite", "nan",
    )},
    **{row.name: row.forward for row in (ops.maximum, ops.minimum, ops.sign)},
}  # fmt: skip
DEEPEST = 20
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
            if i.function in PRIMITIVES
            for at, x in enumerate(i.inputs)
            if isinstance(x, View) and PRIMITIVES[i.function].python.count(f"{{{at}}}") > 1
        }

    def lines(self, instructions: Sequence[Instruction]) -> list[str]:
        """Return the assignments."""
        found = []
        for instruction in instructions:
            text, precedence, depth = self._expression(instruction)
            out = instruction.out
            inline = self._uses[out.array] == 1 and out.array not in self._repeated
            if inline and out.array.kind not in ("gradient", "kept") and depth < DEEPEST:
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
        if function in PRIMITIVES:
            primitive = PRIMITIVES[function]
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


class StraightProgram:
    """Forward and backward for one sample at a time, in plain Python; see `compile`.

    parameters  the Values by which it differentiates, in the order of
    weights     a list of their numbers: change it in place, and the next call computes with it
    gradient    a list of d(root)/d(parameter), which `backward` fills
    source      the text that runs
    """

    def __init__(self, signature: Signature) -> None:
        self._signature = signature
        reserved = ["weights", "gradient", "rate", "careful", "careful_step", *FUNCTIONS, *_OWN]
        self._plan = plan = Plan(signature, batch=False, reserved=reserved)
        self.parameters = plan.parameters
        self.weights: list[float] = []
        self.gradient: list[float] = [0.0] * len(self.parameters)
        self.source, rows = _source(plan, signature)
        space: dict[str, Any] = {
            **FUNCTIONS,
            **{name: row.forward for name, row in rows.items()},
            "weights": self.weights,
            "gradient": self.gradient,
            "careful": self._carefully,
            "careful_step": self._step_carefully,
        }
        exec(compile(self.source, "<program>", "exec"), space)
        self._forward, self._differentiate = space["forward"], space.get("differentiate")
        self.descend = space.get("descend")
        """`descend(*arguments, rate=...)`: go down the gradient; return the root of before."""
        self._given: tuple[Any, ...] = ()
        self.load()

    def load(self) -> None:
        """Set `weights` to the parameters' data."""
        self.weights[:] = [v.data for v in self.parameters]

    def store(self) -> None:
        """Set the parameters' data to `weights`."""
        for v, x in zip(self.parameters, self.weights, strict=True):
            v.data = x

    def __call__(self, *arguments: Any) -> Any:
        """Return the root, of a list of roots a list."""
        self._given = arguments
        return self._forward(*arguments)

    def backward(self) -> None:
        """Fill `gradient` for the last call."""
        if not self._given:
            raise RuntimeError("there is nothing to go back from: call the program first")
        if self._differentiate is None:
            raise ValueError("a program of several roots has no gradient: compile one of them")
        self._differentiate(*self._given)

    def value(self, what: Any) -> float:
        """Return the value of a node in the last call, by its label or itself."""
        return self._values(self._given)[self._signature.node(what)][0]

    def grad(self, what: Any) -> float:
        """Return the derivative of the root by a node in the last call."""
        return self._slopes(self._given)[self._signature.node(what)][0]

    def __str__(self) -> str:
        return listing(self._plan)

    # --- where a number is outside a domain, or not finite: the graph itself ---

    def _values(self, arguments: Sequence[Any]) -> careful.Columns:
        numbers = as_numbers(self._signature, arguments)
        given = dict(zip(self._signature.inputs, ([x] for x in numbers), strict=True))
        given |= zip(self.parameters, ([x] for x in self.weights), strict=True)
        return careful.values(self._signature.all_nodes, given, 1)

    def _slopes(self, arguments: Sequence[Any]) -> careful.Columns:
        nodes, root = self._signature.all_nodes, self._signature.roots[0]
        return careful.adjoints(nodes, root, self._values(arguments))

    def _carefully(self, *arguments: Any, differentiate: bool = False) -> Any:
        found = self._values(arguments)
        if differentiate:
            slopes = self._slopes(arguments)
            self.gradient[:] = [slopes[v][0] for v in self.parameters]
        roots = [found[v][0] for v in self._signature.roots]
        return roots[0] if self._signature.single_root else roots

    def _step_carefully(self, *arguments: Any, rate: float) -> Any:
        root = self._carefully(*arguments, differentiate=True)
        pairs = zip(self.weights, self.gradient, strict=True)
        self.weights[:] = [w - rate * g for w, g in pairs]
        return root


_OWN = ("forward", "differentiate", "descend", "abs")


def _source(plan: Plan, signature: Signature) -> tuple[str, dict[str, Op]]:
    """Return the text of the functions, and the rows that it calls by name."""
    code = Code(batch=False)
    forward, backward = [code.blocks(blocks) for blocks in plan.phases.values()]
    names: dict[Any, str] = {}
    text = Text(plan, [], names)
    begin = [f"{_all(text.name(v) for v in _views(plan.weights))} = weights"]
    arguments = []
    places = iter(plan.arguments)
    for entry in signature.entries:
        if isinstance(entry, list):
            inputs = [next(places) for _ in entry]
            arguments.append(plan.names.of_rows([s for a in inputs for s in a.rows], matrix=True))
            begin.append(f"{_all(a.name for a in inputs)} = {arguments[-1]}")
        else:
            arguments.append(next(places).name)
    given = ", ".join(arguments)
    roots = [plan.value(v) for v in signature.roots]
    gradients = list(_views(plan.gradient))

    def function(name: str, extra: str, end: list[str], wanted: list[Any], error: str) -> str:
        used = _used([*forward, *(backward if wanted is not roots else [])], wanted)
        body = Text(plan, used, names)
        lines = [*begin, *body.lines(used)]
        found = [body.operand(x) for x in roots]
        of_all = " + ".join([*found, *(body.operand(x) for x in wanted if x not in roots)])
        lines += [f"if not isfinite({of_all}):", "    raise ArithmeticError", *end]
        lines.append(f"return {found[0] if signature.single_root else _all(found)}")
        inner = "\n".join(f"        {line}" for line in lines)
        return (
            f"def {name}({given}{extra}):\n    try:\n{inner}\n"
            f"    except (ArithmeticError, ValueError):\n        return {error}\n"
        )

    functions = [function("forward", "", [], roots, f"careful({given})")]
    if signature.wrt is not None:
        slopes = [text.name(v) for v in gradients]
        functions.append(
            function("differentiate", "", [f"gradient[:] = {_all(slopes)}"], [*roots, *gradients],
                     f"careful({given}, differentiate=True)")
        )  # fmt: skip
        stepped = _all(
            f"{text.name(w)} - rate * {slope}"
            for w, slope in zip(_views(plan.weights), slopes, strict=True)
        )
        functions.append(
            function("descend", ", *, rate", [f"weights[:] = {stepped}"], [*roots, *gradients],
                     f"careful_step({given}, rate=rate)")
        )  # fmt: skip
    return "\n".join(functions), {n: op for op, n in names.items() if isinstance(op, Op)}


def _all(names: Iterable[str]) -> str:
    return f"[{', '.join(names)}]"


def _views(array: Array) -> Iterator[View]:
    for at in range(len(array.rows)):
        yield View(array, at, at + 1)


def _used(instructions: Sequence[Instruction], wanted: Iterable[Any]) -> list[Instruction]:
    """Return the instructions on which the wanted results depend."""
    needed = {x.array for x in wanted if isinstance(x, View)}
    found = []
    for instruction in reversed(instructions):
        if instruction.out.array in needed:
            found.append(instruction)
            needed |= {x.array for x in instruction.inputs if isinstance(x, View)}
    return found[::-1]
