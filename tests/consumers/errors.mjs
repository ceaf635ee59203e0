/** Checks that consumers fail with the errors of the package that lead to the lines they need. */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Checks that a consumer fails without the line that it needs, and passes with it. Leaves the project as it was. */
export async function runWithoutAndWithLine({ file, before, after, error }, project, { runWithout, run }) {
  const path = join(project, file);
  const text = await readFile(path, "utf8");
  const changed = text.replace(before, after);
  assert.notEqual(changed, text, `expected ${file} to have ${before}`);
  await expectError(error, runWithout);
  await writeFile(path, changed);
  try {
    await run();
  } finally {
    await writeFile(path, text);
  }
}

/** Checks that a run fails with an error of the package, given as in `needs.mjs`. */
export async function expectError(error, run) {
  const failure = await run().then(
    () => undefined,
    (thrown) => thrown,
  );
  assert.ok(failure, `expected a failure with the error: ${error}`);
  assert.match(outputOf(failure), patternOf(error));
}

/** Returns everything that a failed consumer printed. */
export function outputOf({ message, stdout, stderr }) {
  return [message, stdout, stderr].filter(Boolean).join("\n");
}

/** Returns the pattern of an error that is given as in `needs.mjs`. */
export function patternOf(error) {
  const escaped = error.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(escaped.replaceAll("PART", "verigator(?:/sandbox)?").replaceAll("CAUSE", "[^\\n]+"));
}
