"""A small model of PyTorch as a graph of Values: to be seen, stepped through and explained.

graph = from_torch(model, x)            # or a function of tensors, and several inputs
L = graph.output                        # a Value, or lists of lists of them
L.backward()
graph.gradients()["fc.weight"]          # what torch's .grad is, as lists
"""

from __future__ import annotations

import inspect
from typing import Any, NamedTuple

from ..engine.value import Value
from .libraries import is_tensor, load

LIMIT = 20_000
Nested = Any
"""A Value, or a list of lists of them, as a tensor's shape says."""


class TorchGraph(NamedTuple):
    """A recorded model.

    output      a Value for a tensor without axes, else lists of lists; a list where there are
                several outputs
    inputs      the same for each input, by name
    parameters  the same for each parameter of the module, by its name in PyTorch
    """

    output: Nested
    inputs: dict[str, Nested]
    parameters: dict[str, Nested]

    def gradients(self) -> dict[str, Any]:
        """Return the gradients of the parameters: lists of lists of floats, by name."""
        return {name: _gradient(values) for name, values in self.parameters.items()}


def from_torch(model: Any, inputs: Any, *, limit: int = LIMIT) -> TorchGraph:
    """Record what a module, or a function, of PyTorch does with these inputs.

    A module is recorded as it is (`model.eval()` first, if there is dropout in it), in double
    precision, and is not changed.  Its parameters have their names as labels, with their indices:
    "fc.weight_{0,1}".  Floats are Values; whole numbers, and what is decided by comparing numbers,
    are what they are at these inputs.

    Raises a ValueError where the graph would have more than `limit` nodes, or for an operation
    that is not known here, and names it.
    """
    torch = load("torch", "from_torch")
    from .torch_operations import SHAPES, handler
    from .torch_recorder import Recorder

    given = list(inputs) if isinstance(inputs, (tuple, list)) else [inputs]
    tensors = [x.detach().double() if _is_float(x) else x for x in given]
    recorder = Recorder(limit, handler, SHAPES)
    parameters = {}
    if isinstance(model, torch.nn.Module):
        import copy

        model = copy.deepcopy(model).double()
        parameters = {name: recorder.leaves(p, name) for name, p in model.named_parameters()}
    names = _names(model, len(tensors))
    leaves = {
        name: recorder.leaves(x, name)
        for name, x in zip(names, tensors, strict=True)
        if _is_float(x)
    }
    with torch.no_grad(), recorder:
        found = model(*tensors)
    outputs = list(found) if isinstance(found, (tuple, list)) else [found]
    for x in filter(_is_float, outputs):
        recorder.compare(x, "the end")
    values = [recorder.values_of(x) for x in outputs if is_tensor(x)]
    if not values:
        raise TypeError("from_torch: the model gives no tensor")
    return TorchGraph(values if len(outputs) > 1 else values[0], leaves, parameters)


def _is_float(x: Any) -> bool:
    return is_tensor(x) and x.dtype.is_floating_point


def _names(model: Any, n: int) -> list[str]:
    """Return the names of the first n inputs."""
    function = getattr(model, "forward", model)
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        parameters = []
    plain = [p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    return [*plain[:n], *(f"x{i}" for i in range(len(plain), n))]


def _gradient(values: Nested) -> Any:
    return values.grad if isinstance(values, Value) else [_gradient(v) for v in values]
