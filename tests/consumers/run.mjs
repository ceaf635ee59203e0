/**
 * Runs consumers of the packed package and prints a table: `node run.mjs TARBALL [--quick] [--latest] [part of a name…]`. A consumer that needs a line
 * also runs without it, and has to fail with the error that leads to the line. Exits with status 1 if a consumer fails.
 */
import { open } from "../browsers/browsers.mjs";
import { consumers } from "./consumers.mjs";
import { outputOf, runWithoutAndWithLine } from "./errors.mjs";
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

/** Runs a consumer without the line of a file that it needs, if there is one, and with it. */
async function run({ folder, sources, server, page, run }) {
  const project = await createProject({ folder, sources, latest }, tarball);
  const context = { project, browser, server, page };
  const need = [server, page].find((side) => side?.file);
  if (!need) return run(context);
  return runWithoutAndWithLine(need, project, {
    runWithout: () => run({ ...context, missing: need }),
    run: () => run(context),
  });
}

async function report(consumer) {
  const start = Date.now();
  const error = await run(consumer).then(
    () => undefined,
    (thrown) => thrown,
  );
  const seconds = ((Date.now() - start) / 1_000).toFixed(1);
  console.log(`  ${consumer.name.padEnd(28)} ${seconds.padStart(7)} s  ${error ? "FAILED" : "passed"}`);
  if (error) console.log(`    ${outputOf(error).slice(0, 4_000).replaceAll("\n", "\n    ")}`);
  return !error;
}

const selected = consumers.filter(isSelected);
if (selected.length === 0) {
  console.error(
    `no consumer has ${parts.join(" or ")} in its name; the consumers are: ${consumers.map(({ name }) => name).join("; ")}`,
  );
  process.exit(2);
}

let failed = 0;
for (const consumer of selected) failed += (await report(consumer)) ? 0 : 1;
for (const opened of browsers.values())
  await opened.then(
    ({ close }) => close(),
    () => undefined,
  );
console.log(`\n${selected.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
