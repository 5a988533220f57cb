r"""Sums that are missing, and sums of which one term alone is counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..meaning.index import bound_letters, parts_of
from ..reading.tree import BigSum, Expression, Name, Number, Product, Quotient, Sum
from ..reading.walked import names, walk
from ..report.result import Explanation
from .edits import spliced
from .trial import Trial

TOPS = {"T": "t", "L": "l", "n": "i", "m": "i", "N": "i", "K": "k"}
"""Names of the last of what a letter counts."""


def summed(trial: Trial) -> Iterator[Explanation]:
    """Try a sum over each letter that is free in the member and not in what it is about."""
    for letter in trial.letters_in(trial.tree):
        if letter in trial.letters:
            continue
        for part in (trial.tree, *(trial.tree.terms if isinstance(trial.tree, Sum) else ())):
            if letter not in trial.letters_in(part):
                continue
            written = trial.bracketed(part)
            for mean, said in (("", "sum"), (r"\frac{1}{n} ", "mean"), (r"\frac{1}{m} ", "mean")):
                mend = spliced(trial.source, part.span, rf"{mean}\sum_{{{letter}}} {written}")
                if repair := trial.confirmed(mend):
                    told = f"the {said} over {letter} is missing"
                    yield Explanation("missing sum", told, repair)
                    break


def one_term(trial: Trial) -> Iterator[Explanation]:
    """Try the sum over an index of which the last, or one, alone is counted: h_T, y_1."""
    used = {x for n in names(trial.tree) for x in (*parts_of(n.sub), *n.layer.split(",")) if x}
    for single in sorted(x for x in used if x in TOPS or x.isdigit()):
        letter = TOPS.get(single) or next(x for x in "ijknpq" if x not in {*used, *trial.letters})
        source = trial.source
        for name in sorted(names(trial.tree), key=lambda n: -n.span[0]):
            new = _instead(name, single, letter)
            if new != name:
                source = spliced(source, name.span, trial.label(new))
        bare = source if not isinstance(trial.tree, Sum) else f"({source})"
        for mend in (rf"\sum_{letter} {bare}", rf"\sum_{letter} {source}"):
            if repair := trial.confirmed(mend):
                said = f"only the term {letter} = {single} of the sum over {letter} is counted"
                yield Explanation("one path", said, repair)
                break


def _instead(name: Name, single: str, letter: str) -> Name:
    below = [letter if x == single else x for x in parts_of(name.sub)] if name.sub else []
    above = [letter if x == single else x for x in name.layer.split(",")]
    comma = "," if "," in name.sub else ""
    return replace(name, sub=comma.join(below), layer=",".join(above))


def within(trial: Trial) -> Iterator[Explanation]:
    """Try a factor, a term or another name within a sum, where the index is bound."""
    for part in walk(trial.tree):
        if isinstance(part, BigSum) and trial.left > 0:
            bound = bound_letters(part)
            yield from _within(trial, part, bound)


def _within(trial: Trial, part: BigSum, bound: list[str]) -> Iterator[Explanation]:
    shown = trial.bracketed(part.of)
    options = list(trial.names_with((*trial.letters, *bound)))[:40]
    for name in options:
        text = trial.label(name)
        for factor in (text, f"(1 - {text})", f"(1 - {trial.power(text, '2')})"):
            mend = spliced(trial.source, part.of.span, trial.times(shown, factor))
            if repair := trial.confirmed(mend):
                said = f"the factor {factor} is missing within the sum"
                yield Explanation("missing factor", said, repair)
    for sum_ in walk(part.of):
        yield from _one_for_name(trial, sum_, options)


def _one_for_name(trial: Trial, tree: Expression, options: list[Name]) -> Iterator[Explanation]:
    if isinstance(tree, Number) and tree.span != (0, 0):
        for name in options:
            text = trial.label(name)
            if repair := trial.confirmed(spliced(trial.source, tree.span, text)):
                said = f"{trial.text_of(tree)} should be {text}"
                kind = "diagonal" if trial.is_delta(name) else "wrong name"
                alone = f": this is the diagonal, {' = '.join(name.sub)}, alone" * (
                    kind != "wrong name"
                )
                yield Explanation(kind, said + alone, repair)
                break


def merged(trial: Trial) -> Iterator[Explanation]:
    """Try the sum of the products for the product of sums, with one 1/m for several."""
    for part in walk(trial.tree):
        if not isinstance(part, Product):
            continue
        sums, numbers, leaves = _apart(part)
        if len(sums) < 2:
            continue
        first = sums[0]
        head = trial.source[first.span[0] : first.of.span[0]].rstrip("( ")
        head = head[head.find("\\sum") :] if "\\sum" in head else head
        head = head.removesuffix(r"\left")
        shown = " ".join([*map(trial.text_of, numbers[:1]), head, *map(trial.bracketed, leaves)])
        if repair := trial.confirmed(spliced(trial.source, part.span, shown)):
            said = "the mean of the products is not the product of the means"
            yield Explanation("mean of products", said, repair)


def _apart(tree: Expression) -> tuple[list[BigSum], list[Expression], list[Expression]]:
    """Return the sums in a product, the numbers, and what is summed up."""
    sums: list[BigSum] = []
    numbers: list[Expression] = []
    leaves: list[Expression] = []
    waiting = [tree]
    while waiting:
        match waiting.pop(0):
            case Product(factors=factors):
                waiting = [*factors, *waiting]
            case BigSum() as found:
                sums.append(found)
                waiting.insert(0, found.of)
            case (Quotient() | Number()) as number:
                numbers.append(number)
            case leaf:
                leaves.append(leaf)
    return sums, numbers, leaves
