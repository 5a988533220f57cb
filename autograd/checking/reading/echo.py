r"""Write a tree down as it was understood: `dL/dz_2 * a_1 / m`, with every sign and bracket.

What is written can be read again and gives the same tree, if `read` is told the same functions;
only that a product without a sign, as in `a b`, is written with `*`.
"""

from __future__ import annotations

from collections.abc import Sequence

from .lexer import tokens
from .tree import (
    Applied,
    At,
    BigSum,
    Call,
    Cases,
    Compare,
    Derivative,
    Dots,
    Entry,
    Expression,
    Indicator,
    Inner,
    Logic,
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
    Tuple,
)  # fmt: skip

SUM, TERM, PRODUCT, DERIVATIVE, POWER, ATOM = range(6)
"""How tightly a written form binds: SUM a + b, TERM -a, PRODUCT a * b, DERIVATIVE dL/dw, POWER."""

_SIGNS = {"": "*", r"\cdot": "·", r"\times": "×", r"\odot": "⊙", r"\otimes": "⊗",
          r"\circledast": "⊛"}  # fmt: skip
_COMPARED = {"!=": "≠", "<=": "≤", ">=": "≥", "in": "∈", "not in": "∉"}


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
        case Derivative():
            return _derivative(tree)
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
        case Norm(of, order):
            inside, below = write(of), "" if order == "2" else f"_{{{order}}}"
            return (f"||({inside})||" if "||" in inside else f"||{inside}||") + below, ATOM
        case Call("d", (of, Tuple())):  # a small change
            return f"d({write(of)})", ATOM
        case Call(function, arguments, primes):
            return f"{function}{chr(39) * primes}({_listed(arguments)})", ATOM
        case _:
            return _conditional(tree)


def _conditional(tree: Expression) -> tuple[str, int]:
    """Return a condition, what depends on one, or what stands at a point."""
    match tree:
        case Compare(sign, left, right):
            return f"{write(left)} {_COMPARED.get(sign, sign)} {write(right)}", SUM
        case Logic(sign, parts):
            return f" {sign} ".join(map(write, parts)), SUM
        case Indicator(condition):
            return f"[{write(condition)}]", ATOM
        case Cases(rows):
            return f"({' else '.join(write(x) + _if(condition) for x, condition in rows)})", ATOM
        case Tuple(entries):
            return f"({_listed(entries)}{',' * (len(entries) == 1)})", ATOM
        case Entry(of, indices):
            return f"({write(of)})_{{{','.join(map(write, indices))}}}", ATOM
        case Applied(of, arguments):
            return f"{_tight(of, POWER)}({_listed(arguments)})", ATOM
        case At(of, point):
            return f"({write(of)}){_point(point)}", ATOM
        case Inner(left, right):
            return f"⟨{write(left)}, {write(right)}⟩", ATOM
        case Dots():
            return "...", ATOM
    raise AssertionError(tree)


def _listed(trees: Sequence[Expression]) -> str:
    return ", ".join(map(write, trees))


def _if(condition: Expression | None) -> str:
    return f" if {write(condition)}" if condition is not None else ""


def _point(point: Sequence[tuple[Name, Expression]]) -> str:
    return f"|_{{{', '.join(f'{write(name)}={write(value)}' for name, value in point)}}}"


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


def _derivative(tree: Derivative) -> tuple[str, int]:
    """Return dL/dw where both are names that show where they end, else d(of, wrt)."""

    def short(part: Expression) -> bool:
        if not isinstance(part, Name):
            return False
        return part.base[0] == "\\" or (len(part.base) == 1 and part.base != "d")

    of, wrt = tree.of, tree.wrt
    if wrt[0] == Name(""):
        return f"∇{f'^{len(wrt)}' if len(wrt) > 1 else ''} {_tight(of, ATOM)}", DERIVATIVE
    if tree.point:
        return f"d({_listed((of, *wrt))}){_point(tree.point)}", ATOM
    if tree.alone and len(wrt) == 1:
        return f"∂^+ {_tight(of, ATOM)}/∂{_tight(wrt[0], ATOM)}", DERIVATIVE
    if len(wrt) == 1 and short(of) and short(wrt[0]):
        return f"d{write(of)}/d{write(wrt[0])}", DERIVATIVE
    return f"d({_listed((of, *wrt))})", ATOM


def _big_sum(tree: BigSum) -> str:
    lower = f"={write(tree.lower)}" if tree.lower is not None else ""
    upper = f"^{{{write(tree.upper)}}}" if tree.upper is not None else ""
    condition = f": {write(tree.condition)}" if tree.condition is not None else ""
    index = f"_{{{tree.index}{lower}{condition}}}" if tree.index or condition else ""
    if not index + upper:
        return f"{tree.kind}({write(tree.of)})"
    return f"{tree.kind}{index}{upper} {_tight(tree.of, PRODUCT)}"
