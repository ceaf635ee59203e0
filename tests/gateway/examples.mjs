/** The examples, copied to where the installed package and the tools are found by their names. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";

const here = import.meta.dirname;

/** Copies an example as it stands; returns its folder, which goes with the tests of this file. */
export function copyExample(after, name) {
  mkdirSync(join(here, ".examples"), { recursive: true });
  const folder = mkdtempSync(join(here, ".examples/"));
  after(() => rmSync(folder, { recursive: true }));
  cpSync(join(here, "../../examples", name), folder, { recursive: true });
  return folder;
}
