/**
 * Caches the page for use without a network. The build replaces `version` with a hash of all files and `files` with their list. Each version
 * has its own cache, filled as a whole, so files of two versions never mix.
 */
const version = "unbuilt";
const files = [];
const cachePrefix = "verigator demo ";
const cacheName = `${cachePrefix}${version} ${registration.scope}`;

addEventListener("install", (event) => event.waitUntil(fillCache()));
addEventListener("activate", (event) => event.waitUntil(deleteOldCaches()));
addEventListener("fetch", (event) => {
  if (event.request.method === "GET" && event.request.url.startsWith(registration.scope))
    event.respondWith(respond(event.request));
});

/** Downloads all files. Bypasses the HTTP cache, which may hold files of an older version. */
async function fillCache() {
  const cache = await caches.open(cacheName);
  await cache.addAll(files.map((file) => new Request(new URL(file, registration.scope), { cache: "reload" })));
}

async function deleteOldCaches() {
  const names = await caches.keys();
  const isOld = (name) => name !== cacheName && name.startsWith(cachePrefix) && name.endsWith(` ${registration.scope}`);
  await Promise.all(names.filter(isOld).map((name) => caches.delete(name)));
}

async function respond(request) {
  const cache = await caches.open(cacheName);
  return (await cache.match(request, { ignoreSearch: true })) ?? fetch(request);
}
