/** Two simulated days of each row of the threat model. */
import { test } from "node:test";
import { attacks, simulate } from "../../gateway/attacks.mjs";

for (const attack of Object.keys(attacks)) {
  test(`two days of an attacker who ${attack} change nothing for a user in another network`, (t) =>
    simulate(t, attack, 48));
}
