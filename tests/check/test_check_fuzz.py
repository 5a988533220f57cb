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
from test_reader_fuzz import mutated

from autograd.checking import check_text


def documents(count: int, seed: int) -> Iterator[str]:
    rng = random.Random(seed)
    texts = [mistake.text for mistake in (*MISTAKES, *LAYERED)]
    texts += [f"{network}\n$${form}$$" for network, form in FORMS]
    for _ in range(count):
        yield mutated(rng.choice(texts), rng)


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
    """Run `count` documents and print the figures."""
    begun, slowest, worst = time.perf_counter(), 0.0, ""
    for text in documents(count, seed):
        if (taken := run(text)) > slowest:
            slowest, worst = taken, text
    print(f"{count:,} documents in {time.perf_counter() - begun:.0f} s, all with a report")
    print(f"{slowest:.2f} s of processor time the slowest: {worst!r}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:] or ["5000"]))
