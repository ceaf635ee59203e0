import assert from "node:assert/strict";
import { mock, test } from "node:test";
import sinon from "sinon";
import { Verigator } from "verigator";
import { createGateway, memoryLimits, tickets } from "verigator/gateway";
import { Sandbox } from "verigator/sandbox";

const phoneNumber = "+46701740605";
const fetchOf = (gateway) => (url, init) => gateway.fetch(new Request(url, init));

/** How each library replaces timers, with its defaults or with the option that the testing guide names. Returns what advances the clock. */
const fakes = {
  "node:test": () => {
    mock.timers.enable();
    return { advance: (milliseconds) => mock.timers.tick(milliseconds), restore: () => mock.timers.reset() };
  },
  sinon: () => {
    const clock = sinon.useFakeTimers({ toNotFake: ["nextTick", "queueMicrotask"] });
    return { advance: (milliseconds) => clock.tick(milliseconds), restore: () => clock.restore() };
  },
};

/** Registers a user, and logs in by the gateway with the PIN of the sandbox's inbox. */
async function logIn() {
  const sandbox = new Sandbox();
  const verigator = new Verigator(sandbox.username, sandbox.password, { fetch: sandbox.fetch });
  const service = await verigator.createService("Coffee Shop", "coffeeshop.com");
  const user = await service.registerUser("user@example.com", phoneNumber);
  const { mint, identify } = tickets("k".repeat(40));
  const gateway = createGateway({
    verigator,
    serviceId: service.id,
    identify,
    limits: memoryLimits(),
    address: () => "192.0.2.1",
  });
  const { me } = Verigator.viaGateway("https://coffeeshop.com/2fa", {
    ticket: await mint(user.id),
    fetch: fetchOf(gateway),
  });
  await me.authenticateUsingSms();
  const { pin } = await sandbox.inbox.waitFor(phoneNumber);
  return [await me.verifyPin(pin === "000000" ? "111111" : "000000"), await me.verifyPin(pin)].map(
    ({ verified }) => verified,
  );
}

for (const [library, fake] of Object.entries(fakes)) {
  test(`client, sandbox and gateway settle under the fake timers of ${library}`, async () => {
    const clock = fake();
    try {
      assert.deepEqual(await logIn(), [false, true]);
    } finally {
      clock.restore();
    }
    assert.deepEqual(await logIn(), [false, true]);
  });

  test(`fake clock of ${library} ends a call at its time limit`, async () => {
    const clock = fake();
    try {
      const call = client(() => new Promise(() => {})).getService("id", { timeoutMs: 5_000, maxRetries: 0 });
      const outcome = assert.rejects(call, { code: "timeout" });
      clock.advance(4_999);
      await Promise.resolve();
      clock.advance(1);
      await outcome;
    } finally {
      clock.restore();
    }
  });

  test(`fake clock of ${library} ends the delay before a retry`, async () => {
    const responses = [
      new Response("", { status: 503, headers: { "retry-after": "30" } }),
      Response.json({ id: "id", name: "" }),
    ];
    const clock = fake();
    try {
      let retrying;
      const isRetrying = new Promise((resolve) => (retrying = resolve));
      const call = client(async () => responses.shift(), { onRetry: retrying }).getService("id");
      await isRetrying;
      clock.advance(29_999);
      assert.equal(responses.length, 1);
      clock.advance(1);
      assert.equal((await call).id, "id");
    } finally {
      clock.restore();
    }
  });
}

test("call that was made under fake timers which were restored stops no later call", async () => {
  const clock = sinon.useFakeTimers();
  const forgotten = client(async () => Response.json({ id: "id", name: "" })).getService("id");
  clock.restore();
  assert.deepEqual(await logIn(), [false, true]);
  forgotten.catch(() => {});
});

function client(fetch, options) {
  return new Verigator("username", "password", { baseUrl: "http://localhost", fetch, maxRetries: 1, ...options });
}
