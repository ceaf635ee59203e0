import { readFileSync } from "node:fs";
import { Sandbox } from "verigator/sandbox";
import { StartError } from "./flags.js";

/** Reads and checks a seed file. Throws a StartError that says where it is invalid. */
export async function readSeedFile(path) {
  const text = readText(path);
  // Checked as text, since JavaScript's own syntax errors quote the content, which may be secret.
  const response = await new Sandbox().fetch("http://localhost/_sandbox/seed", { method: "POST", body: text });
  if (response.status === 422 && !isJson(text)) {
    throw new StartError(`--seed-file: ${path}: ${(await response.json()).message}`);
  }
  return JSON.parse(text);
}

function readText(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new StartError(`--seed-file: ${path} could not be read (${error.message})`);
  }
}

function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
