/**
 * Measures `verifyPin` of both APIs in Node, each beside the same request by fetch: `node --expose-gc speed/pins-process.mjs`. Prints the results, and
 * sends them to the parent process if there is one.
 */
import assert from "node:assert/strict";
import { NumberVerification, Verigator, init } from "verigator";
import { interleave, median, print } from "./interleave.mjs";
import { startServer } from "./server.mjs";

const [username, password, pin] = ["username", "password", "123456"];
const ids = ["5f1a2b0c-3d4e-4f50-8a6b-7c8d9e0f1a2b", "0e9d8c7b-6a5f-4e3d-9c2b-1a0f9e8d7c6b"];
const plans = {
  sequential: { rounds: 7, turns: 40, batch: 20, atOnce: 1, warmUp: 100 },
  "50 at a time": { rounds: 15, turns: 30, batch: 100, atOnce: 50, warmUp: 20 },
};

/** The calls of each API: its baseline, and the client's. */
const pairs = {
  Verigator: ["PUT by fetch", "Verigator"],
  "Number Verification": ["POST by fetch", "NumberVerification"],
  // Node sends such a request once more after a 421, which is why the client's has a body.
  "Number Verification, beside a POST without any body": ["POST without a body", "NumberVerification"],
};

function createCalls(baseUrl) {
  const user = new Verigator(username, password, { baseUrl }).service(ids[0]).user(ids[1]);
  const messente = new NumberVerification(username, password, { baseUrl });
  const url = `${baseUrl}/v1/service/service/${ids[0]}/users/${ids[1]}/auth`;
  const headers = {
    Accept: "application/json",
    "Content-Type": "application/json",
    "X-Service-Auth": `${username}:${password}`,
  };
  const put = { method: "PUT", headers, body: JSON.stringify({ token: pin }) };
  const query = new URLSearchParams({ username, password, verification_id: ids[0], pin });
  const post = { method: "POST", headers: { Accept: "text/plain" } };
  const verifyByFetch = async (init) =>
    (await (await fetch(`${baseUrl}/verify/pin?${query}`, init)).text()) === "VERIFIED";
  return {
    "PUT by fetch": async () => (await (await fetch(url, put)).json()).verified,
    Verigator: async () => (await user.verifyPin(pin)).verified,
    "POST by fetch": () => verifyByFetch({ ...post, body: "" }),
    "POST without a body": () => verifyByFetch(post),
    NumberVerification: async () => (await messente.verifyPin(ids[0], pin)).verified,
  };
}

const server = await startServer();
await init();
const calls = createCalls(server.url);
for (const [name, call] of Object.entries(calls)) assert.equal(await call(), true, name);
for (const [title, plan] of Object.entries(plans)) {
  const results = await interleave(calls, plan);
  print(title, results);
  const ratios = Object.fromEntries(
    Object.entries(pairs).map(([api, [baseline, client]]) => {
      const [base, own] = [baseline, client].map((name) => results[name].time.microseconds);
      return [api, { ratios: own.map((value, round) => value / base[round]), microseconds: own }];
    }),
  );
  for (const [api, { ratios: ofRounds }] of Object.entries(ratios))
    console.log(`${api}: ${median(ofRounds).toFixed(2)}`);
  process.send?.({ title, results: ratios });
}
server.close();
