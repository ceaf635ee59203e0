import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parseEnv } from "node:util";

const read = (file) => readFileSync(new URL(`../../examples/edge-worker/${file}`, import.meta.url), "utf8");
const found = (text, expression) => [...new Set([...text.matchAll(expression)].map(([, name]) => name))].sort();

const readByWorker = found(read("src/index.js"), /env\.(\w+)/g);
const bindings = found(read("wrangler.jsonc"), /"name": "([A-Z]+)"/g);
/** What only Number Verification needs, which the README says in its own paragraph. */
const ofNumberVerification = ["PHONE_NUMBERS", "VERIGATOR_API"];

test("the commands of the README set each secret that the Worker reads, and no other", () => {
  const secrets = found(read("README.md"), /npx wrangler secret put (\w+)/g);
  // A deployed Worker calls the real API.
  assert.deepEqual([...secrets, ...bindings, ...ofNumberVerification, "VERIGATOR_BASE_URL"].sort(), readByWorker);
  for (const name of ofNumberVerification) assert.ok(read("README.md").includes(name), name);
});

test("the development variables are those that the Worker reads", () => {
  const variables = Object.keys(parseEnv(read(".dev.vars.example")));
  assert.deepEqual([...variables, ...bindings, ...ofNumberVerification].sort(), readByWorker);
});

test("the README has only commands of npm and wrangler, and one that creates a secret", () => {
  const [, commands] = /^```sh\n([^]*?)^```$/m.exec(read("README.md"));
  const known =
    /^(npm install|npx wrangler (login|deploy|secret put \w+)|openssl rand -base64 32 \| tee \/dev\/stderr \| npx wrangler secret put \w+)$/;
  for (const line of commands.trim().split("\n")) assert.match(line, known);
});
