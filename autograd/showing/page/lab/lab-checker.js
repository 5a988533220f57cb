/**
 * Who checks: a Python on this machine over its address, or one in a worker of the page; in a
 * notebook its kernel, see lab-cell.js.  All take a request and give its answer, {late: seconds}
 * where there is none in time.
 */

const CHECK_LIMIT = 5000; // milliseconds
const FIRST_LIMIT = 15000; // of the first of all: a slow machine compiles meanwhile
const MOST_TRIES = 2; // of one request, where the worker ends by itself
const MOST_ENDS = 5; // of workers by themselves, without an answer: then none is begun anew

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

/**
 * A worker that is ended and begun anew when a check takes too long, and begun anew when it ends by
 * itself: then it is asked again.  `host` is {progress, restarting, before}.
 */
function inWorker(host) {
  let worker = null;
  let ready = null; // resolves to what ended the worker, undefined where it began
  let waiting = new Map();
  let count = 0;
  let ends = 0; // since the last answer

  /** What ended the worker; another is begun, and whoever waits for an answer is told. */
  function endOf(why) {
    const ended = { ended: why };
    const asked = waiting.values();
    worker.terminate();
    ends += 1;
    if (ends <= MOST_ENDS) {
      host.restarting();
      begin();
    } else ready = Promise.resolve(ended);
    for (const answer of asked) answer(ended);
    return ended;
  }

  function begin() {
    const own = new Worker("lab-worker.js", { type: "module" });
    worker = own;
    waiting = new Map();
    ready = new Promise((resolve) => {
      const end = (why) => {
        if (worker === own) resolve(endOf(why));
      };
      own.onmessage = ({ data }) => {
        if ("progress" in data) host.progress(data.progress);
        else if ("failed" in data) end(data.failed);
        else if ("ready" in data) resolve();
        else {
          waiting.get(data.id)?.(JSON.parse(data.answer));
          waiting.delete(data.id);
        }
      };
      own.onerror = (event) => {
        event.preventDefault();
        end(event.message || "worker");
      };
    });
  }

  /** The worker's answer; {late: seconds} if there is none in time, {ended: why} if it ends. */
  async function answerOf(request) {
    const ended = await ready;
    if (ended) return ended;
    const id = ++count;
    const limit = id === 1 ? FIRST_LIMIT : CHECK_LIMIT;
    return new Promise((resolve) => {
      const late = setTimeout(() => {
        worker.terminate();
        begin();
        resolve({ late: limit / 1000 });
      }, limit);
      waiting.set(id, (answer) => {
        clearTimeout(late);
        resolve(answer);
      });
      worker.postMessage({ id, request: JSON.stringify(request) });
    });
  }

  const begun = host.before.then(begin);
  return {
    async ask(request) {
      await begun;
      let answer;
      for (let tries = 0; tries < MOST_TRIES; tries++) {
        answer = await answerOf(request);
        if (!answer.ended) {
          ends = 0;
          return answer;
        }
      }
      return { ...answer, over: ends > MOST_ENDS };
    },
  };
}

/**
 * Who checks for a page.  Where that is a worker, `host` tells what it waits for (before), and is
 * told how much of Python has come, from 0 to 1 (progress), and that it begins anew (restarting).
 */
export const makeChecker = (local, host) => inTurn(local ? overAddress() : inWorker(host));

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
