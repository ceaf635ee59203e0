import { assert } from "chai";
import { answer, cuts, headOf, stalls } from "../suite/responses.mjs";
import { canaries, echo } from "../suite/canaries.mjs";
import { operations } from "../suite/operations.mjs";
import { settled } from "../suite/outcome.mjs";
import { visibleTexts } from "../suite/visible.mjs";

const ascii = echo.replaceAll("\n", " ");
const tellingHeaders = { "x-request-id": ascii, "x-echo": ascii, "set-cookie": ascii, "retry-after": ascii };

/** Servers that give away in their answers what they were sent. */
const echoes = {
  "message of a refusal": [400, 401, 403, 404, 409, 422, 429, 500, 503, 599, 418].map((status) => answer(status, { message: echo }, tellingHeaders)),
  "target of a redirect": [answer(302, "", { ...tellingHeaders, location: `https://127.0.0.1/${encodeURIComponent(echo)}?${encodeURIComponent(echo)}` })],
  "body that is no JSON": [answer(200, echo, tellingHeaders)],
  "fields of another type": [answer(200, { id: [echo], users: [{ id: echo, [echo]: 1 }], method: echo, verified: echo }, tellingHeaders)],
  "names of fields": [answer(200, { [echo]: echo }, tellingHeaders)],
  "phrase of a status": [{ raw: headOf(2).replace("200 OK", `500 ${ascii}`) + "{}", then: "end" }],
  "answer that is cut": [cuts["in the body"], cuts["before the head"], { raw: ascii, then: "end" }],
  "answer that never ends": [stalls["says nothing"]],
};

/** What a custom fetch could throw: errors of HTTP libraries hold the whole request. */
const thrown = {
  "error's message": (sent) => new Error(sent),
  "error's name": (sent) => Object.assign(new Error("x"), { name: sent }),
  "error's code": (sent) => Object.assign(new Error("x"), { code: sent }),
  "error's cause": (sent) => new Error("x", { cause: new Error(sent, { cause: sent }) }),
  "error's own properties": (sent, init) => Object.assign(new Error("x"), { config: { headers: { sent }, body: init.body }, request: init }),
  "error's symbol": (sent) => Object.assign(new Error("x"), { [Symbol("request")]: sent }),
  "error's stack": (sent) => Object.assign(new Error("x"), { stack: sent }),
  "aggregate of errors": (sent) => new AggregateError([new Error(sent)], sent),
  "text": (sent) => sent,
  "object": (sent) => ({ message: sent, toString: () => sent, toJSON: () => sent, [sent]: sent }),
  "function": (sent) => Object.assign(() => sent, { message: sent }),
  "headers themselves": (_, init) => init.headers,
};

/** All that was secret in a request. */
function secretsOf({ headers, body }) {
  const values = body ? Object.values(JSON.parse(body)) : [];
  return [headers.get("x-service-auth"), body, ...values].join("; ");
}

const cases = {
  async "client and its objects show no credentials"(harness) {
    const client = harness.clientOf(harness.servers.refusing);
    const service = client.service("service-id");
    for (const object of [client, service, service.user("user-id"), service.user("user-id").service]) assertNoCanary(object, object.constructor.name);
  },

  async "arguments that are refused are not shown"(harness) {
    const client = harness.clientOf(harness.servers.refusing);
    const user = client.service("s").user("u");
    const wrong = [
      user.verifyPin(Number(canaries.PIN)),
      user.verifyPin([canaries.PIN]),
      user.verifyPin(canaries.PIN, canaries.password),
      user.verifyPin(canaries.PIN, { timeoutMs: canaries.password }),
      client.service("s").registerUser("name", { phone: canaries["phone number"] }),
      client.getService({ toString: () => canaries.password }),
    ];
    for (const call of wrong) {
      const { error } = await settled(call);
      assert.equal(error.code, "invalid_invocation");
      assertNoCanary(error, "refused argument");
    }
  },

  async "body of a request is the only place that holds a PIN or a phone number, and a header the only one with the password"(harness) {
    for (const name of ["registerUser", "verifyPin"]) {
      const scenario = await harness.scenario(operations[name].answer);
      await operations[name].call(harness.client(scenario));
      const [{ path, headers }] = await scenario.requests();
      const { "x-service-auth": _, ...others } = headers;
      assertNoCanary({ path, others }, name);
    }
  },
};

for (const [where, answers] of Object.entries(echoes)) {
  cases[`${where} leaks nothing, in any operation`] = async (harness) => {
    for (const given of answers) await checkAll(harness, { timeoutMs: given.then === "stay" ? 40 : 5000 }, await harness.scenario(given));
  };
}

for (const [where, make] of Object.entries(thrown)) {
  cases[`${where} thrown by a custom fetch leaks nothing, in any operation`] = async (harness) => {
    const fetch = async (_, init) => {
      throw make(secretsOf(init), init);
    };
    await checkAll(harness, { fetch }, { url: harness.servers.refusing });
  };
}

export default cases;

/** Runs each operation and searches its error, its events and what went to the console. */
async function checkAll(harness, options, scenario) {
  for (const [name, { call }] of Object.entries(operations)) {
    const outputs = [];
    const note = (event) => void outputs.push(event);
    const client = harness.client(scenario, { ...options, onRequest: note, onResponse: note, onRetry: note });
    const { error } = await withConsole(outputs, () => settled(call(client, { maxRetries: 1 })));
    if (error) {
      assert.isTrue(harness.verigator.VerigatorError.is(error), `${name}: ${error}`);
      outputs.push(error);
    }
    outputs.forEach((output) => assertNoCanary(output, name));
  }
}

/** Runs with every console method noting what it is given. */
async function withConsole(outputs, act) {
  const { log, debug, info, warn, error } = console;
  const note = (...values) => void outputs.push(...values);
  Object.assign(console, { log: note, debug: note, info: note, warn: note, error: note });
  try {
    return await act();
  } finally {
    Object.assign(console, { log, debug, info, warn, error });
  }
}

/** As they are, as a URL has them, and as JSON has them. */
const spellings = Object.entries(canaries).flatMap(([name, canary]) => {
  return [canary, encodeURIComponent(canary), JSON.stringify(canary).slice(1, -1)].map((spelling) => ({ name, spelling }));
});

function assertNoCanary(output, place) {
  for (const text of visibleTexts(output)) {
    const found = spellings.find(({ spelling }) => text.includes(spelling));
    if (found) assert.fail(`${place} shows the ${found.name} in: ${text}`);
  }
}
