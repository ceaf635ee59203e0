/**
 * Simulates the rows of the threat model beside an honest user in another network. The clock is simulated; the gateway, with its limits in memory, and the
 * attackers run as fast as they can.
 */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { createGateway, memoryLimits, tickets, trustedDevices } from "verigator/gateway";
import { clientOptions, createUpstream, currentApi } from "./apis.mjs";
import { apiError, rightPin } from "./site.mjs";

const url = "https://shop.example/2fa/auth";
const secret = "0123456789abcdef0123456789abcdef";
const hourMs = 3_600_000;
/** Attackers act this often, and the honest user logs in this often. */
const roundMs = 20_000;
const loginMs = 600_000;
const victim = "victim";
const wrongPin = "000000";

/** The attacks by the row of the threat model in gateway/README.md. Each gets a function that sends as the attacker, and the number of the round. */
export const attacks = {
  "reads everything in a page": async ({ start, verify }) => {
    await start("a-victim");
    await verify("a-victim", String(Math.floor(Math.random() * 1e6)).padStart(6, "0"));
  },
  "guesses PINs, also concurrently": async ({ start, verify, times }) => {
    await start("a-victim");
    await times(8, () => verify("a-victim", wrongPin));
  },
  "makes the API fail while guessing or starting": async ({ start, verify, times }, round) => {
    const user = `fails-${[500, 400, 409, 429, 302, 408][round % 6]}-${round % 50}`;
    await times(3, () => start(user));
    await times(3, () => verify(user, wrongPin));
  },
  "pumps SMS": ({ start, times }, round) =>
    times(8, (index) => start(`a-${round}-${index}`, { address: `2001:db8:bad:${(round * 8 + index) % 65_536}::1` })),
  "sends to one number through many accounts": ({ start, times }, round) =>
    times(8, (index) => start(`shared-${round}-${index}`, { address: `203.0.113.${(round * 8 + index) % 256}` })),
  "guesses at several messages of one login": async ({ start, verify, times }) => {
    await start("a-victim");
    await start("a-victim");
    await times(8, () => verify("a-victim", wrongPin));
  },
  "chooses a `cookie` of Number Verification's shortcut": async ({ start, verify }, round) => {
    const { text } = await start(`remembered-${round}`, { further: { cookie: "chosen" } });
    assert.doesNotMatch(text, /verified":true/);
    const { body } = await verify(`remembered-${round}`, wrongPin);
    assert.notEqual(body.verified, true);
  },
  "floods the gateway with starts of one account": ({ start, times }) => times(20, () => start("a-1")),
  "has many accounts in one network": ({ start, times }, round) =>
    times(8, (index) => start(`a-${round}-${index}`, { address: `198.51.100.${(round * 8 + index) % 256}` })),
  "tries one PIN for each of many users": ({ start, verify, times }, round) =>
    times(5, async (index) => {
      await start(`a-${round}-${index}`);
      await verify(`a-${round}-${index}`, wrongPin);
    }),
  "makes the store's reply get lost": ({ start, verify, times }, round) =>
    times(8, async (index) => {
      const user = `${index % 4 ? "lost" : "losing"}-${round}-${index}`;
      await start(user);
      await verify(user, wrongPin);
    }),
  "locks a user out by wrong PINs": async ({ start, verify, times }) => {
    await start(victim);
    await times(6, () => verify(victim, wrongPin));
  },
  "searches for user ids": ({ start, times }) => times(5, () => start(`unknown-${randomUUID()}`)),
  "compares a locked-out user with another": async ({ start, verify, times }) => {
    for (const user of [victim, "a-other"]) {
      await start(user);
      await times(user === victim ? 6 : 1, () => verify(user, wrongPin));
    }
  },
  "writes a user's id differently": ({ start, times }, round) => {
    const id = "0f0e0d0c-0b0a-4908-8706-050403020100";
    const spellings = [id, id.toUpperCase(), `urn:uuid:${id}`, `{${id}}`, id.replaceAll("-", "")];
    return times(5, (index) => start(spellings[(round + index) % spellings.length]));
  },
  "submits the right PIN again": async ({ start, verify, times }) => {
    await start("a-1");
    await times(8, () => verify("a-1", rightPin));
    assert.notEqual((await verify("a-2", rightPin)).body.verified, true);
  },
  "copies the cookie of a trusted device": async ({ start, verify, devices }, round) => {
    const user = `trusting-${round % 50}`;
    await start(user);
    if ((await verify(user, rightPin)).body.verified !== true) return;
    const copied = cookieOf(await devices.trust(visit(), user));
    const own = cookieOf(await devices.trust(visit(copied), user));
    await devices.trust(visit(own), user);
    assert.equal(await devices.isTrusted(visit(copied), user), false);
    assert.equal(await devices.isTrusted(visit(own), user), false);
  },
  "forges the cookie of a trusted device, or takes one of another user": async ({ devices, mint }) => {
    for (const forged of [await mint("a-1"), "a.b.c"])
      assert.equal(await devices.isTrusted(visit(`__Host-trusted-device=${forged}`), "a-1"), false);
  },
  "owns a page of another site": async ({ start, verify }, round) => {
    const headers = round % 2 ? { origin: "https://evil.example" } : { "sec-fetch-site": "cross-site" };
    assert.equal((await start("a-1", { headers })).status, 403);
    assert.equal((await verify("a-1", rightPin, { headers })).status, 403);
  },
  "replays a ticket": async ({ start, mint }) => {
    const ticket = await mint("a-1");
    await start(undefined, { ticket });
    await start(undefined, { ticket });
  },
  "alters or forges one": async ({ start, mint }, round) => {
    const [head, claims, signature] = (await mint("a-1")).split(".");
    const none = Buffer.from('{"alg":"none"}').toString("base64url");
    const forged = [`${head}.${claims}.${signature.slice(1)}a`, `${none}.${claims}.`, `${none}.${claims}.${signature}`];
    assert.equal((await start(undefined, { ticket: forged[round % 3] })).status, 401);
  },
  "forges `CF-Connecting-IP` or `X-Forwarded-For`": ({ start, times }, round) =>
    times(5, (index) => {
      const forged = `203.0.${round % 256}.${index}`;
      return start(`a-${round}-${index}`, { headers: { "cf-connecting-ip": forged, "x-forwarded-for": forged } });
    }),
  "sends a malformed address": ({ start, times }, round) =>
    times(5, (index) => start(`a-${round}-${index}`, { address: `no address ${round} ${index}` })),
  "uses up the attempts of a number, where there is no first factor": async ({ verify }) => {
    assert.equal((await verify(undefined, wrongPin)).status, 401);
  },
  "logs in with a cookie of its own choice": async ({ start }, round) => {
    const ids = ["x".repeat(257), ...(currentApi() === "verigator" ? ["x y", "../..", `user\n${round}`] : [])];
    assert.equal((await start(ids[round % ids.length])).status, 401);
  },
  "reads the gateway's responses": async ({ start }, round) => {
    const { text } = await start(`fails-${[400, 500][round % 2]}-${round}`);
    assert.doesNotMatch(text, /secret/);
  },
};

/** Runs an attack for simulated hours, and asserts that the honest user gets what it gets without the attack. */
export async function simulate(t, row, hours) {
  const { setTimeout } = globalThis;
  // Decoys and retries wait for less than a second, which no clock of this simulation shows.
  const soon = (run, milliseconds) => (milliseconds < 1_000 ? setImmediate(run) : setTimeout(run, milliseconds));
  t.mock.method(globalThis, "setTimeout", soon);
  const [attacked, quiet] = [openSite(), openSite()];
  const attacker = attackerOf(attacked);
  for (let elapsedMs = 0, round = 0; elapsedMs < hours * hourMs; elapsedMs += roundMs, round += 1) {
    await attacks[row](attacker, round);
    if (elapsedMs % loginMs === 0) {
      const [login, expected] = await Promise.all([logIn(attacked, elapsedMs), logIn(quiet, elapsedMs)]);
      assert.deepEqual(login, expected, `after ${elapsedMs / 60_000} min`);
    }
    for (const site of [attacked, quiet]) site.clock.now += roundMs;
  }
  return attacked;
}

/** A user who returns, and a new one each hour: a start, a wrong PIN and the right one. */
async function logIn(site, elapsedMs) {
  const users = ["honest", ...(elapsedMs % hourMs === 0 ? [`honest-${elapsedMs}`] : [])];
  const responses = [];
  for (const user of users) {
    const send = (method, body) => site.send(method, body, { user, address: "2001:db8:600d::1" });
    for (const request of [
      ["POST", { method: "sms" }],
      ["POST", { token: wrongPin }],
      ["POST", { token: rightPin }],
    ]) {
      const { status, body } = await send(...request);
      responses.push({ status, body });
    }
    assert.equal(responses.at(-1).body.verified, true);
  }
  return responses;
}

const visit = (cookie) => new Request("https://shop.example/log-in", { headers: cookie ? { cookie } : {} });
const cookieOf = (headers) => headers["set-cookie"].split(";")[0];

function attackerOf({ send, mint, devices }) {
  const from = { address: "2001:db8:bad::1" };
  return {
    mint,
    devices,
    start: (user, { further, ...options } = {}) =>
      send("POST", { method: "sms", ...further }, { user, ...from, ...options }),
    verify: (user, pin, options) => send("POST", { token: pin }, { user, ...from, ...options }),
    times: (count, act) => Promise.all(Array.from({ length: count }, (_, index) => act(index))),
  };
}

function openSite() {
  const clock = { now: Date.UTC(2025, 10, 23, 6, 40) };
  const upstream = createUpstream(currentApi(), rightPin);
  const { verify } = upstream;
  upstream.start = async (user, method) => {
    upstream.calls.length = 0;
    const [, status] = /^fails-(\d+)/.exec(user) ?? [];
    if (status) throw apiError("internal", Number(status));
    // As the API answers a start with the cookie of a device that it knows.
    if (user.startsWith("remembered-")) return { method, verified: true };
    if (user.startsWith("unknown-")) throw apiError("no_such_resource", 404);
    return { method, requestedMethod: method };
  };
  upstream.verify = async (user, pin) => {
    const [, status] = /^fails-(\d+)/.exec(user) ?? [];
    if (status) throw apiError("internal", Number(status));
    return verify(user, pin);
  };
  const { mint, identify } = tickets(secret, { now: () => clock.now });
  const gateway = createGateway({
    ...clientOptions(currentApi(), upstream, (user) => (user.startsWith("shared-") ? "+46701740605" : undefined)),
    identify: async (request) => (await identify(request)) ?? request.headers.get("x-user"),
    // A number is a destination, and the user who returns does so more often than one may by default.
    policy: { sendsPerDestination: { count: 1_000, seconds: 3_600 } },
    limits: losingReplies(memoryLimits()),
    now: () => clock.now,
    onError: () => {},
  });
  const devices = trustedDevices({ secret, days: 30, gateway });
  return { clock, mint, devices, send: (...request) => send(gateway, ...request) };
}

async function send(gateway, method, body, { user, address, ticket, headers }) {
  const init = { method, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
  if (user !== undefined) init.headers["x-user"] = encodeURI(user) === user ? user : user.replaceAll("\n", " ");
  if (ticket) init.headers.authorization = `Bearer ${ticket}`;
  const context = { address, waitUntil() {} };
  const response = await gateway.handle(new Request(url, init), context);
  const text = await response.text();
  return { status: response.status, text, body: text && JSON.parse(text) };
}

/** A store whose replies get lost on their way: those that reserve a send of the whole gateway for users `lost-…`, and every second one for users `losing-…`. */
function losingReplies(limits) {
  const [lost, losing] = [new Set(), new Set()];
  let count = 0;
  return {
    async apply(key, event) {
      const decision = await limits.apply(key, event);
      const [, id] = /,(\d{6,}),/.exec(event) ?? [];
      if (key.includes("/user/lost-")) lost.add(id);
      if (key.includes("/user/losing-")) losing.add(id);
      const isLost = lost.has(id) ? key.endsWith("/global") : losing.has(id) && (count += 1) % 2 === 0;
      if (isLost) throw new Error("the reply was lost");
      return decision;
    },
  };
}
