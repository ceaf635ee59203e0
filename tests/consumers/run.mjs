/**
 * Runs consumers of the packed package and prints a table: `node run.mjs TARBALL [--quick] [--latest] [part of a name…]`. Exits with status 1 if one
 * fails.
 */
import { open } from "../browsers/browsers.mjs";
import { consumers } from "./consumers.mjs";
import { createProject } from "./project.mjs";

const [tarball, ...words] = process.argv.slice(2);
const quick = words.includes("--quick");
const latest = words.includes("--latest");
const parts = words.filter((word) => !word.startsWith("--")).map((word) => word.toLowerCase());
const isSelected = ({ name, ...consumer }) =>
  (!quick || consumer.quick) && (parts.length === 0 || parts.some((part) => name.toLowerCase().includes(part)));

const browsers = new Map();

/** Opens each browser once, on first use. */
function browser(name) {
  if (!browsers.has(name)) browsers.set(name, open(name));
  return browsers.get(name);
}

async function runOne({ name, run, ...consumer }) {
  const start = Date.now();
  const error = await createProject({ ...consumer, latest }, tarball).then((project) => run({ project, browser })).then(() => undefined, (thrown) => thrown);
  const seconds = ((Date.now() - start) / 1_000).toFixed(1);
  console.log(`  ${name.padEnd(28)} ${seconds.padStart(7)} s  ${error ? "FAILED" : "passed"}`);
  if (error) console.log(`    ${[error.message, error.stdout, error.stderr].filter(Boolean).join("\n").slice(0, 3_000).replaceAll("\n", "\n    ")}`);
  return !error;
}

const selected = consumers.filter(isSelected);
if (selected.length === 0) {
  console.error(`no consumer has ${parts.join(" or ")} in its name; the consumers are: ${consumers.map(({ name }) => name).join("; ")}`);
  process.exit(2);
}

let failed = 0;
for (const consumer of selected) failed += (await runOne(consumer)) ? 0 : 1;
for (const opened of browsers.values()) await opened.then(({ close }) => close(), () => undefined);
console.log(`\n${selected.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
