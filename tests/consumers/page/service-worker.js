import { pageFlow } from "./page-flow.mjs";
import { sandbox, verigator } from "./modules.js";

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  if (new URL(event.request.url).pathname !== "/result") return;
  event.respondWith(
    pageFlow(verigator, sandbox).then(
      (result) => Response.json(result),
      (error) => new Response(error.message, { status: 500 }),
    ),
  );
});
