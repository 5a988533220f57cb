// Answers the requests of a file, one a line, with the folder's own Python, in Node.

import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, requests, answers] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide/pyodide.mjs`).href);
const python = await loadPyodide({ indexURL: `${folder}/pyodide/` });
python.unpackArchive(new Uint8Array(readFileSync(`${folder}/autograd.zip`)), "zip");
const answer = python.runPython("from autograd.marking.service import answer_json; answer_json");
const lines = readFileSync(requests, "utf-8").trim().split("\n");
writeFileSync(answers, lines.map((line) => answer(line)).join("\n"));
