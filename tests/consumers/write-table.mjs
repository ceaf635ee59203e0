/**
 * Writes the tables of frameworks to the docs and READMEs: `node write-table.mjs`. With `--check` it writes nothing, and exits with status 1 if one of
 * the tables is not up to date.
 */
import { readFile, writeFile } from "node:fs/promises";
import { fullTable, shortTable } from "./table.mjs";

const fix = "cargo xtask matrix --table";
const open = "<!-- frameworks -->\n";
const close = "<!-- /frameworks -->";

const short = await shortTable();
const files = {
  "docs/frameworks-table.md": () => fullTable(),
  "README.md": putShortTable,
  "pkg-template/README.md": putShortTable,
};

function putShortTable(text, file) {
  const [before, rest] = text.split(open);
  const after = rest?.split(close)[1];
  if (after === undefined) throw new Error(`expected ${file} to have the lines ${open.trim()} and ${close}`);
  return `${before}${open}\n${short}\n${close}${after}`;
}

const isCheck = process.argv.includes("--check");

for (const [file, change] of Object.entries(files)) {
  const url = new URL(`../../${file}`, import.meta.url);
  const text = await readFile(url, "utf8").catch(() => "");
  const changed = await change(text, file);
  if (changed === text) continue;
  if (isCheck) {
    console.error(`the table of frameworks in ${file} is not that of tests/consumers: \`${fix}\` writes it`);
    process.exitCode = 1;
  } else {
    await writeFile(url, changed);
  }
}
