"""Check a backward pass that is written in NumPy or PyTorch, and say what is wrong with it.

def f(x, W, b):
    return x @ W + b

def backward(u, x, W, b):
    return u @ W.T, x.T @ u, u          # b is broadcast: its gradient has to be summed

print(check_gradient(f, backward, (x, W, b)))
# db  (3,)  WRONG: given in shape (4, 3)
#   - db lacks the sum over axis 0 ...
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from .gradient_report import Cause, Gradient, GradientReport, entries
from .libraries import load

LARGEST = 2_000
"""How many entries args and outputs may have: each is moved on its own."""


def check_gradient(
    f: Callable[..., Any],
    backward: Callable[..., Any] | None,
    args: Sequence[Any] | Any,
    *,
    cache: bool | None = None,
    points: int = 3,
    seed: int = 0,
) -> GradientReport:
    """Return whether `backward` gives the gradients of `f`, and if not, which are wrong and why.

    f         a function of arrays or tensors with one or several outputs, or a
              `torch.autograd.Function`
    backward  backward(upstream, *args), with one upstream gradient for each output: the gradient
              by each arg, or by each arg of floats, None where there is none; or a dict by name.
              backward(*args) where f gives one number.  None for what PyTorch finds by itself
    args      arrays, tensors and numbers; floats are taken in double precision, anything else
              is passed on as it is
    cache     whether f returns (output, cache) and backward takes (upstream, cache); None: it
              does if the last thing that f returns is a tuple, a list or a dict
    points    at how many points: the args, and random ones near them.  A cause is told only
              where it explains what is given at every one
    seed      of the random numbers

    The derivative is found by differences, each with an estimate of its error, from which the
    tolerance follows.  Where there is none (at a kink such as relu's at 0) nothing is judged, and
    the report says so.  Raises a TypeError for functions that do not fit together, a ValueError
    for args that are too large.
    """
    np = load("numpy", "check_gradient")
    from .passes import Pass
    from .samples import fresh, sample

    given = list(args) if isinstance(args, (tuple, list)) else [args]
    both = Pass(f, None if backward is None else backward, given, cache)
    start = both.start()
    size = max(sum(start[i].size for i in both.argnums), sum(map(_size, both.shapes)))
    if size > LARGEST:
        raise ValueError(
            f"check_gradient: {size:,} entries are too many to move one by one (the limit is "
            f"{LARGEST:,}): take smaller arrays, for which a backward pass is as right or as wrong"
        )
    rng = np.random.default_rng(seed)
    samples = [sample(both, start, rng)]
    while len(samples) < points and (moved := fresh(both, start, rng)) is not None:
        samples.append(sample(both, moved, rng))
    gradients = [_judged(both, i, samples) for i in both.argnums]
    exact = all(d.exact for s in samples for d in s.truth.values())
    method = "complex step" if exact else "extrapolated central differences"
    return GradientReport(
        gradients, list(_faults(both, start)), list(_notes(both, samples)), method, len(samples)
    )


def assert_gradient(
    f: Callable[..., Any],
    backward: Callable[..., Any] | None,
    args: Sequence[Any] | Any,
    **options: Any,
) -> None:
    """Raise an AssertionError that says what is wrong if `check_gradient` finds anything."""
    report = check_gradient(f, backward, args, **options)
    if not report.ok:
        raise AssertionError(f"\n{report}")


def _judged(both: Any, argnum: int, samples: list[Any]) -> Gradient:
    from .causes import causes, is_wrong

    name, shape = both.names[argnum], tuple(samples[0].args[argnum].shape)
    unknown = sum(int((~s.trusted(argnum)).sum()) for s in samples)
    if any(s.claims[argnum] is None for s in samples):
        return Gradient(name, shape, "not given", set_aside=unknown)
    given = samples[0].claims[argnum].shape
    if is_wrong(both, argnum, samples):
        found = _wrong_entries(argnum, samples) if given == shape else []
        why = causes(both, argnum, samples)
        return Gradient(name, shape, "wrong", given, found, why, unknown)
    judged = any(s.trusted(argnum).any() for s in samples)
    return Gradient(name, shape, "right" if judged else "unknown", given, set_aside=unknown)


def _wrong_entries(argnum: int, samples: list[Any]) -> list[Any]:
    """Return the wrong entries at the first point at which any is."""
    import numpy as np

    for s in samples:
        claim, trusted, shape = s.claims[argnum], s.trusted(argnum), s.args[argnum].shape
        u = np.concatenate([x.ravel() for x in s.upstream])
        right = np.where(trusted, s.truth[argnum].value, 0.0) @ u
        given = np.where(trusted, claim.jacobian.reshape(trusted.shape), 0.0) @ u
        given = given + claim.constant.ravel()
        limit = s.tolerance(argnum) @ np.abs(u)
        wrong = ~(np.abs(given - right) <= limit).reshape(shape)
        if wrong.any():
            return entries(given.reshape(shape), right.reshape(shape), wrong)
    return []


def _faults(both: Any, start: list[Any]) -> Any:
    import numpy as np

    for text in both.changed:
        yield Cause("in place", f"{text}: it has to work on a copy")
    first, second = both.outputs(start), both.outputs(start)
    if any(not np.array_equal(a, b, equal_nan=True) for a, b in zip(first, second, strict=True)):
        text = "f gives different results for the same args: fix its random numbers (dropout?)"
        yield Cause("varies", text)


def _notes(both: Any, samples: list[Any]) -> Any:
    if both.single:
        yield "some results come in single precision, for which the tolerance is 1e-4"
    if len(samples) == 1:
        yield "no other point was found at which f can be computed: causes are less certain"


def _size(shape: tuple[int, ...]) -> int:
    n = 1
    for length in shape:
        n *= length
    return n
