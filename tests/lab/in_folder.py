"""What the folder's own Python answers, in Node, on every corpus: as this Python, word by word.

chainrule lab --build DIR
python tests/lab/in_folder.py DIR       the full run, with its figures
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1] / "check"))  # as pytest does

from frozen import documents
from test_reader_fuzz import STRANGERS

from autograd.marking.service import answer
from chainrule.laboratory.page import lessons

Request = dict[str, Any]
KINDS = ("md", "tex", "txt")


class Answer(NamedTuple):
    """What was answered, and how long that took in milliseconds."""

    time: int
    found: dict[str, Any]


def answers(folder: Path, requests: list[Request], limit: float = 300) -> list[Answer]:
    """Return the answers of the folder's Python, asked in Node; {"late": limit} after that time."""
    with tempfile.TemporaryDirectory() as work:
        asked, answered = Path(work) / "requests", Path(work) / "answers"
        asked.write_text("\n".join(map(json.dumps, requests)), "utf-8")
        script = Path(__file__).with_name("in_pyodide.mjs")
        subprocess.run(["node", script, folder, asked, answered, str(limit)], check=True)
        lines = answered.read_text("utf-8").splitlines()
    found = (line.split(" ", 1) for line in lines)
    return [Answer(int(time), json.loads(text)) for time, text in found]


def said(found: dict[str, Any]) -> list[Any]:
    """Return statuses, sentences and repairs: the last digit of a witness may differ."""
    return [
        [e["status"], e["place"], *([m["status"], m["told"], m["repair"]] for m in e["members"])]
        for e in found["marks"]["equations"]
    ]


def lesson_texts() -> list[str]:
    """Return the lessons, in both languages."""
    return [text for one in json.loads(lessons()) for text in one["text"].values()]


def corpus(step: int = 1) -> list[Request]:
    """Return checks of the lessons, of the frozen documents and of the strangers' notes.

    The lessons and the notes always, of the rest one in `step`.
    """
    rest = [*_frozen(), *(path for path in sorted(STRANGERS.glob("*/*")))]
    notes = [one for one in rest if isinstance(one, Path) and one.parent.name == "notes"]
    rest = sorted((one for one in rest if one not in notes), key=lambda one: len(_read(one)[0]))
    taken = [*lesson_texts(), *notes, *rest[::step]]
    requests = ((*_read(one),) for one in taken)
    return [{"do": "check", "text": text, "kind": kind} for text, kind in requests if kind in KINDS]


def _frozen() -> Iterator[str | Path]:
    for _, given in documents():
        yield given


def _read(given: str | Path) -> tuple[str, str]:
    """Return the text of a document and its kind."""
    return (given, "md") if isinstance(given, str) else (given.read_text("utf-8"), given.suffix[1:])


def differing(requests: list[Request], found: list[Answer]) -> list[Request]:
    """Return what the folder's Python and this one do not answer alike."""
    return [
        request
        for request, theirs in zip(requests, found, strict=True)
        if said(theirs.found) != said(json.loads(json.dumps(answer(request))))
    ]


def main(folder: str) -> None:
    """Run the whole corpus and print the figures."""
    requests = corpus()
    found = differing(requests, answers(Path(folder).resolve(), requests))
    print(f"{len(requests)} documents, {len(found)} of them answered otherwise")
    for request in found:
        print(repr(request["text"][:200]))


if __name__ == "__main__":
    main(*sys.argv[1:])
