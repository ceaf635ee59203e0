/** Measures the time per call in a browser. The page and the API have the same origin, so that no call needs a preflight request. */
import { createClients } from "./clients.mjs";
import { interleave } from "./interleave.mjs";

const plans = {
  sequential: { rounds: 5, turns: 12, batch: 20, atOnce: 1 },
  "50 at a time": { rounds: 5, turns: 8, batch: 100, atOnce: 50 },
};

async function run() {
  const calls = await createClients(location.origin);
  const measured = [];
  for (const [title, plan] of Object.entries(plans)) measured.push({ title, results: await interleave(calls, plan) });
  return measured;
}

// WebDriver sorts the keys of an object, a string keeps their order.
window.result = run().then(JSON.stringify);
