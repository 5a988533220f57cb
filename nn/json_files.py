"""JSON from files: what cannot be read is a ValueError that says where."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from autograd import read_text


def read_json(path: str | Path) -> Any:
    """Return the data in a JSON file."""
    text = read_text(path)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"{path}, line {error.lineno}: {error.msg}") from None
    except (RecursionError, ValueError):
        raise ValueError(f"{path}: brackets too deep, or a number too long") from None
