"""Say why a member about layers is wrong; each hypothesis is confirmed before it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from ..judging.judge import SAMPLES, close
from ..meaning.evaluate import names_in
from ..mending.by_value import explain
from ..mending.diagnose import FACTORS, NO_DEPENDENCE, ranked
from ..mending.edits import edits, spliced, subtrees
from ..reading.parser import write
from ..reading.tree import (
    BigSum,
    Call,
    Derivative,
    Expression,
    Name,
    Number,
    Product,
    Quotient,
    Sum,
)  # fmt: skip
from ..report.result import Explanation
from .case import FAILURES, Case
from .entries import entries
from .factors import one_more, one_other, rearranged
from .grid import entries_of
from .model import LayeredClaim
from .notation import letters_in
from .renaming import alike, renamed
from .terms import missing_term
from .trial import LayeredTrial


def diagnose(claim: LayeredClaim, tree: Expression, source: str) -> list[Explanation]:
    """Return the confirmed explanations of a wrong member, the likeliest first."""
    case = Case(claim, tree, source)
    try:
        if not any(entries_of(case.true)):
            return [Explanation("zero", NO_DEPENDENCE, "0")]
    except FAILURES:
        return []
    found: list[Explanation] = []
    for hypotheses in STAGES:
        found = found or _tried(case, hypotheses)
    found = found or ranked(explain(LayeredTrial(case)), case.confirmed)
    return found[:5] or [Explanation("unexplained", "no common mistake explains it")]


def _tried(
    case: Case, hypotheses: Sequence[Callable[[Case], Iterator[Explanation]]]
) -> list[Explanation]:
    found: list[Explanation] = []
    for hypothesis in hypotheses:
        try:
            found += hypothesis(case)
        except FAILURES:
            continue
    return ranked(found, case.confirmed)


def _factor(case: Case) -> Iterator[Explanation]:
    """Try a constant factor, the same everywhere: a number, m, or a width."""
    pairs = [(c, t) for cs, ts, _, _ in case.values() for c, t in zip(cs, ts, strict=True)]
    ratio = next((c / t for c, t in pairs if t), 0.0)
    if not ratio or not all(close(c, ratio * t) for c, t in pairs):
        return
    source = f"({case.source})"
    if close(ratio, -1.0):
        yield Explanation("sign", "the sign is wrong", f"-{source}")
        return
    for value, name, above, below in FACTORS:
        if close(ratio, value):
            mend = above if below == "1" else case.over(above, below)
            said = f"it is {name} times {'too large' if value > 1 else 'the right value'}"
            yield Explanation("constant factor", said, case.times(mend, source))
            return
    sizes = {"m": SAMPLES, **case.claim.model.points(1)[0].named_sizes}
    for name, size in sizes.items():
        for value, mend in ((float(size), case.over("1", name)), (1 / size, name)):
            if close(ratio, value):
                said = _sized(case, name, value > 1)
                yield Explanation("constant factor", said, case.times(mend, source))
                return
    yield Explanation("constant factor", f"it is {ratio:.6g} times the right value", "")


def _sized(case: Case, name: str, large: bool) -> str:
    """Say that m, or 1/m, is too many, or is missing."""
    printed = any(n.base == name for n in names_in(case.tree))
    if printed:
        return f"it carries a factor {name if large else f'1/{name}'} too many"
    return f"the factor {f'1/{name}' if large else name} is missing"


def _edited(case: Case) -> Iterator[Explanation]:
    """Try single changes of signs, factors, primes, exponents."""
    for edit in edits(case.tree, case.source, []):
        if case.right(edit.tree):
            yield Explanation(edit.kind, edit.said, spliced(case.source, edit.span, edit.text))


def _sums(case: Case) -> Iterator[Explanation]:
    """Try a sum that is missing, and the product of sums where the sum of products belongs."""
    notation = case.claim.model.laws.notation
    bound = set(letters_in([case.claim.anchor], notation))
    for letter in letters_in([case.tree], notation):
        if letter in bound:
            continue
        mends = (rf"\sum_{letter} {case.source}", rf"\sum_{letter} ({case.source})")
        if repair := next(filter(None, map(case.confirmed, mends)), ""):
            yield Explanation("missing sum", f"the sum over {letter} is missing", repair)
    for part in subtrees(case.tree):
        if isinstance(part, Product):
            yield from _merged(case, part)


def _merged(case: Case, part: Product) -> Iterator[Explanation]:
    """Try the sum of the products for the product of sums, with one 1/m for several."""
    sums, numbers, leaves = _apart(part)
    if len(sums) < 2:
        return
    first = sums[0]
    head = case.source[first.span[0] : first.of.span[0]].rstrip("( ")
    head = head[head.index("\\sum") :] if "\\sum" in head else head
    texts = [f"({case.text_of(t)})" if isinstance(t, Sum) else case.text_of(t) for t in leaves]
    texts = [t[1:-1] if t.startswith("((") else t for t in texts]
    mend = " ".join([*(case.text_of(n) for n in numbers[:1]), head, *texts])
    if repair := case.confirmed(spliced(case.source, part.span, mend)):
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


def _one_term(case: Case) -> Iterator[Explanation]:
    """Try the sum over an index where only its first term, or one of them, is counted."""
    notation = case.claim.model.laws.notation
    names = [part for part in subtrees(case.tree) if isinstance(part, Name)]
    used = {i for n in names for i in notation.place(n).indices}
    taken = used | set(letters_in([case.claim.anchor], notation))
    free = next(letter for letter in "ijknpqrst" if letter not in taken)
    for digit in sorted(i for i in used if i.isdigit()):
        source = case.source
        for name in sorted(names, key=lambda n: -n.span[0]):
            if digit in notation.place(name).indices:
                layer = free if name.layer == digit else name.layer
                new = replace(name, sub=name.sub.replace(digit, free), layer=layer)
                source = spliced(source, name.span, case.written(new, name))
        if repair := case.confirmed(rf"\sum_{free} {source}"):
            said = f"only the term {free} = {digit} of a sum is counted"
            yield Explanation("one path", said, repair)


def _other(case: Case) -> Iterator[Explanation]:
    """Try the derivatives by everything else."""
    anchor = case.claim.anchor
    if not isinstance(anchor, Derivative):
        return
    of, wrt = anchor.of, anchor.by
    found = []
    for other in alike(case, wrt):
        same = Derivative(of, (other,))
        if case.is_value_of(same):
            found.append(f"d{_shown(of)}/d{case.label(other)}")
    if found:
        yield Explanation("other derivative", f"this is {', and '.join(found[:3])}", "")


def _other_network(case: Case) -> Iterator[Explanation]:
    """Try another loss, and another activation: right there, it was taken from there."""
    for kind, name, model in case.claim.model.variants:
        claim = LayeredClaim(case.claim.anchor, case.claim.trees, model)
        if claim.holds(case.tree, seed=25):
            yield Explanation(kind, f"it would be right for {name}", "")


def _shown(tree: Expression) -> str:
    """Return a tree as text, a function by its name."""
    return tree.function if isinstance(tree, Call) else write(tree)


STAGES: tuple[tuple[Callable[[Case], Iterator[Explanation]], ...], ...] = (
    (_factor, _edited, rearranged),
    (renamed, _sums, _one_term, _other, one_more, entries, _other_network),
    (one_other, missing_term),
)
"""What is tried, until something is found."""
