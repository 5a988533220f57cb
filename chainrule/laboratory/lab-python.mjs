// Python with the package in it: as it was when the folder was built, or begun anew.

export const ARCHIVE = "/autograd.zip"; // where the package stands, in Python's file system

/**
 * Starts Python; resolves to it.  `memory` is what `remember` gave: then nothing is imported again.
 * `archive` is the package as a zip, `options` go to Pyodide's `loadPyodide`.
 */
export async function startPython(loadPyodide, { archive, memory, options }) {
  const python = memory
    ? await withRoomFor(memory, () => loadPyodide({ ...options, _loadSnapshot: memory }))
    : await loadPyodide(options);
  python.FS.writeFile(ARCHIVE, new Uint8Array(await archive));
  if (!memory) python.runPython(BEGIN);
  return python;
}

/**
 * What answers requests: JSON in, JSON out; whatever goes wrong is an answer, too, unless Python
 * itself has broken: that is thrown.
 */
export function answering(python) {
  const answer = python.globals.get("answer_json");
  const { PythonError } = python.ffi;
  return (request) => {
    try {
      return answer(request);
    } catch (error) {
      if (!(error instanceof PythonError)) throw error;
      return JSON.stringify({ error: String(error).trim().split("\n").at(-1) });
    }
  };
}

/** The memory of a Python that has answered some requests, which is begun with from then on. */
export function remember(python, requests) {
  const answer = answering(python);
  for (const request of requests) answer(JSON.stringify(request));
  python.runPython(FORGET);
  return python.makeMemorySnapshot();
}

const BEGIN = `
import sys
sys.path.insert(0, "${ARCHIVE}")
from autograd.marking.service import answer_json
`;

const FORGET = `
import gc
from autograd.marking.service import marked
marked.cache_clear()
gc.collect()
`;

/** Pyodide copies the memory as it is, and does not see to it that there is room. */
async function withRoomFor(memory, load) {
  const { instantiate, instantiateStreaming } = WebAssembly;
  const grown = (way) => async (source, imports) => {
    const made = await way.call(WebAssembly, source, imports);
    const room = made.instance?.exports.memory;
    const { length } = await memory;
    const lacking = length - (room?.buffer.byteLength ?? length);
    if (lacking > 0) room.grow(Math.ceil(lacking / PAGE));
    return made;
  };
  Object.assign(WebAssembly, {
    instantiate: grown(instantiate),
    instantiateStreaming: grown(instantiateStreaming),
  });
  try {
    return await load();
  } finally {
    Object.assign(WebAssembly, { instantiate, instantiateStreaming });
  }
}

const PAGE = 65536; // bytes, of WebAssembly's memory
