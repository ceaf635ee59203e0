import assert from "node:assert/strict";
import { after, test } from "node:test";
import Redis from "ioredis";
import { createCluster } from "redis";
import { redisLimits } from "verigator/gateway";
import { createSite } from "./site.mjs";
import { openRedis, openRedisCluster } from "./stores/redis-server.mjs";
import { testManyProcesses, testServerGone, testSharedLimits } from "./stores/shared-limits.mjs";

const server = await openRedis(after);

for (const client of ["ioredis", "redis"]) {
  testSharedLimits(client, server.url);
  testServerGone(client, server);
}

testManyProcesses("ioredis", server.url);

/** Connects a client to the server, and deletes all keys. */
async function connect(t) {
  const client = new Redis(server.url);
  t.after(() => client.disconnect());
  await client.flushall();
  return client;
}

test("keys have the prefix, and expire when they no longer count", async (t) => {
  const client = await connect(t);
  const site = createSite({
    limits: redisLimits({ sendCommand: (...command) => client.call(...command), prefix: "shop:" }),
  });
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
  const replies = [
    (...command) => client.call(...command),
    async () => undefined,
    async () => "OK",
    async () => ["1"],
    async (name) => (name === "GET" ? null : "OK"),
  ];
  for (const sendCommand of replies) {
    const site = createSite({ limits: redisLimits({ sendCommand }) });
    assert.equal((await site.start()).status, 503, String(sendCommand));
    assert.deepEqual(site.upstream.calls, []);
  }
});

test("a call is one command, as long as its keys are new or nobody else has written to them", async (t) => {
  const client = await connect(t);
  await client.script("FLUSH");
  const commands = [];
  const sendCommand = (...command) => {
    commands.push(command[0]);
    return client.call(...command);
  };
  const site = createSite({ limits: redisLimits({ sendCommand }) });
  const counted = async (call) => (
    commands.splice(0), await call(), await site.settled(), commands.splice(0).join(" ")
  );
  assert.equal(await counted(() => site.start()), "EVALSHA EVAL", "the script is sent once");
  assert.equal(await counted(() => site.start("user-2")), "EVALSHA");
  assert.equal(await counted(() => site.start("user-2")), "EVALSHA", "a denied one reads");
  assert.equal(
    await counted(() => site.verify("000000")),
    "EVALSHA EVALSHA EVALSHA",
    "reserved, settled, and counted for the report",
  );
});

/** A site on the server whose users have addresses, and the commands that it has sent. */
function createNetworkSite(client, options) {
  const commands = [];
  const sendCommand = (...command) => {
    commands.push(command);
    return client.call(...command);
  };
  const site = createSite({ limits: redisLimits({ sendCommand }), destination: () => "+3725555555", ...options });
  const send = (method, body, user, address) => site.send(method, body, { user, headers: { "x-address": address } });
  const start = (user, address = "192.0.2.1") => send("POST", { method: "sms" }, user, address);
  const verify = (pin, user, address = "192.0.2.1") => send("PUT", { token: pin }, user, address);
  /** How many keys each command names. */
  const keyCounts = () => commands.splice(0).map(([, , count]) => Number(count));
  return { ...site, start, verify, keyCounts };
}

test("all limits of a start or a PIN are one command, and the whole gateway's another if other processes have counted in the meantime", async (t) => {
  const client = await connect(t);
  const site = createNetworkSite(client);
  await site.start("warm-up");
  site.keyCounts();
  assert.equal((await site.start("user")).status, 201);
  assert.deepEqual(site.keyCounts(), [4], "the user, the destination, the network and the whole");
  assert.equal((await site.verify("000000", "user")).body.attemptsLeft, 4);
  await site.settled();
  assert.deepEqual(site.keyCounts(), [2, 1, 1], "the attempt and its network, the wrong PIN, and the report");

  await createNetworkSite(client, { destination: () => "+3725555556" }).start("other", "203.0.113.1");
  assert.equal((await site.start("user-2")).status, 201);
  assert.deepEqual(site.keyCounts(), [4, 1]);
});

test("a start that the user's limit denies touches no other key, also if another process has counted the user's sends", async (t) => {
  const client = await connect(t);
  const [site, other] = [createNetworkSite(client), createNetworkSite(client)];
  await site.start("user");
  const before = await client.get("verigator:limits:service-1/network/192.0.2.0/24");
  assert.equal((await other.start("user")).status, 429);
  assert.equal(await client.get("verigator:limits:service-1/network/192.0.2.0/24"), before);
});

test("two processes in turns allow a network no more than its limit, and refund the user of a denied start", async (t) => {
  const client = await connect(t);
  const policy = { sendsPerAddress: { count: 3, seconds: 3600 }, sendsPerUser: { count: 1, seconds: 3600 } };
  const sites = [0, 1].map(() => createNetworkSite(client, { policy }));
  const statuses = [];
  for (let user = 0; user < 6; user += 1) statuses.push((await sites[user % 2].start(`user-${user}`)).status);
  assert.deepEqual(statuses, [201, 201, 201, 429, 429, 429]);
  assert.equal((await sites[0].start("user-5", "198.51.100.1")).status, 201);
});

test("concurrent starts of one network share the command for its key", async (t) => {
  const client = await connect(t);
  const site = createNetworkSite(client, {
    destination: undefined,
    policy: { sendsPerAddress: { count: 30, seconds: 3600 } },
  });
  await site.start("warm-up");
  site.keyCounts();
  const responses = await Promise.all(Array.from({ length: 50 }, (_, user) => site.start(`user-${user}`)));
  assert.equal(responses.filter(({ status }) => status === 201).length, 29);
  assert.ok(site.keyCounts().length < 130, "of 50 users, their refunds, the network and the whole");
});

test("a client that fails a command about several keys is asked for each by itself", async (t) => {
  const client = await connect(t);
  const failing = (name, script, count, ...values) =>
    Number(count) > 1 ? Promise.reject(new Error("CROSSSLOT")) : client.call(name, script, count, ...values);
  const site = createNetworkSite(client, { limits: redisLimits({ sendCommand: failing }) });
  for (const user of ["a", "b"]) assert.equal((await site.start(user)).status, 201);
  assert.equal((await site.start("a")).status, 429);
  assert.deepEqual(site.errors, []);
});

test("a client may rename the server's errors, or send a command again whose reply it has lost", async (t) => {
  const client = await connect(t);
  await client.script("FLUSH");
  const renaming = async (...command) => {
    try {
      return await client.call(...command);
    } catch {
      throw new Error("An error was signalled by the server: - NoScriptError: No matching script.");
    }
  };
  const repeating = async (...command) => (await client.call(...command), client.call(...command));
  for (const [index, sendCommand] of [renaming, repeating].entries()) {
    const site = createSite({
      limits: redisLimits({ sendCommand }),
      serviceId: `service-${index}`,
      policy: { sendsGlobal: { count: 2, seconds: 60 } },
    });
    assert.deepEqual(
      [(await site.start("a")).status, (await site.start("b")).status, (await site.start("c")).status],
      [201, 201, 429],
    );
    assert.equal(site.upstream.calls.length, 2);
    for (let attempt = 5; attempt > 0; attempt -= 1)
      assert.equal((await site.verify("000000", "a")).body.attemptsLeft, attempt - 1);
    assert.equal((await site.verify("000000", "a")).status, 429);
  }
});

test("the server's clock counts, whatever that of the process", async (t) => {
  const client = await connect(t);
  const site = createSite({
    limits: redisLimits({ sendCommand: (...command) => client.call(...command) }),
    now: undefined,
  });
  const realNow = Date.now;
  const shifted = (ms) => t.mock.method(Date, "now", () => realNow() + ms);
  for (const [index, aheadMs] of [0, 1_300_000, -1_300_000, 3_600_000, 400_000_000].entries()) {
    const mocked = shifted(aheadMs);
    const other = createSite({
      limits: redisLimits({ sendCommand: (...command) => client.call(...command) }),
      now: undefined,
    });
    const response = await (index === 0 ? site : other).start();
    mocked.mock.restore();
    assert.equal(response.status, index === 0 ? 201 : 429, `${aheadMs} ms ahead`);
    const waitMs = new Date(response.body.resendAt) - realNow() - aheadMs;
    assert.ok(waitMs > 20_000 && waitMs <= 30_500, `${waitMs} ms by the clock of the process`);
  }
  assert.deepEqual(site.errors, []);
});

test("a cluster of three works with a client of the package redis, and each key has its own node", async (t) => {
  const cluster = await openRedisCluster(t.after.bind(t));
  const client = await createCluster({ rootNodes: [{ url: cluster.url }] })
    .on("error", () => {})
    .connect();
  t.after(() => client.destroy());
  const sites = [1, 2].map(() =>
    createSite({
      limits: redisLimits({ sendCommand: (...command) => client.sendCommand(command[3], false, command) }),
    }),
  );
  for (let user = 0; user < 12; user += 1) {
    const options = { user: `user-${user}`, headers: { "x-address": `192.0.2.${user}` } };
    assert.equal((await sites[0].send("POST", { method: "sms" }, options)).status, 201);
    assert.equal((await sites[1].send("POST", { method: "sms" }, options)).status, 429);
  }
  assert.ok((await cluster.keyCounts()).every((count) => count > 0));
});
