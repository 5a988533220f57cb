"""Whether `autograd` and `nn` are Chainrule's own: PyPI has other packages of the same names.

HIPS's `autograd`, and an `nn`, install files into the same folders, and pip says nothing of it.
What is here looks at files alone, so that it works where `import autograd` fails.
"""

from __future__ import annotations

import os.path
import sys
import warnings
from importlib.util import find_spec

MARK = b"a part of chainrule"  # stands in each package's __init__.py
THEIRS = {
    "autograd": ("tracer.py", "wrap_util.py", "differential_operators.py", "numpy"),
    "nn": ("core.py", "ops.py", "utils.py", "optimizers.py"),
}
"""Files of the packages of PyPI that ours do not have."""

HOW = (
    "PyPI's packages 'autograd' (HIPS) and 'nn' have the same names as Chainrule's own; mend it "
    "with: pip uninstall -y autograd nn, then install chainrule again with --force-reinstall"
)


def refuse() -> None:
    """Raise an ImportError if our packages cannot be imported, and say which and why.

    Where they can, but another package's files lie among them, it is a warning.
    """
    beside = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
    if why := damage(beside):
        if sys.orig_argv[1:3] == ["-m", "chainrule"]:  # which would show where it was raised
            print(f"chainrule: {why}", file=sys.stderr)
            sys.exit(2)
        raise ImportError(why)
    if why := leftovers(beside):
        warnings.warn(why, stacklevel=3)


def damage(beside: str) -> str:
    """Return in one sentence which of the packages in a folder fails and why; "" if none does."""
    for name in THEIRS:
        own = os.path.join(beside, name, "__init__.py")
        if not os.path.isfile(own):
            return f"{own} is missing: {HOW}"
        with open(own, "rb") as file:
            if MARK not in file.read():
                return f"{own} is another package's: {HOW}"
        spec = find_spec(name)
        found = spec.origin if spec and spec.origin else "no file"
        if os.path.realpath(found) != own:
            return (
                f"'import {name}' finds {found} before Chainrule's own {own}: rename or move the "
                f"former, or put it later on sys.path"
            )
    return ""


def leftovers(beside: str) -> str:
    """Return in one sentence which of another package's files lie among ours; "" if none do."""
    paths = [os.path.join(beside, name, file) for name, files in THEIRS.items() for file in files]
    theirs = [path for path in paths if os.path.exists(path)]
    return f"{theirs[0]} is another package's file in Chainrule's folder: {HOW}" if theirs else ""
