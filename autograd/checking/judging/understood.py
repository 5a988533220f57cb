"""How the names of a document were understood: what each stands for, its shape, its indices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..meaning.errors import FAILURES
from ..meaning.index import Use
from ..meaning.law import label_of
from ..meaning.model import Model
from ..reading.tree import name_of
from ..reading.walked import names
from ..report.result import NameRow


def understood(models: Sequence[Model]) -> list[NameRow]:
    """Return a row for each name of the forward equations, each once, then for each index."""
    found: dict[str, NameRow] = {}
    for model in models:
        for symbol, uses in _uses(model).items():
            label = _label(symbol)
            if label not in found:
                found[label] = _row(label, symbol, uses, model)
    for model in models:
        for letter in sorted(model.indices.letters):
            role = "a layer or a step" if letter in model.indices.steps else "an index"
            if letter not in found and model.laws:
                found[letter] = NameRow(letter, role)
    return list(found.values())


def sizes(models: Sequence[Model]) -> dict[str, int]:
    """Return the sizes that bear a name, and what was chosen for each."""
    found: dict[str, int] = {}
    for model in models:
        for label, size in model.shaping.named.items():
            if not label.isdigit():
                found.setdefault(label, model.shaping.value(size))
    return found


def _uses(model: Model) -> dict[Any, list[Use]]:
    """Return how the equations write each quantity, in their order; first, where it is defined."""
    found: dict[Any, list[Use]] = {}
    for law in model.laws:
        found.setdefault(law.use.symbol, [])
        for name in names(law.body):
            if name.label not in law.arguments and not model.is_letter(name):
                found.setdefault(model.use(name).symbol, []).append(model.use(name))
    for law in reversed(model.laws):
        found[law.use.symbol].insert(0, law.use)
    return found


def _label(symbol: tuple[str, str]) -> str:
    base, part = symbol
    return f"{base}^{{{part[1:]}}}" if part.startswith("^") else label_of(symbol)


def _row(label: str, symbol: Any, uses: Sequence[Use], model: Model) -> NameRow:
    counted = (index.letter for use in uses for index in (*use.family, *use.entries))
    indices = tuple(dict.fromkeys(filter(None, counted)))
    law = next((law for law in model.laws if law.use.symbol == symbol), None)
    if law is not None and law.arguments:
        formal = ", ".join(name_of(x).label for x in law.arguments)
        return NameRow(label, f"a function of {formal}", "", indices)
    family = next((key[1] for key in model.shaping.wholes if key[0] == symbol), ())
    try:
        shape = model.shape(symbol, family)
    except FAILURES:
        return NameRow(label, "its shape is open", "", indices)
    what = "a number" if not shape else "a vector" if 1 in shape or len(shape) == 1 else "a matrix"
    given = "defined" if law else "any" if not model.is_loss(symbol) else "a loss that may be any"
    return NameRow(label, f"{what}, {given}", " x ".join(map(str, shape)), indices)
