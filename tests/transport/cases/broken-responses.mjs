import { assert } from "chai";
import { endless, errorResponse, headOf, ok, response, service } from "../suite/responses.mjs";
import { operations, operationsOfKind } from "../suite/operations.mjs";
import { rejection, settled } from "../suite/outcome.mjs";

const cases = {
  async "body of 200 MB is rejected after 1 MiB, and its connection is closed"(harness) {
    const scenario = await harness.scenario(endless);
    const error = await rejection(harness.client(scenario).getService("id"));
    assert.instanceOf(error, harness.verigator.InvalidResponseError);
    assert.include(error.message, "more than 1024 KiB");
    assert.isBelow(await scenario.closed(), 100_000_000);
  },

  async "body of 1 MB is read completely"(harness) {
    const padded = { ...service, padding: "x".repeat(1_000_000) };
    const received = await harness.client(await harness.scenario(ok(padded))).getService("service-id");
    assert.equal(received.name, "Coffee Shop");
  },

  async "body shorter than its Content-Length is a ConnectionError"(harness) {
    const scenario = await harness.scenario({ raw: `${headOf(1000)}${JSON.stringify(service)}`, then: "end" });
    const error = await rejection(harness.client(scenario, { maxRetries: 0 }).getService("id"));
    assert.instanceOf(error, harness.verigator.ConnectionError);
  },

  async "body longer than its Content-Length is truncated or rejected, and its rest is not used as another response"(
    harness,
  ) {
    const text = JSON.stringify(service);
    const scenario = await harness.scenario({ raw: `${headOf(text.length)}${text}{"id":"other"}`, then: "end" });
    const { value, error } = await settled(harness.client(scenario, { maxRetries: 0 }).getService("id"));
    if (error) assert.instanceOf(error, harness.verigator.VerigatorError);
    else assert.equal(value.id, "service-id");
  },

  async "response without Content-Length is read to its end"(harness) {
    const head = "HTTP/1.1 200 OK\r\naccess-control-allow-origin: *\r\nconnection: close\r\n\r\n";
    const scenario = await harness.scenario({ raw: head + JSON.stringify(service), then: "end" });
    assert.equal((await harness.client(scenario).getService("id")).id, "service-id");
  },

  async "informational responses are skipped"(harness) {
    const hints = "HTTP/1.1 103 Early Hints\r\nlink: </x>; rel=preload\r\n\r\n";
    const text = JSON.stringify(service);
    const scenario = await harness.scenario({
      raw: `HTTP/1.1 102 Processing\r\n\r\n${hints}${headOf(text.length)}${text}`,
      then: "end",
    });
    const { value, error } = await settled(harness.client(scenario).getService("id"));
    // workerd returns the first informational response.
    if (harness.runtime.name === "workerd") assert.equal(error.status, 102);
    else assert.equal(value?.id, "service-id", String(error));
  },

  async "informational response that nothing follows rejects"(harness) {
    const scenario = await harness.scenario({ raw: "HTTP/1.1 103 Early Hints\r\n\r\n", then: "end" });
    const error = await rejection(harness.client(scenario, { maxRetries: 0 }).getService("id"));
    assert.instanceOf(error, harness.verigator.VerigatorError);
  },

  async "unrequested protocol upgrade rejects"(harness) {
    const raw = "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: other\r\n\r\n";
    const scenario = await harness.scenario({ raw, then: "end" });
    const error = await rejection(harness.client(scenario, { maxRetries: 0, timeoutMs: 500 }).getService("id"));
    assert.instanceOf(error, harness.verigator.VerigatorError);
  },

  async "response that is not HTTP rejects"(harness) {
    for (const raw of ["SSH-2.0-OpenSSH_9.2\r\n", "\u0000\u0001\u0002\u0003", "HTTP/9.9 banana\r\n\r\n", "\r\n\r\n"]) {
      const scenario = await harness.scenario({ raw, then: "end" });
      const error = await rejection(harness.client(scenario, { maxRetries: 0 }).getService("id"));
      assert.instanceOf(error, harness.verigator.VerigatorError, JSON.stringify(raw));
    }
  },

  async "delete succeeds by its status, whatever the body"(harness) {
    for (const body of ["", "<html>", "{", "null"]) {
      for (const [name, { call }] of operationsOfKind("delete")) {
        assert.isUndefined(await call(harness.client(await harness.scenario(response(202, body)))), `${name} ${body}`);
      }
    }
  },

  async "error response with a truncated body keeps its error class"(harness) {
    const raw = headOf(100).replace("200 OK", "401 Unauthorized");
    const error = await rejection(harness.client(await harness.scenario({ raw, then: "end" })).getService("id"));
    assert.instanceOf(error, harness.verigator.WrongCredentialsError);
    assert.isUndefined(error.serverMessage);
  },

  async "error response with an endless body keeps its error class"(harness) {
    const fetch = async () => new Response(new ReadableStream({}), { status: 403 });
    const error = await rejection(harness.clientOf("http://localhost", { fetch, timeoutMs: 20 }).getService("id"));
    assert.instanceOf(error, harness.verigator.ResourceForbiddenError);
  },

  async "error has the request id and message of the error response"(harness) {
    const scenario = await harness.scenario(
      errorResponse(403, { "x-request-id": "550e8400-e29b-41d4-a716-446655440000" }),
    );
    const error = await rejection(operations.verifyPin.call(harness.client(scenario)));
    assert.equal(error.requestId, "550e8400-e29b-41d4-a716-446655440000");
    assert.equal(error.serverMessage, "no");
  },
};

const bodies = {
  "is HTML": "<!doctype html><title>502</title>",
  "is truncated JSON": '{"id":"service-id","name',
  "is empty": "",
  "is an array": "[]",
  "is null": "null",
  "is a number": "7",
  "is a string": '"id"',
  "is a JSON bomb of arrays": "[".repeat(500_000),
  "is a complete JSON bomb of arrays": "[".repeat(400_000) + "]".repeat(400_000),
  "is a JSON bomb of objects": '{"id":'.repeat(150_000),
  "lacks a field": '{"id":"service-id"}',
  "has a field of the wrong type": '{"id":7,"name":"x","ctime":"x"}',
  "has an id that would change the path": '{"id":"..","name":"x","ctime":"x"}',
  "has a property named __proto__": '{"__proto__":{"id":"x","name":"x","ctime":"x"}}',
};

for (const [description, body] of Object.entries(bodies)) {
  cases[`successful response whose body ${description} is an InvalidResponseError`] = async (harness) => {
    const scenario = await harness.scenario(ok(body));
    const error = await rejection(harness.client(scenario).getService("id"));
    assert.instanceOf(error, harness.verigator.InvalidResponseError);
    assert.equal(error.status, 200);
    assert.lengthOf(await scenario.requests(), 1);
  };
}

cases["successful response that is not UTF-8 is an InvalidResponseError"] = async (harness) => {
  const text = '{"id":"\u00ff\u00fe","name":"x","ctime":"x"}';
  const scenario = await harness.scenario({ raw: `${headOf(text.length)}${text}`, then: "end" });
  const error = await rejection(harness.client(scenario).getService("id"));
  assert.instanceOf(error, harness.verigator.InvalidResponseError);
  assert.include(error.message, "not UTF-8");
};

export default cases;
