"""The lab as a folder of files for any web server: Python runs in the browser, nothing is asked.

    build("site/lab")      needs npm, which fetches Pyodide in the version of the lock file

Nothing of anybody else's is in this project: the folder's `pyodide/` comes from the npm registry.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import tempfile
import zipfile
from importlib.resources import files as resources
from pathlib import Path
from string import Template

import autograd

from . import page

PARTS = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip",
         "pyodide-lock.json")  # fmt: skip
"""What the browser needs of the npm package."""
MADE = "lab-service-worker.js"
"""The file by which a folder of ours is known."""
NOTICE = """Pyodide {version}, in the folder pyodide/: CPython compiled to WebAssembly, from the npm
package of that name.  Mozilla Public License 2.0, https://github.com/pyodide/pyodide; CPython and
its standard library: Python Software Foundation License, https://docs.python.org/3/license.html
"""


def build(folder: Path) -> int:
    """Write the folder; return its bytes.  One of ours is replaced, any other is refused."""
    if folder.exists() and not (folder / MADE).exists() and any(folder.iterdir()):
        raise ValueError(f"--build {folder}: there is something else in it")
    with tempfile.TemporaryDirectory() as work:
        made = Path(work) / "made"
        made.mkdir()
        pyodide = _fetched(Path(work) / "npm")
        (made / "pyodide").mkdir()
        for name in PARTS:
            shutil.copy(pyodide / name, made / "pyodide" / name)
        version = json.loads((pyodide / "package.json").read_text("utf-8"))["version"]
        (made / "THIRD_PARTY.txt").write_text(NOTICE.format(version=version), "utf-8")
        (made / "autograd.zip").write_bytes(_compiled(Path(work) / "npm"))
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


def _compiled(work: Path) -> bytes:
    """Return the package as a zip of what Pyodide's Python compiles it to."""
    (work / "autograd.zip").write_bytes(package())
    source = resources(__package__).joinpath("npm/compile.mjs").read_text("utf-8")
    (work / "compile.mjs").write_text(source, "utf-8")
    _run([shutil.which("node") or "node", "compile.mjs"], work)
    return (work / "compiled.zip").read_bytes()


def _run(command: list[str], folder: Path) -> None:
    """Run a program; a ValueError tells the last line of what it says if it fails."""
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if ran.returncode:
        said = ran.stderr.strip().splitlines() or [f"code {ran.returncode}"]
        raise ValueError(f"{Path(command[0]).name}: {said[-1]}")


def package() -> bytes:
    """Return the package as a zip, the same bytes for the same files."""
    root = Path(autograd.__file__).parent
    data = ("report.css", "page.css", "primitives.js")  # what the checks and the graph read
    paths = [p for p in root.rglob("*") if p.suffix == ".py" or p.name in data]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(paths):
            name = zipfile.ZipInfo(f"autograd/{path.relative_to(root).as_posix()}")
            name.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(name, path.read_bytes())
    return packed.getvalue()


def _write_workers(made: Path) -> None:
    """Write the worker, and the service worker with the version that the files make."""
    fetched = [made / "autograd.zip", *(made / "pyodide" / name for name in PARTS[2:])]
    total = str(sum(path.stat().st_size for path in fetched))
    worker = resources(__package__).joinpath("lab-worker.js").read_text("utf-8")
    (made / "lab-worker.js").write_text(worker.replace("$total", total), "utf-8")
    paths = sorted(path for path in made.rglob("*") if path.is_file())
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:16]
    names = ["./", *(path.relative_to(made).as_posix() for path in paths)]
    source = resources(__package__).joinpath(MADE).read_text("utf-8")
    filled = Template(source).substitute(
        version=f"chainrule-lab {digest}", files=json.dumps(names, indent=2)
    )
    (made / MADE).write_text(filled, "utf-8")
