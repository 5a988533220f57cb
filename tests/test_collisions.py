"""PyPI's `autograd` and `nn` in our folders: what `import chainrule` and the command say of it.

What is laid over ours are the files that autograd 1.9.1 and nn 0.1.1 install (`pip install
autograd nn` beside chainrule, of which `pip check` says "No broken requirements found").
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from chainrule import collisions

ROOT = Path(__file__).parent.parent
THEIR_INIT = {
    "autograd": "from autograd.core import primitive_with_deprecation_warnings as primitive\n",
    "nn": "from tensorflow.keras import *\n",
}
IMPORT = "import chainrule; print(chainrule.Value(2.0) * 3)"


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """Return a folder with a copy of all that chainrule installs."""
    folder = tmp_path / "site-packages"
    ignored = shutil.ignore_patterns("__pycache__", "*.js", "*.css")
    for package in ("autograd", "nn", "chainrule"):
        shutil.copytree(ROOT / package, folder / package, ignore=ignored)
    shutil.copy(ROOT / "chainrule_command.py", folder)
    return folder


def lay_over(folder: Path, name: str, *, first: bool = False) -> None:
    """Install PyPI's package of that name into the folder, or as if before ours."""
    for file in collisions.THEIRS[name]:
        path = folder / name / file
        path.write_text("") if path.suffix else path.mkdir()
    if not first:
        (folder / name / "__init__.py").write_text(THEIR_INIT[name])


def ran(folder: Path, *arguments: str, cwd: Path | None = None) -> tuple[int, str]:
    """Return the exit code of Python with that folder, and what it prints."""
    run = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd or folder.parent,
        env={"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
    )
    return run.returncode, run.stdout + run.stderr


def test_an_installation_as_it_should_be_is_told_nothing(installed: Path) -> None:
    assert ran(installed, "-W", "error", "-c", IMPORT) == (0, "Value(6.0, grad=0.0)\n")
    assert collisions.damage(str(ROOT)) == collisions.leftovers(str(ROOT)) == ""


@pytest.mark.parametrize("name", ["autograd", "nn"])
def test_a_package_laid_over_ours_is_told_of(installed: Path, name: str) -> None:
    lay_over(installed, name)
    own = installed / name / "__init__.py"
    sentence = f"{own} is another package's: {collisions.HOW}"
    code, text = ran(installed, "-c", IMPORT)
    assert (code, text.splitlines()[-1]) == (1, f"ImportError: {sentence}")
    for module in ("chainrule", "chainrule_command"):
        assert ran(installed, "-m", module) == (2, f"chainrule: {sentence}\n")


def test_what_their_uninstalling_takes_away_is_told_of(installed: Path) -> None:
    own = installed / "autograd" / "__init__.py"
    own.unlink()
    assert ran(installed, "-m", "chainrule_command") == (
        2, f"chainrule: {own} is missing: {collisions.HOW}\n"
    )  # fmt: skip


def test_their_files_among_ours_are_a_warning(installed: Path) -> None:
    lay_over(installed, "autograd", first=True)
    code, text = ran(installed, "-c", IMPORT)
    assert code == 0
    assert f"{installed / 'autograd' / 'tracer.py'} is another package's file" in text
    code, text = ran(installed, "-m", "chainrule_command", "--version")
    assert (code, text.count("\n")) == (0, 3)  # the warning, and its line of source


def test_a_file_of_the_reader_s_own_that_hides_ours_is_told_of(
    installed: Path, tmp_path: Path
) -> None:
    lesson = tmp_path / "lesson"
    lesson.mkdir()
    (lesson / "nn.py").write_text("")
    code, text = ran(installed, "-c", IMPORT, cwd=lesson)
    assert code == 1
    assert f"'import nn' finds {lesson / 'nn.py'} before Chainrule's own" in text
