/**
 * The lock of all projects but `tests/` itself: `locks.json` has each package once and the packages of each project.
 *
 *   node tests/locks.mjs write FOLDER    writes the folder's package-lock.json, which git ignores
 *   node tests/locks.mjs update FOLDER   resolves its package.json anew, keeping what still fits, and saves the result in locks.json
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const file = fileURLToPath(new URL("locks.json", import.meta.url));
const npmrc = fileURLToPath(new URL(".npmrc", import.meta.url));

/** What npm writes of a package in each project, by one letter, and what nobody needs. */
const flags = { d: "dev", o: "optional", D: "devOptional", p: "peer" };
const omitted = ["license", "funding", "engines", "resolved", ...Object.values(flags)];

/** What the entry of the project itself has of its manifest. */
const ofManifest = ["name", "version", "dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];

/** Returns the text of the package-lock.json of a project, which is named by its folder in the repository. */
export function lockOf(project, manifest) {
  const { packages, projects } = read();
  const needsPackages = manifest.dependencies || manifest.devDependencies;
  if (needsPackages && !projects[project])
    throw new Error(`locks.json has no ${project}: node tests/locks.mjs update ${project}`);
  const entries = (projects[project] ?? []).map((text) => {
    const [path, id, letters = ""] = text.split(" ");
    const own = [...letters].map((letter) => [flags[letter], true]);
    return [`node_modules/${path.replaceAll(">", "/node_modules/")}`, { ...packages[id], ...Object.fromEntries(own) }];
  });
  const own = Object.fromEntries(ofManifest.filter((key) => manifest[key]).map((key) => [key, manifest[key]]));
  const lock = {
    name: manifest.name,
    lockfileVersion: 3,
    requires: true,
    packages: { "": own, ...Object.fromEntries(entries) },
  };
  return `${JSON.stringify(lock, undefined, 2)}\n`;
}

/** Writes the folder's package-lock.json, if it is another one. */
function write(folder) {
  const lock = lockOf(folder, manifestOf(folder));
  const path = join(root, folder, "package-lock.json");
  if (!existsSync(path) || readFileSync(path, "utf8") !== lock) writeFileSync(path, lock);
}

/** Resolves a project's manifest in a temporary folder, and saves the result. */
function update(folder) {
  const { projects } = read();
  const temporary = mkdtempSync(join(tmpdir(), "verigator-lock-"));
  try {
    copyFileSync(npmrc, join(temporary, ".npmrc"));
    copyFileSync(join(root, folder, "package.json"), join(temporary, "package.json"));
    if (projects[folder]) writeFileSync(join(temporary, "package-lock.json"), lockOf(folder, manifestOf(folder)));
    execFileSync("npm", ["install", "--package-lock-only", "--silent"], { cwd: temporary, stdio: "inherit" });
    save(folder, JSON.parse(readFileSync(join(temporary, "package-lock.json"), "utf8")));
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

/** Replaces a project in locks.json by the one of a package-lock.json. */
function save(folder, lock) {
  const { packages, projects } = read();
  projects[folder] = Object.entries(lock.packages)
    .filter(([path, { extraneous }]) => path !== "" && !extraneous)
    .map(([path, entry]) => {
      const id = idOf(path, entry, packages);
      const letters = Object.keys(flags).filter((letter) => entry[flags[letter]]);
      const short = path.replace(/^node_modules\//, "").replaceAll("/node_modules/", ">");
      return [short, id, letters.join("")].join(" ").trim();
    });
  const used = new Set(Object.values(projects).flatMap((list) => list.map((text) => text.split(" ")[1])));
  const kept = Object.entries(packages).filter(([id]) => used.has(id));
  const lines = (entries) =>
    entries.sort(byName).map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  writeFileSync(
    file,
    `{\n  "packages": {\n${lines(kept).join(",\n")}\n  },\n  "projects": {\n${lines(Object.entries(projects)).join(",\n")}\n  }\n}\n`,
  );
}

const byName = ([one], [other]) => (one < other ? -1 : 1);

/** Adds a package, and returns its id. Two that have one name and version, such as a bundled one and its original, get different ids. */
function idOf(path, { name = path.split("node_modules/").at(-1), ...entry }, packages) {
  const isAlias = !path.endsWith(`node_modules/${name}`);
  const kept = Object.entries({ ...(isAlias && { name }), ...entry }).filter(([key]) => !omitted.includes(key));
  const text = JSON.stringify(Object.fromEntries(kept));
  for (let number = 1; ; number++) {
    const id = `${name}@${entry.version}${number > 1 ? `#${number}` : ""}`;
    packages[id] ??= JSON.parse(text);
    if (JSON.stringify(packages[id]) === text) return id;
  }
}

function read() {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { packages: {}, projects: {} };
}

function manifestOf(folder) {
  return JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [command, path = ""] = process.argv.slice(2);
  const folder = relative(root, resolve(path)).split(sep).join("/");
  const commands = { write, update };
  commands[command](folder);
}
