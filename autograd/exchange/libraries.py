"""Other libraries, imported when they are needed: arrays go to them and come back."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

EXTRAS = {"numpy": "fast", "torch": "torch"}


def load(library: str, purpose: str) -> Any:
    """Import a library; an ImportError that names the extra if it is not installed."""
    try:
        return import_module(library)
    except ImportError:
        raise ImportError(
            f"{purpose} needs {library}: pip install chainrule[{EXTRAS[library]}]"
        ) from None


def is_tensor(x: object) -> bool:
    """Whether it is a tensor of PyTorch, which is not imported for the question."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(x, torch.Tensor)


def is_torch_function(f: object) -> bool:
    """Whether it is a subclass of `torch.autograd.Function`."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(f, type) and issubclass(f, torch.autograd.Function)


def to_numpy(x: Any) -> Any:
    """Return an array of NumPy with the same numbers, of its own."""
    import numpy as np

    return x.detach().cpu().numpy().copy() if is_tensor(x) else np.array(x)


def like(array: Any, original: Any) -> Any:
    """Return an array as its original was: a tensor, an array, or a plain number."""
    import numpy as np

    if is_tensor(original):
        return sys.modules["torch"].from_numpy(np.array(array)).to(original.device)
    if isinstance(original, np.ndarray):
        return np.array(array)
    return np.asarray(array)[()].item() if np.ndim(original) == 0 else np.array(array)


def is_real(x: Any) -> bool:
    """Whether it is a real number or an array of floats: what can be differentiated by."""
    import numpy as np

    if is_tensor(x):
        return bool(x.dtype.is_floating_point)
    return isinstance(x, float) or np.issubdtype(getattr(x, "dtype", bool), np.floating)
