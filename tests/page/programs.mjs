import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * The time limit of what has to happen in a browser, and of a request that has to succeed. It ends a test that waits for nothing, and is far above what a
 * busy machine takes.
 */
export const longTimeoutMs = 120_000;

/** Returns the path of the first of these programs that is on the PATH. */
export function find(...names) {
  const folders = process.env.PATH.split(delimiter);
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => existsSync(file));
  if (!found) throw new Error(`expected one of ${names.join(", ")} on the PATH, found none`);
  return found;
}
