r"""Scripts that stand before what they belong to: {}^t X is X^T, \underset{i}{\sum} is \sum_i."""

from __future__ import annotations

from collections.abc import Mapping

from .lexer import Token
from .notation import ACCENTS, BIG

_TRANSPOSES = ("t", "T")


def with_transposes(found: list[Token], ends: Mapping[int, int]) -> list[Token]:
    r"""Return the tokens with {X ^ T} for each {}^t X, as French texts write a transpose.

    ends  for each bracket that is closed the place where it is
    """
    listed: list[Token] = []
    closing: dict[int, int] = {}
    place = 0
    while place < len(found):
        begins = _after_transpose(found, place, ends)
        stop = _after_atom(found, begins, ends) if begins else 0
        if stop:
            opened = found[place]
            listed.append(opened._replace(end=opened.start))
            closing[stop] = closing.get(stop, 0) + 1
            place = begins
        else:
            listed.append(found[place])
            place += 1
        for _ in range(closing.pop(place, 0)):
            at = listed[-1].end
            raised = (Token("sign", "^", at, at), Token("word", "T", at, at))
            listed += [*raised, Token("sign", "}", at, at)]
    return listed


def with_undersets(found: list[Token], ends: Mapping[int, int]) -> list[Token]:
    r"""Return the tokens with \sum_{i} for \underset{i}{\sum} and \underset i \sum."""
    listed: list[Token] = []
    place = 0
    while place < len(found):
        token = found[place]
        stop = ends.get(place + 1, place + 1) + 1  # behind what stands below
        braced = stop < len(found) and found[stop].text == "{"
        big = stop + braced
        if token.text != r"\underset" or big >= len(found) or found[big].text not in BIG:
            listed.append(token)
            place += 1
            continue
        at = found[big].end
        below = [x for x in found[place + 1 : stop] if x.kind != "stop"]
        if place + 1 in ends:
            below = below[1:-1]
        listed += [found[big], Token("sign", "_", at, at), Token("sign", "{", at, at), *below,
                   Token("sign", "}", at, at)]  # fmt: skip
        place = big + 1 + braced
    return listed


def _after_transpose(found: list[Token], place: int, ends: Mapping[int, int]) -> int:
    """Return the place behind {}^t, 0 where it does not stand."""
    texts = [token.text for token in found[place : place + 6]]
    if texts[:3] != ["{", "}", "^"]:
        return 0
    if texts[3:4] and texts[3] in _TRANSPOSES:
        return place + 4
    if texts[3:4] == ["{"] and texts[4] in _TRANSPOSES and ends.get(place + 3) == place + 5:
        return place + 6
    return 0


def _after_atom(found: list[Token], place: int, ends: Mapping[int, int]) -> int:
    """Return the place behind a name, with what stands below it, or a bracket; 0 for neither."""
    if place < len(found) and found[place].text in ACCENTS:
        place += 1
    if place in ends:
        stop = ends[place] + 1
    elif place < len(found) and found[place].kind == "word":
        stop = place + 1
    else:
        return 0
    if stop < len(found) and found[stop].kind == "sub":
        return stop + 1
    if stop < len(found) and found[stop].text == "_":
        return ends.get(stop + 1, stop + 1) + 1
    return stop
