r"""Write a tree down as it was understood: `dL/dz_2 * a_1 / m`, with every sign and bracket.

What is written can be read again and gives the same tree, if `read` is told the same functions;
only that a product without a sign, as in `a b`, is written with `*`.
"""

from __future__ import annotations

from .lexer import tokens
from .tree import (
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
)  # fmt: skip

SUM, TERM, PRODUCT, DERIVATIVE, POWER, ATOM = range(6)
"""How tightly a written form binds: SUM a + b, TERM -a, PRODUCT a * b, DERIVATIVE dL/dw, POWER."""

_SIGNS = {"": "*", r"\cdot": "·", r"\times": "×", r"\odot": "⊙"}


def write(tree: Expression) -> str:
    """Return the tree in plain text."""
    return _written(tree)[0]


def _tight(tree: Expression, binds: int) -> str:
    """Return the tree, in brackets if it binds less tightly than that."""
    text, tightness = _written(tree)
    return text if tightness >= binds else f"({text})"


def _written(tree: Expression) -> tuple[str, int]:
    """Return the tree in plain text, and how tightly it binds."""
    match tree:
        case Number(value, decimals):
            return f"{value:.{decimals}f}", ATOM
        case Name():
            return _name(tree), ATOM
        case Sum(terms):
            first, *others = terms
            return _tight(first, TERM) + "".join(map(_added, others)), SUM
        case Negative(of):
            return f"-{_tight(of, PRODUCT)}", TERM
        case Product(factors, signs):
            text = _tight(factors[0], PRODUCT if isinstance(factors[0], Quotient) else DERIVATIVE)
            for sign, factor in zip(signs, factors[1:], strict=True):
                text += f" {_SIGNS.get(sign, sign)} {_tight(factor, DERIVATIVE)}"
            return text, PRODUCT
        case Quotient(above, below):
            return f"{_tight(above, PRODUCT)} / {_below(below)}", PRODUCT
        case Derivative(of, wrt):
            return _derivative(of, wrt)
        case BigSum():
            return _big_sum(tree), TERM if tree.index or tree.upper else ATOM
        case Matrix(rows):
            text = "; ".join(", ".join(map(write, row)) for row in rows)
            return f"[{text};]" if len(rows) * len(rows[0]) == 1 else f"[{text}]", ATOM
        case _:
            return _marked(tree)


def _marked(tree: Expression) -> tuple[str, int]:
    """Return an atom with what hangs on it."""
    match tree:
        case Power(base, exponent):
            if isinstance(exponent, Number):
                return f"{_tight(base, ATOM)}^{write(exponent)}", POWER
            return f"{_tight(base, ATOM)}**{_tight(exponent, ATOM)}", POWER
        case Prime(of):
            return f"{_tight(of, ATOM)}'", POWER
        case Transpose(of):
            return f"{_tight(of, ATOM)}^T", POWER
        case Norm(of):
            inside = write(of)
            return f"||({inside})||" if "||" in inside else f"||{inside}||", ATOM
        case Call(function, arguments, primes):
            return f"{function}{chr(39) * primes}({', '.join(map(write, arguments))})", ATOM
    raise AssertionError(tree)


def _added(term: Expression) -> str:
    if isinstance(term, Negative):
        return f" - {_tight(term.of, PRODUCT)}"
    return f" + {_tight(term, PRODUCT)}"


def _below(tree: Expression) -> str:
    """Return a divisor: in a / b, neither `b` may look like the rest of a derivative."""
    text = _tight(tree, POWER)
    like_d = isinstance(tree, Name) and tree.base[0] == "d" and len(tree.base) > 1
    return f"({text})" if like_d else text


def _name(name: Name) -> str:
    r"""Return the label, with \text around a base of several letters that are no word."""
    whole = [token.kind for token in tokens(name.base)] == ["word", "stop"]
    if whole or not name.base.isalpha() or (name.base[0] == "d" and len(name.base) == 2):
        return name.label
    return name.label.replace(name.base, rf"\text{{{name.base}}}", 1)


def _derivative(of: Expression, wrt: Name) -> tuple[str, int]:
    """Return dL/dw where both are names that show where they end, else d(of, wrt)."""

    def short(tree: Expression) -> bool:
        if not isinstance(tree, Name):
            return False
        return tree.base[0] == "\\" or (len(tree.base) == 1 and tree.base != "d")

    if short(of) and short(wrt):
        return f"d{write(of)}/d{write(wrt)}", DERIVATIVE
    return f"d({write(of)}, {write(wrt)})", ATOM


def _big_sum(tree: BigSum) -> str:
    lower = f"={write(tree.lower)}" if tree.lower is not None else ""
    upper = f"^{{{write(tree.upper)}}}" if tree.upper is not None else ""
    index = f"_{{{tree.index}{lower}}}" if tree.index else ""
    if not index + upper:
        return f"sum({write(tree.of)})"
    return f"sum{index}{upper} {_tight(tree.of, PRODUCT)}"
