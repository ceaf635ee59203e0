import { readFileSync } from "node:fs";
import { Sandbox } from "verigator/sandbox";
import { StartError } from "./flags.js";

/** Reads a seed file. The sandbox that starts with it checks the content. */
export async function readSeedFile(path) {
  const text = readText(path);
  try {
    return JSON.parse(text);
  } catch {
    throw new StartError(`--seed-file: ${path}: ${await describeSyntaxError(text)}`);
  }
}

function readText(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new StartError(`--seed-file: ${path} could not be read (${error.message})`);
  }
}

/** Asks a sandbox for the position of the error, since JavaScript's own message quotes the content, which may be secret. */
async function describeSyntaxError(text) {
  const response = await new Sandbox().fetch("http://localhost/_sandbox/seed", { method: "POST", body: text });
  return (await response.json()).message;
}
