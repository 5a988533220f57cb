"""Small changes of a sum: signs, terms that are too many, brackets that are missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..reading.tree import Expression, Negative, Number, Product, Sum
from .edits import Edit, Part


def of_sum(here: Part, part: Sum) -> Iterator[Edit]:
    """Yield the changes of one sum."""
    bracketed = here.written.startswith(("(", r"\left("))
    match part.terms:
        case (Number(value=1.0), Negative(of=inner)):
            shown = here.text_of(inner)
            yield here.edit("complement", inner, shown, f"{here.written} should be {shown}")
    yield from _bracketed(here, part, bracketed)
    match part.terms:
        case (first, Negative(of=second)) if not isinstance(first, Negative):
            turned = Sum((second, Negative(first)))
            shown = _sum(here, turned.terms, False)
            said = f"{_sum(here, part.terms, False)} should be {shown}"
            yield here.edit("sign", turned, f"({shown})" if bracketed else shown, said)
    for i, term in enumerate(part.terms):
        bare = term.of if isinstance(term, Negative) else term
        flipped = bare if isinstance(term, Negative) else Negative(term)
        terms = (*part.terms[:i], flipped, *part.terms[i + 1 :])
        said = f"the sign of {here.text_of(bare)} is wrong"
        yield here.edit("sign", Sum(terms), _sum(here, terms, bracketed), said)
        rest = part.terms[:i] + part.terms[i + 1 :]
        new = rest[0] if len(rest) == 1 else Sum(rest)
        said = f"the term {here.text_of(bare)} is too many"
        yield here.edit("extra term", new, _sum(here, rest, bracketed), said)


def _bracketed(here: Part, part: Sum, bracketed: bool) -> Iterator[Edit]:
    """Yield (a - y) b for a - y b, and A (B x - y) for A B x - y."""
    for pulled, shown in (*_before(here, part), *_after(here, part)):
        text = f"({shown})" if bracketed else shown
        yield here.edit("brackets", pulled, text, f"brackets are missing: {shown}")


def _before(here: Part, part: Sum) -> Iterator[tuple[Expression, str]]:
    last = part.terms[-1]
    match last.of if isinstance(last, Negative) else last:
        case Product(factors=(first, *others), signs=signs):
            term = Negative(first) if isinstance(last, Negative) else first
            summed = (*part.terms[:-1], term)
            tail = here.source[first.span[1] : others[-1].span[1]]
            yield Product((Sum(summed), *others), signs), f"{_sum(here, summed, True)}{tail}"


def _after(here: Part, part: Sum) -> Iterator[tuple[Expression, str]]:
    first, *rest = part.terms
    if not isinstance(first, Product):
        return
    factors, signs = first.factors, first.signs
    for i in range(1, len(factors)):
        inner: Expression = factors[-1]
        if i < len(factors) - 1:
            inner = Product(factors[i:], signs[i:], (factors[i].span[0], factors[-1].span[1]))
        summed = (inner, *rest)
        head = here.source[factors[0].span[0] : factors[i].span[0]]
        yield Product((*factors[:i], Sum(summed)), signs[:i]), f"{head}{_sum(here, summed, True)}"


def _sum(here: Part, terms: Sequence[Expression], bracketed: bool) -> str:
    """Write a sum; in brackets where the one that it replaces has them, or may have."""
    text = ""
    for term in terms:
        negative = isinstance(term, Negative)
        shown = here.text_of(term.of if isinstance(term, Negative) else term)
        text += (" - " if text else "-") if negative else (" + " if text else "")
        text += shown
    return f"({text})" if bracketed else text
