import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { StartError } from "./flags.js";

const maxDelayMs = 100;

/** Restores the state from a file, if it exists, and keeps the file up to date. */
export function openStateFile(path, sandbox) {
  restore(path, sandbox);
  let timer;

  /** Writes a new file and renames it, so that a crash leaves the previous file intact. */
  function save() {
    clearTimeout(timer);
    timer = undefined;
    const temporary = `${path}.next`;
    writeFileSync(temporary, JSON.stringify(sandbox.snapshot()), { mode: 0o600 });
    renameSync(temporary, path);
  }

  /** Schedules a save. */
  function markChanged() {
    timer ??= setTimeout(saveOrReport, maxDelayMs);
  }

  function saveOrReport() {
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
  return { markChanged, save: saveOrReport };
}

function restore(path, sandbox) {
  const text = read(path);
  if (text === undefined) {
    return;
  }
  try {
    sandbox.restore(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof SyntaxError ? "invalid JSON" : error.message;
    throw new StartError(`--data: ${path} does not contain a valid state (${reason})`);
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
