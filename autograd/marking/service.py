"""Requests and answers, as plain data: what a worker in a browser and a local server both serve.

    {"do": "check", "text": ..., "kind": "md"}      {"marks": {...}}
    {"do": "graph", "text": ..., "kind": "md"}      {"graph": {...}} or {"graph": None}
    {"do": "export", "form": "html", "text": ...}   {"text": the report in that form}
    {"do": "exercise", "network": [2, 3, 1], "seed": 7, "language": "en"}    {"text": the sheet}

The text of a sheet is marked against its key: {"marks": {..., "exercise": {...}}}.

An answer to a request that is none of these, or that fails, is {"error": why}.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..checking.grading.sheet_words import WIDEST, drawing_of
from ..checking.report import FORMATS
from .document import MarkedDocument

KINDS = ("md", "tex", "txt")
LONGEST = 200_000
"""Characters of the longest text that is checked as it is typed."""

MOST_SEED = 10**9 - 1


@lru_cache(maxsize=1)
def marked(text: str, kind: str, path: Path | None = None) -> MarkedDocument:
    """Return the check of a text; that of the last one is kept, for its graph is asked for next."""
    drawing = drawing_of(text)
    if drawing is None:
        return MarkedDocument(text, kind, path)
    from .sheet import MarkedSheet  # a page without an exercise begins sooner without it

    return MarkedSheet(text, kind, drawing)


def answer(request: Any, path: Path | None = None) -> dict[str, Any]:
    """Return the answer to a request; what is wrong with it is an answer, too.

    path  the file that is edited, which no request can name
    """
    try:
        return _answer(request, path)
    except (ValueError, TypeError, ArithmeticError, RecursionError, MemoryError) as error:
        return {"error": str(error) or type(error).__name__}
    except Exception as error:  # a fault of the checker costs one answer, not the page
        return {"error": f"a fault of the checker, {type(error).__name__}: {error}"}


def _answer(request: Any, path: Path | None) -> dict[str, Any]:
    given = request if isinstance(request, dict) else {}
    text, kind, do = given.get("text"), given.get("kind", "md"), given.get("do")
    if do == "exercise":
        return {"text": _sheet(given)}
    if not isinstance(text, str) or kind not in KINDS:
        raise ValueError("expected a text, and a kind: md, tex or txt")
    if len(text) > LONGEST:
        raise ValueError(f"{len(text):,} characters: more than {LONGEST:,} are not checked here")
    document = marked(text, kind, path)
    if do == "check":
        return {"marks": document.marks()}
    if do == "graph":
        return {"graph": document.graph()}
    if do == "export" and given.get("form") in FORMATS:
        return {"text": document.report.render(given["form"], everything=True)}
    raise ValueError("expected check, graph, exercise, or export in one of the report's forms")


def _sheet(given: dict[str, Any]) -> str:
    from ..checking.grading.exercises import drawn_exercise

    widths, seed, language = given.get("network"), given.get("seed"), given.get("language", "en")
    numbers = [*widths, seed] if isinstance(widths, list) else []
    if not numbers or any(type(x) is not int or abs(x) > MOST_SEED for x in numbers):
        raise ValueError("expected the widths of a network, and a seed")
    *layers, drawn_by = numbers
    sheet = drawn_exercise(layers, drawn_by, language).sheet
    if drawing_of(sheet) is None:
        raise ValueError(f"at most {WIDEST} neurons in a layer")
    return sheet


def answer_json(request: str, path: Path | None = None) -> str:
    """Return the answer to a request, both as JSON in one line."""
    try:
        given = json.loads(request)
    except (ValueError, RecursionError):
        given = None
    return json.dumps(answer(given, path), ensure_ascii=True, allow_nan=False)
