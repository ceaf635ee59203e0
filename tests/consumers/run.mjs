/**
 * Runs consumers of the packed package and prints a table: `node run.mjs TARBALL [--quick] [part of a name…]`. Ends with status 1 where one
 * fails.
 */
import { open } from "../browsers/browsers.mjs";
import { stage } from "./stage.mjs";
import { consumers } from "./table.mjs";

const [tarball, ...words] = process.argv.slice(2);
const quick = words.includes("--quick");
const parts = words.filter((word) => word !== "--quick");
const isWanted = ({ name, ...consumer }) =>
  (!quick || consumer.quick) && (parts.length === 0 || parts.some((part) => name.toLowerCase().includes(part.toLowerCase())));

const browsers = new Map();

/** Each browser is opened once, when it is first needed. */
function browser(name) {
  if (!browsers.has(name)) browsers.set(name, open(name));
  return browsers.get(name);
}

async function runOne({ name, folder, run }) {
  const start = Date.now();
  const error = await stage(folder, tarball).then((project) => run({ project, browser })).then(() => undefined, (thrown) => thrown);
  const seconds = ((Date.now() - start) / 1_000).toFixed(1);
  console.log(`  ${name.padEnd(28)} ${seconds.padStart(7)} s  ${error ? "FAILED" : "passed"}`);
  if (error) console.log(`    ${[error.message, error.stdout, error.stderr].filter(Boolean).join("\n").slice(0, 3_000).replaceAll("\n", "\n    ")}`);
  return !error;
}

let failed = 0;
for (const consumer of consumers.filter(isWanted)) failed += (await runOne(consumer)) ? 0 : 1;
for (const opened of browsers.values()) await opened.then(({ close }) => close(), () => undefined);
console.log(`\n${failed === 0 ? "every consumer works" : `${failed} failed`}`);
process.exitCode = failed === 0 ? 0 : 1;
