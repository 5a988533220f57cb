// Python in the browser: Pyodide and the package, from this origin; a request in, its answer out.

import { answering, startPython } from "./lab-python.mjs";
import { loadPyodide } from "./pyodide/pyodide.mjs";

const TOTAL = $total; // bytes of all that is fetched
const PACKED = "pyodide.asm.wasm"; // Pyodide asks for it by this name; it lies here compressed
const here = new URL("./", self.location.href);
const options = { indexURL: new URL("pyodide/", here).href };
const plainFetch = self.fetch.bind(self);
let come = 0;
let told = 0;

/** Tells how much has come. */
function count(bytes) {
  come += bytes;
  const part = Math.min(1, come / TOTAL);
  if (part < told + 0.01) return;
  told = part;
  self.postMessage({ progress: part });
}

const counting = () =>
  new TransformStream({
    transform(chunk, controller) {
      count(chunk.length);
      controller.enqueue(chunk);
    },
  });

/**
 * Fetches, counting what comes: Pyodide fetches its parts itself.  What the service worker has kept
 * is unpacked, and must be given as it is: then the browser keeps what it compiles of it, too.
 */
self.fetch = async (address, given) => {
  const isPacked = String(address).endsWith(PACKED);
  const answer = await plainFetch(isPacked ? `${address}.gzip` : address, given);
  if (!answer.ok || !answer.body) return answer;
  if (answer.headers.has("X-Kept")) {
    count(Number(answer.headers.get("X-Kept")));
    return answer;
  }
  const body = answer.body.pipeThrough(counting());
  if (!answer.url.endsWith(".gzip")) return new Response(body, { headers: answer.headers });
  const headers = { "Content-Type": "application/wasm" };
  return new Response(body.pipeThrough(new DecompressionStream("gzip")), { headers });
};

const file = async (name) => (await fetch(new URL(name, here))).arrayBuffer();

async function begin() {
  const archive = file("autograd.zip.gzip");
  const nothing = () => new ArrayBuffer(0); // which Pyodide refuses
  const kept = file("pyodide/python.memory.gzip").catch(nothing);
  const memory = kept.then((found) => new Uint8Array(found));
  try {
    return answering(await startPython(loadPyodide, { archive, memory, options }));
  } catch (error) {
    console.warn("Python begins anew:", error); // such as what is kept of an older folder
    return answering(await startPython(loadPyodide, { archive, options }));
  }
}

const fail = (error) => self.postMessage({ failed: String(error).trim().split("\n").at(-1) });
const begun = begin();
begun.then(() => self.postMessage({ ready: true }), fail);
self.onmessage = async ({ data: { id, request } }) => {
  const answer = await begun;
  try {
    self.postMessage({ id, answer: answer(request) });
  } catch (error) {
    fail(error);
  }
};
