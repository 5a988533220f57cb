r"""Find formulas that stand in lines of their own, as in notes without any markup.

    dL/dw = (a - y) x       # a comment
    a = W x + b     h = tanh(a)             two columns
    2) r(x) = g(x^2), so r'(x) = 2x g'(x^2)     two clauses

A line is cut into columns, clauses and, outside brackets, at commas.  A piece is a formula if its
first side can be read, it says more than `x = 5`, and it holds no prose: no word beside another
that is neither a function nor a Greek letter.  What follows the first side may be unreadable: it
is told, not dropped.  `x = 5` is a formula beside another one, or of a name defined before.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from .chains import Formula, Unread
from .lexer import OPERATORS
from .notation import IFS, PROSE, WORDS
from .parser import read_formula
from .sentences import equation_in
from .tree import (
    BigSum,
    Call,
    Derivative,
    Matrix,
    Name,
    Norm,
    Number,
    Power,
    Prime,
    Product,
    Sum,
    Transpose,
)
from .walked import walk

_COMMENT = re.compile(r"\s(?:#|//|--)\s.*")
_LEAD = re.compile(
    r"\s*(?:> )?(?:\*\*[^*\n]{1,40}\*\*\s*)?"
    r"(?:[-*+]\s+|\(?(?:\d{1,3}[.)]|[a-h]\))\s+|(?:=>|⇒|∴)\s*)?(?:[^=:]{1,60}:(?=\s)\s*)?"
    r"(?:(?:Also|Then|Hence|Thus|So|Now|Finally|Therefore|[Aa]nd),?\s+)?"
    r"(?:(?:Let|Write|Put|Define|Set|Take|From|With|Here)\s+)?"
)
_PLACED = re.compile(r"\s*(?:at|for|when)\s+(\w+\s*=\s*[^:=]{1,20}):\s+", re.IGNORECASE)
_COLUMNS = re.compile(r"(?<![=+*/(,:-])(?:[ ]{2,}|[ ]*\t\s*)(?![\s=+*/)≈@-])")
_CLAUSES = re.compile(
    r"\.\s+(?:Let|Write|Put|Define|Set|Take|From|With|Here)\s+|,?\s+\(?(?:so|and|then|thus|hence|therefore|where|with|gives?|giving|i\.e\.)[,:]?\s+"
    r"|\s+(?:on|over)\s+|;\s+|(?<![.\s])\.\s+(?=[A-Z])|:\s+|\s+(?:=>|⇒)(?:\s+|$)"
    r"|\s*[（(][ぁ-ヿ一-鿿][^（）()\n]*[）)]\s*|\s*[、-〟ぁ-ヿ一-鿿！，：；？][、-〟ぁ-ヿ一-鿿！，：；？\s]*"
)
_ASIDE = re.compile(r"\s+\((?:[a-z]{2,}'?,?\s+)+[a-z]{2,}\)$", re.IGNORECASE)
"""Words in brackets that say how an equation was found: (local gradient)."""
_SAID = re.compile(r"[^=]*\b(?:is|are)\s+(?=[^\W\d]\w*(?:\([^()]*\))?\s*=)")
_LED = re.compile(
    r"(?P<words>(?:[^\W\d_]{2,20}\s+){1,3})[^\W\d_]\w{0,5}(?:\[\d\])*\s*=\s*-?[\d.\[][-\d.,\s\[\]]*"
)
"""Words before a setting: Ziel y = 1, with x = [1, 2]."""
_CALLED = re.compile(r"(?P<first>=[^=]*[\w)\]])\s*=\s*[a-z]{4,}(?:\s+[a-z]{4,})+$")
"""What words call the last side: w = dx/dt = angular velocity."""
_CONTINUED = re.compile(r"[ \t]*=(?![=>])[^\n]*\S")
_WORD = re.compile(r"(?<![A-Za-z\\_{])[A-Za-z]{2,}(?![A-Za-z_}\d])")
_RANGE = re.compile(r"^\w(?:\s*=|\s+in\b|\s*∈).*\.\.|^\w(?:\s+in\b|\s*∈)")
_NAMED = re.compile(r"[A-Za-z]\w*'*(?:\([^()=]*\))?'*")
_MARKUP = re.compile(r"\s*(?:[#|]|>(?! [A-Z])|=(?!>))")
_DRAWN = re.compile(r"-{3,}|─{2,}|[-─]{2,}>|[│┌└┐┘├┤]")
"""The lines of a graph that is drawn in text: x = 3 ---(+)--- q."""
_UPDATE = re.compile(r"[-+*/]=")
_CLAIMING = WORDS | IFS | OPERATORS | {"at", "d", "div", "curl", "not"}
"""Words that a number after them is claimed of, or that make a condition of it."""
_OPENING, _CLOSING = "([{", ")]}"


class Piece(NamedTuple):
    """A formula of a line: where it begins, its text, and what was read of it."""

    start: int
    text: str
    formula: Formula

    @property
    def is_headed(self) -> bool:
        """Whether it begins with what can be defined or claimed."""
        first = self.formula.members[0]
        named = isinstance(first.tree, (Call, Derivative, Name, Prime, Transpose))
        return named or self.is_curve or _NAMED.fullmatch(first.text) is not None

    @property
    def is_curve(self) -> bool:
        """Whether it ties two letters to each other, as x^3 + y^3 = 6xy does."""
        first = self.formula.members[0].tree
        word = _NAMED.fullmatch(self.formula.members[0].text)  # lr is no product
        tied = isinstance(first, (Power, Product, Sum)) and len(self.formula.members) == 2
        if word or not tied:
            return False
        inside = [part for tree in self.formula.trees for part in walk(tree)]
        letters = {part.label for part in inside if isinstance(part, Name)}
        plain = not any(isinstance(part, (BigSum, Derivative, Norm)) for part in inside)
        return plain and len(letters) > 1 and all(len(x) == 1 for x in letters)

    @property
    def is_setting(self) -> bool:
        """Whether it is x = 5; dw = 0 and dx.sum(axis=0) = 0 are claims."""
        first, *others = self.formula.members
        slope = any(
            isinstance(p, (Derivative, Prime)) or (isinstance(p, Call) and p.primes > 0)
            for p in walk(first.tree)
        )
        if others[-1].tree == Number(0.0):
            base = first.tree.base if isinstance(first.tree, Name) else ""
            slope = slope or (base[:1] == "d" and len(base) > 1)
            slope = slope or (isinstance(first.tree, BigSum) and first.tree.index == "axis")
        slope = slope or self.is_curve
        return not slope and all(isinstance(member.tree, Number) for member in others)


def line_formulas(
    line: str, known: Collection[str] = (), *, whole: bool = False
) -> list[tuple[int, str]]:
    """Return the formulas of a line, each with the place where it begins.

    known  the labels of the names that were defined before
    whole  every side of each must be readable
    """
    if "=" not in line or _MARKUP.match(line) or _UPDATE.search(line) or _DRAWN.search(line):
        return []
    pieces = list(_pieces(line))
    found = [piece for start, text in pieces if (piece := _piece(start, text, whole))]
    if len(pieces) > 1:
        found = [piece for piece in found if piece.is_headed]
    defined = {*known} - {""}
    return [
        (piece.start, piece.text)
        for piece in found
        if not piece.is_setting or len(found) > 1 or _label(piece.formula) in defined
    ]


def logical_lines(text: str) -> Iterator[str]:
    """Yield the lines of a text, those that begin with = joined to the one that they continue.

    A blank line may stand between, as between paragraphs.
    """
    held, blank = "", ""
    for line in text.splitlines(keepends=True):
        if "=" in held and not blank and not line.strip():
            blank = line
            continue
        if held and not ("=" in held and _CONTINUED.match(line)):
            yield from (part for part in (held, blank) if part)
            held, blank = "", ""
        held, blank = held + blank + line, ""
    yield from (part for part in (held, blank) if part)


def defined_by(text: str) -> str:
    """Return the label of the name that a formula defines by more than a number, "" else."""
    formula = read_formula(text)
    first, *others = (member.tree for member in formula.members)
    numeric = all(isinstance(tree, (Number, Matrix, Unread)) for tree in others)
    return "" if numeric or not isinstance(first, Name) else first.label


def _label(formula: Formula) -> str:
    first = formula.members[0].tree
    return first.label if isinstance(first, Name) else ""


def _pieces(line: str) -> Iterator[tuple[int, str]]:
    """Yield the pieces of a line that may be formulas, with their places."""
    line = _COMMENT.sub("", line.rstrip())
    for start, column in _parted(line, 0, _COLUMNS):
        placed = _PLACED.match(column)
        lead = placed or _LEAD.match(column)
        assert lead is not None  # all of it may be missing
        at = f" if {placed[1]}" if placed else ""
        clauses = list(_parted(column[lead.end() :], start + lead.end(), _CLAUSES))
        for begun, clause in clauses:
            yield from ((place, piece + at) for place, piece in _at_commas(clause, begun))


def _parted(text: str, start: int, sign: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """Yield the parts of a text between the matches of a pattern that are in no bracket."""
    begun, depth, place = 0, 0, 0
    while match := sign.search(text, place):
        depth += sum((c in _OPENING) - (c in _CLOSING) for c in text[place : match.start()])
        opens = match[0].count("(")
        place = match.end()
        if depth > 0:
            depth += opens
            continue
        yield start + begun, text[begun : match.start()]
        begun = place
    yield start + begun, text[begun:]


def _at_commas(text: str, start: int) -> Iterator[tuple[int, str]]:
    """Yield the equations of a clause; what has no sign of its own goes on with the one before."""
    held: tuple[int, str] | None = None
    for place, piece in _parted(text, start, re.compile(r",\s*")):
        if re.search(r"(?<![<>!=])=|≈", piece) and not _RANGE.match(piece.strip()):
            if held:
                yield held
            held = place, piece
        elif held and re.search(r"\.\.|[<>≠≤≥]|!=|^\s*[\d\s.]+$", piece):
            held = held[0], text[held[0] - start : place - start + len(piece)]
    if held:
        yield held


def _piece(start: int, text: str, whole: bool) -> Piece | None:
    """Return the formula that a piece of a line is, or None."""
    if lead := _SAID.match(text):
        start, text = start + lead.end(), text[lead.end() :]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    if (led := _LED.fullmatch(text)) and not _CLAIMING & {*led["words"].lower().split()}:
        start, text = start + led.end("words"), text[led.end("words") :]
    while text and (text[-1] in ",.:;?" or (text[-1] == ")" and text.count("(") < text.count(")"))):
        text = text[:-1].rstrip()
    if (aside := _ASIDE.search(text)) and _is_prose(aside[0].strip(" ()")):
        text = text[: aside.start()]
    text = re.sub(r"\s+(?:and|so|or)$", "", text)
    text = _CALLED.sub(r"\g<first>", text)
    if "=" in text and _is_prose(text) and (found := equation_in(text)):
        start, text = start + found[0], found[1]
    if "=" not in text or text[0] in "#|>=" or _is_prose(text):
        return None
    formula = read_formula(text)
    first, *others = formula.members
    torn = isinstance(first.tree, Unread) or not others
    torn = torn or (whole and any(isinstance(m.tree, Unread) for m in others))
    said = len(others) == 1 and re.fullmatch(r"[A-Za-z]{4,}", others[0].text) is not None
    told = said and others[0].text not in WORDS  # x = input
    return None if torn or told else Piece(start, text, formula)


def _is_operand(text: str, start: int, end: int) -> bool:
    """Whether a sign stands directly beside a word, as in (by-y): then it is a name."""
    return text[end : end + 1] in tuple("-+*/)^") or text[start - 1 : start] in tuple("-+*/(")


def _is_prose(text: str) -> bool:
    """Whether a word that is no name stands in a text, or one beside another word."""
    text = re.sub(r"\bif\b(?=.*\belse\b)|\belse\b|\bif\b(?= \w+ *=[^=]*$)", " ; ", text)
    for match in _WORD.finditer(text):
        word = match[0]
        if word.lower() in PROSE and not _is_operand(text, *match.span()):
            return True
        before, after = text[: match.start()], text[match.end() :]
        beside = re.search(r"[A-Za-z\d)\]]\s+$", before) or re.match(r"\s+[A-Za-z]", after)
        slope = word[0] == "d" and (len(word) == 2 or after.startswith("/d"))
        if beside and word not in WORDS | OPERATORS and not slope:
            return True
    return False
