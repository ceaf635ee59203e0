import { run } from "./run.js";

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  if (new URL(event.request.url).pathname !== "/result") return;
  event.respondWith(run().then((result) => Response.json(result), (error) => new Response(error.message, { status: 500 })));
});
