// The package as the browser's own Python compiles it, so that it need not do so at every visit:
// what the checks use; the rest stays as it is, which is smaller.

import { readFileSync, writeFileSync } from "node:fs";
import { loadPyodide } from "pyodide";

const COMPILED = `
import ast, importlib.util, io, marshal, os, pathlib, sys, types, zipfile

DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
UNCHECKED = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + bytes(8)  # see PEP 552

def compiled(name, source):
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            first, *rest = node.body
            node.body = rest or [ast.copy_location(ast.Pass(), first)]
    return UNCHECKED + marshal.dumps(lean(compile(tree, name, "exec")))

def lean(code):  # without the numbers of its lines: an error tells what, and nobody asks where
    consts = (lean(x) if isinstance(x, types.CodeType) else x for x in code.co_consts)
    return code.replace(co_linetable=b"", co_consts=tuple(consts))

def files_used():
    from autograd.marking.service import answer
    answer({"do": "graph", "text": "$L = (w x - y)^2$ and $dL/dw = x$"})
    return {getattr(one, "__file__", "") or "" for one in list(sys.modules.values())}

def packed():
    used = {os.path.relpath(file) for file in files_used() if file}
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(p for p in pathlib.Path("autograd").rglob("*") if p.is_file()):
            name, data = path.as_posix(), path.read_bytes()
            if path.suffix == ".py" and (name in used or "/checking/" in name):
                name, data = name + "c", compiled(name, data)
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return result.getvalue()

packed()
`;
const python = await loadPyodide();
python.unpackArchive(new Uint8Array(readFileSync("autograd.zip")), "zip");
writeFileSync("compiled.zip", python.runPython(COMPILED).toJs());
