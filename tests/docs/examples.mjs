/** The examples that the site shows, in folders from which the installed package and the tools can be imported by name. */
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { promisify } from "node:util";

const root = join(import.meta.dirname, "../..");
export const examples = join(root, "examples");

/** The pages that were written by hand, by path. */
export const pages = readdirSync(join(root, "docs"), { recursive: true })
  .filter((file) => file.endsWith(".md") && !/^(node_modules|generated|\.vitepress)\//.test(file))
  .map((file) => ({ file, text: readFileSync(join(root, "docs", file), "utf8") }));

/** The files that the pages include, relative to the examples, without duplicates. */
export const shownFiles = [
  ...new Set(
    pages.flatMap(({ text }) =>
      [...text.matchAll(/^<<< @\/(\S+?)(?:#[\w-]+)?(?:\{\w+\})?(?: \[.*\])?$/gm)].map(([, path]) =>
        relative(examples, join(root, "docs", path)),
      ),
    ),
  ),
];

/** Copies an example unchanged; returns its folder, which is removed after the test. */
export function copyExample(t, name) {
  const folder = createFolder(t);
  cpSync(join(examples, name), folder, { recursive: true });
  return folder;
}

export function createFolder(t) {
  mkdirSync(join(import.meta.dirname, ".examples"), { recursive: true });
  const folder = mkdtempSync(join(import.meta.dirname, ".examples/"));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Runs a program to its end, and returns its output. Fails if the program does. */
export async function run(folder, program, args, environment = {}) {
  const { stdout } = await promisify(execFile)(program, args, {
    cwd: folder,
    env: { ...process.env, ...environment, NO_COLOR: "1" },
  });
  return stdout;
}
