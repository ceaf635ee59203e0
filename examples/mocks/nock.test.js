import assert from "node:assert/strict";
import { afterEach, before, test } from "node:test";
import nock from "nock";
import { Verigator } from "verigator";

const user = new Verigator("username", "password", { maxRetries: 1 }).service("service").user("user");
const api = () => nock("https://api.verigator.com");

before(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());

test("a PIN is verified", async () => {
  api()
    .put(/\/auth$/, { token: "246813" })
    .reply(200, { method: "sms", verified: true });
  const { verified } = await user.verifyPin("246813");
  assert.equal(verified, true);
});

test("a refused connection is tried twice, since nothing was sent", async () => {
  const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
  api()
    .post(/\/auth$/)
    .times(2)
    .replyWithError(refused);
  await assert.rejects(user.authenticateUsingSms(), { code: "connection", attempts: 2 });
});
