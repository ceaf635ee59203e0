/**
 * Measures what one library that mocks HTTP sees of the client: `node measure.mjs msw`. Prints the outcomes as JSON. In a process of its own, since
 * some libraries change the runtime for good.
 */
import { once } from "node:events";
import { createServer } from "node:http";
import { Verigator } from "verigator";
import { libraries } from "./libraries.mjs";

const [library] = process.argv.slice(2);
const createMock = await libraries[library.replace(/-.*/, "")](library);

/** The real servers, which a mock keeps requests away from. The client has open connections to the first. */
const [first, second] = [await openServer(), await openServer()];

async function openServer() {
  const server = createServer((_, response) =>
    response.setHeader("content-type", "application/json").end(JSON.stringify(serviceOf("real"))),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, origin: `http://127.0.0.1:${server.address().port}` };
}

function serviceOf(name) {
  return { id: "s", name, ctime: "2026-12-01T00:00:00Z" };
}

function clientOf(baseUrl, options) {
  return new Verigator("mock-username", "mock-password", { baseUrl, maxRetries: 0, timeoutMs: 60_000, ...options });
}

const whoAnswers = async (client) => (await client.getService("s")).name;

/** Resolves to what a failed call says. `innermost` is the last of its causes. */
async function failureOf(promise) {
  const error = await promise.then(
    () => undefined,
    (thrown) => thrown,
  );
  if (!error) return "none";
  let innermost = error;
  while (innermost.cause) innermost = innermost.cause;
  return { code: error.code, attempts: error.attempts, cause: innermost.code ?? null, text: innermost.message };
}

const keptFetch = globalThis.fetch;
const [connected, made] = [clientOf(first.origin), clientOf(second.origin)];
await whoAnswers(connected);
// The runtime takes some turns to keep the connection for the next request.
for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
const mock = createMock({ origins: [first.origin, second.origin], serviceOf });

const outcomes = {
  node: process.version,
  onOpenConnection: await whoAnswers(connected),
  madeBefore: await whoAnswers(made),
  keptFetch: await whoAnswers(clientOf(second.origin, { fetch: (url, init) => keptFetch(url, init) })),
  verified: (await clientOf("https://any-body.invalid").service("s").user("u").verifyPin("4711")).verified,
  bodyMatcher: await failureOf(clientOf("https://matched-body.invalid").service("s").user("u").verifyPin("4711")),
  bodyMatcherWithFetch:
    mock.fetch &&
    (await failureOf(
      clientOf("https://matched-body.invalid", { fetch: mock.fetch }).service("s").user("u").verifyPin("4711"),
    )),
  refused: await failureOf(
    clientOf("https://refused.invalid", { maxRetries: 1 }).service("s").user("u").authenticateUsingSms(),
  ),
  unknown: await failureOf(clientOf("https://unknown.invalid").getService("s")),
};
console.log(JSON.stringify(outcomes));
mock.close?.();
for (const { server } of [first, second]) {
  server.close();
  server.closeAllConnections();
}
