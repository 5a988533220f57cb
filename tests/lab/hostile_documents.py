"""Documents that are broken, enormous or full of markup: each has an answer, soon; nothing runs.

chainrule lab --build DIR
python tests/lab/hostile_documents.py DIR 10000 [seed]      in the folder's Python, with figures
python tests/lab/hostile_documents.py local 10000 [seed]    in the process of `chainrule lab`
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from in_folder import KINDS, Answer, Request, answers, lesson_texts
from test_check_fuzz import documents
from test_reader_fuzz import inputs, mutated

from autograd.marking.service import LONGEST
from chainrule.laboratory.process import CheckProcess

LIMIT = 5
"""Seconds after which the page ends a check, and says so."""

MARKUP = (
    "<script>globalThis.run = 1</script>",
    "<img src=x onerror='globalThis.run = 1'>",
    "<svg/onload=globalThis.run=1>",
    "<iframe srcdoc='<script>parent.run = 1</script>'>",
    r"\href{javascript:globalThis.run=1}{a}",
    r"\text{<img src=x onerror=globalThis.run=1>}",
    r"\tag{<b onmouseover=globalThis.run=1>1</b>}",
    r"\label{\"><script>globalThis.run=1</script>}",
    "q_{<b>}",
    "]]></math><script>globalThis.run=1</script>",
    "[a](javascript:globalThis.run=1)",
    "</textarea><script>globalThis.run=1</script>",
    "{{constructor.constructor('globalThis.run=1')()}}",
    "${globalThis.run=1}",
    "__import__('os').system('true')",
    "&lt;script&gt;&#x3c;img src=x onerror=globalThis.run=1&#x3e;",
)
EXTREME = (
    "$$y = " + "(" * 20_000 + "x" + ")" * 20_000 + "$$",
    "$$y = " + "x^{" * 5_000 + "2" + "}" * 5_000 + "$$",
    "$$y = x" + "+x" * 60_000 + "$$",
    "$$y = " + "-" * 100_000 + "x$$",
    "$$y = x^{9^{9^{9}}}$$ $$dy/dx = 10^{10^{10}}$$",
    "$$y = " + "9" * 100_000 + " x$$ $$dy/dx = 1e999999999$$",
    "$" * 150_000,
    "\\begin{aligned}" * 8_000,
    "$$" + r"\frac{1}{" * 10_000 + "x" + "}" * 10_000 + "$$",
    r"$$\def\a{\a\a}\a = x$$",
    "\n".join(f"$$x_{{{i}}} = x + {i}$$" for i in range(4_000)),
    "\x00" * 100_000,
    "x" * LONGEST,
    "x" * (LONGEST + 1),
)


def hostile(count: int, seed: int = 1) -> Iterator[Request]:
    """Yield requests with documents that are broken, enormous, or full of markup.

    Of eight, five are of the checker's fuzz corpus, two of the reader's, one is a broken lesson; a
    third of all have markup in them as well.
    """
    rng = random.Random(seed)
    checked, read = documents(count, seed), inputs(count, seed)
    sources = (*[checked] * 5, read, read, _broken_lessons(rng))
    for number in range(count):
        text = EXTREME[number] if number < len(EXTREME) else next(sources[number % len(sources)])
        if number >= len(EXTREME) and rng.random() < 1 / 3:
            for _ in range(rng.randint(1, 3)):
                at = rng.randint(0, len(text))
                text = text[:at] + rng.choice(MARKUP) + text[at:]
        do = rng.choice(("check", "check", "graph", "export"))
        yield {"do": do, "form": "html", "text": text, "kind": rng.choice(KINDS)}


def _broken_lessons(rng: random.Random) -> Iterator[str]:
    texts = lesson_texts()
    while True:
        yield mutated(rng.choice(texts), rng)


def is_answer(found: dict[str, Any]) -> bool:
    """Whether something is said: marks, a graph or none, a report, or what kept it."""
    return bool({"marks", "graph", "text"} & set(found) or found.get("error") or found.get("late"))


def locally(requests: list[Request]) -> list[Answer]:
    """Return the answers of the process that `chainrule lab` asks."""
    process, found = CheckProcess(LIMIT), []
    process.start()
    for request in requests:
        begun = time.perf_counter()
        answer = process.ask(request)
        found.append(Answer(round(1000 * (time.perf_counter() - begun)), answer))
    process.close()
    return found


def main(folder: str, count: str, seed: str = "1") -> None:
    """Ask, and print the figures."""
    requests = list(hostile(int(count), int(seed)))
    is_local = folder == "local"
    found = locally(requests) if is_local else answers(Path(folder).resolve(), requests, LIMIT)
    both = list(zip(requests, found, strict=True))
    kinds = Counter(next(iter(a.found)) for a in found)
    print(f"{len(both):,} documents, answered by {dict(kinds)}")
    print(f"median {sorted(a.time for a in found)[len(found) // 2]} ms")
    for error, times in Counter(a.found.get("error", "")[:100] for a in found).most_common(20):
        print(f"{times} times: {error}")
    for request, a in both:
        if "late" in a.found or not is_answer(a.found):
            print(a.time, request["do"], request["kind"], repr(request["text"][:200]))


if __name__ == "__main__":
    main(*sys.argv[1:])
