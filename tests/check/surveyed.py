"""What a folder of notes is read as: claims found, read, judged, and refused by cause.

python -m tests.check.surveyed FOLDER              counts, then the causes by number
python -m tests.check.surveyed FOLDER --readings   every member beside what it is read as
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from autograd import check_file
from autograd.checking.reading.chains import Unread
from autograd.checking.reading.document import read_file
from autograd.checking.reading.parser import write
from autograd.checking.reading.sources import KINDS

JUDGED = ("right", "right-if", "wrong")
REFUSED = ("unreadable", "unknown-name", "no-valid-point")


def notes(folder: Path) -> list[Path]:
    """Return the notes below a folder, in order."""
    return sorted(p for p in folder.rglob("*") if p.suffix in KINDS)


def survey(folder: Path) -> tuple[Counter[str], Counter[str]]:
    """Return how many members there are of each kind, and of each cause of a refusal."""
    counts: Counter[str] = Counter()
    causes: Counter[str] = Counter()
    for path in notes(folder):
        report = check_file(path)
        counts["notes"] += 1
        counts["equations"] += len(report.equations)
        for member in (m for e in report.equations for m in e.members[1:]):
            counts["members"] += 1
            counts["read"] += bool(member.reading)
            counts["judged"] += member.status in JUDGED
            counts[member.status] += 1
            if member.status in REFUSED and member.explanations:
                causes[f"{member.status}: {member.explanations[0].text.splitlines()[0]}"] += 1
    return counts, causes


def print_readings(folder: Path) -> None:
    """Print every member of every note beside what it is read as."""
    for path in notes(folder):
        for formula in read_file(path).formulas:
            print(f"{path.name}:{formula.line}")
            for member in formula.members:
                tree = member.tree
                said = f"? {tree.message}" if isinstance(tree, Unread) else write(tree)
                print(f"  {member.relation:2} {' '.join(member.text.split())}  =>  {said}")


def main(folder: str, *options: str) -> None:
    """Print the survey of a folder, or its readings."""
    if "--readings" in options:
        print_readings(Path(folder))
        return
    counts, causes = survey(Path(folder))
    for name, count in counts.most_common():
        print(f"{count:5} {name}")
    for cause, count in causes.most_common(40):
        print(f"{count:5} {cause}")


if __name__ == "__main__":
    main(*sys.argv[1:])
