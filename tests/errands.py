"""What four people come for, by commands; `.ci/run package` has an installed package do it.

    python errands.py

student   my derivation is marked: what is wrong, why; put right as it is told, it is right
teacher   an exercise is set, eight homeworks come back, the table goes into the course's grades
keeper    a repository of notes is checked in CI, with annotations, until it is green
engineer  a backward pass in NumPy is wrong: where, and why
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

NEURON = r"""
$$z = w x + b, \quad a = \sigma(z), \quad L = (a - y)^2$$

$$\frac{dL}{da} = 2 (a - y)$$
$$\frac{dL}{dz} = 2 (a - y) \sigma(z)$$
$$\frac{dL}{db} = \frac{dL}{dz} x$$
"""
RIGHT = "$$L = (w x - y)^2$$\n\n$$\\frac{dL}{dw} = 2 (w x - y) x$$\n"
WRONG = RIGHT.replace("= 2", "= 3")
BACKWARD = """
import numpy as np
from autograd import check_gradient

def linear(X, W, b):
    return X @ W + b

def backward(upstream, X, W, b):
    return upstream @ W.T, upstream.T @ X, upstream

rng = np.random.default_rng(0)
X, W, b = rng.normal(size=(4, 3)), rng.normal(size=(3, 3)), rng.normal(size=3)
report = check_gradient(linear, backward, (X, W, b))
print(report)
"""


class Desk:
    """A folder, and commands that are run in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def run(self, *argv: str, code: int = 0) -> str:
        """Run a command of Python's and return what it prints; its exit code is to be `code`."""
        done = subprocess.run(
            [sys.executable, *argv], cwd=self.folder, capture_output=True, encoding="utf-8",
            timeout=120, env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )  # fmt: skip
        assert done.returncode == code, f"{argv}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout

    def chainrule(self, *argv: str, code: int = 0) -> str:
        return self.run("-m", "chainrule", *argv, code=code)


def student(desk: Desk) -> None:
    desk.write("neuron.md", NEURON)
    found = json.loads(desk.chainrule("check", "neuron.md", "--format", "json", code=1))
    text = NEURON
    for equation in found["equations"]:
        for member in equation["members"]:
            repairs = [e["repair"] for e in member["explanations"] if e["repair"]]
            if member["status"] == "wrong":
                text = text.replace(f"= {member['text']}", f"= {repairs[0]}")
    desk.write("neuron.md", text)
    assert "3 equations judged: 3 right." in desk.chainrule("check", "neuron.md")


def teacher(desk: Desk) -> None:
    told = desk.chainrule("exercise", "--network", "2-3-1", "--seed", "7")
    assert told == "Sheet: exercise-7.md\nKey: exercise-7-key.md\n"
    for number in range(8):  # each has turned the sign of as many answers as his number
        text = desk.read("exercise-7-key.md")
        for slip in range(1, number + 1):
            head, _, tail = text.partition(rf" \tag{{{slip}}}")
            left, _, answer = head.rpartition(" = ")
            text = rf"{left} = -\left({answer}\right) \tag{{{slip}}}{tail}"
        desk.write(f"returned/student-{number}.md", text)
    files = ["--csv", "marks.csv", "--pages", "pages"]
    desk.chainrule("mark", "returned", "--key", "exercise-7-key.md", *files)
    rows = list(csv.DictReader(desk.read("marks.csv").splitlines()))
    assert [float(row["points"]) for row in rows] == [8 - number for number in range(8)]
    assert "5 of 8 points" in desk.read("pages/student-3.html")


def keeper(desk: Desk) -> None:
    desk.write("pyproject.toml", '[tool.chainrule]\nfiles = ["."]\nallow-empty = true\n')
    desk.write("README.md", "# Notes\n\nNo mathematics here.\n")
    desk.write("notes/one.md", RIGHT)
    desk.write("notes/two.md", WRONG)
    cells = {"cells": [{"cell_type": "markdown", "source": WRONG}], "nbformat": 4}
    desk.write("lesson.ipynb", json.dumps(cells))
    red = desk.chainrule("check", "--format", "github", code=1)
    assert red.count("::error file=") == 2
    assert "::error file=notes/two.md,line=3," in red
    desk.write("notes/two.md", RIGHT)
    taught = WRONG.replace("$$\\frac", "<!-- chainrule: expected-wrong -->\n$$\\frac")
    cells = {"cells": [{"cell_type": "markdown", "source": taught}], "nbformat": 4}
    desk.write("lesson.ipynb", json.dumps(cells))
    assert desk.chainrule("check", "--format", "github") == ""
    desk.write("notes/one.md", WRONG)
    desk.chainrule("check", code=1)


def engineer(desk: Desk) -> None:
    desk.write("layer.py", BACKWARD)
    told = desk.run("layer.py")
    assert "dX  (4, 3)  right" in told
    assert "dW is the transpose of the gradient" in told
    assert "db lacks the sum over axis 0" in told
    right = "return upstream @ W.T, X.T @ upstream, upstream.sum(axis=0)"
    mended = BACKWARD.replace("return upstream @ W.T, upstream.T @ X, upstream", right)
    desk.write("layer.py", mended.replace("print(report)", "print(report.ok)"))
    assert desk.run("layer.py") == "True\n"


ERRANDS: dict[str, Callable[[Desk], None]] = {
    "student": student, "teacher": teacher, "keeper": keeper, "engineer": engineer,
}  # fmt: skip

if __name__ == "__main__":
    for name, errand in ERRANDS.items():
        if errand is engineer and find_spec("numpy") is None:
            print(f"{name}: not tried, there is no NumPy")
            continue
        with tempfile.TemporaryDirectory() as place:
            errand(Desk(Path(place)))
        print(f"{name}: done")
