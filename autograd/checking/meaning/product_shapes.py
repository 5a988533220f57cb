"""The shapes of products and of what is taken entry by entry."""

from __future__ import annotations

from .errors import ShapeError
from .quantities import ANY, Quantities
from .sizes import Sized


class ProductShapes(Quantities):
    """What two shapes make together."""

    def _both(self, x: Sized | None, y: Sized | None) -> Sized | None:
        """Return the sizes of what is taken entry by entry: a number fits everything."""
        if x is ANY or y is ANY or not x or not y:
            return x or y if x is not ANY and y is not ANY else ANY
        if len(x) != len(y):
            raise ShapeError("these have different numbers of indices")
        found = []
        ones = [tuple(map(self.sizes.is_one, z)) for z in (x, y)]
        if set(ones) == {(True, False), (False, True)}:
            raise ShapeError("a row and a column do not match")
        lone = any(map(all, ones))
        for a, b in zip(x, y, strict=True):
            one_a, one_b = self.sizes.is_one(a), self.sizes.is_one(b)
            if one_a != one_b and not (lone and self.sizes.find(a if one_b else b) in self._loose):
                found.append(b if one_a else a)
                continue
            self.sizes.join(a, b)
            found.append(a)
        return tuple(found)

    def _same(self, x: Sized | None, y: Sized | None) -> None:
        if x is ANY or y is ANY:
            return
        x, y = x or (self.sizes.one,) * 2, y or (self.sizes.one,) * 2
        if len(x) != len(y):
            raise ShapeError("the sides have different numbers of indices")
        for a, b in zip(x, y, strict=True):
            self.sizes.join(a, b)

    def multiply(self, sign: str, x: Sized | None, y: Sized | None) -> Sized | None:
        """A product of matrices, or entry by entry."""
        if x is ANY or y is ANY:
            return ANY
        if sign == "@" and not (x and y):
            raise ShapeError("a number is no factor of a product of matrices")
        if not x or not y:
            return x or y
        if sign == r"\odot" or (sign == "*" and self.model.stars) or len(x) > 2 or len(y) > 2:
            return self._both(x, y)
        if sign == "*" and self.model.star_is_product:
            sign = ""
        if sign == r"\otimes":
            return x[self.sizes.is_one(x[0])], y[self.sizes.is_one(y[0])]
        sizes = self.sizes
        if all(map(sizes.is_one, x)) or all(map(sizes.is_one, y)):
            for size in (*x, *y):
                if self._entrywise and sizes.find(size) in self._loose:
                    sizes.join(size, sizes.one)
            return y if all(map(sizes.is_one, x)) else x
        alike = sizes.find(x[0]) == sizes.find(y[0]) and sizes.find(x[1]) == sizes.find(y[1])
        apart = sizes.is_one(x[1]) != sizes.is_one(y[0])
        for one, other in ((1, 0), (0, 1)):  # columns, or rows
            beside = sign == r"\cdot" and sizes.is_one(x[one]) and sizes.is_one(y[one])
            if beside and not sizes.is_one(x[other]):
                sizes.join(x[other], y[other])
                return x if self.model.dots_by_entries else (sizes.one, sizes.one)
        if (alike or sign in ("*", r"\cdot", r"\times")) and apart:
            return self._both(x, y)
        if (
            (self.model.by_entries or self._entrywise)
            and apart
            and sizes.is_one(x[1]) == sizes.is_one(y[1])
        ):
            return self._both(x, y)
        if apart:
            raise ShapeError("these matrices cannot be multiplied")
        sizes.join(x[1], y[0])
        return x[0], y[1]

    def _jacobian(self, of: Sized | None, wrt: Sized | None) -> Sized | None:
        if of is ANY or wrt is ANY:
            return ANY
        if not of or all(map(self.sizes.is_one, of)):
            return wrt[::-1] if wrt and self.model.row_gradients and len(wrt) == 2 and (
                self.sizes.is_one(wrt[1])) else wrt  # fmt: skip
        if not wrt:
            return of
        if len(of) == 2 == len(wrt) and self.sizes.is_one(of[1]) and self.sizes.is_one(wrt[1]):
            return (wrt[0], of[0]) if self.model.denominator else (of[0], wrt[0])
        return ANY
