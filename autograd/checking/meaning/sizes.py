"""Sizes of axes that are known to be equal, before their values are."""

from __future__ import annotations

from .errors import ShapeError

Size = int  # the number of a size in `Sizes`
Sized = tuple[Size, ...]


class Sizes:
    """Sizes that are known to be equal, and their values; what was joined can be taken back.

    many  those that stand for sizes which the text calls by a letter: more than 1
    """

    def __init__(self) -> None:
        self._stands: list[int] = []
        self.value: dict[int, int] = {}
        self._trail: list[tuple[int, int, bool, bool]] = []
        self.many: set[Size] = set()
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
        """Make two sizes equal; a ShapeError if they are known to differ."""
        x, y = self.find(x), self.find(y)
        if x == y:
            return
        first, second = self.value.get(x), self.value.get(y)
        if first is not None and second is not None and first != second:
            raise ShapeError(f"sizes do not fit: {first} is {second}")
        if 1 in (first, second) and (x in self.many or y in self.many):
            raise ShapeError("a size that has a letter is more than 1")
        if 1 in (first, second) and (x == self.find(self.one) or y == self.find(self.one)):
            keep = self.find(self.one)
        else:
            keep = min(x, y)
        drop = x if keep == y else y
        self._stands[drop] = keep
        gained = keep not in self.value and drop in self.value
        if gained:
            self.value[keep] = self.value[drop]
        more = drop in self.many and keep not in self.many
        self.many |= {keep} if more else set()
        self._trail.append((drop, keep, gained, more))

    def is_one(self, size: Size) -> bool:
        """Whether a size is known to be 1."""
        return self.value.get(self.find(size)) == 1

    @property
    def mark(self) -> int:
        """A place to go back to."""
        return len(self._trail)

    def undo(self, mark: int) -> None:
        """Take back everything joined since."""
        while len(self._trail) > mark:
            drop, keep, gained, more = self._trail.pop()
            self._stands[drop] = drop
            self.many -= {keep} if more else set()
            if gained:
                del self.value[keep]

    def free(self) -> list[Size]:
        """Return the sizes that nothing fixes, in the order of their making."""
        found = dict.fromkeys(map(self.find, range(len(self._stands))))
        return [size for size in found if size not in self.value]
