"""What a piece of a wrong formula has to be instead, or has to be multiplied by."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import log, nan

from ..reading.tree import Call, Derivative, Name, Negative, Number, Power, Product, Sum
from ..reading.walked import walk
from ..report.result import Explanation
from .candidates import COMPLEMENT, DELTA, NAME, PART, SLOPE, Candidate, slopes_of_others
from .edits import spliced
from .pieces import Piece, pieces
from .rules import INNER, TERM
from .trial import Trial, close

NUMBERS = (
    (-1.0, "-1"), (2.0, "2"), (0.5, "1/2"), (-2.0, "-2"), (-0.5, "-1/2"), (3.0, "3"),
    (1 / 3, "1/3"),    (4.0, "4"), (0.25, "1/4"), (log(2), "ln 2"), (1 / log(2), "1/ln 2"),
)  # fmt: skip
"""Numbers by which a formula is often wrong, and how they are said."""
PAIRS = 40
"""How many quantities are tried two by two."""
Attempt = Callable[[Trial, Piece, Sequence[Candidate]], Iterator[Explanation]]


def scaled(trial: Trial, found: Sequence[Candidate]) -> Iterator[Explanation]:
    """Try what each piece would have to be multiplied by, or be: one thing."""
    yield from _pieces_by(trial, found, (_by_number, _replaced, _times))


def scaled_by_two(trial: Trial, found: Sequence[Candidate]) -> Iterator[Explanation]:
    """Try two quantities, or one over another, as the factor of each piece."""
    yield from _pieces_by(trial, found, (_paired,))


def _pieces_by(
    trial: Trial, found: Sequence[Candidate], attempts: Sequence[Attempt]
) -> Iterator[Explanation]:
    for attempt in attempts:
        settled: set[int] = set()  # the parts of what is explained already
        for piece in pieces(trial):
            if id(piece.tree) in settled:
                continue
            explanations = list(attempt(trial, piece, found))
            if explanations:
                settled |= {id(part) for part in walk(piece.tree)}
            yield from explanations


def _by_number(trial: Trial, piece: Piece, _: object) -> Iterator[Explanation]:
    for value, name in NUMBERS:
        if not close(piece.factor, [value] * len(piece.factor)):
            continue
        if value == -1.0:
            yield from _signed(trial, piece)
            return
        written = trial.bracketed(piece.tree)
        text = _number(trial, name)
        if isinstance(piece.tree, Number):
            wanted = f"{piece.tree.value * value:g}"
            mend = spliced(trial.source, piece.tree.span, wanted)
            said = f"{trial.text_of(piece.tree)} should be {wanted}"
            kind = "wrong number"
        else:
            mend = spliced(trial.source, piece.tree.span, trial.times(text, written))
            beside = "" if piece.whole else f" beside {trial.text_of(piece.tree)}"
            kind, said = "constant factor", f"the factor {name} is missing{beside}"
        if repair := trial.confirmed(mend):
            yield Explanation(kind, said, repair)


def _number(trial: Trial, name: str) -> str:
    above, slash, below = name.lstrip("-").partition("/")
    spell = {"ln 2": r"\log 2" if trial.latex else "log(2)"}
    above, below = spell.get(above, above), spell.get(below, below)
    text = trial.over(above, below) if slash else above
    return f"(-{text})" if name.startswith("-") else text


def _signed(trial: Trial, piece: Piece) -> Iterator[Explanation]:
    if isinstance(piece.tree, (Number, Derivative)) or (
        not piece.whole and isinstance(piece.tree, Name)
    ):
        return
    written = trial.text_of(piece.tree)
    minus = f"-{trial.bracketed(piece.tree)}"
    new = minus if piece.whole else f"({minus})"
    if repair := trial.confirmed(spliced(trial.source, piece.tree.span, new)):
        said = "the sign is wrong" if piece.whole else f"the sign of {written} is wrong"
        yield Explanation("sign", said, repair)


def _replaced(trial: Trial, piece: Piece, found: Sequence[Candidate]) -> Iterator[Explanation]:
    """Try a known quantity in place of a piece."""
    wanted = piece.wanted
    if wanted is None or isinstance(piece.tree, (Negative, Derivative)):
        return
    written = trial.text_of(piece.tree)
    has_slope = isinstance(piece.tree, Call) and piece.tree.primes > 0  # of another argument
    inverse = [1 / x if x else nan for x in piece.factor]  # of a factor that is too many
    has_slope = has_slope or any(
        c.kind in (NAME, COMPLEMENT) and (close(piece.factor, c.values) or close(inverse, c.values))
        for c in found
    )
    for c in found:
        if c.kind == SLOPE and has_slope:
            continue
        if c.kind == TERM and (piece.whole or isinstance(piece.tree, (Name, Number))):
            continue
        if c.kind in (COMPLEMENT, PART, INNER) or not close(wanted, c.values) or c.text == written:
            continue
        if piece.whole and c.kind == NAME:
            continue  # a name of what is claimed about
        if isinstance(piece.tree, Product) and c.text in map(trial.bracketed, piece.tree.factors):
            continue  # of which a factor is too many
        if repair := trial.confirmed(spliced(trial.source, piece.tree.span, c.text)):
            yield _explained(trial, piece, c, written, repair)
            if c.kind == SLOPE:
                return  # which can be written in several ways


def _explained(trial: Trial, piece: Piece, c: Candidate, written: str, repair: str) -> Explanation:
    if c.kind == DELTA:
        i, j = trial.counters[:2]
        said = f"{written} should be {c.text}: this is the diagonal, {i} = {j}, alone"
        return Explanation("diagonal", said, repair)
    if c.kind == SLOPE:
        for function, other, slope in slopes_of_others(trial):
            tree = trial.read(slope)
            values = trial.flat(tree) if tree is not None else None
            if values and piece.own and close(piece.own, values):
                said = f"{written} is the slope of {other}, that of {function} is {c.text}"
                return Explanation("other activation", said, repair)
        return Explanation("derivative", f"{written} should be {c.text}, the slope", repair)
    if c.kind == TERM:
        return Explanation("wrong term", f"{written} should be {c.text}", repair)
    kind = "other quantity" if piece.whole else "wrong name"
    return Explanation(kind, f"{written} should be {c.text}", repair)


def _times(trial: Trial, piece: Piece, found: Sequence[Candidate]) -> Iterator[Explanation]:
    """Try a quantity as the factor that is missing."""
    if isinstance(piece.tree, Number):
        return
    for c in found:
        if c.kind != TERM and close(piece.factor, c.values):
            yield from _with_factor(trial, piece, c.text, c)


def _paired(trial: Trial, piece: Piece, found: Sequence[Candidate]) -> Iterator[Explanation]:
    """Try one over a quantity, two, or one over another, as the factor that is missing."""
    if isinstance(piece.tree, Number):
        return
    for c in found:
        if not isinstance(piece.tree, Name) and close(
            piece.factor, [1 / x if x else nan for x in c.values]
        ):
            yield from _divided(trial, piece, c)
    if not piece.whole and not isinstance(piece.tree, (Product, Call, Power, Sum)):
        return
    names = [c for c in found if c.kind not in (DELTA, INNER) and all(c.values)][:PAIRS]
    for i, x in enumerate(names):
        for y in names[i:]:
            if close(piece.factor, [a * b for a, b in zip(x.values, y.values, strict=True)]):
                yield from _with_factor(trial, piece, trial.times(x.text, y.text), None)
        for y in names:
            if x is not y and close(
                piece.factor, [a / b for a, b in zip(x.values, y.values, strict=True)]
            ):
                mend = trial.times(trial.bracketed(piece.tree), trial.over(x.text, y.text))
                if repair := trial.confirmed(spliced(trial.source, piece.tree.span, mend)):
                    said = f"the factor {y.text} should be {x.text}"
                    yield Explanation("wrong factor", said, repair)


def _with_factor(
    trial: Trial, piece: Piece, text: str, c: Candidate | None
) -> Iterator[Explanation]:
    written = trial.text_of(piece.tree)
    if c is not None and c.text == written and isinstance(piece.tree, Name):
        squared = trial.power(written, "2")
        if repair := trial.confirmed(spliced(trial.source, piece.tree.span, squared)):
            yield Explanation("exponent", f"{written} should be {squared}", repair)
            return
    shown = trial.bracketed(piece.tree)
    first = piece.whole and (c is None or c.kind != INNER)  # a slope is of what stands after it
    beside = "" if piece.whole else f" beside {written}"
    for mend in trial.products(text, shown) if first else trial.products(shown, text):
        bracketed = not piece.whole and isinstance(piece.tree, Sum)
        new = f"({mend})" if bracketed else mend
        if not (repair := trial.confirmed(spliced(trial.source, piece.tree.span, new))):
            continue
        if c is not None and c.kind == DELTA:
            said = f"the factor {c.text} is missing{beside}: this is the diagonal alone"
            yield Explanation("diagonal", said, repair)
        else:
            what = "inner derivative" if c is not None and c.kind == INNER else "factor"
            yield Explanation("missing factor", f"the {what} {text} is missing{beside}", repair)
        return


def _divided(trial: Trial, piece: Piece, c: Candidate) -> Iterator[Explanation]:
    shown = trial.bracketed(piece.tree)
    mend = trial.times(trial.over("1", c.text), shown)
    if repair := trial.confirmed(spliced(trial.source, piece.tree.span, mend)):
        beside = "" if piece.whole else f" beside {trial.text_of(piece.tree)}"
        has = c.text in trial.text_of(piece.tree)
        said = f"the factor {c.text} is too many" if has else (
            f"the factor 1/{c.text} is missing{beside}")  # fmt: skip
        yield Explanation("extra factor" if has else "missing factor", said, repair)
