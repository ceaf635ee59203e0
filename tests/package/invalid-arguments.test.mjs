import assert from "node:assert/strict";
import { test } from "node:test";
import { InvalidInvocationError, Service, User, Verigator, VerigatorError } from "verigator";

const rejectRequests = () => assert.fail("expected no request to be sent");
const verigator = new Verigator("username", "password", { fetch: rejectRequests });

test("service without arguments is rejected", () => {
  assert.throws(() => new Service(), InvalidInvocationError);
});

test("service or user with a parent of another class is rejected", () => {
  assert.throws(() => new Service("id", verigator.service("id")), InvalidInvocationError);
  assert.throws(() => new User(verigator, "id"), InvalidInvocationError);
});

test("client without credentials is rejected", () => {
  assert.throws(() => new Verigator(), InvalidInvocationError);
});

test("PIN that is a number is rejected, since leading zeros would be lost", async () => {
  const call = verigator.service("service").user("user").verifyPin(1234);
  await assert.rejects(call, (error) => {
    assert.ok(error instanceof InvalidInvocationError && error instanceof VerigatorError && error instanceof Error);
    assert.match(error.message, /zero/);
    return true;
  });
});

test("id that would change the path is rejected", async () => {
  await assert.rejects(verigator.service("service").getUser(".."), InvalidInvocationError);
});

test("method of a freed object rejects", async () => {
  const service = verigator.service("service");
  service.free();
  await assert.rejects(async () => service.getUsers(), VerigatorError);
});
