/** Two simulated hours of each row of the threat model. `tests/soak` runs two days. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { testEach } from "./apis.mjs";
import { attacks, simulate } from "./attacks.mjs";

test("each row of the threat model is simulated", () => {
  const [, model] = readFileSync(new URL("../../gateway/README.md", import.meta.url), "utf8").split("## Threat model");
  const rows = [...model.matchAll(/^\| ([^|]+?) \|/gm)].map(([, row]) => row).slice(1);
  for (const row of rows)
    assert.ok(
      Object.keys(attacks).some((attack) => row.startsWith(attack)),
      row,
    );
  assert.equal(rows.length, Object.keys(attacks).length);
});

for (const attack of Object.keys(attacks)) {
  testEach(`an attacker who ${attack} changes nothing for a user in another network`, (t) => simulate(t, attack, 2));
}
