/** Makes of a consumer's folder an installed project: what its tool's lock file pins, and the packed package. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { transform } from "esbuild";

const run = promisify(execFile);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const staged = new Map();

/** Returns where the project lies. It is made once for all consumers that share the folder. */
export function stage(folder, tarball) {
  if (!staged.has(folder)) staged.set(folder, lay(folder, tarball));
  return staged.get(folder);
}

async function lay(folder, tarball) {
  const project = here(`../../target/consumers/${folder}`);
  await cp(here("../.npmrc"), join(project, ".npmrc"));
  // A folder called as one of the examples has what that needs to run.
  const example = here(`../../examples/${folder}`);
  if (existsSync(example)) await cp(example, project, { recursive: true });
  await cp(here(`./${folder}`), project, { recursive: true });
  const flow = await readFile(here("../package/flow.mjs"), "utf8");
  await writeFile(join(project, "flow.mjs"), flow);
  await writeFile(join(project, "flow.cjs"), (await transform(flow, { format: "cjs" })).code);
  await install(project, tarball);
  return project;
}

/** npm is slow even where it has nothing to do, so it is only asked where something is new. */
async function install(project, tarball) {
  const lock = await readFile(join(project, "package-lock.json")).catch(() => "");
  const hash = createHash("sha256").update(lock).update(await readFile(tarball)).digest("hex");
  const note = join(project, "node_modules/.installed-from");
  if ((await readFile(note, "utf8").catch(() => "")) === hash) return;
  await run("npm", ["install", "--no-save", "--prefer-offline", "--silent", tarball], { cwd: project });
  await writeFile(note, hash);
}
