import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { Verigator } from "verigator";

const user = new Verigator("username", "password").service("service").user("user");

const server = setupServer(
  http.put("https://api.verigator.com/v1/service/service/:service/users/:user/auth", async ({ request }) => {
    const { token } = await request.json();
    return HttpResponse.json({ method: "sms", verified: token === "246813" });
  }),
  http.post("https://api.verigator.com/v1/service/service/:service/users/:user/auth", () => HttpResponse.error()),
);

before(() => server.listen({ onUnhandledFrame: "error" })); // before the first request
after(() => server.close());

test("a PIN is verified", async () => {
  const { verified } = await user.verifyPin("246813");
  assert.equal(verified, true);
});

test("a lost connection rejects, and no second SMS is sent", async () => {
  await assert.rejects(user.authenticateUsingSms(), { code: "connection", attempts: 1 });
});
