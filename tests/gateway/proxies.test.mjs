import assert from "node:assert/strict";
import { test } from "node:test";
import { createServer } from "node:http";
import { toNodeHandler } from "verigator/gateway";
import { listen } from "./servers/mounts.mjs";
import { createSite } from "./site.mjs";

/** A site whose addresses may send three times. Each request has another user, so that no other limit applies. */
async function openSite(t, options) {
  const site = createSite({ address: undefined, policy: { sendsPerAddress: { count: 3, seconds: 3600 } } });
  const url = await listen(t, createServer(toNodeHandler(site.gateway, options)));
  let users = 0;
  const start = async (headers) => {
    users += 1;
    const init = {
      method: "POST",
      headers: { "x-user": `user-${users}`, "content-type": "application/json", ...headers },
      body: '{"method":"sms"}',
    };
    return (await fetch(`${url}/2fa/auth`, init)).status;
  };
  const startAll = async (...all) => {
    const statuses = [];
    for (const headers of all) statuses.push(await start(headers));
    return statuses;
  };
  return { url, start, startAll };
}

const forwardedFor = (...values) => values.map((value) => ({ "x-forwarded-for": value }));

test("without trusted proxies the connection's address is used, whatever the headers contain", async (t) => {
  const { startAll } = await openSite(t);
  const claims = [...forwardedFor("192.0.2.1", "192.0.2.2", "192.0.2.3"), { "cf-connecting-ip": "192.0.2.4" }];
  assert.deepEqual(await startAll(...claims), [201, 201, 201, 429]);
});

test("behind one proxy the last entry of X-Forwarded-For is used, whatever precedes it", async (t) => {
  const { startAll } = await openSite(t, { trustedProxies: 1 });
  assert.deepEqual(
    await startAll(
      ...forwardedFor("1.1.1.1, 192.0.2.1", "2.2.2.2,192.0.2.1", "192.0.2.1", "3.3.3.3, 4.4.4.4, 192.0.2.1"),
    ),
    [201, 201, 201, 429],
  );
  assert.deepEqual(await startAll(...forwardedFor("192.0.2.1, 192.0.2.2")), [201]);
});

test("behind two proxies the entry of the outer proxy is used", async (t) => {
  const { startAll } = await openSite(t, { trustedProxies: 2 });
  const inner = "10.0.0.1";
  assert.deepEqual(
    await startAll(
      ...forwardedFor(
        `1.1.1.1, 192.0.2.1, ${inner}`,
        `192.0.2.1, ${inner}`,
        `2.2.2.2, 192.0.2.1, 10.0.0.2`,
        `192.0.2.1, 10.0.0.3`,
      ),
    ),
    [201, 201, 201, 429],
  );
});

test("behind a proxy that does not set X-Forwarded-For the proxy's address is used", async (t) => {
  const { startAll } = await openSite(t, { trustedProxies: 1 });
  assert.deepEqual(await startAll({}, {}, { "x-forwarded-for": "" }, {}), [201, 201, 201, 429]);
});

test("the site's origin is taken from the headers of a trusted proxy only", async (t) => {
  const headers = { origin: "https://shop.example", "x-forwarded-proto": "https", "x-forwarded-host": "shop.example" };
  assert.equal(await (await openSite(t, { trustedProxies: 1 })).start(headers), 201);
  assert.equal(await (await openSite(t)).start(headers), 403);
  const forged = { ...headers, origin: "https://evil.example", "x-forwarded-host": "evil.example, shop.example" };
  assert.equal(await (await openSite(t, { trustedProxies: 1 })).start(forged), 403);
});

test("a cross-site POST is rejected with and without an Origin header", async (t) => {
  const { url, start } = await openSite(t);
  assert.equal(await start({ "sec-fetch-site": "cross-site" }), 403);
  assert.equal(await start({ "sec-fetch-site": "cross-site", origin: "https://evil.example" }), 403);
  assert.equal(await start({ "sec-fetch-site": "same-origin", origin: url }), 201);
});
