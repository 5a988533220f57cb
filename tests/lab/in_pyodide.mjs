// Answers the requests of a file, one a line, with the folder's own Python, in Node: in a thread that
// is ended after some seconds and begun anew, as the page's worker is.  Each answer stands in a line
// after the milliseconds that it took.

import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
import { gunzipSync } from "node:zlib";

async function thread({ folder, own }) {
  const { loadPyodide } = await import(pathToFileURL(`${own}/pyodide.mjs`).href);
  const { answering, startPython } = await import(pathToFileURL(`${folder}/lab-python.mjs`).href);
  const parts = {
    archive: gunzipSync(readFileSync(`${folder}/autograd.zip.gzip`)),
    memory: gunzipSync(readFileSync(`${folder}/pyodide/python.memory.gzip`)),
    options: { indexURL: `${own}/` },
  };
  const answer = answering(await startPython(loadPyodide, parts));
  parentPort.on("message", (request) => parentPort.postMessage(answer(request)));
  parentPort.postMessage("ready");
}

const said = (worker) =>
  new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });

async function begun(data) {
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData: data });
  await said(worker);
  worker.removeAllListeners("error");
  return worker;
}

async function main(folder, requests, answers, limit) {
  const own = mkdtempSync(`${tmpdir()}/lab-`); // Node's Pyodide reads its parts unpacked, from the disk
  cpSync(`${folder}/pyodide`, own, { recursive: true });
  writeFileSync(`${own}/pyodide.asm.wasm`, gunzipSync(readFileSync(`${own}/pyodide.asm.wasm.gzip`)));
  let worker = await begun({ folder, own });
  for (const line of readFileSync(requests, "utf-8").trim().split("\n")) {
    const begin = performance.now();
    const late = new Promise((resolve) => setTimeout(resolve, limit, null).unref());
    worker.postMessage(line);
    let found = await Promise.race([said(worker), late]);
    worker.removeAllListeners("error");
    const took = Math.round(performance.now() - begin);
    if (found === null) {
      await worker.terminate();
      worker = await begun({ folder, own });
      found = JSON.stringify({ late: limit / 1000 });
    }
    appendFileSync(answers, `${took} ${found}\n`);
  }
  await worker.terminate();
  rmSync(own, { recursive: true });
}

const [folder, requests, answers, seconds] = process.argv.slice(2);
await (isMainThread ? main(folder, requests, answers, 1000 * Number(seconds)) : thread(workerData));
