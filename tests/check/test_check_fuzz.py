"""No document, however broken, keeps the checker from a report, and soon.

python -m tests.check.test_check_fuzz 5000 [seed]    the full run, with its figures
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from layered_forms import FORMS
from layered_mistakes import MISTAKES as LAYERED
from mistakes import MISTAKES
from test_reader_fuzz import STRANGERS, mutated

from autograd.checking import check_text


def documents(count: int, seed: int) -> Iterator[str]:
    rng = random.Random(seed)
    texts = [mistake.text for mistake in (*MISTAKES, *LAYERED)]
    texts += [f"{network}\n$${form}$$" for network, form in FORMS]
    texts += [piece for text in notes() for piece in pieces_of(text)]
    for _ in range(count):
        yield mutated(rng.choice(texts), rng)


def notes() -> list[str]:
    """Return the strangers' notes."""
    return [path.read_text(encoding="utf-8") for path in sorted(STRANGERS.glob("*/*"))
            if path.suffix != ".json"]  # fmt: skip


def pieces_of(text: str) -> Iterator[str]:
    """Yield a note in pieces of about 12 lines."""
    lines = text.splitlines(keepends=True)
    for start in range(0, len(lines), 12):
        yield "".join(lines[start : start + 12])


def run(text: str) -> float:
    """Check a document and write its report; return the processor time that it took."""
    started = time.process_time()
    report = check_text(text)
    for form in ("text", "md", "html", "json"):
        report.render(form)
    return time.process_time() - started


def test_broken_documents_give_reports() -> None:
    assert max(map(run, documents(60, seed=1))) < 10


def main(count: int, seed: int = 2) -> None:
    """Run `count` documents and print the figures: what raised, what was slow, the memory."""
    from resource import RUSAGE_SELF, getrusage  # not on Windows, where the tests run all the same

    begun, slowest, worst = time.perf_counter(), 0.0, ""
    raised: list[str] = []
    slow = 0
    for text in documents(count, seed):
        try:
            taken = run(text)
        except Exception as error:  # whatever it is, it is counted
            raised.append(f"{error!r} of {text!r}")
            continue
        slow += taken > 1
        if taken > slowest:
            slowest, worst = taken, text
    print(f"{count:,} documents in {time.perf_counter() - begun:.0f} s, {len(raised)} exceptions")
    print("\n".join(raised[:20]))
    print(f"{slow} over 1 s; {slowest:.2f} s of processor time the slowest: {worst!r}")
    print(f"{getrusage(RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB at the peak, Python included")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:] or ["5000"]))
