"""Chainrule: see every partial, check every derivation.

The public names of `autograd` and `nn` in one place, each loaded when it is asked for:

    from chainrule import TwoLayerMLP, Value, check, view

Two names are in both, `binary_cross_entropy` and `binary_cross_entropy_with_logits`: here they are
those of `nn`, which are the same for one number and take lists too.
"""

from __future__ import annotations

from importlib import import_module as _import
from typing import TYPE_CHECKING, Any

from . import collisions

if TYPE_CHECKING:
    from autograd import __version__ as __version__
    from nn import *  # noqa: F403

    # isort: split
    from autograd import *  # type: ignore[assignment]  # noqa: F403  (two names are nn's)

collisions.refuse()

_PACKAGES = ("nn", "autograd")  # a name in both is the first one's


def __getattr__(name: str) -> Any:
    if name == "__all__":
        return sorted({x for package in _PACKAGES for x in _import(package).__all__})
    if name == "__version__":
        return _import("autograd").__version__
    if not name.startswith("_"):
        for package in map(_import, _PACKAGES):
            if name in package.__all__:
                return getattr(package, name)
    raise AttributeError(f"module 'chainrule' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__getattr__("__all__"), "__version__"]
