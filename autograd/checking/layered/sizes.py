"""Sizes of matrices that are known to be equal, before their values are."""

from __future__ import annotations

from ..meaning.evaluate import MeaningError

Size = int  # the number of a size in `Sizes`
Sized = tuple[Size, Size]


class Sizes:
    """Sizes that are known to be equal, and their values."""

    def __init__(self) -> None:
        self._stands: list[int] = []
        self.value: dict[int, int] = {}
        self.one = self.new(1)

    def new(self, value: int | None = None) -> Size:
        """Return another size, free or of this value."""
        self._stands.append(len(self._stands))
        if value is not None:
            self.value[len(self._stands) - 1] = value
        return len(self._stands) - 1

    def find(self, size: Size) -> Size:
        """Return the one that stands for all that are equal to it."""
        while self._stands[size] != size:
            size = self._stands[size]
        return size

    def join(self, x: Size, y: Size) -> None:
        """Make two sizes equal; a MeaningError if they are known to differ."""
        x, y = self.find(x), self.find(y)
        if x == y:
            return
        first, second = self.value.get(x), self.value.get(y)
        if first is not None and second is not None and first != second:
            raise MeaningError(
                f"the shapes of the forward equations do not fit: {first} is {second}"
            )
        self._stands[max(x, y)] = min(x, y)
        if first is not None or second is not None:
            self.value[min(x, y)] = first if first is not None else second  # type: ignore[assignment]

    def free(self) -> list[Size]:
        """Return the sizes that nothing fixes, in the order of their making."""
        found = dict.fromkeys(map(self.find, range(len(self._stands))))
        return [size for size in found if size not in self.value]
