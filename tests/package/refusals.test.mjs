import assert from "node:assert/strict";
import { test } from "node:test";
import { InvalidInvocationError, Service, User, Verigator, VerigatorError } from "verigator";

const neverSent = () => assert.fail("a request was sent");
const verigator = new Verigator("username", "password", { fetch: neverSent });

test("service made of nothing is refused", () => {
  assert.throws(() => new Service(), InvalidInvocationError);
});

test("service made with something else than a Verigator is refused", () => {
  assert.throws(() => new Service("id", verigator.service("id")), InvalidInvocationError);
  assert.throws(() => new User(verigator, "id"), InvalidInvocationError);
});

test("client without credentials is refused", () => {
  assert.throws(() => new Verigator(), InvalidInvocationError);
});

test("number for a PIN is refused, since leading zeros would be lost", async () => {
  const call = verigator.service("service").user("user").verifyPin(1234);
  await assert.rejects(call, (error) => {
    assert.ok(error instanceof InvalidInvocationError && error instanceof VerigatorError && error instanceof Error);
    assert.match(error.message, /zero/);
    return true;
  });
});

test("id that would climb up in the path is refused", async () => {
  await assert.rejects(verigator.service("service").getUser(".."), InvalidInvocationError);
});

test("method on a freed object is refused by rejecting", async () => {
  const service = verigator.service("service");
  service.free();
  await assert.rejects(async () => service.getUsers(), VerigatorError);
});
