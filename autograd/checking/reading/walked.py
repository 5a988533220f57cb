"""All parts of a tree, without recursion: one walk serves whoever looks for something in trees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from .tree import Call, Expression, Name


def parts(tree: Expression) -> tuple[Expression, ...]:
    """Return the trees directly inside a tree, in order."""
    found: list[Expression] = []
    waiting = [getattr(tree, slot) for slot in tree.__slots__ if slot != "span"][::-1]
    while waiting:
        value = waiting.pop()
        if isinstance(value, tuple):
            waiting += value[::-1]
        elif hasattr(value, "span"):
            found.append(value)
    return tuple(found)


class _Fields(dict[type, "tuple[str, ...] | None"]):
    """By the kind of a tree, its fields with other trees in them, the last first; else None."""

    def __missing__(self, kind: type) -> tuple[str, ...] | None:
        found = None
        if hasattr(kind, "span"):
            inner = [f.name for f in fields(kind) if "Expression" in str(f.type)]
            found = tuple(inner[::-1])
        self[kind] = found
        return found


_FIELDS = _Fields()


def walk(tree: Any) -> Iterator[Any]:
    """Yield a tree and all its parts, whatever their kinds."""
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, tuple):
            waiting += part[::-1]
            continue
        inner = _FIELDS[type(part)]
        if inner is not None:
            yield part
            for field in inner:
                waiting.append(getattr(part, field))


def names(tree: Any) -> Iterator[Name]:
    """Yield every name in a tree, those that are differentiated by too."""
    return (part for part in walk(tree) if isinstance(part, Name) and part.base)


def called(tree: Any) -> Iterator[Call]:
    """Yield every call in a tree."""
    return (part for part in walk(tree) if isinstance(part, Call))
