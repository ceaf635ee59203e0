/** Generates the pages of the site that have another source: the built package, its command, and documents of the repository. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { apiPages } from "./api.mjs";
import { commandLinePage } from "./command-line.mjs";
import { controlApiPage } from "./control-api.mjs";
import { repositoryPages } from "./repository-pages.mjs";

const folder = join(import.meta.dirname, "../generated");

rmSync(folder, { recursive: true, force: true });
for (const [name, text] of await apiPages()) write(`reference/api/${name}.md`, text);
rmSync(join(folder, "typedoc"), { recursive: true });
write("reference/command-line.md", commandLinePage());
write("reference/control-api.md", await controlApiPage());
for (const [file, text] of repositoryPages()) write(file, text);

function write(file, text) {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
