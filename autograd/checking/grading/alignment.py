"""The key's computation under another naming: found by its numbers, and only if it is unambiguous.

The forward equations of a student are put beside the key's, one by one: an equation is one of the
key's if its right side, with some of the key's names for its own, is equal to what the key defines
at random points.  A name that the key has too stands for itself, unless there is no way at all to
read it so: a^{(2)} may be the key's a_1, but two names of the key are never exchanged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..judging.verdicts import ModelClaim
from ..meaning.errors import FAILURES
from ..meaning.law import Law
from ..meaning.rewriting import exchanged
from ..reading.chains import Formula
from ..reading.tree import Name
from ..reading.walked import names
from .key import Key
from .naming import Renaming, Token, shown
from .namings import KeyEquations, Option, OwnEquations

OTHERWISE = "its names are not the key's, nor is its forward pass by other names"
MOST_TRIALS = 300
"""So many readings of single equations are tried: where they are not enough, none is taken."""


class _TooManyError(Exception):
    """There are more readings than are tried."""


class Aligned(NamedTuple):
    """How a student's names are read, None if they are not; what is to be said of it."""

    renaming: Renaming | None
    told: str


def aligned(key: Key, formulas: Sequence[Formula]) -> Aligned | None:
    """Return how names are read as the key's; None if no forward pass has other names."""
    own = OwnEquations(formulas)
    theirs = KeyEquations(key, own.functions)
    if all(own.token(n) in theirs.tokens or theirs.is_constant(n) for n in own.used):
        return None
    search = _Search(theirs, own)
    for keeps in (True, False):
        found = search.best(keeps=keeps)
        if found and set(found[0].pairs) <= theirs.tokens:
            return None
        if len(found) == 1:
            told = ", ".join(own.told(found[0])).replace(" as ", " as the key's ", 1)
            return Aligned(found[0], f"read {told}")
        if found:
            name = next(x for x in found[0].pairs if found[0].pairs[x] != found[1].pairs.get(x))
            ways = " or ".join(
                dict.fromkeys(shown(x.pairs[name]) for x in found if name in x.pairs)
            )
            told = f"its names are not the key's, and {shown(name)} may be {ways}"
            return Aligned(None, told)
    if own.differentiated - theirs.tokens:
        return Aligned(None, OTHERWISE)
    return None


class _Search:
    """The search for the names of the key that a student's stand for."""

    def __init__(self, key: KeyEquations, own: OwnEquations) -> None:
        self._key, self._own = key, own
        self._keeps, self._trials = True, 0

    def best(self, *, keeps: bool) -> list[Renaming]:
        """Return the ways to read the names that keep most of them; several if there are.

        With `keeps` the names that the key has too must stand for themselves.
        """
        self._keeps, self._trials = keeps, 0
        found: list[Mapping[Token, Token]] = []
        try:
            for pairs in self._read(self._own.laws, {}, {}):
                if pairs not in found and self._is_whole(pairs):
                    found.append(pairs)
        except _TooManyError:
            return []
        kept = [sum(mine == other for mine, other in pairs.items()) for pairs in found]
        return [
            self._own.renaming(x, self._key)
            for x, n in zip(found, kept, strict=True)
            if n == max(kept)
        ]

    def _is_whole(self, pairs: Mapping[Token, Token]) -> bool:
        """Whether what is asked for is found, no name has two meanings, and none are exchanged."""
        found = {shown(pairs[x]) for x in self._own.defined if x in pairs}
        others = self._own.tokens - set(pairs)
        clash = others & set(pairs.values()) & self._key.tokens
        return (
            bool(found & self._key.asked)
            and not clash
            and not any(_returns(x, pairs) for x in pairs)
        )

    def _read(
        self, laws: Sequence[Law], pairs: Mapping[Token, Token], inner: Mapping[Name, Any]
    ) -> Iterator[Mapping[Token, Token]]:
        """Yield what the names of some equations may stand for.

        inner  the bodies of what the key has no name for
        """
        if not laws:
            yield pairs
            return
        law, *rest = laws
        body = law.body
        for name, tree in inner.items():
            body = exchanged(body, name, tree)
        matched = False
        for more in self._matches(law, body, pairs):
            matched = True
            yield from self._read(rest, more, inner)
        target = self._own.token(law.target)
        if not matched and target not in pairs and target not in self._key.tokens:
            more_inner = {**inner, target: body} if isinstance(target, Name) else inner
            yield from self._read(rest, pairs, more_inner)

    def _matches(
        self, law: Law, body: Any, pairs: Mapping[Token, Token]
    ) -> Iterator[Mapping[Token, Token]]:
        """Yield how an equation may be one of the key's."""
        target = self._own.token(law.target)
        mine = list(dict.fromkeys(
            self._own.token(n) for n in names(body) if not self._key.is_constant(n)
        ))  # fmt: skip
        for option in self._key.options:
            start = self._with(pairs, target, option.target)
            if start is None:
                continue
            for cut in option.cuts:
                if len(cut) != len(mine):
                    continue
                for more in self._assigned(mine, cut, start):
                    if self._holds(law, body, option, more):
                        yield more

    def _assigned(
        self, mine: Sequence[Token], cut: Sequence[Token], pairs: Mapping[Token, Token]
    ) -> Iterator[Mapping[Token, Token]]:
        if not mine:
            yield pairs
            return
        for place, other in enumerate(cut):
            more = self._with(pairs, mine[0], other)
            if more is not None:
                yield from self._assigned(mine[1:], [*cut[:place], *cut[place + 1 :]], more)

    def _with(
        self, pairs: Mapping[Token, Token], mine: Token, other: Token
    ) -> Mapping[Token, Token] | None:
        """Return the pairs with one more, None if that cannot be."""
        if mine in pairs:
            return pairs if pairs[mine] == other else None
        known = self._keeps and (mine in self._key.tokens or other in self._own.tokens)
        wrong = mine in self._own.defined and other not in self._key.defined
        kinds = isinstance(mine, str) != isinstance(other, str)
        if (known and mine != other) or wrong or kinds or other in pairs.values():
            return None
        return {**pairs, mine: other}

    def _holds(self, law: Law, body: Any, option: Option, pairs: Mapping[Token, Token]) -> bool:
        self._trials += 1
        if self._trials > MOST_TRIALS:
            raise _TooManyError
        renaming = self._own.renaming(pairs, self._key)
        target, tree = renaming.of(law.target), renaming.tree(body)
        try:
            return ModelClaim([target, tree], self._key.model(option.law)).holds(tree)
        except FAILURES:
            return False


def _returns(name: Token, pairs: Mapping[Token, Token]) -> bool:
    """Whether a name is exchanged with others: x_1 for x_2, and x_2 for x_1."""
    other = pairs[name]
    while other in pairs and other != pairs[other] and other != name:
        other = pairs[other]
    return other == name != pairs[name]
