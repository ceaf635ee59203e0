/** Copies a consumer's folder to `target/consumers`, and installs the packages of its lock file and the packed package there. */
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
const projects = new Map();

/** Returns the project's folder. Consumers with the same folder share a project, and those with the same `sources` have only their packages to themselves. */
export function createProject({ folder, sources = folder }, tarball) {
  if (!projects.has(folder)) projects.set(folder, create(folder, sources, tarball));
  return projects.get(folder);
}

async function create(folder, sources, tarball) {
  const project = here(`../../target/consumers/${folder}`);
  await cp(here("../.npmrc"), join(project, ".npmrc"));
  // A folder with the name of an example has the files that the example needs to run.
  const example = here(`../../examples/${folder}`);
  if (existsSync(example)) await cp(example, project, { recursive: true });
  await cp(here(`./${sources}`), project, { recursive: true });
  await cp(here(`./${folder}`), project, { recursive: true });
  const flow = await readFile(here("../package/flow.mjs"), "utf8");
  await writeFile(join(project, "flow.mjs"), flow);
  await writeFile(join(project, "flow.cjs"), (await transform(flow, { format: "cjs" })).code);
  await install(project, tarball);
  return project;
}

/** Runs npm only if the lock file or the package has changed, since npm is slow even if everything is installed. */
async function install(project, tarball) {
  const lock = await readFile(join(project, "package-lock.json")).catch(() => "");
  const hash = createHash("sha256").update(lock).update(await readFile(tarball)).digest("hex");
  const fingerprint = join(project, "node_modules/.installed-from");
  if ((await readFile(fingerprint, "utf8").catch(() => "")) === hash) return;
  await run("npm", ["install", "--no-save", "--prefer-offline", "--silent", tarball], { cwd: project });
  await writeFile(fingerprint, hash);
}
