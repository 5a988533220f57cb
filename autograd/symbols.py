"""`Symbol`: a formula.  Rows called with symbols write themselves down.

    x, y = Symbol("x"), Symbol("y")
    TABLE["div"].partials(x / y, x, y)      # (1 / y, -(x / y) / y), as formulas

A Symbol is a name, a number, or an operation on Symbols.  `str()` writes it as Python, to be
read again; `.text()`, `.latex()` and `.mathml()` write it for people: names as maths, products
without a star.  Brackets are placed by the rows' precedence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from . import labels, mathml, ops
from .ops import ATOM, POWER, PRODUCT, READINGS, SIGN, SUM, Op, number


class Symbol:
    """A formula: `name` or `value` for an atom, `op` and `inputs` for an operation."""

    __slots__ = ("inputs", "name", "op", "value")
    _writes = True

    def __init__(self, name: str) -> None:
        self.name = name
        self.value: float | None = None
        self.op: Op | None = None
        self.inputs: tuple[Symbol, ...] = ()

    @property
    def precedence(self) -> int:
        """How tightly the written form binds."""
        if self.op is not None:
            return self.op.precedence
        negative = self.name.startswith("-") or (self.value is not None and self.value < 0)
        return SIGN if negative else ATOM

    @property
    def is_sum(self) -> bool:
        """Whether the written form is a sum or a difference, and needs brackets as a factor."""
        return self.precedence <= SUM

    def __str__(self) -> str:
        return _written(self, lambda op: op.text, str)

    def __repr__(self) -> str:
        return f"Symbol({str(self)!r})"

    def __bool__(self) -> bool:
        raise TypeError("a formula is neither true nor false: it has no number yet")

    def text(self, *, short: bool = False) -> str:
        """Return the formula in Unicode: "a₂ (1 - a₂)"; if `short`, long sums with dots."""
        marked, names = _marked(self, _spoken, (" * ", " ", " · "), short)
        for written, shown in _TYPOGRAPHY:
            marked = written.sub(shown, marked)
        return mathml.MARK.sub(lambda m: labels.as_text(names[int(m[1])]), marked)

    def latex(self, *, short: bool = False) -> str:
        """Return the formula in LaTeX; if `short`, long sums with dots."""
        marked, names = self._marked_latex(short)
        return mathml.MARK.sub(lambda m: labels.as_latex(names[int(m[1])]), marked)

    def mathml(self, *, short: bool = False) -> str:
        """Return the formula in MathML, as one element; if `short`, long sums with dots."""
        marked, names = self._marked_latex(short)
        return mathml.from_latex(marked, [mathml.label(name) for name in names])

    def _marked_latex(self, short: bool) -> tuple[str, list[str]]:
        marked, names = _marked(self, lambda op: op.latex, (r" \, ", r" \, ", r" \cdot "), short)
        return marked.replace(_DOTS, r"\dots"), names

    def __add__(self, other: Any) -> Symbol:
        return write(ops.add, (self, other))

    def __radd__(self, other: Any) -> Symbol:
        return write(ops.add, (other, self))

    def __sub__(self, other: Any) -> Symbol:
        return write(ops.sub, (self, other))

    def __rsub__(self, other: Any) -> Symbol:
        return write(ops.sub, (other, self))

    def __mul__(self, other: Any) -> Symbol:
        return write(ops.mul, (self, other))

    def __rmul__(self, other: Any) -> Symbol:
        return write(ops.mul, (other, self))

    def __truediv__(self, other: Any) -> Symbol:
        return write(ops.div, (self, other))

    def __rtruediv__(self, other: Any) -> Symbol:
        return write(ops.div, (other, self))

    def __pow__(self, other: Any) -> Symbol:
        return write(ops.power, (self, other))

    def __rpow__(self, other: Any) -> Symbol:
        return write(ops.power, (other, self))

    def __neg__(self) -> Symbol:
        return write(ops.neg, (self,))


def symbol_of(x: Any) -> Symbol:
    """Return a Symbol as it is, and a number as a Symbol."""
    if isinstance(x, Symbol):
        return x
    constant = Symbol("")
    constant.value = number(x, "Symbol")
    return constant


def write(op: Op, inputs: Sequence[Any]) -> Symbol:
    """Return the formula of a row applied to symbols and numbers.

    1 x, x + 0 and x**1 become x, x**0 becomes 1, and numbers are worked out.
    """
    given = tuple(symbol_of(x) for x in inputs)
    values = [x.value for x in given]
    if all(v is not None for v in values):
        return symbol_of(op(*values))
    for neutral, place, rows in _NEUTRAL:
        if op in rows and len(given) == 2 and values[place] == neutral:
            return given[1 - place]
    if op is ops.power and values[1] == 0:
        return symbol_of(1.0)
    if op is ops.total:
        given = tuple(x for x in given if x.value != 0)
        if len(given) == 1:
            return given[0]
    return applied(op, given)


def applied(op: Op, inputs: tuple[Symbol, ...]) -> Symbol:
    """Return the formula of a row as it stands: nothing is left out or worked out."""
    result = Symbol("")
    result.op, result.inputs = op, inputs
    return result


_NEUTRAL = (
    (0, 0, (ops.add,)),
    (0, 1, (ops.add, ops.sub)),
    (1, 0, (ops.mul,)),
    (1, 1, (ops.mul, ops.div, ops.power)),
)
"""Neutral elements: (the number, its place, the rows)."""
READINGS["_writes"] = write


def _marked(
    symbol: Symbol, template_of: Callable[[Op], Any], times: tuple[str, str, str], short: bool
) -> tuple[str, list[str]]:
    """Return the formula with a mark in the place of each name, and the names.

    `times` is the sign of a product as the templates have it, as it is shown, and as it is shown
    before a digit or after a quotient, where the mere gap would be misread.
    """
    names: list[str] = []

    def mark(name: str) -> str:
        names.append(name)
        return f"\ue000{len(names) - 1}\ue001" + ("^{}" if labels.parts(name).sup else "")

    def joined(match: re.Match[str]) -> str:
        follows = names[int(match[3])] if match[3] else match[4]
        return (match[1] or "") + times[2 if match[1] or follows[:1].isdigit() else 1]

    written = _written(_with_squares(symbol), template_of, mark, short=short)
    written = written.replace(" + -", " - ")
    sign = re.escape(times[0])
    gap = rf"(/ (?:\([^()]*\)|\S+))?({sign})(?=(?:\ue000(\d+)\ue001)?(.?))"
    return re.sub(gap, joined, written), names


_DOTS = "\ue004"
LONG = 8
"""A sum, a product or a list of more terms is written with dots."""
_FUNCTION = re.compile(r"\\(?:operatorname\{)?(\w+)\}?('*)\(\$x\)")


def function_name(op: Op) -> str:
    r"""Return the name of a function of one input in Unicode: "σ" of \sigma($x); else ""."""
    found = _FUNCTION.fullmatch(op.latex) if isinstance(op.latex, str) else None
    return labels.unicode_of(f"\\{found[1]}{found[2]}") if found else ""


def _spoken(op: Op) -> str | Callable[..., str]:
    """Return the template of a text for people: as in Python, but for the names of functions."""
    name = function_name(op)
    return f"{name}($x)" if name else op.text


_TYPOGRAPHY: tuple[tuple[re.Pattern[str], Any], ...] = (
    (re.compile(r"\*\*(-?\d+)(?![\w.])"), lambda m: labels.raised(m[1])),
    (re.compile(r"\*\*"), "^"),
    (re.compile(r" / "), "/"),
    (re.compile(_DOTS), "…"),
)
"""How the text for people differs from Python."""


def _with_squares(symbol: Symbol) -> Symbol:
    """Return the formula with x**2 in the place of x * x, where both are one and the same x."""
    if symbol.op is None:
        return symbol
    inputs = tuple([_with_squares(x) for x in symbol.inputs])
    if symbol.op is ops.mul and symbol.inputs[0] is symbol.inputs[1]:
        return applied(_SQUARE, inputs[:1])
    return applied(symbol.op, inputs)


_SQUARE = ops.power_by(2)


def _written(
    symbol: Symbol,
    template_of: Callable[[Op], Any],
    name_of: Callable[[str], str],
    *,
    short: bool = False,
) -> str:
    if symbol.op is None:
        return name_of(symbol.name) if symbol.value is None else f"{symbol.value:.12g}"
    op, template = symbol.op, template_of(symbol.op)
    inputs = [_written(x, template_of, name_of, short=short) for x in symbol.inputs]
    binding = [_binds(x, text, template_of) for x, text in zip(symbol.inputs, inputs, strict=True)]
    if callable(template):
        least = 0 if op.precedence >= SIGN else max(op.precedence, PRODUCT)
        texts = [
            _bracketed(text, binds < least or (least and binds == SIGN and i > 0))
            for i, (text, binds) in enumerate(zip(inputs, binding, strict=True))
        ]
        return _shortened(template, texts) if short else str(template(*texts))

    def filled(match: re.Match[str]) -> str:
        at = "xy".index(match[1])
        before, after = template[: match.start()].rstrip(), template[match.end() :].lstrip()
        left = next((need for sign, need in _AFTER if before.endswith(sign)), 0)
        right = next((need for sign, need in _BEFORE if after.startswith(sign)), 0)
        signed = binding[at] == SIGN and left
        return _bracketed(inputs[at], binding[at] < max(left, right) or signed)

    return re.sub(r"\$([xy])", filled, template)


def _shortened(template: Callable[..., str], texts: Sequence[str]) -> str:
    """Write a row of many inputs, with dots for what is between its first and last terms."""
    between = [f"\ue002{i}\ue003" for i in range(len(texts))]
    whole = str(template(*between))
    terms, sign = [whole], ""
    for sign in (", ", " + ", " * ", r" \, "):
        terms = re.split(rf"(?<!\\){re.escape(sign)}", whole)
        if len(terms) > 1:
            break
    if len(terms) > LONG:
        whole = sign.join([*terms[:3], _DOTS, *terms[-2:]])
    return re.sub("\ue002(\\d+)\ue003", lambda m: texts[int(m[1])], whole)


_AFTER = (("**", POWER + 1), ("+", SUM + 1), ("-", SUM + 1), ("*", PRODUCT + 1), ("/", PRODUCT + 1),
          (r"\,", PRODUCT + 1), (r"\log", PRODUCT + 1))  # fmt: skip
"""How tightly what stands after a sign must bind to need no brackets."""
_BEFORE = (("**", POWER + 1), ("^", POWER + 1), ("+", SUM), ("-", SUM), ("*", PRODUCT),
           ("/", PRODUCT), (r"\,", PRODUCT), (r"\log", PRODUCT))  # fmt: skip
"""The same for what stands before a sign."""


def _binds(symbol: Symbol, text: str, template_of: Callable[[Op], Any]) -> int:
    """How tightly the written form binds: a fraction by its bar, an exponent as a power."""
    template = template_of(symbol.op) if symbol.op is not None else text
    if isinstance(template, str):
        if template.startswith(r"\frac"):
            return POWER - 1
        if re.search(r"^\S*\^\{", template):
            return POWER
    return symbol.precedence


def _bracketed(text: str, needed: object) -> str:
    return f"({text})" if needed else text
