"""Names for a program: a label becomes a Python identifier, and no two things share one."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from .blocks import View


class Names:
    """Gives out identifiers, each once; those of `reserved` never.

    labels  {Scalar: ("d" if it is a derivative else "", label of the node)}
    """

    def __init__(self, labels: dict[Any, tuple[str, str]], reserved: Iterable[str]) -> None:
        self._labels = labels
        self._reserved = frozenset(reserved)
        self._taken = set(self._reserved)
        self._next: dict[str, int] = {}

    def anew(self) -> Names:
        """Return names for another text about the same."""
        return Names(self._labels, self._reserved)

    def unused(self, wanted: str) -> str:
        """Return the identifier, with a number behind it where it is taken."""
        name = wanted
        while name in self._taken or keyword.iskeyword(name):
            self._next[wanted] = self._next.get(wanted, 0) + 1
            name = f"{wanted}_{self._next[wanted]}"
        self._taken.add(name)
        return name

    def of_rows(self, rows: Sequence[Any], matrix: bool) -> str:
        """Return an identifier for some Scalars: what their labels share, or t."""
        found = [self._labels.get(s, ("", "")) for s in rows]
        prefix, _ = found[0]
        if not all(label and kind == prefix for kind, label in found):
            return self.unused("t")
        name = common([label for _, label in found])
        if matrix:
            name = name[:1].upper() + name[1:]
        return self.unused(prefix + name if name.isidentifier() else "t")

    def of_view(self, view: View) -> str:
        """Return an identifier for a part of an array."""
        rows = view.array.rows[view.start : view.stop]
        return self.of_rows(rows, len(rows) > 1 and (view.array.batch or view.shape is not None))


def common(labels: Sequence[str]) -> str:
    r"""Return what labels share, as an identifier; "" if that is nothing.

    "z_{1,1}", "z_{1,2}" -> z_1; "a_1^{(2)}", "a_2^{(2)}" -> a_2; "\theta" -> theta.  Nothing but
    letters, digits and underscores is left, whatever the labels are.
    """
    words = [re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", label)) for label in labels]
    if len(set(map(len, words))) > 1:
        return ""
    shared = [column[0] for column in zip(*words, strict=True) if len(set(column)) == 1]
    name = "_".join(shared)
    return name if name.isidentifier() or not shared else f"v_{name}"
