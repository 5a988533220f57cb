"""Write a tree down as its author might, LaTeX or Python, to be read again."""

from __future__ import annotations

from ..reading.parser import write
from ..reading.tree import (
    BigSum,
    Call,
    Derivative,
    Expression,
    Name,
    Negative,
    Norm,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Transpose,
)

_FUNCTIONS = frozenset({"sigma", "log", "exp", "sin", "cos", "tan", "tanh", "sinh", "cosh", "ln"})


def written(tree: Expression, latex: bool) -> str:
    """Return a formula as text."""
    return _latex(tree) if latex else write(tree)


def _latex(tree: Expression) -> str:
    match tree:
        case Number(value, decimals):
            return f"{value:.{decimals}f}"
        case Name():
            return tree.label
        case Sum(terms):
            first, *others = map(_latex, terms)
            return first + "".join(f" {x}" if x[0] == "-" else f" + {x}" for x in others)
        case Negative(of):
            return f"-{_factor(of)}"
        case Product(factors, signs):
            text = _factor(factors[0])
            for sign, factor in zip(signs, factors[1:], strict=True):
                mark = sign if sign[:1] == "\\" else ""
                text += f" {mark} {_factor(factor)}" if mark else f" {_factor(factor)}"
            return text
        case Quotient(above, below):
            return rf"\frac{{{_latex(above)}}}{{{_latex(below)}}}"
        case Power(base, exponent):
            bare = isinstance(base, (Name, Number))
            return f"{_latex(base) if bare else f'({_latex(base)})'}^{{{_latex(exponent)}}}"
        case Transpose(of):
            return f"{_latex(of) if isinstance(of, Name) else f'({_latex(of)})'}^T"
        case BigSum(of, index, lower, upper, kind) if kind in ("sum", "prod") and index != "axis":
            start = index if lower is None else f"{index}={_latex(lower)}"
            end = "" if upper is None else f"^{{{_latex(upper)}}}"
            return rf"\{kind}" + (f"_{{{start}}}" if start else "") + f"{end} {_factor(of)}"
        case Norm(of, order):
            return rf"\|{_latex(of)}\|" + (f"_{order}" if order != "2" else "")
        case Call("sqrt", (of,), 0):
            return rf"\sqrt{{{_latex(of)}}}"
        case Call(function, arguments, primes):
            sign = rf"\{function}" if function in _FUNCTIONS else function
            return f"{sign}{chr(39) * primes}({', '.join(map(_latex, arguments))})"
        case Derivative(of=Name() as of, wrt=(Name() as wrt,)):
            sign = r"\partial^+" if tree.alone else r"\partial"
            return rf"\frac{{{sign} {_latex(of)}}}{{\partial {_latex(wrt)}}}"
        case Derivative(of=of, wrt=(Name() as wrt,)):
            return rf"\frac{{\partial}}{{\partial {_latex(wrt)}}}\left({_latex(of)}\right)"
        case _:
            return write(tree)


def _factor(tree: Expression) -> str:
    return f"({_latex(tree)})" if isinstance(tree, (Sum, Negative)) else _latex(tree)
