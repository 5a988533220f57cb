"""Small changes of a formula: as a tree, and in the author's own text."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ..reading.tree import (
    Call,
    Cases,
    Compare,
    Derivative,
    Expression,
    Indicator,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Span,
    Sum,
    parts,
)


class Edit(NamedTuple):
    """A changed formula.

    kind  of the mistake that it mends: "wrong name", "sign", "missing factor", ...
    tree  the changed tree
    span, text  what to put in place of which part of the source
    said  the mistake in words
    """

    kind: str
    tree: Expression
    span: Span
    text: str
    said: str


EXPONENTS = ("-1", "1/2", "2", "3", "4", "-1/2", "3/2", "-3/2", "-2", "-3")
"""What an exponent is tried to be."""


def is_number(tree: Expression) -> bool:
    """Whether a formula is a number, with a sign or as a fraction."""
    match tree:
        case Negative(of=of):
            return is_number(of)
        case Quotient(above=above, below=below):
            return is_number(above) and is_number(below)
    return isinstance(tree, Number)


def replace_at(tree: Any, old: Expression, new: Expression) -> Any:
    """Return the tree with the very node `old` replaced by `new`."""
    if tree is old:
        return new
    if isinstance(tree, tuple):
        return tuple(replace_at(x, old, new) for x in tree)
    if not dataclasses.is_dataclass(tree):
        return tree
    changes = {}
    for f in dataclasses.fields(tree):
        value = getattr(tree, f.name)
        changed = replace_at(value, old, new) if f.name != "span" else value
        if changed is not value and changed != value:
            changes[f.name] = changed
    return dataclasses.replace(tree, **changes) if changes else tree  # type: ignore[type-var]


def renamed(tree: Expression, labels: Sequence[str]) -> Iterator[Expression]:
    """Yield the tree with one name replaced by another label, in every way."""
    for old in subtrees(tree):
        if isinstance(old, Name):
            for label in labels:
                if label != old.label:
                    yield replace_at(tree, old, name_of(label))


def name_of(label: str) -> Name:
    """Return the Name of a label: "z_1^{(2)}"."""
    base, _, layer = label.partition("^{(")
    base, _, sub = base.partition("_")
    return Name(base, sub.strip("{}"), layer.removesuffix(")}"))


def subtrees(tree: Expression) -> Iterator[Expression]:
    """Yield a tree and all its parts."""
    yield tree
    for child in parts(tree):
        yield from subtrees(child)


def inside(tree: Expression) -> tuple[Expression, ...]:
    """Return the parts of a tree that are values: not what a derivative is taken of and by."""
    if isinstance(tree, (Derivative, Indicator, Compare)):
        return ()
    if isinstance(tree, Cases):
        return tuple(value for value, _ in tree.rows)
    return parts(tree)


def spliced(source: str, span: Span, text: str) -> str:
    """Return the source with what stands at `span` replaced."""
    return source[: span[0]] + text + source[span[1] :]


def edits(tree: Expression, source: str, labels: Sequence[str]) -> Iterator[Edit]:
    """Yield every single change of a formula that a common mistake calls for."""
    settled = set()  # parts that are edited with what they stand in
    for part in subtrees(tree):
        match part:
            case Derivative():
                settled.add(id(part.by))
            case Power() if is_number(part.exponent):
                settled |= {id(x) for x in subtrees(part.exponent)}
            case Product():  # that such a number is too many is told as such
                settled |= {id(x) for x in part.factors if isinstance(x, Number)}
            case Sum():
                settled.update(id(term) for term in part.terms if isinstance(term, Negative))
        if id(part) not in settled:
            yield from _edits_of(tree, part, source, labels)


def additions(tree: Expression, source: str, labels: Sequence[str]) -> Iterator[Edit]:
    """Yield every change that adds a term or a factor beside one name."""
    parts = list(subtrees(tree))
    settled = {id(x) for part in parts if isinstance(part, Derivative) for x in subtrees(part)}
    for part in parts:
        if isinstance(part, Name) and id(part) not in settled:
            yield from _with_term(tree, part, source, labels)


def _with_term(tree: Expression, part: Name, source: str, labels: Sequence[str]) -> Iterator[Edit]:
    """Yield what adds to one name a term, or a factor."""
    written = source[slice(*part.span)]
    for label in labels:
        name = name_of(label)
        for kind, sign, new in (
            ("missing term", "+", Sum((part, name))),
            ("missing term", "-", Sum((part, Negative(name)))),
            ("missing factor", "*" if "*" in source else "", Product((part, name), ("",))),
        ):
            thing = f"factor {label}" if kind == "missing factor" else f"term {sign} {label}"
            yield Edit(kind, replace_at(tree, part, new), part.span, f"({written} {sign} {label})",
                       f"the {thing} is missing beside {written}")  # fmt: skip


def _edits_of(
    tree: Expression, part: Expression, source: str, labels: Sequence[str]
) -> Iterator[Edit]:
    def edit(kind: str, new: Expression, text: str, said: str) -> Edit:
        return Edit(kind, replace_at(tree, part, new), part.span, text, said)

    written = source[slice(*part.span)]
    match part:
        case Name():
            minus = f"{{-{written}}}" if source[: part.span[0]].endswith("^") else f"(-{written})"
            yield edit("sign", Negative(part), minus, f"the sign of {written} is wrong")
            for label in labels:
                if label != part.label:
                    yield edit("wrong name", name_of(label), label, f"{written} should be {label}")
            yield edit("complement", _one_minus(part), f"(1 - {written})",
                       f"{written} should be 1 - {written}")  # fmt: skip
            base = f"({written})" if "^" in written else written
            squared = f"{base}**2" if "*" in source else f"{base}^2"
            yield edit("exponent", Power(part, Number(2.0)), squared,
                       f"{written} should be {squared}")  # fmt: skip
        case Call(primes=0):
            yield edit("derivative", dataclasses.replace(part, primes=1), _primed(written),
                       f"{written} should be its derivative {_primed(written)}")  # fmt: skip
        case Call(primes=1):
            bare = written.replace("^{'}", "").replace("^{\\prime}", "").replace("'", "")
            yield edit("derivative", dataclasses.replace(part, primes=0), bare,
                       f"{written} should be the function itself, {bare}")  # fmt: skip
        case Negative():
            shown = source[slice(*part.of.span)]
            yield edit("sign", part.of, shown, f"the sign of {shown} is wrong")
        case Sum():
            if len(part.terms) == 2 and part.terms[0] == Number(1.0):
                match part.terms[1]:
                    case Negative(of=inner):
                        shown = source[slice(*inner.span)]
                        yield edit("complement", inner, shown, f"{written} should be {shown}")
            yield from _edits_of_sum(edit, part, source)
        case Product():
            for i, factor in enumerate(part.factors):
                rest = part.factors[:i] + part.factors[i + 1 :]
                shown = source[slice(*factor.span)]
                new = rest[0] if len(rest) == 1 else Product(rest, part.signs[1:])
                yield edit(
                    "extra factor",
                    new,
                    _product(source, part.factors, i),
                    f"the factor {shown} is too many",
                )
        case Quotient():
            yield edit("upside down", Product((part.above, part.below), ("",)),
                       f"({source[slice(*part.above.span)]}) ({source[slice(*part.below.span)]})",
                       f"{written} should be a product")  # fmt: skip
            above, below = source[slice(*part.above.span)], source[slice(*part.below.span)]
            yield edit("upside down", Quotient(part.below, part.above),
                       f"\\frac{{{below}}}{{{above}}}" if "frac" in written
                       else f"({below})/({above})",
                       f"{written} is upside down")  # fmt: skip
        case Power(
            base=Sum(terms=(Number(value=1.0) as one, Negative(of=inner))), exponent=Number()
        ):
            squares = Sum((one, Negative(Power(inner, part.exponent))))
            mark = "**" if "**" in written else "^"
            number = source[slice(*part.exponent.span)]
            shown = f"1 - {source[slice(*inner.span)]}{mark}{number}"
            yield edit("exponent", squares, f"({shown})", f"{written} should be {shown}")
        case Power() if is_number(part.exponent):
            if part.exponent == Number(2.0):
                yield edit("complement", _one_minus(part), f"(1 - {written})",
                           f"{written} should be 1 - {written}")  # fmt: skip
            base = source[slice(*part.base.span)]
            yield edit("exponent", part.base, base, f"the exponent of {written} is wrong")
            for text in EXPONENTS:
                above, _, below = text.partition("/")
                new = Number(float(above) / float(below or 1))
                power = f"{base}**({text})" if "**" in written else f"{base}^{{{text}}}"
                yield edit("exponent", Power(part.base, new), power,
                           f"the exponent of {written} should be {text}")  # fmt: skip
        case Number():
            for value in (1.0, 2.0, 3.0):
                if value != part.value:
                    text = f"{value:g}"
                    yield edit("wrong number", Number(value), text, f"{written} should be {text}")


def _edits_of_sum(edit: Any, part: Sum, source: str) -> Iterator[Edit]:
    summed: tuple[Expression, ...]
    bracketed = source[slice(*part.span)].startswith(("(", r"\left("))
    match part.terms[-1]:  # a - y b for (a - y) b
        case (
            Product(factors=(first, *others), signs=signs)
            | Negative(of=Product(factors=(first, *others), signs=signs))
        ):
            last = Negative(first) if isinstance(part.terms[-1], Negative) else first
            summed = (*part.terms[:-1], last)
            tail = source[first.span[1] : others[-1].span[1]]
            shown = f"{_sum(source, summed, True)}{tail}"
            pulled = Product((Sum(summed), *others), signs)
            yield edit("brackets", pulled, f"({shown})" if bracketed else shown,
                       f"brackets are missing: {shown}")  # fmt: skip
    match part.terms:
        case (Product() as product, *others):
            yield from _bracketed_after(edit, product, others, source, bracketed)
        case (first, Negative(of=second)) if not isinstance(first, Negative):
            turned = Sum((second, Negative(first)))
            shown = _sum(source, turned.terms, False)
            yield edit("sign", turned, f"({shown})" if bracketed else shown,
                       f"{_sum(source, part.terms, False)} should be {shown}")  # fmt: skip
    for i, term in enumerate(part.terms):
        flipped: Expression = term.of if isinstance(term, Negative) else Negative(term)
        shown = source[slice(*(term.of if isinstance(term, Negative) else term).span)]
        terms = (*part.terms[:i], flipped, *part.terms[i + 1 :])
        yield edit(
            "sign", Sum(terms), _sum(source, terms, bracketed), f"the sign of {shown} is wrong"
        )
        rest = part.terms[:i] + part.terms[i + 1 :]
        new = rest[0] if len(rest) == 1 else Sum(rest)
        yield edit(
            "extra term", new, _sum(source, rest, bracketed), f"the term {shown} is too many"
        )


def _bracketed_after(
    edit: Any, product: Product, rest: Sequence[Expression], source: str, bracketed: bool
) -> Iterator[Edit]:
    """Yield A (B x - y) for A B x - y, with each factor before the bracket."""
    factors, signs = product.factors, product.signs
    for i in range(1, len(factors)):
        inner: Expression = factors[-1]
        if i < len(factors) - 1:
            inner = Product(factors[i:], signs[i:], (factors[i].span[0], factors[-1].span[1]))
        summed = (inner, *rest)
        head = source[factors[0].span[0] : factors[i].span[0]]
        shown = f"{head}{_sum(source, summed, True)}"
        pulled = Product((*factors[:i], Sum(summed)), signs[:i])
        yield edit("brackets", pulled, f"({shown})" if bracketed else shown,
                   f"brackets are missing: {shown}")  # fmt: skip


def _sum(source: str, terms: Sequence[Expression], bracketed: bool) -> str:
    """Write a sum; in brackets where the one that it replaces has them, or may have."""
    text = ""
    for term in terms:
        negative = isinstance(term, Negative)
        shown = source[slice(*(term.of if isinstance(term, Negative) else term).span)]
        text += (" - " if text else "-") if negative else (" + " if text else "")
        text += shown
    return f"({text})" if bracketed else text


def _product(source: str, factors: Sequence[Expression], without: int) -> str:
    """Write a product without one of its factors, with the signs that the others have."""
    text = ""
    for i, factor in enumerate(factors):
        if i != without:
            between = source[factors[i - 1].span[1] : factor.span[0]] if text else ""
            text += (between.strip() and between) or " " * bool(text)
            text += _factor(source, factor)
    return text


def _factor(source: str, factor: Expression) -> str:
    shown = source[slice(*factor.span)]
    bare = isinstance(factor, (Sum, Negative)) and not shown.startswith("(")
    return f"({shown})" if bare else shown


def _one_minus(part: Expression) -> Expression:
    return Sum((Number(1.0), Negative(part)))


def _primed(written: str) -> str:
    for opening in ("(", r"\left("):
        at = written.find(opening)
        if at > 0:
            return written[:at] + "'" + written[at:]
    return written + "'"
