"""`Module`: something with parameters, in PyTorch's terms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from autograd import Value, block


class Module:
    """The base of layers and networks.

    Its parameters are the Values among its attributes, in lists and in other modules too, in the
    order in which they were set.  Attributes whose name begins with `_` are left out.

    >>> from autograd import Value
    >>> from nn import Module
    >>> class Line(Module):
    ...     def __init__(self):
    ...         self.w, self.b = Value(2.0), Value(1.0)
    ...
    ...     def forward(self, x):
    ...         return self.w * x + self.b
    >>> line = Line()
    >>> line(3.0), [name for name, _ in line.named_parameters()]
    (Value(7.0, grad=0.0), ['w', 'b'])
    """

    block_name: ClassVar[str] = ""
    """The block in which a picture shows what a call computes; "" for none."""

    def forward(self, x: Any) -> Any:
        """Compute the output; a subclass says how."""
        raise TypeError(f"{type(self).__name__} has no forward() to compute its output from {x!r}")

    def __call__(self, x: Any) -> Any:
        if self.block_name:
            with block(self.block_name):
                return self.forward(x)
        return self.forward(x)

    def named_parameters(self) -> Iterator[tuple[str, Value]]:
        """Yield each parameter once, with its dotted name: ("layers.0.w.1", Value)."""
        found: dict[Value, str] = {}
        for name, v in _walk("", self, set()):
            found.setdefault(v, name)
        yield from ((name, v) for v, name in found.items())

    def parameters(self) -> list[Value]:
        """Return all parameters, in the order of `named_parameters`: what an optimiser is given."""
        return [v for _, v in self.named_parameters()]

    def zero_grad(self) -> None:
        """Set the gradient of every parameter to 0."""
        for p in self.parameters():
            p.grad = 0.0

    def state_dict(self) -> dict[str, float]:
        """Return the parameters' numbers by name."""
        return {name: v.data for name, v in self.named_parameters()}

    def load_state_dict(self, state: Mapping[str, float]) -> None:
        """Set the parameters from what `state_dict` gave.

        A ValueError names the missing and the unexpected keys; then nothing is changed.
        """
        own = dict(self.named_parameters())
        missing = [name for name in own if name not in state]
        unexpected = [name for name in state if name not in own]
        if missing or unexpected:
            raise ValueError(f"load_state_dict: missing keys {missing}, unexpected {unexpected}")
        numbers = {name: Value(state[name]).data for name in own}
        for name, v in own.items():
            v.data = numbers[name]

    def __repr__(self) -> str:
        children = [
            f"  ({name}): " + repr(child).replace("\n", "\n  ")
            for name, child in _modules("", self)
        ]
        inside = "\n" + "\n".join(children) + "\n" if children else self.extra_repr()
        return f"{type(self).__name__}({inside})"

    def extra_repr(self) -> str:
        """Return what stands between the brackets of a module without modules in it."""
        return ""


def _children(prefix: str, holder: Any) -> Iterator[tuple[str, Any]]:
    """Yield what a module, list or dict holds, each with its dotted name."""
    items: Iterator[tuple[Any, Any]]
    if isinstance(holder, (list, tuple)):
        items = enumerate(holder)
    elif isinstance(holder, dict):
        items = iter(holder.items())
    else:
        items = ((name, x) for name, x in vars(holder).items() if not name.startswith("_"))
    for name, x in items:
        yield f"{prefix}{name}", x


def _modules(prefix: str, holder: Any) -> Iterator[tuple[str, Module]]:
    """Yield the modules that a module holds itself, in lists too."""
    for name, x in _children(prefix, holder):
        if isinstance(x, Module):
            yield name, x
        elif isinstance(x, (list, tuple, dict)):
            yield from _modules(f"{name}.", x)


def _walk(prefix: str, holder: Any, seen: set[int]) -> Iterator[tuple[str, Value]]:
    """Yield every Value below a holder with its name; each holder once, also in a circle."""
    if id(holder) in seen:
        return
    seen.add(id(holder))
    for name, x in _children(prefix, holder):
        if isinstance(x, Value):
            yield name, x
        elif isinstance(x, (Module, list, tuple, dict)):
            yield from _walk(f"{name}.", x, seen)
