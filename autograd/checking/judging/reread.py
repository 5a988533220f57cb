r"""Read one more formula as those of a document are read: a repair has to mean there what it says.

What only a whole document tells of a name is taken from the names that were found in it: h^t is no
power, X' no derivative, \sigma^2 one quantity, \delta h the derivative dh.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import fields, replace
from typing import Any

from ..reading import parser
from ..reading.chains import Formula, Unread, names_in, parts_in
from ..reading.double_letters import lettered, reversed_pairs
from ..reading.echo import write
from ..reading.functions import functions_of
from ..reading.rewritten import rewritten
from ..reading.tree import Call, Expression, Name, Number, Power, Prime, Product
from ..reading.walked import names
from ..reading.words import products_of, words_of


class Rereader:
    """The reader of a document's notation.

    meant  what a tree means that is read, where the document's names stand for others
    """

    def __init__(
        self, formulas: Sequence[Formula], meant: Callable[[Any], Any] | None = None
    ) -> None:
        self._meant = meant
        self._pairs: Sequence[tuple[str, str]] = ()
        texts = [formula.latex for formula in formulas]
        known = set(names_in(formulas))
        self._apart = products_of(texts)
        self._labels = words_of(texts) - self._apart | {n.label for n in known if len(n.base) > 1}
        called = {p.function for p in parts_in(formulas) if isinstance(p, Call)}
        self._functions = functions_of(texts) | called | {"f", "g"}
        self._above = {n.base for n in known if n.layer}
        self._letters = {x for n in known for x in n.layer if x.isalpha()}
        self._primed = {n.base for n in known if n.base.endswith("'")}
        self._squares = {n.base for n in known if n.base.endswith("^2")}
        self._spelt: dict[Name, str] = {}
        for member in (m for f in formulas for m in f.members if not isinstance(m.tree, Unread)):
            for n in names(member.tree):
                text = member.text[slice(*n.span)]
                if text and not text.startswith("("):
                    self._spelt.setdefault(replace(n, span=(0, 0)), text)
        self._known = known
        self._meaning = {text: n for n, text in self._spelt.items()}
        self._numbered = any(re.search(r"\^\{?\d", text) for n, text in self._spelt.items()
                             if n.layer.isdigit())  # fmt: skip
        spaced = "".join(texts).replace(" ", "")
        self._paired = {n.base for n in known if rf"\delta{n.base[1:]}" in spaced}

    def lettered(self, pairs: Sequence[tuple[str, str]]) -> Rereader:
        """Return the reader of a formula of which index letters are read as others."""
        if not pairs:
            return self
        found = copy(self)
        found._pairs = pairs
        found._letters = self._letters | {letter for letter, _ in pairs}
        return found

    def spelling(self, name: Name) -> str:
        """Return a name as the author writes it; "" where nothing shows it."""
        return self._spelt.get(name, "")

    def own(self, name: Name) -> Name:
        """Return a name with the author's letters in the place of those that are read."""
        found: Name = lettered(reversed_pairs(self._pairs), name)
        return found

    def read(self, text: str) -> Expression:
        """Return the tree of a formula; a ReadError where it is none."""
        tree: Expression = self._whole(
            parser.read(text, self._functions, self._labels, self._apart)
        )
        tree = lettered(self._pairs, tree)
        tree = rewritten(tree, lambda part: self._as_spelt(part, text))
        return self._meant(tree) if self._meant else tree

    def _as_spelt(self, part: Any, text: str) -> Any:
        """Return the name that the document has where this one is written, grad_W for dW."""
        if not isinstance(part, Name) or replace(part, span=(0, 0)) in self._known:
            return part
        named = self._meaning.get(text[slice(*part.span)])
        return part if named is None else replace(named, span=part.span)

    def _whole(self, value: Any) -> Any:
        """Return a tree, or a part of one, with the names of the document made whole."""
        if isinstance(value, tuple):
            return tuple(map(self._whole, value))
        if not hasattr(value, "span"):
            return value
        match value:
            case Power(base=Name(layer="") as base, exponent=exponent):
                if f"{base.base}^2" in self._squares and exponent == Number(2.0):
                    return replace(base, base=f"{base.base}^2", span=value.span)
                if base.base in self._above and self._numbered and isinstance(exponent, Number):
                    return replace(base, layer=f"{exponent.value:g}", span=value.span)
                letters = {n.base for n in names(exponent)}
                if base.base in self._above and letters and letters <= self._letters:
                    layer = write(exponent).replace(" ", "").replace("*", "")
                    return replace(base, layer=layer, span=value.span)
            case Prime(of=Name() as name) if f"{name.base}'" in self._primed:
                return replace(name, base=f"{name.base}'", span=value.span)
            case Product(factors=factors, signs=signs):
                joined = self._joined(factors, signs, value.span)
                if joined is not value and not isinstance(joined, Product):
                    return self._whole(joined)
                value = joined
        changed = {}
        for field in fields(value):
            old = getattr(value, field.name)
            new = old if field.name == "span" else self._whole(old)
            if new is not old and new != old:
                changed[field.name] = new
        return replace(value, **changed) if changed else value

    def _joined(self, factors: Any, signs: Any, span: Any) -> Any:
        r"""Return a product with each \delta h as one name."""
        found, between = list(factors[:1]), list[str]()
        for sign, factor in zip(signs, factors[1:], strict=True):
            last = found[-1]
            name = isinstance(factor, Name) and f"d{factor.base}" in self._paired
            if name and last == Name(r"\delta") and not sign:
                whole = last.span[0], factor.span[1]
                found[-1] = replace(factor, base=f"d{factor.base}", span=whole)
            else:
                found.append(factor)
                between.append(sign)
        return found[0] if len(found) == 1 else Product(tuple(found), tuple(between), span)
