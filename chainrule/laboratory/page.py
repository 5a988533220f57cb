"""The page's files: one document, one script, one stylesheet, the lessons."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from importlib.resources import files as resources
from string import Template

from autograd.marking.page import inline_styles, page_script, page_style

LANGUAGES = ("en", "zh")


def _hashed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        f"style-src 'self' {' '.join(map(_hashed, inline_styles()))}",
        "connect-src 'self'",
        "worker-src 'self'",
        "img-src 'self' data: blob:",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
    )
)
"""What the page may do: run its own script, ask its own origin, nothing else."""


def document(*, local: bool, named: str = "") -> str:
    """Return the page; `local` where a Python on this machine checks, of a file of that name."""
    return Template(resources(__package__).joinpath("index.html").read_text("utf-8")).substitute(
        policy=html.escape(POLICY), local="local" if local else "static", name=html.escape(named)
    )


def lessons() -> str:
    """Return the lessons as JSON: their names, and their texts by language."""
    folder = resources(__package__).joinpath("lessons")
    found: dict[str, dict[str, str]] = {}
    for name in sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".md")):
        stem, language = name.removesuffix(".md").rsplit(".", 1)
        found.setdefault(stem, {})[language] = folder.joinpath(name).read_text("utf-8")
    told = [{"name": stem[3:], "text": texts} for stem, texts in found.items()]
    return json.dumps(told, ensure_ascii=False)


def files(*, local: bool, named: str = "") -> dict[str, tuple[str, bytes]]:
    """Return the files of the page: name -> its type, its bytes."""
    return {
        "": ("text/html; charset=utf-8", document(local=local, named=named).encode()),
        "lab.js": ("text/javascript; charset=utf-8", page_script().encode()),
        "lab.css": ("text/css; charset=utf-8", page_style().encode()),
        "lessons.json": ("application/json", lessons().encode()),
    }
