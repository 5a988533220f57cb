r"""Read Python as the equations that it computes: which statements of a fence are equations.

    statements("z = x @ W\ndh[z < 0] = 0\n")     each assignment with its place
    names_of(["h_prev @ Wf"])                    the words that are one name each

A statement says what holds afterwards.  So it is no equation where a name is meant twice: one that
is set again, added to (`+=`), set entry by entry, or within a loop.  Such a statement cannot be
read, nor what uses such a dw, which may not be the derivative by w yet; the others can.
"""

from __future__ import annotations

import ast
import re
import textwrap
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from .code_in_place import in_one

_DATA = frozenset(
    {"array", "arange", "asarray", "copy", "empty", "empty_like", "eye", "full", "linspace",
     "load", "loadtxt", "normal", "ones", "ones_like", "rand", "randint", "randn", "random",
     "standard_normal", "tensor", "uniform", "zeros", "zeros_like"}
)  # fmt: skip
"""Functions that give numbers of which nothing is known."""
_MODULES = frozenset({"np", "numpy", "math", "torch", "tf", "jnp", "F", "nn"})
_BRANCHES = (ast.For, ast.While, ast.If, ast.Try)
_SLOPE = re.compile(r"d[A-Za-z]")
SET_AGAIN = "it is set more than once, so what it stands for depends on the line"
_STEPWISE = "what is added up or set step by step is not read"


class Statement(NamedTuple):
    """An assignment: where it begins in the code, its text, and why it cannot be read, "" else."""

    start: int
    text: str
    why: str = ""


class _Set(NamedTuple):
    """A name that is set: by which value, None where it is changed in part or step by step.

    altered  whether the value is not as it stands there: x = 1, x += y sets x to 1 + y
    """

    name: str
    node: ast.stmt
    value: ast.expr | None
    altered: bool = False


def statements(code: str) -> list[Statement] | None:
    """Return the assignments of a piece of Python, None if it is none."""
    bare = textwrap.dedent(code)
    tree = _parsed(bare)
    if tree is None:
        return None
    places = _Places(code, bare)
    every = list(_assigned(tree.body))
    refused = _refused(every)
    found = []
    for name, node, value, altered in every:
        if value is None or _is_data(value) or (name not in refused and _says_nothing(value)):
            continue
        start, text = places.of(node)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
            start, text = places.of(value)[0], f"{name} = {ast.unparse(value)}"  # x, y = 2, 3
        elif altered:
            text = f"{name} = {ast.unparse(value)}"
        used = [n for n in _names(value) if n in refused and n != name and _SLOPE.match(n)]
        why = refused.get(name) or (f"it uses {used[0]}: {refused[used[0]]}" if used else "")
        if why:
            refused.setdefault(name, why)
        found.append(Statement(start, text, why))
    return found


def names_of(pieces: Iterable[str]) -> frozenset[str]:
    """Return the words of letters that are one name each in pieces of Python."""
    found: set[str] = set()
    for code in pieces:
        tree = _parsed(textwrap.dedent(code))
        if tree is None:
            continue
        called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        found |= {node.id for node in ast.walk(tree)
                  if isinstance(node, ast.Name) and id(node) not in called}  # fmt: skip
    bases = {match[0] for name in found - _MODULES if (match := re.match("[A-Za-z]{2,}", name))}
    unsaid = _unsaid(bases, found)
    slopes = {base for base in bases if base[0] == "d" and (base[1:] in bases or len(base) == 2)}
    return frozenset((bases - slopes - {f"d{word}" for word in unsaid}) | unsaid)


def _parsed(code: str) -> ast.Module | None:
    """Return the tree of a piece of Python, None if it is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what a compiler would say of "\\d"
        try:
            return ast.parse(code)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None


def _unsaid(bases: set[str], found: set[str]) -> set[str]:
    """Return zf and zi of dzf and dzi, where f and i are names and zf and zi are none."""
    slopes = [base[1:] for base in bases if re.fullmatch("d[a-z]{2}", base)
              and base[2] in found and base[1:] not in bases]  # fmt: skip
    first = Counter(word[0] for word in slopes)
    return {word for word in slopes if first[word[0]] > 1}


class _Places:
    """Where the nodes of a tree stand in the code that was dedented before it was parsed."""

    def __init__(self, code: str, bare: str) -> None:
        self.code = code
        self.lines = bare.splitlines(keepends=True)
        whole = code.splitlines(keepends=True)
        self.margin = next((len(a) - len(b) for a, b in zip(whole, self.lines, strict=False)
                            if b.strip()), 0)  # fmt: skip
        self.starts = [0]
        for line in whole:
            self.starts.append(self.starts[-1] + len(line))

    def of(self, node: ast.stmt | ast.expr) -> tuple[int, str]:
        """Return where a statement begins, and its text."""
        start = self._at(node.lineno, node.col_offset)
        end = self._at(node.end_lineno or node.lineno, node.end_col_offset or 0)
        return start, self.code[start:end]

    def _at(self, line: int, column: int) -> int:
        """Return a place; columns of trees count bytes."""
        before = self.lines[line - 1].encode()[:column].decode(errors="ignore")
        return self.starts[line - 1] + self.margin + len(before)


def _assigned(body: Sequence[ast.stmt], *, stepwise: bool = False) -> Iterator[_Set]:
    """Yield the names that statements set, in order."""
    for node, altered in in_one(body):
        if isinstance(node, (ast.FunctionDef, ast.With, *_BRANCHES)):
            inner = [part for field in ("body", "orelse", "finalbody")
                     for part in getattr(node, field, [])]  # fmt: skip
            yield from _assigned(inner, stepwise=stepwise or isinstance(node, _BRANCHES))
        elif isinstance(node, ast.Assign):
            lone = len(node.targets) == 1 and not stepwise
            for target in node.targets:
                for one in _targets(target, node, (altered or node.value) if lone else None):
                    yield one._replace(altered=altered is not None)
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            yield from _targets(node.target, node, None if stepwise else node.value)
        elif isinstance(node, ast.AugAssign):
            yield from _targets(node.target, node, None)


def _targets(target: ast.expr, node: ast.stmt, value: ast.expr | None) -> Iterator[_Set]:
    """Yield the names of a target: w; w and b; the x of x[i]."""
    match target:
        case ast.Name(id=name):
            yield _Set(name, node, value)
        case ast.Tuple(elts=several) | ast.List(elts=several):
            known = isinstance(value, (ast.Name, ast.Attribute))  # what a cache holds, a shape
            numbers = _numbers(value) if len(_numbers(value)) == len(several) else []
            for place, one in enumerate(several):
                given = numbers[place] if numbers else None
                yield from () if known else _targets(one, node, given)
        case ast.Subscript(value=ast.Name(id=name)):
            yield _Set(name, node, None)


def _numbers(value: ast.expr | None) -> list[ast.expr]:
    """Return the numbers of a tuple that holds nothing else."""
    several = value.elts if isinstance(value, ast.Tuple) else []
    plain = (x.operand if isinstance(x, ast.UnaryOp) else x for x in several)
    alone = all(isinstance(x, ast.Constant) and isinstance(x.value, (int, float)) for x in plain)
    return several if alone else []


def _refused(every: Sequence[_Set]) -> dict[str, str]:
    """Return the names that are meant in more than one way, and why that is so."""
    counts = Counter(name for name, *_ in every)
    found = {name: SET_AGAIN for name, count in counts.items() if count > 1}
    found |= {name: _STEPWISE for name, _, value, _ in every if value is None}
    own = {name: SET_AGAIN for name, _, value, _ in every if value and name in _names(value)}
    return found | own


def _names(value: ast.expr) -> Iterator[str]:
    for node in ast.walk(value):
        if isinstance(node, ast.Name):
            yield node.id


def _is_data(value: ast.expr) -> bool:
    """Whether a value is made of numbers of which the code says nothing: np.random.randn(3)."""
    return any(
        isinstance(node, ast.Call)
        and (node.func.attr if isinstance(node.func, ast.Attribute) else
             getattr(node.func, "id", "")) in _DATA
        for node in ast.walk(value)
    )  # fmt: skip


def _says_nothing(value: ast.expr) -> bool:
    """Whether a value is no formula: a text, a list of several things, a size."""
    if isinstance(value, (ast.Tuple, ast.Dict, ast.Set, ast.ListComp, ast.Lambda)):
        return True
    if isinstance(value, ast.Constant) and not isinstance(value.value, (int, float)):
        return True
    if isinstance(value, ast.Call) and getattr(value.func, "id", "") == "len":
        return True
    sizes = (ast.Attribute, ast.Subscript)
    return isinstance(value, sizes) and any(
        isinstance(node, ast.Attribute) and node.attr == "shape" for node in ast.walk(value)
    )
