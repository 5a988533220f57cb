"""Every single small change of a formula that a common mistake calls for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..reading.tree import (
    At,
    Call,
    Derivative,
    Expression,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
)
from ..reading.walked import walk
from .edits import Edit, Part, is_number, one_minus
from .sum_edits import of_sum

EXPONENTS = ("-1", "1/2", "2", "3", "4", "-1/2", "3/2", "-3/2", "-2", "-3")
"""What an exponent is tried to be."""


def small_edits(tree: Expression, source: str) -> Iterator[Edit]:
    """Yield the changes of signs, factors, primes, exponents, numbers, brackets."""
    settled: set[int] = set()  # parts that are edited with what they stand in
    for part in walk(tree):
        match part:
            case Derivative():
                settled |= {id(part.by), *(id(name) for name, _ in part.point)}
            case At():
                settled |= {id(name) for name, _ in part.point}
            case Power() if is_number(part.exponent):
                settled |= {id(x) for x in walk(part.exponent)}
            case Product():  # that such a number is too many is told as such
                settled |= {id(x) for x in part.factors if isinstance(x, Number)}
            case Sum():
                settled |= {id(term) for term in part.terms if isinstance(term, Negative)}
        if id(part) not in settled:
            yield from _edits_of(Part(part, tree, source))


def _edits_of(here: Part) -> Iterator[Edit]:
    part, written = here.part, here.written
    match part:
        case Name():
            yield from _of_name(here, part)
        case Call():
            yield from _of_call(here, part)
        case Negative(of=of):
            shown = here.text_of(of)
            yield here.edit("sign", of, shown, f"the sign of {shown} is wrong")
        case Sum():
            yield from of_sum(here, part)
        case Product(factors=factors):
            for i, factor in enumerate(factors):
                rest = factors[:i] + factors[i + 1 :]
                new = rest[0] if len(rest) == 1 else Product(rest, part.signs[1:])
                said = f"the factor {here.text_of(factor)} is too many"
                yield here.edit("extra factor", new, _without(here.source, factors, i), said)
        case Quotient():
            yield from _of_quotient(here, part)
        case Power() if is_number(part.exponent):
            yield from _of_power(here, part)
        case Number():
            for text in ("1", "2", "3"):
                if float(text) != part.value:
                    new_number = Number(float(text))
                    yield here.edit("wrong number", new_number, text, f"{written} should be {text}")


def _of_name(here: Part, name: Name) -> Iterator[Edit]:
    written = here.written
    above = here.source[: name.span[0]].endswith("^")
    minus = f"{{-{written}}}" if above else f"(-{written})"
    yield here.edit("sign", Negative(name), minus, f"the sign of {written} is wrong")
    other = f"1 - {written}"
    yield here.edit("complement", one_minus(name), f"({other})", f"{written} should be {other}")
    base = f"({written})" if "^" in written else written
    squared = f"{base}**2" if "*" in here.source else f"{base}^2"
    square = Power(name, Number(2.0))
    yield here.edit("exponent", square, squared, f"{written} should be {squared}")


def _of_call(here: Part, call: Call) -> Iterator[Edit]:
    written = here.written
    if call.primes == 0:
        text = _primed(written)
        said = f"{written} should be its derivative {text}"
        yield here.edit("derivative", replace(call, primes=1), text, said)
    elif call.primes == 1:
        text = written.replace("^{'}", "").replace("^{\\prime}", "").replace("'", "")
        said = f"{written} should be the function itself, {text}"
        yield here.edit("derivative", replace(call, primes=0), text, said)


def _of_quotient(here: Part, part: Quotient) -> Iterator[Edit]:
    written, above, below = here.written, here.text_of(part.above), here.text_of(part.below)
    product = Product((part.above, part.below), ("",))
    yield here.edit(
        "upside down", product, f"({above}) ({below})", f"{written} should be a product"
    )
    turned = f"\\frac{{{below}}}{{{above}}}" if "frac" in written else f"({below})/({above})"
    other = Quotient(part.below, part.above)
    yield here.edit("upside down", other, turned, f"{written} is upside down")


def _of_power(here: Part, part: Power) -> Iterator[Edit]:
    written, base = here.written, here.text_of(part.base)
    match part.base:
        case Sum(terms=(Number(value=1.0) as one, Negative(of=inner))):  # (1 - h)^2 for 1 - h^2
            mark = "**" if "**" in written else "^"
            shown = f"1 - {here.text_of(inner)}{mark}{here.text_of(part.exponent)}"
            squares = Sum((one, Negative(Power(inner, part.exponent))))
            yield here.edit("exponent", squares, f"({shown})", f"{written} should be {shown}")
    if part.exponent == Number(2.0):
        other = f"1 - {written}"
        yield here.edit("complement", one_minus(part), f"({other})", f"{written} should be {other}")
    yield here.edit("exponent", part.base, base, f"the exponent of {written} is wrong")
    value = _value(part.exponent)
    beside = [f"{2 * x:g}/2" if x % 1 else f"{x:g}" for x in (value - 1, value + 1)]
    for text in dict.fromkeys((*beside, *EXPONENTS)):
        above, _, below = text.partition("/")
        new = Power(part.base, Number(float(above) / float(below or 1)))
        power = f"{base}**({text})" if "**" in written else f"{base}^{{{text}}}"
        yield here.edit("exponent", new, power, f"the exponent of {written} should be {text}")


def _value(number: Expression) -> float:
    match number:
        case Negative(of=of):
            return -_value(of)
        case Quotient(above=above, below=below):
            return _value(above) / (_value(below) or 1.0)
        case Number(value=value):
            return value
    return 0.0


def _without(source: str, factors: Sequence[Expression], place: int) -> str:
    """Write a product without one of its factors, with the signs that the others have."""
    text = ""
    for i, factor in enumerate(factors):
        if i != place:
            between = source[factors[i - 1].span[1] : factor.span[0]] if text else ""
            text += (between.strip() and between) or " " * bool(text)
            shown = source[slice(*factor.span)]
            bare = isinstance(factor, (Sum, Negative)) and not shown.startswith("(")
            text += f"({shown})" if bare else shown
    return text


def _primed(written: str) -> str:
    for opening in ("(", r"\left("):
        at = written.find(opening)
        if at > 0:
            return written[:at] + "'" + written[at:]
    return written + "'"
