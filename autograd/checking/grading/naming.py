"""Names of a student's own: one for another, in names, formulas and documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..meaning.indices import Indices
from ..reading.chains import Formula
from ..reading.rewritten import rewritten, with_trees
from ..reading.tree import Call, Name, name_of
from ..reading.walked import names

Token = Name | str
"""What is renamed: a name, or the base of all names that have an index letter: W of W^{(l)}."""


def plain(name: Name) -> Name:
    """Return a name without its place in the text."""
    return Name(name.base, name.sub, name.layer)


def token(name: Name, indices: Indices) -> Token:
    """Return what is renamed where this name stands."""
    use = indices.use(name)
    is_lettered = any(index.letters for index in (*use.family, *use.entries))
    return name.base if is_lettered else plain(name)


def shown(found: Token) -> str:
    """Return a token as it is written."""
    return found if isinstance(found, str) else found.label


def stands_above(base: str, trees: Any, indices: Indices) -> bool:
    """Whether the index letters of a base stand above it: W^{(l)}, not W_l."""
    mine = [n for n in names(trees) if n.base == base and token(n, indices) == base]
    return any(n.layer for n in mine) and not any(n.sub for n in mine)


@dataclass(frozen=True)
class Renaming:
    r"""What stands for what.

    moved  the bases whose indices stand above the name in one naming and below it in the other
    inner  the bases of what goes into an activation

    dz is renamed with z, and the \delta of a layer with the z of that layer.
    """

    pairs: Mapping[Token, Token]
    moved: frozenset[str]
    inner: frozenset[str]

    def of(self, name: Name) -> Name:
        """Return the name that one stands for; itself if it stands for none."""
        found = self._whole(plain(name))
        if found is None and len(name.base) > 1 and name.base[0] == "d":
            found = self._whole(Name(name.base[1:], name.sub, name.layer))
            found = found and Name("d" + found.base, found.sub, found.layer)
        if found is None and name.base == r"\delta" and (name.sub or name.layer):
            found = self._delta(name)
        return replace(found, span=name.span) if found else name

    def _whole(self, name: Name) -> Name | None:
        other = self.pairs.get(name)
        if isinstance(other, Name):
            return other
        base = self.pairs.get(name.base)
        if not isinstance(base, str):
            return None
        if name.base in self.moved:
            return Name(base, name.layer, name.sub)
        return Name(base, name.sub, name.layer)

    def _delta(self, name: Name) -> Name | None:
        for base in sorted(self.inner):
            found = self._whole(Name(base, name.sub, name.layer))
            if found is not None:
                return Name(name.base, found.sub, found.layer)
        return None

    def tree(self, tree: Any) -> Any:
        """Return a formula in the other names, each where its own stood."""
        return rewritten(tree, self._renamed)

    def _renamed(self, part: Any) -> Any:
        if isinstance(part, Name) and part.base:
            found = self.of(part)
            return part if found == part else found
        if isinstance(part, Call) and (other := self.pairs.get(name_of(part.function))):
            return replace(part, function=shown(other))
        return part

    def formula(self, formula: Formula) -> Formula:
        """Return an equation of a document in the other names; its text stays."""
        domains = tuple(replace(d, name=self.of(d.name)) for d in formula.domains)
        conditions = self.tree(formula.conditions)
        return replace(with_trees(formula, self.tree), domains=domains, conditions=conditions)
