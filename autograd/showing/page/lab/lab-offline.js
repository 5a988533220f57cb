/** The service worker of the lab's folder: it keeps the files, so that no network is needed. */

const KEEPER_PATIENCE = 1500; // milliseconds for it to begin: the lab works without it, too

/**
 * Returns {begun, keepAll}.  At the first visit Python waits for `begun`: what the browser compiles
 * is then what the service worker has kept, and what it compiled is there at the second.
 */
export function makeOffline() {
  const workers = navigator.serviceWorker; // none at an address that is not safe
  let registered = null;
  let isAsked = false;

  function registration() {
    registered ??= workers.register("lab-service-worker.js").then(() => workers.ready);
    return registered.catch(() => null); // a private window may refuse
  }

  const patience = () => new Promise((resolve) => setTimeout(resolve, KEEPER_PATIENCE));
  const isNew = workers && !workers.controller;
  const begun = isNew ? Promise.race([registration(), patience()]) : Promise.resolve();

  /** Has it keep what is not yet kept; marks when that is done. */
  async function keepAll() {
    if (isAsked || !workers) return;
    isAsked = true;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => performance.mark("chainrule-kept");
    (await registration())?.active.postMessage("keep", [port2]);
  }

  return { begun, keepAll };
}
