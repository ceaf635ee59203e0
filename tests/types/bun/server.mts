/** A server of Bun. */
import { Verigator } from "verigator";
import { type Gateway } from "verigator/gateway";

declare const gateway: Gateway;

Bun.serve({ fetch: gateway.fetch });
Bun.serve({ fetch: (request, server) => gateway.fetch(request, { waitUntil: () => void server.port }) });
Bun.serve({ routes: { "/2fa/*": (request) => gateway.fetch(request) } });

// Bun's own fetch has a `preconnect`, which no other function needs.
new Verigator("username", "password", { fetch: Bun.fetch });
