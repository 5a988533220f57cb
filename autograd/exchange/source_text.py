"""A graph as the source text of a function, for PyTorch, JAX and SymPy, and as LaTeX.

    print(to_torch(L))

    import torch


    def f(x, w):
        a = torch.sigmoid(w * x)
        return (a - 0.5) ** 2.0

The function's parameters are the leaves that have a label; leaves without one are numbers in it.
Nodes with a label, and those that are used more than once, are variables.
"""

from __future__ import annotations

import keyword
import math
import re
from collections import Counter
from dataclasses import replace

from ..engine.labels import as_text
from ..engine.operation import Op
from ..engine.order import below
from ..engine.value import Value, check_value
from ..formulas import printers
from ..formulas.symbol import Symbol, applied, symbol_of
from .dialects import JAX, SYMPY, TORCH, Dialect

DEEPEST_EXPRESSION = 12
"""How deep an expression may be before it becomes a variable."""


def to_torch(root: Value, name: str = "f") -> str:
    """Return the source of a function of tensors of PyTorch (0-dimensional, in float64).

    A TypeError if it is given no Value, a ValueError for an operation that PyTorch has not.

    >>> from autograd import Value, to_torch
    >>> print(to_torch(Value(2.0, "x") ** 2))
    import torch
    <BLANKLINE>
    <BLANKLINE>
    def f(x):
        return x**2.0
    <BLANKLINE>
    """
    return _source(root, name, TORCH, "to_torch")


def to_jax(root: Value, name: str = "f") -> str:
    """Return the source of a function for JAX, which `jax.grad` differentiates.

    A TypeError if it is given no Value, a ValueError for an operation that JAX has not.
    """
    return _source(root, name, JAX, "to_jax")


def to_sympy(root: Value, name: str = "f") -> str:
    """Return the source of a function that gives SymPy's expression for symbols or numbers.

    Its errors are those of `to_torch`.

    >>> from autograd import Value, sigmoid, to_sympy
    >>> print(to_sympy(sigmoid(Value(2.0, "x")), "g"))
    import sympy
    <BLANKLINE>
    <BLANKLINE>
    def g(x):
        return 1.0 / (1.0 + sympy.exp(-x))
    <BLANKLINE>
    """
    return _source(root, name, SYMPY, "to_sympy")


def to_latex(root: Value) -> str:
    r"""Return the forward pass as LaTeX: one equation for each named node, in an align*.

    A TypeError if it is given no Value.

    >>> from autograd import Value, label, to_latex
    >>> x = Value(2.0)
    >>> y = x * x + 1
    >>> label(x=x, y=y)
    >>> print(to_latex(y).rstrip())
    \begin{align*}
      y &= x^{2} + 1
    \end{align*}
    """
    check_value(root, "to_latex")
    order = below(root)
    uses = _uses(order)
    known: dict[Value, Symbol] = {}
    taken = {v.label for v in order}
    lines = []
    for v in order:
        if v.op is None:
            known[v] = Symbol(v.label) if v.label else symbol_of(v.data)
            continue
        shown = v.inputs[: len(v.inputs) - v.op.auxiliary]
        formula = applied(v.op, tuple([known[x] for x in v.inputs]))
        if v.op.family is not None and v.op.expression is not None and len(shown) > 1:
            formula = symbol_of(v.op.expression(*[known[x] for x in v.inputs]))
        if v.label or v is root or uses[v] > 1 or _depth(formula) > DEEPEST_EXPRESSION:
            label = v.label or _unused("z" if v is root else "v", taken)
            lines.append(rf"  {Symbol(label).latex()} &= {formula.latex()}")
            formula = Symbol(label)
        known[v] = formula
    return "\\begin{align*}\n" + " \\\\\n".join(lines) + "\n\\end{align*}\n"


def _uses(order: list[Value]) -> Counter[Value]:
    return Counter(x for v in order if v.op for x in v.inputs)


def _unused(wanted: str, taken: set[str]) -> str:
    """Return a label that no other node has: v_1, v_2, ..."""
    n = 1
    while f"{wanted}_{{{n}}}" in taken:
        n += 1
    taken.add(f"{wanted}_{{{n}}}")
    return f"{wanted}_{{{n}}}"


def _depth(formula: Symbol) -> int:
    """Return how deep a formula is, but no more than is asked for."""
    level, depth = [formula], 0
    while level and depth <= DEEPEST_EXPRESSION:
        level = [x for s in level if s.op for x in s.inputs]
        depth += 1
    return depth


def _source(root: Value, name: str, dialect: Dialect, who: str) -> str:
    check_value(root, who)
    if not name.isidentifier() or keyword.iskeyword(name):
        raise ValueError(f"{who}: {name!r} is no name for a function")
    writer = Writer(dialect, who)
    order = below(root)
    uses = _uses(order)
    leaves = [v for v in order if v.op is None]
    parameters = [v for v in leaves if v.label] or leaves
    arguments = [writer.identifier(v.label or "x") for v in parameters]
    known = {v: symbol_of(v.data) for v in leaves}
    known.update((v, Symbol(a)) for v, a in zip(parameters, arguments, strict=True))
    for v in order:
        if v.op is not None:
            formula = writer.apply(v.op, [known[x] for x in v.inputs])
            if v is not root and (v.label or uses[v] > 1 or _depth(formula) > DEEPEST_EXPRESSION):
                formula = writer.variable(formula, v.label or "v")
            known[v] = formula
    end = f"return {writer.text(known[root])}"
    body = "\n".join(f"    {line}" for line in [*writer.lines, end])
    return f"{dialect.header}\n\n\ndef {name}({', '.join(arguments)}):\n{body}\n"


class Writer:
    """Writes rows in a dialect; `lines` are the assignments so far."""

    def __init__(self, dialect: Dialect, who: str) -> None:
        self.lines: list[str] = []
        self._dialect, self._who = dialect, who
        self._taken = {"torch", "jax", "jnp", "sympy"}

    def identifier(self, label: str) -> str:
        r"""Return a label as a name in Python: "z_1^{(2)}" -> z_1_2, "\theta" -> theta."""
        words = re.findall(r"[^\W_]+", label) or re.findall(r"\w+", as_text(label)) or ["v"]
        wanted = "_".join(words)
        wanted = wanted if wanted.isidentifier() else f"v_{wanted}"
        name, n = wanted, 1
        while name in self._taken or keyword.iskeyword(name):
            n += 1
            name = f"{wanted}_{n}"
        self._taken.add(name)
        return name

    def variable(self, formula: Symbol, label: str) -> Symbol:
        """Assign a formula to a variable; return its name."""
        name = self.identifier(label)
        self.lines.append(f"{name} = {self.text(formula)}")
        return Symbol(name)

    def text(self, formula: Symbol) -> str:
        """Return a formula of rows that the dialect has, as source."""
        return printers.python(_with_digits(formula))

    def apply(self, op: Op, inputs: list[Symbol]) -> Symbol:
        """Return a row applied to formulas of rows that the dialect has, in such rows."""
        values = [x.value for x in inputs]
        if None not in values:
            return symbol_of(op(*values))
        if (template := self._dialect.template(op)) is not None:
            return applied(_row(op, template), tuple(map(self._argument, inputs)))
        if (definition := self._dialect.definition(op)) is not None:
            return self._translated(symbol_of(definition(*inputs)), inputs)
        if op.built_in and not _has_letters(op, len(inputs)):
            return applied(op, tuple(inputs))
        hint = "" if op.built_in else ": give its row an `expression` in other rows"
        raise ValueError(f"{self._who}: the operation {op.name!r} cannot be written there{hint}")

    def _argument(self, x: Symbol) -> Symbol:
        """Return an input of a library's function: a number as the library wants it there."""
        return x if x.value is None else Symbol(self._dialect.constant.format(_digits(x.value)))

    def _translated(self, formula: Symbol, given: list[Symbol]) -> Symbol:
        """Return a formula in any rows as one in rows of the dialect; what it repeats is named."""
        known: dict[int, Symbol] = {id(x): x for x in given}
        order, stack = [], [formula]
        uses: Counter[int] = Counter()
        while stack:
            s = stack[-1]
            if id(s) in known or s.op is None:
                known.setdefault(id(s), s)
                stack.pop()
            elif waiting := [x for x in s.inputs if id(x) not in known]:
                stack += waiting
            else:
                known[id(s)] = s
                order.append(s)
                uses.update(id(x) for x in s.inputs)
        for s in order:
            assert s.op is not None
            found = self.apply(s.op, [known[id(x)] for x in s.inputs])
            repeated = uses[id(s)] > 1 and found.op is not None
            known[id(s)] = self.variable(found, "t") if repeated else found
        return known[id(formula)]


def _row(op: Op, template: str) -> Op:
    """Return a row that is written as the template says."""

    def text(*xs: str) -> str:
        return template.format(*xs, all=", ".join(xs))

    return replace(op, text=text, family=_row, parameters=(op, template),
                   precedence=25 if template.startswith("-") else 100)  # fmt: skip


def _has_letters(op: Op, n: int) -> bool:
    """Whether a row is written with the name of a function, and not in signs alone."""
    marks = [Symbol("_") for _ in range(n)]
    return bool(re.search(r"[A-Za-z]", printers.python(applied(op, tuple(marks)))))


def _with_digits(formula: Symbol) -> Symbol:
    """Return a formula in which every number is written with all its digits."""
    if formula.op is None:
        return formula if formula.value is None else Symbol(_digits(formula.value))
    return applied(formula.op, tuple([_with_digits(x) for x in formula.inputs]))


def _digits(x: float) -> str:
    return repr(x) if math.isfinite(x) else f'float("{x}")'
