// Keeps the folder's files in the browser: after the first visit the lab needs no network.

const VERSION = "$version";
const FILES = $files;

/** Keeps a compressed file unpacked: it is compiled sooner, and the browser keeps that, too. */
async function keepUnpacked(cache, name) {
  const { body } = await fetch(name);
  const headers = { "Content-Type": "application/wasm", "X-Kept": "yes" };
  await cache.put(name, new Response(body.pipeThrough(new DecompressionStream("gzip")), { headers }));
}

async function keep() {
  const cache = await caches.open(VERSION);
  const packed = FILES.filter((name) => name.endsWith(".gzip"));
  await cache.addAll(FILES.filter((name) => !packed.includes(name)));
  for (const name of packed) await keepUnpacked(cache, name);
  await self.skipWaiting();
}

self.addEventListener("install", (event) => event.waitUntil(keep()));

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("chainrule-lab ") && name !== VERSION;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(self.registration.scope)) return;
  const kept = caches.match(request, { ignoreSearch: true, cacheName: VERSION });
  event.respondWith(kept.then((found) => found ?? fetch(request)));
});
