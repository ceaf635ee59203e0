import { readFileSync } from "node:fs";

/** Reads a wasm file of the package. The error tells what to do if a bundle left the file behind. */
export function readWasm(path, packageName) {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new Error(
      `the wasm file of ${packageName} could not be read (${cause.message}); ` +
        `where a bundler leaves it behind, import "${packageName}/inline" or keep ${packageName} external`,
      { cause },
    );
  }
}
