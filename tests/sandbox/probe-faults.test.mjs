import assert from "node:assert/strict";
import { test } from "node:test";
import { countResources, otherAccount, probe, rulesOf, serve, startProbe, typePins } from "./probe-process.mjs";

const phoneNumber = "+3725555555";
const services = "/v1/service/service";

/** Replaces the status of responses, and the body unless it is undefined. */
function replace(condition, status, body) {
  return (response, request) => {
    if (!condition(response, request)) return response;
    return { ...response, status, text: body === undefined ? response.text : body };
  };
}

/** Changes the JSON of successful responses. */
function change(condition, edit) {
  return (response, request) => {
    if (response.status >= 300 || !condition(request)) return response;
    return { ...response, text: JSON.stringify(edit(JSON.parse(response.text))) };
  };
}

const isVerification = ({ method, url }) => method === "PUT" && url.endsWith("/auth");
const isStart = ({ method, url }) => method === "POST" && url.endsWith("/auth");
const isDelete = ({ method }) => method === "DELETE";

const numericId = {};

/** Replaces the id of the service by a number, and remembers it. */
function replaceId(json) {
  if (json.id !== undefined) numericId.uuid = json.id;
  return json.id === undefined ? json : { ...json, id: 1234567 };
}

function asFirstAccount(headers) {
  const credentials = headers["x-service-auth"]?.replace("other-name:other-secret", "account-name:account-secret");
  return { ...headers, "x-service-auth": credentials };
}

/** A changed sandbox, and the start of each rule that the probe has to name, with a part of its details. */
const contradictions = {
  "400 instead of 422": {
    rewriteResponse: replace(({ status }) => status === 422, 400),
    named: {
      "The order of errors": '"register the user again with an invalid number": expected 422, received 400',
      "A body gives 422": '"create with invalid JSON": expected 422, received 400',
      "A phone number is": '"register a number with 5 digits": expected 422',
      "The path with one service": "expected 422",
      "PINs and codes are strings": "expected 422",
    },
  },
  "deletes with 204": {
    rewriteResponse: replace(({ status }, request) => isDelete(request) && status === 202, 204, ""),
    named: {
      "DELETE S/{sid}:": '"delete the service": expected 202, no body, received 204, no body',
      "DELETE S/{sid}/users/{uid}:": '"delete the user": expected 202, no body, received 204, no body',
      "Deletes respond with 202": "received 204, no body",
    },
  },
  "a service with users deleted, in what the server says": {
    rewriteResponse: replace(({ status }, request) => isDelete(request) && status === 409, 202, ""),
    named: { "DELETE S/{sid}:": "expected 409, received 202, no body", "A service with users": "expected 409" },
  },
  "errors without a body": {
    rewriteResponse: replace(({ status }) => status >= 400, 404, ""),
    named: { "Errors have the body": 'expected an error with {"message": …}, received 404, no body' },
    isPartial: true,
  },
  "a duplicate service": {
    rewriteRequest: ({ body, ...rest }) => ({ ...rest, body: body.replace("PROBE-", "OTHER-") }),
    named: { "POST S:": '"create it again in upper case": expected 409, received 201 {"id":"SERVICE-2"' },
    isPartial: true,
  },
  "a list in another order": {
    rewriteResponse: change(
      ({ method, url }) => method === "GET" && url.endsWith("/users"),
      ({ total, users }) => ({ total, users: users.reverse() }),
    ),
    named: { "GET S/{sid}/users:": "in the order of registration, received 200" },
  },
  "Unix times": {
    rewriteResponse: change(
      ({ method, url }) => method === "POST" && url === services,
      (json) => ({ ...json, ctime: 1764021602 }),
    ),
    named: { "POST S:": "expected 201 {id, name, ctime}", "ctime is RFC 3339": "ctime: RFC 3339 with Z, received 201" },
  },
  "numeric ids": {
    rewriteRequest: ({ url, ...rest }) => ({ ...rest, url: url.replace("/1234567", `/${numericId.uuid}`) }),
    rewriteResponse: change(({ url }) => url.startsWith(services) && !url.includes("/users"), replaceId),
    named: { "Ids are UUIDs": 'id: a UUID, received 201 {"id":SERVICE-1', "POST S:": "expected 201 {id, name, ctime}" },
    isPartial: true,
  },
  "404 instead of 405": {
    rewriteResponse: replace(({ status }) => status === 405, 404),
    named: { "A known path with another method": '"get the authentication": expected 405, received 404' },
  },
  "no check of the account": {
    rewriteRequest: ({ headers, ...rest }) => ({ ...rest, headers: asFirstAccount(headers) }),
    named: {
      "A service belongs to the account": '"get a foreign service": expected 403, received 200',
      "The order of errors": "expected 403, received 422",
    },
  },
  "PINs of 4 digits": {
    options: { pinLength: 4 },
    named: { "An SMS PIN has 6 digits": "expected a PIN of 6 digits, received a PIN of 4 digits, with the line" },
  },
  "no throttling": {
    options: { maxAttempts: 99 },
    named: {
      "5 wrong PINs": "expected a rejection whose only reason is throttled, received 200",
      "A rejected PIN gives": "received 200",
      "Exactly one of the three": "whose only reason is throttled",
    },
  },
  "rejections without a reason": {
    rewriteResponse: change(isVerification, ({ method, verified }) => ({ method, verified })),
    named: {
      "PUT S/{sid}/users/{uid}/auth:": '"verify a wrong PIN": expected 200 with "status"',
      "5 wrong PINs": "whose only reason is invalid",
      "A rejected PIN gives": 'received 200 {"method":"sms","verified":false}',
      "Exactly one of the three": "whose only reason is invalid",
    },
  },
  "PINs that stay valid": {
    rewriteResponse: change(isVerification, (json) =>
      json.status?.invalid ? { method: "sms", verified: true } : json,
    ),
    named: {
      "Each start replaces": "expected 200 with verified: false",
      "An authentication accepts one": '"verify the right PIN again"',
    },
    isPartial: true,
  },
  "no short path": {
    rewriteRequest: ({ url, ...rest }) => ({
      ...rest,
      url: url.startsWith(`${services}/`) || url === services ? url : "/v1/none",
    }),
    named: { "The path with one service": '"start by the short path": expected a success, received 404' },
  },
};

for (const [title, { options, rewriteRequest, rewriteResponse, named, isPartial }] of Object.entries(contradictions)) {
  test(`contradictions are named: ${title}`, async (t) => {
    const { sandbox, url } = await serve(t, options, { rewriteRequest, rewriteResponse });
    const args = ["--send-sms", phoneNumber, "--yes"];
    const result = await probe(t, url, { args, environment: otherAccount, onPrompt: typePins(sandbox, phoneNumber) });
    const found = rulesOf(result, "contradicted");
    assert.equal(result.code, 1, result.stdout + result.stderr);
    for (const [start, detail] of Object.entries(named)) {
      assert.ok(
        found.some((rule) => rule.startsWith(start) && rule.includes(detail)),
        `${start}\n${result.stdout}`,
      );
    }
    if (!isPartial) assert.equal(found.length, Object.keys(named).length, found.join("\n"));
    assert.equal(countResources(sandbox), 0);
    assert.equal(result.stderr.includes("could not delete"), false);
  });
}

test("a mixture of the profiles is named, with the profile that fits best", async (t) => {
  const rewriteResponse = replace(({ status }) => status === 201, 200);
  const { url } = await serve(t, {}, { rewriteResponse });
  const { code, stdout } = await probe(t, url);
  assert.equal(code, 1);
  assert.match(stdout, /^Profile: docs fits best, 7 of 11 differences; the other profile fits 4\.$/m);
  assert.match(stdout, /"create a service": expected 201, received 200/);
});

const faults = [
  ["status 503", { kind: "status", status: 503, headers: { "retry-after": "7" } }, "status 503, Retry-After 7"],
  ["hang", { kind: "hang" }, "no complete response within 1000 ms"],
  ["a cut connection", { kind: "connection" }, "UND_ERR_SOCKET: other side closed"],
  ["a truncated response", { kind: "truncated" }, "UND_ERR_SOCKET: other side closed"],
];

for (const [title, fault, reason] of faults) {
  test(`${title}: one failed request is reported, and the others are sent`, async (t) => {
    const { sandbox, url } = await serve(t);
    sandbox.faults.next(fault, { method: "GET", path: /\/users$/ });
    const { code, stdout } = await probe(t, url, { args: ["--timeout-ms", "1000"] });
    assert.equal(code, 3, stdout);
    assert.ok(stdout.includes(`"list the users" failed: ${reason}`), stdout);
    assert.match(stdout, /^1 of \d+ requests failed\.$/m);
    assert.match(stdout, /^Everything that the probe created is deleted\.$/m);
    assert.equal(countResources(sandbox), 0);
  });

  test(`${title}: three failed requests end the run, and the clean-up repeats deletes`, async (t) => {
    const { sandbox, url } = await serve(t);
    sandbox.faults.next(fault, { method: "PUT", times: 3 });
    sandbox.faults.next(fault, { method: "DELETE", times: 2 });
    const { code, stdout } = await probe(t, url, { args: ["--timeout-ms", "1000"] });
    assert.equal(code, 3, stdout);
    assert.match(stdout, /^Ended early: 3 requests failed\.$/m);
    assert.equal(countResources(sandbox), 0);
  });
}

test("a request is not repeated after a 421, as Node would by itself", async (t) => {
  const rewriteResponse = replace((response, request) => isStart(request) && response.status === 201, 421);
  const { sandbox, url } = await serve(t, {}, { rewriteResponse });
  const { code } = await probe(t, url, { args: ["--send-sms", phoneNumber, "--yes"] });
  assert.equal(code, 1);
  assert.equal(sandbox.inbox.messages().length, 1);
  assert.equal(countResources(sandbox), 0);
});

test("what cannot be deleted is named, and exits with code 4", async (t) => {
  const { sandbox, url } = await serve(t);
  sandbox.faults.next({ kind: "status", status: 503 }, { method: "DELETE", times: 99 });
  const { code, stdout, stderr } = await probe(t, url);
  const [service] = sandbox.snapshot().state.directory.services;
  assert.equal(code, 4);
  assert.match(
    stderr,
    new RegExp(
      `^verigator probe: could not delete ${services}/${service.id} \\(fqdn probe-[\\da-f]{8}\\.example\\.com\\)\n$`,
    ),
  );
  assert.doesNotMatch(stdout, /is deleted/);
});

test("a service whose create request lost its response is named", async (t) => {
  const { sandbox, url } = await serve(t);
  sandbox.faults.next({ kind: "truncated" }, { method: "POST", path: /service$/, times: 2 });
  const { code, stdout, stderr } = await probe(t, url);
  const [{ fqdn }] = sandbox.snapshot().state.directory.services;
  assert.equal(code, 4);
  assert.ok(stderr.includes(`there may be a service with the fqdn ${fqdn}, whose id is unknown`), stderr);
  assert.match(stdout, /Ended early: "create a service" returned no id/);
});

test("a user whose register request lost its response is deleted", async (t) => {
  const { sandbox, url } = await serve(t);
  sandbox.faults.next({ kind: "truncated" }, { method: "POST", path: /users$/ });
  const { code } = await probe(t, url);
  assert.equal(code, 3);
  assert.equal(countResources(sandbox), 0);
});

/** Serves a sandbox that signals the probe while it handles the first request that matches. */
async function interruptAt(t, signal, isMatch) {
  let run;
  let isSent = false;
  const rewriteResponse = (response, request) => {
    if (!isSent && isMatch(request)) {
      isSent = true;
      run.kill(signal);
    }
    return response;
  };
  const { sandbox, url } = await serve(t, {}, { rewriteResponse });
  run = startProbe(t, url);
  return { sandbox, ...(await run.closed) };
}

for (const [signal, expectedCode] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
]) {
  test(`${signal} between the calls deletes everything`, async (t) => {
    const { sandbox, code, stderr, stdout } = await interruptAt(
      t,
      signal,
      ({ method, url }) => method === "GET" && url.endsWith("/users"),
    );
    assert.equal(code, expectedCode);
    assert.equal(stderr, `verigator probe: interrupted by ${signal}; deleting what was created\n`);
    assert.match(stdout, new RegExp(`^Ended early: interrupted by ${signal}\\.$`, "m"));
    assert.equal(countResources(sandbox), 0);
  });
}

test("SIGINT while a service is created waits for its id and deletes it", async (t) => {
  const isCreate = ({ method, url, headers }) =>
    method === "POST" && url === services && headers["x-service-auth"].startsWith("account-name");
  const { sandbox, code } = await interruptAt(t, "SIGINT", isCreate);
  assert.equal(code, 130);
  assert.ok(sandbox.requests.some(({ method, status }) => method === "POST" && status === 201));
  assert.equal(countResources(sandbox), 0);
});

test("SIGINT at the prompt for a PIN deletes everything and sends no further SMS", async (t) => {
  const { sandbox, url } = await serve(t);
  const onPrompt = () => new Promise(() => run.kill("SIGINT"));
  const run = startProbe(t, url, { args: ["--send-sms", phoneNumber, "--yes"], onPrompt });
  const { code } = await run.closed;
  assert.equal(code, 130);
  assert.equal(sandbox.inbox.messages().length, 1);
  assert.equal(countResources(sandbox), 0);
});

test("the third signal ends the clean-up and names what remains", async (t) => {
  const { sandbox, stderr, code } = await interruptRepeatedly(t, 3);
  assert.equal(code, 4);
  assert.match(stderr, new RegExp(`not deleted: ${services}/${sandbox.snapshot().state.directory.services[0].id}\n$`));
});

test("a second signal, which npx sends beside the terminal's, does not end the clean-up", async (t) => {
  const { sandbox, code } = await interruptRepeatedly(t, 2);
  assert.equal(code, 130);
  assert.equal(countResources(sandbox), 0);
});

/** Interrupts the calls, and the clean-up again and again: with each list of users, until the probe has got all signals. */
async function interruptRepeatedly(t, signalCount) {
  let run;
  let count = 0;
  const rewriteResponse = (response, { method, url }) => {
    if (method !== "GET" || !url.endsWith("/users")) return response;
    count += 1;
    if (count <= signalCount) run.kill("SIGINT");
    // A failure, which the clean-up repeats.
    return count > 1 && count <= 3 ? { ...response, status: 503 } : response;
  };
  const { sandbox, url } = await serve(t, {}, { rewriteResponse });
  run = startProbe(t, url);
  return { sandbox, ...(await run.closed) };
}

test("a closed terminal does not end the clean-up", async (t) => {
  const { sandbox, url } = await serve(t);
  const onPrompt = () => new Promise(() => run.hangUp());
  const run = startProbe(t, url, { args: ["--send-sms", phoneNumber, "--yes"], onPrompt });
  assert.equal((await run.closed).code, 129);
  assert.equal(countResources(sandbox), 0);
});
