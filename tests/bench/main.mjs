/** Runs the measurements, all of them or those that the command line names. */
import { sizes } from "./sizes/measure.mjs";
import { speedInNode } from "./speed/in-node.mjs";

const parts = { sizes, speed: speedInNode };

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`no part of the bench is called ${unknown.join(", ")}; there are ${Object.keys(parts).join(", ")}`);
  process.exit(2);
}

for (const [name, measure] of Object.entries(parts)) {
  if (wanted.length === 0 || wanted.includes(name)) await measure();
}
