// The package and the standard library as the browser's own Python compiles them, so that it need
// not do so at every visit.  Of the package: what the checks use; the rest is smaller as it is.

import { readFileSync, writeFileSync } from "node:fs";
import { loadPyodide } from "pyodide";

const COMPILED = `
import ast, importlib.util, io, marshal, os, pathlib, sys, types, zipfile

UNCHECKED = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + bytes(8)  # see PEP 552

def compiled(name, source):
    tree = ast.parse(source)
    ours = ast.walk(tree) if name.startswith("autograd/") else ()
    for part in ours:  # nobody asks for the types of what our functions take and return
        if isinstance(part, ast.arg):
            part.annotation = None
        elif isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef)):
            part.returns = None
    return UNCHECKED + marshal.dumps(lean(compile(tree, name, "exec", optimize=2)))

def lean(code):  # without the numbers of its lines: an error tells what, and nobody asks where
    consts = [lean(x) if isinstance(x, types.CodeType) else x for x in code.co_consts]
    return code.replace(co_linetable=b"", co_consts=tuple(consts))

def files_used():
    from autograd.marking.service import answer
    answer({"do": "graph", "text": "$L = (w x - y)^2$ and $dL/dw = x$"})
    return {getattr(one, "__file__", "") or "" for one in list(sys.modules.values())}

def packed(files, is_compiled, kind=zipfile.ZIP_DEFLATED):
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", compresslevel=9) as archive:
        for name, data in files:
            if name.endswith(".py") and is_compiled(name):
                name, data = name + "c", compiled(name, data)
            entry = zipfile.ZipInfo(name)
            entry.compress_type = kind
            archive.writestr(entry, data)
    return result.getvalue()

def package():
    used = {os.path.relpath(file) for file in files_used() if file}
    paths = sorted(p for p in pathlib.Path("autograd").rglob("*") if p.is_file())
    files = ((path.as_posix(), path.read_bytes()) for path in paths)
    is_used = lambda name: name in used or "/checking/" in name
    return packed(files, is_used, zipfile.ZIP_STORED)  # it is compressed as a whole

def library():
    with zipfile.ZipFile(next(path for path in sys.path if path.endswith(".zip"))) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/")]
        return packed([(name, archive.read(name)) for name in names], lambda name: True)
`;
const python = await loadPyodide();
python.unpackArchive(new Uint8Array(readFileSync("autograd.zip")), "zip");
python.runPython(COMPILED);
for (const [name, what] of [["package.zip", "package()"], ["python_stdlib.zip", "library()"]])
  writeFileSync(name, python.runPython(what).toJs());
