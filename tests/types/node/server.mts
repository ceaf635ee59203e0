/** Servers and clients of Node. */
import { createServer } from "node:http";
import { createSecureServer } from "node:http2";
import express from "express";
import { Agent, fetch as undiciFetch } from "undici";
import { Verigator } from "verigator";
import { type Gateway, nodeRequest, toNodeHandler } from "verigator/gateway";

declare const gateway: Gateway;

createServer(toNodeHandler(gateway, { trustedProxies: 1 })).listen(8080);
createSecureServer({}, toNodeHandler(gateway));
express().use(toNodeHandler(gateway)).all("/2fa/*path", toNodeHandler(gateway));

new Verigator("username", "password", { fetch: undiciFetch });
new Verigator("username", "password", {
  fetch: (url, { signal, ...init }) => undiciFetch(url, { ...init, signal, dispatcher: new Agent() }),
});

/** The session of a request, for a gateway's hook. */
export const identify = (request: Request) =>
  nodeRequest<{ session?: { userId?: string } }>(request)?.session?.userId ?? null;
