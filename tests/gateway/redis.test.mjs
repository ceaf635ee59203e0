import assert from "node:assert/strict";
import { after, test } from "node:test";
import Redis from "ioredis";
import { redisLimits } from "verigator/gateway";
import { createSite } from "./site.mjs";
import { openRedis } from "./stores/redis-server.mjs";
import { testServerGone, testSharedLimits } from "./stores/shared-limits.mjs";

const server = await openRedis(after);

for (const client of ["ioredis", "redis"]) {
  testSharedLimits(client, server.url);
  testServerGone(client, server);
}

/** Connects a client to the server, and deletes all keys. */
async function connect(t) {
  const client = new Redis(server.url);
  t.after(() => client.disconnect());
  await client.flushall();
  return client;
}

test("keys have the prefix, and expire when they no longer count", async (t) => {
  const client = await connect(t);
  const site = createSite({ limits: redisLimits({ sendCommand: (...command) => client.call(...command), prefix: "shop:" }) });
  await site.start();
  await site.settled();
  const keys = await client.keys("*");
  assert.deepEqual(keys.sort(), ["shop:service-1/global", "shop:service-1/user/user-1"]);
  for (const key of keys) assert.ok((await client.pttl(key)) > 590_000, key);
});

test("the script is sent once, and again if the server no longer has it", async (t) => {
  const client = await connect(t);
  const commands = [];
  const sendCommand = (...command) => {
    commands.push(command[0]);
    return client.call(...command);
  };
  const site = createSite({ limits: redisLimits({ sendCommand }) });
  const evaluations = () => commands.splice(0).filter((name) => name !== "GET");
  await client.script("FLUSH");
  await site.start();
  await site.settled();
  assert.ok(evaluations().includes("EVAL"));
  assert.equal((await site.verify("000000")).status, 200);
  await site.settled();
  assert.ok(!evaluations().includes("EVAL"));
  await client.script("FLUSH");
  assert.equal((await site.verify("000000")).status, 200);
  assert.deepEqual(evaluations().slice(0, 2), ["EVALSHA", "EVAL"]);
});

test("a client may return bytes instead of text", async (t) => {
  const client = await connect(t);
  const site = createSite({ limits: redisLimits({ sendCommand: (...command) => client.callBuffer(...command) }) });
  await site.start();
  assert.equal((await site.verify("000000")).body.attemptsLeft, 4);
});

test("an error of the server or an unexpected reply denies the request", async (t) => {
  const client = await connect(t);
  await client.lpush("verigator:limits:service-1/user/user-1", "not a string");
  const replies = [(...command) => client.call(...command), async () => undefined, async () => "OK", async () => ["1"], async (name) => (name === "GET" ? null : "OK")];
  for (const sendCommand of replies) {
    const site = createSite({ limits: redisLimits({ sendCommand }) });
    assert.equal((await site.start()).status, 503, String(sendCommand));
    assert.deepEqual(site.upstream.calls, []);
  }
});
