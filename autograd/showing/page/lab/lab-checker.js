/**
 * Who checks: a Python on this machine over its address, or one in a worker of the page; in a
 * notebook its kernel, see lab-cell.js.  All take a request and give its answer, {late: seconds}
 * where there is none in time.
 */

const CHECK_LIMIT = 5000; // milliseconds

/** The server's process ends a check that takes too long by itself. */
function overAddress() {
  return {
    async ask(request) {
      const answer = await fetch("ask", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(request),
      });
      if (!answer.ok) throw new Error(`${answer.status}`);
      return answer.json();
    },
  };
}

/** A worker that is ended and begun anew when a check takes too long. */
function inWorker(progress) {
  let worker = null;
  let ready = null;
  let waiting = new Map();
  let count = 0;

  function begin() {
    worker = new Worker("lab-worker.js", { type: "module" });
    waiting = new Map();
    ready = new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => {
        if ("progress" in data) progress(data.progress);
        else if ("failed" in data) reject(new Error(data.failed));
        else if ("ready" in data) resolve();
        else {
          waiting.get(data.id)?.(JSON.parse(data.answer));
          waiting.delete(data.id);
        }
      };
      worker.onerror = (event) => reject(new Error(event.message || "worker"));
    });
    ready.catch(() => {});
  }

  begin();
  return {
    async ask(request) {
      await ready;
      const id = ++count;
      return new Promise((resolve) => {
        const ended = setTimeout(() => {
          worker.terminate();
          begin();
          resolve({ late: CHECK_LIMIT / 1000 });
        }, CHECK_LIMIT);
        waiting.set(id, (answer) => {
          clearTimeout(ended);
          resolve(answer);
        });
        worker.postMessage({ id, request: JSON.stringify(request) });
      });
    },
  };
}

/** Who checks for a page; `progress` is told how much of Python has come, from 0 to 1. */
export const makeChecker = (local, progress) => inTurn(local ? overAddress() : inWorker(progress));

/** Asks somebody one request after another. */
export function inTurn(who) {
  let last = Promise.resolve();
  return {
    ask(request) {
      const answer = last.then(() => who.ask(request));
      last = answer.catch(() => {});
      return answer;
    },
  };
}
