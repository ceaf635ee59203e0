import { run } from "./run.js";

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  if (new URL(event.request.url).pathname !== "/sights") return;
  event.respondWith(run().then((sights) => Response.json(sights), (error) => new Response(error.message, { status: 500 })));
});
