/**
 * Measures starts with limits in a real Redis, by ioredis: what a user would write with rate-limiter-flexible and the client, in the same order, and the gateway in
 * process. The users and their networks are new.
 */
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import Redis from "ioredis";
import { RateLimiterRedis } from "rate-limiter-flexible";
import { Verigator } from "verigator";
import { createGateway, redisLimits } from "verigator/gateway";
import { openRedis } from "../../gateway/stores/redis-server.mjs";
import { interleave, print } from "../speed/interleave.mjs";

const plans = {
  "one after the other": { rounds: 7, turns: 6, batch: 50, atOnce: 1 },
  "50 at a time": { rounds: 7, turns: 6, batch: 200, atOnce: 50 },
};
const whole = { count: 1_000_000, seconds: 3_600 };
const version = JSON.parse(
  readFileSync(new URL("../node_modules/rate-limiter-flexible/package.json", import.meta.url), "utf8"),
).version;

/** Returns the results of each plan, with the 50th and 99th percentile of a start in milliseconds. */
export async function besideFlexible(server) {
  const closing = [];
  const { url } = await openRedis((close) => closing.push(close));
  const clients = [];
  const connect = () => (clients.push(new Redis(url)), clients.at(-1));
  try {
    const results = {};
    for (const [name, plan] of Object.entries(plans)) {
      const durations = {};
      const starts = {
        [`rate-limiter-flexible ${version}`]: startByHand(connect(), server.url),
        gateway: startByGateway(connect(), server.url),
      };
      const timed = Object.fromEntries(
        Object.entries(starts).map(([way, start]) => [way, timedInto((durations[way] = []), start)]),
      );
      results[name] = await interleave(timed, plan);
      print(`a start with Redis, ${name}`, results[name]);
      for (const [way, times] of Object.entries(durations)) {
        const [p50, p99] = [0.5, 0.99].map((part) => times.sort((a, b) => a - b)[Math.floor(times.length * part)]);
        Object.assign(results[name][way], { p50, p99 });
        console.log(`  ${way.padEnd(30)} p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`);
      }
    }
    return results;
  } finally {
    for (const client of clients) client.disconnect();
    for (const close of closing) await close();
  }
}

function timedInto(durations, start) {
  return async () => {
    const begin = performance.now();
    await start();
    durations.push(performance.now() - begin);
  };
}

function startByHand(storeClient, baseUrl) {
  const limiter = (keyPrefix, points, duration) => new RateLimiterRedis({ storeClient, keyPrefix, points, duration });
  const [perUser, perAddress, ofAll] = [
    limiter("user", 3, 600),
    limiter("address", 10, 3_600),
    limiter("whole", whole.count, whole.seconds),
  ];
  const service = new Verigator("username", "password", { baseUrl }).service("service");
  return async () => {
    const id = randomUUID();
    await perUser.consume(id);
    await Promise.all([perAddress.consume(nextAddress()), ofAll.consume("all")]);
    const user = service.user(id);
    await user.authenticateUsingSms({ maxRetries: 0 });
    user.free();
  };
}

function startByGateway(client, baseUrl) {
  const gateway = createGateway({
    verigator: new Verigator("username", "password", { baseUrl }),
    serviceId: "service",
    identify: () => null,
    limits: redisLimits({ sendCommand: (name, ...values) => client[name.toLowerCase()](...values) }),
    policy: { sendsGlobal: whole },
  });
  return () => gateway.user(randomUUID(), { address: nextAddress() }).authenticateUsingSms();
}

let addresses = 0;

/** An address in a network that no other start has used for a long time. */
function nextAddress() {
  addresses += 1;
  return `${addresses & 127}.${(addresses >> 7) & 255}.${(addresses >> 15) & 255}.1`;
}
