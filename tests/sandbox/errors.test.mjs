import assert from "node:assert/strict";
import { test } from "node:test";
import * as verigator from "verigator";
import { Sandbox } from "verigator/sandbox";

const { Verigator } = verigator;
const sandbox = new Sandbox();

/** A client with a time limit that a test waits for only if no response is to come. */
function openClient(word) {
  const timeoutMs = word === "hang" ? 50 : 300_000;
  return new Verigator(sandbox.username, sandbox.password, { fetch: sandbox.fetch, timeoutMs, maxRetries: 0 });
}

/** The client's error class for each magic value. */
const classes = {
  400: "InvalidDataError",
  401: "WrongCredentialsError",
  403: "ResourceForbiddenError",
  404: "NoSuchResourceError",
  409: "ResourceAlreadyExistsError",
  418: "VerigatorError",
  422: "InvalidDataError",
  429: "RateLimitedError",
  500: "InternalError",
  502: "InternalError",
  503: "InternalError",
  malformed: "InvalidResponseError",
  connection: "ConnectionError",
  hang: "TimeoutError",
  redirect: "RedirectError",
};

const response = await sandbox.fetch("http://localhost/_sandbox/magic-values");
const { faults: magicFaults, replies: magicReplies } = await response.json();

test("the magic values cover every error class that a request can cause", () => {
  assert.deepEqual(magicFaults.map(({ fqdn }) => fqdn.split(".")[0]).sort(), Object.keys(classes).sort());
  const local = ["InvalidInvocationError"];
  const reached = new Set([...Object.values(classes), ...local]);
  const exported = Object.keys(verigator).filter((name) => name.endsWith("Error"));
  assert.deepEqual(
    exported.filter((name) => !reached.has(name)),
    [],
  );
});

for (const { fqdn, id } of magicFaults) {
  const word = fqdn.split(".")[0];

  test(`${word} as a name and as an id causes ${classes[word]}`, async () => {
    const client = openClient(word);
    for (const call of [client.createService("Magic", fqdn), client.getService(id), client.service(id).getUsers()]) {
      await assert.rejects(call, { name: classes[word] });
    }
  });
}

/** The client's error class for each reply of the Number Verification API that is one. */
const classesOfReplies = {
  "ERROR 101": "WrongCredentialsError",
  "ERROR 102": "InvalidDataError",
  "ERROR 103": "ResourceForbiddenError",
  "ERROR 109": "InvalidDataError",
  "ERROR 111": "ResourceForbiddenError",
  "ERROR 209": "InternalError",
  "FAILED 209": "InternalError",
  "<html>not the API</html>": "InvalidResponseError",
};

for (const { phoneNumber, reply } of magicReplies) {
  const name = classesOfReplies[reply];
  test(`a start for ${phoneNumber} ${name ? `causes ${name}` : "finds the device verified"}`, async () => {
    const { username, password, fetch } = sandbox;
    const messente = new verigator.NumberVerification(username, password, { fetch });
    const call = messente.verifyNumber(phoneNumber);
    if (name) await assert.rejects(call, { name });
    else assert.deepEqual([reply, await call], ["VERIFIED", { verified: true }]);
    assert.deepEqual(sandbox.inbox.messages(phoneNumber), []);
  });
}
