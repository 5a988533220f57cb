"""What is public, name by name with its signature: a change of it is seen, and is no accident.

python -m tests.test_public_api     write tests/data/public_api.txt anew, after a change on purpose
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import autograd
import nn
from autograd import Op

LISTED = Path(__file__).parent / "data" / "public_api.txt"


def listing() -> str:
    """Return a line for each public name, and for each public method of a class."""
    return "\n".join(line for package in (autograd, nn) for line in lines_of(package)) + "\n"


def lines_of(package: Any) -> Iterator[str]:
    for name in package.__all__:
        found = getattr(package, name)
        if isinstance(found, Op):
            yield f"{package.__name__}.{name}: a row"
        elif inspect.isclass(found):
            yield f"{package.__name__}.{name}{signature(found)}"
            for method, value in sorted(vars(found).items()):
                if not method.startswith("_") and not method.endswith("_"):
                    yield f"    .{method}{signature(value)}"
        else:
            yield f"{package.__name__}.{name}{signature(found)}"


def signature(found: Any) -> str:
    """Return the names, kinds and defaults of the parameters; "" of what is not called."""
    if isinstance(found, (classmethod, staticmethod)):
        found = found.__func__
    if not callable(found):
        return ""
    try:
        parameters = inspect.signature(found).parameters.values()
    except ValueError:  # a class of C, such as an exception
        return "(...)"
    shown = [str(p.replace(annotation=inspect.Parameter.empty)) for p in parameters]
    return re.sub(r" at 0x[0-9a-f]+", "", f"({', '.join(shown)})")


def test_the_public_names_are_those_listed() -> None:
    assert listing() == LISTED.read_text(encoding="utf-8")


def test_planted_change_is_seen() -> None:
    assert signature(lambda x, y=1: x + y) == "(x, y=1)" != signature(lambda x, y=2: x + y)


if __name__ == "__main__":
    LISTED.write_text(listing(), encoding="utf-8")
