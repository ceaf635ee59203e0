import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const script = fileURLToPath(new URL("./node-process.mjs", import.meta.url));
const variants = { "without free()": [], "with using": ["free"] };

/** Measures the memory after 100,000 calls, in bytes, with and without freeing the objects. */
export async function memory() {
  const results = {};
  console.log("\nmemory, MiB before and after 100,000 calls");
  for (const [name, flags] of Object.entries(variants)) {
    const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", script, ...flags]);
    const { before, after } = (results[name] = JSON.parse(stdout));
    const columns = Object.keys(before).map((kind) => `${kind} ${mebibytes(before[kind])} → ${mebibytes(after[kind])}`);
    console.log(`  ${name.padEnd(16)} ${columns.join(", ")}`);
  }
  return results;
}

export function mebibytes(bytes) {
  return (bytes / 2 ** 20).toFixed(1);
}
