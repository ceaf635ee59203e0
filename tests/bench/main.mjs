/** Measures all parts, or those that the command line names, and writes the report from the latest results of every part. */
import { mkdir, writeFile } from "node:fs/promises";
import { crates } from "./crates/measure.mjs";
import { gatewayOverhead } from "./gateway/measure.mjs";
import { memory } from "./memory/measure.mjs";
import { pageFigures } from "./page/measure.mjs";
import { report, resultsFile } from "./report/report.mjs";
import { sandboxRates } from "./sandbox/measure.mjs";
import { sizes } from "./sizes/measure.mjs";
import { speedInChromium, speedInNode, speedOfPins } from "./speed/measure.mjs";
import { coldStart } from "./start/measure.mjs";

const parts = {
  sizes,
  crates,
  speed: speedInNode,
  pins: speedOfPins,
  chromium: speedInChromium,
  start: coldStart,
  memory,
  sandbox: sandboxRates,
  gateway: gatewayOverhead,
  page: pageFigures,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`no part is called ${unknown.join(", ")}; the parts are ${Object.keys(parts).join(", ")}`);
  process.exit(2);
}

for (const [name, measure] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const file = resultsFile(name);
  await mkdir(new URL(".", file), { recursive: true });
  await writeFile(file, JSON.stringify({ date: new Date().toISOString().slice(0, 10), results: await measure() }));
}
await report(Object.keys(parts));
