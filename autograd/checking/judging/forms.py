"""What a formula is by its form: a printed number, a chain of derivatives, a rule, a condition."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from ..meaning.index import TARGETS
from ..meaning.law import Law, variables
from ..meaning.model import Model
from ..reading.chains import Formula, parts_in
from ..reading.parser import write
from ..reading.tree import (
    BigSum,
    Call,
    Derivative,
    Expression,
    Matrix,
    Name,
    Negative,
    Number,
    Power,
    Prime,
    Product,
    Quotient,
    Transpose,
    Tuple,
)
from ..reading.walked import names, walk

_SHARES = re.compile(
    r"(?P<if>\b(?:if|when|si|wenn|falls)\b[^.]{0,40}?|[若当][^。]{0,20})?"
    r"(?:one[- ]?hot|(?:sums?|adds?) (?:up )?to (?:1|one|\$1)|distribution|probabilit|独热|概率"
    r"|\\sum(?:_\w|_\{[^}]*\})?(?:\^\w|\^\{\w+\})?\s*[A-Za-z]\S{0,9}\s*=\s*1\b)",
    re.IGNORECASE,
)
HALF = 0.5 + 1e-9
"""How far a printed number may be off, in units of its last digit."""


_ONE_HOT = re.compile(r"(?<![A-Za-z])one-?\s?hot(?![A-Za-z])|独热", re.IGNORECASE)


def is_chain(tree: Any) -> bool:
    """Whether a member is derivatives and products of them only: right in every reading alike."""
    match tree:
        case Derivative() | Prime():
            return True
        case Product():
            return all(map(is_chain, tree.factors))
        case _:
            return False


def leads(tree: Any, anchor: Any) -> bool:
    """Whether a chain leads from what a derivative is of to what it is by.

    dE/dz dz/dw does for dE/dw, whatever z is, as all between stands above a bar as often as below
    one; dE/dz do/dw does not.
    """
    found: Counter[str] = Counter()
    if tree is anchor:
        return True
    for part in (*walk(tree), *walk(anchor)):
        if isinstance(part, Derivative) and len(part.wrt) == 1:
            sign = -1 if part is anchor else 1
            found[_bare(part.of)] += sign
            found[_bare(part.wrt[0])] -= sign
        elif isinstance(part, (Derivative, Prime)):
            return True  # of higher order
    return not any(found.values())


def _bare(tree: Any) -> str:
    """Return what a formula is but for its indices, as text."""
    first = next(names(tree), None) if isinstance(tree, (Name, Transpose)) else None
    return first.base if first else write(tree)


def is_sum_along_axis(tree: Any) -> bool:
    """Whether it is NumPy's sum along an axis, or a multiple of one: neither a row nor a column."""
    match tree:
        case BigSum(index="axis"):
            return True
        case Negative(of=of) | Quotient(above=of):
            return is_sum_along_axis(of)
        case Product():
            return any(map(is_sum_along_axis, tree.factors))
    return False


def decimals_of(tree: Expression) -> int | None:
    """Return how many decimals a printed number or list of numbers has; None if it is neither."""
    match tree:
        case Number():
            return tree.decimals
        case Negative(of=Number() as number):
            return number.decimals
        case Product(
            factors=(Number() as number, Power(base=Number(10.0), exponent=Negative(of=Number(n))))
        ):
            return None if number.decimals is None else number.decimals + round(n)
        case Transpose(of=Matrix() | Tuple() as of):
            return decimals_of(of)
        case Matrix(rows=rows):
            parts = [x for row in rows for x in row]
        case Tuple(entries=entries):
            parts = list(entries)
        case _:
            return None
    found = [decimals_of(part) for part in parts]
    return None if None in found else max(d for d in found if d is not None)


def is_condition(anchor: Any, trees: Sequence[Any], tree: Any, model: Model) -> bool:
    r"""Whether it says what is asked for and not what is: \nabla f = 0, A x = b."""
    if isinstance(anchor, Derivative):
        nameless = any(isinstance(v, Name) and not v.base for v in variables(anchor))
        return nameless and tree == Number(0.0)
    if isinstance(anchor, (Name, Call)):
        return False
    spoken = [n for t in trees for n in names(t)]
    free = all(model.is_leaf(model.use(n).symbol) and not model.slope(n) for n in spoken)
    parts = [p for t in trees for p in walk(t)]
    return free and len(set(spoken)) > 1 and not any(isinstance(p, (Derivative, Prime, Call))
                                                     for p in parts)  # fmt: skip


def is_rule(formula: Formula, laws: Sequence[Law] = ()) -> bool:
    r"""Whether it is about a function alone: \sigma'(z) = \sigma(z) (1 - \sigma(z)).

    laws  the forward equations: what none of these defines is a constant of the function
    """
    match formula.members[0].tree:
        case Call(primes=primes, arguments=(Name() as x,)) if primes:
            defined = {law.use.symbol[0] for law in laws} if laws else None
            return all(
                n == x or (defined is not None and not n.sub and n.base not in defined)
                for tree in formula.trees for n in names(tree)
            )  # fmt: skip
    return False


def is_softmax(part: Any) -> bool:
    """Whether it is a softmax, or exp(z_i) over the sum of them."""
    match part:
        case Call(function=function):
            return bool(function.split("_")[0].lower() == "softmax")
        case Quotient(above=Call(function="exp"), below=BigSum(of=Call(function="exp"))):
            return True
    return False


def speak_of_shares(formulas: Sequence[Formula], laws: Sequence[Law]) -> bool:
    r"""Whether formulas have a share of a sum by its name, exp(z_i)/S, or say \sum_i y_i = 1."""
    sums = {law.use.symbol[0] for law in laws if isinstance(law.body, BigSum)
            and isinstance(law.body.of, Call) and law.body.of.function == "exp"}  # fmt: skip
    if any(_ONE_HOT.search(f.prose) for f in formulas):
        return True
    return any(_say_that_targets_add_up(f.trees) for f in formulas) or (bool(sums) and any(
        _is_share(part, sums) for part in parts_in(formulas)
    ))  # fmt: skip


def leave_sums_open(formulas: Sequence[Formula]) -> bool:
    r"""Whether formulas have the sum of the targets in them, p_j \sum_k t_k - t_j.

    So they are weights, unless the text says, and not with an if, what they add up to.
    """
    written = any(
        isinstance(part, BigSum) and isinstance(part.of, Name) and part.of.base in TARGETS
        and part.kind == "sum" for part in parts_in(formulas)
    )  # fmt: skip
    said: dict[str, bool] = {}  # by the words after it: an "if" may lie beyond what is kept
    for prose in dict.fromkeys(f.prose for f in formulas) if written else ():
        for m in _SHARES.finditer(prose):
            after = prose[m.end() : m.end() + 12]
            said[after] = said.get(after, True) and not m["if"]
    return written and not any(said.values())


def _is_share(part: Any, sums: set[str]) -> bool:
    match part:
        case Quotient(above=Call(function="exp"), below=Name(base=base)):
            return base in sums
    return False


def _say_that_targets_add_up(trees: Sequence[Any]) -> bool:
    match trees:
        case [BigSum(of=Name(base=base)), last]:
            return base in TARGETS and bool(last == Number(1.0))
    return False


def is_worked(trees: Sequence[Any]) -> bool:
    """Whether what stands on the right is numbers alone, with a list of them: one example's."""
    return not any(True for tree in trees[1:] for _ in names(tree)) and any(
        isinstance(part, (Matrix, Tuple)) for tree in trees for part in walk(tree)
    )
