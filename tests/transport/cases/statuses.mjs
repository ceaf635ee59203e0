import { assert } from "chai";
import { errorResponse, response, service, user } from "../suite/responses.mjs";
import { nonIdempotentOperations, operations } from "../suite/operations.mjs";
import { rejection, settled } from "../suite/outcome.mjs";

/** Statuses whose responses have no body. */
const bodiless = [204, 205, 304];

/** A status of proxies, for which the fetch of Node and of browsers rejects. */
const proxyAuthenticationRequired = 407;

const errorNames = {
  400: "InvalidDataError",
  401: "WrongCredentialsError",
  403: "ResourceForbiddenError",
  404: "NoSuchResourceError",
  409: "ResourceAlreadyExistsError",
  422: "InvalidDataError",
  429: "RateLimitedError",
};

export default {
  async "any 2xx with the expected body succeeds"(harness) {
    await each(200, 299, async (status) => {
      const { value, error } = await call(harness, response(status, bodiless.includes(status) ? "" : service));
      if (bodiless.includes(status)) assert.instanceOf(error, harness.verigator.InvalidResponseError, String(status));
      else assert.equal(value?.id, "service-id", `${status} ${error}`);
    });
  },

  async "any 3xx is a RedirectError"(harness) {
    await each(300, 399, async (status) => {
      const { error } = await call(harness, response(status, "", { location: `${harness.servers.second}/elsewhere` }));
      const isHidden = harness.runtime.isBrowser && [301, 302, 303, 307, 308].includes(status);
      assert.instanceOf(error, harness.verigator.RedirectError, String(status));
      assert.equal(error.status, isHidden ? undefined : status);
    });
  },

  async "any 4xx or 5xx is an error of the status's class, with the server's message"(harness) {
    await each(400, 599, async (status) => {
      const { error } = await call(harness, errorResponse(status));
      const expected = status >= 500 ? "InternalError" : (errorNames[status] ?? "VerigatorError");
      const isHidden =
        status === proxyAuthenticationRequired && (harness.runtime.isBrowser || harness.runtime.name === "node");
      if (isHidden) return assert.equal(error.code, "connection");
      assert.equal(error.name, expected, String(status));
      assert.equal(error.constructor, harness.verigator[expected], String(status));
      assert.include(error, { status, serverMessage: "no", operation: "getService", attempts: 1 });
      assert.equal(error.retryable, status >= 500 || status === 408 || status === 429, String(status));
    });
  },

  async "error response without a JSON message has no serverMessage"(harness) {
    for (const body of ["", "<html>", "[]", '{"message":7}', '{"message":""}', "{}"]) {
      const error = await rejection(
        operations.getUser.call(harness.client(await harness.scenario(response(404, body)))),
      );
      assert.isUndefined(error.serverMessage, body);
    }
  },

  async "failed call that is not idempotent says that it may have acted, unless the status refuses the request"(
    harness,
  ) {
    for (const [name, { call }] of nonIdempotentOperations) {
      for (const status of [408, 418, 500, 503]) {
        const error = await rejection(call(harness.client(await harness.scenario(errorResponse(status)))));
        assert.match(
          error.message,
          /; it was not retried, since (it may have succeeded|the message may have been sent or the PIN checked)$/,
          `${name} ${status}`,
        );
      }
      for (const status of [400, 401, 403, 404, 409, 422, 429]) {
        const error = await rejection(call(harness.client(await harness.scenario(errorResponse(status)))));
        assert.notInclude(error.message, "may have", `${name} ${status}`);
      }
    }
  },

  async "successful response that cannot be decoded says that the call may have acted, if it is not idempotent"(
    harness,
  ) {
    for (const body of ["<html>", '{"method":"push"}']) {
      for (const [name, { call }] of nonIdempotentOperations) {
        const error = await rejection(call(harness.client(await harness.scenario(response(200, body)))));
        assert.include(error.message, "it was not retried", name);
      }
      const error = await rejection(
        operations.getService.call(harness.client(await harness.scenario(response(200, body)))),
      );
      assert.notInclude(error.message, "retried");
    }
  },

  async "list of users without a total is accepted"(harness) {
    const scenario = await harness.scenario(response(200, { count: 7, users: [user] }));
    const users = await operations.getUsers.call(harness.client(scenario));
    assert.deepEqual(
      users.map(({ id }) => id),
      ["user-id"],
    );
  },
};

async function call(harness, scripted) {
  return settled(harness.client(await harness.scenario(scripted), { maxRetries: 0 }).getService("service-id"));
}

/** Tests a range of statuses in batches: one by one is slow, and a browser does not open so many connections at once. */
async function each(first, last, check) {
  for (let start = first; start <= last; start += 20) {
    const batch = Array.from({ length: 20 }, (_, index) => start + index);
    await Promise.all(batch.filter((status) => status <= last).map(check));
  }
}
