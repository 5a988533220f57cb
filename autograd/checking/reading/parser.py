r"""Read a formula, LaTeX or Python, into members and trees.

    read(r"\frac{1}{m}(a_2 - y) a_1")       an expression tree, or a ReadError with its place
    read_formula(r"z = w x + b \tag{1}")    a chain of members; what cannot be read is an Unread
    write(tree)                             "1 / m * (a_2 - y) * a_1"
    caret(text, at)                         the text, and a ^ under the place

`read` knows nothing of a document; `functions` are the labels that it applies to arguments,
`names` the labels of its nodes, `apart` the runs of letters that are products.  Commas between
equations, rows of `aligned`, `\quad` and `\implies` part a text into formulas: `read_formulas`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from .chains import Domain, Formula, Member, Unread
from .cursor import DEEPEST, ReadError
from .echo import write
from .grammar import Grammar
from .rows import Piece, chains
from .tree import Cases, Compare, Expression, Indicator, Logic, Name
from .walked import parts

__all__ = ["ReadError", "caret", "read", "read_formula", "read_formulas", "write"]

NONE: frozenset[str] = frozenset()
WIDTH = 70
_REALS = re.compile(
    r"(?:\\(?:mathbb|mathbf|mathds)\s*\{?\s*R\s*\}?|ℝ)\s*"
    r"(?:\^\s*(?:\{(?P<sizes>[^{}]*(?:\{[^{}]*\}[^{}]*)*)\}|(?P<size>\\?\w+)))?"
)
_TIMES = re.compile(r"\\times|×|,|\*")


def read(
    text: str,
    functions: frozenset[str] = NONE,
    names: frozenset[str] = NONE,
    apart: frozenset[str] = NONE,
) -> Expression:
    """Return the tree of one expression; raises only ReadError."""
    grammar = Grammar(text, functions, names, apart)
    tree = grammar.expression()
    grammar.finish()
    if _height(tree) > 2 * DEEPEST:
        raise ReadError("this is nested too deep", 0)
    return tree


def read_formula(
    latex: str, line: int = 1, functions: frozenset[str] = NONE, names: frozenset[str] = NONE
) -> Formula:
    """Return the first formula of a text; never raises."""
    return read_formulas(latex, line, functions, names)[0]


def read_formulas(
    latex: str,
    line: int = 1,
    functions: frozenset[str] = NONE,
    names: frozenset[str] = NONE,
    apart: frozenset[str] = NONE,
) -> list[Formula]:
    """Return the formulas of a text, one at least; never raises."""
    found = chains(latex)
    formulas = []
    for tag, start, end, pieces, conditions, domains in found:
        read = (_member(piece, start, functions, names, apart) for piece in pieces)
        members = tuple(stage for member in read for stage in _stages(member))
        at = line + latex.count("\n", 0, start)
        held = tuple(read_condition(text, functions, names, apart) for text in conditions)
        lying = tuple(Domain(*domain, at) for lies in domains if (domain := _domain(*lies)))
        formulas.append(
            Formula(
                tag, latex[start:end], at, members,
                conditions=tuple(x for x in held if x is not None), domains=lying,
            )
        )  # fmt: skip
    return formulas


def read_condition(
    text: str,
    functions: frozenset[str] = NONE,
    names: frozenset[str] = NONE,
    apart: frozenset[str] = NONE,
) -> Expression | None:
    """Return the condition that a text is, or None."""
    try:
        grammar = Grammar(text, functions, names, apart)
        tree = grammar.condition()
        grammar.finish()
    except ReadError:
        return None
    return tree if isinstance(tree, (Compare, Logic)) and _height(tree) <= 2 * DEEPEST else None


def _domain(lies: str, inside: str) -> tuple[Name, tuple[str, ...]] | None:
    r"""Return the name and the sizes that `w \in \mathbb{R}^{n \times d}` tells."""
    match = _REALS.match(inside)
    try:
        name = read(lies)
    except ReadError:
        return None
    if match is None or not isinstance(name, Name):
        return None
    sizes = match["sizes"] or match["size"] or ""
    return name, tuple(x.strip() for x in _TIMES.split(sizes) if x.strip())


def caret(text: str, at: int) -> str:
    """Return two lines: the text around a place, in 70 columns, and a ^ under the place."""
    text = text.replace("\n", " ").replace("\t", " ")
    at = max(0, min(at, len(text)))
    start, end = at, at
    left = right = 0
    while start and left + _columns(text[start - 1]) <= WIDTH // 2 - 3:
        start -= 1
        left += _columns(text[start])
    while end < len(text) and left + right + _columns(text[end]) <= WIDTH - 6:
        right += _columns(text[end])
        end += 1
    while start and left + right + _columns(text[start - 1]) <= WIDTH - 6:
        start -= 1
        left += _columns(text[start])
    before, after = "..." if start else "", "..." if end < len(text) else ""
    return f"{before}{text[start:end]}{after}\n{' ' * (len(before) + left)}^"


def _columns(character: str) -> int:
    """How many columns of a terminal a character takes."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _member(
    piece: Piece,
    start: int,
    functions: frozenset[str],
    names: frozenset[str],
    apart: frozenset[str],
) -> Member:
    try:
        tree: Expression | Unread = read(piece.text, functions, names, apart)
    except ReadError as error:
        empty = not piece.text
        message = "nothing stands on this side of the sign" if empty else error.message
        tree = Unread(message, error.at)
    return Member(piece.text, tree, piece.relation, piece.start - start)


def _stages(member: Member) -> list[Member]:
    r"""Return a member with cases of which each is a chain as one member for each of its steps.

    0 otherwise, s = t - 1 for j = c: of a chain that is shorter the last holds in all others.
    """
    if not isinstance(member.tree, Cases):
        return [member]
    steps = [_sides(value) for value, _ in member.tree.rows]
    count = max(map(len, steps))
    if count == 1:
        return [member]
    found = []
    for stage in range(count):
        rows = tuple(
            (sides[min(stage, len(sides) - 1)], condition)
            for sides, (_, condition) in zip(steps, member.tree.rows, strict=True)
        )
        tree = Cases(rows, member.tree.span)
        found.append(replace(member, tree=tree, relation=member.relation if not stage else "="))
    return found


def _sides(value: Expression) -> list[Expression]:
    """Return the sides of a = b = c, which was read as a condition; of others themselves."""
    match value:
        case Indicator(condition=Compare(sign="=", left=left, right=right)):
            return [left, right]
        case Indicator(condition=Logic(parts=parts)) if all(
            isinstance(part, Compare) and part.sign == "=" for part in parts
        ):
            both = [part for part in parts if isinstance(part, Compare)]
            return [both[0].left, *(part.right for part in both)]
    return [value]


def _height(tree: Expression) -> int:
    """Return how many trees are nested in one another, found without recursion."""
    tallest, waiting = 0, [(tree, 1)]
    while waiting:
        part, height = waiting.pop()
        tallest = max(tallest, height)
        waiting += [(inside, height + 1) for inside in parts(part)]
    return tallest
