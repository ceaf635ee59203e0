/** Copies a consumer's folder to `target/consumers`, and installs its locked packages and the packed package there. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { transform } from "esbuild";
import { lockOf } from "../locks.mjs";

const run = promisify(execFile);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const projects = new Map();

/**
 * Returns the project's folder. Consumers with the same folder share a project. `sources` is the folder whose files it has beside its own manifest. With `latest`, the project has the newest versions of its packages, if there are `sources` those of the same major version.
 */
export function createProject({ folder, sources = folder, latest }, tarball) {
  if (!projects.has(folder)) projects.set(folder, create({ folder, sources, latest }, tarball));
  return projects.get(folder);
}

async function create({ folder, sources, latest }, tarball) {
  const project = here(`../../target/${latest ? "consumers-latest" : "consumers"}/${folder}`);
  await clean(project);
  await cp(here("../.npmrc"), join(project, ".npmrc"));
  // A folder with the name of an example has the files that the example needs to run.
  const example = here(`../../examples/${folder}`);
  if (existsSync(example)) await cp(example, project, { recursive: true });
  await cp(here(`./${sources}`), project, { recursive: true });
  await cp(here(`./${folder}`), project, { recursive: true });
  const flow = await readFile(here("../package/flow.mjs"), "utf8");
  await writeFile(join(project, "flow.mjs"), flow);
  await cp(here("./page-flow.mjs"), join(project, "page-flow.mjs"));
  await writeFile(join(project, "flow.cjs"), (await transform(flow, { format: "cjs" })).code);
  await lock(folder, project);
  await install(project, tarball);
  if (latest) await update(project, tarball, folder !== sources);
  return project;
}

/** Writes the lock file of a consumer that has a manifest. */
async function lock(folder, project) {
  const manifest = join(project, "package.json");
  if (!existsSync(manifest)) return;
  const text = lockOf(`tests/consumers/${folder}`, JSON.parse(await readFile(manifest, "utf8")));
  await writeFile(join(project, "package-lock.json"), text);
}

/** Installs the newest versions. Packages under another name, such as Node's, and those with a range keep theirs. */
async function update(project, tarball, isMajorKept) {
  const { dependencies, devDependencies } = JSON.parse(await readFile(join(project, "package.json"), "utf8"));
  const locked = Object.entries({ ...dependencies, ...devDependencies }).filter(([, version]) => /^\d/.test(version));
  const packages = await Promise.all(
    locked.map(async ([name, version]) => {
      const together = locked.filter(([, other]) => other === version).map(([other]) => other);
      const range = isMajorKept ? `^${version}` : "latest";
      return `${name}@${together.length > 1 ? await newestOf(together, range) : range}`;
    }),
  );
  if (packages.length > 0)
    await run("npm", ["install", "--no-save", "--no-package-lock", "--silent", ...packages, tarball], { cwd: project });
}

/** Returns the newest version in a range that all of some packages have. Those with the same locked version are released together, but not at the same moment. */
async function newestOf(names, range) {
  const newest = await Promise.all(
    names.map(async (name) => {
      const { stdout } = await run("npm", ["view", `${name}@${range}`, "version", "--json"]);
      return [JSON.parse(stdout)].flat().sort(byVersion).at(-1);
    }),
  );
  return newest.sort(byVersion)[0];
}

const byVersion = (one, other) => one.localeCompare(other, "en", { numeric: true });

/** Removes what earlier runs left, builds included, but for the installed packages. */
async function clean(project) {
  const names = existsSync(project) ? await readdir(project) : [];
  const left = names.filter((name) => name !== "node_modules");
  await Promise.all(left.map((name) => rm(join(project, name), { recursive: true })));
}

/** Folders where tools keep parts of earlier builds. They recognise a changed package by its version alone, which stays the same here. */
const caches = ["node_modules/.cache", "node_modules/.vite"];

/** Runs npm only if the lock file or the package has changed, since npm is slow even if everything is installed. */
async function install(project, tarball) {
  const lock = await readFile(join(project, "package-lock.json")).catch(() => "");
  const hash = createHash("sha256")
    .update(lock)
    .update(await readFile(tarball))
    .digest("hex");
  const fingerprint = join(project, "node_modules/.installed-from");
  if ((await readFile(fingerprint, "utf8").catch(() => "")) === hash) return;
  for (const cache of caches) await rm(join(project, cache), { recursive: true, force: true });
  await run("npm", ["install", "--no-save", "--prefer-offline", "--silent", tarball], { cwd: project });
  await writeFile(fingerprint, hash);
}
