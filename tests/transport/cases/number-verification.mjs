/** The Number Verification API: parameters in the URL, replies as text with status 200. */
import { assert } from "chai";
import { password, username } from "../suite/canaries.mjs";
import { rejection } from "../suite/outcome.mjs";
import { cuts, headOf, response, stalls } from "../suite/responses.mjs";
import { outsideBrowsers } from "../suite/runtime-filters.mjs";
import { visibleTexts } from "../suite/visible.mjs";

const phoneNumber = "+46701740605";
const pin = "731946";
const id = "vid00000001111111";

const reply = (text, status = 200, headers = {}) =>
  response(status, text, { "content-type": "text/plain", ...headers });

/** Creates a client whose account has the canaries as credentials. */
function clientOf(harness, baseUrl, options) {
  return new harness.verigator.NumberVerification(username, password, { baseUrl, timeoutMs: 500_000, ...options });
}

/** Both calls, each with the reply that it succeeds with. */
const calls = {
  verifyNumber: { reply: `OK ${id}`, call: (client, options) => client.verifyNumber(phoneNumber, options) },
  verifyPin: { reply: "VERIFIED", call: (client, options) => client.verifyPin(id, pin, options) },
};

/** Secrets, in every form in which a URL has them. */
const secrets = [
  password,
  encodeURIComponent(password),
  pin,
  phoneNumber,
  phoneNumber.slice(1),
  encodeURIComponent(phoneNumber),
];

const cases = {
  async "start has its parameters in the query, six digits and one message by default, and no body"(harness) {
    const scenario = await harness.scenario(reply(`OK ${id}`));
    assert.deepEqual(await clientOf(harness, scenario.url).verifyNumber(phoneNumber), {
      verified: false,
      verificationId: id,
    });
    const [request] = await scenario.requests();
    const { pathname, searchParams } = new URL(request.path, scenario.url);
    assert.equal(`${request.method} ${pathname} ${request.body}`, "POST /verify/start ");
    assert.deepEqual(Object.fromEntries(searchParams), {
      username,
      password,
      to: phoneNumber,
      pin_length: "6",
      max_tries: "1",
    });
  },

  async "every option of a start is sent by the API's name"(harness) {
    const scenario = await harness.scenario(reply("VERIFIED"));
    const options = {
      template: "Ваш код: <PIN> & 100 %",
      pinLength: 4,
      from: "Shop",
      maxTries: 2,
      retryDelaySeconds: 60,
      validitySeconds: 1800,
      ip: "192.0.2.1",
      browser: "Mozilla/5.0 (X11)",
      cookie: "a+b=c",
    };
    assert.deepEqual(await clientOf(harness, scenario.url).verifyNumber(phoneNumber, options), { verified: true });
    const [{ path }] = await scenario.requests();
    const {
      username: _,
      password: __,
      to: ___,
      ...sent
    } = Object.fromEntries(new URL(path, scenario.url).searchParams);
    assert.deepEqual(sent, {
      template: options.template,
      pin_length: "4",
      from: "Shop",
      max_tries: "2",
      retry_delay: "60",
      validity: "1800",
      ip: "192.0.2.1",
      browser: "Mozilla/5.0 (X11)",
      cookie: "a+b=c",
    });
  },

  async "replies to a PIN are results, with or without a line break"(harness) {
    const results = {
      VERIFIED: { verified: true },
      "VERIFIED\n": { verified: true },
      INVALID: { verified: false, reason: "invalid" },
      EXPIRED: { verified: false, reason: "expired" },
      "THROTTLED\r\n": { verified: false, reason: "throttled" },
    };
    for (const [text, result] of Object.entries(results)) {
      const scenario = await harness.scenario(reply(text));
      assert.deepEqual(await clientOf(harness, scenario.url).verifyPin(id, pin), result, text);
    }
  },

  async "error codes are errors by class, which are not retried"(harness) {
    const classes = {
      "ERROR 101": "WrongCredentialsError",
      "ERROR 102": "InvalidDataError",
      "ERROR 103": "ResourceForbiddenError",
      "ERROR 109": "InvalidDataError",
      "ERROR 110": "NoSuchResourceError",
      "ERROR 111": "ResourceForbiddenError",
      "ERROR 209": "InternalError",
      "FAILED 209": "InternalError",
    };
    for (const [text, name] of Object.entries(classes)) {
      const scenario = await harness.scenario(reply(text));
      const error = await rejection(clientOf(harness, scenario.url).verifyNumber(phoneNumber));
      assert.instanceOf(error, harness.verigator[name], text);
      assert.include(error, { operation: "verifyNumber", serverMessage: text, attempts: 1 });
      assert.lengthOf(await scenario.requests(), 1);
    }
  },

  async "reply that is too long or no UTF-8 is an error that says what was expected"(harness) {
    const replies = {
      "a body of more than 16 KiB": reply("VERIFIED".padEnd(17_000)),
      "a body that is not UTF-8 text": { raw: `${headOf(3)}OK\u00ff`, then: "end" },
    };
    for (const [received, sent] of Object.entries(replies)) {
      const scenario = await harness.scenario(sent);
      const error = await rejection(clientOf(harness, scenario.url).verifyPin(id, pin));
      assert.equal(error.code, "invalid_response");
      assert.include(error.message, `expected a reply of the Number Verification API, got ${received}`);
    }
  },

  async "what is no reply of the API verifies nobody"(harness) {
    for (const text of [
      "",
      "OK",
      "verified",
      "VERIFIED.",
      "<html>VERIFIED</html>",
      "ERROR 999",
      '{"verified":true}',
      "null",
    ]) {
      const scenario = await harness.scenario(reply(text));
      const error = await rejection(clientOf(harness, scenario.url).verifyPin(id, pin));
      assert.equal(error.code, "invalid_response", text);
      assert.include(error.message, "expected a reply of the Number Verification API, got ");
    }
  },

  async "nothing is sent for what can be checked before"(harness) {
    const scenario = await harness.scenario(reply("OK 1"));
    const client = clientOf(harness, scenario.url);
    const wrong = [
      client.verifyNumber("0701740605"),
      client.verifyNumber("+46 70 174 06 05"),
      client.verifyNumber("+0701740605"),
      client.verifyNumber(46701740605),
      client.verifyNumber(phoneNumber, { template: "no placeholder" }),
      client.verifyNumber(phoneNumber, { template: "<pin>" }),
      client.verifyNumber(phoneNumber, { pinLength: 3 }),
      client.verifyNumber(phoneNumber, { pinLength: "6" }),
      client.verifyNumber(phoneNumber, { validitySeconds: 1801 }),
      client.verifyNumber(phoneNumber, { maxTries: 0 }),
      client.verifyPin(id, "12 34"),
      client.verifyPin(id, "١٢٣٤"),
      client.verifyPin(id, 1234),
      client.verifyPin("", pin),
    ];
    for (const call of wrong) assert.equal((await rejection(call)).code, "invalid_invocation");
    assert.lengthOf(await scenario.requests(), 0);
  },

  async "the backup is asked if no connection was established, and never otherwise"(harness) {
    for (const [name, { call, reply: text }] of Object.entries(calls)) {
      const backup = await harness.scenario(reply(text));
      const refused = clientOf(harness, harness.servers.refusing, { backupUrl: backup.url });
      if (harness.runtime.reportsNotConnected) await call(refused);
      else assert.equal((await rejection(call(refused))).attempts, 1, name);
      assert.lengthOf(await backup.requests(), harness.runtime.reportsNotConnected ? 1 : 0, name);
      for (const scripted of [cuts["before the head"], cuts["in the body"], reply("FAILED 209"), reply("", 503)]) {
        const unused = await harness.scenario(reply(text));
        const scenario = await harness.secondScenario(scripted);
        await rejection(call(clientOf(harness, scenario.url, { backupUrl: unused.url })));
        assert.lengthOf(await unused.requests(), 0, name);
        assert.lengthOf(await scenario.requests(), 1, name);
      }
    }
  },

  "a request arrives once, whatever the server does with it": outsideBrowsers(async (harness) => {
    const responses = [
      ...Object.values(cuts),
      ...[408, 421, 429, 500, 503].map((status) => reply("", status, { "retry-after": "0" })),
    ];
    for (const [name, { call }] of Object.entries(calls)) {
      for (const scripted of responses) {
        const scenario = await harness.scenario(scripted);
        const error = await rejection(call(clientOf(harness, scenario.url)));
        assert.equal(error.attempts, 1, name);
        assert.lengthOf(await scenario.requests(), 1, `${name} ${JSON.stringify(scripted)}`);
      }
    }
  }),

  "a kept connection that is cut leads to no second request": outsideBrowsers(async (harness) => {
    const scenario = await harness.scenario(
      reply("INVALID", 200, { connection: "keep-alive" }),
      cuts["before the head"],
    );
    const client = clientOf(harness, scenario.url);
    await client.verifyPin(id, pin);
    await rejection(client.verifyPin(id, pin));
    assert.lengthOf(await scenario.requests(), 2);
  }),

  async "hooks see the path and never the query"(harness) {
    const scenario = await harness.scenario(reply("INVALID"));
    const events = [];
    const record = (event) => events.push(event);
    await clientOf(harness, scenario.url, { onRequest: record, onResponse: record }).verifyPin(id, pin);
    assert.deepEqual(
      events.map(({ operation, path }) => `${operation} ${path}`),
      ["verifyPin /verify/pin", "verifyPin /verify/pin"],
    );
  },

  async "no secret of the URL is in an error, an event or the client itself"(harness) {
    const query = (path) => path.slice(path.indexOf("?"));
    const echo = `no ${secrets.join(" ")}`;
    const responses = [
      reply(echo),
      reply(echo, 500, { "x-request-id": encodeURIComponent(echo) }),
      reply("", 302, { location: `https://127.0.0.1/${encodeURIComponent(echo)}` }),
      cuts["before the head"],
      cuts["in the body"],
      stalls["sends nothing"],
    ];
    for (const [name, { call }] of Object.entries(calls)) {
      const outputs = [];
      const record = (event) => void outputs.push(event);
      const hooks = { onRequest: record, onResponse: record, onRetry: record, backupUrl: harness.servers.refusing };
      for (const scripted of responses) {
        const scenario = await harness.scenario(scripted);
        const timeoutMs = scripted.then === "stay" ? 40 : 5000;
        outputs.push(await rejection(call(clientOf(harness, scenario.url, { ...hooks, timeoutMs }))));
      }
      const refused = clientOf(harness, harness.servers.refusing, hooks);
      outputs.push(refused, await rejection(call(refused)));
      const fetch = async (url) => {
        throw Object.assign(new Error(`error sending request for url (${url})`), { cause: new Error(query(url)) });
      };
      outputs.push(await rejection(call(clientOf(harness, harness.servers.refusing, { ...hooks, fetch }))));
      for (const text of outputs.flatMap(visibleTexts)) {
        for (const secret of secrets) assert.notInclude(text, secret, name);
      }
    }
  },
};

export default cases;
