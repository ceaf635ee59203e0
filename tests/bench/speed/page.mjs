/** Time per call in a browser. The page and the API have one origin, so that no preflight is counted. */
import { contestants } from "./contestants.mjs";
import { interleave } from "./interleave.mjs";

const plans = {
  sequential: { rounds: 5, turns: 12, batch: 20, atOnce: 1 },
  "50 at a time": { rounds: 5, turns: 8, batch: 100, atOnce: 50 },
};

async function run() {
  const calls = await contestants(location.origin);
  const measured = [];
  for (const [title, plan] of Object.entries(plans)) measured.push({ title, results: await interleave(calls, plan) });
  return measured;
}

// A driver would sort the names of an object.
window.sights = run().then(JSON.stringify);
