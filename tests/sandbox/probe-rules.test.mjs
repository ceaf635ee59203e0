import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { bin } from "./server-process.mjs";

const load = (file) => import(pathToFileURL(join(dirname(bin), "probe", file)));
const { endpoints } = await load("endpoints.js");
const { rules } = await load("rules.js");
const { evaluate } = await load("evaluation.js");
const { Redactor } = await load("redactor.js");

const readme = readFileSync(join(import.meta.dirname, "../../sandbox/README.md"), "utf8");
const allRules = [...endpoints, ...rules];

/** Returns the rows of the table with this heading in the README, as arrays of cells. */
function tableRows(heading) {
  const [, after] = readme.split(`${heading}\n`);
  const lines = after.slice(0, after.indexOf("\n\n")).split("\n").slice(1);
  return lines.map((line) =>
    line
      .slice(2, -1)
      .split(" | ")
      .map((cell) => cell.trim()),
  );
}

test("the endpoints are those of the README", () => {
  const rows = tableRows("| request | response (docs) | response in the profile `sdk` (Java SDK) | errors |");
  assert.deepEqual(
    endpoints.map(({ request, docs, sdk, errors }) => [request, docs, sdk, errors]),
    rows,
  );
});

test("the rules are those of the README, with their sources", () => {
  assert.deepEqual(
    rules.map(({ sentence, source }) => [sentence, source]),
    tableRows("| rule | source |"),
  );
});

test("each rule has its own id and at least one check", () => {
  assert.equal(new Set(allRules.map(({ id }) => id)).size, allRules.length);
  assert.deepEqual(
    allRules.filter(({ checks }) => checks.length === 0),
    [],
  );
});

/** Exchanges that contradict: an unexpected status, wrong types of fields, and what a user may have seen. */
const wrongExchanges = [
  { status: 418, text: "" },
  { status: 418, text: "{}", json: {} },
  { status: 201, text: "{}", json: { id: 1, ctime: 1, method: 1, status: {} } },
  { pinLength: 4, hasLine: false, received: "a PIN of 4 digits, without the line" },
];

for (const rule of allRules) {
  for (const check of rule.checks.filter(({ never }) => never === undefined)) {
    test(`rule ${rule.id} can be contradicted by "${check.exchange}"`, () => {
      const states = wrongExchanges.map((wrong) => {
        const exchange = { name: check.exchange, registeredIds: ["a"], ...wrong };
        const { results } = evaluate(new Map([[check.exchange, exchange]]), []);
        return results.find((result) => result.rule === rule).state;
      });
      assert.ok(states.includes("contradicted"), states.join());
    });
  }
}

test("a failed exchange neither confirms nor contradicts", () => {
  const exchange = { name: "get the service", status: 503, failure: "status 503", text: "" };
  const { results, profile } = evaluate(new Map([[exchange.name, exchange]]), []);
  const { state, reasons } = results.find(({ rule }) => rule.id === "get-service");
  assert.deepEqual([state, reasons, profile], ["not seen", ['"get the service" failed: status 503'], undefined]);
});

test("a phone number is redacted in any format, and without its country code", () => {
  const redactor = new Redactor();
  redactor.addPhoneNumber("+3725555555");
  for (const number of ["+3725555555", "3725555555", "+372 555 5555", "(372) 55-55-55-5", "5555555", "%2B3725555555"]) {
    assert.doesNotMatch(redactor.redact(`to ${number}.`), /\d{3}/, number);
  }
  assert.equal(redactor.redact("2026-11-24T22:06:42.123456Z"), "2026-11-24T22:06:42.123456Z");
});

test("secrets in escape sequences of JSON, URL-encoded secrets and PINs with separators are redacted", () => {
  const redactor = new Redactor();
  redactor.add("p&ss", "PASSWORD");
  redactor.addPin("123456");
  const body = { text: '{"a":"p\\u0026ss"}', json: { a: "p&ss" } };
  assert.equal(redactor.redactBody(body), '{"a":"PASSWORD"}');
  assert.equal(redactor.redact("p%26ss 123 456 12-34-56"), "PASSWORD PIN PIN");
});

test("an id gets the same name everywhere, and ids of different resources get different names", () => {
  const redactor = new Redactor();
  redactor.addId("service", "3f0e7a4e-58b7-4b8e-9d0c-5b0d0c1f2a3b");
  redactor.addId("user", "user/1234");
  const text = "3f0e7a4e-58b7-4b8e-9d0c-5b0d0c1f2a3b user/1234 user%2F1234 7d9f1c52-0a3e-4c1d-8b57-2f4f6f9f1e10";
  assert.equal(redactor.redact(`${text} ${text}`), "SERVICE-1 USER-1 USER-1 ID-1 SERVICE-1 USER-1 USER-1 ID-1");
});
