// The memory of a Python that has checked something: the folder's Python begins with it.

import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { loadPyodide } from "pyodide";
import { remember, startPython } from "./lab-python.mjs";

const text = `# Some of everything, and none of the lessons

$$u = v t^2 + \\log k$$ $$c = \\tanh(u)$$ $$E = \\frac{1}{2} (c - r)^2$$

$\\frac{\\partial E}{\\partial v} = (c - r) (1 - c^2) t$ and $dE/dk = 3 k$ with $k = 1.5$.
`;
const requests = ["check", "graph"].map((what) => ({ do: what, text }));
const options = { _makeSnapshot: true, stdLibURL: resolve("python_stdlib.zip") };
const archive = readFileSync("package.zip");
const python = await startPython(loadPyodide, { archive, options });
writeFileSync("python.memory.gzip", gzipSync(remember(python, requests), { level: 9 }));
