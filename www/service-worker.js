/**
 * Keeps the page for when there is no network. The build writes the list of files and a hash of them all in here: another version of the page is
 * another cache, taken over as a whole, so files of two versions never mix.
 */
const version = "unbuilt";
const files = [];
const cacheName = `verigator demo ${version} ${registration.scope}`;

addEventListener("install", (event) => event.waitUntil(fill()));
addEventListener("activate", (event) => event.waitUntil(dropOthers()));
addEventListener("fetch", (event) => {
  if (event.request.method === "GET" && event.request.url.startsWith(registration.scope)) event.respondWith(answer(event.request));
});

/** Past the browser's own cache, which may hold files of an earlier version. */
async function fill() {
  const cache = await caches.open(cacheName);
  await cache.addAll(files.map((file) => new Request(new URL(file, registration.scope), { cache: "reload" })));
}

async function dropOthers() {
  const names = await caches.keys();
  const others = names.filter((name) => name !== cacheName && name.startsWith("verigator demo ") && name.endsWith(` ${registration.scope}`));
  await Promise.all(others.map((name) => caches.delete(name)));
}

async function answer(request) {
  const cache = await caches.open(cacheName);
  return (await cache.match(request, { ignoreSearch: true })) ?? fetch(request);
}
