/**
 * A process with a gateway, one of several that share a store, in Node or Deno. Reads a command as a line of JSON,
 * `{ "count", "method", "body", "userId" }`, sends `count` such requests concurrently, and writes the responses as a line of JSON. The command
 * `{ "close": true }` closes the connection to the store.
 */
import process from "node:process";
import { createInterface } from "node:readline";
import { Verigator } from "verigator";
import { createGateway } from "verigator/gateway";
import { openStore } from "./clients.mjs";

const { client, location, api, timeoutMs, jitterTurns = 0 } = JSON.parse(process.argv[2]);
const { limits, close } = await openStore[client](location, timeoutMs);
const gateway = createGateway({
  verigator: new Verigator(api.username, api.password, { baseUrl: api.url, timeoutMs: 300_000 }),
  serviceId: api.serviceId,
  identify: (request) => request.headers.get("x-user"),
  address: () => "192.0.2.1",
  policy: { sendsPerAddress: { count: 1000, seconds: 3600 } },
  limits,
  timeoutMs,
});

async function send({ method, body, userId }) {
  for (let turns = Math.random() * jitterTurns; turns > 1; turns -= 1)
    await new Promise((resolve) => setImmediate(resolve));
  const headers = { "content-type": "application/json", "x-user": userId };
  const response = await gateway.fetch(
    new Request("https://shop.example/2fa/auth", { method, headers, body: body && JSON.stringify(body) }),
  );
  const { attemptsLeft, verified } = await response.json().catch(() => ({}));
  return { status: response.status, attemptsLeft, verified };
}

console.log("ready");
for await (const line of createInterface({ input: process.stdin })) {
  const { close: isToClose, count, ...request } = JSON.parse(line);
  if (isToClose) await close();
  else console.log(JSON.stringify(await Promise.all(Array.from({ length: count }, () => send(request)))));
}
