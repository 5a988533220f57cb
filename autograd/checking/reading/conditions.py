r"""Conditions: `\mathbb{1}[z > 0]`, `1_{i=j}`, `[i = j]`, Python's `(z > 0)`, and cases.

In brackets a condition is 1 where it holds and else 0; `a < b < c` is two conditions.
"""

from __future__ import annotations

from .cursor import ReadError
from .lexer import Token
from .names import Names
from .notation import COMPARISONS
from .tree import Cases, Compare, Expression, Indicator, Logic, Matrix

Row = tuple[Expression, "Expression | None"]


class Conditions(Names):
    """The reading of conditions."""

    def compared(self) -> Expression:
        """Read an expression, or what compares several."""
        start, left = self.next.start, self.expression()
        found: list[Expression] = []
        while sign := self.accept(*COMPARISONS):
            right = self.expression()
            found.append(Compare(COMPARISONS[sign], left, right, self.span(start)))
            left = right
        if not found:
            return left
        return found[0] if len(found) == 1 else Logic("and", tuple(found), self.span(start))

    def condition(self) -> Expression:
        """Read one or more conditions, parted by commas or "and"."""
        start, found = self.next.start, [self.compared()]
        while self.accept(",", r"\and"):
            if not self.begins_factor():
                break
            found.append(self.compared())
        return found[0] if len(found) == 1 else Logic("and", tuple(found), self.span(start))

    def valued(self) -> Expression:
        """Read an expression; a condition is its indicator, `a if c else b` is cases."""
        start, value = self.next.start, self.compared()
        value = _indicated(value)
        if not self.accept(r"\if"):
            return value
        rows: list[Row] = [(value, self.compared())]
        while self.accept(r"\else"):
            value = _indicated(self.compared())
            rows.append((value, self.compared() if self.accept(r"\if") else None))
        return Cases(tuple(rows), self.span(start))

    def indicator(self) -> Expression:
        r"""Read the condition below the 1 of `\mathbf{1}_{z>0}`."""
        place = self.next.start
        self.take()
        inside = self.single()
        if isinstance(inside, Indicator):
            return inside
        raise ReadError("a subscript stands after a name only", place)

    def cases(self, opened: Token) -> Expression:
        r"""Read the rows of \begin{cases}: values and their conditions."""
        rows: list[Row] = []
        ended = False  # whether a row says when it holds
        while self.next.kind != "end":
            value = self.compared()
            self.accept(",")
            marked = bool(self.accept("&"))
            self.accept(",")
            otherwise, marked = bool(self.accept(r"\else")), bool(self.accept(r"\if")) or marked
            if otherwise and marked:
                self.accept("&", r"\if")
            has_condition = marked and (self.begins_factor() or self.at("-"))
            if otherwise and not has_condition:
                marked = True
            ended = ended or marked
            condition = self.condition() if has_condition and not otherwise else None
            if otherwise and has_condition:
                self.condition()  # "otherwise (z < 0)"
            rows.append((_indicated(value), condition))
            while self.accept(",", ".", ";"):
                pass
            if not self.accept(r"\\"):
                break
        if len(rows) > 2 and not ended:
            return Matrix(tuple((value,) for value, _ in rows))  # the entries of a vector
        if not rows or any(condition is None for _, condition in rows[:-1]):
            raise ReadError("each case but the last needs its condition", opened.start)
        return Cases(tuple(rows))


def _indicated(tree: Expression) -> Expression:
    """Return a condition as the number that it is in a formula."""
    return Indicator(tree, tree.span) if isinstance(tree, (Compare, Logic)) else tree
