import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { StartError } from "./flags.js";

const longestDelayMs = 100;

/** Puts the state in a file into the sandbox, and from then on keeps the file up to date. */
export function openStateFile(path, sandbox) {
  restore(path, sandbox);
  let timer;

  /** A crash in the middle of writing must leave the last whole file, so another one is written and takes its place. */
  function save() {
    clearTimeout(timer);
    timer = undefined;
    const next = `${path}.next`;
    writeFileSync(next, JSON.stringify(sandbox.snapshot()), { mode: 0o600 });
    renameSync(next, path);
  }

  /** Says that there is something to save, at once or a little later. */
  function changed() {
    timer ??= setTimeout(saveOrTell, longestDelayMs);
  }

  function saveOrTell() {
    try {
      save();
    } catch (error) {
      console.error(`verigator sandbox: the state could not be written to ${path} (${error.message})`);
    }
  }

  try {
    save();
  } catch (error) {
    throw new StartError(`--data: ${path} could not be written (${error.message})`);
  }
  return { changed, save: saveOrTell };
}

function restore(path, sandbox) {
  const text = read(path);
  if (text === undefined) {
    return;
  }
  try {
    sandbox.restore(JSON.parse(text));
  } catch (error) {
    const why = error instanceof SyntaxError ? "no JSON" : error.message;
    throw new StartError(`--data: ${path} holds no state that can be restored (${why})`);
  }
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") {
      return undefined;
    }
    throw new StartError(`--data: ${path} could not be read (${error.message})`);
  }
}
