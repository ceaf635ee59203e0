import { assert } from "chai";
import { answer, errorResponse, service, user } from "../suite/responses.mjs";
import { operations } from "../suite/operations.mjs";
import { rejection, settled } from "../suite/outcome.mjs";

/** Answers of these statuses have no body, by the standard. */
const bodiless = [204, 205, 304];

/** A proxy's status, which the fetch of Node and of browsers takes for a failure of its own. */
const ofProxies = 407;

const named = {
  400: "InvalidDataError",
  401: "WrongCredentialsError",
  403: "ResourceForbiddenError",
  404: "NoSuchResourceError",
  409: "ResourceAlreadyExistsError",
  422: "InvalidDataError",
  429: "RateLimitedError",
};

export default {
  async "any 2xx with the promised body is a success"(harness) {
    await each(200, 299, async (status) => {
      const { value, error } = await call(harness, answer(status, bodiless.includes(status) ? "" : service));
      if (bodiless.includes(status)) assert.instanceOf(error, harness.verigator.InvalidResponseError, String(status));
      else assert.equal(value?.id, "service-id", `${status} ${error}`);
    });
  },

  async "any 3xx is a RedirectError"(harness) {
    await each(300, 399, async (status) => {
      const { error } = await call(harness, answer(status, "", { location: `${harness.servers.second}/elsewhere` }));
      const isHidden = harness.runtime.isBrowser && [301, 302, 303, 307, 308].includes(status);
      assert.instanceOf(error, harness.verigator.RedirectError, String(status));
      assert.equal(error.status, isHidden ? undefined : status);
    });
  },

  async "any 4xx and 5xx is the error of its class, with its message"(harness) {
    await each(400, 599, async (status) => {
      const { error } = await call(harness, errorResponse(status));
      const expected = status >= 500 ? "InternalError" : (named[status] ?? "VerigatorError");
      const isHidden = status === ofProxies && (harness.runtime.isBrowser || harness.runtime.name === "node");
      if (isHidden) return assert.equal(error.code, "connection");
      assert.equal(error.name, expected, String(status));
      assert.equal(error.constructor, harness.verigator[expected], String(status));
      assert.include(error, { status, serverMessage: "no", operation: "getService", attempts: 1 });
      assert.equal(error.retryable, status >= 500 || status === 408 || status === 429, String(status));
    });
  },

  async "refusal without a JSON message has none"(harness) {
    for (const body of ["", "<html>", "[]", '{"message":7}', '{"message":""}', "{}"]) {
      const error = await rejection(operations.getUser.call(harness.client(await harness.scenario(answer(404, body)))));
      assert.isUndefined(error.serverMessage, body);
    }
  },

  async "user without a number of users is read from the list itself"(harness) {
    const scenario = await harness.scenario(answer(200, { count: 7, users: [user] }));
    const users = await operations.getUsers.call(harness.client(scenario));
    assert.deepEqual(users.map(({ id }) => id), ["user-id"]);
  },
};

async function call(harness, given) {
  return settled(harness.client(await harness.scenario(given), { maxRetries: 0 }).getService("service-id"));
}

/** In batches: one after the other takes long, all at once are more connections than a browser opens. */
async function each(first, last, act) {
  for (let start = first; start <= last; start += 20) {
    const batch = Array.from({ length: 20 }, (_, index) => start + index);
    await Promise.all(batch.filter((status) => status <= last).map(act));
  }
}
