r"""An expression tree as MathML, which browsers set as a book would: `\frac{\partial L}{...}`.

The brackets are those that the tree needs, so that what is seen is what was understood.
"""

from __future__ import annotations

import html

from ...engine.labels import ACCENTS, GREEK
from ..reading.echo import write
from ..reading.parser import ReadError, read
from ..reading.tree import (
    BigSum,
    Call,
    Derivative,
    Expression,
    Matrix,
    Name,
    Negative,
    Norm,
    Number,
    Power,
    Prime,
    Product,
    Quotient,
    Sum,
    Transpose,
    name_of,
)  # fmt: skip

SUM, TERM, PRODUCT, ATOM = range(4)
"""How tightly a form binds: a + b, -a, a b; what needs no brackets."""

_SIGNS = {"": "\u2062", "*": "·", r"\cdot": "·", r"\times": "×", r"\odot": "⊙", "@": "·",
          r"\otimes": "⊗", r"\circledast": "⊛", r"\circ": "∘"}  # fmt: skip
_FUNCTIONS = {"sigma": "σ"}
_PRIME = "<mo>′</mo>"  # raised already: as a superscript it would be tiny


def typeset(text: str, functions: frozenset[str]) -> str:
    """Return one expression as a <math> element, or as <code> if it cannot be read."""
    try:
        return f"<math>{mathml(read(text, functions))}</math>"
    except ReadError:
        return f"<code>{html.escape(text)}</code>"


def mathml(tree: Expression) -> str:
    """Return the tree as the inside of a <math> element."""
    return _written(tree)[0]


def _tight(tree: Expression, binds: int) -> str:
    """Return the tree, in brackets if it binds less tightly than that."""
    text, tightness = _written(tree)
    return text if tightness >= binds else _bracketed(text)


def _written(tree: Expression) -> tuple[str, int]:
    """Return the tree as MathML, and how tightly it binds."""
    match tree:
        case Number(value, decimals):
            return f"<mn>{value:.{decimals}f}</mn>", ATOM
        case Name():
            return _name(tree), ATOM
        case Sum(terms):
            first, *others = terms
            return _row(_tight(first, TERM), *map(_added, others)), SUM
        case Negative(of):
            return _row(_sign("−"), _tight(of, PRODUCT)), TERM
        case Product(factors, signs):
            parts = [_tight(factors[0], ATOM)]
            for sign, factor in zip(signs, factors[1:], strict=True):
                last = factor is factors[-1] and isinstance(factor, BigSum)
                parts += [_between(sign, factor), _tight(factor, PRODUCT if last else ATOM)]
            return _row(*parts), PRODUCT
        case Quotient(above, below):
            return _element("mfrac", mathml(above), mathml(below)), ATOM
        case Derivative(of, (Name(base=""), *more), ()):
            nabla = _element("msup", _sign("∇"), "<mn>2</mn>") if more else _sign("∇")
            return _row(nabla, _tight(of, ATOM)), PRODUCT
        case Derivative(of, (Name() as wrt,), ()):
            return _derivative(of, wrt)
        case BigSum(of, kind="sum", condition=None):
            return _row(_sum_sign(tree), _tight(of, PRODUCT)), PRODUCT
        case Matrix(rows):
            cells = ("".join(_element("mtd", mathml(entry)) for entry in row) for row in rows)
            table = _element("mtable", *(_element("mtr", row) for row in cells))
            return _bracketed(table, "[", "]"), ATOM
        case _:
            return _marked(tree), ATOM


def _marked(tree: Expression) -> str:
    """Return an atom with what hangs on it."""
    match tree:
        case Power(base, exponent):
            return _element("msup", _base(base), mathml(exponent))
        case Prime(of):
            return _row(_base(of), _PRIME)
        case Transpose(of):
            return _element("msup", _base(of), _sign("⊤"))
        case Norm(of):
            return _bracketed(mathml(of), "‖", "‖")
        case Call("abs", (of,), 0):
            return _bracketed(mathml(of), "|", "|")
        case Call("sqrt", (of,), 0):
            return _element("msqrt", mathml(of))
        case Call(function, arguments, primes):
            known = _FUNCTIONS.get(function)
            name = f"<mi>{known}</mi>" if known else _name(name_of(function))
            inside = _sign(",").join(map(mathml, arguments))
            return _row(name, _PRIME * primes, _sign("\u2061"), _bracketed(inside))
    return _element("mtext", html.escape(write(tree)))


def _between(sign: str, factor: Expression) -> str:
    """Return what stands before a factor: its sign, or space before the name of a function."""
    if not sign and isinstance(factor, Call):
        return '<mspace width="0.17em"></mspace>'
    return _sign("·" if not sign and isinstance(factor, Number) else _SIGNS[sign])


def _base(tree: Expression) -> str:
    """Return what a superscript stands on; a fraction under one has brackets."""
    bare = isinstance(tree, (Name, Number, Call, Norm, Matrix))
    return mathml(tree) if bare else _bracketed(mathml(tree))


def _added(term: Expression) -> str:
    if isinstance(term, Negative):
        return _sign("−") + _tight(term.of, PRODUCT)
    return _sign("+") + _tight(term, PRODUCT)


def _derivative(of: Expression, wrt: Name) -> tuple[str, int]:
    below = _row(_sign("∂"), _name(wrt))
    if isinstance(of, (Name, Call)):
        return _element("mfrac", _row(_sign("∂"), mathml(of)), below), ATOM
    return _row(_element("mfrac", _sign("∂"), below), _bracketed(mathml(of))), PRODUCT


def _sum_sign(tree: BigSum) -> str:
    lower = f"<mi>{html.escape(tree.index)}</mi>"
    if tree.lower is not None:
        lower += _sign("=") + mathml(tree.lower)
    upper = mathml(tree.upper) if tree.upper is not None else "<mrow></mrow>"
    return _element("munderover", _sign("∑"), _row(lower), upper) if tree.index else _sign("∑")


def _name(name: Name) -> str:
    shown = _based(name.base)
    sub, sup = _identifier(name.sub), _identifier(f"({name.layer})" if name.layer else "")
    if name.sub and name.layer:
        return _element("msubsup", shown, sub, sup)
    if name.sub:
        return _element("msub", shown, sub)
    return _element("msup", shown, sup) if name.layer else shown


def _based(base: str) -> str:
    r"""Return a base, with its accents: `\hat{y}`, and with the d of `d\theta`."""
    if base[0] == "d" and (len(base) == 2 or "\\" in base):
        return _row(_identifier("d"), _based(base[1:]))
    if base.endswith("}") and base[1:].partition("{")[0] in _ACCENTS:
        accent, _, inside = base[1:-1].partition("{")
        return f'<mover accent="true">{_based(inside)}{_sign(_ACCENTS[accent])}</mover>'
    return _identifier(base)


_ACCENTS = {**ACCENTS, "hat": "^", "bar": "¯", "tilde": "~", "dot": "˙", "vec": "→"}


def _identifier(text: str) -> str:
    r"""Return a base or an index: `\theta` is θ, `1,2` a number, `loss` an upright word."""
    for word in sorted(GREEK, key=len, reverse=True):
        text = text.replace("\\" + word, GREEK[word])
    kind = "mn" if text.replace(",", "").isdigit() else "mi"
    return f"<{kind}>{html.escape(text)}</{kind}>"


def _bracketed(inside: str, opening: str = "(", closing: str = ")") -> str:
    return _row(_sign(opening), inside, _sign(closing))


def _sign(text: str) -> str:
    return f"<mo>{text}</mo>"


def _row(*parts: str) -> str:
    return _element("mrow", *parts)


def _element(tag: str, *parts: str) -> str:
    return f"<{tag}>{''.join(parts)}</{tag}>"
