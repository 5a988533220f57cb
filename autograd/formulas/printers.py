r"""How formulas are written: as Python, as text for people, in LaTeX, MathML, Graphviz's HTML.

    a = Symbol("a_2")
    python(a * (1 - a))     "a_2 * (1 - a_2)", to be read again
    text(a * (1 - a))       "a₂ (1 - a₂)"
    latex(a * (1 - a))      r"a_{2} \, (1 - a_{2})"

All of them fill the templates of the rows, with the brackets that the rows' precedence asks for.
Those for people first put a mark in the place of each name, so that what is changed around the
names does not change a name.
"""

from __future__ import annotations

import html as html_of
import re
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeAlias

from ..engine import labels
from ..engine.operation import POWER, PRODUCT, SIGN, SUM, Op
from .mathml import MARK, from_latex, label


class Formula(Protocol):
    """What a printer needs of a formula: a Symbol has it."""

    name: str
    value: float | None
    op: Op | None

    @property
    def inputs(self) -> Sequence[Formula]:
        """The formulas that the operation is applied to."""

    @property
    def precedence(self) -> int:
        """How tightly the written form binds."""


Template: TypeAlias = Callable[[Op], Any]
TERMS_IN_FULL = 8
"""A sum, a product or a list of more terms is written with dots, if it is to be short."""
_DOTS = "\ue004"


def python(symbol: Formula) -> str:
    """Return the formula in Python's notation, with the labels as they are."""
    return _written(symbol, lambda op: op.text, str)


def text(symbol: Formula, short: bool) -> str:
    """Return the formula in Unicode."""
    marked, names = _marked_text(symbol, short)
    return MARK.sub(lambda m: labels.as_text(names[int(m[1])]), marked)


def html(symbol: Formula, size: int) -> str:
    """Return the formula for Graphviz's HTML at this size in points, long sums with dots."""
    marked, names = _marked_text(symbol, short=True)
    return MARK.sub(lambda m: labels.as_html(names[int(m[1])], size), html_of.escape(marked))


def latex(symbol: Formula, short: bool) -> str:
    """Return the formula in LaTeX."""
    marked, names = _marked_latex(symbol, short)
    return MARK.sub(lambda m: labels.as_latex(names[int(m[1])]), marked)


def mathml(symbol: Formula, short: bool) -> str:
    """Return the formula in MathML, as one element."""
    marked, names = _marked_latex(symbol, short)
    return from_latex(marked, [label(name) for name in names])


def _marked_text(symbol: Formula, short: bool) -> tuple[str, list[str]]:
    marked, names = _marked(symbol, _spoken, (" * ", " ", " · "), short)
    for written, shown in _TYPOGRAPHY:
        marked = written.sub(shown, marked)
    return marked, names


def _marked_latex(symbol: Formula, short: bool) -> tuple[str, list[str]]:
    marked, names = _marked(symbol, lambda op: op.latex, (r" \, ", r" \, ", r" \cdot "), short)
    return marked.replace(_DOTS, r"\dots"), names


def _marked(
    symbol: Formula, template_of: Template, times: tuple[str, str, str], short: bool
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

    written = _written(symbol, template_of, mark, short=short)
    written = re.sub(rf" \+ (?:-|\(-({MARK.pattern})\))", r" - \1", written)
    sign = re.escape(times[0])
    gap = rf"(/ (?:\([^()]*\)|\S+))?({sign})(?=(?:\ue000(\d+)\ue001)?(.?))"
    return re.sub(gap, joined, written), names


_FUNCTION = re.compile(r"\\(?:operatorname\{)?(\w+)\}?('*)\(\$x\)")


def function_name(op: Op) -> str:
    r"""Return the name of a function of one input in Unicode: "σ" of \sigma($x); else ""."""
    found = _FUNCTION.fullmatch(op.latex) if isinstance(op.latex, str) else None
    if not found:
        return ""
    return labels.unicode_of(f"\\{found[1]}{found[2]}").removeprefix("\\")  # \sinh is sinh


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


def _written(
    symbol: Formula,
    template_of: Template,
    name_of: Callable[[str], str],
    *,
    short: bool = False,
) -> str:
    """Return the formula, written from its atoms up: a deep one is no deep recursion."""
    texts: dict[int, str] = {}
    stack = [symbol]
    while stack:
        s = stack[-1]
        waiting = [x for x in s.inputs if id(x) not in texts]
        if not waiting:
            stack.pop()
            if id(s) not in texts:
                texts[id(s)] = _filled(s, [texts[id(x)] for x in s.inputs], template_of, name_of,
                                       short)  # fmt: skip
        stack += waiting
    return texts[id(symbol)]


def _filled(
    symbol: Formula,
    inputs: Sequence[str],
    template_of: Template,
    name_of: Callable[[str], str],
    short: bool,
) -> str:
    """Return one operation with the texts of its inputs in its template, or an atom."""
    if symbol.op is None:
        return name_of(symbol.name) if symbol.value is None else f"{symbol.value:.12g}"
    op, template = symbol.op, template_of(symbol.op)
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
    if len(terms) > TERMS_IN_FULL:
        whole = sign.join([*terms[:3], _DOTS, *terms[-2:]])
    return re.sub("\ue002(\\d+)\ue003", lambda m: texts[int(m[1])], whole)


_AFTER = (("**", POWER + 1), ("+", SUM + 1), ("-", SUM + 1), ("*", PRODUCT + 1), ("/", PRODUCT + 1),
          (r"\,", PRODUCT + 1), (r"\log", PRODUCT + 1))  # fmt: skip
"""How tightly what stands after a sign must bind to need no brackets."""
_BEFORE = (("**", POWER + 1), ("^", POWER + 1), ("+", SUM), ("-", SUM), ("*", PRODUCT),
           ("/", PRODUCT), (r"\,", PRODUCT), (r"\log", PRODUCT))  # fmt: skip
"""The same for what stands before a sign."""


def _binds(symbol: Formula, text: str, template_of: Template) -> int:
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
