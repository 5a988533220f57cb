"""A function and its backward pass, however they are written, called with arrays of NumPy.

backward(upstream, *args)    the plain way; one upstream gradient for each output
backward(*args)              of a function with one number as its result
backward(upstream, cache)    where f returns (output, cache), as courses write it: cache=True
a torch.autograd.Function    its own forward and backward, with a context of ours between them
None                         whatever torch.autograd finds for f
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from .libraries import is_real, is_tensor, is_torch_function, like, to_numpy

Arrays = list[Any]


class Pass:
    """A function and its backward pass.

    args     what they are called with; `argnums` are those of the real ones, `names` their names
    shapes   the shape of each output that is real
    changed  what has been changed in place so far, as sentences
    single   whether an output, or a gradient, has come in less than double precision
    """

    def __init__(self, f: Any, backward: Any, args: Sequence[Any], cache: bool | None) -> None:
        self.f, self.backward, self.args, self.cache = f, backward, list(args), cache
        self.argnums = [i for i, x in enumerate(self.args) if is_real(x)]
        if not self.argnums:
            raise TypeError("check_gradient: none of the args is a float or an array of floats")
        self.names = _names(f.forward if is_torch_function(f) else f, len(self.args))
        self.changed: dict[str, None] = {}
        self.single = False
        self.shapes: list[tuple[int, ...]] = []
        self._kept: list[int] = []
        found = self._forward(self.natives(self.start()))[0]
        self._kept = [k for k, out in enumerate(found) if is_real(out)]
        self.shapes = [tuple(np.shape(to_numpy(found[k]))) for k in self._kept]
        if not self.shapes:
            raise TypeError("check_gradient: f gives no float and no array of floats")
        self.call = self._calling()

    def start(self) -> Arrays:
        """Return the args, the real ones in double precision."""
        return [
            to_numpy(x).astype(float) if i in self.argnums else x for i, x in enumerate(self.args)
        ]

    def natives(self, arrays: Arrays) -> list[Any]:
        """Return the args as f takes them: copies, each in its own library."""
        return [
            like(a, x) if i in self.argnums else _copied(a)
            for i, (a, x) in enumerate(zip(arrays, self.args, strict=True))
        ]

    def outputs(self, arrays: Arrays) -> list[Any]:
        """Return the outputs of f, as arrays."""
        natives = self.natives(arrays)
        with np.errstate(all="ignore"):
            found = self._forward(natives)[0]
        self._look(arrays, natives, "f")
        outputs = [to_numpy(found[k]) for k in self._kept]
        self._note(outputs)
        return outputs

    def gradients(self, arrays: Arrays, upstream: Arrays) -> list[Any]:
        """Return what the backward pass gives for each real arg: an array, or None."""
        natives = self.natives(arrays)
        given = [like(u, self._model()) for u in upstream]
        with np.errstate(all="ignore"):  # what is not finite is told
            found = self.call(natives, given)
        self._look(arrays, natives, "backward")
        for u, before in zip(given, upstream, strict=True):
            if not np.array_equal(to_numpy(u), before):
                self.changed["backward changes the upstream gradient in place"] = None
        gradients = [None if g is None else to_numpy(g) for g in self._by_place(found)]
        self._note([g for g in gradients if g is not None])
        return gradients

    # --- the ways of calling ---

    def _forward(self, natives: list[Any]) -> tuple[list[Any], Any]:
        """Return the outputs of f, and what it keeps for the backward pass."""
        if is_torch_function(self.f):
            context = Context(len(natives))
            with sys.modules["torch"].no_grad():
                return _listed(_forward_of(self.f, context, natives)), context
        if not any(map(is_tensor, natives)):
            found = self.f(*natives)
        else:
            with sys.modules["torch"].set_grad_enabled(self.backward is None):
                found = self.f(*natives)
        if self.cache is None:  # a last result that is no array is one
            self.cache = isinstance(found, tuple) and isinstance(found[-1], (tuple, list, dict))
        if not self.cache:
            return _listed(found), None
        if not isinstance(found, tuple) or len(found) < 2:
            raise TypeError("check_gradient: with cache=True f has to return (output, cache)")
        return list(found[:-1]), found[-1]

    def _calling(self) -> Callable[[list[Any], list[Any]], Any]:
        if is_torch_function(self.f):
            return lambda natives, us: self.f.backward(self._forward(natives)[1], *self._all(us))
        if self.backward is None:
            if not any(map(is_tensor, self.args)):
                raise TypeError(
                    "check_gradient: without a backward pass f has to be a function of tensors"
                )
            return self._by_torch
        n, m = len(self.shapes), len(self.args)
        tail = 1 if self.cache else m
        if _takes(self.backward, n + tail):
            return lambda natives, us: self.backward(*us, *self._tail(natives))
        if _takes(self.backward, tail) and all(shape in ((), (1,)) for shape in self.shapes):
            return lambda natives, us: _scaled(self.backward(*self._tail(natives)), us)
        ups = "upstream" if n == 1 else f"{n} upstream gradients"
        rest = "cache" if self.cache else ", ".join(self.names)
        advice = "" if self.cache else "; where f returns (output, cache), say cache=True"
        raise TypeError(
            f"check_gradient: backward has to take {n + tail} arguments, ({ups}, {rest}){advice}"
        )

    def _tail(self, natives: list[Any]) -> list[Any]:
        return [self._forward(natives)[1]] if self.cache else natives

    def _all(self, us: list[Any]) -> list[Any]:
        """Return an upstream gradient for each output of a torch Function, None where not real."""
        kept = dict(zip(self._kept, us, strict=True))
        return [kept.get(k) for k in range(max(self._kept) + 1)]

    def _by_torch(self, natives: list[Any], us: list[Any]) -> Any:
        torch = sys.modules["torch"]
        inputs = [natives[i].requires_grad_() for i in self.argnums]
        found = self._forward(natives)[0]
        pairs = [(found[k], u) for k, u in zip(self._kept, us, strict=True)]
        pairs = [(out, u) for out, u in pairs if out.requires_grad]
        if not pairs:
            return [None] * len(inputs)
        outs, seeds = zip(*pairs, strict=True)
        return torch.autograd.grad(outs, inputs, seeds, allow_unused=True)

    def _by_place(self, found: Any) -> list[Any]:
        """Return the gradients in the order of the real args."""
        if isinstance(found, dict):
            return [found.get(self.names[i], found.get(f"d{self.names[i]}")) for i in self.argnums]
        gradients = _listed(found)
        if len(gradients) == len(self.argnums):
            return gradients
        if len(gradients) == len(self.args):
            return [gradients[i] for i in self.argnums]
        wanted = ", ".join(f"d{self.names[i]}" for i in self.argnums)
        raise TypeError(f"check_gradient: backward gave {len(gradients)} gradients for ({wanted})")

    # --- what is noticed on the way ---

    def _model(self) -> Any:
        return next((x for x in self.args if is_tensor(x)), np.zeros(1))

    def _note(self, arrays: Arrays) -> None:
        self.single |= any(a.dtype in (np.float32, np.float16, np.complex64) for a in arrays)

    def _look(self, before: Arrays, after: list[Any], who: str) -> None:
        for i in self.argnums:
            if not np.array_equal(to_numpy(after[i]), before[i], equal_nan=True):
                self.changed[f"{who} changes {self.names[i]} in place"] = None


class Context:
    """What a torch.autograd.Function keeps between its passes: torch's context, as far as used."""

    def __init__(self, n: int) -> None:
        self.needs_input_grad = (True,) * n
        self.saved_tensors: tuple[Any, ...] = ()

    def save_for_backward(self, *tensors: Any) -> None:
        """Keep tensors."""
        self.saved_tensors = tensors

    def __getattr__(self, name: str) -> Any:
        if name in ("mark_dirty", "mark_non_differentiable", "set_materialize_grads"):
            return lambda *_: None
        raise AttributeError(f"the context has no {name!r}: forward has not set it")


def _forward_of(function: Any, context: Context, natives: list[Any]) -> Any:
    """Call the forward pass of a torch Function, written in the older or in the newer way."""
    base = sys.modules["torch"].autograd.Function
    if function.setup_context is base.setup_context:
        return function.forward(context, *natives)
    found = function.forward(*natives)
    function.setup_context(context, tuple(natives), found)
    return found


def _names(f: Any, n: int) -> list[str]:
    """Return the names of the first n parameters, without a context."""
    try:
        parameters = list(inspect.signature(f).parameters.values())
    except (TypeError, ValueError):
        parameters = []
    plain = [p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    if plain[:1] == ["ctx"]:
        plain = plain[1:]
    return [*plain[:n], *(f"arg{i}" for i in range(len(plain), n))]


def _takes(function: Any, n: int) -> bool:
    try:
        inspect.signature(function).bind(*[None] * n)
    except TypeError:
        return False
    except ValueError:  # a function of C code, which does not say
        return True
    return True


def _listed(found: Any) -> list[Any]:
    return list(found) if isinstance(found, (tuple, list)) else [found]


def _copied(x: Any) -> Any:
    return x.clone() if is_tensor(x) else x.copy() if isinstance(x, np.ndarray) else x


def _scaled(found: Any, us: list[Any]) -> Any:
    """Multiply the gradients of a function with one number by the upstream gradient."""
    if isinstance(found, dict):
        return {name: g * us[0].reshape(()) for name, g in found.items()}
    return [None if g is None else g * us[0].reshape(()) for g in _listed(found)]
