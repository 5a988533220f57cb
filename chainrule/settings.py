"""The table [tool.chainrule] of pyproject.toml: what `chainrule check` does unless it is told."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from .commands.parsing import nearest

KINDS: dict[str, type] = {
    "files": list, "exclude": list, "format": str, "all": bool, "strict": bool,
    "allow-empty": bool, "jobs": int, "timeout": int,
}  # fmt: skip
"""What may stand in the table: the options of the command, and the files."""
SAID = {list: "a list of texts", str: "a text", bool: "true or false", int: "a whole number"}


class Settings(NamedTuple):
    """What the table says, and the folder in which its file stands."""

    values: dict[str, Any]
    folder: Path


def settings(formats: Sequence[str]) -> Settings:
    """Return the table of the nearest pyproject.toml that has one, from here upwards.

    A ValueError says what is wrong with it.
    """
    for folder in (Path().absolute(), *Path().absolute().parents):
        path = folder / "pyproject.toml"
        if path.is_file() and (table := _table(path)) is not None:
            _check(table, path, formats)
            return Settings(table, folder)
    return Settings({}, Path())


def _table(path: Path) -> dict[str, Any] | None:
    content = path.read_bytes()
    if b"chainrule" not in content:
        return None
    toml = _reader()
    if toml is None:
        if b"[tool.chainrule]" not in content:
            return None
        raise ValueError(f"{path}: to read it Python 3.10 needs tomli")
    try:
        found = toml.loads(content.decode()).get("tool", {}).get("chainrule")
    except (ValueError, AttributeError) as error:
        raise ValueError(f"{path}: {error}") from None
    if found is not None and not isinstance(found, dict):
        raise ValueError(f"{path}: [tool.chainrule] is to be a table")
    return found


def _reader() -> Any:
    """Return the module that reads TOML; None if Python 3.10 has none."""
    try:
        return import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    except ImportError:
        return None


def _check(table: dict[str, Any], path: Path, formats: Sequence[str]) -> None:
    for key, value in table.items():
        if key not in KINDS:
            meant = nearest(key, list(KINDS))
            told = f"did you mean {meant[0]}?" if meant else f"there are {', '.join(KINDS)}"
            raise ValueError(f"{path}: [tool.chainrule] has no {key}; {told}")
        kind = KINDS[key]
        texts = kind is not list or (isinstance(value, list) and all(
            isinstance(x, str) for x in value))  # fmt: skip
        if type(value) is not kind or not texts:
            raise ValueError(f"{path}: [tool.chainrule] {key}: expected {SAID[kind]}")
        if key == "format" and value not in formats:
            raise ValueError(f"{path}: [tool.chainrule] format: expected {', '.join(formats)}")
