import { assert } from "chai";
import { service as aService } from "../suite/responses.mjs";
import { operations } from "../suite/operations.mjs";
import { rejection } from "../suite/outcome.mjs";

const neverSent = () => assert.fail("a request was sent");
const verified = async () => new Response('{"verified":true}');

/** Returns a deep Proxy with itself as the receiver, like Vue's `reactive`. */
function reactive(target) {
  return new Proxy(target, {
    get(object, name, receiver) {
      const value = Reflect.get(object, name, receiver);
      return typeof value === "object" && value !== null ? reactive(value) : value;
    },
  });
}

/** Returns a Proxy that ignores writes, like Vue's `readonly`. */
const readonly = (target) =>
  new Proxy(target, { set: () => true, defineProperty: () => true, deleteProperty: () => true });

const proxies = {
  "without traps": (target) => new Proxy(target, {}),
  "that is reactive": reactive,
  "that is readonly": readonly,
};

function objects(harness, fetch = neverSent) {
  const client = harness.clientOf("http://localhost", { fetch });
  const service = client.service("service-id");
  return { client, service, user: service.user("user-id") };
}

const cases = {
  async "JSON of an object has the fields that are known, and no credentials"(harness) {
    const { client, service, user } = objects(harness);
    const { NumberVerification, Verigator } = harness.verigator;
    const messente = new NumberVerification("name", "secret", { baseUrl: "http://localhost", fetch: neverSent });
    const gateway = Verigator.viaGateway("http://localhost/2fa", { fetch: neverSent });
    const texts = [client, messente, service, user, gateway].map((object) => JSON.stringify(object));
    assert.deepEqual(texts, [
      '{"baseUrl":"http://localhost"}',
      '{"baseUrl":"http://localhost"}',
      '{"id":"service-id"}',
      '{"id":"user-id"}',
      '{"me":{"id":"me"}}',
    ]);
    const known = await objects(harness, async () => Response.json(aService)).client.getService("service-id");
    assert.equal(JSON.stringify(known), JSON.stringify(aService));
    service.free();
    assert.throws(() => JSON.stringify(service), /got one that was freed/);
  },

  async "methods of a freed object reject, and its getters return undefined"(harness) {
    const { client, service, user } = objects(harness);
    for (const object of [user, service, client]) object.free();
    for (const call of [user.verifyPin("1"), user.delete(), service.getUsers(), client.getService("id")]) {
      const error = await rejection(call);
      assert.instanceOf(error, harness.verigator.InvalidInvocationError);
      assert.match(error.message, /got one that was freed$/);
    }
    assert.deepEqual(
      [user.id, user.service, service.name, service.createdAt, client.baseUrl],
      Array(5).fill(undefined),
    );
    user.free();
  },

  async "objects are deeply equal if their ids are, and clients only to themselves"(harness) {
    const { client, service, user } = objects(harness);
    const gateways = [1, 2].map(() =>
      harness.verigator.Verigator.viaGateway("https://gateway.example", { fetch: neverSent }),
    );
    assert.deepEqual(user, service.user("user-id"));
    assert.deepEqual(service, new harness.verigator.Service("service-id", client));
    assert.deepEqual(client, client);
    assert.notDeepEqual(user, service.user("other-id"));
    assert.notDeepEqual(service, client.service("other-id"));
    assert.notDeepEqual(client, objects(harness).client);
    assert.notDeepEqual(gateways[0], gateways[1]);
    assert.notDeepEqual(gateways[0].me, gateways[1].me);
    assert.deepEqual(gateways[0].me, gateways[0].me);
  },

  async "spread and structuredClone copy the id and nothing secret"(harness) {
    const { client, service, user } = objects(harness);
    for (const copy of [(object) => ({ ...object }), (object) => structuredClone(object)]) {
      assert.deepEqual(copy(user), { id: "user-id" });
      assert.deepEqual(copy(service), { id: "service-id" });
      assert.deepEqual(Object.keys(copy(client)), ["client"]);
    }
  },

  async "method called with another `this` rejects and does not touch the memory of other objects"(harness) {
    const { client, service, user } = objects(harness);
    const forged = Object.assign(Object.create(harness.verigator.User.prototype), { __wbg_ptr: 1024 });
    for (const self of [
      undefined,
      null,
      7,
      {},
      client,
      service,
      forged,
      Object.create(harness.verigator.User.prototype),
    ]) {
      const error = await rejection(user.verifyPin.call(self, "1234"));
      assert.match(
        error.message,
        /^User\.verifyPin: expected this to be a User, got something else or one of another copy of the package$/,
      );
    }
  },

  async "object of another class throws as an argument"(harness) {
    const { client, service, user } = objects(harness);
    const { Service, User } = harness.verigator;
    const forged = Object.assign(Object.create(harness.verigator.Verigator.prototype), { __wbg_ptr: 1024 });
    for (const other of [undefined, null, {}, service, user, forged]) {
      assert.throws(
        () => new Service("id", other),
        /^new Service: expected a Verigator, got something else or one of another copy of the package$/,
      );
      assert.match(
        (await rejection(Service.get(other, "id"))).message,
        /^Service\.get: expected a Verigator, got something else/,
      );
    }
    for (const other of [undefined, client, user])
      assert.throws(() => new User(other, "id"), /^new User: expected a Service, got something else/);
    client.free();
    assert.throws(() => new Service("id", client), /^new Service: expected a Verigator, got one that was freed$/);
  },

  async "string with a lone surrogate is rejected, since different strings would be sent as the same"(harness) {
    const { client, service, user } = objects(harness);
    const lone = "a\ud800b";
    const calls = [
      client.createService(lone, "x.com"),
      client.createService("x", lone),
      client.getService(lone),
      service.registerUser(lone, "+3725555555"),
      user.verifyPin(lone),
    ];
    for (const call of calls) assert.match((await rejection(call)).message, /got a string with a lone surrogate/);
    assert.throws(() => client.service("\udc00"), /lone surrogate/);
    assert.equal(client.service("\ufffd\u{1f600}").id, "\ufffd\u{1f600}");
  },

  async "stack of an error begins at the caller of the method"(harness) {
    const failing = harness.clientOf("http://localhost", {
      fetch: async () => new Response("", { status: 404 }),
      maxRetries: 0,
    });
    async function callerOfGetService() {
      await failing.getService("id");
    }
    const { stack } = await rejection(callerOfGetService());
    assert.match(stack, /^NoSuchResourceError: getService: .*\n/);
    assert.include(stack, "callerOfGetService");
    assert.notInclude(stack, "wasm");
    const invalid = await rejection(
      (async function callerOfGetUser() {
        await failing.service("s").getUser("");
      })(),
    );
    assert.include(invalid.stack, "callerOfGetUser");
    const ofAnotherClass = await rejection(
      (async function callerOfGet() {
        await harness.verigator.Service.get({}, "id");
      })(),
    );
    assert.include(ofAnotherClass.stack, "callerOfGet");
    assert.notInclude(ofAnotherClass.stack, "unwrap");
  },

  async "gateway status has Dates, and `me` is always the same object"(harness) {
    const body = {
      started: true,
      verified: false,
      method: "sms",
      attemptsLeft: 4,
      resendAt: "2026-01-01T00:00:30Z",
      expiresAt: "never",
    };
    const gateway = harness.verigator.Verigator.viaGateway("https://gateway.example", {
      fetch: async () => Response.json(body),
    });
    assert.deepEqual(await gateway.status(), {
      started: true,
      verified: false,
      method: "sms",
      attemptsLeft: 4,
      resendAt: new Date("2026-01-01T00:00:30Z"),
    });
    assert.strictEqual(gateway.me, gateway.me);
    assert.equal(JSON.stringify(gateway), '{"me":{"id":"me"}}');
  },

  async "hooks of a gateway's client name its status"(harness) {
    const operations = [];
    const hook = ({ operation }) => operations.push(operation);
    const fetch = async () => Response.json({ started: false, verified: false });
    await harness.verigator.Verigator.viaGateway("https://gateway.example", {
      fetch,
      onRequest: hook,
      onResponse: hook,
    }).status();
    assert.deepEqual(operations, ["status", "status"]);
  },

  async "ticket function is called before each request, and no error contains the ticket"(harness) {
    const sent = [];
    const fetch = async (_, { headers }) => {
      sent.push(headers.get("authorization"));
      return Response.json(
        { message: sent.at(-1), started: false, verified: false },
        { status: sent.length === 2 ? 401 : 200 },
      );
    };
    let ticketCount = 0;
    const gateway = harness.verigator.Verigator.viaGateway("https://gateway.example", {
      ticket: async () => `e30.ticket${++ticketCount}.c2ln`,
      fetch,
    });
    await gateway.status();
    const error = await rejection(gateway.status());
    assert.notInclude(JSON.stringify(error), "ticket2");
    assert.include(error.message, "log in again");
    assert.equal((await gateway.me.verifyPin("1234")).verified, false);
    assert.deepEqual(
      sent,
      [1, 2, 3].map((number) => `Bearer e30.ticket${number}.c2ln`),
    );
  },

  async "the user behind a gateway has its status too"(harness) {
    const fetch = async () => Response.json({ started: true, verified: false, attemptsLeft: 3 });
    const { me } = harness.verigator.Verigator.viaGateway("https://gateway.example", { fetch });
    assert.equal((await me.status({ timeoutMs: 1000 })).attemptsLeft, 3);
    assert.notInclude(Object.keys(me), "status");
  },

  async "no error contains the ticket of its request, while other calls of the client have other tickets"(harness) {
    const tickets = ["e30.AAAAAAAA.c2ln", "e30.BBBBBBBB.c2ln"];
    const unsent = [...tickets];
    const fetch = async (_, { headers }) => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      return Response.json({ message: `bad header: ${headers.get("authorization")}` }, { status: 401 });
    };
    const gateway = harness.verigator.Verigator.viaGateway("https://gateway.example", {
      ticket: () => unsent.shift(),
      fetch,
    });
    const errors = await Promise.all([gateway.me.authenticateUsingSms(), gateway.status()].map(rejection));
    for (const { message, serverMessage } of errors) {
      assert.equal(serverMessage, "bad header: Bearer [redacted]");
      for (const ticket of tickets) assert.notInclude(message, ticket);
    }
  },

  async "no error contains the beginning of a long ticket"(harness) {
    const ticket = "eyJhbGciOiJSUzI1NiJ9.".repeat(60);
    const { viaGateway } = harness.verigator.Verigator;
    for (const fetch of [
      async () => Response.json({ message: `no: ${ticket}` }, { status: 401 }),
      () => Promise.reject(new TypeError(`no: ${ticket}`)),
    ]) {
      const error = await rejection(viaGateway("https://gateway.example", { ticket, fetch }).me.authenticateUsingSms());
      for (const text of [error.message, error.serverMessage ?? "", error.cause?.message ?? ""])
        assert.notInclude(text, "eyJ");
    }
  },

  async "ticket function that does not return a ticket rejects the call, and no request is sent"(harness) {
    for (const ticket of [() => "two words", async () => 7, () => undefined]) {
      const gateway = harness.verigator.Verigator.viaGateway("https://gateway.example", { ticket, fetch: neverSent });
      const error = await rejection(gateway.me.verifyPin("1234"));
      assert.match(error.message, /^viaGateway: options\.ticket: expected a function that returns a JWT, got /);
      assert.include(error, { code: "invalid_invocation", operation: "verifyPin" });
    }
    for (const [code, ticket] of [
      ["timeout", () => new Promise(() => {})],
      ["connection", () => Promise.reject("no")],
      [
        "connection",
        () => {
          throw new Error("no");
        },
      ],
    ]) {
      const gateway = harness.verigator.Verigator.viaGateway("https://gateway.example", {
        ticket,
        fetch: neverSent,
        timeoutMs: 10,
      });
      const error = await rejection(gateway.me.authenticateUsingSms());
      assert.include(error, { code, attempts: 0, operation: "authenticateUsingSms" });
      assert.match(error.message, /, options\.ticket failed\); nothing was sent$/);
    }
  },

  async "gateway path that leaves the page's origin throws"(harness) {
    const before = Object.getOwnPropertyDescriptor(globalThis, "location");
    if (!harness.runtime.isBrowser)
      Object.defineProperty(globalThis, "location", {
        value: { href: "https://shop.example/login" },
        configurable: true,
      });
    try {
      for (const path of ["/\\evil.com", "//evil.com", "/\t/evil.com", "/\n/evil.com", "/\\\\evil.com/2fa"]) {
        assert.throws(
          () => harness.verigator.Verigator.viaGateway(path),
          /baseUrl: expected a path or an https URL, got a path that leaves the page's origin/,
          path,
        );
      }
      assert.isOk(harness.verigator.Verigator.viaGateway("/2fa"));
    } finally {
      if (!harness.runtime.isBrowser) {
        delete globalThis.location;
        if (before) Object.defineProperty(globalThis, "location", before);
      }
    }
  },

  async "list of 100,000 users keeps its order"(harness) {
    const users = Array.from(
      { length: 100_000 },
      (_, index) => `{"id":"user-${index}","ctime":"2026-11-24T07:00:00Z","id_in_service":"user-${index}@example.com"}`,
    );
    const text = `{"total":100000,"users":[${users.join(",")}]}`;
    const client = harness.clientOf("http://localhost", { fetch: async () => new Response(text), timeoutMs: 60_000 });
    const listed = await client.service("s").getUsers();
    assert.lengthOf(listed, 100_000);
    assert.deepEqual([listed[0].id, listed[99_999].username], ["user-0", "user-99999@example.com"]);
    for (const user of listed) user.free();
  },

  async "error message of 1 MB is truncated before it is processed"(harness) {
    const message = "+372 5912 8364 ".repeat(65_000);
    const client = harness.clientOf("http://localhost", {
      fetch: async () => Response.json({ message }, { status: 422 }),
    });
    const { serverMessage } = await rejection(client.getService("id"));
    assert.isAtMost(serverMessage.length, 1_000);
    assert.notInclude(serverMessage, "5912");
  },
};

for (const [description, proxyOf] of Object.entries(proxies)) {
  cases[`objects work through a Proxy ${description}, and can be freed through it`] = async (harness) => {
    const { client, service, user } = objects(harness, verified);
    const { Service, User } = harness.verigator;
    assert.equal(proxyOf(user).id, "user-id");
    assert.deepEqual(await proxyOf(user).verifyPin("1234"), { verified: true });
    assert.equal(new User(proxyOf(service), "other").id, "other");
    assert.equal(new Service("other", proxyOf(client)).id, "other");
    assert.equal(JSON.stringify(proxyOf(service)), '{"id":"service-id"}');
    proxyOf(user).free();
    proxyOf(user).free();
    assert.isUndefined(user.id);
    assert.match((await rejection(user.verifyPin("1"))).message, /freed/);
  };
}

/** Traps for a Proxy of a Response, which passes `instanceof Response`. */
const traps = {
  "throws for its headers": (object, name) => {
    if (name === "headers") throw new Error("no");
    return Reflect.get(object, name);
  },
  "throws for its body": (object, name) => {
    if (name === "body") throw new Error("no");
    return Reflect.get(object, name);
  },
  "throws for everything except its status": (object, name) => {
    if (name !== "status") throw new Error("no");
    return 200;
  },
};

for (const [description, get] of Object.entries(traps)) {
  cases[`fetch that resolves to a Proxy of a Response that ${description} settles`] = async (harness) => {
    const trap = (object, name) => (name === "then" ? undefined : get(object, name));
    const fetch = async () => new Proxy(new Response(JSON.stringify(aService)), { get: trap });
    const client = harness.clientOf("http://localhost", { fetch, maxRetries: 0, timeoutMs: 500 });
    const result = await operations.getService.call(client).then(
      (value) => value,
      (error) => error,
    );
    assert.isTrue(
      result instanceof harness.verigator.Service || harness.verigator.VerigatorError.is(result),
      String(result),
    );
  };
}

export default cases;
