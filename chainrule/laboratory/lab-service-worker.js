// Keeps the folder's files in the browser: after the first visit the lab needs no network.
//
// A browser keeps what it compiled beside the file that it compiled it from.  So what is compiled is
// kept before it is given out: then the first visit compiles the very file that the second reads.

const VERSION = "$version";
const BYTES = $files; // of each file, by its name
const FILES = Object.keys(BYTES);
const isCompiled = (name) => name.endsWith(".wasm.gzip");

/** The file as it is kept: a compressed one unpacked, which is compiled and read sooner. */
async function asKept(name) {
  const answer = await fetch(name);
  if (!answer.ok) throw new Error(name + ": " + answer.status);
  if (!name.endsWith(".gzip")) return answer;
  const headers = { "Content-Type": "application/wasm", "X-Kept": BYTES[name] };
  return new Response(answer.body.pipeThrough(new DecompressionStream("gzip")), { headers });
}

/** Keeps those of the files that are not yet kept. */
async function keep(names) {
  const cache = await caches.open(VERSION);
  const there = new Set((await cache.keys()).map(({ url }) => url));
  const lacking = names.filter((name) => !there.has(new URL(name, self.registration.scope).href));
  await Promise.all(lacking.map(async (name) => cache.put(name, await asKept(name))));
}

/** A first visit is not kept waiting; a newer folder takes over only when it is there as a whole. */
async function install() {
  if (self.registration.active) await keep(FILES);
  await self.skipWaiting();
}

async function found(request) {
  const kept = () => caches.match(request, { ignoreSearch: true, cacheName: VERSION });
  const name = FILES.find((one) => request.url === new URL(one, self.registration.scope).href);
  if (name && isCompiled(name)) await keep([name]).catch(() => {});
  return (await kept()) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(install()));

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("chainrule-lab ") && name !== VERSION;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

/** The page has its verdict: now there is time for the rest. */
self.addEventListener("message", (event) => {
  const kept = keep(FILES);
  event.waitUntil(kept);
  kept.then(() => event.ports[0].postMessage("kept"), () => {});
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(self.registration.scope)) return;
  event.respondWith(found(request));
});
