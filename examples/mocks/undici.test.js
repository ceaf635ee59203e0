import assert from "node:assert/strict";
import { before, test } from "node:test";
import { fetch, MockAgent, setGlobalDispatcher } from "undici";
import { Verigator } from "verigator";

const path = "/v1/service/service/service/users/user/auth";
const agent = new MockAgent();
const api = agent.get("https://api.verigator.com");
const userOf = (options) => new Verigator("username", "password", options).service("service").user("user");

before(() => {
  agent.disableNetConnect();
  setGlobalDispatcher(agent);
});

test("a PIN is verified", async () => {
  api.intercept({ path, method: "PUT" }).reply(200, { method: "sms", verified: true });
  const { verified } = await userOf().verifyPin("246813");
  assert.equal(verified, true);
});

test("the PIN that was typed is sent", async () => {
  api.intercept({ path, method: "PUT", body: '{"token":"246813"}' }).reply(200, { method: "sms", verified: true });
  // With this option the body is a string, which a matcher knows.
  const { verified } = await userOf({ fetch }).verifyPin("246813");
  assert.equal(verified, true);
});
