/** Checks that a consumer fails with the error of the package that leads to the line it needs. */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Runs a consumer in a project without the line that it needs, and puts the line back. */
export async function expectErrorWithoutLine({ file, line, instead, error }, project, run) {
  const path = join(project, file);
  const text = await readFile(path, "utf8");
  assert.ok(text.includes(line), `expected ${file} to have the line ${line}`);
  await writeFile(path, text.replaceAll(line, instead));
  try {
    await expectError(error, run);
  } finally {
    await writeFile(path, text);
  }
}

/** Checks that a run fails with an error of the package, given as in `needs.mjs`. */
export async function expectError(error, run) {
  const failure = await run().then(() => undefined, (thrown) => thrown);
  assert.ok(failure, `expected a failure with the error: ${error}`);
  assert.match(outputOf(failure), patternOf(error));
}

/** Returns everything that a failed consumer printed. */
export function outputOf({ message, stdout, stderr }) {
  return [message, stdout, stderr].filter(Boolean).join("\n");
}

function patternOf(error) {
  const escaped = error.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(escaped.replaceAll("PART", "verigator(?:/sandbox)?").replaceAll("CAUSE", "[^\\n]+"));
}
