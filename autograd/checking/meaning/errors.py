"""What keeps a formula from having a value."""

from __future__ import annotations

from ...engine.operation import DomainError


class MeaningError(ValueError):
    """A formula that was read but has no meaning here; `name` is the unknown name, if it is one."""

    def __init__(self, message: str, name: str = "") -> None:
        super().__init__(message)
        self.name = name


class ShapeError(ValueError):
    """Two shapes that do not fit together."""


class BeyondError(MeaningError):
    """An index beyond the first or last layer, time step or entry: the formula is not about it."""


class OutsideError(BeyondError):
    """An entry beyond the size of a quantity: nothing is added for it in a sum."""


FAILURES = (MeaningError, ShapeError, DomainError, ArithmeticError, ValueError, TypeError,
            KeyError, IndexError, RecursionError)  # fmt: skip
