r"""The tokens of a formula without what only arranges or remarks.

a = b \quad (\text{since } b = c)     the remark goes
\theta{^T}, \sum_{\substack{i, j}}    braces around scripts go
{}^t X, \underset{i}{\sum}            is X^T, \sum_{i}
{a \over b}                           is \frac{a}{b}
\frac{{\partial{r}}}{{\partial{x}}}   has braces that say nothing
\frac{{d^2}y}{dx^2}                   braces around the d go
\mathcal{Softmax}(z)                   braces around a function go
x < 0. \end{cases}                    ends without the full stop
\frac{dy}{du} . \frac{du}{dx}         is a product
{\sum_{k=1}}^K x_k                    is \sum_{k=1}^K x_k
\Pi_{k=1}^K x_k, \Sigma_{k=1}^K x_k   are \prod_{k=1}^K x_k, \sum_{k=1}^K x_k
\frac{\delta f}{\delta x}             is a derivative: \delta for \partial; \delta f/\delta x too
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from .lexer import Token
from .notation import FUNCTIONS
from .prescripts import with_transposes, with_undersets

_BIG_LETTERS = {r"\Sigma": r"\sum", r"\Pi": r"\prod"}
_CLOSING = {"(": ")", "[": "]", "{": "}"}


def tidied(given: Iterable[Token]) -> list[Token]:
    """Return the tokens that the grammar reads."""
    found = _with_fractions([token for token in given if token.text != r"\quad"])
    _read_points(found)
    _read_big_letters(found, closing_places(found))
    for change in (with_undersets, with_transposes):
        found = change(found, closing_places(found))
    ends = closing_places(found)
    dropped: set[int] = set()
    for place, (kind, text, _, _) in enumerate(found):
        after = found[min(place + 1, len(found) - 1)]
        if kind == "sign" and text in ("(", "[") and after.text == r"\prose" and place in ends:
            dropped.update(range(place, ends[place] + 1))
        elif text == "{" and place in ends and (
            _is_script(after) or _is_around_operator(found, place, ends)
        ):  # fmt: skip
            dropped.update((place, ends[place]))
        elif text == "." and (after.kind == "end" or after.text == r"\\"):
            dropped.add(place)
        elif kind == "unknown" and text == r"\substack" and place + 1 in ends:
            dropped.update((place, place + 1, ends[place + 1]))
        elif kind == "sign" and text == "{" == after.text and (
            ends.get(place + 1, 0) + 1 == ends.get(place)
        ):  # fmt: skip
            dropped.update((place + 1, ends[place + 1]))
        elif text == r"\frac" or (text == "/" and after.text == r"\delta"):
            _read_deltas(found, place, ends)
    return [token for place, token in enumerate(found) if place not in dropped]


def _with_fractions(found: list[Token]) -> list[Token]:
    r"""Return the tokens with \frac{a}{b} for each {a \over b}."""
    while halves := [place for place, token in enumerate(found) if token.text == r"\over"]:
        ends = closing_places(found)
        over = halves[0]
        around = [(start, end) for start, end in ends.items()
                  if start < over < end and found[start].text == "{"]  # fmt: skip
        if not around:
            break
        start, _ = max(around)
        sign = found[over]
        begun = found[start]
        command = begun._replace(kind="command", text=r"\frac", end=begun.start)
        between = [sign._replace(kind="sign", text="}"), sign._replace(kind="sign", text="{")]
        found = [*found[:start], command, *found[start:over], *between, *found[over + 1 :]]
    return found


def closing_places(found: Sequence[Token]) -> dict[int, int]:
    """Return for each bracket that is closed the place where it is."""
    opened: dict[str, list[int]] = {"(": [], "[": [], "{": []}
    ends = {}
    for place, (kind, text, _, _) in enumerate(found):
        if kind != "sign":
            continue
        if text in opened:
            opened[text].append(place)
        for opening, closing in _CLOSING.items():
            if text == closing and opened[opening]:
                ends[opened[opening].pop()] = place
    return ends


def _is_script(token: Token) -> bool:
    return token.kind == "sub" or (token.kind == "sign" and token.text in ("^", "_"))


def _is_around_operator(found: Sequence[Token], start: int, ends: Mapping[int, int]) -> bool:
    """Whether braces hold a d, with its order, a function that is called, or a big sign alone."""
    end = ends[start]
    inside = [token.text for token in found[start + 1 : end]]
    leads = start > 0 and found[start - 1].text == "{" and _is_differential(inside)
    called = len(inside) == 1 and inside[0] in FUNCTIONS and len(inside[0]) > 1
    summed = inside[:2] in ([r"\sum", "_"], [r"\prod", "_"]) and ends.get(start + 3) == end - 1
    return (
        leads or (summed and _is_script(found[end + 1])) or (called and found[end + 1].text == "(")
    )


def _is_differential(inside: Sequence[str]) -> bool:
    """Whether braces hold no more than a d with its order: d^2."""
    order = inside[1:]
    number = [text for text in order if text not in ("^", "{", "}")]
    return inside[:1] in (["d"], [r"\partial"]) and (
        not order or (order[0] == "^" and len(number) == 1 and number[0].isdigit())
    )


def _read_points(found: list[Token]) -> None:
    r"""Write \cdot for a point between two factors, with a space on both sides or on neither.

    As in b. c, a point with a space behind it alone ends a sentence; one between letters only
    may be of an abbreviation.
    """
    for place in range(1, len(found) - 1):
        before, point, after = found[place - 1 : place + 2]
        if (point.kind, point.text) != ("unknown", "."):
            continue
        apart = before.end < point.start, point.end < after.start
        bare = not any(apart) and before.kind == after.kind and before.kind in ("word", "number")
        factors = before.kind in ("word", "sub", "number") or before.text in (")", "]", "}", "'")
        factors = factors and (after.kind in ("word", "number", "command", "begin")
                               or after.text in ("(", "[", "{"))  # fmt: skip
        if factors and apart[0] >= apart[1] and not bare:
            found[place] = point._replace(kind="sign", text=r"\cdot")


def _read_big_letters(found: list[Token], ends: dict[int, int]) -> None:
    r"""Write \sum and \prod for \Sigma and \Pi with where an index begins below."""
    for place, token in enumerate(found):
        if token.text not in _BIG_LETTERS or token.kind != "word":
            continue
        at = place + 1
        while found[at].text in ("_", "^") and found[at + 1].kind != "stop":
            last = ends.get(at + 1, at + 1)
            if found[at].text == "_" and any(x.text == "=" for x in found[at + 1 : last]):
                found[place] = token._replace(kind="command", text=_BIG_LETTERS[token.text])
            at = last + 1


def _read_deltas(found: list[Token], place: int, ends: Mapping[int, int]) -> None:
    r"""Write \partial for \delta where both sides of a fraction begin with it.

    Below something follows it, a name or what is in brackets; above it may stand alone.
    """
    if found[place].text == "/":
        heads, last = [_delta_before(found, place, ends), place + 1], place + 2
    else:
        middle = ends.get(place + 1, len(found))
        heads, last = [place + 2, middle + 2], ends.get(middle + 1, 0)
    heads = [at for at in heads if at < last and found[at].text == r"\delta"]
    after = [found[at + 1] for at in heads]
    if len(after) < 2 or after[1].text == "}" or not all(map(_is_operand, after)):
        return
    for at in range(heads[0], last):
        if found[at].text == r"\delta" and _is_operand(found[at + 1]):
            found[at] = found[at]._replace(kind="command", text=r"\partial")


def _delta_before(found: Sequence[Token], place: int, ends: Mapping[int, int]) -> int:
    r"""Return the place of the \delta that begins the factors before a slash; else the slash's."""
    starts = {end: start for start, end in ends.items()}
    at = place
    while at > 0:
        at = starts.get(at - 1, at - 1)
        if found[at].text == r"\delta":
            return at
        if found[at].kind == "sign" and at not in ends and found[at].text not in ("^", "_", "'"):
            break
        if found[at].kind == "sign" and at in ends and ends[at] > place:
            break
    return place


def _is_operand(token: Token) -> bool:
    """Whether a token may stand behind the sign of a derivative."""
    return token.kind in ("word", "command") or token.text in ("^", "{", "(", "[", "}")
