"""How the names of a document were understood: what each stands for, its shape, its indices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..meaning.definitions import label_of, name_of
from ..meaning.errors import FAILURES
from ..meaning.indices import names
from ..meaning.model import Model
from ..reading.tree import Name
from ..report.result import NameRow


def understood(models: Sequence[Model]) -> list[NameRow]:
    """Return a row for each name of the forward equations, each once, then for each index."""
    found: dict[str, NameRow] = {}
    for model in models:
        for symbol in _symbols(model):
            found.setdefault(_label(symbol), _row(model, symbol))
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


def _symbols(model: Model) -> Iterator[Any]:
    """Yield what the equations speak of, in their order, what an equation defines first."""
    for law in model.laws:
        yield law.use.symbol
        for name in names(law.body):
            if name.label not in law.arguments and not model.is_letter(name):
                yield model.use(name).symbol


def _label(symbol: tuple[str, str]) -> str:
    base, part = symbol
    return f"{base}^{{{part[1:]}}}" if part.startswith("^") else label_of(symbol)


def _named(model: Model) -> Iterator[Name]:
    for law in model.laws:
        yield from names(law.body)


def _row(model: Model, symbol: Any) -> NameRow:
    laws = [law for law in model.laws if law.use.symbol == symbol]
    uses = [law.use for law in laws] + [
        n for n in map(model.use, _named(model)) if n.symbol == symbol
    ]
    counted = (index.letter for use in uses for index in (*use.family, *use.entries))
    indices = tuple(dict.fromkeys(filter(None, counted)))
    if laws and laws[0].arguments:
        formal = ", ".join(name_of(x).label for x in laws[0].arguments)
        return NameRow(_label(symbol), f"a function of {formal}", "", indices)
    family = next((key[1] for key in model.shaping.wholes if key[0] == symbol), ())
    try:
        shape = model.shape(symbol, family)
    except FAILURES:
        return NameRow(_label(symbol), "its shape is open", "", indices)
    what = "a number" if not shape else "a vector" if 1 in shape or len(shape) == 1 else "a matrix"
    given = "defined" if laws else "any" if not model.is_loss(symbol) else "a loss that may be any"
    return NameRow(_label(symbol), f"{what}, {given}", " x ".join(map(str, shape)), indices)
