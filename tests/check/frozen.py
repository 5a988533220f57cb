"""The corpora of these tests as documents, and the status of each member in them.

`python tests/check/frozen.py` writes `data/frozen_statuses.json` anew: for a change of the corpora
only.  A change of a status is argued in `data/status_changes.md` instead.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import layered_mistakes
import mistakes
from layered_forms import FORMS
from reports import report_of

DATA = Path(__file__).parent / "data"
FROZEN, CHANGES = DATA / "frozen_statuses.json", DATA / "status_changes.md"


def statuses() -> dict[str, list[str]]:
    """Return the statuses of the members of every equation, by document and equation."""
    found = {}
    for name, given in documents():
        report = report_of(given)
        for number, equation in enumerate(report.equations, 1):
            key = f"{name} #{number}"
            found[key] = [member.status for member in equation.members]
    return found


def slips() -> dict[str, list[str]]:
    """Return the status and the kind of the first explanation of every planted mistake."""
    found = {}
    for mistake in (*mistakes.MISTAKES, *layered_mistakes.MISTAKES):
        report = report_of(mistake.text)
        (claim,) = (e for e in report.equations if e.id == "claim")
        member = claim.members[-1]
        kinds = [e.kind for e in member.explanations[:1]]
        found[f"{mistake.left} = {mistake.formula} | {mistake.network.strip()}"] = [
            member.status,
            *kinds,
        ]
    return found


def documents() -> Iterator[tuple[str, str | Path]]:
    """Yield the name of each document, and its Markdown or its file."""
    for path in [*sorted(DATA.glob("copied_*.txt")), *sorted((DATA / "notes").iterdir())]:
        yield path.name, path
    entries = (DATA / "equations.txt").read_text(encoding="utf-8").split("\n\n")[1:]
    heads = [entry.splitlines()[:2] for entry in entries]
    for text in sorted({name[:3] for name, _ in heads}):
        parts = [rf"$${latex} \tag{{{name[4:]}}}$$" for name, latex in heads if name[:3] == text]
        yield f"equations {text}", "\n\n".join(parts)
    for number, (network, forms) in enumerate(_forms(), 1):
        yield f"forms {number}", network + "\n".join(f"$${f}$$\n" for f in forms)


def _forms() -> list[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for network, form in FORMS:
        found.setdefault(network, []).append(form)
    return list(found.items())


if __name__ == "__main__":
    frozen = {"members": statuses(), "slips": slips()}
    FROZEN.write_text(json.dumps(frozen, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
