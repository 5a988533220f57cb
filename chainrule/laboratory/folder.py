"""The lab as a folder of files for any web server: Python runs in the browser, nothing is asked.

    build("site/lab")      needs npm, which fetches Pyodide in the version of the lock file

Nothing of anybody else's is in this project: the folder's `pyodide/` comes from the npm registry.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from importlib.resources import files as resources
from pathlib import Path
from string import Template

import autograd

from . import page

PARTS = ("pyodide.mjs", "pyodide.asm.mjs")
"""What the browser needs of the npm package as it is there."""
PACKED = "pyodide.asm.wasm"
"""What it needs compressed: not every web server does that."""
ARCHIVE = "autograd.zip.gzip"
"""The package; its files are much alike, so they are compressed as a whole."""
MADE = "lab-service-worker.js"
"""The file by which a folder of ours is known."""
STARTING = "lab-python.mjs"
"""How Python starts, here and there."""
ELSEWHERE = (
    "compiling", "exchange", "micrograd", "checking.plugin", "checking.many", "checking.processes",
    "checking.time_limit", "checking.grading.classroom", "checking.judging.claims",
    "marking.widget", "marking.__main__", "showing.widget",
)  # fmt: skip
"""What no page asks for: programs for NumPy, other people's gradients, notebooks, the command."""
NOTICE = """Pyodide {version}, in the folder pyodide/: CPython compiled to WebAssembly, from the npm
package of that name; its standard library is compiled, without docstrings and line numbers.
Mozilla Public License 2.0, https://github.com/pyodide/pyodide; CPython and its standard library:
Python Software Foundation License, https://docs.python.org/3/license.html
"""


def build(folder: Path) -> int:
    """Write the folder; return its bytes.  One of ours is replaced, any other is refused."""
    if folder.exists() and not (folder / MADE).exists() and any(folder.iterdir()):
        raise ValueError(f"--build {folder}: there is something else in it")
    with tempfile.TemporaryDirectory() as work:
        made = Path(work) / "made"
        made.mkdir()
        pyodide = _fetched(Path(work) / "npm")
        _copy(pyodide, made / "pyodide")
        version = json.loads((pyodide / "package.json").read_text("utf-8"))["version"]
        (made / "THIRD_PARTY.txt").write_text(NOTICE.format(version=version), "utf-8")
        _make_python(Path(work) / "npm", made)
        for name, (_, body) in page.files(local=False).items():
            (made / (name or "index.html")).write_bytes(body)
        _write_workers(made)
        if folder.exists():
            shutil.rmtree(folder)
        shutil.copytree(made, folder)
        return sum(path.stat().st_size for path in made.rglob("*") if path.is_file())


def _fetched(work: Path) -> Path:
    """Return the npm package, fetched in the version of the lock file."""
    npm = shutil.which("npm")
    if npm is None:
        raise ValueError("--build needs npm, which comes with Node.js: it fetches Pyodide")
    work.mkdir()
    for name in ("package.json", "package-lock.json"):
        text = resources(__package__).joinpath(f"npm/{name}").read_text("utf-8")
        (work / name).write_text(text, "utf-8")
    _run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], work)
    return work / "node_modules" / "pyodide"


def _copy(pyodide: Path, folder: Path) -> None:
    """Copy what the browser needs of the npm package."""
    folder.mkdir()
    for name in PARTS:
        shutil.copy(pyodide / name, folder / name)
    packed = gzip.compress((pyodide / PACKED).read_bytes(), 9, mtime=0)
    (folder / f"{PACKED}.gzip").write_bytes(packed)
    lock = json.loads((pyodide / "pyodide-lock.json").read_text("utf-8"))
    (folder / "pyodide-lock.json").write_text(json.dumps(lock | {"packages": {}}), "utf-8")


def _make_python(work: Path, made: Path) -> None:
    """Compile the package and the library, and make the memory that Python begins with."""
    (work / "autograd.zip").write_bytes(package())
    for name in ("npm/compile.mjs", "npm/remember.mjs", STARTING):
        text = resources(__package__).joinpath(name).read_text("utf-8")
        (work / Path(name).name).write_text(text, "utf-8")
    node = shutil.which("node") or "node"
    _run([node, "compile.mjs"], work)
    _run([node, "remember.mjs"], work)
    whole = gzip.compress((work / "package.zip").read_bytes(), 9, mtime=0)
    (made / ARCHIVE).write_bytes(whole)
    for name in ("python_stdlib.zip", "python.memory.gzip"):
        shutil.copy(work / name, made / "pyodide" / name)
    shutil.copy(work / STARTING, made / STARTING)


def _run(command: list[str], folder: Path) -> str:
    """Run a program; return what it prints.  A ValueError tells its last line if it fails."""
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if ran.returncode:
        said = ran.stderr.strip().splitlines() or [f"code {ran.returncode}"]
        raise ValueError(f"{Path(command[0]).name}: {said[-1]}")
    return ran.stdout


def package() -> bytes:
    """Return what pages need of the package as a zip, the same bytes for the same files."""
    root = Path(autograd.__file__).parent
    data = ("report.css", "page.css", "primitives.js")  # what the checks and the graph read
    paths = [p for p in root.rglob("*") if p.suffix == ".py" or p.name in data]
    begun = _run(
        [sys.executable, "-c", "import autograd, sys; print(*sys.modules)"], root.parent
    ).split()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(paths):
            parts = path.relative_to(root.parent).with_suffix("").parts
            module = ".".join(parts).removesuffix(".__init__")
            if module.removeprefix("autograd.").startswith(ELSEWHERE) and module not in begun:
                continue
            name = zipfile.ZipInfo(f"autograd/{path.relative_to(root).as_posix()}")
            name.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(name, path.read_bytes())
    return packed.getvalue()


def _write_workers(made: Path) -> None:
    """Write the worker, and the service worker with the version that the files make."""
    parts = [made / ARCHIVE, *(made / "pyodide").iterdir()]
    fetched = [path for path in parts if path.suffix != ".mjs"]  # those the browser fetches itself
    total = str(sum(path.stat().st_size for path in fetched))
    worker = resources(__package__).joinpath("lab-worker.js").read_text("utf-8")
    (made / "lab-worker.js").write_text(worker.replace("$total", total), "utf-8")
    paths = sorted(path for path in made.rglob("*") if path.is_file())
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:16]
    sizes = {path.relative_to(made).as_posix(): path.stat().st_size for path in paths}
    kept = {"./": sizes["index.html"], **sizes}
    source = resources(__package__).joinpath(MADE).read_text("utf-8")
    filled = Template(source).substitute(
        version=f"chainrule-lab {digest}", files=json.dumps(kept, indent=2)
    )
    (made / MADE).write_text(filled, "utf-8")
