/** Copies of the examples in a folder from which the installed package and the tools can be imported by name. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";

const here = import.meta.dirname;

/** Copies an example unchanged below the folder of a suite; returns the copy's folder, which is removed after the tests of this file. */
export function copyExample(after, name, suite = here) {
  mkdirSync(join(suite, ".examples"), { recursive: true });
  const folder = mkdtempSync(join(suite, ".examples/"));
  after(() => rmSync(folder, { recursive: true }));
  cpSync(join(here, "../../examples", name), folder, { recursive: true });
  return folder;
}
