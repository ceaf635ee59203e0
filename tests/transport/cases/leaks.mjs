import { assert } from "chai";
import { cuts, headOf, response, stalls } from "../suite/responses.mjs";
import { canaries, echo } from "../suite/canaries.mjs";
import { operations } from "../suite/operations.mjs";
import { settled } from "../suite/outcome.mjs";
import { visibleTexts } from "../suite/visible.mjs";

const ascii = echo.replaceAll("\n", " ");
const echoHeaders = { "x-request-id": ascii, "x-echo": ascii, "set-cookie": ascii, "retry-after": ascii };

/** Responses of servers that echo the secrets of the request. */
const echoes = {
  "message of an error response": [400, 401, 403, 404, 409, 422, 429, 500, 503, 599, 418].map((status) =>
    response(status, { message: echo }, echoHeaders),
  ),
  "target of a redirect": [
    response(302, "", {
      ...echoHeaders,
      location: `https://127.0.0.1/${encodeURIComponent(echo)}?${encodeURIComponent(echo)}`,
    }),
  ],
  "body that is not JSON": [response(200, echo, echoHeaders)],
  "fields of the wrong type": [
    response(200, { id: [echo], users: [{ id: echo, [echo]: 1 }], method: echo, verified: echo }, echoHeaders),
  ],
  "names of fields": [response(200, { [echo]: echo }, echoHeaders)],
  "reason phrase of a status": [{ raw: headOf(2).replace("200 OK", `500 ${ascii}`) + "{}", then: "end" }],
  "truncated response": [cuts["in the body"], cuts["before the head"], { raw: ascii, then: "end" }],
  "response that never ends": [stalls["sends nothing"]],
};

/** Values that a custom fetch could throw. Errors of HTTP libraries often contain the whole request. */
const thrownValues = {
  "error's message": (sent) => new Error(sent),
  "error's name": (sent) => Object.assign(new Error("x"), { name: sent }),
  "error's code": (sent) => Object.assign(new Error("x"), { code: sent }),
  "error's cause": (sent) => new Error("x", { cause: new Error(sent, { cause: sent }) }),
  "error's own properties": (sent, init) =>
    Object.assign(new Error("x"), { config: { headers: { sent }, body: init.body }, request: init }),
  "error's symbol": (sent) => Object.assign(new Error("x"), { [Symbol("request")]: sent }),
  "error's stack": (sent) => Object.assign(new Error("x"), { stack: sent }),
  "aggregate of errors": (sent) => new AggregateError([new Error(sent)], sent),
  text: (sent) => sent,
  object: (sent) => ({ message: sent, toString: () => sent, toJSON: () => sent, [sent]: sent }),
  function: (sent) => Object.assign(() => sent, { message: sent }),
  "headers themselves": (_, init) => init.headers,
};

/** Returns all secrets of a request. */
function secretsOf({ headers, body }) {
  const values = body ? Object.values(JSON.parse(body)) : [];
  return [headers.get("x-service-auth"), body, ...values].join("; ");
}

const cases = {
  async "client, service and user objects contain no credentials"(harness) {
    const client = harness.clientOf(harness.servers.refusing);
    const service = client.service("service-id");
    for (const object of [client, service, service.user("user-id"), service.user("user-id").service])
      assertNoCanary(object, object.constructor.name);
  },

  async "error of an invalid argument does not contain the argument"(harness) {
    const client = harness.clientOf(harness.servers.refusing);
    const user = client.service("s").user("u");
    const calls = [
      user.verifyPin(Number(canaries.PIN)),
      user.verifyPin([canaries.PIN]),
      user.verifyPin(canaries.PIN, canaries.password),
      user.verifyPin(canaries.PIN, { timeoutMs: canaries.password }),
      client.service("s").registerUser("name", { phone: canaries["phone number"] }),
      client.getService({ toString: () => canaries.password }),
    ];
    for (const call of calls) {
      const { error } = await settled(call);
      assert.equal(error.code, "invalid_invocation");
      assertNoCanary(error, "invalid argument");
    }
  },

  async "PIN and phone number are sent only in the body, and the password only in its header"(harness) {
    for (const name of ["registerUser", "verifyPin"]) {
      const scenario = await harness.scenario(operations[name].response);
      await operations[name].call(harness.client(scenario));
      const [{ path, headers }] = await scenario.requests();
      const { "x-service-auth": _, ...others } = headers;
      assertNoCanary({ path, others }, name);
    }
  },
};

cases["number before a password that begins with a digit does not uncover the rest of it"] = async (harness) => {
  const fetch = async () => Response.json({ message: "error 401 9Tr0ubad0ur" }, { status: 401 });
  const client = new harness.verigator.Verigator("username", "9Tr0ubad0ur", { baseUrl: "http://localhost", fetch });
  const { error } = await settled(client.getService("id"));
  for (const text of visibleTexts(error)) assert.notInclude(text, "ubad");
};

for (const [source, responses] of Object.entries(echoes)) {
  cases[`${source} leaks no secret in any operation`] = async (harness) => {
    for (const scripted of responses)
      await checkAll(harness, { timeoutMs: scripted.then === "stay" ? 40 : 5000 }, await harness.scenario(scripted));
  };
}

for (const [source, createThrown] of Object.entries(thrownValues)) {
  cases[`${source} thrown by a custom fetch leaks no secret in any operation`] = async (harness) => {
    const fetch = async (_, init) => {
      throw createThrown(secretsOf(init), init);
    };
    await checkAll(harness, { fetch }, { url: harness.servers.refusing });
  };
}

export default cases;

/** Runs each operation, and searches its error, its events and its console output for secrets. */
async function checkAll(harness, options, scenario) {
  for (const [name, { call }] of Object.entries(operations)) {
    const outputs = [];
    const record = (event) => void outputs.push(event);
    const client = harness.client(scenario, { ...options, onRequest: record, onResponse: record, onRetry: record });
    const { error } = await withConsole(outputs, () => settled(call(client, { maxRetries: 1 })));
    if (error) {
      assert.isTrue(harness.verigator.VerigatorError.is(error), `${name}: ${error}`);
      outputs.push(error);
    }
    outputs.forEach((output) => assertNoCanary(output, name));
  }
}

/** Runs an action while every console method records its arguments. */
async function withConsole(outputs, action) {
  const { log, debug, info, warn, error } = console;
  const record = (...values) => void outputs.push(...values);
  Object.assign(console, { log: record, debug: record, info: record, warn: record, error: record });
  try {
    return await action();
  } finally {
    Object.assign(console, { log, debug, info, warn, error });
  }
}

/** The canaries in plain text, URL-encoded and JSON-encoded. */
const spellings = Object.entries(canaries).flatMap(([name, canary]) => {
  return [canary, encodeURIComponent(canary), JSON.stringify(canary).slice(1, -1)].map((spelling) => ({
    name,
    spelling,
  }));
});

function assertNoCanary(output, source) {
  for (const text of visibleTexts(output)) {
    const match = spellings.find(({ spelling }) => text.includes(spelling));
    if (match) assert.fail(`${source} contains the ${match.name} in: ${text}`);
  }
}
