/** Measures the time of a login through the gateway, and through a Worker that only forwards requests. All run in workerd. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openWorker } from "../../workerd/open.mjs";
import { interleave, print } from "../speed/interleave.mjs";
import { startServer } from "../speed/server.mjs";
import { besideFlexible } from "./beside-flexible.mjs";
import { roundTrips } from "./round-trips.mjs";

const plan = { rounds: 7, turns: 10, batch: 20, atOnce: 1 };
const durableObjects = { LIMITS: { className: "VerigatorLimits", useSQLite: true } };

/** Measures sequential logins, each a started SMS authentication and a verified PIN. The users and their addresses are new, unless one returns. */
export async function gatewayOverhead() {
  const folder = await mkdtemp(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "verigator-benchmark-"));
  const server = await startServer();
  const open = (file, options) =>
    openWorker(new URL(file, import.meta.url), { bindings: { URL: server.url }, ...options });
  const workers = {
    "bare proxy": await open("proxy-worker.mjs"),
    "gateway, memoryLimits": await open("gateway-worker.mjs"),
    "gateway, durableLimits": await open("gateway-worker.mjs", { durableObjects, durableObjectsPersist: folder }),
  };
  try {
    const calls = {};
    for (const [name, { worker }] of Object.entries(workers))
      calls[name] = logInTo((await worker.ready).origin, newUser);
    const user = newUser();
    calls["gateway, durableLimits, returning user"] = logInTo(
      (await workers["gateway, durableLimits"].worker.ready).origin,
      () => user,
    );
    const results = await interleave(calls, plan);
    print("a start and a verification", results);
    const trips = await roundTrips();
    console.log(
      `\nround trips to the store: ${Object.entries(trips)
        .map(([name, count]) => `${name} ${count}`)
        .join(", ")}`,
    );
    return { logins: results, trips, flexible: await besideFlexible(server) };
  } finally {
    await Promise.all(Object.values(workers).map(({ close }) => close()));
    await rm(folder, { recursive: true });
    server.close();
  }
}

let users = 0;

/** Returns the headers of a new user with a new address. */
function newUser() {
  users += 1;
  return { "x-user": randomUUID(), "cf-connecting-ip": `10.${users >> 16}.${(users >> 8) & 255}.${users & 255}` };
}

function logInTo(origin, nextUser) {
  const url = `${origin}/2fa/auth`;
  return async () => {
    const headers = { "content-type": "application/json", ...nextUser() };
    const started = await fetch(url, { method: "POST", headers, body: '{"method":"sms"}' });
    assert.equal((await started.json()).method, "sms");
    const verified = await fetch(url, { method: "PUT", headers, body: '{"token":"123456"}' });
    assert.equal((await verified.json()).verified, true);
  };
}
