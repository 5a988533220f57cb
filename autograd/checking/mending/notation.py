"""How an author writes: names, products, fractions and powers, LaTeX or Python."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import replace

from ..reading.tree import Expression, Name, Negative, Sum


class Notation(ABC):
    """The notation of a formula.

    source  its text
    latex   whether it is LaTeX rather than Python
    """

    def __init__(self, source: str, said: str) -> None:
        """`said` is more text of the author, that shows how names are written."""
        self.source, self._said = source, said + source
        plain = re.search(r"\*|[a-z]{2}\(", self._said)  # as in 2 * x^2, sqrt(x^2)
        self.latex = "\\" in self._said or ("^" in self._said and not plain)

    @abstractmethod
    def spelling(self, name: Name) -> str:
        """Return a name as the author writes it somewhere; "" where nothing shows it."""

    @abstractmethod
    def own(self, name: Name) -> Name:
        """Return a name with the author's index letters."""

    def text_of(self, tree: Expression) -> str:
        """Return a part of the formula as its author wrote it."""
        return self.source[slice(*tree.span)]

    def label(self, name: Name) -> str:
        """Return a name as this author writes superscripts: ^{(l)}, ^{[l]}, ^t."""
        if shown := self.spelling(replace(name, span=(0, 0))):
            return shown
        name = self.own(name)
        base, below = self.spelling(Name(name.base)) or name.base, replace(name, layer="").label
        bare = base + below.removeprefix(name.base)
        if not name.layer:
            return self._plain(bare)
        above = f"^{name.layer}" if len(name.layer) == 1 else f"^{{{name.layer}}}"
        for opening, closing in ("[]", "()"):
            if f"^{{{opening}" in self._said or f"^{opening}" in self._said:
                above = f"^{{{opening}{name.layer}{closing}}}"
        if re.search(r"\^(\w|\{[^{}]*\})_", self._said):  # as in a^l_k
            return base + above + bare.removeprefix(base)
        return bare + above

    def _plain(self, label: str) -> str:
        """Return a label as it stands in Python: w1 or w_1, z1[i]."""
        base, _, below = label.partition("_")
        head, *rest = below.strip("{}").split(",")
        if self.latex or not below:
            return label
        if rest and f"{base}{head}[" in self._said:
            return f"{base}{head}" + "".join(f"[{x}]" for x in rest)
        joined = label.replace("_", "")
        return joined if joined in self._said and label not in self._said else label

    def bracketed(self, tree: Expression) -> str:
        """Return a part of the formula as a factor: a sum stands in brackets."""
        text = self.text_of(tree)
        bare = not isinstance(tree, (Sum, Negative)) or re.match(r"\(|\\left\s*\(", text)
        return text if bare else f"({text})"

    def times(self, x: str, y: str) -> str:
        """Write x y in the author's notation."""
        return f"{x} {y}" if self.latex else f"{x} * {y}"

    def over(self, x: str, y: str) -> str:
        """Write x / y in the author's notation."""
        return rf"\frac{{{x}}}{{{y}}}" if self.latex else f"{x}/({y})"

    def power(self, x: str, n: str) -> str:
        """Write a power in the author's notation."""
        x = f"({x})" if "^" in x else x
        return f"{x}^{n}" if self.latex or "^" in self._said else f"{x}**{n}"
