"""Why a Jacobian is wrong by a factor that varies: one is missing, one too many, one for another.

Wherever the claim times one array is the right Jacobian times another, laid along some axes of
the arg and the output, the cause is found: sigma for sigma', a missing weight, the previous state
in the place of the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import permutations
from typing import Any, NamedTuple

import numpy as np

from .cases import Block, Case, laid, placements, squeezed
from .gradient_report import Cause


class Swap(NamedTuple):
    """The claim times `below` is the right Jacobian times `above`."""

    cause: Cause
    above: Callable[[dict[str, Any]], Any]
    below: Callable[[dict[str, Any]], Any]


def _one(_: dict[str, Any]) -> Any:
    return 1.0


def _same(x: Any) -> Any:
    return x


def _of(name: str, g: Callable[[Any], Any] = _same) -> Callable[[dict[str, Any]], Any]:
    return lambda sources: g(sources[name])


def _sigma_prime(s: Any) -> Any:
    return s * (1 - s)


def _tanh_prime(t: Any) -> Any:
    return 1 - t * t


def _sigmoid(x: Any) -> Any:
    return 1 / (1 + np.exp(-x))


def _of_the_output(name: str, out: str) -> Iterator[Swap]:
    """Yield what goes wrong with the derivative of an activation, which its result gives."""
    s, sp, tp = _of(out), _of(out, _sigma_prime), _of(out, _tanh_prime)
    a = f"(a is {out})"
    sigma, tanh = "sigma' = a (1 - a)", "tanh' = 1 - a^2"
    rest, once_more = _of(out, lambda x: 1 - x), "as if a were not yet an output of"
    sigma_of_a = _of(out, lambda x: _sigma_prime(_sigmoid(x)))
    tanh_of_a = _of(out, lambda x: _tanh_prime(np.tanh(x)))
    kinds = [
        ("factor missing", f"lacks the factor {sigma}", _one, sp),
        ("sigma for sigma'", f"has sigma for {sigma}: the factor 1 - a is missing", s, sp),
        ("factor wrong", f"has 1 - a for {sigma}: the factor a is missing", rest, sp),
        ("activation twice", f"takes sigma' at a, {once_more} sigma, for {sigma}", sigma_of_a, sp),
        ("factor missing", f"lacks the factor {tanh}", _one, tp),
        ("factor wrong", f"has 1 - a for {tanh}", rest, tp),
        ("sigma for sigma'", f"has tanh for {tanh}", s, tp),
        ("activation twice", f"takes tanh' at a, {once_more} tanh, for {tanh}", tanh_of_a, tp),
        ("factor twice", f"has the factor {sigma} twice", sp, _one),
        ("factor twice", f"has the factor {tanh} twice", tp, _one),
    ]
    for kind, text, above, below in kinds:
        yield Swap(Cause(kind, f"{name} {text} {a}"), above, below)


def _swaps(case: Case) -> Iterator[Swap]:
    block = case.firmest()
    sources = case.sources(block)
    out, name = case.output_name, case.name
    yield from _of_the_output(name, out)
    for source in sources:
        plain, square = _of(source), _of(source, np.square)
        missing, many = "factor missing", "factor too many"
        yield Swap(Cause(missing, f"{name} lacks the factor {source}"), _one, plain)
        yield Swap(Cause(many, f"{name} has a factor {source} too many"), plain, _one)
        text = f"{name} multiplies by {source} where it has to divide"
        yield Swap(Cause(many, text), square, _one)
        text = f"{name} divides by {source} where it has to multiply"
        yield Swap(Cause(missing, text), _one, square)
        slope = _of(source, _sigma_prime)
        form = f"{source} (1 - {source})"
        yield Swap(Cause(missing, f"{name} lacks the factor {form}"), _one, slope)
        text = f"{name} has a factor {form} too many, or lacks the division by it"
        yield Swap(Cause(many, text), slope, _one)
        shape = np.shape(sources[source])
        if len(shape) > 1 and shape[-1] == shape[-2]:
            text = f"{name} takes {source}^T where {source} belongs, or the other way round"
            turned = _of(source, lambda x: np.swapaxes(x, -1, -2))
            yield Swap(Cause("argument transposed", text), turned, plain)
    for a, b in permutations(sources, 2):
        if np.shape(sources[a]) == np.shape(sources[b]) != ():
            for g, of in (
                (_same, ""),
                (_tanh_prime, "1 - a^2 of "),
                (_sigma_prime, "a (1 - a) of "),
            ):
                text = f"{name} takes {of}{a} where {'that of ' * bool(of)}{b} belongs"
                yield Swap(Cause("taken for another", text), _of(a, g), _of(b, g))


def varying_factor(case: Case) -> Iterator[Cause]:
    """Yield the confirmed causes that are a factor which varies from entry to entry."""
    into = (*case.shape, *case.output)
    block = case.firmest()
    for swap in _swaps(case):
        above, below = _both(swap, case, block)
        larger = above if np.ndim(above) else below
        for axes in placements(np.shape(larger), into):
            if _holds(block, above, below, axes, into) and all(
                _holds(other, *_both(swap, case, other), axes, into) for other in case.blocks
            ):
                yield swap.cause
                break


def _both(swap: Swap, case: Case, block: Block) -> tuple[Any, Any]:
    sources = case.sources(block)
    with np.errstate(all="ignore"):
        return squeezed(swap.above(sources)), squeezed(swap.below(sources))


def _holds(
    block: Block, above: Any, below: Any, axes: tuple[int, ...], into: tuple[int, ...]
) -> bool:
    above, below = (laid(x, axes, into) if np.ndim(x) else x for x in (above, below))
    scale = np.abs(above) + np.abs(below)
    off = np.abs(block.given * below - block.right * above)
    return bool((off <= block.tolerance * (scale + scale.max())).all())
