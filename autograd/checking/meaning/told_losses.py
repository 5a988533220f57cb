r"""Losses told in words: "the loss is the binary cross-entropy", beside a = \sigma(z) and a - y.

The prediction is the one sigmoid or softmax that nothing else is made of, the target the one y or
t that no equation gives.  Squares are told up to a factor, which the slope by the prediction has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from ..reading.chains import Formula, names_in, parts_in
from ..reading.tree import (
    BigSum,
    Call,
    Derivative,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
)
from ..reading.walked import names, walk
from .index import SURE_LOSSES, TARGETS
from .law import variables

_LOSS = (
    r"(?:loss|cost|objective|error|verlust|kosten|perte|coût|coste|custo|pérdida|perda|损失|代价)"
)
_ENTROPY = r"(?:cross[- ]?entrop|kreuzentrop|entropie croisée|entrop[ií]a cruzada|交叉熵)"
_SQUARES = (
    r"(?:squared?[- ]error|\bMSE\b|error cuadrático|erro quadrático|erreur quadratique"
    r"|quadratische[rn]? fehler|均方(?:误差|差)|平方误差)"
)
_SAME = r"(?:[^.;。\n$]|\n(?!\s*\n)){0,50}"
_NEAR = rf"{_SAME}(?:\$[^$=]{{1,25}}\${_SAME})?"
_OTHERS = re.compile(
    r"hinge|huber|absolute error|\bMAE\b|regulari[sz]|weight decay|focal|正则|poisson",
    re.IGNORECASE,
)
_MEAN = re.compile(r"\bmean\b|averag|moyenn|mittel|gemittelt|promedi|médi[ao]|平均", re.IGNORECASE)
_SIGMOIDS, _SOFTMAX = ("sigma", "sigmoid"), ("softmax",)
_SIZES = (Name("m"), Name("n"), Name("N"))
_HALF = Quotient(Number(1.0), Number(2.0))


def told_losses(formulas: Sequence[Formula]) -> Iterator[tuple[Name, Any, int]]:
    """Yield the loss that a text tells in words, and what it is, by the formula it is made of."""
    prose = " ".join(dict.fromkeys(formula.prose for formula in formulas))
    entropy, squares = _is_told(_ENTROPY, prose), _is_told(_SQUARES, prose)
    loss = _free_loss(formulas)
    if entropy == squares or loss is None or _OTHERS.search(prose):
        return
    ends = list(_ends(formulas))
    for functions in (_SIGMOIDS, _SOFTMAX) if entropy else ():
        found = [(name, number) for name, body, number in ends if _is_call(body, functions)]
        target = _target(formulas, found[0][0]) if len(found) == 1 == len(ends) else None
        if target is not None:
            name, number = found[0]
            yield loss, _summed(target, name, functions, formulas), number
    if squares and len(ends) == 1:
        name, _, number = ends[0]
        target = _target(formulas, name)
        factor = _factor(formulas, loss, name, target) if target is not None else None
        if target is not None and factor is not None:
            square = Call("sum", (Power(Sum((name, Negative(target))), Number(2.0)),))
            yield loss, Product((factor, square), ("",)), number


def _is_told(words: str, prose: str) -> bool:
    both = rf"{_LOSS}{_NEAR}{words}|{words}{_NEAR}{_LOSS}"
    return bool(re.search(both, prose, re.IGNORECASE))


def _free_loss(formulas: Sequence[Formula]) -> Name | None:
    """Return the one loss of a text that no formula gives; J where it speaks of dZ alone."""
    slopes = [p.of for p in parts_in(formulas) if isinstance(p, Derivative)]
    spoken = {n for n in slopes if isinstance(n, Name) and n.base in SURE_LOSSES}
    heads = {t.function if isinstance(t, Call) else t.base if isinstance(t, Name) else ""
             for f in formulas for t in f.trees[:1]}  # fmt: skip
    if len(spoken) > 1 or any(n.base in heads or n.sub or n.layer for n in spoken):
        return None
    lone = any(base[0] == "d" and base[1:] in heads for base in heads if base[1:])
    if not spoken and (not lone or any(n.base in SURE_LOSSES for n in names_in(formulas))):
        return None
    return next(iter(spoken), Name("J"))


def _ends(formulas: Sequence[Formula]) -> Iterator[tuple[Name, Any, int]]:
    """Yield what forward equations define and none is made of, by formula."""
    forward = [(f.trees[0], f.trees[1], i) for i, f in enumerate(formulas)
               if len(f.trees) > 1 and isinstance(f.trees[0], Name) and not f.aside
               and not any(isinstance(p, Derivative) for t in f.trees for p in walk(t))
               and not isinstance(f.trees[1], Number)]  # fmt: skip
    bases = {n.base for n in names_in(formulas)}
    forward = [x for x in forward if not (x[0].base[0] == "d" and x[0].base[1:] in bases)]
    used = {(n.base, n.layer) for name, body, _ in forward for n in names(body)
            if (n.base, n.layer) != (name.base, name.layer)}  # fmt: skip
    yield from (x for x in forward if (x[0].base, x[0].layer) not in used)


def _is_call(body: Any, functions: Sequence[str]) -> bool:
    return isinstance(body, Call) and not body.primes and body.function in functions


def _target(formulas: Sequence[Formula], prediction: Name) -> Name | None:
    """Return the one target that a text speaks of, with the indices of what is to be like it."""
    heads = {f.trees[0].base for f in formulas if f.trees and isinstance(f.trees[0], Name)}
    below = {x for n in names_in(formulas) for x in (n.sub, n.layer) if x}
    found = {Name(n.base, n.sub, n.layer) for n in names_in(formulas)
             if n.base in TARGETS and n.base not in heads and n.base not in below}  # fmt: skip
    alike = [n for n in found if n.sub in ("", prediction.sub) or prediction.sub.isdigit()]
    if len(found) != 1 or not alike or found == {prediction}:
        return None
    varies = any(c.isalpha() for c in prediction.sub)
    return alike[0] if not varies or alike[0].sub == prediction.sub else None


def _entropy(y: Name, a: Name, functions: Sequence[str]) -> Any:
    r"""Return -\sum y \log a, and for a sigmoid with (1 - y) \log(1 - a)."""
    first = Product((y, Call("log", (a,))), (r"\odot",))
    if functions is _SOFTMAX:
        return Negative(Call("sum", (first,)))
    other = [Sum((Number(1.0), Negative(x))) for x in (y, a)]
    second = Product((other[0], Call("log", (other[1],))), (r"\odot",))
    return Negative(Call("sum", (Sum((first, second)),)))


def _summed(y: Name, a: Name, functions: Sequence[str], formulas: Sequence[Formula]) -> Any:
    """Return a loss as the sum over the steps of a prediction, the mean over a batch of it.

    Where dZ stands alone it is that of one sample of the batch.
    """
    if len(a.sub) == 1 and a.sub.isalpha():
        return BigSum(_entropy(y, a, functions), a.sub)
    sizes = [p.below for p in parts_in(formulas) if isinstance(p, Quotient) and p.below in _SIZES]
    accent = re.fullmatch(r"(\\\w+\{)(\w+)\}", a.base)
    is_batch = (accent[2] if accent else a.base).isupper()
    if not sizes or not (is_batch or any(_MEAN.search(f.prose) for f in formulas)):
        return _entropy(y, a, functions)
    mean = Quotient(Number(1.0), sizes[0])
    if not is_batch or any(isinstance(p, Derivative) for p in parts_in(formulas)):
        return Product((mean, _entropy(y, a, functions)), ("",))
    small = f"{accent[1]}{accent[2].lower()}}}" if accent else a.base.lower()
    one = Name(small, a.sub, f"{a.layer},i".lstrip(",")), Name(y.base.lower(), y.sub, "i")
    each = _entropy(one[1], one[0], functions)
    return Product((mean, BigSum(each, "i", Number(1.0), sizes[0])), ("",))


def _factor(formulas: Sequence[Formula], loss: Name, a: Name, y: Name) -> Any:
    r"""Return the c of c (a - y)^2 that the first slope by a has: 1/2 of a - y; None if none."""
    for left, right in ((f.trees[0], f.trees[1]) for f in formulas if len(f.trees) > 1):
        if not isinstance(left, Derivative) or left.of != loss or variables(left) != (a,):
            continue
        signed = right.of if isinstance(right, Negative) else right
        factors = list(signed.factors) if isinstance(signed, Product) else [signed]
        if isinstance(signed, Quotient):
            factors = [signed.above, Quotient(Number(1.0), signed.below)]
        others = [x for x in factors if not _is_difference(x, a, y)]
        if len(others) == len(factors):
            return None
        return Product((_HALF, *others), ("",) * len(others)) if others else _HALF
    return None


def _is_difference(tree: Any, a: Name, y: Name) -> bool:
    return tree in (Sum((a, Negative(y))), Sum((y, Negative(a))))
