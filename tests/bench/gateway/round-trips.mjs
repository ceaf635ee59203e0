/** Counts how often each kind of request waits for the store. */
import assert from "node:assert/strict";
import { memoryLimits } from "verigator/gateway";
import { countTrips, createRemoteStore } from "../../gateway/remote-store.mjs";
import { openGateway } from "./open-gateway.mjs";

/** Returns the round trips of each kind of request. */
export async function roundTrips() {
  const remote = createRemoteStore(memoryLimits());
  const user = () => ({
    authenticateUsingSms: async () => ({ method: "sms" }),
    verifyPin: async (pin) => ({ verified: pin === "123456", method: "sms" }),
  });
  const gateway = openGateway({ URL: "http://127.0.0.1" }, remote, {
    policy: {},
    verigator: { service: () => ({ user }) },
  });
  const headers = { "content-type": "application/json", "x-user": "user", "cf-connecting-ip": "192.0.2.1" };
  const site = {
    send: (method, body) => gateway.fetch(new Request("http://127.0.0.1/2fa/auth", { method, headers, body })),
  };
  const trips = async (status, ...request) => {
    const { response, trips } = await countTrips(site, remote, ...request);
    assert.equal(response.status, status);
    return trips.length;
  };
  return {
    start: await trips(201, "POST", '{"method":"sms"}'),
    "denied start": await trips(429, "POST", '{"method":"sms"}'),
    "wrong PIN": await trips(200, "PUT", '{"token":"000000"}'),
    "right PIN": await trips(200, "PUT", '{"token":"123456"}'),
    status: await trips(200, "GET"),
  };
}
