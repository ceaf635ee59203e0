import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const main = fileURLToPath(new URL("./main.mjs", import.meta.url));

/** Runs the suites in a separate process of a runtime's program. */
export async function runProgram(program, flags, urls, runtime) {
  const args = [...flags, main, JSON.stringify(urls), JSON.stringify(runtime)];
  const { stdout } = await promisify(execFile)(program, args, { maxBuffer: 1 << 24 });
  return JSON.parse(stdout);
}
