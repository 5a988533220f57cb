"""How long many files take: 31 short notes, a repository of 200, and a class of 30.

    python benchmarks/many_files.py [--json FILE]

The notes are those of the tests, each with a heading of its own; each command is a process of
its own, `--repeat` times, and the median is told, with the processor time of all its processes.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import autograd

ROOT = Path(__file__).parent.parent
SHORT = "# Note {n}\n\n$$z = w x + b$$\n\n$$L = \\frac12 (z - y)^2$$\n\n" + "".join(
    f"$$\\frac{{\\partial L}}{{\\partial {of}}} = {what}$$\n\n"
    for of, what in (("z", "z - y"), ("w", "(z - y) x"), ("b", "z - y"), ("x", "(z - y) w"))
)


def write_short(folder: Path, count: int) -> None:
    """Write notes of four claims each."""
    for n in range(count):
        (folder / f"{n:03}.md").write_text(SHORT.replace("{n}", str(n)), encoding="utf-8")


def write_repository(folder: Path, count: int) -> None:
    """Write a repository: the notes of the tests, by turns."""
    notes = sorted((ROOT / "tests" / "check" / "data" / "notes").glob("*.md"))
    notes += sorted((ROOT / "notebooks").glob("*.md"))
    for n in range(count):
        text = notes[n % len(notes)].read_text(encoding="utf-8")
        (folder / f"{n:03}.md").write_text(f"# Note {n}\n\n{text}", encoding="utf-8")


def write_class(folder: Path, count: int) -> None:
    """Write homeworks of twelve equations, as many of them wrong as a student's number says."""
    drawn = autograd.exercise([2, 3, 4, 1], 7)
    (folder / "key.md").write_text(drawn.key, encoding="utf-8")
    for student in range(count):
        text = drawn.key
        for number in range(1, student % 13):
            head, _, tail = text.partition(rf" \tag{{{number}}}")
            left, _, answer = head.rpartition(" = ")
            text = rf"{left} = -\left({answer}\right) \tag{{{number}}}{tail}"
        (folder / f"student-{student:02}.md").write_text(text, encoding="utf-8")


def timed(argv: list[str], folder: Path) -> tuple[float, float]:
    """Return the seconds that a command takes, by the clock and of the processors."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "chainrule", *argv], cwd=folder, env=environment, capture_output=True
    )
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr.decode())
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measured(repeat: int) -> dict[str, dict[str, float]]:
    """Return the figures of each errand."""
    found = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        errands: list[tuple[str, list[str]]] = []
        for title, write, count in (
            ("31 short notes", write_short, 31),
            ("a repository of 200", write_repository, 200),
        ):
            place = folder / title.replace(" ", "-")
            place.mkdir()
            write(place, count)
            for jobs in (1, 2):
                argv = ["check", str(place), "--jobs", str(jobs), "--allow-empty"]
                errands.append((f"{title}, {jobs} process{'es' * (jobs > 1)}", argv))
        (folder / "class").mkdir()
        write_class(folder / "class", 30)
        for jobs in (1, 2):
            argv = ["mark", "class", "--key", "class/key.md", "--jobs", str(jobs)]
            errands.append((f"a class of 30, {jobs} process{'es' * (jobs > 1)}", argv))
        for title, argv in errands:
            runs = [timed(argv, folder) for _ in range(repeat)]
            wall, cpu = (statistics.median(column) for column in zip(*runs, strict=True))
            found[title] = {"wall": wall, "cpu": cpu}
            print(f"{title:36} {wall:6.2f} s  (processors {cpu:.2f} s)", flush=True)
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    found = measured(arguments.repeat)
    if arguments.json:
        arguments.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
