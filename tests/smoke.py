"""Whether an installed package does its main jobs: run with nothing but itself, by `.ci/run`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import chainrule
from chainrule import Value, check_text, view

NOTES = r"$z = w x + b$, $L = (z - y)^2$, $\frac{dL}{dw} = 2 (z - y) x$"
COMMANDS = (
    ["--version"],
    ["functions", "sigmoid"],
    ["check", "notes.md"],
    ["inspect", "-o", "network.html"],
    ["explain", "sigmoid(w x)", "w=1", "x=2"],
)

x = Value(3.0, "x")
(x * x).backward()
assert x.grad == 6.0
assert check_text(NOTES).ok
assert not Path(chainrule.__file__).is_relative_to(Path.cwd() / "chainrule"), (
    "not the installed one"
)
with tempfile.TemporaryDirectory() as folder:
    view(x * x, Path(folder, "page.html"))
    Path(folder, "notes.md").write_text(NOTES, encoding="utf-8")
    for words in COMMANDS:
        command = [sys.executable, "-m", "chainrule", *words]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    assert Path(folder, "network.html").stat().st_size > 50_000
print(f"chainrule {chainrule.__version__} works on Python {sys.version.split()[0]}")
